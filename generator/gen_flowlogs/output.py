"""The place of a spec's output, whose only owner this is: a folder that is all the spec's, or one file in another one.

Spec or the data of one, and the folder of all output → the place; a Spec → whether its `folder` may have it. Reads
symbolic links alone.
"""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Spec
    from gen_flowlogs.repository import Root

END: Final = ".flowlogs.tf"
"""The end of the name of the one file in a folder of the author's."""

ADOPT: Final = "adopt.tf"
"""The name of the file with the blocks for one apply. It has no header, so that no build takes it for its own."""


@dataclass(frozen=True, slots=True)
class Output:
    """The place of an output. `file`: the one file in a folder of the author's; None: the folder is all the spec's."""

    folder: Path
    file: str | None = None

    @property
    def path(self) -> Path:
        """The file or the folder that is all the spec's."""
        return self.folder if self.file is None else self.folder / self.file


def output(spec: Spec, out: str | Path) -> Output:
    """The place of a spec's output. `out`: the folder of all output that has no `folder`."""
    return _output(spec.name, spec.terraform.folder, spec.file, out)


def output_of(data: dict[str, Any], file: str, out: str | Path) -> Output | None:
    """The place of the output of a spec by its data, sound or not; None where it has no name that can be one."""
    name, terraform = data.get("name"), data.get("terraform")
    folder = terraform.get("folder") if isinstance(terraform, dict) else None
    if not isinstance(name, str) or not name or PurePath(name).name != name:
        return None
    return _output(name, folder if isinstance(folder, str) else None, file, out)


def _output(name: str, folder: str | None, file: str, out: str | Path) -> Output:
    if folder is None or "\0" in folder:
        return Output(Path(out) / name)
    return Output(Path(folder_path(file, folder)), file_name(name))


def file_name(name: str) -> str:
    """The name of the one file of a spec in a folder of the author's."""
    return f"{name}{END}"


def folder_path(file: str, folder: str) -> str:
    """The path of a `folder`, which starts at the spec, as messages have it; links are not resolved."""
    return os.path.normpath(Path(file).parent / folder)


def identity(spec: Spec) -> tuple[str, str]:
    """The place to compare with that of another version: the kind, and a folder of the author's, links resolved.

    The name of the spec is no part of it: a root module is the same one in a folder of another name.
    """
    terraform = spec.terraform
    if terraform.folder is not None:
        return "folder", os.path.realpath(folder_path(spec.file, terraform.folder))
    return ("module" if terraform.module else "root"), ""


def refusals(spec: Spec, root: Root) -> Iterator[Finding]:
    """Find the reason that a `folder` cannot have the output, by its path alone. `root`: the folder that bounds it."""
    folder = spec.terraform.folder
    if folder is None:
        return
    why = _refusal(spec.file, folder, root)
    if why:
        yield Finding("output-folder", why, spec.origin.at("terraform", "folder"))


def _refusal(file: str, folder: str, root: Root) -> str:
    """The reason in a sentence; empty where there is none."""
    name = quoted(folder)
    if file in STANDARD_INPUT:
        return f"{name} starts at the file of the spec, and standard input has none: name the spec on the command line"
    if "\0" in folder:
        return f"{name} cannot be the name of a folder"
    if Path(folder).is_absolute():
        return f"{name} is an absolute path; write it relative to the spec"
    path = folder_path(file, folder)
    real = os.path.realpath(path)
    if not root.contains(real):
        leads_out = PurePath(_without_links(path)).is_relative_to(root.folder)
        through = "leads through a symbolic link out of" if leads_out else "is outside of"
        return f"{name} {through} {root.described}; `--root DIR` sets another root"
    parts = {*PurePath(folder).parts, *PurePath(real).relative_to(root.folder).parts} - {".", ".."}
    if any(part.startswith(".") for part in parts):
        return f"{name} is, or is in, a folder whose name begins with a dot, as Git's own does; name another folder"
    return ""


def _without_links(path: str) -> str:
    """A path in which only the links above the working directory are resolved."""
    return os.path.normpath(Path(os.path.realpath(os.curdir), path))
