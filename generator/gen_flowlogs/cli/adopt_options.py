"""The arguments of `adopt`; which of them go together is judged by `cli.adoption.usage`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.cli.options import add_listing, add_out, add_root, file, folder

if TYPE_CHECKING:
    import argparse


def add_adopt(parser: argparse.ArgumentParser) -> None:
    """Add them."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        help="a state, a plan or an answer of AWS as JSON, a .tf file or a folder of them; - is standard input",
    )
    parser.add_argument(
        "--state",
        choices=("same", "other"),
        help="the state that has the flow logs afterwards: that of SOURCE, or one of its own for the output",
    )
    parser.add_argument(
        "--folder", metavar="DIR", type=folder, help="the root module of SOURCE, which gets one file (--state same)"
    )
    parser.add_argument(
        "--module", metavar="DIR", type=folder, help="the root module of SOURCE, which calls the output (--state same)"
    )
    parser.add_argument("--live", action="store_true", help="ask AWS too, with the credentials of the environment")
    parser.add_argument(
        "--region", metavar="REGION", action="append", default=[], help="a region to ask (--live); may be repeated"
    )
    parser.add_argument("--profile", metavar="NAME", help="a profile of AWS's configuration files (--live)")
    parser.add_argument(
        "--role", metavar="ARN", action="append", default=[], help="a role to assume (--live); may be repeated"
    )
    parser.add_argument("--external-id", metavar="ID", help="sent when the roles are assumed (--live)")
    parser.add_argument("--name", metavar="NAME", help="the name of the spec: specs/NAME.yaml (default: flowlogs)")
    parser.add_argument(
        "--own",
        choices=("flow-logs", "groups", "all"),
        help="what the spec has beside flow logs: nothing, log groups, or roles, keys and buckets too",
    )
    parser.add_argument("--spec", metavar="FILE", type=file, help="a spec that exists: write only its blocks")
    parser.add_argument(
        "--var", metavar="NAME=VALUE", action="append", default=[], help="a variable of .tf files; may be repeated"
    )
    parser.add_argument(
        "--var-file", metavar="FILE", action="append", default=[], help="variables of .tf files; may be repeated"
    )
    parser.add_argument(
        "--prove", metavar="PLAN", nargs="+", help="judge plans (`terraform show -json`) instead of writing anything"
    )
    add_root(parser)
    add_out(parser)
    add_listing(parser)
