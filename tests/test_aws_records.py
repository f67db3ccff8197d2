"""The tables of records: what they weigh, what their values mean, and what no flow log records."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from gen_flowlogs.aws import empty_values, field_values, pitfalls
from gen_flowlogs.aws.fields import BY_FAMILY, BY_NAME, DEFAULT, FIELDS, PRESETS, TAG_FIELD_NAMES
from gen_flowlogs.aws.kinds import KINDS, REGIONAL_NAT_GATEWAY, TRANSIT_GATEWAY, VPC
from gen_flowlogs.aws.labels import label, labelled
from gen_flowlogs.aws.never_recorded import NEVER_RECORDED, of_kind
from gen_flowlogs.aws.protocols import PROTOCOLS
from gen_flowlogs.aws.weights import ASSUMED, SAMPLE, record_bytes, width

MEASURED = {"default": 111, "v3": 206, "security": 241, "v5": 243, "ecs": 447, "v8": 534, "v11": 594}
"""Bytes of a record of each preset, of a million made records."""

EMPTY = "2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA"
"""The example of AWS's page for an interface without traffic."""


# weights


@pytest.mark.parametrize("preset", MEASURED)
def test_a_record_of_a_preset_weighs_what_was_measured(preset: str):
    assert record_bytes(PRESETS[preset]["vpc"], VPC) == MEASURED[preset]


def test_a_record_of_a_transit_gateway_weighs_what_was_measured():
    assert record_bytes(DEFAULT["transit_gateway"], TRANSIT_GATEWAY) == 397


def test_the_default_format_weighs_about_what_the_sample_of_aws_does():
    assert len(SAMPLE) == 114
    assert "114 bytes" in ASSUMED
    assert len(SAMPLE.split(" ")) == len(DEFAULT["vpc"])
    assert abs(record_bytes(DEFAULT["vpc"]) - len(SAMPLE)) / len(SAMPLE) < 0.05


def test_ids_of_the_samples_have_the_width_of_the_table():
    by_name = dict(zip(DEFAULT["vpc"], SAMPLE.split(" "), strict=True))
    for name in ("version", "account-id", "interface-id", "start", "end", "action", "log-status"):
        assert width(name).bytes == len(by_name[name])
    for kind, names in ((VPC, ("vpc-id",)), (TRANSIT_GATEWAY, ("tgw-id",)), (REGIONAL_NAT_GATEWAY, ("resource-id",))):
        assert {width(name, kind).bytes for name in names} == {len(kind.example)}


def test_a_regional_nat_gateway_has_other_widths():
    names = ("interface-id", "subnet-id", "instance-id", "resource-id")
    assert record_bytes(names, REGIONAL_NAT_GATEWAY) == 1 + 1 + 1 + 21 + 3
    assert record_bytes(names, VPC) == record_bytes(names) > 60


def test_a_version_of_two_digits_is_counted():
    assert record_bytes(("version", "srcaddr")) == 1 + 1 + 11
    assert record_bytes(("version", "interface-type")) == 2 + 1 + 2


def test_what_is_no_field_weighs_nothing():
    assert record_bytes(()) == 0
    assert record_bytes(("nonsense", "srcaddr")) == 11


def test_every_field_has_a_width():
    for field in FIELDS:
        assert width(field.name).bytes >= 1
        assert width(field.name).because


# values and labels


def test_each_value_is_one_of_a_field_and_once():
    for name, several in field_values.VALUES.items():
        assert name in BY_NAME
        assert len({each.value for each in several}) == len(several)
        for each in several:
            assert each.label
            assert each.meaning
            assert set(each.families) & set(BY_NAME[name].families)


def test_values_of_transit_gateways_are_those_that_aws_documents():
    services = field_values.values("pkt-src-aws-service", ("transit_gateway",))
    assert (len(services), len(field_values.values("pkt-src-aws-service", ("vpc",)))) == (21, 26)
    assert [each.value for each in field_values.values("tcp-flags", ("vpc",))] == ["0", "1", "2", "4", "18"]


def test_protocols_agree_with_the_system():
    """`/etc/protocols` spells some in its own way, so the test compares those that Python names."""
    names = {key: value for key, value in vars(socket).items() if key.startswith("IPPROTO_") and 0 < value < 255}
    spelled = {"ICMPV6": "IPv6-ICMP", "FRAGMENT": "IPv6-Frag", "ROUTING": "IPv6-Route", "NONE": "IPv6-NoNxt"}
    spelled |= {"DSTOPTS": "IPv6-Opts", "IPIP": "IPv4", "TP": "ISO-TP4", "IDP": "XNS-IDP", "EON": "", "ND": ""}
    spelled |= {
        "MAX": "",
        "HELLO": "",
        "GGP": "GGP",
        "XTP": "XTP",
        "IPV4": "IPv4",
        "MOBILITY": "",
        "UDPLITE": "UDPLite",
    }
    compared = 0
    for key, number in names.items():
        expected = spelled.get(key.removeprefix("IPPROTO_"), key.removeprefix("IPPROTO_"))
        if expected:
            compared += 1
            assert PROTOCOLS[number][0].upper() == expected.upper(), key
    assert compared > 10


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("protocol", "6", "TCP"),
        ("protocol", "58", "IPv6-ICMP"),
        ("protocol", "255", None),
        ("tcp-flags", "0", "none"),
        ("tcp-flags", "2", "SYN"),
        ("tcp-flags", "18", "SYN, ACK"),
        ("tcp-flags", "19", "FIN, SYN, ACK"),
        ("tcp-flags", "63", "FIN, SYN, RST, PSH, ACK, URG"),
        ("tcp-flags", "64", None),
        ("tcp-flags", "-", None),
        ("tcp-flags", "٣", None),
        ("tcp-flags", "1_0", None),
        ("tcp-flags", "9" * 5000, None),
        ("start", "1418530010", "2014-12-14 04:06:50 UTC"),
        ("end", "1418530010123", "2014-12-14 04:06:50 UTC"),
        ("end", "9999999999", "2286-11-20 17:46:39 UTC"),
        ("start", "99999999999", None),
        ("start", "-141853001", None),
        ("start", "³³³³³³³³³³", None),
        ("traffic-path", "8", "internet gateway"),
        ("reject-reason", "BPA", "Block Public Access"),
        ("reject-reason", "something new", None),
        ("encryption-status", "0", "not encrypted"),
        ("type", "IPv4", None),
        ("instance-tag", "team%20a", "team a"),
        ("instance-tag", "plain", None),
        ("srcaddr", "10.0.0.1", None),
    ],
)
def test_labels(name: str, value: str, words: str | None):
    assert label(name, value) == words


def test_every_value_that_is_listed_has_its_label():
    assert labelled() == {*field_values.VALUES, *TAG_FIELD_NAMES, "start", "end"}
    for name, several in field_values.VALUES.items():
        for each in several:
            assert label(name, each.value) == (each.label if each.label != each.value else None)


# empty values and pitfalls


def test_every_field_that_can_be_empty_says_why():
    always = {field.name for field in FIELDS if not empty_values.reasons(field.name)}
    assert always == {"version", "start", "end", "log-status"}
    example = dict(zip(DEFAULT["vpc"], EMPTY.split(" "), strict=True))
    for name, value in example.items():
        assert (name in empty_values.FILLED_WITHOUT_DATA) == (value != "-")
        assert (empty_values.WITHOUT_DATA in empty_values.reasons(name)) == (value == "-")


def test_reasons_and_notes_agree():
    """A note of the catalogue that names `-` is among the reasons in other words: neither is forgotten alone."""
    for field in FIELDS:
        if field.note.startswith("-") or "awsvpc" in field.note:
            own = set(empty_values.reasons(field.name)) - {empty_values.ALWAYS, empty_values.WITHOUT_DATA}
            assert own, field.name


def test_pitfalls_are_about_fields_that_their_families_have():
    for each in pitfalls.PITFALLS:
        assert each.text.endswith(".")
        assert not each.title.endswith(".")
        for name in each.fields:
            assert each in pitfalls.of_field(name)
            assert set(BY_NAME[name].families) & set(each.families) or name == "action"
    for family in BY_FAMILY:
        assert len(pitfalls.general(family)) >= 3


# never recorded

LIMITATIONS = (
    "amazon-dns", "windows-licence", "instance-metadata", "time-sync", "dhcp", "mirrored-source", "vpc-router",
    "endpoint-load-balancer", "arp", "short-lived-nat-gateway",
)  # fmt: skip
"""The ten that AWS lists for VPCs, in its order."""

GATEWAY_LIMITATIONS = ("multicast", "connect-attachment")


def test_all_that_aws_lists_is_there():
    documented = {each.slug for each in NEVER_RECORDED if each.certainty == "documented"}
    assert documented == {*LIMITATIONS, *GATEWAY_LIMITATIONS, "payload"}
    assert len({each.slug for each in NEVER_RECORDED}) == len(NEVER_RECORDED)


def test_each_kind_has_its_own():
    for kind in KINDS:
        slugs = [each.slug for each in of_kind(kind)]
        assert slugs[0] == "payload"
        family = set(LIMITATIONS) if kind.family == "vpc" else set(GATEWAY_LIMITATIONS)
        assert set(slugs) - {"payload", "link-local"} >= family - {"short-lived-nat-gateway"}
        assert not set(slugs) & (set(GATEWAY_LIMITATIONS) if kind.family == "vpc" else set(LIMITATIONS))
    assert "short-lived-nat-gateway" in {each.slug for each in of_kind(REGIONAL_NAT_GATEWAY)}


def test_what_is_unverified_says_so():
    for each in NEVER_RECORDED:
        assert (each.certainty == "unverified") == ("unverified" in each.note)
        assert re.match(r"https://docs\.aws\.amazon\.com/", each.source)


def test_the_tables_name_no_path_of_a_machine():
    folder = Path(empty_values.__file__).parent
    for path in folder.glob("*.py"):
        assert not re.search(r"/(?:work|tmp|home)/|\.\./", path.read_text(encoding="utf-8")), path.name
