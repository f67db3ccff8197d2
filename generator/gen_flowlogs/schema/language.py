"""The JSON Schema of the spec language, and the one of an included file, which is made from it.

Comes in: the JSON file beside this module, of literals. Goes out: the schemas as data, and as text for editors, which
`authored`, `portable` and `editors` make of them. Nothing here looks at a spec.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from gen_flowlogs import SCHEMAS, __version__
from gen_flowlogs.shipped import content_of

SCHEMA_FILE = "flowlogs-v1.schema.json"

INCLUDE_SCHEMA_FILE = "flowlogs-v1-include.schema.json"

MARK = "gen-flowlogs "
"""The start of the comment of a schema that some version wrote."""

SECTIONS = ("stacks", "filters", "destinations", "capture_points")
"""The top-level keys that map an author's names to definitions."""

KINDS = ("cloudwatch_logs", "s3", "firehose")
"""The kinds of destination."""

INCLUDABLE = ("values", "defaults", "stacks", "filters", "destinations", "capture_points")
"""The top-level keys that an included file may have."""


@cache
def text(*, include: bool = False, plain: bool = False) -> str:
    """The schema of a spec, or of an included file, as authors write it: JSON text for editors and validators.

    `plain`: only with keywords that JSON Schema has.
    """
    from gen_flowlogs.schema import editors  # noqa: PLC0415 - a run that judges specs needs none of these
    from gen_flowlogs.schema.authored import authored  # noqa: PLC0415
    from gen_flowlogs.schema.portable import portable  # noqa: PLC0415

    own = portable(authored(editors.named(schema(include=include))))
    file = INCLUDE_SCHEMA_FILE if include else SCHEMA_FILE
    head = {"$schema": own["$schema"], "$id": f"{SCHEMAS}/{file}", "$comment": stamp()}
    return (
        json.dumps(
            head | (editors.plain(own) if plain else editors.annotated(own)) | head, indent=2, ensure_ascii=False
        )
        + "\n"
    )


@cache
def stamp() -> str:
    """The comment of a schema that this version writes, by which an older copy is known."""
    return f"{MARK}{__version__} ({crc32(_source()):08x}). Written by `gen-flowlogs init` and `gen-flowlogs schema`."


@cache
def _source() -> bytes:
    return content_of(Path(__file__).with_name(SCHEMA_FILE))


@cache
def schema(*, include: bool) -> dict[str, Any]:
    """The schema of literals, as data; not to be changed.

    `include`: that of an included file, where nothing is required.
    """
    main: dict[str, Any] = json.loads(_source())
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
