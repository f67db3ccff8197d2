"""docs/conflicts.md, played in Git: two branches change one spec, and each line of the page is run."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT
from commands import SPEC, say
from test_ci import git

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs/conflicts.md").read_text(encoding="utf-8")
HEAD = SPEC.replace("small", "web")
EDGE = "  edge:\n    vpc: vpc-0b1b2c3d4e5f67890\n    destinations: central\n"
HUB = "  hub:\n    vpc: vpc-0c1b2c3d4e5f67890\n    destinations: central\n"
MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)


MERGE, *COMMANDS = [line.strip().removeprefix("$ ") for text in blocks("console") for line in text.splitlines()]
CONFLICTS, UNRESOLVED, STALE = ([line.strip() for line in text.splitlines()] for text in blocks("text"))


def commit(folder: Path, branch: str, spec: str) -> None:
    (folder / "specs/web.yaml").write_text(spec)
    assert say("build", "specs/web.yaml", folder=folder).code == 0
    git(folder, "add", ".")
    git(folder, "commit", "-qm", branch)


def branches(folder: Path, one: str, two: str) -> Path:
    """A repository whose branch `main` has one spec, `edge` and `hub` another one each; `hub` is checked out."""
    (folder / "specs").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "main", HEAD)
    for name, spec in (("edge", one), ("hub", two)):
        git(folder, "checkout", "-qb", name, "main")
        commit(folder, name, spec)
    return folder


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return branches(tmp_path_factory.mktemp("conflicts") / "repository", HEAD + EDGE, HEAD + HUB)


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    folder = shutil.copytree(repository, tmp_path / "repository")
    git(folder, "update-index", "--refresh")
    return folder


def run(folder: Path, line: str) -> tuple[int, str]:
    """Run a line of the page, in Git or in this process."""
    program, *arguments = shlex.split(line)
    if program == "gen-flowlogs":
        said = say(*arguments, folder=folder)
        return said.code, said.out
    ran = git(folder, *arguments, check=False, GIT_EDITOR="true")
    return ran.returncode, ran.stdout


def marked(folder: Path) -> bool:
    return any(mark in path.read_text() for path in (folder / "out/web").iterdir() for mark in MARKS)


def test_the_way_out(copy: Path):
    code, said = run(copy, MERGE)
    assert (code, [line for line in said.splitlines() if line.startswith("CONFLICT")]) == (1, CONFLICTS)
    assert marked(copy)
    lint, build, *rest = COMMANDS
    assert say("lint", "specs/web.yaml", folder=copy).out.splitlines()[0] == UNRESOLVED[0]
    merged = (copy / "specs/web.yaml").read_text().splitlines(keepends=True)
    (copy / "specs/web.yaml").write_text("".join(line for line in merged if not line.startswith(MARKS)))
    code, said = run(copy, lint)
    assert (code, '"hub" has no destination' in said) == (1, True), "Git takes the shared line out of the conflict"
    (copy / "specs/web.yaml").write_text(HEAD + EDGE + HUB)
    for line in (lint, build, *rest):
        assert run(copy, line)[0] == 0, line
    assert not git(copy, "status", "--porcelain").stdout
    assert len(git(copy, "log", "-1", "--format=%P").stdout.split()) == 2


def test_a_rebase_ends_in_the_same_way(copy: Path):
    assert git(copy, "rebase", "edge", check=False).returncode == 1
    (copy / "specs/web.yaml").write_text(HEAD + EDGE + HUB)
    assert "`git rebase --continue`" in PAGE
    for line in (*COMMANDS[:-1], "git rebase --continue"):
        assert run(copy, line)[0] == 0, line
    assert say("check", "specs/web.yaml", folder=copy).code == 0


def test_a_merge_without_a_conflict_is_stale(tmp_path: Path):
    minute = "filters:\n  minute:\n    max_aggregation_interval: 60\ndefaults:\n  filter: minute\n"
    folder = branches(
        tmp_path / "repository", HEAD.replace("destinations:\n", minute + "destinations:\n", 1), HEAD + EDGE
    )
    assert git(folder, "merge", "-q", "edge", check=False).returncode == 0
    assert not marked(folder)
    said = say("check", "specs/web.yaml", folder=folder)
    assert (said.code, said.out.splitlines()[0]) == (1, STALE[0])


@pytest.mark.parametrize(
    ("attribute", "config", "unmerged", "marks"),
    [
        ("out/** -merge", False, True, False),
        ("out/** merge=ours", False, True, True),
        ("out/** merge=ours", True, False, False),
        ("out/** -diff", False, True, True),
    ],
)
def test_the_attributes_do_what_the_page_says(copy: Path, attribute: str, *, config: bool, unmerged: bool, marks: bool):
    assert f"| `{attribute}` |" in PAGE
    (copy / ".gitattributes").write_text(f"{attribute}\n")
    if config:
        (driver,) = re.findall(r"`git (config merge\.ours\.driver true)`", PAGE)
        git(copy, *driver.split())
    git(copy, "merge", "edge", check=False)
    assert ("UU out/web/flow_logs.tf" in git(copy, "status", "--porcelain").stdout, marked(copy)) == (unmerged, marks)
    if attribute.endswith("-diff"):
        assert "Binary files " in git(copy, "diff", "main", "edge", "--", "out").stdout
    if not marks:
        assert "hub__central" in (copy / "out/web/flow_logs.tf").read_text()
        assert "edge__central" not in (copy / "out/web/flow_logs.tf").read_text()
