"""Modules and patterns of a short command, counted: a clock on a busy machine says little. bench/ has the time."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import pytest

from catalogue import ROOT
from gen_flowlogs.cli import main

MOST_MODULES = {"lint": (335, 185), "check": (395, 235)}
"""Command → the most modules that it may have imported at its end, and the most of our own among them."""

NEVER = {
    "jinja2", "jsonschema", "dataclasses", "inspect", "ast", "hashlib", "subprocess", "traceback", "tempfile",
    "tomllib", "difflib",
}  # fmt: skip
"""Modules that a sound spec needs no more: each costs more than a rule of lint, or brings others that do."""

COUNT = """
import json, re, sys
compiled = []
real = re._compiler.compile
re._compiler.compile = lambda *given: (compiled.append(1), real(*given))[1]
from gen_flowlogs.cli import main
code = main(json.loads(sys.argv[1]))
from gen_flowlogs import dataclass
print(json.dumps({"code": code, "modules": sorted(sys.modules), "patterns": len(compiled)}))
"""


def started(*arguments: str) -> dict[str, object]:
    command = [sys.executable, "-S", "-c", COUNT, json.dumps(arguments)]
    path = [str(ROOT / "generator"), *(each for each in sys.path if each.endswith("site-packages"))]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(path)}
    )
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("command", MOST_MODULES)
def test_a_sound_spec_needs_little(command: str):
    found = started(command, "--as-of", "2026-01-15", "specs/prod.yaml")
    modules = set(found["modules"])
    ours = {each for each in modules if each.partition(".")[0] == "gen_flowlogs"}
    rooms = {each.split(".")[1] for each in ours if "." in each}
    assert found["code"] == 0
    assert {each.partition(".")[0] for each in modules} & NEVER == set()
    assert rooms & {"observe", "compare", "match", "adopt"} == set()
    assert ("render" in rooms, "view" in rooms) == (command == "check",) * 2
    most, most_of_ours = MOST_MODULES[command]
    assert (len(modules) <= most, len(ours) <= most_of_ours) == (True, True), (len(modules), len(ours))
    assert found["patterns"] <= 100


def test_no_tuple_has_names_by_typing():
    """From Python 3.14 on, each such class imports `ast`; here the version that runs the tests may be older."""
    package = ROOT / "generator/gen_flowlogs"
    assert [path for path in package.rglob("*.py") if "NamedTuple" in path.read_text("utf-8")] == []


def test_no_template_is_compiled():
    """Also where there are all of them, in `build`, whose output is up to date."""
    for path in sorted((ROOT / "specs").glob("*.yaml")):
        found = started("check", "--as-of", "2026-01-15", str(path.relative_to(ROOT)))
        assert "jinja2" not in found["modules"]


COLLECTED = """
import gc, sys
from gen_flowlogs.cli import main
collected = []
gc.callbacks.append(lambda phase, _: collected.append(phase))
sys.argv = ["gen-flowlogs", *sys.argv[1:]]
code = main()
print(code, len(collected), len(gc.get_objects()) < 1000)
"""


def test_a_command_collects_nothing_and_leaves_nothing_to_collect():
    """Half of the time of a large build, and a tenth of a short command, at its end."""
    command = [sys.executable, "-c", COLLECTED, "lint", "--as-of", "2026-01-15", "specs/prod.yaml"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "0 0 True"


def test_a_caller_of_main_keeps_its_collector(capsys: pytest.CaptureFixture[str]):
    main(["lint", "--as-of", "2026-01-15", str(ROOT / "specs" / "prod.yaml")])
    assert gc.isenabled()
    capsys.readouterr()
