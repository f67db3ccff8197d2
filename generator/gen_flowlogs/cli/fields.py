"""`fields`: the record fields that a filter can name, in AWS's order, and the presets; or one field in full."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_FAMILY, BY_NAME, FIELDS, NAMES, PRESETS
from gen_flowlogs.aws.spellings import spelled
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.phrasing import nearest, quoted
from gen_flowlogs.show.fields import listing_as_json, listing_as_text, one_as_json, one_as_text

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.kinds import Family

_FAMILIES: Final[tuple[Family, ...]] = ("vpc", "transit_gateway")
_TITLES: Final[dict[Family, str]] = {"vpc": "the VPC family", "transit_gateway": "transit gateways"}

_MEANT: Final = {
    **dict.fromkeys(("src", "source", "source-ip", "source-address", "src-ip", "src-addr"), "srcaddr"),
    **dict.fromkeys(("dst", "dest", "destination", "destination-ip", "dst-ip", "dst-addr"), "dstaddr"),
    **dict.fromkeys(("source-port", "src-port"), "srcport"),
    **dict.fromkeys(("destination-port", "dst-port"), "dstport"),
    **dict.fromkeys(("eni", "eni-id", "network-interface-id"), "interface-id"),
    **dict.fromkeys(("flags", "tcpflags"), "tcp-flags"),
    **dict.fromkeys(("start-time", "starttime"), "start"),
    **dict.fromkeys(("end-time", "endtime"), "end"),
    "account": "account-id",
    "az": "az-id",
    "direction": "flow-direction",
    "encryption": "encryption-status",
    "instance": "instance-id",
    "nat-gateway-id": "resource-id",
    "path": "traffic-path",
    "proto": "protocol",
    "reason": "reject-reason",
    "status": "log-status",
    "subnet": "subnet-id",
    "tgw": "tgw-id",
    "transit-gateway-id": "tgw-id",
    "vpc": "vpc-id",
}
"""Words for fields that AWS calls otherwise → AWS's name."""


def run(arguments: argparse.Namespace) -> int:
    """List the fields and presets of one family or of both, or show one field."""
    families: tuple[Family, ...] = (arguments.family,) if arguments.family else _FAMILIES
    as_json = arguments.format == "json"
    if arguments.name is None:
        fields = BY_FAMILY[arguments.family] if arguments.family else FIELDS
        text = (
            listing_as_json(fields, families)
            if as_json
            else listing_as_text(fields, families, terminal.width(sys.stdout))
        )
    else:
        field = _named(arguments.name, families)
        having = tuple(family for family in families if family in field.families)
        text = one_as_json(field, having) if as_json else one_as_text(field, having, terminal.width(sys.stdout))
    terminal.say(text, arguments.format)
    return exits.CLEAN


def _named(text: str, families: tuple[Family, ...]) -> Field:
    """The field of a name, with underscores as in Parquet or `${…}` as in AWS's formats. Raises UsageError."""
    name = spelled(re.sub(r"^\$\{(.*)\}$", r"\1", text.strip()))
    known = [each for family in families for each in NAMES[family]]
    if name in known:
        return BY_NAME[name]
    if name in BY_NAME:
        other, mine = BY_NAME[name].families[0], families[0]
        raise exits.UsageError(
            f"records of {_TITLES[mine]} have no field {quoted(name)}, those of {_TITLES[other]} have; "
            f"leave out `--family {mine}`"
        )
    if name in PRESETS:
        raise exits.UsageError(f"{quoted(name)} is a preset and no field; `gen-flowlogs fields` lists what it has")
    near = _MEANT[name] if name in _MEANT else nearest(name, known)
    hint = f"did you mean `{near}`?" if near in known else "`gen-flowlogs fields` lists them"
    raise exits.UsageError(f"flow logs have no field {quoted(text)}; {hint}")
