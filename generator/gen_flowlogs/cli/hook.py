"""`python -I -m gen_flowlogs.cli.hook COMMAND …`: a command as pre-commit and the GitHub action run it.

They have no shell, so patterns are expanded here. That no file has any of them is said and is no error, since the last
spec may be deleted; a file that is named must be there. And a `build` that had to write something fails, as the fixers
of pre-commit do, because what it wrote is not part of the commit yet.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import cli
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.parser import arguments_of
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(argv: list[str]) -> int:
    """Run one command line and return its exit code."""
    arguments, missing = _expanded(argv)
    if missing and _nothing_else(missing, argv):
        said = f"no file matches {' or '.join(shown(each, 200) for each in missing)}, so there is nothing to do"
        terminal.note(f"gen-flowlogs: {said}")
        if "github" in argv:
            terminal.say(f"::warning title=gen-flowlogs::{said}")
        return exits.CLEAN
    if arguments[:1] != ["build"]:
        return cli.main(arguments)
    with _silence():
        before = cli.main(["check", *arguments[1:]])
    code = cli.main(arguments)
    if code == exits.CLEAN and before == exits.FINDINGS:
        terminal.note("gen-flowlogs: the output was not up to date; it is now: `git add` it, and commit again")
        return exits.FINDINGS
    return code


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        yield


def _expanded(argv: list[str]) -> tuple[list[str], list[str]]:
    """The arguments, with the files of all patterns at their end, each once; and the patterns, if no file has any.

    A pattern that no file has is dropped where others have some: `*.yml` beside `*.yaml`.
    """
    patterns = [each for each in argv if {"*", "?"} & set(each)]
    plain = [each for each in argv if each not in patterns]
    found = [file for each in patterns for file in sorted(glob.glob(each, recursive=True)) if Path(file).is_file()]  # noqa: PTH207 - Path.glob refuses absolute patterns
    files = [file for file in dict.fromkeys(found) if file not in plain]
    return [*plain, *files], [] if found else patterns


def _nothing_else(patterns: list[str], argv: list[str]) -> bool:
    """Whether a command line that can be understood names patterns as its specs, and no file."""
    try:
        with _silence():
            return set(arguments_of(argv).specs) <= set(patterns)
    except (exits.UsageError, AttributeError, SystemExit):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
