"""The catalogue of record fields: complete, in AWS's order, and frozen where flow logs depend on it."""

from __future__ import annotations

import hashlib
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_flowlogs.aws.fields import (
    BY_FAMILY,
    BY_NAME,
    DEFAULT,
    FIELDS,
    NAMES,
    PRESETS,
    TAG_FIELD_NAMES,
    TAG_FIELDS,
    TRANSIT_GATEWAY_FIELDS,
    VPC_FIELDS,
    log_format,
    resolve,
)

# The default formats, as AWS's pages print them.
VPC_DEFAULT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)


def test_counts():
    assert (len(VPC_FIELDS), len(TRANSIT_GATEWAY_FIELDS)) == (54, 36)
    assert len(NAMES["vpc"] & NAMES["transit_gateway"]) == 18
    assert len(FIELDS) == 54 + 36 - 18
    assert len(BY_NAME) == len(FIELDS)


@pytest.mark.parametrize(
    ("version", "count"), [(2, 14), (3, 7), (4, 4), (5, 4), (7, 10), (8, 1), (9, 1), (10, 1), (11, 12)]
)
def test_vpc_fields_by_version(version, count):
    assert len([field for field in VPC_FIELDS if field.version == version]) == count


@pytest.mark.parametrize(("version", "count"), [(2, 12), (3, 2), (4, 1), (5, 3), (6, 18)])
def test_transit_gateway_fields_by_version(version, count):
    assert len([field for field in TRANSIT_GATEWAY_FIELDS if field.version == version]) == count


def test_families_and_lists_agree():
    for family, fields in BY_FAMILY.items():
        assert set(fields) == {field for field in FIELDS if family in field.families}
        assert len(set(fields)) == len(fields)


def test_numbers():
    numbers = {field.name for field in FIELDS if field.type != "string"}
    assert {name for name in numbers if BY_NAME[name].type == "int64"} == {
        "packets", "bytes", "start", "end", "packets-lost-no-route", "packets-lost-blackhole",
        "packets-lost-mtu-exceeded", "packets-lost-ttl-expired",
    }  # fmt: skip
    assert {name for name in numbers if BY_NAME[name].type == "int32"} == {
        "version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status",
    }  # fmt: skip


def test_default_is_what_aws_prints():
    assert log_format(DEFAULT["vpc"]) == VPC_DEFAULT
    assert DEFAULT["transit_gateway"][:3] == ("version", "resource-type", "account-id")
    assert DEFAULT["transit_gateway"][-1] == "pkt-dst-aws-service"
    assert len(DEFAULT["transit_gateway"]) == 36


def test_descriptions_are_one_line_each():
    for field in FIELDS:
        assert field.description
        assert "\n" not in field.description + field.note
        assert len(field.description) < 220


def test_presets_are_what_each_family_has_once():
    for families in PRESETS.values():
        for family, names in families.items():
            assert set(names) <= NAMES[family]
            assert len(set(names)) == len(names)
            assert not set(names) & TAG_FIELD_NAMES


def test_presets_are_frozen():
    """A preset that changes replaces every flow log that uses it: add a new one instead."""
    text = json.dumps(PRESETS, sort_keys=True)
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "641e14bcecaa95f5d90df639ff82195f7a31068d9d8f41ea13df8c22a7473aa4"
    )


def test_presets_grow_with_the_version():
    names = [PRESETS[f"v{version}"] for version in (3, 4, 5, 7, 8, 9, 10, 11)]
    for before, after in itertools.pairwise(names):
        assert set(before["vpc"]) < set(after["vpc"])
        assert set(before["transit_gateway"]) <= set(after["transit_gateway"])
    assert set(names[-1]["vpc"]) == NAMES["vpc"] - TAG_FIELD_NAMES


def test_tag_fields():
    assert {name for name in NAMES["vpc"] if name.endswith(("-tag", "-tag-2"))} == TAG_FIELD_NAMES
    assert {first + "-2" for first, _ in TAG_FIELDS.values()} == {second for _, second in TAG_FIELDS.values()}


def test_resolve():
    assert resolve(None, (), "vpc") == DEFAULT["vpc"]
    assert resolve(None, ("srcaddr", "nonsense"), "vpc") == ("srcaddr", "nonsense")
    assert resolve("default", ("vpc-id", "version"), "vpc") == (*DEFAULT["vpc"], "vpc-id", "version")
    assert resolve("default", (), "transit_gateway") == DEFAULT["transit_gateway"]
    assert resolve("ecs", ("vpc-id",), "vpc") is resolve("ecs", ("vpc-id",), "vpc")


@given(st.lists(st.sampled_from(sorted(BY_NAME)), min_size=1))
def test_a_format_says_its_fields(names):
    said = log_format(names)
    assert said.split(" ") == [f"${{{name}}}" for name in names]


NUMBERS = {
    "int32": {"version", "srcport", "dstport", "protocol", "tcp-flags", "traffic-path", "encryption-status"},
    "int64": {
        *("packets", "bytes", "start", "end", "packets-lost-no-route", "packets-lost-blackhole"),
        *("packets-lost-mtu-exceeded", "packets-lost-ttl-expired"),
    },
}
"""By the Parquet types of AWS's pages on the fields of VPC and transit gateway flow logs; all others are strings."""


def test_the_types_of_columns_are_those_of_aws():
    of_type = {kind: {each.name for each in FIELDS if each.type == kind} for kind in ("int32", "int64", "string")}
    others = {each.name for each in FIELDS} - NUMBERS["int32"] - NUMBERS["int64"]
    assert of_type == {**NUMBERS, "string": others}
