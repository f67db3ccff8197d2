"""What AWS refuses of names, prefixes, lifecycles, tags, policies, regions and ARNs, with the words for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_flowlogs.aws import arns, limits, regions, tags

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
        ("a..b", "has two dots in a row"),
        ("10.0.0.1", "looks like an IP address"),
        ("999.1.1.1", "looks like an IP address"),
        ("xn--abc", "starts with 'xn--', which S3 keeps for itself"),
        ("sthree-abc", "starts with 'sthree-', which S3 keeps for itself"),
        ("amzn-s3-demo-x", "starts with 'amzn-s3-demo-', which S3 keeps for itself"),
        ("abc-s3alias", "ends with '-s3alias', which S3 keeps for itself"),
        ("abc--ol-s3", "ends with '--ol-s3', which S3 keeps for itself"),
        ("abc.mrap", "ends with '.mrap', which S3 keeps for itself"),
        ("abc--x-s3", "ends with '--x-s3', which S3 keeps for itself"),
        ("abc--table-s3", "ends with '--table-s3', which S3 keeps for itself"),
        ("abc-an", "ends with '-an', which S3 keeps for buckets of an account's own namespace"),
    ],
)
def test_bucket_names_that_s3_refuses(name, words):
    assert limits.bucket_name_problem(name) == words


@pytest.mark.parametrize("prefix", ["", "p", "a/b/c", "team=net/x", "awslogs", "AWSLogs-x", "p" * 700])
def test_prefixes_that_are_fine(prefix):
    assert limits.prefix_problem(prefix) is None


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("AWSLogs", "has a folder 'AWSLogs', a name that flow logs keep for themselves and put behind the prefix"),
        ("a/AWSLogs/b", "has a folder 'AWSLogs', a name that flow logs keep for themselves and put behind the prefix"),
        ("a//b", "has an empty folder: write one slash between two folders and none in front"),
        ("/a", "has an empty folder: write one slash between two folders and none in front"),
        ("a/../b", "has a folder '.' or '..', which many tools cannot read"),
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
        ("aws/vpc", "starts with 'aws/', which AWS keeps for itself ('/aws/' is allowed)"),
    ],
)
def test_log_group_names_that_are_not(name, words):
    assert limits.log_group_name_problem(name) == words


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
    assert limits.role_name_problem(name) == words


@pytest.mark.parametrize("path", ["/", "/service/", "/a/b/", "/!~/"])
def test_role_paths_that_are_fine(path):
    assert limits.role_path_problem(path) is None


@pytest.mark.parametrize("path", ["", "a", "/a", "a/", "/ a/", "/ä/", "/a/\n", "/" + "a" * 511 + "/"])
def test_role_paths_that_are_not(path):
    assert limits.role_path_problem(path) is not None


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
        ([(29, "STANDARD_IA")], None, 0, "objects can move to STANDARD_IA after 30 days at the earliest, not after 29"),
        ([(-1, "GLACIER")], None, 0, "objects can move to GLACIER after 0 days at the earliest, not after -1"),
        ([(90, "GLACIER")], 90, 0, "objects expire after 90 days, so they cannot move to GLACIER after 90"),
        (
            [(30, "STANDARD_IA"), (30, "GLACIER")],
            None,
            1,
            "objects move to STANDARD_IA after 30 days, so the next step must come later than that",
        ),
        (
            [(90, "GLACIER"), (30, "STANDARD_IA")],
            None,
            1,
            "objects move to GLACIER after 90 days, so the next step must come later than that",
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
            "objects cannot move from DEEP_ARCHIVE to GLACIER: it is the last storage class",
        ),
        ([(1, "GLACIER"), (100, "GLACIER")], None, 1, "objects move to GLACIER twice"),
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
    assert len(limits.RETENTION_DAYS) == 22
    assert list(limits.RETENTION_DAYS) == sorted(limits.RETENTION_DAYS)
    assert limits.FLOW_LOGS_PER_RESOURCE == 250


SERVICES = tuple(tags.TITLES)


@pytest.mark.parametrize("service", SERVICES)
def test_tags_that_every_service_takes(service):
    assert tags.tag_problem("Cost Center_1.2:3/4=5+6-7@8", "Größe \uff14 漢字 ", service) is None
    assert tags.tag_problem("k" * 128, "v" * 256, service) is None
    assert tags.tag_problem("k", "", service) is None
    assert tags.tag_problem("awsome", "aws:x", service) is None


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("", "v", "has an empty key"),
        ("k" * 129, "v", "has a key of 129 characters: at most 128 are allowed"),
        ("k", "v" * 257, "has a value of 257 characters: at most 256 are allowed"),
        ("aws:x", "v", "starts with 'aws:', which AWS keeps for itself"),
        ("AwS:x", "v", "starts with 'aws:', which AWS keeps for itself"),
    ],
)
def test_tags_that_no_service_takes(service, key, value, words):
    assert tags.tag_problem(key, value, service) == words


@pytest.mark.parametrize("character", list("!\"#$%&'()*,;<>?[\\]^`{|}~\t\n"))
def test_only_ec2_takes_any_character(character):
    assert tags.tag_problem(f"a{character}", f"b{character}", "ec2") is None
    for service in SERVICES[1:]:
        title = tags.TITLES[service]
        allowed = f"{title} allows only letters, digits, spaces and _ . : / = + - @"
        assert tags.tag_problem(f"a{character}", "", service) == f"has {character!r} in its key: {allowed}"
        assert tags.tag_problem("a", f"b{character}", service) == f"has {character!r} in its value: {allowed}"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x0b", "\ud800", "\ufffe"])
def test_ec2_takes_what_xml_can_hold(character):
    words = f"has {character!r} in its value: control characters are not allowed"
    assert tags.tag_problem("k", character, "ec2") == words


def test_tag_sets():
    assert tags.tag_set_problem([str(number) for number in range(50)], "ec2") is None
    words = "there are 51 tags: at most 50 are allowed on one resource"
    assert tags.tag_set_problem([str(number) for number in range(51)], "ec2") == words
    assert tags.tag_set_problem(["Owner", "owner"], "ec2") is None
    words = "'Owner' and 'owner' are one key to IAM, which does not tell upper from lower case"
    assert tags.tag_set_problem(["Owner", "owner"], "iam") == words


@pytest.mark.parametrize("kind", tags.POLICY_SIZE)
def test_policy_sizes(kind):
    most = tags.POLICY_SIZE[kind]
    assert tags.policy_problem(kind, "x" * most) is None
    assert tags.policy_problem(kind, "x" * (most + 1)) == f"has {most + 1:,} bytes: at most {most:,} are allowed"


def test_white_space_counts_only_outside_of_iam():
    assert tags.policy_problem("inline", "x " * 10_240) is None
    assert tags.policy_problem("trust", "x\n" * 2_048) is None
    assert tags.policy_problem("bucket", "x " * 20_480) is not None


def test_regions_are_of_one_partition_each():
    for partition in regions.PARTITIONS.values():
        for region in partition.regions:
            matching = [each.name for each in regions.PARTITIONS.values() if re.fullmatch(each.pattern, region)]
            assert matching == [partition.name]
            assert regions.partition_of(region) == partition.name
    assert regions.KNOWN >= regions.TAG_FIELD_REGIONS
    assert len(regions.TAG_FIELD_REGIONS) == 25


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-9", "aws"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"),
        ("eusc-de-east-1", "aws-eusc"),
        ("eu-west-1\n", None), ("eu-west-\u0661", None), ("xx-west-1", None), ("eu-west", None), ("EU-WEST-1", None),
        ("us-east-1a", None), ("", None),
    ],
)  # fmt: skip
def test_partition_of(region, partition):
    assert regions.partition_of(region) == partition


def test_principals_and_suffixes():
    assert regions.logs_principal("eu-west-1") == "logs.eu-west-1.amazonaws.com"
    assert regions.logs_principal("cn-north-1") == "logs.cn-north-1.amazonaws.com.cn"
    assert regions.dns_suffix("aws-eusc") == "amazonaws.eu"
    with pytest.raises(KeyError):
        regions.logs_principal("nowhere")


ACCOUNT = "111122223333"
KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab"


def test_parse():
    arn = arns.parse(f"arn:aws-cn:logs:cn-north-1:{ACCOUNT}:log-group:/a:b")
    assert arn == arns.Arn("aws-cn", "logs", "cn-north-1", ACCOUNT, "log-group:/a:b")
    assert arns.parse(f"arn:aws:iam::{ACCOUNT}:role/a/b/c").name == "c"


@pytest.mark.parametrize(
    "text",
    [
        "", "arn", "arn:aws:iam", "arn:aws:iam::1:role/r", f"arn:aws:iam::{ACCOUNT}:", f"arn:AWS:iam::{ACCOUNT}:role/r",
        f"arn:aws:kms:cn-north-1:{ACCOUNT}:{KEY}", f"arn:aws-cn:kms:eu-west-1:{ACCOUNT}:{KEY}",
        f"arn:aws:iam::{ACCOUNT}:role/r\n", f" arn:aws:iam::{ACCOUNT}:role/r", f"arn:aws:iam::{ACCOUNT}: role",
        f"arn:aws:kms:mars-1:{ACCOUNT}:{KEY}", "arn:aws:iam::١١١١٢٢٢٢٣٣٣٣:role/r",
    ],
)  # fmt: skip
def test_parse_refuses(text):
    assert arns.parse(text) is None


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (arns.role_problem, f"arn:aws:iam::{ACCOUNT}:role/r"),
        (arns.role_problem, f"arn:aws-us-gov:iam::{ACCOUNT}:role/a/b/r+=,.@-_1"),
        (arns.cross_account_role_problem, f"arn:aws:iam::{ACCOUNT}:role/AWSLogDeliveryFirehoseCrossAccountRole"),
        (arns.cross_account_role_problem, f"arn:aws:iam::{ACCOUNT}:role/p/AWSLogDeliveryFirehoseCrossAccountRoleX"),
        (arns.policy_problem, f"arn:aws:iam::{ACCOUNT}:policy/a/b"),
        (arns.policy_problem, "arn:aws:iam::aws:policy/PowerUserAccess"),
        (arns.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:{KEY}"),
        (arns.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/mrk-{'0' * 32}"),
        (arns.log_group_problem, f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/vpc/x"),
        (arns.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/s.1_a-b"),
    ],
)
def test_arns_that_are_fine(check, text):
    assert check(text) is None


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (arns.role_problem, f"arn:aws:iam::{ACCOUNT}:user/u", "is not the ARN of a role"),
        (arns.role_problem, f"arn:aws:iam:eu-west-1:{ACCOUNT}:role/r", "is not the ARN of a role"),
        (arns.role_problem, "arn:aws:iam:::role/r", "is not the ARN of a role"),
        (arns.role_problem, f"arn:aws:iam::{ACCOUNT}:role/", "names a role that has 0 characters"),
        (arns.role_problem, f"arn:aws:iam::{ACCOUNT}:role/a*", "names a role that has '*' in it"),
        (arns.cross_account_role_problem, f"arn:aws:iam::{ACCOUNT}:role/r", "names a role whose name does not start"),
        (arns.cross_account_role_problem, "r", "is not the ARN of a role"),
        (arns.policy_problem, f"arn:aws:iam::{ACCOUNT}:role/r", "is not the ARN of a policy"),
        (arns.policy_problem, f"arn:aws:iam::{ACCOUNT}:policy/", "is not the ARN of a policy"),
        (arns.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/a", "is the ARN of an alias"),
        (arns.key_problem, f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1", "does not end in a key's id"),
        (arns.key_problem, KEY, "is not the ARN of a KMS key"),
        (arns.log_group_problem, f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:g:*", "ends in ':*': leave that out"),
        (arns.log_group_problem, f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:aws/g", "names a log group that starts"),
        (arns.log_group_problem, f"arn:aws:logs:eu-west-1:{ACCOUNT}:destination:d", "is not the ARN of a log group"),
        (arns.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream:s", "has a colon before"),
        (arns.stream_problem, f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/a b", "must end in"),
        (arns.stream_problem, f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/s", "is not the ARN of a Firehose stream"),
    ],
)
def test_arns_that_are_not(check, text, words):
    assert check(text).startswith(words)


CHECKS = [
    limits.bucket_name_problem, limits.prefix_problem, limits.log_group_name_problem, limits.role_name_problem,
    limits.role_path_problem, arns.role_problem, arns.cross_account_role_problem, arns.policy_problem, arns.key_problem,
    arns.log_group_problem, arns.stream_problem,
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.__module__}.{check.__name__}")
@given(text=ANY)
def test_words_are_short_and_on_one_line(check, text):
    words = check(text)
    assert words is None or (0 < len(words) < 160 and words.isprintable())


@given(key=ANY, value=ANY, service=st.sampled_from(SERVICES))
def test_words_of_tags_are_short_and_on_one_line(key, value, service):
    words = tags.tag_problem(key, value, service)
    assert words is None or (len(words) < 160 and words.isprintable())
