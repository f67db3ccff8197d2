"""`python -m generator` is the command `gen-flowlogs`."""

import sys

from generator.cli import main

sys.exit(main())
