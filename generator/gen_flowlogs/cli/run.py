"""Arguments → exit code: finds the command, runs it, and turns what goes wrong into one line on standard error.

A first argument that is no command is a spec to build. Commands import what they need themselves.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import DOCS
from gen_flowlogs.cli import exits, interrupts, terminal
from gen_flowlogs.cli.parser import COMMANDS, arguments_of, parser
from gen_flowlogs.cli.patterns import is_pattern
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def command(arguments: argparse.Namespace, name: str | None = None) -> int:
    """Run the command of the arguments, or another one that takes the same; return its exit code."""
    module = import_module(f"gen_flowlogs.cli.{COMMANDS[name or arguments.command].module}")
    interrupts.heard()
    code: int = module.run(arguments)
    return code


def run(argv: list[str]) -> int:
    """Run the command line `argv` and return its exit code. KeyboardInterrupt is the caller's."""
    return guarded(lambda: _dispatch(argv))


def guarded(work: Callable[[], int]) -> int:
    """Return the exit code of `work`; an exception becomes one line on standard error and the exit code for it."""
    terminal.prepare()
    try:
        code = work()
        terminal.flush()
    except exits.UsageError as error:
        terminal.note(f"gen-flowlogs: {masked_addresses(str(error))}")
        return exits.USAGE
    except exits.FileError as error:
        terminal.note(f"gen-flowlogs: {_lost() or masked_addresses(str(error))}")
        return exits.FAILED
    except OSError as error:
        return failed(error)
    except ImportError as error:
        terminal.note(_incomplete(error) or _apology(error))
        return exits.FAILED
    except MemoryError:
        terminal.note("gen-flowlogs: there is not enough memory for specs of this size")
        return exits.FAILED
    except Exception as error:  # noqa: BLE001 - a bug of ours: the user gets a sentence, not a traceback
        terminal.note(_apology(error))
        return exits.FAILED
    return code


def failed(error: OSError) -> int:
    """End with the message of an unexpected error that explains itself, such as a full disk under standard output."""
    terminal.abandon()
    if isinstance(error, BrokenPipeError):
        return exits.CLEAN
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    terminal.note(f"gen-flowlogs: {_lost() or shown(where + (error.strerror or str(error)), 500)}")
    return exits.FAILED


def _dispatch(argv: list[str]) -> int:
    if not argv:
        terminal.note(parser().format_help().rstrip())
        return exits.USAGE
    if "\0" in "".join(argv):
        raise exits.UsageError("an argument holds a NUL character, which nothing here has in its name")
    try:
        arguments = arguments_of(argv)
    except SystemExit as leaving:  # argparse, which has said what it had to say
        return leaving.code if isinstance(leaving.code, int) else exits.USAGE
    if hasattr(arguments, "root") and arguments.command != "hook":
        from gen_flowlogs.cli.project import settle  # noqa: PLC0415 - the reader of YAML, which few commands need

        settle(arguments)
    if getattr(arguments, "stdin_filename", None) is not None:
        return _named_input(arguments)
    if _may_have_patterns(arguments):
        from gen_flowlogs.cli.selection import selected  # noqa: PLC0415 - most commands need it never

        return selected(arguments, lambda: command(arguments))
    return command(arguments)


def _named_input(arguments: argparse.Namespace) -> int:
    """Run a command whose standard input is the text of a file."""
    from gen_flowlogs.cli import inputs  # noqa: PLC0415 - only commands that read specs need it

    if arguments.specs.count("-") != 1:
        raise exits.UsageError("`--stdin-filename` names standard input: write `-` as the SPEC")
    name = arguments.stdin_filename
    with inputs.standing_for(name):
        arguments.specs = [name if each == "-" else each for each in arguments.specs]
        return command(arguments)


def _may_have_patterns(arguments: argparse.Namespace) -> bool:
    """Whether the specs of a command are files on disk, any number of them, and one has a character of a pattern."""
    specs = getattr(arguments, "specs", ())
    named = arguments.command != "hook" and getattr(arguments, "base", "") is not None
    return named and any(is_pattern(each) for each in specs)


def _lost() -> str:
    """The reason if the working directory has been deleted, whichever error followed; else empty."""
    try:
        os.getcwd()  # noqa: PTH109 - Path.cwd() is the same call
    except OSError as error:
        return f"the working directory cannot be found, it may have been deleted: {error.strerror or error}"
    return ""


def _incomplete(error: ImportError) -> str:
    """The message where a package that this one needs is missing or broken; empty where its own code is."""
    package = (error.name or "").partition(".")[0]
    if package in ("", "gen_flowlogs"):
        return ""
    return (
        f"gen-flowlogs: the Python package {quoted(package)} cannot be imported by {shown(sys.executable, 300)} "
        f"({shown(error.msg, 200)}): install gen-flowlogs again, with its dependencies ({DOCS}/install.md)"
    )


def _apology(error: Exception) -> str:
    import traceback  # noqa: PLC0415 - of a bug alone

    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "gen_flowlogs" in Path(frame.filename).parts] or frames
    place = f" in {'/'.join(Path(ours[-1].filename).parts[-2:])}:{ours[-1].lineno}" if ours else ""
    lines = [
        f"gen-flowlogs: internal error: {type(error).__name__}{place}",
        "This is a bug in gen-flowlogs, not in your spec. Please report this line, with the spec if you can share it.",
    ]
    if os.environ.get("GEN_FLOWLOGS_DEBUG") == "1":
        return "\n".join(["".join(traceback.format_exception(error)).rstrip(), *lines])
    return "\n".join([*lines, "GEN_FLOWLOGS_DEBUG=1 shows where it happened."])
