"""Pages of `report` in a browser: no request, no message, no barrier, nothing that sticks out, and all of it on paper.

The screenshots and the print are left in build/report, to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

import hostile_report
from catalogue import ROOT, command

if TYPE_CHECKING:
    from pathlib import Path

INSTALLED = ROOT / ".venv" / "browser"
SHOTS = ROOT / "build" / "report"
BROWSER = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)

pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no chromium: .ci/run installs it"),
    pytest.mark.skipif(
        not (INSTALLED / "node_modules/axe-core").is_dir() or shutil.which("node") is None,
        reason="playwright-core and axe-core are not installed: `make test` installs them where node and npm are",
    ),
]


BAD = """\
<!doctype html><html><head><title>x</title></head><body><p style="width:3000px">x</p>
<img src="https://example.org/x.png"><script>console.log("said")</script>
<details><summary>s</summary><table><tr><td>x</td></tr></table></details></body></html>
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name → a page of one spec, of several, of a thousand stacks, and of texts that attack it."""
    folder = tmp_path_factory.mktemp("pages")
    specs = [each.relative_to(ROOT).as_posix() for each in sorted((ROOT / "specs").glob("*.yaml"))]
    (folder / "hostile.yaml").write_text(hostile_report.SPEC, encoding="utf-8")
    (folder / "stacks.yaml").write_text(hostile_report.many_stacks(1000), encoding="utf-8")
    asked = {
        "prod": ["specs/prod.yaml"],
        "several": specs,
        "hostile": [str(folder / "hostile.yaml")],
        "stacks": [str(folder / "stacks.yaml")],
    }
    for name, files in asked.items():
        page = folder / f"{name}.html"
        said = command("report", *files, "-o", str(page), folder=ROOT)
        assert (said.code, said.err) == (0, f"{page}: created\n")
    return {name: folder / f"{name}.html" for name in asked}


@pytest.fixture(scope="module")
def everything(pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the browser made of each page, and of a bad one, in each width and scheme and on paper."""
    bad = tmp_path_factory.mktemp("bad") / "bad.html"
    bad.write_text(BAD, encoding="utf-8")
    SHOTS.mkdir(parents=True, exist_ok=True)
    script = str(ROOT / "tests/support/browser.mjs")
    ran = subprocess.run(
        ["node", script, str(INSTALLED), str(BROWSER), str(SHOTS), *map(str, pages.values()), str(bad)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(SHOTS)},
        timeout=900,
    )
    assert ran.returncode == 0, ran.stderr
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def seen(everything: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser made of the pages of `report`."""
    return [each for each in everything if each["file"] != "bad.html"]


def test_every_page_is_seen_in_every_way(seen: list[dict[str, Any]], pages: dict[str, Path]):
    ways = {(each["file"], each["width"], each["scheme"]) for each in seen}
    schemes = ("light", "dark")
    wanted = {(f"{name}.html", width, scheme) for name in pages for width in (1280, 390, 320) for scheme in schemes}
    assert ways == wanted | {(f"{name}.html", "print", "dark") for name in pages}


def test_nothing_is_asked_of_the_network_and_nothing_is_said(seen: list[dict[str, Any]]):
    assert [(each["file"], each["noise"]) for each in seen if each["noise"]] == []


def test_axe_finds_no_barrier(seen: list[dict[str, Any]]):
    judged = [each for each in seen if each["violations"] is not None]
    assert {(each["file"], each["width"], each["scheme"]) for each in judged} == {
        ("prod.html", 1280, "light"),
        ("prod.html", 390, "dark"),
    }
    assert [(each["file"], each["violations"]) for each in judged if each["violations"]] == []


def test_nothing_sticks_out(seen: list[dict[str, Any]]):
    wide = [(each["file"], each["width"], each["over"]) for each in seen]
    assert [each for each in wide if each[2]["page"] > 0 or each[2]["far"] or each[2]["inner"]] == []


def test_paper_has_all_of_it_in_black_on_white(seen: list[dict[str, Any]]):
    printed = [each for each in seen if each["width"] == "print"]
    assert [(each["file"], each["hidden"], each["ground"]) for each in printed] == [
        (each["file"], 0, "rgb(255, 255, 255)") for each in printed
    ]


def test_the_judge_sees_what_is_wrong(everything: list[dict[str, Any]]):
    bad = [each for each in everything if each["file"] == "bad.html"]
    first, printed = bad[0], bad[-1]
    assert first["over"]["page"] > 0
    assert first["over"]["far"]
    assert any(each.startswith("request: https://example.org/") for each in first["noise"])
    assert "console: said" in first["noise"]
    assert any(each.startswith("image-alt") for each in first["violations"])
    assert printed["hidden"] == 1
