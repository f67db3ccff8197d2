"""The specs of a command line that names none, or a folder of them; and what the configuration of a project adds.

A folder means its specs, at any depth, but for hidden folders. No file is passed over in silence: one that has
something of a spec, is none, and is not included by one is named.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs import source
from gen_flowlogs.cli import inputs, roots, terminal
from gen_flowlogs.cli.configuration import NAME, Configuration, configuration
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.patterns import is_pattern, on_disk
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import listing
from gen_flowlogs.repository import ENDINGS, misleading_link, root_above

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

FOLDER: Final = "specs"
"""The folder that specs are in where nothing else is said, as `init` makes it."""

_JUDGING: Final = ("build", "check", "lint", "audit")
"""Commands whose `strict` makes warnings count."""

_MOST: Final = 5_000
"""YAML files of a folder that are looked at."""

_SECTIONS: Final = pattern(rb"""["']?(?:capture_points|destinations|filters|stacks)["']?[ \t]*:""")
_OWN: Final = {"capture_points", "destinations", "filters", "stacks"}
_LANGUAGE: Final = {*_OWN, "version", "name", "include", "requires", "terraform", "values", "defaults", "lint"}


def settle(arguments: argparse.Namespace) -> None:
    """Give the arguments of a command what its configuration, its folders and the project say. A hook never asks."""
    found = configuration()
    if found is not None:
        _configure(arguments, found)
    if not getattr(arguments, "project", False):
        return
    if getattr(arguments, "stdin_filename", None) and not arguments.specs:
        arguments.specs = ["-"]
    if arguments.specs:
        arguments.specs = list(_unfolded(arguments.specs))
    elif arguments.command != "inventory" and (arguments.command != "diff" or arguments.base is not None):
        arguments.specs = _of_project(found)
    if found is not None and arguments.root is not None and arguments.root is found.root:
        _refuse_root(arguments, found)


def _configure(arguments: argparse.Namespace, found: Configuration) -> None:
    if arguments.root is None:
        arguments.root = found.root
    if found.out is not None and hasattr(arguments, "out") and "out" not in getattr(arguments, "named", ()):
        arguments.out = found.out
    if found.strict and getattr(arguments, "strict", None) is False and arguments.command in _JUDGING:
        arguments.strict = True


def _refuse_root(arguments: argparse.Namespace, found: Configuration) -> None:
    """Raise UsageError, in the name of the configuration, where its root does not contain the specs."""
    try:
        roots.named(found.root, arguments.specs)
    except UsageError as error:
        raise UsageError(f'{found.file}: "root" is refused: {str(error).removeprefix("--root: ")}') from None


def _of_project(found: Configuration | None) -> list[str]:
    """The specs of a project, which are named on standard error: nobody has named them on the command line."""
    if found is not None and found.specs:
        specs, why = list(_unfolded(found.specs)), f"specs of {found.file}"
    else:
        folder = FOLDER if Path(FOLDER).is_dir() else os.curdir
        _refuse_below(folder)
        specs, why = specs_of(folder), f"specs in {folder}/" if folder == FOLDER else "specs below this folder"
    terminal.note(f"gen-flowlogs: {listing([shown(each, 200) for each in specs], 5)} ({why})")
    return specs


def _refuse_below(folder: str) -> None:
    """Raise FileError in a folder of Terraform, say, whose specs are in `specs/` of a folder above."""
    here = Path(os.path.realpath(os.curdir))
    top = root_above(os.curdir)
    if folder == FOLDER or top is None or here.name == FOLDER or FOLDER in here.relative_to(top).parts:
        return
    above = next((each for each in here.parents if each.is_relative_to(top) and (each / FOLDER).is_dir()), None)
    if above is not None:
        place = shown(os.path.relpath(above, here).replace(os.sep, "/"), 200)
        raise FileError(f"no spec is named, and {FOLDER}/ is in {place}: run the command there, or name a spec")


def _unfolded(names: Iterable[str]) -> Iterator[str]:
    """Each name; in the place of a folder those of its specs that are not named beside it."""
    names = tuple(names)
    named = {os.path.realpath(name) for name in names if name and not Path(name).is_dir()}
    for name in names:
        if not name or not Path(name).is_dir():
            yield name
            continue
        for spec in specs_of(name):
            if os.path.realpath(spec) not in named:
                named.add(os.path.realpath(spec))
                yield spec


def specs_of(folder: str) -> list[str]:
    """The specs of a folder, by name. Raises FileError where there is none."""
    specs, others, included = [], [], set()
    for file in _yaml_files(folder):
        try:
            data = inputs.content(file)
        except OSError as error:
            raise FileError(f"cannot read {shown(file, 200)}: {error.strerror or error}") from error
        keys, includes = _top(data, file)
        if _is_meant_as_spec(keys):
            specs.append(file)
            included |= {os.path.realpath(Path(file).parent / each) for each in includes}
        elif keys & _OWN:
            others.append(file)
            included |= {os.path.realpath(Path(file).parent / each) for each in includes}
    for each in others:
        if os.path.realpath(each) not in included:
            terminal.note(
                f"gen-flowlogs: warning: {shown(each, 200)} is left out: it is no spec (it has neither `version` nor "
                "`name`), and no spec here includes it"
            )
    if not specs:
        where = "this folder" if folder == os.curdir else shown(folder, 200)
        raise FileError(f"{where} has no spec{_elsewhere(folder)}")
    return specs


def _elsewhere(folder: str) -> str:
    """The end of a message about a folder without a spec: where one is, or how to write one."""
    if folder == FOLDER:
        from gen_flowlogs.cli.selection import any_spec  # noqa: PLC0415 - of a failure alone

        other = any_spec()
        if other is not None:
            return f", but {shown(other, 200)} is one: name it, or have {NAME} name its folder (`specs: [DIR]`)"
    return ": name one, or write one with `gen-flowlogs init`"


def _yaml_files(folder: str) -> list[str]:
    """The YAML files of a folder; links to folders outside of the repository are named, and not entered."""
    if is_pattern(folder):
        raise UsageError(f"{shown(folder, 200)}: the name of this folder is a pattern too; name its specs")
    plain = "" if folder == os.curdir else folder.rstrip("/") + "/"
    links: list[str] = []
    found = sorted(on_disk([f"{plain}**/*.[yY][aA][mM][lL]", f"{plain}**/*.[yY][mM][lL]"], links))
    files = [each for each in found if each.endswith(ENDINGS)]
    for each in found:
        if not each.endswith(ENDINGS):
            terminal.note(f"gen-flowlogs: warning: {shown(each, 200)} is left out: write .yaml in small letters")
    for each in links:
        terminal.note(f"gen-flowlogs: warning: {shown(each, 200)} is left out: {misleading_link(each)}")
    if len(files) > _MOST:
        raise FileError(f"{shown(folder, 200)} has more than {_MOST} YAML files: name the specs")
    return files


def _is_meant_as_spec(keys: set[str]) -> bool:
    """Whether a file with these keys is a spec, sound or not, and neither an included file nor another program's."""
    head, body = keys & {"version", "name"}, keys & {*_OWN, "include"}
    return bool(head and body) and "services" not in keys and len(keys & _LANGUAGE) * 2 > len(keys)


def _top(data: bytes, file: str) -> tuple[set[str], list[str]]:
    """The keys of a file that may be a spec, and the files that it includes. Of broken YAML, the keys of its lines."""
    if not _SECTIONS.search(data) and b"include" not in data:
        return set(), []
    document = source.load(data, file)
    if document.data:
        includes = document.data.get("include")
        named = includes if isinstance(includes, list) else ()
        return set(document.data), [each for each in named if isinstance(each, str) and "\0" not in each]
    found = re.findall(r"^([a-z_]{1,40})[ \t]*:", data.decode(errors="replace"), re.MULTILINE)
    return set(found), []
