"""The cases: what there is below tests/cases and specs/, and one compiled the way a user would compile it.

A case is new files only. `case.yaml` beside a spec, where there is one, says what is not usual about it:

    as_of: 2026-06-01      the day it is compiled on (otherwise TODAY)
    provider: "6.25"       the lowest provider that takes its output, where that is not version 5
    root: true             it cannot be validated as a child module
    options: [--root, .]   of an err case: those of its commands
    inventory: [a.json]    of an err case, or a pair: the files that tell what its accounts have now
    reason: …              why, in a few words; needed with `provider` and `root`

Beside old.yaml and new.yaml of a pair it says, with a `reason`:

    planned: false         `terraform plan` cannot judge the pair without AWS
    refused: true          Terraform refuses to plan the change
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from gen_flowlogs import cli, pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
TODAY = date(2026, 1, 15)


@dataclass(frozen=True)
class Case:
    """A spec, the folder it is compiled in, and what it must become."""

    name: str  # ok/seed, err/duplicate-key, specs/prod
    folder: Path  # the working directory
    spec: str  # as it is called from there
    expected: Path  # of an err case expected.txt, of all others a folder

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, Any]:
        path = self.folder / self.spec.replace("spec.yaml", "case.yaml")
        return yaml.safe_load(path.read_text()) if path.name == "case.yaml" and path.is_file() else {}

    @property
    def as_of(self) -> date:
        return self.settings.get("as_of", TODAY)

    @property
    def options(self) -> tuple[str, ...]:
        """The options of a command that compiles it as it is expected."""
        return ("--as-of", self.as_of.isoformat(), *self.settings.get("options", ()))

    @property
    def inventory(self) -> tuple[str, ...]:
        """The options that name its inventory, to be written last."""
        return _inventory(self.settings)

    @property
    def stubs(self) -> dict[str, str]:
        """What the author would have beside the output: what a `ref` refers to."""
        path = self.folder / "stub.tf"
        return {path.name: path.read_text()} if self.spec == "spec.yaml" and path.is_file() else {}


def ok_cases() -> tuple[Case, ...]:
    """Every spec that compiles: the cases and the committed specs, whose output is out/."""
    return (*_below("ok", "expected"), *committed())


def err_cases() -> tuple[Case, ...]:
    """Every spec that has something wrong or doubtful about it."""
    return _below("err", "expected.txt")


def committed() -> tuple[Case, ...]:
    """specs/*.yaml; an output folder has the name that the spec says."""
    found = []
    for path in sorted((ROOT / "specs").glob("*.yaml")):
        name = yaml.safe_load(path.read_text(encoding="utf-8"))["name"]
        found.append(Case(f"specs/{path.stem}", ROOT, f"specs/{path.name}", ROOT / "out" / name))
    return tuple(found)


FORMS = {"text": "expected.txt", "markdown": "expected.md", "json": "expected.json"}
"""Format of `diff` → the file that holds what is expected of it."""


@dataclass(frozen=True)
class DiffCase:
    """Two versions of a spec, and what `diff` says about them."""

    name: str  # diff/renamed-point
    folder: Path

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, Any]:
        path = self.folder / "case.yaml"
        return yaml.safe_load(path.read_text()) if path.is_file() else {}

    def version(self, spec: str) -> pipeline.Compiled:
        """`old.yaml` or `new.yaml`, compiled."""
        return compiled(Case(f"{self.name}/{spec}", self.folder, spec, self.folder))


def diff_cases() -> tuple[DiffCase, ...]:
    """Every pair of versions."""
    return tuple(DiffCase(f"diff/{path.parent.name}", path.parent) for path in sorted(CASES.glob("diff/*/new.yaml")))


def diffed(case: DiffCase, form: str) -> Said:
    """What `diff` says about a pair."""
    inventory = _inventory(case.settings)
    return command("diff", "old.yaml", "new.yaml", "--format", form, *inventory, folder=case.folder)


def linted(case: Case) -> Said:
    """What `lint` says about an err case."""
    return command("lint", *case.options, case.spec, *case.inventory, folder=case.folder)


def _inventory(settings: dict[str, Any]) -> tuple[str, ...]:
    files = settings.get("inventory", ())
    return tuple(part for file in files for part in ("--inventory", file))


def copied(case: Case, into: Path) -> Path:
    """The folder of a case to build in; a copy where the spec says that its output goes into a folder of its own."""
    folder = compiled(case).spec.terraform.folder
    if folder is None:
        return case.folder
    shutil.copytree(case.folder, into, dirs_exist_ok=True)
    (into / case.spec).parent.joinpath(folder).mkdir(parents=True, exist_ok=True)
    return into


@functools.cache
def compiled(case: Case) -> pipeline.Compiled:
    """The case compiled by the function that every command uses."""
    with contextlib.chdir(case.folder):
        return pipeline.compile(Path(case.spec).read_bytes(), case.spec, read=read, today=case.as_of)


def files(case: Case) -> dict[str, str]:
    """The output of a case that compiles."""
    result = compiled(case)
    assert result.files is not None, f"{case} does not compile: {[d.message for d in result.diagnostics]}"
    return dict(result.files)


def own_names(case: Case) -> str:
    """The start of the names that the output has for itself in a folder of the author's; elsewhere empty."""
    spec = compiled(case).spec
    return f"flowlogs_{spec.name.replace('-', '_')}__" if spec.terraform.folder else ""


def root_modules(case: Case) -> dict[str, dict[str, str]]:
    """Folder → the files of each root module of a case, with the names that they have in a folder of their own."""
    folders: dict[str, dict[str, str]] = {}
    for path, text in files(case).items():
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = text.replace(own_names(case), "") if own_names(case) else text
    return folders


def provider(case: Case) -> tuple[int, ...]:
    """The lowest provider (major, minor) that the output of a case takes, as the output says it."""
    return max(admitted(text) for path, text in files(case).items() if path.endswith(("terraform.tf", ".flowlogs.tf")))


def admitted(terraform_tf: str) -> tuple[int, ...]:
    """The lowest provider (major, minor) that a `terraform.tf` admits, or the comment of a file in a folder."""
    before = r'(?:"hashicorp/aws"\s+version\s+= "|needs the AWS provider )[^"\d]*'
    found = re.search(rf"{before}(\d+)(?:\.(\d+))?", terraform_tf)
    assert found, terraform_tf
    return int(found[1]), int(found[2] or 0)


def read(path: str) -> bytes:
    """The reader of real files."""
    return Path(path).read_bytes()


def folder_files(folder: Path) -> dict[str, str]:
    """Every generated file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*.tf"))
        if ".terraform" not in path.parts
    }


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def beside(self) -> str:
        """Standard error without the number of findings that ends a text, and the next steps of a first build."""
        steps = r"^next(?:, [^\n]*)?:\n(?:  [^\n]*\n)+Terraform takes [^\n]*\nIts [^\n]*\n\Z"
        count = (
            r"^gen-flowlogs: (?:\d+ (?:error|warning)s?(?:, )?)+ in \d+ specs?"
            r"(?:; `gen-flowlogs rules \S+` shows how to ignore (?:it|the first))?\n\Z"
        )
        return re.sub(count, "", re.sub(steps, "", self.err, flags=re.MULTILINE), flags=re.MULTILINE)


def command(*arguments: str, folder: Path, stdin: bytes | None = None) -> Said:
    """Run a command line in this process, in `folder`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        if stdin is not None:
            stack.enter_context(_standard_input(stdin))
        code = cli.main(list(arguments))
    return Said(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _standard_input(data: bytes) -> Iterator[None]:
    import sys  # noqa: PLC0415 - replaced here and nowhere else

    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(data))
    try:
        yield
    finally:
        sys.stdin = before


def _below(kind: str, expected: str) -> tuple[Case, ...]:
    return tuple(
        Case(f"{kind}/{path.parent.name}", path.parent, "spec.yaml", path.parent / expected)
        for path in sorted((CASES / kind).glob("*/spec.yaml"))
    )


os.environ.pop("FORCE_COLOR", None)
