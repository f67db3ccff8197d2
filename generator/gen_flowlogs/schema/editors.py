"""The schema as editors get the most of it: legal names with their meaning, Markdown, and labelled snippets.

`named` lists what the compiler's own schema leaves to rules of lint, `annotated` adds the keywords that no validator
reads. Both leave their argument as it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.aws.fields import FIELDS, PRESETS
from gen_flowlogs.aws.regions import PARTITIONS, is_opt_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.aws.fields import Field

Node = dict[str, Any]

KEYWORDS: Final = ("patternErrorMessage", "markdownDescription", "defaultSnippets", "enumDescriptions")
"""The keywords that editors read and JSON Schema does not have."""

_FILTERS: Final = {
    "all": "Built in: all traffic, in AWS's default format, in records of 10 minutes.",
    "accept": "Built in: what security groups and network ACLs accepted.",
    "reject": "Built in: what security groups or network ACLs rejected.",
}
_LONGEST: Final = 60  # characters of a label


def named(literal: Node) -> Node:
    """The schema of literals with the names of fields, presets, filters and regions that there are."""
    made: Node = json.loads(json.dumps(literal))
    definitions = made["definitions"]
    definitions["fields"]["items"] = {"type": "string", **_choice({each.name: _meaning(each) for each in FIELDS})}
    definitions["preset"] |= _choice({name: _fields_of(name) for name in definitions["preset"]["enum"]})
    point = definitions["capture_point"]["properties"]
    for properties in (point, made["properties"]["defaults"]["properties"]):
        own = properties["filter"].pop("allOf")
        properties["filter"]["anyOf"] = [{"type": "string", **_choice(_FILTERS)}, *own]
    region = definitions["stack"]["properties"]["region"]
    moved = {key: region.pop(key) for key in ("type", "maxLength", "pattern", "patternErrorMessage")}
    region["anyOf"] = [{"type": "string", **_choice(_regions())}, moved]
    return made


def annotated(portable: Node) -> Node:
    """The schema with the keywords of editors."""
    return _with_keywords(portable)


def plain(portable: Node) -> Node:
    """The schema without a keyword that JSON Schema does not have, for the strictest validators."""
    return {key: _below(key, value, plain) for key, value in portable.items() if key not in KEYWORDS}


def _choice(meanings: Mapping[str, str]) -> Node:
    return {"enum": list(meanings), "enumDescriptions": list(meanings.values())}


def _meaning(field: Field) -> str:
    where = "" if len(field.families) > 1 else " VPC only." if field.families[0] == "vpc" else " Transit gateway only."
    note = f" ({field.note})" if field.note else ""
    return f"{field.description[0].upper()}{field.description[1:]}{note}. Since version {field.version}.{where}"


def _fields_of(preset: str) -> str:
    return f"Of a VPC: {', '.join(PRESETS[preset]['vpc'])}."


def _regions() -> Node:
    return {
        region: f"Partition {each.name}{', to be enabled first' if is_opt_in(region) else ''}."
        for each in PARTITIONS.values()
        for region in each.regions
    }


def _with_keywords(node: Node) -> Node:
    made = {key: _below(key, value, _with_keywords) for key, value in node.items()}
    description = node.get("description")
    if isinstance(description, str) and "`" in description:
        made["markdownDescription"] = description
        made["description"] = description.replace("`", "")
    examples = node.get("examples")
    if isinstance(examples, list):
        shown = [each for each in examples if not isinstance(each, dict | list)]
        snippets = [_snippet(each) for each in examples if isinstance(each, dict | list) and each]
        made |= {"examples": shown} if shown else {}
        if not shown:
            del made["examples"]
        made |= {"defaultSnippets": snippets} if snippets else {}
    return made


def _snippet(example: object) -> Node:
    label = _flow(example)
    return {"label": label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…", "body": example}


def _flow(value: object) -> str:
    """A value as YAML has it in a line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _below(key: str, value: Any, work: Any) -> Any:
    """The value of a keyword with `work` done to each schema in it."""
    match key:
        case "properties" | "definitions":
            return {name: work(each) if isinstance(each, dict) else each for name, each in value.items()}
        case "allOf" | "anyOf" | "oneOf":
            return [work(each) for each in value]
        case "items" | "additionalProperties" | "propertyNames" | "if" | "then" | "else" | "not":
            return work(value) if isinstance(value, dict) else value
        case _:
            return value
