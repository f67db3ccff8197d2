"""IAM's evaluation, in the part of it that the policies use, and its refusal to guess at the rest."""

from __future__ import annotations

import pytest

from gen_flowlogs.hcl import Ref, interpolate
from gen_flowlogs.policies import Condition, Policy, Principal, Statement
from gen_flowlogs.policies.evaluate import Request, Unresolved, Unsupported, decide, resolve

QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"
USER = "arn:aws:iam::111122223333:user/ann"
EVERYBODY = Principal("*", ("*",))


def answer(statements, request, environment=None, attached="resource"):
    return decide(Policy(tuple(statements)), request, environment or {}, attached=attached)


def statement(*, actions=("sqs:SendMessage",), resources=(QUEUE,), principal=EVERYBODY, conditions=(), effect="Allow"):
    return Statement(None, actions, resources, principal, conditions, effect)


def request(action="sqs:SendMessage", resource=QUEUE, principal=USER, **context: str):
    return Request(principal, action, resource, context)


@pytest.mark.parametrize(
    ("pattern", "action", "matches"),
    [
        ("sqs:SendMessage", "sqs:SendMessage", True),
        ("SQS:sendmessage", "sqs:SendMessage", True),
        ("sqs:Send*", "sqs:SendMessage", True),
        ("sqs:Send?essage", "sqs:SendMessage", True),
        ("*", "sqs:SendMessage", True),
        ("sqs:*", "sqs:SendMessage", True),
        ("sqs:Send", "sqs:SendMessage", False),
        ("sqs:SendMessage?", "sqs:SendMessage", False),
        ("sns:*", "sqs:SendMessage", False),
        ("sqs.*", "sqs:SendMessage", False),
    ],
)
def test_actions(pattern, action, matches):
    assert answer([statement(actions=(pattern,))], request(action)) == ("allow" if matches else "silent")


@pytest.mark.parametrize(
    ("pattern", "resource", "matches"),
    [
        ("*", QUEUE, True),
        ("arn:aws:sqs:*:111122223333:jobs", QUEUE, True),
        ("arn:aws:sqs:*:jobs:*:*", QUEUE, False),
        ("arn:aws:sqs:eu-west-1:111122223333:JOBS", QUEUE, False),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a/b", True),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", False),
        ("arn:aws:logs:r:a:log-group:g:*", "arn:aws:logs:r:a:log-group:g:log-stream:s", True),
        ("arn:aws:logs:r:a:log-group:g", "arn:aws:logs:r:a:log-group:g:log-stream:s", False),
        ("arn:*:*:*:*:*", QUEUE, True),
        ("arn:*:*:*:*:*", "*", False),
    ],
)
def test_resources(pattern, resource, matches):
    asked = request(resource=resource)
    assert answer([statement(resources=(pattern,))], asked) == ("allow" if matches else "silent")


@pytest.mark.parametrize(
    ("principal", "caller", "matches"),
    [
        (EVERYBODY, None, True),
        (EVERYBODY, "ec2.amazonaws.com", True),
        (Principal("AWS", ("*",)), USER, True),
        (Principal("AWS", ("arn:aws:iam::111122223333:root",)), USER, True),
        (Principal("AWS", ("111122223333",)), USER, True),
        (Principal("AWS", (USER,)), USER, True),
        (Principal("AWS", ("arn:aws:iam::999999999999:root",)), USER, False),
        (Principal("AWS", ("arn:aws-cn:iam::111122223333:root",)), USER, False),
        (Principal("AWS", ("arn:aws:iam::111122223333:root",)), "ec2.amazonaws.com", False),
        (Principal("AWS", ("arn:aws:iam::111122223333:root",)), None, False),
        (Principal("Service", ("ec2.amazonaws.com",)), "ec2.amazonaws.com", True),
        (Principal("Service", ("ec2.amazonaws.com",)), "sqs.amazonaws.com", False),
        (Principal("Service", ("ec2.amazonaws.com",)), None, False),
        (None, USER, False),
    ],
)
def test_principals(principal, caller, matches):
    asked = request(principal=caller)
    assert answer([statement(principal=principal)], asked) == ("allow" if matches else "silent")


@pytest.mark.parametrize(
    ("operator", "values", "sent", "matches"),
    [
        ("StringEquals", ("a", "b"), "b", True),
        ("StringEquals", ("a*",), "ab", False),
        ("StringEquals", ("A",), "a", False),
        ("StringEquals", (), "a", False),
        ("StringEquals", ("a",), None, False),
        ("StringEqualsIfExists", ("a",), None, True),
        ("StringEqualsIfExists", ("a",), "b", False),
        ("StringLike", ("a*c?",), "abcd", True),
        ("StringLike", ("a?",), "a", False),
        ("ArnLike", ("arn:aws:logs:*:1:*",), "arn:aws:logs:r:1:x:y", True),
        ("ArnLike", ("arn:aws:*:1:x",), "arn:aws:logs:r:1:x", False),
        ("ArnLike", ("*",), "arn:aws:logs:r:1:x", False),
        ("ArnEquals", ("arn:aws:logs:r:1:*",), "arn:aws:logs:r:1:x", True),
        ("ArnEquals", ("arn:aws:logs:r:1:x",), "x", False),
        ("Bool", ("false",), "False", True),
        ("Bool", ("false",), "true", False),
        ("Bool", ("false",), None, False),
    ],
)
def test_operators(operator, values, sent, matches):
    context = {} if sent is None else {"aws:key": sent}
    conditions = (Condition(operator, "AWS:Key", values),)
    assert answer([statement(conditions=conditions)], request(**context)) == ("allow" if matches else "silent")


def test_every_condition_must_hold():
    both = (Condition("StringEquals", "a", ("1",)), Condition("StringEquals", "b", ("2",)))
    assert answer([statement(conditions=both)], request(a="1", b="2")) == "allow"
    assert answer([statement(conditions=both)], request(a="1", b="3")) == "silent"


def test_a_denial_wins_wherever_it_stands():
    allow, deny = statement(), statement(effect="Deny")
    assert answer([allow, deny], request()) == answer([deny, allow], request()) == "deny"
    assert answer([], request()) == "silent"


def test_attachments():
    identity = statement(principal=None)
    assert answer([identity], request(principal="whoever"), attached="identity") == "allow"
    assert answer([statement(principal=None, resources=())], request(), attached="identity") == "silent"
    assert answer([statement(resources=())], request(), attached="resource") == "silent"
    assert answer([statement(resources=())], request(), attached="trust") == "allow"
    assert answer([statement(resources=(), principal=None)], request(), attached="trust") == "silent"


@pytest.mark.parametrize(
    ("unknown", "attached"),
    [
        (statement(conditions=(Condition("StringNotEquals", "a", ("1",)),)), "resource"),
        (statement(conditions=(Condition("ForAllValues:StringEquals", "a", ("1",)),)), "resource"),
        (statement(conditions=(Condition("Null", "a", ("true",)),)), "resource"),
        (statement(actions=(), conditions=(Condition("NumericEquals", "a", ("1",)),)), "resource"),
        (statement(conditions=(Condition("StringLike", "a", ("${aws:username}",)),)), "resource"),
        (statement(resources=("arn:aws:s3:::${aws:username}",)), "resource"),
        (statement(resources=("arn:aws:sqs:*",)), "resource"),
        (statement(principal=Principal("Federated", ("x",))), "resource"),  # type: ignore[arg-type]
        (statement(), "trust"),
        (statement(), "identity"),
    ],
)
def test_what_is_not_understood_is_refused(unknown, attached):
    with pytest.raises(Unsupported):
        answer([unknown], request(a="1"), attached=attached)


def test_references():
    arn = interpolate("arn:aws:sqs:", Ref("data.aws_service.ec2.region"), ":111122223333:jobs")
    environment = {"data.aws_service.ec2.region": "eu-west-1"}
    assert resolve(arn, environment) == QUEUE
    assert answer([statement(resources=(arn,))], request(), environment) == "allow"
    with pytest.raises(Unresolved, match=r"data\.aws_service\.ec2\.region"):
        answer([statement(resources=(arn,))], request())
