"""`fields`: the record fields that a filter can name, in AWS's order, and the presets."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import BY_FAMILY, DEFAULT, FIELDS, PRESETS, Field
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.columns import wrapped

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.aws.kinds import Family

_SHORT: dict[Family, str] = {"vpc": "vpc", "transit_gateway": "gateway"}


def run(arguments: argparse.Namespace) -> int:
    """List the fields and presets of one family, or of both."""
    families: tuple[Family, ...] = (arguments.family,) if arguments.family else tuple(_SHORT)
    fields = BY_FAMILY[arguments.family] if arguments.family else FIELDS
    terminal.say(_json(fields, families) if arguments.format == "json" else _text(fields, families), arguments.format)
    return exits.CLEAN


def _text(fields: tuple[Field, ...], families: tuple[Family, ...]) -> str:
    width, columns = max(len(field.name) for field in fields), terminal.width(sys.stdout)
    lines = [wrapped(f"{'field':<{width}}  since  type    in       description", columns, width + 26)]
    for field in fields:
        where = "both" if len(field.families) > 1 else _SHORT[field.families[0]]
        note = f" ({field.note})" if field.note else ""
        line = f"{field.name:<{width}}  v{field.version:<4}  {field.type:<6}  {where:<7}  {field.description}{note}"
        lines.append(wrapped(line, columns, width + 26))
    for family in families:
        lines += ["", f"presets, {family}:"]
        for name, preset in PRESETS.items():
            head = f"  {name:<9}"
            lines.append(wrapped(f"{head}{', '.join(preset[family])}", min(columns or 118, 118), len(head)))
    return "\n".join(lines)


def _json(fields: tuple[Field, ...], families: tuple[Family, ...]) -> str:
    presets = {name: {family: preset[family] for family in families} for name, preset in PRESETS.items()}
    return json.dumps({"fields": [_data(field) for field in fields], "presets": presets}, indent=2, ensure_ascii=False)


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
