"""`adopt` on the command line: usage that teaches, files all or none, exit codes, and what it prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from commands import say, snapshot

if TYPE_CHECKING:
    from pathlib import Path

FLOW_LOG = {
    "vpc_id": "vpc-0a1b2c3d4e5f67890",
    "traffic_type": "ALL",
    "log_destination_type": "s3",
    "log_destination": "arn:aws:s3:::acme-flow-logs/",
    "log_format": "",
    "max_aggregation_interval": 600,
    "id": "fl-0a1b2c3d4e5f67890",
    "arn": "arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-0a1b2c3d4e5f67890",
    "tags": {},
}
DESTINATION = "arn:aws:s3:::acme-flow-logs"


def state(*flow_logs: dict[str, Any], version: str = "1.11.4") -> dict[str, Any]:
    """A raw state with flow logs `aws_flow_log.main[…]`."""
    instances = [
        {
            "index_key": number,
            "schema_version": 0,
            "attributes": {**FLOW_LOG, "log_destination": DESTINATION, **each},
            "sensitive_attributes": [],
        }
        for number, each in enumerate(flow_logs)
    ]
    resource = {
        "mode": "managed",
        "type": "aws_flow_log",
        "name": "main",
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": instances,
    }
    return {
        "version": 4,
        "terraform_version": version,
        "serial": 1,
        "lineage": "x",
        "outputs": {},
        "resources": [resource] if instances else [],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a state of one flow log, an empty one, AWS's answer, and a root module."""
    (tmp_path / "state.json").write_text(json.dumps(state({})))
    (tmp_path / "empty.json").write_text(json.dumps(state()))
    (tmp_path / "aws.json").write_text(json.dumps({"FlowLogs": [AWS]}))
    (tmp_path / "infra").mkdir()
    return tmp_path


AWS = {
    "FlowLogId": "fl-0a1b2c3d4e5f67890",
    "ResourceId": "vpc-0a1b2c3d4e5f67890",
    "TrafficType": "ALL",
    "LogDestinationType": "s3",
    "LogDestination": DESTINATION,
    "LogFormat": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
    "${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    "MaxAggregationInterval": 600,
    "FlowLogStatus": "ACTIVE",
    "DeliverLogsStatus": "SUCCESS",
    "Tags": [],
}


# usage


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "name at least one SOURCE"),
        (("-", "-", "--state", "other"), "standard input can be read once"),
        (("state.json", "--state", "same"), "--state same needs the root module that has the flow logs"),
        (("state.json", "--folder", "infra"), "--folder is for --state same"),
        (("state.json", "--module", "infra"), "--module is for --state same"),
        (
            ("state.json", "--state", "same", "--folder", "infra", "--module", "infra"),
            "--folder and --module cannot be used together",
        ),
        (("state.json", "--state", "other", "--folder", "infra"), "--folder cannot be used with --state other"),
        (("state.json", "--state", "other", "--module", "infra"), "--module cannot be used with --state other"),
        (("state.json", "--state", "same", "--folder", "nowhere"), "--folder: nowhere does not exist"),
        (("state.json", "--state", "same", "--module", "aws.json"), "--module: aws.json is a file"),
        (("state.json", "--state", "other", "--spec", "a.yaml", "--own", "all"), "--own cannot be used with --spec"),
        (("state.json", "--state", "other", "--spec", "a.yaml", "--name", "a"), "--name cannot be used with --spec"),
        (("state.json", "--state", "other", "--name", "A b"), '"A b" cannot be the name of a spec'),
        (("state.json", "--state", "other", "--region", "us-east-1"), "--region is for --live"),
        (("state.json", "--state", "other", "--profile", "a"), "--profile is for --live"),
        (("--live", "--external-id", "a"), "--external-id is sent when a role is assumed"),
        (("state.json", "--prove", "p.json", "--state", "other"), "--state cannot be used with --prove"),
        (("state.json", "--prove", "p.json", "--own", "all"), "--own cannot be used with --prove"),
        (("state.json", "--prove", "p.json", "--out", "x"), "--out cannot be used with --prove"),
        (("--prove", "p.json"), "name at least one SOURCE"),
        (("state.json", "--state", "other", "--var", "a"), "--var: a has no value"),
        (("state.json",), "state.json has flow logs that Terraform manages"),
        (("aws.json", "--state", "other"), "--state other is for flow logs that a state of Terraform has"),
    ],
)
def test_wrong_usage_teaches(arguments: tuple[str, ...], why: str, folder: Path):
    before = snapshot(folder)
    said = say("adopt", *arguments, folder=folder)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"gen-flowlogs: {why}")
    assert snapshot(folder) == before


def test_a_state_without_a_way_explains_each_in_a_line(folder: Path):
    said = say("adopt", "state.json", folder=folder)
    assert [line.split("  ")[1] for line in said.err.splitlines()[1:]] == [
        "--state same --folder ROOT",
        "--state same --module ROOT",
        "--state other",
    ]
