"""The JSON Schema of the spec language, and the one of an included file, which is made from it.

Comes in: the JSON file beside this module, of literals. Goes out: the schemas as data, and as text for editors. Nothing
here looks at a spec.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from gen_flowlogs.schema.authored import authored

SCHEMA_FILE = "flowlogs-v1.schema.json"

SECTIONS = ("stacks", "filters", "destinations", "capture_points")
"""The top-level keys that map an author's names to definitions."""

KINDS = ("cloudwatch_logs", "s3", "firehose")
"""The kinds of destination."""

INCLUDABLE = ("values", "defaults", "stacks", "filters", "destinations", "capture_points")
"""The top-level keys that an included file may have."""


@cache
def text() -> str:
    """The schema of a spec as authors write it, as JSON text."""
    return json.dumps(authored(schema(include=False)), indent=2, ensure_ascii=False) + "\n"


@cache
def include_text() -> str:
    """The schema of an included file as authors write it, as JSON text."""
    return json.dumps(authored(schema(include=True)), indent=2, ensure_ascii=False) + "\n"


@cache
def schema(*, include: bool) -> dict[str, Any]:
    """The schema of literals, as data; not to be changed.

    `include`: that of an included file, where nothing is required.
    """
    main: dict[str, Any] = json.loads(Path(__file__).with_name(SCHEMA_FILE).read_text(encoding="utf-8"))
    if not include:
        return main
    kept = {key: main["properties"][key] for key in INCLUDABLE}
    return {
        "$schema": main["$schema"],
        "$id": main["$id"] + ":include",
        "title": "gen-flowlogs included file, version 1",
        "description": "Definitions that specs take in with `include`.",
        "examples": [{key: kept[key]["examples"][0]} for key in INCLUDABLE],
        "type": "object",
        "additionalProperties": False,
        "properties": kept,
        "definitions": main["definitions"],
    }


def section(name: str, *, include: bool) -> dict[str, Any]:
    """The schema of one top-level key's value, complete in itself."""
    whole = schema(include=include)
    return {"$schema": whole["$schema"], "definitions": whole["definitions"], **whole["properties"][name]}
