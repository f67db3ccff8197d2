"""docs/upgrading.md and docs/install.md: each command on output that another version wrote, and each promise."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from catalogue import ROOT
from commands import say
from gen_flowlogs import header
from test_ci import SPEC, git

if TYPE_CHECKING:
    from pathlib import Path

UPGRADING = (ROOT / "docs/upgrading.md").read_text(encoding="utf-8")
INSTALL = (ROOT / "docs/install.md").read_text(encoding="utf-8")


def test_the_commands_of_an_upgrade(tmp_path: Path):
    """The older version is played: it wrote no comment above a block, and another schema."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/web.yaml").write_text("# yaml-language-server: $schema=flowlogs-v1.schema.json\n" + SPEC)
    assert say("init", "--schemas", "specs/web.yaml", folder=tmp_path).code == 0
    assert say("build", "specs/web.yaml", folder=tmp_path).code == 0
    flow_logs, schema = tmp_path / "out/web/flow_logs.tf", tmp_path / "specs/flowlogs-v1.schema.json"
    now = flow_logs.read_text()
    flow_logs.write_text(re.sub(r"^# capture_points.*\n", "", now, flags=re.MULTILINE))
    schema.write_text(re.sub(r"gen-flowlogs \S+ \(\w+\)", "gen-flowlogs 0.0.9 (00000000)", schema.read_text()))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "by an older version")

    shown = [line.strip().removeprefix("$ ") for line in re.findall(r"^ +\$ .*$", UPGRADING, re.MULTILINE)]
    check, build, diff, *proof = shown
    assert proof[-1].startswith("gen-flowlogs adopt ")  # tests/e2e/test_upgrade.py runs these
    stale, renew = re.findall(r"```text\n +(.*)\n +```", UPGRADING)
    said = say(*shlex.split(check)[1:], folder=tmp_path)
    assert (said.code, said.out.splitlines()[0]) == (1, stale)
    assert renew in said.err.splitlines()
    compared = say("diff", "--base", "main", "specs/web.yaml", folder=tmp_path)
    assert (compared.code, "the spec changes no resource" in compared.out) == (0, True)
    assert "so the output changes more than is listed here" in compared.out
    assert say(*shlex.split(build)[1:], folder=tmp_path).code == 0
    assert flow_logs.read_text() == now
    assert "+# capture_points.core" in git(tmp_path, *shlex.split(diff)[1:]).stdout
    (command,) = re.findall(r"renew it with `gen-flowlogs (.*)`", renew)
    assert say(*shlex.split(command), folder=tmp_path).code == 0
    said = say(*shlex.split(check)[1:], folder=tmp_path)
    assert (said.code, "another version" in said.err) == (0, False)
    assert "version" not in header.line("specs/web.yaml")


def test_what_the_promises_refer_to_says_them():
    changelog = " ".join((ROOT / "CHANGELOG.md").read_text().split())
    assert "are the public interface; a change to one of them is named here as breaking" in changelog
    sentence = (
        "Until 1.0, a release that changes the Terraform of an unchanged spec, or refuses a spec that was accepted, "
        "is a new minor version"
    )
    for page in ("upgrading.md", "releasing.md"):
        assert sentence in " ".join((ROOT / "docs" / page).read_text().split())
    assert "def test_presets_are_frozen" in (ROOT / "tests/test_aws_fields.py").read_text()


def test_a_spec_of_another_language_is_refused(tmp_path: Path):
    (tmp_path / "web.yaml").write_text(SPEC.replace("version: 1", "version: 2"))
    said = say("lint", "web.yaml", folder=tmp_path)
    assert said.code == 1
    assert said.out.startswith('web.yaml:1:10: error: "version" is 1, the only one that this compiler knows')


def test_the_extras_are_those_of_the_package():
    project = (ROOT / "pyproject.toml").read_text()
    extras = tomllib.loads(project)["project"]["optional-dependencies"]
    assert set(re.findall(r"^\| `(\w+)` \|", INSTALL, re.MULTILINE)) - {"REVISION", "v1"} == set(extras) - {"dev"}


def test_what_pip_installs_is_a_requirement():
    texts = re.findall(r'^\$ .*\binstall "(.*)"$', INSTALL, re.MULTILINE)
    addresses = [text for text in texts if text.startswith("git+https://")]
    for text in [each for each in texts if each not in addresses] + [f"gen-flowlogs @ {each}" for each in addresses]:
        assert Requirement(text).url == "git+https://github.com/OWNER/gen-flowlogs@REVISION"
    assert len(texts) == 4


def test_v1_is_moved_by_releases_of_0_and_1():
    (row,) = [line for line in INSTALL.splitlines() if line.startswith("| `v1` |")]
    assert "the newest release of 0.x or 1.x" in row
    release = (ROOT / ".github/workflows/release.yml").read_text()
    assert "if [[ $TAG != v[01].* ]]; then" in release
    assert "name: Move v1" in release
    assert 'git/refs/tags/v1" -f "sha=$COMMIT" -F force=true' in release
