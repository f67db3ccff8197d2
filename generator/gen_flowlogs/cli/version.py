"""`version`: the version, as `--version` shows it. The command alone is answered before anything is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import __version__
from gen_flowlogs.cli import exits, terminal

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes them
    """Show it."""
    terminal.say(f"gen-flowlogs {__version__}")
    return exits.CLEAN
