"""The imports follow the direction that ARCHITECTURE.md draws; each room is a file or a folder of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "generator" / "gen_flowlogs"

FLOORS = (
    ("rules", "phrasing", "diagnostics", "shipped", "hcl", "model", "aws"),
    ("source", "naming", "minimum_versions", "header"),
    ("captures",),
    ("policies", "include"),
    ("root_modules",),
    ("schema", "parse", "lint", "view"),
    ("render",),
    ("pipeline",),
    ("emit", "compare", "adopt"),
    ("show",),
    ("cli",),
)
"""From the ground up. A room imports from the floors below it, and from itself; the ground floor also from itself."""

PRINTING = "cli"
WRITING = ("emit/", "cli/init.py")
LONGEST = 250

FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The rooms that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                assert level == 0, f"{path}: a relative import"
                modules = [f"{module}.{alias.name}" for alias in names] if module == "gen_flowlogs" else [module or ""]
            case _:
                continue
        yield from (module.split(".")[1] for module in modules if module.startswith("gen_flowlogs."))


def floor(name: str) -> int:
    return next((number for number, rooms in enumerate(FLOORS) if name in rooms), -1)


def test_every_room_has_a_floor():
    rooms = {room(path) for path in FILES} - {"__init__", "__main__"}
    assert rooms - {name for rooms in FLOORS for name in rooms} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down(path: Path):
    own = room(path)
    if own in {"__init__", "__main__"}:
        return
    for other in set(imports(path)) - {own, "__version__"}:
        allowed = floor(other) < floor(own) or floor(other) == floor(own) == 0
        assert allowed, f"{own} imports {other}: see the order in ARCHITECTURE.md"


def test_no_cycle_between_modules():
    graph: dict[str, set[str]] = {}
    for path in FILES:
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # Imports inside functions run later: the command line defers its own so that it starts quickly.
        graph[name] = {
            target
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gen_flowlogs")
            for alias in node.names
            for target in _modules(node.module, alias.name)
            if target != name
        }
    assert list(TopologicalSorter(graph).static_order())


def _modules(module: str, name: str) -> Iterator[str]:
    """`from module import name`: the module `module.name` where that is one, otherwise `module`."""
    inner = PACKAGE.parent.joinpath(*module.split("."), name)
    yield f"{module}.{name}" if inner.is_dir() or inner.with_suffix(".py").is_file() else module


def test_only_the_command_line_prints():
    found = [
        path
        for path in FILES
        if room(path) != PRINTING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_only_emit_and_init_write():
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
    # A table is as long as what it lists.
    assert {name: count for name, count in long.items() if name != "fields.py"} == {}


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
