"""WHAT of a command line: its text → the form that it has, by its shape alone.

An id comes before a name, as everywhere in a spec. A text of no other form is a name.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.kinds import BY_KEY, KINDS, Kind
from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.explain.answer import NotUnderstoodError
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.view.heads import Head

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import LocationKey

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class ResourceId:
    """The id of a resource that can have a flow log. `location`: the one that its ARN names."""

    id: str
    kind: Kind
    location: LocationKey | None = None


@dataclass(frozen=True, slots=True)
class InstanceId:
    """`i-…`: an instance, whose interfaces are meant."""

    id: str


@dataclass(frozen=True, slots=True)
class FlowLogId:
    """`fl-…`: a flow log that exists."""

    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """`FILE:LINE`, from 1."""

    file: str
    number: int


@dataclass(frozen=True, slots=True)
class TerraformAddress:
    """An address in a root module, with its instance key where it has one; a module path before it is dropped."""

    head: Head
    key: str | None = None


@dataclass(frozen=True, slots=True)
class StoreArn:
    """The ARN of a log group, a bucket with or without a prefix, or a stream; that of `s3://…` has no partition."""

    arn: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a definition, a log group or a bucket."""

    name: str


What = ResourceId | InstanceId | FlowLogId | Line | TerraformAddress | StoreArn | Network | Name

_INSTANCE: Final = pattern(r"i-[0-9a-f]{8}(?:[0-9a-f]{9})?")
_FLOW_LOG: Final = pattern(r"fl-[0-9a-f]{8}(?:[0-9a-f]{9})?")
_LINE: Final = pattern(r"(?P<file>.*[^:]):(?P<line>[0-9]{1,40})(?::[0-9]{1,40})?")
_ADDRESS: Final = pattern(
    r"""(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*"""
    r"""(?P<data>data\.)?(?P<type>aws_[a-z0-9_]+)\.(?P<label>[A-Za-z_][\w-]*)"""
    r"""(?:\[(?:"(?P<key>(?:[^"\\]|\\.)*)"|(?P<number>\d+))\])?"""
)
_ARN: Final = pattern(
    r"arn:(?P<partition>[a-z0-9-]+):(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]*):(?P<account>\d*):(?P<rest>.+)"
)
_STORES: Final = ("logs", "s3", "firehose")
_OTHER_IDS: Final = {
    "acl": "a network ACL",
    "eipalloc": "an Elastic IP address",
    "igw": "an internet gateway",
    "pcx": "a peering connection",
    "rtb": "a route table",
    "sg": "a security group",
    "tgw-rtb": "a route table of a transit gateway",
    "vpce": "a VPC endpoint",
    "vpn": "a VPN connection",
}
"""Prefix of an id of EC2 → its kind, of those that no flow log can be on. Source: the EC2 API, 2026-10."""

_ID: Final = pattern(r"(?P<prefix>[a-z]+(?:-[a-z]+)*)-(?P<rest>[0-9A-Za-z]*)")


def understood(text: str) -> What:
    """The form of a WHAT. Raises NotUnderstoodError for an id that is none, or of a kind without flow logs."""
    if not text.strip():
        raise NotUnderstoodError("WHAT is empty: give a name, an id, an ARN, an address or FILE:LINE")
    kind = kinds.of_id(text)
    if kind is not None:
        return ResourceId(text, kind)
    if _INSTANCE.fullmatch(text):
        return InstanceId(text)
    if _FLOW_LOG.fullmatch(text):
        return FlowLogId(text)
    if text.startswith("arn:"):
        return _of_arn(text)
    if text.startswith("s3://"):
        return StoreArn(f"arn::s3:::{text.removeprefix('s3://')}")
    network = _network(text)
    if network is not None:
        return network
    if address := _ADDRESS.fullmatch(text):
        key = address["key"] if address["key"] is not None else address["number"]
        return TerraformAddress(Head(address["type"], address["label"], data=address["data"] is not None), key)
    if line := _LINE.fullmatch(text):
        return Line(line["file"], int(line["line"]))
    return Name(text)


def refuse_as_id(text: str) -> None:
    """Raise NotUnderstoodError for a text that no definition has as its name, and that begins as an id does."""
    parts = _ID.fullmatch(text)
    if parts is None:
        return
    prefix = parts["prefix"]
    for kind in KINDS:
        if prefix == kind.example.rpartition("-")[0]:
            raise NotUnderstoodError(f"{quoted(text)} is not the id of a {kind.title}, such as {kind.example}")
    if prefix in _OTHER_IDS and any(character.isdigit() for character in parts["rest"]):
        raise NotUnderstoodError(
            f"{quoted(text)} is the id of {_OTHER_IDS[prefix]}, which no flow log can be on; give that of a VPC, "
            "subnet, network interface, transit gateway, attachment or regional NAT gateway"
        )
    for form, example in (("i", "i-0a1b2c3d4e5f67890"), ("fl", "fl-0a1b2c3d4e5f67890")):
        if prefix == form and parts["rest"][:1].isdigit():
            raise NotUnderstoodError(f"{quoted(text)} is not an id, such as {example}")


def _of_arn(text: str) -> What:
    parts = _ARN.fullmatch(text)
    if parts is None:
        raise NotUnderstoodError(f"{quoted(text)} is not an ARN, such as arn:aws:ec2:REGION:ACCOUNT:vpc/vpc-…")
    own = partition_of(parts["region"])
    if own is not None and own != parts["partition"]:
        raise NotUnderstoodError(
            f"{quoted(shown(text))} is not an ARN: the region {parts['region']} is of the partition {own}"
        )
    if parts["service"] in _STORES:
        return StoreArn(text)
    resource, _, id_ = parts["rest"].partition("/")
    if parts["service"] == "ec2":
        location = (parts["account"] or None, parts["region"] or None)
        match resource:
            case "instance" if _INSTANCE.fullmatch(id_):
                return InstanceId(id_)
            case "vpc-flow-log" if _FLOW_LOG.fullmatch(id_):
                return FlowLogId(id_)
        kind = kinds.of_id(id_)
        if kind is not None and kind.resource == resource:
            return ResourceId(id_, kind, location)
    known = ", ".join(sorted({kind.resource for kind, _ in BY_KEY.values()}))
    raise NotUnderstoodError(
        f"{quoted(shown(text))} is not an ARN that `explain` knows: give one of ec2 ({known}, instance), "
        "of a log group, a bucket or a delivery stream"
    )


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
