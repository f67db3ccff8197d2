"""The arguments of `report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli.options import add_root, add_specs, file

if TYPE_CHECKING:
    import argparse


def add_report(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `report`."""
    add_specs(parser)
    add_root(parser)
    parser.add_argument(
        "--format",
        choices=("html", "markdown"),
        help="the form of the page (default: markdown where FILE ends with .md, else html)",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=file, help="write the page to FILE (default: standard output)"
    )
