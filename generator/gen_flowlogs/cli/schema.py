"""`schema`: the JSON Schema of specs, or of the files that they include, for editors and other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import schema
from gen_flowlogs.cli import exits, terminal

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print the schema as it is shipped."""
    text = schema.include_text() if arguments.include else schema.text()
    terminal.say(text.rstrip("\n"), "json")
    return exits.CLEAN
