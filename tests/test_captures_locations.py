"""Locations of stacks, and the ARNs of things there, which are spelled nowhere else."""

from __future__ import annotations

import pytest

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.locations import AMBIENT
from gen_flowlogs.hcl import Own, interpolate
from gen_flowlogs.model import ONLY, Stack

CHINA = locations.of(Stack("china", "777788889999", "cn-north-1"))


def test_a_location_is_literal_or_ambient():
    assert locations.of(ONLY) is AMBIENT
    assert (CHINA.partition, CHINA.logs_suffix) == ("aws-cn", "amazonaws.com.cn")
    assert locations.of(Stack("new", "777788889999", "xx-new-1")).partition == "aws"


def test_stacks_of_one_account_and_region_share_a_key():
    one, same, region, account = (
        locations.key(Stack(name, account, region))
        for name, account, region in (("a", "1", "x"), ("b", "1", "x"), ("c", "1", "y"), ("d", "2", "x"))
    )
    assert one == same
    assert len({one, region, account, locations.key(ONLY)}) == 4


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (locations.log_group_arn("/a", CHINA), "arn:aws-cn:logs:cn-north-1:777788889999:log-group:/a"),
        (locations.bucket_arn("b", CHINA), "arn:aws-cn:s3:::b"),
        (locations.role_arn("r", CHINA), "arn:aws-cn:iam::777788889999:role/r"),
        (locations.role_arn("r", CHINA, path="/x/y/"), "arn:aws-cn:iam::777788889999:role/x/y/r"),
    ],
)
def test_an_arn_is_one(arn: str, expected: str):
    assert arn == expected
    assert arns.parse(arn) is not None


def test_an_arn_in_the_ambient_location_is_an_interpolation():
    account = Own("data.aws_caller_identity.current.account_id")
    partition = Own("data.aws_partition.current.partition")
    assert locations.role_arn("r", AMBIENT) == interpolate("arn:", partition, ":iam::", account, ":role/r")
