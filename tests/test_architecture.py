"""The imports follow the floors of ARCHITECTURE.md; each room is a file or a folder of the package."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PACKAGE = ROOT / "generator" / "gen_flowlogs"

PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
FLOORS = tuple(
    tuple(re.findall(r"`(\w+)(?:/|\.py)`", row.split("|")[1]))
    for row in PAGE.split("| --- | --- |\n")[1].split("\n\n")[0].splitlines()
)
"""The rooms of each row of ARCHITECTURE.md's first table, from the ground up."""

PRINTING = "cli"
WRITING = ("emit/", "cli/init.py", "cli/action.py", "cli/staged.py")
LONGEST = 250

FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The modules of the package that a file imports: inside functions and for types too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name.split(".")[0] == PACKAGE.name)
            case ast.ImportFrom(module=str(module), names=names, level=0) if module.split(".")[0] == PACKAGE.name:
                yield from (inner if (inner := f"{module}.{alias.name}") in MODULES else module for alias in names)
            case ast.ImportFrom(level=level):
                assert level == 0, f"{path}: a relative import"


def module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path): path for path in FILES}


def floor(name: str) -> int:
    return next((number for number, rooms in enumerate(FLOORS) if name in rooms), -1)


def test_every_room_has_a_floor():
    rooms = {room(path) for path in FILES} - {"__init__", "__main__"}
    assert sorted(name for rooms in FLOORS for name in rooms) == sorted(rooms)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path):
    own = room(path)
    if own in {"__init__", "__main__"}:
        return
    for other in {room(MODULES[name]) for name in imports(path)} - {own, "__init__"}:
        allowed = floor(other) < floor(own) or floor(other) == floor(own) == 0
        assert allowed, f"{own} imports {other}: see the order in ARCHITECTURE.md"


def circle(graph: Mapping[str, Iterable[str]]) -> str:
    """A circle of imports, as `a → b → a`; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return " → ".join(reversed(error.args[1]))  # a sorter's edges lead the other way
    return ""


def test_no_circle_between_modules():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) in {"a → b → c → a", "b → c → a → b", "c → a → b → c"}
    graph = {name: set(imports(path)) - {name} for name, path in MODULES.items()}
    assert circle(graph) == ""


def test_only_the_command_line_prints():
    found = [
        path
        for path in FILES
        if room(path) != PRINTING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_only_emit_init_the_action_and_the_copy_of_the_index_write():
    verbs = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "replace_file", "rmdir", "rmtree", "mkstemp"}
    found = [
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if not path.relative_to(PACKAGE).as_posix().startswith(WRITING)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in verbs
    ]
    assert found == []


def test_modules_stay_small():
    long = {path.name: count for path in FILES if (count := len(path.read_text().splitlines())) > LONGEST}
    # A table is as long as what it lists, and what is made as what it is made of.
    assert {name: count for name, count in long.items() if name not in {"fields.py", "compiled_templates.py"}} == {}


def test_a_view_and_its_template_have_one_stem():
    templates = {path.name.removesuffix(".tf.j2") for path in (ROOT / "templates").glob("*.tf.j2")}
    views = {path.stem for path in (PACKAGE / "view").glob("*.py")}
    assert templates - views == set()


def test_the_version_needs_next_to_nothing():
    code = "import sys; from gen_flowlogs.cli import main; main(['--version']); print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    loaded = set(ran.stdout.splitlines()[1].split())
    assert loaded & {"argparse", "yaml", "jinja2", "jsonschema", "jsonschema_rs", "re", "dataclasses"} == set()
