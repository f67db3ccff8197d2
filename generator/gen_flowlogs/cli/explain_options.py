"""The arguments of `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli.options import add_inventory, add_listing, add_out, add_root

if TYPE_CHECKING:
    import argparse


def add_explain(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    parser.add_argument("specs", metavar="SPEC", nargs=1, help="a YAML spec; - is standard input")
    parser.add_argument(
        "what",
        metavar="WHAT",
        nargs="+",
        help="a name in the spec, an id, an ARN, an IP address or CIDR, a Terraform address, a bucket, FILE:LINE",
    )
    parser.set_defaults(many="what")
    add_root(parser)
    add_out(parser)
    add_listing(parser)
    add_inventory(parser)
