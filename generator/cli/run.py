"""Arguments → exit code: finds the command, runs it, and turns what goes wrong into one line on standard error.

A first argument that is no command is a spec to build. Commands import what they need themselves.
"""

from __future__ import annotations

import gc
import os
import traceback
from importlib import import_module
from pathlib import Path

from generator.cli import exits, terminal
from generator.cli.parser import COMMANDS, PLANNED, arguments_of, parser


def run(argv: list[str]) -> int:
    """Run the command that `argv` names. KeyboardInterrupt is the caller's."""
    terminal.prepare()
    try:
        code = _dispatch(argv)
        terminal.flush()
    except exits.UsageError as error:
        terminal.note(f"gen-flowlogs: {error}")
        return exits.USAGE
    except exits.FileError as error:
        terminal.note(f"gen-flowlogs: {error}")
        return exits.FAILED
    except SystemExit as leaving:  # argparse, which has said what it had to say
        return leaving.code if isinstance(leaving.code, int) else exits.USAGE
    except OSError as error:  # nobody foresaw it, but it says itself what it is: a full disk under standard output
        terminal.abandon()
        where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        terminal.note(f"gen-flowlogs: {where}{error.strerror or error}")
        return exits.FAILED
    except Exception as error:  # noqa: BLE001 - a bug of ours: the user gets a sentence, not a traceback
        terminal.note(_apology(error))
        return exits.FAILED
    return code


def _dispatch(argv: list[str]) -> int:
    if not argv:
        terminal.note(parser().format_help().rstrip())
        return exits.USAGE
    if argv[0] in PLANNED:
        raise exits.UsageError(f"`{argv[0]}` is not there yet")
    arguments = arguments_of(argv)
    gc.disable()  # a compiler makes much and drops little; collecting took half of the time (bench/)
    command = import_module(f"generator.cli.{COMMANDS[arguments.command].module}")
    code: int = command.run(arguments)
    return code


def _apology(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "generator" in Path(frame.filename).parts] or frames
    place = f" in {'/'.join(Path(ours[-1].filename).parts[-2:])}:{ours[-1].lineno}" if ours else ""
    lines = [
        f"gen-flowlogs: internal error: {type(error).__name__}{place}",
        "This is a bug in gen-flowlogs, not in your spec. Please report this line, with the spec if you can share it.",
    ]
    if os.environ.get("GEN_FLOWLOGS_DEBUG") == "1":
        return "\n".join(["".join(traceback.format_exception(error)).rstrip(), *lines])
    return "\n".join([*lines, "GEN_FLOWLOGS_DEBUG=1 shows where it happened."])
