"""Patterns of specs on a command line, where no shell has expanded them, and those without a match."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

import pytest

from commands import SPEC, WARNED, say
from gen_flowlogs.cli.patterns import among, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    for name in ("one", "two"):
        (tmp_path / f"specs/{name}.yaml").write_text(SPEC.replace("small", name))
    return tmp_path


def test_each_command_takes_a_pattern(folder: Path):
    assert say("build", "specs/*.yaml", folder=folder).code == 0
    assert say("specs/*.yaml", folder=folder).out.count("unchanged") == 2
    assert say("check", "./specs/*.yaml", "specs/one.yaml", folder=folder).err.count("up to date") == 2
    assert say("lint", "specs/t?o.yaml", folder=folder).code == 0
    assert say("stacks", "specs/[ot]*.yaml", folder=folder).out.count('"spec"') == 2


def test_a_file_with_the_name_of_a_pattern_is_that_file(folder: Path):
    (folder / "specs/[a]*.yaml").write_text(SPEC)
    said = say("check", "specs/[a]*.yaml", folder=folder)
    assert ("out/small/flow_logs.tf:1:1: error: missing" in said.out, "out/one" in said.out) == (True, False)


@pytest.mark.parametrize("command", ["build", "check", "lint", "stacks"])
def test_a_pattern_without_a_match_on_a_command_line(folder: Path, command: str):
    said = say(command, "network/*.yaml", "network/*.yml", folder=folder)
    assert (said.code, said.out) == (3, "")
    none = "gen-flowlogs: no file matches network/*.yaml or network/*.yml"
    assert said.err == f"{none}: correct the pattern, or write a spec with `gen-flowlogs init`\n"
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    said = say("lint", "network/*.yaml", "network/*.yml", folder=folder)
    assert said.err == f"{none}, but specs/one.yaml is a spec: correct the pattern\n"


def test_each_pattern_without_a_match_is_reported(folder: Path):
    arguments = ("lint", "specs/*.yaml", "specs/*.yml", "network/*.yaml", "more/*")
    said = say("hook", *arguments, folder=folder)
    assert said.code == 0
    assert said.err.splitlines() == [
        f"gen-flowlogs: warning: no file matches {each}: correct the pattern, or take it out"
        for each in ("network/*.yaml", "more/*")
    ]
    assert say("hook", *arguments, "--strict", folder=folder).code == 1
    assert say(*arguments, "--strict", folder=folder).code == 1
    assert say("lint", "--strict", *arguments[1:3], folder=folder).code == 0
    said = say("hook", *arguments, "--format=github", folder=folder)
    assert said.out.splitlines()[1] == (
        "::warning title=gen-flowlogs::no file matches more/*: correct the pattern, or take it out"
    )


def test_a_gate_finds_the_spec_that_no_pattern_names(folder: Path):
    for gone in ("one", "two"):
        (folder / f"specs/{gone}.yaml").rename(folder / f"{gone}.yaml")
    (folder / ".hidden").mkdir()
    (folder / "one.yaml").rename(folder / ".hidden/one.yaml")
    (folder / "values.yaml").write_text("capture_points: 1\n")
    (folder / "broken.yaml").write_text("capture_points: [\n")
    said = say("hook", "check", "specs/*.yaml", folder=folder)
    assert (said.code, "but two.yaml is a spec" in said.err) == (3, True)
    shutil.copy(folder / "two.yaml", folder / "values.yaml")
    (folder / "two.yaml").unlink()
    assert "but values.yaml is a spec" in say("hook", "check", "specs/*.yaml", folder=folder).err
    (folder / "values.yaml").unlink()
    said = say("hook", "check", "--strict", "specs/*.yaml", folder=folder)
    assert (said.code, "no other file is a spec" in said.err) == (0, True)


def test_the_files_of_names_and_patterns(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    both = ("specs/one.yaml", "specs/two.yaml")
    assert found(["specs/two.yaml", "specs/*.yaml", "./specs/o*"]).files == ("specs/two.yaml", "specs/one.yaml")
    assert found([f"{folder}/specs/*.yaml"]).files == tuple(f"{folder}/{each}" for each in both)
    assert found(["specs/*.yml", "specs/*.yaml"]).unmatched == ()
    assert found(["./n/*.yml", "n/*.yaml", "n/*"]).unmatched == (("./n/*.yml", "n/*.yaml"), ("n/*",))


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("**", "a.yaml b/a.yaml b/c/a.yaml b/c/[z-a].yaml"),
        ("**/**/a.yaml", "a.yaml b/a.yaml b/c/a.yaml"),
        ("b/**", "b/a.yaml b/c/a.yaml b/c/[z-a].yaml"),
        ("**/c/**/a.yaml", "b/c/a.yaml"),
        ("**/.h/*.yaml", "b/.h/a.yaml"),
        ("**/.*/*.yaml", "b/.h/a.yaml"),
        ("**/[.]h/*.yaml", ""),
        ("b/*/*", "b/c/a.yaml b/c/[z-a].yaml"),
        ("**/[!b].yaml", "a.yaml b/a.yaml b/c/a.yaml"),
        ("**/[z-a].yaml", ""),
        ("**/[[]z-a].yaml", "b/c/[z-a].yaml"),
        ("**/[a-c&&a--c||~~].yaml", "a.yaml b/a.yaml b/c/a.yaml"),
        ("**/[.yaml", ""),
        ("./b/../*.yaml", "a.yaml"),
        ("b/c/a.yaml", "b/c/a.yaml"),
    ],
)
def test_the_paths_that_have_a_pattern(pattern: str, matched: str):
    names = ["a.yaml", "b/a.yaml", "b/c/a.yaml", "b/c/[z-a].yaml", "b/.h/a.yaml", ".a.yaml"]
    assert " ".join(among(names, [pattern])) == matched


@pytest.mark.parametrize("pattern", ["**/" * 40 + "b", "**/*/" * 20 + "b", "**/a/" * 20 + "b", "**/" + "*a" * 40 + "b"])
def test_no_pattern_takes_long(pattern: str):
    started = time.process_time()
    assert among(["a/" * 60 + "c", "a" * 200], [pattern]) == ()
    assert time.process_time() - started < 2  # an expression that goes back takes years


def test_strict_counts_a_pattern_beside_warnings(folder: Path):
    (folder / "specs/one.yaml").write_text(WARNED)
    assert say("lint", "specs/*.yaml", "none/*", folder=folder).code == 0
    assert say("lint", "specs/*.yaml", "--strict", folder=folder).code == 1
