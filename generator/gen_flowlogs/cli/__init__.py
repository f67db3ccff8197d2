"""The command line. This module is what the command `gen-flowlogs` starts with, so it imports next to nothing.

Asking for the version is answered here, before argparse; everything else is `gen_flowlogs.cli.run`.
"""

from __future__ import annotations

import gc
import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code (0 clean, 1 findings, 2 usage, 3 I/O or internal, 130 interrupted)."""
    arguments = sys.argv[1:] if argv is None else argv
    if argv is None:
        gc.disable()  # a compiler makes much and drops little; collecting took half of the time (bench/)
    try:
        from gen_flowlogs.cli import interrupts  # noqa: PLC0415 - an interrupt of this import is caught too

        if argv is None:
            interrupts.silent()
        if arguments in (["--version"], ["-V"], ["version"]):
            return _version()
        from gen_flowlogs.cli.run import run  # noqa: PLC0415 - argparse alone costs half a start of Python

        code = run(arguments)
        if argv is None:
            gc.freeze()  # or the interpreter would look through all of it at its end, a tenth of a short command
            interrupts.silent()  # what the interpreter still does at its end would be interrupted with a traceback
    except KeyboardInterrupt:
        return 130
    return code


def _version() -> int:
    from gen_flowlogs import __version__  # noqa: PLC0415 - nothing is imported before it is needed

    try:
        print(f"gen-flowlogs {__version__}", flush=True)
    except OSError as error:
        from gen_flowlogs.cli.run import failed  # noqa: PLC0415

        error.filename = "standard output"
        return failed(error)
    return 0
