"""`schema`: the JSON Schema of specs, or of the files that they include, for editors and other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import schema
from gen_flowlogs.cli import exits, terminal

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print the schema of specs, or that of included files."""
    text = schema.text(include=arguments.include, plain=arguments.plain)
    terminal.say(text.rstrip("\n"), "json")
    return exits.CLEAN
