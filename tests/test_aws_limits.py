"""Names, prefixes and lifecycles that AWS refuses, with the words for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_flowlogs.aws import limits

ANY = st.text(max_size=600)


@pytest.mark.parametrize("name", ["acme-flow-logs", "a.b.c", "1-2", "a" * 63, "10.0.0.1.b", "x-an-1"])
def test_bucket_names_that_s3_takes(name):
    assert limits.bucket_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ab", "has 2 characters: a bucket's name has 3 to 63"),
        ("a" * 64, "has 64 characters: a bucket's name has 3 to 63"),
        ("Acme", "has 'A' in it: only lower case letters, digits, hyphens and dots are allowed"),
        ("bad_name", "has '_' in it: only lower case letters, digits, hyphens and dots are allowed"),
        ("é-bucket", "has 'é' in it: only lower case letters, digits, hyphens and dots are allowed"),
        ("-abc", "must start and end with a letter or a digit"),
        ("abc.", "must start and end with a letter or a digit"),
        ("a..b", "has two dots in a row: write one"),
        ("10.0.0.1", "looks like an IP address: choose another name"),
        ("999.1.1.1", "looks like an IP address: choose another name"),
        ("xn--abc", "starts with 'xn--', which S3 keeps for itself: choose another name"),
        ("sthree-abc", "starts with 'sthree-', which S3 keeps for itself: choose another name"),
        ("amzn-s3-demo-x", "starts with 'amzn-s3-demo-', which S3 keeps for itself: choose another name"),
        ("abc-s3alias", "ends with '-s3alias', which S3 keeps for itself: write the name of a bucket"),
        ("abc--ol-s3", "ends with '--ol-s3', which S3 keeps for itself: write the name of a bucket"),
        ("abc.mrap", "ends with '.mrap', which S3 keeps for itself: write the name of a bucket"),
        ("abc--x-s3", "ends with '--x-s3', which S3 keeps for itself: write the name of a bucket"),
        ("abc--table-s3", "ends with '--table-s3', which S3 keeps for itself: write the name of a bucket"),
        (
            "abc-an",
            (
                "ends with '-an', which S3 keeps for an account's own namespace, whose buckets are not created here: "
                "choose another name"
            ),
        ),
    ],
)
def test_bucket_names_that_s3_refuses(name, words):
    assert limits.bucket_name_problem(name) == words


@pytest.mark.parametrize(
    "name",
    [
        "acme-flow-logs",
        "Acme_Logs",
        "a" * 255,
        "a..b",
        "-x_",
        "10.0.0.1",
        "sthree-abc",
        "abc-an",
        "x-111122223333-us-east-1-an",
    ],
)
def test_names_that_an_existing_bucket_may_have(name):
    assert limits.existing_bucket_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ab", "has 2 characters: a bucket's name has 3 to 63, and one of before 2018 at most 255"),
        ("a" * 256, "has 256 characters: a bucket's name has 3 to 63, and one of before 2018 at most 255"),
        ("a b", "has ' ' in it: only letters, digits, hyphens, dots and underscores are allowed"),
        ("abc-s3alias", "ends with '-s3alias', which S3 keeps for itself: write the name of a bucket"),
        ("abc--x-s3", "ends with '--x-s3', which S3 keeps for itself: write the name of a bucket"),
    ],
)
def test_names_that_no_existing_bucket_has(name, words):
    assert limits.existing_bucket_name_problem(name) == words


@pytest.mark.parametrize("prefix", ["", "p", "a/b/c", "team=net/x", "awslogs", "AWSLogs-x", "p" * 700])
def test_prefixes_that_are_fine(prefix):
    assert limits.prefix_problem(prefix) is None


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("AWSLogs", "has a folder 'AWSLogs', which flow logs put behind the prefix by themselves: take it out"),
        ("a/AWSLogs/b", "has a folder 'AWSLogs', which flow logs put behind the prefix by themselves: take it out"),
        ("a//b", "has an empty folder: write one slash between two folders and none in front"),
        ("/a", "has an empty folder: write one slash between two folders and none in front"),
        ("a/../b", "has a folder '.' or '..', which many tools cannot read: take it out"),
        ("a*", "has '*' in it: only letters, digits and / - _ . = ! ' ( ) are allowed"),
        ("a b", "has ' ' in it: only letters, digits and / - _ . = ! ' ( ) are allowed"),
        ("a\n", "has '\\n' in it: only letters, digits and / - _ . = ! ' ( ) are allowed"),
        ("${a}", "has '$' in it: only letters, digits and / - _ . = ! ' ( ) are allowed"),
        ("p" * 701, "has 701 characters: at most 700 leave room for what flow logs put behind it"),
    ],
)
def test_prefixes_that_are_not(prefix, words):
    assert limits.prefix_problem(prefix) == words


@pytest.mark.parametrize("name", ["/vpc/flow-logs", "/aws/x", "a", "A.b_c#d/e", "a" * 512, "aws"])
def test_log_group_names_that_are_fine(name):
    assert limits.log_group_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "has 0 characters: a log group's name has 1 to 512"),
        ("a" * 513, "has 513 characters: a log group's name has 1 to 512"),
        ("a b", "has ' ' in it: only letters, digits and . - _ / # are allowed"),
        ("a:*", "has ':' in it: only letters, digits and . - _ / # are allowed"),
        ("aws/vpc", "starts with 'aws/', which AWS keeps for itself: choose another name ('/aws/' is allowed)"),
    ],
)
def test_log_group_names_that_are_not(name, words):
    assert limits.log_group_name_problem(name) == words


@pytest.mark.parametrize(
    ("transitions", "expire_days"),
    [
        ([], None),
        ([], 1),
        ([(30, "STANDARD_IA"), (60, "GLACIER"), (150, "DEEP_ARCHIVE")], 400),
        ([(0, "GLACIER")], 1),
        ([(0, "INTELLIGENT_TIERING"), (1, "GLACIER_IR"), (91, "DEEP_ARCHIVE")], None),
        ([(30, "ONEZONE_IA"), (60, "DEEP_ARCHIVE")], None),
    ],
)
def test_lifecycles_that_are_fine(transitions, expire_days):
    assert limits.lifecycle_problem(transitions, expire_days) is None


@pytest.mark.parametrize(
    ("transitions", "expire_days", "index", "words"),
    [
        ([], 0, None, "objects cannot expire after 0 days: write at least 1"),
        (
            [(29, "STANDARD_IA")],
            None,
            0,
            "objects can move to STANDARD_IA after 30 days at the earliest, not after 29: write 30",
        ),
        ([(-1, "GLACIER")], None, 0, "objects can move to GLACIER after 0 days at the earliest, not after -1: write 0"),
        (
            [(90, "GLACIER")],
            90,
            0,
            "objects expire after 90 days, so none moves to GLACIER after 90: take that step out",
        ),
        (
            [(30, "STANDARD_IA"), (30, "GLACIER")],
            None,
            1,
            "objects move to STANDARD_IA after 30 days, so the next step is later: write more than 30",
        ),
        (
            [(90, "GLACIER"), (30, "STANDARD_IA")],
            None,
            1,
            "objects move to GLACIER after 90 days, so the next step is later: write more than 90",
        ),
        (
            [(4, "GLACIER_IR"), (24, "DEEP_ARCHIVE")],
            None,
            1,
            "objects must stay in GLACIER_IR for 90 days: move them after 94 days",
        ),
        (
            [(30, "ONEZONE_IA"), (90, "GLACIER_IR")],
            None,
            1,
            "objects cannot move from ONEZONE_IA to GLACIER_IR: they can move to GLACIER, DEEP_ARCHIVE",
        ),
        (
            [(1, "DEEP_ARCHIVE"), (300, "GLACIER")],
            None,
            1,
            "objects cannot move from DEEP_ARCHIVE to GLACIER: it is the last storage class, so take that step out",
        ),
        ([(1, "GLACIER"), (100, "GLACIER")], None, 1, "objects move to GLACIER twice: take one step out"),
        (
            [(1, "STANDARD")],
            None,
            0,
            "'STANDARD' is no storage class that objects can move to: use " + ", ".join(limits.STORAGE_CLASSES),
        ),
    ],
)
def test_lifecycles_that_are_not(transitions, expire_days, index, words):
    assert limits.lifecycle_problem(transitions, expire_days) == (index, words)


@given(
    st.lists(st.tuples(st.integers(-5, 500), st.sampled_from(sorted(limits.STORAGE_CLASSES)))),
    st.none() | st.integers(-5, 500),
)
def test_a_lifecycle_that_is_fine_goes_on_without_the_last_step(transitions, expire_days):
    if transitions and limits.lifecycle_problem(transitions, expire_days) is None:
        assert limits.lifecycle_problem(transitions[:-1], expire_days) is None


def test_numbers():
    assert limits.FLOW_LOGS_PER_RESOURCE == 250


CHECKS = [limits.bucket_name_problem, limits.prefix_problem, limits.log_group_name_problem]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.__module__}.{check.__name__}")
@given(text=ANY)
def test_words_are_short_and_on_one_line(check, text):
    words = check(text)
    assert words is None or (0 < len(words) < 160 and words.isprintable())
