"""Folders that a stranger has filled: `init` in them, and names with escape sequences in messages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from commands import SPEC, say
from gen_flowlogs import schema

if TYPE_CHECKING:
    from pathlib import Path

OURS = schema.text(include=False).replace(schema.stamp(), "of an older version")
ESCAPES = "\x1b]0;title\x07\x1b[2J\x9b31m\x08\x7f"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a spec, and beside it a folder that is not in it."""
    (tmp_path / "repository/specs").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/schema.json").write_text(OURS)
    (tmp_path / "repository/.git").mkdir()
    (tmp_path / "repository/.git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "repository/specs/web.yaml").write_text(SPEC)
    return tmp_path / "repository"


@pytest.mark.parametrize(
    "target", ["/dev/zero", "../../outside/schema.json", "../../outside/new.json", "../.git/HEAD", schema.SCHEMA_FILE]
)
def test_init_writes_through_no_link(target: str, folder: Path):
    assert schema.stamp() not in OURS
    (folder / "specs" / schema.SCHEMA_FILE).symlink_to(target)
    said = say("init", "--schemas", "specs/web.yaml", folder=folder)
    assert (said.code, said.err) == (
        0,
        f"specs/{schema.SCHEMA_FILE} is no schema of gen-flowlogs, and stays as it is\n",
    )
    assert [each.name for each in (folder / "../outside").iterdir()] == ["schema.json"]
    assert (folder / "../outside/schema.json").read_text() == OURS
    assert "another version wrote it" not in say("lint", folder=folder).err


def test_init_renews_a_schema_that_is_a_file(folder: Path):
    (folder / "specs" / schema.SCHEMA_FILE).write_text(OURS)
    assert "renewed" in say("init", "--schemas", "specs/web.yaml", folder=folder).out


def test_init_waits_for_no_pipe_and_takes_no_folder(folder: Path):
    os.mkfifo(folder / "specs" / schema.SCHEMA_FILE)
    (folder / "specs" / schema.INCLUDE_SCHEMA_FILE).mkdir()
    assert say("init", "new", folder=folder).err.count("is no schema of gen-flowlogs, and stays as it is") == 2


@pytest.mark.parametrize("link", ["specs", "specs/new.yaml"])
@pytest.mark.parametrize("target", ["outside", "nothing"])
def test_init_makes_no_spec_elsewhere(link: str, target: str, folder: Path):
    (folder / "specs/web.yaml").unlink()
    if link == "specs":
        (folder / "specs").rmdir()
    (folder / link).symlink_to(folder.parent / target / ("" if link == "specs" else "new.yaml"))
    said = say("init", "new", folder=folder)
    why = "it is a symbolic link that leads out of the repository; nothing was written"
    assert (said.code, said.err) == (3, f"gen-flowlogs: cannot write specs/new.yaml: {why}\n")
    assert [each.name for each in (folder / "../outside").iterdir()] == ["schema.json"]
    assert not (folder / "../nothing").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--out", ESCAPES, "specs/web.yaml"],
        ["check", "--out", ESCAPES, "specs/web.yaml"],
        ["check", "--out", f"specs/web.yaml/{ESCAPES}", "specs/web.yaml"],
        ["init", f"{ESCAPES}/new.yaml"],
        ["init", "--schemas", f"{ESCAPES}/new.yaml"],
        ["lint", "--stdin-filename", f"{ESCAPES}.yaml", "-"],
        *([command, ESCAPES] for command in ("help", "fields", "rules", "completion", "hook", "adopt", "lint", "init")),
    ],
    ids=lambda arguments: " ".join(arguments[:-1]).replace(ESCAPES, "…"),
)
def test_no_name_reaches_the_terminal_as_it_is(arguments: list[str], folder: Path):
    said = say(*arguments, folder=folder, stdin=b"zzz: 1\n")
    assert not set(ESCAPES) - set("0;title[2J31m]") & set(said.out + said.err)
    assert "\\x1b]0;title" in said.out + said.err


def test_a_configuration_writes_no_escapes(folder: Path):
    (folder / ".gen-flowlogs.yaml").write_text('out: "infra\\u202e"\n')
    said = say("check", folder=folder)
    assert (said.code, said.err) == (2, 'gen-flowlogs: .gen-flowlogs.yaml: "out" "infra\\u202e" is no path\n')


@pytest.mark.parametrize("columns", ["9" * 5000, "²", "-5", "0"])
def test_no_width_is_too_much(columns: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert (say("help", folder=folder).code, say("lint", "--help", folder=folder).code) == (0, 0)
