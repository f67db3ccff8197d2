"""Regions, their partitions, and the names that end in them."""

from __future__ import annotations

import re

import pytest

from gen_flowlogs.aws import regions


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


def test_suffixes():
    assert regions.dns_suffix("aws-cn") == "amazonaws.com.cn"
    assert regions.dns_suffix("aws-eusc") == "amazonaws.eu"
    with pytest.raises(KeyError):
        regions.dns_suffix("nowhere")


def test_the_principal_of_cloudwatch_logs_has_the_suffix_of_few_partitions():
    """As planned in each partition with the data source `aws_service_principal`, 2026-11."""
    assert {name: regions.logs_suffix(name) for name in regions.PARTITIONS} == {
        "aws": "amazonaws.com",
        "aws-cn": "amazonaws.com.cn",
        "aws-us-gov": "amazonaws.com",
        "aws-eusc": "amazonaws.com",
        "aws-iso": "c2s.ic.gov",
        "aws-iso-b": "sc2s.sgov.gov",
        "aws-iso-e": "amazonaws.com",
        "aws-iso-f": "amazonaws.com",
    }
