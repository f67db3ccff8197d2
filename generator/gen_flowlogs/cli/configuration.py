"""The configuration of a project: `[tool.gen-flowlogs]` of `pyproject.toml`, or `.gen-flowlogs.yaml`.

Comes in: the folders from the working directory up to the root of its repository. Goes out: specs, out, strict and root
as the command line would have them. A pull request writes such a file, so it can only narrow what a run does: every
path in it stays in the repository, `root` is in the repository's own, it takes back no option, and the hooks and the
action, which are a gate, never read it.
"""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs import source
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.exits import FileError, UsageError
from gen_flowlogs.cli.patterns import is_pattern
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import listing, nearest, quoted
from gen_flowlogs.repository import ENDINGS, misleading_link, root_above

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = ".gen-flowlogs.yaml"
_OTHER_NAMES: Final = (".gen-flowlogs.yml", "gen-flowlogs.yaml", "gen-flowlogs.yml", ".gen-flowlogs.toml")
_TABLE: Final = "gen-flowlogs"
_MISSPELT: Final = "gen_flowlogs"
_MAY_HAVE_TABLE: Final = pattern(
    rb"""(?m)(?:^|[.{,])[ \t]*["']?gen[-_]flowlogs["']?[ \t]*(?:[\].]|=(?!=|[ \t]*["'][\w.]+:))"""
)
"""A cheap look at a file that nearly always has no such table. The name of a command with its function is none."""
_LONGEST: Final = 4096
"""Characters of a path, as much as Linux takes."""
_KEYS: Final = ("specs", "out", "strict", "root")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a project, with its paths from the working directory; None where it sets nothing.

    `file`: the name of the file in messages; `folder`: the folder that it is in.
    """

    file: str
    folder: str
    specs: tuple[str, ...] = ()
    out: str | None = None
    strict: bool = False
    root: str | None = None


def configuration(*, making: bool = False) -> Configuration | None:
    """The nearest configuration above the working directory, in its repository; None where there is none.

    `making`: a folder of specs need not exist yet. Raises UsageError for a configuration that cannot be meant,
    FileError for one that cannot be read.
    """
    here = Path(os.path.realpath(os.curdir))
    top = Path(root_above(os.curdir) or here)
    for folder in (here, *here.parents):
        found = list(_of_folder(folder))
        if len(found) > 1:
            raise UsageError(f"{found[0][0]} and {found[1][0]} both configure gen-flowlogs: keep one of them")
        if found:
            return _read(*found[0], folder, top, making=making)
        if folder == top:
            return None
    return None


def _of_folder(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the settings of each configuration in a folder."""
    for name in _OTHER_NAMES:
        if os.path.lexists(folder / name):
            raise UsageError(f"{_named(folder / name)} is not read: a configuration is called {NAME}")
    data = _content(folder / NAME)
    if data is not None:
        yield _named(folder / NAME), _from_yaml(data, _named(folder / NAME))
    data = _content(folder / "pyproject.toml")
    if data is not None and _MAY_HAVE_TABLE.search(data):
        table = _from_toml(data, _named(folder / "pyproject.toml"))
        if table is not None:
            yield f"[tool.{_TABLE}] of {_named(folder / 'pyproject.toml')}", table


def _content(path: Path) -> bytes | None:
    if not os.path.lexists(path):
        return None
    why = misleading_link(str(path))
    if why:
        raise FileError(f"cannot read {_named(path)}: {why}")
    try:
        return inputs.content(str(path))
    except OSError as error:
        raise FileError(f"cannot read {_named(path)}: {error.strerror or error}") from error


def _from_yaml(data: bytes, file: str) -> dict[str, Any]:
    document = source.load(data, file)
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines()
    if document.findings and any(line.strip() and not line.lstrip().startswith(b"#") for line in lines):
        finding = document.findings[0]
        is_other = finding.slug == "wrong-type"  # no mapping: in the words of a spec
        said = f"a configuration is a mapping of {listing(_KEYS)}" if is_other else finding.message
        raise UsageError(f"{file}: {said}")
    return document.data


def _from_toml(data: bytes, file: str) -> dict[str, Any] | None:
    """The table of gen-flowlogs; None where there is none."""
    import tomllib  # noqa: PLC0415 - most projects have no such table

    try:
        tool = tomllib.loads(data.decode("utf-8-sig")).get("tool", {})
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise UsageError(f"{file} cannot be read: it is not TOML ({shown(str(error), 100)})") from error
    if not isinstance(tool, dict):
        return None
    if _MISSPELT in tool:
        raise UsageError(f"{file}: [tool.{_MISSPELT}] is not read: the table is called [tool.{_TABLE}]")
    table = tool.get(_TABLE)
    if table is None or isinstance(table, dict):
        return table
    raise UsageError(f"{file}: [tool.{_TABLE}] is a table of {listing(_KEYS)}")


def _read(file: str, settings: dict[str, Any], folder: Path, top: Path, *, making: bool) -> Configuration:
    for key in settings:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            hint = f"did you mean {quoted(near)}?" if near else f"it has {listing(_KEYS)}"
            raise UsageError(f"{file}: unknown key {quoted(key)}; {hint}")
    specs = settings.get("specs", [])
    specs = [specs] if isinstance(specs, str) else specs
    if not isinstance(specs, list) or not all(isinstance(each, str) for each in specs):
        raise UsageError(f'{file}: "specs" is a list of files, folders or patterns, for example ["specs/*.yaml"]')
    strict = settings.get("strict", False)
    if not isinstance(strict, bool):
        raise UsageError(f'{file}: "strict" is true or false')
    out, root = (_folder(file, key, settings.get(key)) for key in ("out", "root"))
    return Configuration(
        file=file,
        folder=_from_here(str(folder)),
        specs=tuple(_spec(file, each, folder, top, making=making) for each in specs),
        out=None if out is None else _inside(file, "out", out, folder, top),
        strict=strict,
        root=None if root is None else _inside(file, "root", root, folder, top),
    )


def _folder(file: str, key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise UsageError(f'{file}: "{key}" is the name of a folder')


def _spec(file: str, path: str, folder: Path, top: Path, *, making: bool) -> str:
    """A spec, a folder or a pattern, as `_inside`; like what a spec includes, it is called as YAML is."""
    found = _inside(file, "specs", path, folder, top)
    if path.endswith(ENDINGS) or Path(found).is_dir():
        return found
    if not (os.path.lexists(found) or is_pattern(path) or Path(path).suffix):
        if making:
            return found
        raise UsageError(f'{file}: "specs" {quoted(path)} does not exist: make that folder, or name another one')
    raise UsageError(f'{file}: "specs" {quoted(path)} is no folder, and does not end in .yaml or .yml')


def _inside(file: str, key: str, path: str, folder: Path, top: Path) -> str:
    """A path of a configuration, from the working directory.

    Raises UsageError for one that leaves the repository, by its name or by a link, or is hidden, such as what Git has.
    """
    said = f'{file}: "{key}" {quoted(path)}'
    if not path.isprintable() or path in ("", "-") or len(path) > _LONGEST:
        raise UsageError(f"{said} is no path")
    if Path(path).is_absolute() or "\\" in path or path[0] == "~" or path[1:2] == ":":
        raise UsageError(f"{said}: write a path from the folder of that file, with `/`")
    whole = os.path.normpath(folder / path)
    if not Path(whole).is_relative_to(top) or not Path(os.path.realpath(whole)).is_relative_to(top):
        raise UsageError(f"{said} leads out of the repository: name a path in it")
    parts = (*Path(whole).relative_to(top).parts, *Path(os.path.realpath(whole)).relative_to(top).parts)
    if any(part.startswith(".") for part in parts):
        raise UsageError(f"{said} is hidden, or in a hidden folder: name another path")
    return _from_here(whole)


def _named(path: Path) -> str:
    return shown(_from_here(str(path)), 200)


def _from_here(path: str) -> str:
    return os.path.relpath(path, os.path.realpath(os.curdir)).replace(os.sep, "/")
