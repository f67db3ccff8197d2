"""Completion in real shells, each at a terminal of its own, where it is installed (`.ci/run` installs them)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT
from commands import GEN_FLOWLOGS, SPEC, say
from gen_flowlogs.cli.parser import COMMANDS
from shells import STARTS, Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = {
    "gen-flowlogs li": ["gen-flowlogs", "lint"],
    "gen-flowlogs lint --stri": ["gen-flowlogs", "lint", "--strict"],
    "gen-flowlogs lint --format sar": ["gen-flowlogs", "lint", "--format", "sarif"],
    "gen-flowlogs lint --format=sar": ["gen-flowlogs", "lint", "--format=sarif"],
    "gen-flowlogs rules reten": ["gen-flowlogs", "rules", "retention"],
    "gen-flowlogs fields tcp-fl": ["gen-flowlogs", "fields", "tcp-flags"],
    "gen-flowlogs decode --fields secur": ["gen-flowlogs", "decode", "--fields", "security"],
    "gen-flowlogs decode specs/web.yaml core my\\ sp": [
        "gen-flowlogs",
        "decode",
        "specs/web.yaml",
        "core",
        "my spec.yaml",
    ],
    "gen-flowlogs report specs/we": ["gen-flowlogs", "report", "specs/web.yaml"],
    "gen-flowlogs hook lint --stag": ["gen-flowlogs", "hook", "lint", "--staged"],
    "gen-flowlogs completion fi": ["gen-flowlogs", "completion", "fish"],
    "gen-flowlogs lint specs/we": ["gen-flowlogs", "lint", "specs/web.yaml"],
    "gen-flowlogs lint my\\ sp": ["gen-flowlogs", "lint", "my spec.yaml"],
    "gen-flowlogs lint specs/web.yaml my\\ sp": ["gen-flowlogs", "lint", "specs/web.yaml", "my spec.yaml"],
    "gen-flowlogs build --out a\\ fo": ["gen-flowlogs", "build", "--out", "a folder"],
    "gen-flowlogs diff --base relea": ["gen-flowlogs", "diff", "--base", "release-1"],
}
"""A line, and its words after a TAB at its end."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shell")
    (folder / "specs").mkdir()
    (folder / "a folder").mkdir()
    for name in ("specs/web.yaml", "my spec.yaml"):
        (folder / name).write_text(SPEC)
    identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], [*identity, "commit", "-q", "--allow-empty", "-m", "x"], ["branch", "release-1"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / ".git/packed-refs").write_text(
        f"{_head(folder)} refs/heads/release-$(touch${{IFS}}hacked)\n"  # a name that git itself would refuse to make
    )
    return folder


def _head(folder: Path) -> str:
    return subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


PAGE = (ROOT / "docs/completion.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```([a-z]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
WAYS = [(name, text.strip().split("\n")) for name, text in _BLOCK.findall(PAGE)]
"""A shell, and the lines of the page by which it learns to complete."""


@pytest.fixture(
    scope="module", params=[way for way in WAYS if way[0] in STARTS], ids=lambda way: f"{way[0]}{len(way[1])}"
)
def shell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Shell]:
    name, before = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    shell = Shell(name, folder, before)
    yield shell
    shell.close()


def test_a_shell_completes(shell: Shell, folder: Path):
    for line, words in LINES.items():  # zsh takes the slash of a folder back
        assert [each.rstrip("/") for each in shell.completed(line)] == words, line
    assert not (folder / "hacked").exists()


HOSTILE = ["$(touch hacked).yaml", "';`touch hacked`;\".yaml", "(e:'touch hacked':)[$(touch hacked)].yaml"]
"""Names of files that are commands where a shell reads them as text of its own."""


def test_no_name_of_a_file_is_run(shell: Shell, folder: Path):
    for number, name in enumerate(HOSTILE):
        (folder / f"odd{number}{name}").write_text(SPEC)
        assert shell.completed(f"gen-flowlogs lint odd{number}")[2:] == [f"odd{number}{name}"]
    assert shell.completed("gen-flowlogs lint 'a[$(touch hacked)]' --format=sar")[-1] == "--format=sarif"
    assert not (folder / "hacked").exists()


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes(folder: Path):
    (lines_of_page,) = [lines for name, lines in WAYS if name == "fish"]
    lines = ["li", "lint --format=sar", "rules reten", "hook lint --stag", "diff --base relea", "lint specs/we"]
    asked = "; ".join(f'complete -C "gen-flowlogs {line}"' for line in lines)
    env = {**os.environ, "HOME": str(folder), "PATH": f"{GEN_FLOWLOGS.parent}:{os.environ['PATH']}"}
    env.pop("XDG_CONFIG_HOME", None)
    for command in ("\n".join(lines_of_page), asked):
        ran = subprocess.run(["fish", "-c", command], cwd=folder, capture_output=True, text=True, check=True, env=env)
    words = [line.partition("\t")[0] for line in ran.stdout.splitlines()]
    assert words == [
        "lint", "--format=sarif", "retention", "--staged", "release-1", "specs/web.yaml",
    ]  # fmt: skip
    assert ran.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_is_in_the_script(shell: str, tmp_path: Path):
    text = say("completion", shell, folder=tmp_path).out
    assert all(name in text for name in COMMANDS)
    assert "_shtab_compgen" not in text.replace("_shtab_compgen_files()", "").replace("_shtab_compgen_dirs()", "")
