"""`hook`: a command as a gate in front of a commit; `python -I -m gen_flowlogs.cli.hook COMMAND …` is the same.

`--staged` judges what is being committed, and not the working tree. A `build` that had to write a file fails, as the
fixers of pre-commit do, because the commit does not have that file yet. Patterns that match nothing are no error where
the last spec is gone; a file that is named must exist.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import advice, exits, terminal
from gen_flowlogs.cli.run import command, guarded
from gen_flowlogs.cli.run import run as run_line
from gen_flowlogs.cli.selection import say_nothing_found, selected
from gen_flowlogs.cli.staged import copied

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.cli.staged import Staged


def main(argv: list[str]) -> int:
    """Run one command line, `sys.argv` without the program, and return its exit code."""
    try:
        return run_line(["hook", *argv])
    except KeyboardInterrupt:
        return exits.INTERRUPTED


def run(arguments: argparse.Namespace) -> int:
    """Run the command behind `hook`."""
    arguments.command = arguments.hooked
    return _staged(arguments) if arguments.staged else perform(arguments)


def perform(arguments: argparse.Namespace) -> int:
    """Run a command on the files of the working tree."""
    return selected(
        arguments, lambda: _built(arguments) if arguments.command == "build" else command(arguments), gate=True
    )


def _built(arguments: argparse.Namespace) -> int:
    before = _verdict(arguments)
    code = command(arguments)
    if code == exits.CLEAN and before == exits.FINDINGS:
        terminal.note("gen-flowlogs: the output was not up to date; it is now: `git add` it, and commit again")
        return exits.FINDINGS
    return code


def _staged(arguments: argparse.Namespace) -> int:
    with copied(arguments) as staged:
        given = tuple(arguments.specs)
        arguments.specs = advice.without_untracked(staged, given)
        if given and not arguments.specs:
            say_nothing_found(arguments)
            return exits.CLEAN
        code = selected(arguments, lambda: _judged(arguments, staged), gate=True)
        advice.deleted(arguments, staged, given)
        return code


def _judged(arguments: argparse.Namespace, staged: Staged) -> int:
    """Run the command in the copy of the index, and advise on what the commit lacks."""
    if arguments.command != "build":
        code = command(arguments)
        if code == exits.FINDINGS:
            advice.lacking(arguments, staged)
        return code
    specs = arguments.specs
    arguments.specs = advice.on_disk(specs, staged)
    if advice.differing(arguments, staged):
        return exits.FINDINGS
    with contextlib.chdir(staged.here):
        code = command(arguments) if arguments.specs else exits.CLEAN
    if code != exits.CLEAN:
        return code
    arguments.specs = specs
    code = _verdict(arguments)
    if code == exits.FINDINGS:
        terminal.note("gen-flowlogs: the commit does not have this output; add it, and commit again")
        advice.lacking(arguments, staged)
    return code if code in (exits.CLEAN, exits.FINDINGS) else command(arguments, "check")


def _verdict(arguments: argparse.Namespace) -> int:
    """The exit code of `check`, without its output."""
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return guarded(lambda: command(arguments, "check"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
