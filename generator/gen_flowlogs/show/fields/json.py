"""Record fields → JSON: the list of all with the presets, and one in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws import empty_values, pitfalls
from gen_flowlogs.aws.field_values import values
from gen_flowlogs.aws.fields import DEFAULT, PRESETS, source
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.aws.weights import ASSUMED, record_bytes, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.kinds import Family


def listing_as_json(fields: Sequence[Field], families: Sequence[Family]) -> str:
    """The fields, the presets of `families`, and the bytes of their records."""
    presets = {name: {family: preset[family] for family in families} for name, preset in PRESETS.items()}
    weights = {name: {family: record_bytes(names) for family, names in of.items()} for name, of in presets.items()}
    whole = {
        "fields": [_field(each) for each in fields],
        "presets": presets,
        "bytes_per_record": weights,
        "assumed": ASSUMED,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def one_as_json(field: Field, families: Sequence[Family]) -> str:
    """A field in full. `families`: those to show, all of which have it."""
    kinds = [kind for kind in KINDS if kind.family in families]
    whole = {
        **_field(field),
        "parquet_column": column(field.name),
        "kinds": [kind.singular for kind in kinds],
        "presets": {family: [name for name, of in PRESETS.items() if field.name in of[family]] for family in families},
        "bytes_because": width(field.name).because,
        "bytes_by_kind": {kind.singular: width(field.name, kind).bytes for kind in kinds},
        "values": [
            {
                "value": each.value,
                "label": each.label,
                "meaning": each.meaning,
                "families": list(each.families),
                "certainty": each.certainty,
            }
            for each in values(field.name, families)
        ],
        "empty": list(empty_values.reasons(field.name)),
        "empty_in_parquet": empty_values.IN_PARQUET[field.type],
        "pitfalls": [
            {
                "title": each.title,
                "text": each.text,
                "families": list(each.families),
                "source": pitfalls.SOURCES[each.source],
            }
            for each in pitfalls.of_field(field.name)
            if set(each.families) & set(families)
        ],
        "sources": [source(family) for family in families],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "version": field.version,
        "type": field.type,
        "bytes": width(field.name).bytes,
        "families": list(field.families),
        "default": [family for family in field.families if field.name in DEFAULT[family]],
        "description": field.description,
        "note": field.note or None,
    }
