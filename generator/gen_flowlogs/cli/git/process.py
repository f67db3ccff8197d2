"""Running git so that nothing of a checkout can run a command or reach a network.

The content of a checkout may come from anyone, such as the author of a pull request. A configuration can make git run
programs, and a configuration may name a file of the checkout (`include.path`, `core.hooksPath`), or be found in it
(a folder that looks like a bare repository). `settings` lists every such way and closes it; the commands that are run
read objects by their hashes, or list names of the working tree and the index, and write neither.
"""

from __future__ import annotations

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git import settings
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import root_above

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 60
"""Seconds that git may take to answer."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that git itself accepts: the folder of its working tree, and where git keeps it."""

    root: str
    git_dir: str

    @staticmethod
    def around(file: str) -> Repository:
        """The repository that a file is or was in. Raises FileError where there is none, and with git's reason."""
        folder = next(str(each) for each in Path(os.path.realpath(file)).parents if each.is_dir())
        root = root_above(folder)
        if root is None:
            raise FileError(f"a comparison with a commit needs a Git repository, and {shown(folder, 200)} is in none")
        return Repository.of(folder, root)

    @staticmethod
    def of(folder: str, root: str) -> Repository:
        """The repository of the working tree `root`, for reads in `folder`. Raises FileError with git's reason.

        Git is asked once without being told the repository, since only then does it look at whose it is.
        """
        said = run(root, "rev-parse", "--show-toplevel", "--absolute-git-dir", outside=root)
        top, git_dir = _two_paths(os.fsdecode(said.stdout), root)
        if said.returncode or os.path.realpath(top) != root:
            why = reason(said) if said.returncode else f"git takes {shown(os.fspath(Path(root, '.git')), 200)} for none"
            raise FileError(f"{shown(folder, 200)} is in no Git repository that can be read: {why}")
        return Repository(root, git_dir)

    def ask(self, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run git in this repository, which is named to it. Raises FileError where git is missing or too slow."""
        return run(self.git_dir, f"--git-dir={self.git_dir}", *arguments, outside=self.root, given=given)


def run(
    folder: str,
    *arguments: str,
    outside: str,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run git with everything switched off. Raises FileError where git is missing or does not answer.

    Args:
        folder: the folder that git starts in.
        arguments: the command. Names that a user, a disk or git has said follow `--` or `--end-of-options`.
        outside: the checkout, in which no program is looked for.
        given: its standard input.
        environment: variables on top of those of `settings.environment`.
    """
    options = [text for each in settings.SWITCHED_OFF for text in ("-c", f"{each.name}={each.value}")]
    path = os.pathsep.join(map(str, _folders(os.environ.get("PATH", os.defpath), outside)))
    try:
        return subprocess.run(  # noqa: S603 - no shell, an absolute program, and names behind `--`
            [_program(outside), *options, "--no-pager", *arguments],
            cwd=folder,
            input=given if given is not None else b"",
            capture_output=True,
            check=False,
            timeout=LONGEST,
            env={**settings.environment(path), **(environment or {})},
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(f"git did not answer within {LONGEST} seconds") from error


def _two_paths(lines: str, first: str) -> tuple[str, str]:
    """Two paths that git has said, a line each. The first one is most often known, and may have line ends in it."""
    text = lines.removesuffix("\n")
    if text.startswith(f"{first}\n"):
        return first, text.removeprefix(f"{first}\n")
    before, _, after = text.partition("\n")
    return before, after


def reason(ran: subprocess.CompletedProcess[bytes]) -> str:
    """The reason that git gave, for a message, with the remedy where git names one."""
    lines = [line.strip() for line in ran.stderr.decode(errors="replace").splitlines() if line.strip()]
    marked = [line.removeprefix(mark) for mark in ("fatal: ", "error: ") for line in lines if line.startswith(mark)]
    refused = re.compile(r"transport '.*' not allowed")  # by `settings`: of a partial clone, another line follows
    why = min(marked or lines or ["git gives no reason"], key=lambda line: refused.fullmatch(line) is not None)
    remedy = next((line for line in lines if line.startswith("git config --global --add safe.directory")), None)
    return shown(why if remedy is None else f"{why}; if it is yours: {remedy}", 500)


def is_installed(outside: str) -> bool:
    """Whether there is a git that `run` would run."""
    return _found(os.environ.get("PATH", os.defpath), outside) is not None


def _program(outside: str) -> str:
    """The path of git, in a folder of PATH that is not of the checkout."""
    program = _found(os.environ.get("PATH", os.defpath), outside)
    if program is None:
        raise FileError("`--base` and `--staged` need git, and there is none in PATH")
    return program


@cache
def _found(path: str, outside: str) -> str | None:
    checkout = Path(os.path.realpath(outside))
    for folder in _folders(path, outside):
        program = folder / ("git.exe" if os.name == "nt" else "git")
        inside = Path(os.path.realpath(program)).is_relative_to(checkout)
        if not inside and program.is_file() and os.access(program, os.X_OK):
            return str(program)
    return None


@cache
def _folders(path: str, outside: str) -> tuple[Path, ...]:
    """The folders of PATH that are absolute and not in the checkout; git looks for `ssh` there."""
    checkout = Path(os.path.realpath(outside))
    folders = [Path(each) for each in path.split(os.pathsep) if each]
    return tuple(
        each for each in folders if each.is_absolute() and not Path(os.path.realpath(each)).is_relative_to(checkout)
    )
