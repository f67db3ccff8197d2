"""The arguments of `decode` and `reader`."""

from __future__ import annotations

import argparse
from typing import Final

from gen_flowlogs.cli.options import add_root

FORMS: Final = ("table", "json", "csv")


def add_decode(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `decode`."""
    parser.usage = (
        "gen-flowlogs decode [OPTION…] SPEC WHAT [FILE…]\n"
        "       gen-flowlogs decode [OPTION…] --fields LIST|PRESET [FILE…]\n"
        "       gen-flowlogs decode [OPTION…] --header [FILE…]"
    )
    parser.add_argument(
        "words",
        metavar="SPEC WHAT FILE",
        nargs="*",
        help="a YAML spec; a capture point, a destination or CAPTURE/DESTINATION in it; the files with records, "
        "- or none for standard input",
    )
    parser.set_defaults(many="words")
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--fields", metavar="LIST|PRESET", help="the fields of the records, or a preset; no spec")
    formats.add_argument("--header", action="store_true", help="the files have headers that name the fields; no spec")
    parser.add_argument(
        "--family", choices=("vpc", "transit_gateway"), default="vpc", help="of a preset of --fields (default: vpc)"
    )
    parser.add_argument("--format", choices=FORMS, default="table", help="how records are shown (default: table)")
    parser.add_argument("--columns", metavar="LIST", help="only these fields, in this order, with commas between")
    parser.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only records with one of some values: FIELD=A,B, FIELD!=A, srcaddr=10.0.0.0/8; all of several must hold",
    )
    parser.add_argument("--labels", action="store_true", help="words in the place of numbers: TCP, times in UTC")
    parser.add_argument("--summary", action="store_true", help="count the records, and show the numbers alone")
    parser.add_argument("--limit", metavar="N", type=_count, help="stop after N records")
    parser.add_argument(
        "--strict", action="store_true", help="exit 1 where a header differs from the spec, or a column is missing"
    )
    add_root(parser)


def add_reader(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `reader`."""
    parser.add_argument("spec", metavar="SPEC", help="a YAML spec; - is standard input")
    parser.add_argument("what", metavar="WHAT", help="a capture point, a destination, or CAPTURE/DESTINATION")
    parser.add_argument(
        "--for", dest="language", choices=("duckdb", "athena"), required=True, help="the program that runs the query"
    )
    add_root(parser)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text[:18]) > 0 or len(text) > 18:
        raise argparse.ArgumentTypeError(f'"{text[:40]}" is not a number of records, such as 100')
    return int(text)
