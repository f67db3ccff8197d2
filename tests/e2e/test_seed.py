"""`specs/flowlogs.yaml` plans what the file plans that this project began with, addresses aside.

That file (one flow log of a VPC, a log group, a role, its inline policy) was planned once; its values are kept here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from rig import Rig

import terraform

pytestmark = terraform.needs_provider

SPEC = Path(__file__).parents[2] / "specs" / "flowlogs.yaml"
VPC = "vpc-0a1b2c3d4e5f67890"

KNOWN: dict[str, dict[str, Any]] = {
    "aws_flow_log": {
        "deliver_cross_account_role": None,
        "destination_options": [],
        "eni_id": None,
        "log_destination_type": "cloud-watch-logs",
        "max_aggregation_interval": 600,
        "subnet_id": None,
        "tags": None,
        "traffic_type": "ALL",
        "transit_gateway_attachment_id": None,
        "transit_gateway_id": None,
        "vpc_id": VPC,
    },
    "aws_cloudwatch_log_group": {
        "kms_key_id": None,
        "name": "example",
        "retention_in_days": 0,
        "skip_destroy": False,
        "tags": None,
    },
    "aws_iam_role": {
        "assume_role_policy": [
            {
                "Effect": "Allow",
                "Action": ["sts:AssumeRole"],
                "Principal": {"Service": ["vpc-flow-logs.amazonaws.com"]},
            }
        ],
        "description": None,
        "force_detach_policies": False,
        "max_session_duration": 3600,
        "name": "example",
        "path": "/",
        "permissions_boundary": None,
        "tags": None,
    },
    "aws_iam_role_policy": {
        "name": "example",
        "policy": [
            {
                "Effect": "Allow",
                "Action": [
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:DescribeLogGroups",
                    "logs:DescribeLogStreams",
                    "logs:PutLogEvents",
                ],
                "Resource": ["*"],
            }
        ],
    },
}
"""Type → argument → planned value; of a policy document its statements, lists sorted."""

REFERENCES = {
    "aws_flow_log": {
        "iam_role_arn": "aws_iam_role.arn",
        "log_destination": "aws_cloudwatch_log_group.arn",
        "vpc_id": "var.vpc_id",
    },
    "aws_iam_role_policy": {"role": "aws_iam_role.id"},
}
"""Type → argument → what it refers to: type and attribute of a resource, or a variable."""

LEFT_TO_AWS = {
    "aws_flow_log": {"log_format", "log_group_name"},
    "aws_cloudwatch_log_group": {"log_group_class", "name_prefix"},
    "aws_iam_role": {"inline_policy", "managed_policy_arns", "name_prefix"},
    "aws_iam_role_policy": {"name_prefix"},
}
"""Type → arguments that nobody says, so that they are known after the apply only."""


@pytest.fixture(scope="module")
def plan(aws, provider_home, tmp_path_factory):
    rig = Rig(tmp_path_factory.mktemp("seed"), provider_home, aws)
    return rig.root("seed", compiled(SPEC), variables={"vpc_id": VPC}).plan().details


def test_it_makes_four_resources(plan):
    assert sorted(each["type"] for each in plan["resource_changes"]) == sorted(KNOWN)
    assert all(each["change"]["actions"] == ["create"] for each in plan["resource_changes"])


@pytest.mark.parametrize("type_", KNOWN)
def test_arguments_and_policies_are_the_same(plan, type_):
    (found,) = (each for each in plan["planned_values"]["root_module"]["resources"] if each["type"] == type_)
    values = {name: _statements(value) if "policy" in name else value for name, value in found["values"].items()}
    assert {name: values.get(name) for name in KNOWN[type_]} == KNOWN[type_]
    further = {name for name, value in values.items() if value is not None and name not in KNOWN[type_]}
    assert further <= {"region"}, "version 6 of the provider says the region too; nothing else may be new"


@pytest.mark.parametrize("type_", KNOWN)
def test_nothing_is_said_that_was_left_to_aws(plan, type_):
    (found,) = (each for each in plan["resource_changes"] if each["type"] == type_)
    unknown = {name for name, value in found["change"]["after_unknown"].items() if value is True}
    assert unknown >= LEFT_TO_AWS[type_]


@pytest.mark.parametrize("type_", REFERENCES)
def test_resources_refer_to_each_other_in_the_same_way(plan, type_):
    resources = plan["configuration"]["root_module"]["resources"]
    types = {each["address"]: each["type"] for each in resources}
    (found,) = (each for each in resources if each["type"] == type_)
    references = {
        argument: _without_label(said["references"][0], types)
        for argument, said in found["expressions"].items()
        if isinstance(said, dict) and "references" in said
    }
    assert references == REFERENCES[type_]


def _without_label(reference: str, types: dict[str, str]) -> str:
    address, _, attribute = reference.rpartition(".")
    return f"{types[address]}.{attribute}" if address in types else reference


def _statements(document: str) -> list[dict[str, Any]]:
    """The statements of a policy, with each scalar as a list of one and each list sorted."""
    return [{key: _normal(key, value) for key, value in each.items()} for each in json.loads(document)["Statement"]]


def _normal(key: str, value: Any) -> Any:
    match value:
        case dict():
            return {name: _normal(name, each) for name, each in value.items()}
        case list():
            return sorted(value)
        case _:
            return value if key == "Effect" else [value]
