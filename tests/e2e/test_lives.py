"""What a life of its own shows: things that outlive a destroy, other partitions, the shipped specs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import surroundings
import yaml
from compiled import compiled
from emulator import ACCOUNT
from language import REGION
from rig import TerraformError
from test_matrix import WAITS_A_MINUTE
from world import World

import terraform

pytestmark = terraform.needs_provider

VPC = "vpc-0a1b2c3d4e5f67890"
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/theirs"
_ALL_SINCE = (6, 56)  # the provider that has everything
SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.yaml"), reverse=True)


def spec(**settings: Any) -> dict[str, Any]:
    """One VPC whose records go to a log group and to a bucket."""
    return {
        "version": 1,
        "name": "e2e-lives",
        "destinations": {
            "central": {"cloudwatch_logs": {"log_group": "/e2e/central", **settings}},
            "archive": {"s3": {"bucket": "e2e-archive", **settings}},
        },
        "capture_points": {"core": {"vpc": VPC, "destinations": ["central", "archive"]}},
    }


def test_what_holds_records_is_kept(rig):
    """By default a destroy is refused where there is a bucket or a key, and never takes a log group."""
    rig.aws.forget()
    World(rig.aws).has(VPC)
    root = rig.root("kept", compiled(spec(kms="create")), without=[WAITS_A_MINUTE])
    root.apply()
    again = root.plan()
    assert again.is_empty, again.changes
    with pytest.raises(TerraformError) as refusal:
        root.destroy()
    for address in ("aws_s3_bucket.archive", "aws_kms_key.archive", "aws_kms_key.central"):
        assert f"{address} has lifecycle.prevent_destroy" in str(refusal.value).replace("\n", " ")

    retired = spec(kms="create")
    retired["destinations"]["central"]["retired"] = True
    retired["capture_points"]["core"]["destinations"] = "archive"
    root.put(compiled(retired))
    actions = root.plan().actions
    gone = {"aws_flow_log.core__central", "aws_iam_role.central", "aws_iam_role_policy.central"}
    assert {address for address, action in actions.items() if action == "destroy"} == gone
    kept = {f"aws_{type_}.central" for type_ in ("cloudwatch_log_group", "kms_key", "kms_alias")}
    assert {address for address, action in actions.items() if action == "forget"} == kept

    root.put(compiled(spec(kms="create", on_destroy="delete")))
    assert set(root.apply().actions.values()) == {"update"}
    root.destroy()
    assert root.addresses() == set()
    assert rig.aws.client("logs").describe_log_groups()["logGroups"] == []


def test_flow_logs_of_others_are_taken_over_while_they_are_adopted(rig):
    """One by the name of its log group, one with a prefix without a slash: imported, and replaced once released."""
    rig.aws.forget()
    said = {
        "version": 1,
        "name": "e2e-adopted",
        "destinations": {
            "central": {"cloudwatch_logs": {"log_group": "/e2e/theirs", "existing": True, "role": {"arn": _ROLE}}},
            "archive": {"s3": {"bucket": "e2e-theirs", "prefix": "net", "existing": True}},
        },
        "capture_points": {"core": {"vpc": VPC, "destinations": ["central", "archive"], "adopted": ["destination"]}},
    }
    surroundings.make(rig.aws, said, {"text": VPC})
    every = {"ResourceIds": [VPC], "ResourceType": "VPC", "TrafficType": "ALL"}
    group = {"LogGroupName": "/e2e/theirs", "DeliverLogsPermissionArn": _ROLE}
    bucket = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::e2e-theirs/net"}
    ids = [rig.aws.client("ec2").create_flow_logs(**every, **place)["FlowLogIds"][0] for place in (group, bucket)]
    blocks = "".join(
        f'import {{\n  to = aws_flow_log.core__{name}\n  id = "{id_}"\n}}\n'
        for name, id_ in zip(("central", "archive"), ids, strict=True)
    )
    root = rig.root("adopted", compiled(said), beside={"adopt.tf": blocks})
    assert set(root.apply().actions.values()) == {"import"}
    assert {each["FlowLogId"] for each in rig.aws.flow_logs()} == set(ids)
    (root.folder / "adopt.tf").unlink()
    assert root.plan_is_empty()

    other = {**said, "destinations": {**said["destinations"]}}
    other["destinations"]["archive"] = {"s3": {"bucket": "e2e-theirs", "prefix": "other", "existing": True}}
    root.put(compiled(other))
    assert root.plan().actions == {}  # but for outputs
    released = {**said, "capture_points": {"core": {**said["capture_points"]["core"], "adopted": ["format"]}}}
    root.put(compiled(released))
    assert root.plan().replaced_by == {
        f"aws_flow_log.core__{name}": ["log_destination"] for name in ("archive", "central")
    }


@pytest.mark.parametrize(("partition", "region"), [("aws-us-gov", "us-gov-west-1"), ("aws-cn", "cn-north-1")])
def test_another_partition_has_its_own_arns(rig, partition, region):
    rig.aws.forget()
    World(rig.aws, region=region).has(VPC)
    root = rig.root("partition", compiled(spec()), region=region, without=[WAITS_A_MINUTE])
    root.apply()
    again = root.plan()
    assert again.is_empty, again.changes
    assert len(rig.aws.flow_logs(region=region)) == 2
    state = (root.folder / "terraform.tfstate").read_text()
    arns = set(re.findall(r"arn:(aws[\w-]*):", state))
    assert arns == {partition}


@pytest.mark.parametrize("file", SPECS, ids=lambda file: file.stem)
def test_a_shipped_spec_lives(rig, file, record_property):
    """Each of its root modules, owners of buckets first. What needs a newer provider than there is, is taken out."""
    rig.aws.forget()
    said = yaml.safe_load(file.read_text())
    if terraform.provider_version() < _ALL_SINCE:
        gone = _made_older(said)
        if gone:
            record_property("without", f"specs/{file.name} applied without {', '.join(gone)}: a newer AWS provider's")
    roots = by_root(compiled(said))
    for stack in sorted(roots, key=lambda name: ("s3.tf" not in roots[name], name)):
        where = said.get("stacks", {}).get(stack, {})
        account, region = where.get("account", ACCOUNT), where.get("region", REGION)
        beside = surroundings.make(rig.aws, said, roots[stack], stack=stack, account=account, region=region)
        root = rig.root(
            f"{file.stem}-{stack}",
            roots[stack],
            account=ACCOUNT if "assume_role" in where else account,
            variables=beside.variables,
            modules=beside.modules,
            without=[WAITS_A_MINUTE],
        )
        assert set(root.apply().actions.values()) == {"create"}, stack
        again = root.plan()
        assert again.is_empty, again.changes


def by_root(files: dict[str, str]) -> dict[str, dict[str, str]]:
    """Files by their stack; by the empty name where there are no stacks."""
    roots: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        stack, _, name = path.rpartition("/")
        roots.setdefault(stack, {})[name] = text
    return roots


def _made_older(said: dict[str, Any]) -> list[str]:
    """Take out of a spec what needs version 6 of the provider; what that was."""
    gone = []
    for name, point in list(said["capture_points"].items()):
        if "regional_nat_gateway" in point or "regional_nat_gateways" in point:
            del said["capture_points"][name]
            gone.append(f"capture_points.{name}")
    for name, each in said.get("filters", {}).items():
        if each.pop("tag_fields", None):
            left = [field for field in each["fields"].pop("add") if "-tag" not in field]
            each["fields"] |= {"add": left} if left else {}
            gone.append(f"filters.{name}.tag_fields")
    return gone
