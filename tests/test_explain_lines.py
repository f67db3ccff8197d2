"""The effect that `explain` tells of a line of a spec is that which `diff` finds when the line changes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from catalogue import ROOT
from gen_flowlogs import pipeline, source
from gen_flowlogs.compare import compare
from gen_flowlogs.explain import Answer, Ground, NotUnderstoodError, explain

if TYPE_CHECKING:
    from gen_flowlogs.model import Spec

PROD = (ROOT / "specs" / "prod.yaml").read_bytes()
STACKS = b"""
version: 1
name: two
stacks:
  east:
    account: "111122223333"
    region: us-east-1
  west:
    account: "111122223333"
    region: us-west-2
values:
  days:
    default: 30
destinations:
  central:
    cloudwatch_logs:
      log_group: /flow
      retention_days: {value: days}
defaults:
  destinations: central
  tags:
    Owner: us
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    stack: east
"""


def spec(data: bytes) -> Spec:
    return pipeline.understood(data, "spec.yaml")


def answer(data: bytes, path: tuple[str | int, ...]) -> Answer:
    document = source.load(data, "spec.yaml")
    ground = Ground(spec=spec(data), inventory=None, existing=None, documents=lambda _: document, output=lambda _: None)
    return explain(f"spec.yaml:{document.position(path, 'key').line}", ground)


def changed(data: bytes, path: tuple[str | int, ...], value: object) -> bytes:
    made = copy.deepcopy(yaml.safe_load(data))
    at: Any = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return yaml.safe_dump(made, sort_keys=False).encode()


@pytest.mark.parametrize(
    ("path", "value", "actions"),
    [
        (("filters", "refused", "traffic"), "ACCEPT", {"replace"}),
        (("filters", "security", "max_aggregation_interval"), 600, {"replace"}),
        (("filters", "security", "fields"), {"preset": "default", "add": ["tcp-flags"]}, {"replace"}),
        (("filters", "workloads", "tag_fields"), {"instance": ["Team", "Unit"]}, {"replace"}),
        (("destinations", "central", "cloudwatch_logs", "log_group"), "/other", {"replace"}),
        (("destinations", "central", "cloudwatch_logs", "retention_days"), 30, set()),
        (("destinations", "archive", "s3", "bucket"), "acme-other", {"replace"}),
        (("destinations", "archive", "s3", "prefix"), "other", {"replace"}),
        (("destinations", "archive", "s3", "per_hour_partition"), False, {"replace"}),
        (("destinations", "archive", "s3", "expire_days"), 500, set()),
        (("destinations", "transit", "cloudwatch_logs", "role", "path"), "/other/", {"replace"}),
        (("destinations", "transit", "cloudwatch_logs", "class"), "STANDARD", set()),
        (("capture_points", "core", "vpc"), "vpc-0a1b2c3d4e5f67891", {"replace"}),
        (("capture_points", "core", "description"), "Another.", set()),
        (("capture_points", "core", "destinations"), ["archive"], {"destroy"}),
        (("capture_points", "edge", "tags"), {"Tier": "other"}, {"update"}),
        (("capture_points", "partner-link", "expires"), "2028-12-31", set()),
        (("defaults", "filter"), "all", {"replace"}),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_the_effect_of_a_line(path: tuple[str | int, ...], value: object, actions: set[str]):
    told = answer(PROD, path)
    found = [each for each in compare(spec(PROD), spec(changed(PROD, path, value))).changes if each.capture_point]
    assert {each.action for each in found} == actions
    words = {"replace": "replaces", "destroy": "replaces", "update": "updates the tags of"}
    word = next((words[each] for each in actions), "does not change")
    assert f"; changing it {word} " in told.heads[0]
    assert {each.address for each in found} <= {each.recording.address for each in told.flow_logs}


PLAIN = PROD.replace(b"filters:\n", b"filters:\n  plain: {max_aggregation_interval: 60}\n")
KEPT = "changes nothing: no log_format is written then"


@pytest.mark.parametrize(
    ("path", "change", "value"),
    [
        (("filters", "security", "fields"), ("filters", "security", "fields"), {"preset": "default"}),
        (("filters", "security", "fields", "add"), ("filters", "security", "fields"), {"preset": "default"}),
        (("defaults", "filter"), ("defaults", "filter"), "plain"),
    ],
)
def test_the_default_fields_are_kept_as_diff_says(path: tuple[str, ...], change: tuple[str, ...], value: object):
    assert any(KEPT in each for each in answer(PLAIN, path).notes)
    found = compare(spec(PLAIN), spec(changed(PLAIN, change, value)))
    assert not [each for each in found.changes if each.capture_point]
    assert "kept" in {each.effect for each in found.effects}


@pytest.mark.parametrize(
    "path", [("filters", "security", "max_aggregation_interval"), ("capture_points", "hub", "filter")]
)
def test_nothing_else_is_kept(path: tuple[str, ...]):
    assert not any(KEPT in each for each in answer(PLAIN, path).notes)


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (("stacks", "east", "region"), "→ stack east → core → 1 flow log; changing it replaces it"),
        (("stacks", "west", "region"), "→ stack west → no flow logs"),
        (("values", "days", "default"), "→ value days → core → 1 flow log"),
        (("defaults", "tags", "Owner"), "→ defaults → core → 1 flow log; changing it updates the tags of it"),
        (("name",), "→ no flow log depends on it"),
        (("values",), "→ values → core → 1 flow log"),
        (("stacks",), "→ the stacks of spec.yaml → core → 1 flow log"),
        (("destinations",), "→ the destinations of spec.yaml → core → 1 flow log"),
        (("capture_points",), "→ the capture points of spec.yaml → 1 flow log"),
        (("capture_points", "core"), "→ capture point core → 1 flow log"),
    ],
)
def test_lines_of_other_sections(path: tuple[str | int, ...], head: str):
    assert answer(STACKS, path).heads[0].endswith(head)


def test_lines_are_counted_as_an_editor_counts_them():
    text = STACKS.replace(b"name: two", "name: two # \u2028 \u0085".encode())
    assert (
        answer(text, ("capture_points", "core", "vpc")).heads == answer(STACKS, ("capture_points", "core", "vpc")).heads
    )


def test_a_line_with_a_number_of_any_length_is_a_line():
    document = source.load(STACKS, "spec.yaml")
    of = Ground(spec=spec(STACKS), inventory=None, existing=None, documents=lambda _: document, output=lambda _: None)
    for number in ("0", "999", "1" + "0" * 30):
        with pytest.raises(NotUnderstoodError, match=f"no line {number}$"):
            explain(f"spec.yaml:{number}", of)


VALUES = b"""
version: 1
name: valued
values:
  env: prod
  id: vpc-0a1b2c3d4e5f67890
stacks:
  east:
    account: "111122223333"
    region: us-east-1
    values:
      id: vpc-0a1b2c3d4e5f67891
  west:
    account: "111122223333"
    region: us-west-2
defaults:
  stack: [east, west]
  tags:
    Env: "{env}"
destinations:
  d: {s3: {bucket: acme, existing: true}}
capture_points:
  core: {vpc: {value: id}, destinations: d}
  other: {vpc: vpc-0a1b2c3d4e5f67892, destinations: d, stack: west, tags: none}
"""


@pytest.mark.parametrize(
    ("path", "head"),
    [
        (("values", "env"), "→ value env → core → 2 flow logs"),  # by the tags of `defaults`
        (("stacks", "east", "values", "id"), "→ value id in the stack east → core → 1 flow log"),
        (("stacks", "west", "region"), "→ stack west → core and other → 2 flow logs; changing it replaces them"),
        (("defaults", "stack"), "→ defaults → core → 2 flow logs; changing it replaces them"),
    ],
)
def test_lines_of_values_and_stacks(path: tuple[str | int, ...], head: str):
    """Another value of a stack may replace: `diff` finds that the VPC is another one."""
    assert answer(VALUES, path).heads[0].endswith(head)


def test_a_spec_on_one_line():
    text = b"{version: 1, name: f, destinations: {d: {s3: {bucket: acme, existing: true}}}, "
    told = answer(text + b"capture_points: {core: {vpc: vpc-0a1b2c3d, destinations: d}}}", ("version",))
    assert told.heads[0].endswith("→ the destinations of spec.yaml → core → 1 flow log")
