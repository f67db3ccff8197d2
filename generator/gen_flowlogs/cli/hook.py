"""`python -I -m gen_flowlogs.cli.hook COMMAND …`: a command as pre-commit and the GitHub action run it.

Neither has a shell, so the specs may be patterns. They are expanded after the arguments are parsed, so that no file
name can become an option. Patterns that match no file are reported and are no error, since the last spec may be
deleted; a file that is named must exist. A `build` that had to write a file fails, as the fixers of pre-commit do,
because the commit does not have that file yet.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.patterns import divided, on_disk
from gen_flowlogs.cli.run import command, guarded, run
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.show import workflow_command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def main(argv: list[str]) -> int:
    """Run one command line, `sys.argv` without the program, and return its exit code."""
    try:
        return run(argv, perform)
    except KeyboardInterrupt:
        return exits.INTERRUPTED


def perform(arguments: argparse.Namespace) -> int:
    """Run a command whose specs may be patterns."""
    if getattr(arguments, "specs", None) is None:
        return command(arguments)
    plain, patterns = divided(arguments.specs)
    found = on_disk(patterns)
    if not found and not plain:
        return _nothing_to_do(patterns, getattr(arguments, "format", "text"))
    arguments.specs = [*plain, *(file for file in found if file not in plain)]
    if arguments.command != "build":
        return command(arguments)
    with _silence():
        before = guarded(lambda: command(arguments, "check"))
    code = command(arguments)
    if code == exits.CLEAN and before == exits.FINDINGS:
        terminal.note("gen-flowlogs: the output was not up to date; it is now: `git add` it, and commit again")
        return exits.FINDINGS
    return code


def _nothing_to_do(patterns: list[str], form: str) -> int:
    text = f"no file matches {' or '.join(shown(each, 200) for each in patterns)}, so there is nothing to do"
    terminal.note(f"gen-flowlogs: {text}")
    if form == "github":
        terminal.say(workflow_command("warning", {"title": "gen-flowlogs"}, text), form)
    return exits.CLEAN


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
