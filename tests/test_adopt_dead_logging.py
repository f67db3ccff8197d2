"""Flow logs whose records do not arrive: found where it is certain, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from answers import ACCOUNT, GROUP, REGION, ROLE, TRUST, WRITE, flow_log, flow_logs, policy, role, to_bucket
from gen_flowlogs.adopt import dead_logging, role_policies
from gen_flowlogs.observe import aws_json
from gen_flowlogs.observe.existing import Existing, Where
from gen_flowlogs.policies.delivery import DOCUMENTED_ACTIONS

ONE = "fl-00000000000000001"
ARN = f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-flow-log/{ONE}"
SERVICE = "vpc-flow-logs.amazonaws.com"
DEAD = f'flow log {ONE} cannot deliver: its role "flow-logs" '

ALONE = (
    "allows logs:CreateLogStream and logs:PutLogEvents on the log group alone, since the resource does not end in `:*`"
)


def trust(service: Any = SERVICE, **changes: Any) -> Any:
    return policy(TRUST["Statement"][0] | {"Principal": {"Service": service}} | changes)


def allow(
    actions: Any = ("logs:CreateLogStream", "logs:PutLogEvents"), resource: Any = f"{GROUP}:*", **more: Any
) -> Any:
    listed = actions if isinstance(actions, str) else list(actions)
    return policy({"Effect": "Allow", "Action": listed, "Resource": resource, **more})


def existing(permissions: Any = WRITE, trusted: Any = TRUST, *listed: Any) -> Existing:
    """Flow logs, one unless others are given, with a role of which all policies were read."""
    inline = {"RoleName": "flow-logs", "PolicyName": "write", "PolicyDocument": permissions}
    policies = ({"PolicyNames": ["write"]}, inline, {"AttachedPolicies": []})
    described = role(AssumeRolePolicyDocument=trusted)
    found = aws_json.read([flow_logs(*(listed or [flow_log()])), described, *policies], "f.json")
    assert found.notes == ()
    assert found.roles[0].complete
    return found


def notes(of: Existing) -> list[tuple[str, str]]:
    found = dead_logging.notes(of)
    assert not any(note.partial for note in found)
    return [(note.text, note.remedy) for note in found]


@pytest.mark.parametrize(
    ("permissions", "trusted"),
    [
        (WRITE, TRUST),
        (allow("logs:*", "*"), TRUST),
        (allow("*", "*"), trust(["ec2.amazonaws.com", SERVICE])),
        (allow(DOCUMENTED_ACTIONS, "arn:aws:logs:*:*:log-group:/flow-*"), TRUST),
        (allow(resource=f"{GROUP}:log-stream:*"), TRUST),
        (allow(resource=[GROUP, f"{GROUP}:*"]), TRUST),
        (allow(["LOGS:putlogevents", "logs:Create*"]), TRUST),
        (WRITE, trust(Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}})),
        (WRITE, trust(Condition={"ArnLike": {"aws:SourceArn": ARN}})),
        (WRITE, trust(Condition={"ArnLike": {"AWS:sourcearn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:*"}})),
        (WRITE, policy({"Effect": "Allow", "Principal": "*", "Action": "sts:*"})),
    ],
)
def test_a_role_that_delivers(permissions: Any, trusted: Any):
    assert notes(existing(permissions, trusted)) == []


@pytest.mark.parametrize(
    ("permissions", "trusted"),
    [
        (policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}), TRUST),
        (policy({"Effect": "Allow", "Action": "logs:*", "NotResource": "x"}), TRUST),
        (allow(resource="arn:aws:logs:*:*:log-group:${aws:PrincipalTag/group}"), TRUST),
        (allow(resource="log-group:/flow-logs"), TRUST),
        (allow(resource=f"{GROUP}:log-stream:eni-11*"), TRUST),
        (allow(Condition={"StringNotEquals": {"aws:x": "y"}}), TRUST),
        (allow(Condition={"StringEquals": {"aws:x": "y"}}), TRUST),
        (policy(*WRITE["Statement"], {"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}), TRUST),
        ({"Statement": 5}, TRUST),
        ({"x": "y"}, TRUST),
        ("[" * 100_000, TRUST),
        (WRITE, {"Statement": "x"}),
        (WRITE, ""),
        (WRITE, "no JSON"),
        (WRITE, policy({"Effect": "Allow", "NotPrincipal": {"AWS": "*"}, "Action": "sts:AssumeRole"})),
        (WRITE, policy({"Effect": "Allow", "Principal": {"Federated": "x"}, "Action": "sts:AssumeRole"})),
        (WRITE, trust(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})),
        (WRITE, trust(Condition={"StringNotLike": {"aws:SourceAccount": "9*"}})),
    ],
)
def test_what_is_not_certain_is_not_said(permissions: Any, trusted: Any):
    assert notes(existing(permissions, trusted)) == []


@pytest.mark.parametrize(
    ("trusted", "text", "remedy"),
    [
        (
            trust("logs.amazonaws.com"),
            f'trusts "logs.amazonaws.com" and not {SERVICE}',
            f"let {SERVICE} assume it",
        ),
        (policy(), f"does not trust {SERVICE}", f"let {SERVICE} assume it"),
        (
            policy({"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}),
            f"does not trust {SERVICE}",
            f"let {SERVICE} assume it",
        ),
        *(
            (
                each,
                f"has a trust policy that refuses {SERVICE} here",
                "correct the conditions, the action or the effect in its trust policy",
            )
            for each in (
                trust(Action="sts:AssumeRoles"),
                trust(Condition={"StringEquals": {"aws:SourceAccount": "999988887777"}}),
                trust(Condition={"ArnLike": {"aws:SourceArn": "arn:aws:ec2:us-east-1:*:vpc-flow-log/*"}}),
                policy(TRUST["Statement"][0], TRUST["Statement"][0] | {"Effect": "Deny"}),
            )
        ),
    ],
)
def test_a_trust_policy_that_refuses(trusted: Any, text: str, remedy: str):
    assert notes(existing(WRITE, trusted)) == [(DEAD + text, remedy)]


@pytest.mark.parametrize(
    ("permissions", "text", "remedy"),
    [
        (
            allow(resource=GROUP),
            ALONE,
            f'make the resource "{GROUP}:*"',
        ),
        (
            allow(resource="arn:aws:logs:*:*:log-group:/flow-logs"),
            ALONE,
            f'make the resource "{GROUP}:*"',
        ),
        (
            allow(["logs:CreateLogStream", "logs:PutLogEvent"]),
            'allows "logs:PutLogEvent", which is no action',
            "make it logs:PutLogEvents",
        ),
        (
            allow(["log:CreateLogStream", "logs:PutLogsEvents"]),
            'allows "log:CreateLogStream" and "logs:PutLogsEvents", which are no actions',
            "make it logs:CreateLogStream and logs:PutLogEvents",
        ),
        (
            allow("logs:CreateLogGroup"),
            f'does not allow logs:CreateLogStream and logs:PutLogEvents on "{GROUP}:*"',
            "allow it in a policy of the role",
        ),
        (
            allow(resource=f"{GROUP}-2:*"),
            f'does not allow logs:CreateLogStream and logs:PutLogEvents on "{GROUP}:*"',
            "allow it in a policy of the role",
        ),
        (
            policy(*WRITE["Statement"], {"Effect": "Deny", "Action": "logs:Put*", "Resource": "*"}),
            f'does not allow logs:PutLogEvents on "{GROUP}:*"',
            "allow it in a policy of the role",
        ),
    ],
)
def test_permissions_that_are_missing(permissions: Any, text: str, remedy: str):
    assert notes(existing(permissions)) == [(DEAD + text, remedy)]


def test_a_misspelt_action_without_which_records_may_arrive():
    permissions = allow(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStream"])
    assert notes(existing(permissions)) == [
        ('the role "flow-logs" allows "logs:DescribeLogStream", which is no action', "make it logs:DescribeLogStreams")
    ]
    assert notes(existing(allow(["logs:DescribeLogStream", "logs:*"]))) == []
    assert notes(replace(existing(permissions), flow_logs=())) == []


def test_no_action_of_aws_is_taken_for_a_misspelt_one():
    from botocore.loaders import Loader  # noqa: PLC0415 - a large file

    operations = Loader().load_service_model("logs", "service-2")["operations"]
    assert set(DOCUMENTED_ACTIONS) <= {f"logs:{each}" for each in operations}
    assert [each for each in operations if role_policies._meant(f"logs:{each}") is not None] == []


def test_policies_that_were_not_read_say_nothing():
    whole = existing(allow(resource=GROUP), trust("logs.amazonaws.com"))
    assert len(notes(whole)) == 2
    (of,) = whole.roles
    unread = replace(of, trust=None, complete=False)
    attached = replace(of, trust=None, attached=(f"arn:aws:iam::{ACCOUNT}:policy/p",))
    for each in (unread, attached):
        assert notes(replace(whole, roles=(each,))) == []
    assert notes(replace(whole, roles=())) == []
    assert notes(replace(whole, roles=(replace(of, arn=f"{ROLE}-2"),))) == []


def test_where_the_location_is_not_known_conditions_on_it_are_not_judged():
    trusted = trust(Condition={"StringEquals": {"aws:SourceAccount": "999988887777"}})
    found = existing(WRITE, trusted)
    assert len(notes(found)) == 1
    unknown = replace(found.flow_logs[0], where=Where())
    assert notes(replace(found, flow_logs=(unknown,))) == []


def test_a_group_by_its_name_needs_a_location():
    found = existing(allow(resource=GROUP), TRUST, flow_log(LogDestination=None), flow_log(2))
    assert notes(found)[0][0].startswith(f"flow logs {ONE} and fl-00000000000000002 cannot deliver")
    alone = replace(found.flow_logs[0], where=Where(account=ACCOUNT, partition="aws"))
    assert notes(replace(found, flow_logs=(alone,))) == []


@pytest.mark.parametrize(
    ("listed", "absent", "what"),
    [
        (flow_log(), ROLE, "role"),
        (flow_log(), GROUP, "log group"),
        (to_bucket(), "arn:aws:s3:::my-logs", "bucket"),
        (to_bucket() | {"LogDestination": "arn:aws:s3:::my-logs/p/"}, "arn:aws:s3:::my-logs", "bucket"),
    ],
)
def test_what_does_not_exist(listed: Any, absent: str, what: str):
    found = replace(existing(WRITE, TRUST, listed), absent=frozenset({absent}))
    assert notes(found) == [
        (
            f'flow log {ONE} cannot deliver: the {what} "{absent}" does not exist',
            f"make the {what}, or delete the flow log",
        )
    ]


@pytest.mark.parametrize(
    ("listed", "message", "remedy"),
    [
        (
            flow_log,
            "Access error",
            "check the trust policy of its role, and that its permissions name the group with `:*`",
        ),
        (to_bucket, "Access error. More", "check the policy of the bucket, and that of its key"),
        (flow_log, "Rate limited", "CloudWatch Logs throttles it: deliver to S3, or ask AWS for a higher quota"),
        (flow_log, "Unknown error", ""),
        (flow_log, "A word\nof tomorrow", ""),
    ],
)
def test_the_message_of_aws(listed: Any, message: str, remedy: str):
    found = existing(WRITE, TRUST, listed(DeliverLogsErrorMessage=message))
    shown = message.replace("\n", "\\n")
    assert notes(found) == [(f'flow log {ONE} cannot deliver: AWS reports "{shown}"', remedy)]


def test_a_cause_is_told_in_the_place_of_the_message():
    found = existing(allow(resource=GROUP), TRUST, flow_log(DeliverLogsErrorMessage="Access error"))
    assert len(notes(found)) == 1
    assert "on the log group alone" in notes(found)[0][0]


def test_one_note_for_the_flow_logs_of_one_cause():
    found = existing(WRITE, trust("logs.amazonaws.com"), *(flow_log(number) for number in range(1, 6)))
    ((text, _),) = notes(found)
    names = "fl-00000000000000001, fl-00000000000000002, fl-00000000000000003 and 2 more"
    assert text.startswith(f'flow logs {names} cannot deliver: its role "flow-logs" trusts')
