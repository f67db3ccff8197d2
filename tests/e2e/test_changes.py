"""What `diff` says of a change, against what Terraform plans after the old spec was really applied; and the ways to
change without losing anything: a rename, and an overlap in two steps."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from compiled import compiled
from world import World

import terraform
from gen_flowlogs import pipeline
from gen_flowlogs.compare import Comparison, compare

if TYPE_CHECKING:
    from rig import Rig, Root

    from gen_flowlogs.model import Spec

pytestmark = terraform.needs_provider

_DAY = date(2026, 1, 1)
WITHOUT = ("aws_s3_bucket_lifecycle_configuration",)
VPCS = tuple(f"vpc-0000000000000000{number}" for number in range(1, 7))
VARIABLES = {"one": VPCS[2], "several": [VPCS[2], VPCS[3]]}


def base() -> dict[str, Any]:
    """A spec without stacks, so that accounts and regions are looked up."""
    return {
        "version": 1,
        "name": "changes",
        "destinations": {
            "central": {"cloudwatch_logs": {"log_group": "/flow/central", "on_destroy": "delete"}},
            "archive": {"s3": {"bucket": "acme-changes", "on_destroy": "delete"}},
        },
        "capture_points": {
            "core": {"vpc": VPCS[0], "destinations": ["central", "archive"]},
            "edge": {"vpcs": [VPCS[1], VPCS[4]], "filter": "reject", "destinations": "archive"},
            "open": {"vpc": {"var": "one"}, "filter": "accept", "destinations": "central"},
            "all": {"vpcs": {"var": "several"}, "filter": "reject", "destinations": "central"},
        },
    }


def spec_of(data: dict[str, Any]) -> Spec:
    text = yaml.safe_dump(data, sort_keys=False).encode()
    return pipeline.compile(text, "changes.yaml", read=lambda _: b"", today=_DAY, files=False).spec


def between(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    return compare(spec_of(old), spec_of(new))


def told(comparison: Comparison) -> dict[str, str]:
    """Address → action, without what the rig leaves out."""
    return {each.address: each.action for each in comparison.changes if not each.address.startswith(WITHOUT)}


def applied(rig: Rig, data: dict[str, Any]) -> Root:
    rig.aws.forget()
    files = compiled(data)
    World(rig.aws).has_all_in([*files.values(), " ".join(VPCS)])
    root = rig.root("changes", files, variables=VARIABLES, without=WITHOUT)
    root.apply()
    return root


def _set(data: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for key in above:
        data = data[key]
    data[last] = value


CENTRAL, ARCHIVE = "destinations.central.cloudwatch_logs.", "destinations.archive.s3."
CHANGES: dict[str, dict[str, Any]] = {
    "tags": {"capture_points.core.tags": {"a": "b"}},
    "traffic": {"capture_points.core.filter": "reject"},
    "ids": {"capture_points.edge.vpcs": [VPCS[4], VPCS[5]]},
    "retention": {CENTRAL + "retention_days": 30},
    "key": {CENTRAL + "kms": "create", ARCHIVE + "kms": "create"},
    "class": {CENTRAL + "class": "INFREQUENT_ACCESS"},
    "group": {CENTRAL + "log_group": "/flow/other"},
    "role": {CENTRAL + "role": {"path": "/x/"}},
    "permissions": {CENTRAL + "role": {"permissions": "documented"}},
    "options": {ARCHIVE + "hive_compatible_partitions": True},
    "bucket": {ARCHIVE + "bucket": "acme-others"},
    "adopted": {"capture_points.core.adopted": ["destination"], ARCHIVE + "prefix": "p"},
    "existing": {"destinations.central.cloudwatch_logs": {"log_group": "/flow/central", "existing": True}},
}  # fmt: skip


def test_terraform_plans_what_diff_says(rig, record_property):
    old = base()
    root = applied(rig, old)
    compared = 0
    for name, changes in CHANGES.items():
        new = copy.deepcopy(old)
        for path, value in changes.items():
            _set(new, path, value)
        root.put(compiled(new))
        planned = {_open(address): action for address, action in root.plan().actions.items()}
        said = told(between(old, new))
        assert said == planned, name
        compared += len(said)
    record_property(
        "compared with terraform plan", f"emulated AWS: {len(CHANGES)} changes, {compared} actions, 0 disagree"
    )


def test_a_rename_adds_and_destroys_nothing(rig):
    old = base()
    root = applied(rig, old)
    new = copy.deepcopy(old)
    new["destinations"] = {
        "search": {**old["destinations"]["central"], "renamed_from": "central"},
        "vault": {**old["destinations"]["archive"], "renamed_from": "archive"},
    }
    others = {"central": "search", "archive": "vault"}
    new["capture_points"] = {
        f"new-{name}": {
            **point,
            "renamed_from": name,
            "destinations": [others[each] for each in _several(point["destinations"])],
        }
        for name, point in old["capture_points"].items()
    }
    root.put(compiled(new))
    plan = root.plan()
    assert {each.action for each in plan.changes} == {"move"}
    comparison = between(old, new)
    assert {each.action for each in comparison.changes} == {"move"}
    assert {_open(each.address) for each in plan.changes} == set(told(comparison))
    before = {each["FlowLogId"] for each in rig.aws.flow_logs()}
    root.apply()
    assert {each["FlowLogId"] for each in rig.aws.flow_logs()} == before
    assert root.plan_is_empty()


def _open(address: str) -> str:
    """Ids that only Terraform knows have one address in `diff`."""
    base = address.partition("[")[0]
    return base if base.endswith(("all__central", "all__search")) else address


def _several(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


@pytest.mark.parametrize("what", ["settings", "place"])
def test_an_overlap_applies_in_both_steps(rig, what):
    """As docs/changes.md says: first both, then the new one alone. Somebody records all the time."""
    first = {**base(), "capture_points": {"core": {"vpc": VPCS[0], "filter": "reject", "destinations": "central"}}}
    del first["destinations"]["archive"]
    both, last = copy.deepcopy(first), copy.deepcopy(first)
    if what == "settings":
        both["capture_points"]["core-all"] = {"vpc": VPCS[0], "destinations": "central"}
        last["capture_points"] = {"core-all": both["capture_points"]["core-all"]}
    else:
        both["destinations"]["second"] = {"cloudwatch_logs": {"log_group": "/flow/second", "on_destroy": "delete"}}
        both["capture_points"]["core"]["destinations"] = ["central", "second"]
        last["destinations"] = {"central": {**first["destinations"]["central"], "retired": True},
                                "second": both["destinations"]["second"]}  # fmt: skip
        last["capture_points"]["core"]["destinations"] = "second"
    root = applied(rig, first)
    old = first
    for step, new in (("create", both), ("destroy", last)):
        comparison = between(old, new)
        assert {each.action for each in comparison.changes} - {"forget"} == {step}
        assert [each for each in comparison.effects if each.effect == "gap"] == []
        kept = {each["FlowLogId"] for each in rig.aws.flow_logs()}
        root.put(compiled(new))
        root.apply()
        assert kept & {each["FlowLogId"] for each in rig.aws.flow_logs()}
        assert root.plan_is_empty()
        old = new
