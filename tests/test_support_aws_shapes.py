"""The shapes that the schema is compared with, judged by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import aws_shapes as shapes

ANY = st.text(max_size=600)


ACCOUNT = "111122223333"


KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_numbers():
    assert len(shapes.RETENTION_DAYS) == 22
    assert list(shapes.RETENTION_DAYS) == sorted(shapes.RETENTION_DAYS)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a+b=c,d.e@f-g_H9", None),
        ("a" * 64, None),
        ("", "has 0 characters: a role's name has 1 to 64"),
        ("a" * 65, "has 65 characters: a role's name has 1 to 64"),
        ("a/b", "has '/' in it: only letters, digits and _ + = , . @ - are allowed"),
        ("ä", "has 'ä' in it: only letters, digits and _ + = , . @ - are allowed"),
    ],
)
def test_role_names(name, words):
    assert shapes.role_name_problem(name) == words


@pytest.mark.parametrize("path", ["/", "/service/", "/a/b/", "/!~/"])
def test_role_paths_that_are_fine(path):
    assert shapes.role_path_problem(path) is None


@pytest.mark.parametrize("path", ["", "a", "/a", "a/", "/ a/", "/ä/", "/a/\n", "/" + "a" * 511 + "/"])
def test_role_paths_that_are_not(path):
    assert shapes.role_path_problem(path) is not None


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (shapes.role_problem, f"arn:aws:iam::{ACCOUNT}:role/r"),
        (shapes.role_problem, f"arn:aws-us-gov:iam::{ACCOUNT}:role/a/b/r+=,.@-_1"),
        (shapes.cross_account_role_problem, f"arn:aws:iam::{ACCOUNT}:role/AWSLogDeliveryFirehoseCrossAccountRole"),
        (
            shapes.cross_account_role_problem,
            f"arn:aws:iam::{ACCOUNT}:role/p/AWSLogDeliveryFirehoseCrossAccountRoleX",
        ),
        (shapes.policy_problem, f"arn:aws:iam::{ACCOUNT}:policy/a/b"),
        (shapes.policy_problem, "arn:aws:iam::aws:policy/PowerUserAccess"),
        (shapes.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:{KEY}"),
        (shapes.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/mrk-{'0' * 32}"),
        (shapes.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/s.1_a-b"),
    ],
)
def test_arns_that_are_fine(check, text):
    assert check(text) is None


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (shapes.role_problem, f"arn:aws:iam::{ACCOUNT}:user/u", "is not the ARN of a role"),
        (shapes.role_problem, f"arn:aws:iam:eu-west-1:{ACCOUNT}:role/r", "is not the ARN of a role"),
        (shapes.role_problem, "arn:aws:iam:::role/r", "is not the ARN of a role"),
        (shapes.role_problem, f"arn:aws:iam::{ACCOUNT}:role/", "names a role that has 0 characters"),
        (shapes.role_problem, f"arn:aws:iam::{ACCOUNT}:role/a*", "names a role that has '*' in it"),
        (
            shapes.cross_account_role_problem,
            f"arn:aws:iam::{ACCOUNT}:role/r",
            "names a role whose name does not start",
        ),
        (shapes.cross_account_role_problem, "r", "is not the ARN of a role"),
        (shapes.policy_problem, f"arn:aws:iam::{ACCOUNT}:role/r", "is not the ARN of a policy"),
        (shapes.policy_problem, f"arn:aws:iam::{ACCOUNT}:policy/", "is not the ARN of a policy"),
        (shapes.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/a", "is the ARN of an alias"),
        (shapes.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1", "does not end in a key's id"),
        (shapes.key_problem, KEY, "is not the ARN of a KMS key"),
        (shapes.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream:s", "has a colon before"),
        (shapes.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/a b", "must end in"),
        (
            shapes.stream_problem,
            f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/s",
            "is not the ARN of a Firehose stream",
        ),
    ],
)
def test_arns_that_are_not(check, text, words):
    assert check(text).startswith(words)


CHECKS = [
    shapes.role_name_problem, shapes.role_path_problem, shapes.role_problem,
    shapes.cross_account_role_problem, shapes.policy_problem, shapes.key_problem, shapes.stream_problem,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.__module__}.{check.__name__}")
@given(text=ANY)
def test_words_are_short_and_on_one_line(check, text):
    words = check(text)
    assert words is None or (0 < len(words) < 160 and words.isprintable())
