"""The arguments of `inventory`, and those of them that any command has that asks AWS for an inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli.options import add_root, add_specs, day

if TYPE_CHECKING:
    import argparse


def add_survey(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    add_specs(parser, "YAML specs, whose accounts and regions are asked (default: those of the credentials)")
    add_root(parser)
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )
    parser.set_defaults(strict=False, format="text")
    add_asking(parser)


def add_asking(parser: argparse.ArgumentParser) -> None:
    """Add the ways into accounts."""
    parser.add_argument("--profile", metavar="NAME", help="a profile of AWS's configuration files")
    parser.add_argument("--role", metavar="NAME", help="a role to assume, of this name in each account")
    parser.add_argument("--external-id", metavar="ID", help="sent when the role is assumed")
    parser.add_argument(
        "--region",
        metavar="REGION",
        action="append",
        default=[],
        help="a region to ask, in the place of those of the specs; may be repeated",
    )
