"""`fields`: the record fields that a filter can name, in AWS's order."""

from __future__ import annotations

import argparse
import json

from generator.aws.fields import BY_FAMILY, DEFAULT, FIELDS, Field
from generator.cli import exits, terminal


def run(arguments: argparse.Namespace) -> int:
    """List the fields of one family, or of both."""
    fields = BY_FAMILY[arguments.family] if arguments.family else FIELDS
    if arguments.format == "json":
        terminal.say(json.dumps([_data(field) for field in fields], indent=2, ensure_ascii=False))
        return exits.CLEAN
    width = max(len(field.name) for field in fields)
    terminal.say(f"{'field':<{width}}  since  type    in       description")
    for field in fields:
        where = "both" if len(field.families) > 1 else _SHORT[field.families[0]]
        note = f" ({field.note})" if field.note else ""
        facts = f"v{field.version:<4}  {field.type:<6}  {where:<7}"
        terminal.say(f"{field.name:<{width}}  {facts}  {field.description}{note}")
    return exits.CLEAN


_SHORT = {"vpc": "vpc", "transit_gateway": "gateway"}


def _data(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "version": field.version,
        "type": field.type,
        "families": list(field.families),
        "default": [family for family in field.families if field.name in DEFAULT[family]],
        "description": field.description,
        "note": field.note or None,
    }
