"""Files as Git has them at a revision. Runs `git` to read only, and never leaves the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.inputs import LONGEST, TOO_LONG
from gen_flowlogs.diagnostics import shown

_LONGEST = 60  # seconds


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit of the repository whose working tree is `root`."""

    name: str
    commit: str
    root: Path

    @staticmethod
    def of(name: str, file: str) -> Revision:
        """The commit that a name stands for, in the repository that a file lies or lay in. Raises FileError."""
        folder = next(each for each in Path(os.path.realpath(file)).parents if each.is_dir())
        top = _git(folder, "rev-parse", "--show-toplevel")
        if top.returncode:
            raise FileError(f"`--base` needs a Git repository: {_reason(top)}")
        root = Path(os.fsdecode(top.stdout.rstrip(b"\n")))
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if commit.returncode:
            raise FileError(
                f'Git knows no revision "{shown(name)}" here; where the clone is shallow, fetch it first '
                "(actions/checkout: `fetch-depth: 0`)"
            )
        return Revision(name, commit.stdout.decode().strip(), root)

    def content(self, file: str) -> bytes | None:
        """A file at this revision, by its path today; None where it was not there. Raises FileError."""
        path, root = Path(os.path.realpath(file)), Path(os.path.realpath(self.root))
        if not path.is_relative_to(root):
            raise FileError(f"{shown(file, 200)} lies outside of the repository {shown(os.fspath(root), 200)}")
        place = f"{self.commit}:{path.relative_to(root).as_posix()}"
        size = _git(self.root, "cat-file", "-s", place)
        if size.returncode:
            return None
        if int(size.stdout) > LONGEST:
            raise FileError(f"cannot read {shown(file, 200)} at {shown(self.name)}: {TOO_LONG}")
        blob = _git(self.root, "cat-file", "blob", place)
        if blob.returncode:
            raise FileError(f"cannot read {shown(file, 200)} at {shown(self.name)}: {_reason(blob)}")
        return blob.stdout

    def read(self, file: str) -> bytes:
        """The same, as the pipeline asks for it. Raises FileNotFoundError."""
        data = self.content(file)
        if data is None:
            raise FileNotFoundError(file)
        return data

    def gone(self, text: str) -> tuple[str, ...]:
        """The YAML files of this revision that hold a text and are no longer on disk, by their paths today."""
        only = ("--no-color", "--no-recurse-submodules", "--files-with-matches", "--null", "--fixed-strings")
        found = _git(self.root, "grep", *only, "-e", text, self.commit, "--", "*.yaml", "*.yml")
        names = [os.fsdecode(name).removeprefix(f"{self.commit}:") for name in found.stdout.split(b"\0") if name]
        paths = [Path(os.path.realpath(self.root), name) for name in names]
        return tuple(os.path.relpath(path) for path in paths if not os.path.lexists(path))


def _reason(ran: subprocess.CompletedProcess[bytes]) -> str:
    lines = ran.stderr.decode(errors="replace").strip().splitlines()
    return shown(lines[0].removeprefix("fatal: "), 300) if lines else "git does not say why"


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run git. Raises FileError where there is none, or where it does not answer."""
    program = shutil.which("git")
    if program is None:
        raise FileError("`--base` needs git, and there is none in PATH")
    try:
        return subprocess.run(  # noqa: S603 - no shell; what a user says stands behind --end-of-options or a hash
            [program, *arguments],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(f"git did not answer within {_LONGEST} seconds") from error
