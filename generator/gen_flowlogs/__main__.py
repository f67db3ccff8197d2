"""`python -m gen_flowlogs` is the command `gen-flowlogs`."""

import sys

from gen_flowlogs.cli import main

sys.exit(main())
