"""`--inventory` of lint and diff: exit codes, notes, and files that tell too little."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

import catalogue
from commands import say

if TYPE_CHECKING:
    from pathlib import Path

CASE = catalogue.CASES / "err" / "inventory"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(CASE, tmp_path, dirs_exist_ok=True)


def changed(folder: Path, old: str, new: str) -> str:
    """The name of a copy of the inventory with another text in it."""
    text = (folder / "inventory.json").read_text(encoding="utf-8")
    assert old in text
    (folder / "other.json").write_text(text.replace(old, new), encoding="utf-8")
    return "other.json"


def test_an_inventory_that_cannot_be_read_is_no_finding(folder: Path):
    text = (folder / "inventory.json").read_text(encoding="utf-8")
    (folder / "cut.json").write_text(text[:700], encoding="utf-8")
    for name in ("cut.json", "absent.json"):
        for command in (("lint", "spec.yaml"), ("diff", "spec.yaml", "spec.yaml")):
            said = say(*command, "--inventory", name, folder=folder)
            assert (said.code, said.out) == (3, "")
            assert name in said.err
    assert say("lint", "spec.yaml", "--inventory", "", folder=folder).code == 2
    assert say("lint", "-", "--inventory", "-", folder=folder).code == 2


def test_an_inventory_of_another_region_is_named(folder: Path):
    said = say("lint", "spec.yaml", "--inventory", changed(folder, "us-east-1", "eu-west-1"), folder=folder)
    assert said.code == 0
    assert 'the inventory has no answer of the account and region of the stack "main"' in said.err
    assert 'what the lookups of "edge" and "web" find, so no id' in said.err
    assert "duplicate-flow-log" not in said.out


def test_what_was_denied_ends_with_3_and_the_rest_is_told(folder: Path):
    document = json.loads((folder / "inventory.json").read_text(encoding="utf-8"))
    document["complete"] = False
    other = folder / "other.json"
    other.write_text(json.dumps(document), encoding="utf-8")
    assert say("lint", "spec.yaml", "--inventory", "other.json", folder=folder).code == 1, "it was about other things"
    document["scopes"][0].update(kinds=["vpc"], denied={"subnet": "UnauthorizedOperation"})
    other.write_text(json.dumps(document), encoding="utf-8")
    said = say("lint", "spec.yaml", "--inventory", "other.json", folder=folder)
    assert said.code == 3
    assert "[duplicate-flow-log]" in said.out
    assert 'what the lookup of "web" finds' in said.err


def test_ids_of_an_inventory_that_are_none_are_not_shown(folder: Path):
    name = changed(folder, '"id": "vpc-0a1b2c3d4e5f67890"', '"id": "vpc-\\u001b[31mX"')
    for command in (("lint", "spec.yaml"), ("diff", "spec.yaml", "spec.yaml")):
        said = say(*command, "--inventory", name, folder=folder)
        assert "\x1b" not in said.out + said.err
        assert said.code == 0


def test_build_and_check_read_no_inventory(folder: Path):
    for command in ("build", "check"):
        assert say(command, "spec.yaml", "--inventory", "inventory.json", folder=folder).code == 2


def test_the_same_spec_twice_has_no_change_by_an_inventory(folder: Path):
    said = say("diff", "spec.yaml", "spec.yaml", "--exit-code", "--inventory", "inventory.json", folder=folder)
    assert said.code == 0
    assert "lost" not in said.out


@pytest.mark.parametrize(
    "paths",
    [
        ("--inventory", "inventory.json"),
        ("--inventory", "one.json", "--inventory", "two.json"),
        ("--inventory", "answers"),
        ("--inventory", "ans*/*.json"),
    ],
)
def test_an_inventory_may_stand_before_the_spec(folder: Path, paths: tuple[str, ...]):
    document = json.loads((folder / "inventory.json").read_text(encoding="utf-8"))
    (folder / "answers").mkdir()
    (scope,) = document["scopes"]
    for name, kinds in (("one", ["vpc"]), ("two", [each for each in scope["kinds"] if each != "vpc"])):
        resources = [each for each in document["resources"] if (each["kind"] == "vpc") == (name == "one")]
        part = {**document, "resources": resources, "scopes": [{**scope, "kinds": kinds}]}
        for place in (folder, folder / "answers"):
            (place / f"{name}.json").write_text(json.dumps(part), encoding="utf-8")
    for command in (("lint", "spec.yaml"), ("diff", "spec.yaml", "spec.yaml"), ("explain", "spec.yaml", "edge")):
        before = say(command[0], *paths, *command[1:], folder=folder)
        after = say(*command, *paths, folder=folder)
        assert (before.code, before.out, before.err) == (after.code, after.out, after.err)
        assert before.out == say(*command, "--inventory", "inventory.json", folder=folder).out


def test_a_pattern_that_no_file_has_is_told(folder: Path):
    said = say("lint", "--inventory", "absent*.json", "spec.yaml", folder=folder)
    assert (said.code, said.out) == (3, "")
    assert 'no file matches "absent*.json"' in said.err


def test_a_reason_for_a_rule_that_needs_an_inventory(folder: Path):
    reason = 'within: core, lint: {ignore: {within-wrong: "it moves soon"}}'
    text = f"""version: 1
name: moved
destinations:
  central: {{cloudwatch_logs: {{log_group: /flow-logs, retention_days: 365}}}}
stacks: {{main: {{account: "111122223333", region: us-east-1}}}}
defaults: {{stack: main, destinations: central}}
capture_points:
  core: {{vpc: vpc-0a1b2c3d4e5f67891}}
  web: {{subnet: subnet-0a1b2c3d4e5f67890, filter: reject, {reason}}}
"""
    (folder / "moved.yaml").write_text(text, encoding="utf-8")
    assert "unused-ignore" not in say("lint", "moved.yaml", folder=folder).out, "nobody can say so"
    document = json.loads((folder / "inventory.json").read_text(encoding="utf-8"))
    (subnet,) = (each for each in document["resources"] if each["id"] == "subnet-0a1b2c3d4e5f67890")
    for parent, slugs in (("vpc-0a1b2c3d4e5f67890", ()), ("vpc-0a1b2c3d4e5f67891", ("unused-ignore",))):
        document["resources"] = [{**subnet, "parent": parent}]
        (folder / "other.json").write_text(json.dumps(document), encoding="utf-8")
        said = say("lint", "moved.yaml", "--inventory", "other.json", folder=folder).out
        assert [slug for slug in ("within-wrong", "unused-ignore") if f"[{slug}]" in said] == list(slugs), said


@pytest.mark.parametrize("is_ignored", [False, True])
def test_a_reason_for_a_rule_whose_findings_an_inventory_changes(folder: Path, *, is_ignored: bool):
    """A spec can be free of warnings with an inventory and without: --strict is used on both."""
    rules = {"covered-capture": "the lookup ends soon", "partial-capture": "the lookup has the rest"}
    reason = f"\n    lint: {{ignore: {json.dumps(rules)}}}" if is_ignored else ""
    text = f"""version: 1
name: twice
destinations:
  central: {{cloudwatch_logs: {{log_group: /flow-logs, retention_days: 365}}}}
stacks: {{main: {{account: "111122223333", region: us-east-1}}}}
defaults: {{stack: main, destinations: central}}
capture_points:
  edge: {{vpcs: {{lookup: {{tags: {{Tier: edge}}}}}}}}
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    filter: reject{reason}
"""
    (folder / "twice.yaml").write_text(text, encoding="utf-8")
    for slug, options in (("partial-capture", ()), ("covered-capture", ("--inventory", "inventory.json"))):
        said = say("lint", "twice.yaml", "--strict", *options, folder=folder)
        assert re.findall(r" \[([a-z-]+)\]$", said.out, re.MULTILINE) == ([] if is_ignored else [slug]), said.out
        assert said.code == (0 if is_ignored else 1)
