"""The arguments of `audit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli.inventory_options import add_asking
from gen_flowlogs.cli.options import add_inventory, add_root, add_specs, day, file

if TYPE_CHECKING:
    import argparse


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    add_specs(parser)
    add_root(parser)
    add_inventory(parser)
    parser.add_argument(
        "--values",
        metavar="PATH",
        action="append",
        default=[],
        type=file,
        help="a state, a plan or .tf files that have the values of variables and references; may be repeated",
    )
    parser.add_argument("--live", action="store_true", help="ask AWS first, with the credentials of the environment")
    add_asking(parser)
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="how findings are shown (default: text)"
    )
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors: exit 1")
    parser.add_argument(
        "--as-of", metavar="DATE", type=day, help="the day that `expires` is compared with (default: today)"
    )
