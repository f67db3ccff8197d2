"""`python -I -m generator.cli.hook COMMAND …`: a command as pre-commit and the GitHub action run it.

They have no shell, so patterns are expanded here; and a `build` that had to write something fails, as pre-commit's own
fixers do, because what it wrote is not part of the commit yet.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sys
from pathlib import Path

from generator import cli
from generator.cli import exits, terminal


def main(argv: list[str]) -> int:
    """Run one command line and return its exit code."""
    arguments = _expanded(argv)
    if arguments[:1] != ["build"]:
        return cli.main(arguments)
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        before = cli.main(["check", *arguments[1:]])
    code = cli.main(arguments)
    if code == exits.CLEAN and before == exits.FINDINGS:
        terminal.note("gen-flowlogs: the output was not up to date; it is now: `git add` it, and commit again")
        return exits.FINDINGS
    return code


def _expanded(argv: list[str]) -> list[str]:
    """The arguments, and at their end the files of all patterns, each once.

    A pattern that no file has is dropped where other files are named. Otherwise it stays, as in a shell, so that the
    command says what it cannot read.
    """
    patterns = [each for each in argv if {"*", "?"} & set(each)]
    plain = [each for each in argv if each not in patterns]
    found = [file for each in patterns for file in sorted(glob.glob(each, recursive=True)) if Path(file).is_file()]  # noqa: PTH207 - Path.glob refuses absolute patterns
    named = plain[plain.index("--") + 1 :] if "--" in plain else []
    files = [file for file in dict.fromkeys(found) if file not in plain]
    return [*plain, *(files if found or named else patterns)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
