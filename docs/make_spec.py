"""docs/spec.md, made of docs/spec.md.in: its words stay, each `<!-- keys … -->` becomes a table from the schema.

`python docs/make_spec.py` writes the page; a test holds it equal to what this makes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gen_flowlogs.cli.parser import COMMANDS
from gen_flowlogs.rules import RULES
from gen_flowlogs.schema.language import schema
from gen_flowlogs.values.places import ANY, PLACES, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent
PAGE = FOLDER / "spec.md"
SOURCE = FOLDER / "spec.md.in"

NOTE = "<!-- Made by docs/make_spec.py from docs/spec.md.in and the schema: change those. -->"
MARK = re.compile(r"^<!-- (keys|rules|commands|values) ?(.*) -->$", re.MULTILINE)
SHORT = 72  # characters of an example that fits a table

NAMED = {
    "name": "name",
    "reference": "name",
    "references": "name, or list of names",
    "entries": "name, or list of names and mappings",
    "adopted": "list of `destination`, `format`",
    "within": "name or id",
    "text": "string",
    "tags": "mapping of strings",
    "tags_or_none": "mapping of strings, or `none`",
    "lint": "mapping, see [Rules](#rules)",
    "audit": "mapping, see [Audit](#audit)",
    "exemption": "mapping",
    "variable": "name of a variable",
    "traversal": "Terraform reference",
    "given": "string, or [mapping](#references-and-variables)",
    "target": "id, or [mapping](#targets)",
    "targets": "list of ids, or [mapping](#targets)",
    "fields": "list of field names",
    "kms": "`aws`, `create`, key ARN, or [mapping](#references-and-variables)",
    "role_name": "name of a role",
    "role_path": "path",
    "role_policy_name": "name of a policy",
    "role_description": "string",
    "role_arn": "role ARN",
    "policy_arn": "policy ARN",
    "state_address": "address",
    "certificate": "certificate in PEM",
    "cloudwatch_logs": "[mapping](#cloudwatch_logs)",
    "s3": "[mapping](#s3)",
    "firehose": "[mapping](#firehose)",
    "values": "mapping, see [Values](#values)",
}
"""The names of values that have a definition of their own in the schema."""

PLAIN = {
    "string": "string",
    "integer": "integer",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
}


def page() -> str:
    """The whole page."""
    return f"{NOTE}\n\n{MARK.sub(_filled, SOURCE.read_text(encoding='utf-8'))}"


def _filled(mark: re.Match[str]) -> str:
    match mark[1]:
        case "keys":
            return _keys(mark[2])
        case "rules":
            return _rules(mark[2])
        case "values":
            return _values()
        case _:
            return _commands()


def _values() -> str:
    """The places at which values may be read, a section a line."""
    rows = ["| in | `{name}` or `{value: name}` | `{value: name}` alone |", "| --- | --- | --- |"]
    for section, place in PLACES.items():
        found: dict[str, list[str]] = {"text": [], "whole": []}
        for path, form in _places(place):
            found[form].append(f"`{path}`")
        rows.append(f"| `{section}` | {', '.join(found['text']) or 'none'} | {', '.join(found['whole']) or 'none'} |")
    return "\n".join(rows)


def _places(place: Place, path: str = "") -> Iterator[tuple[str, str]]:
    if place.form is not None:
        yield path, place.form
    for key, below in place.below.items():
        step = "…" if key == ANY else key
        yield from _places(below, f"{path}.{step}" if path else step)


def _keys(place: str) -> str:
    """The table of the mapping at a place in the schema, such as `definitions filter`; nothing names its root."""
    mapping: Any = schema(include=False)
    for step in place.split():
        mapping = mapping[step]
    needed = mapping.get("required", ())
    rows = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    for key, said in mapping["properties"].items():
        if said == {"not": {}}:  # named only to be refused
            continue
        name = f"**`{key}`**" if key in needed else f"`{key}`"
        default = f"`{_yaml(said['default'])}`" if "default" in said else ""
        rows.append(f"| {name} | {_value(said)} | {default} | {_meaning(key, said)} |")
    return "\n".join(rows)


def _value(said: dict[str, Any]) -> str:
    """What a key takes, in a word or two."""
    choices = said.get("enum")
    if choices and len(choices) > 6:
        return ", ".join(f"`{one}`" for one in choices).replace("`, `", " ")
    if choices:
        return ", ".join(f"`{one}`" for one in choices)
    if "const" in said:
        return f"`{said['const']}`"
    if "allOf" in said:
        name, *others = (each.get("$ref", "").rpartition("/")[2] for each in said["allOf"])
        if "given" in others:
            return f"{NAMED[name]}, or [mapping](#references-and-variables)"
        choices = schema(include=False)["definitions"][name].get("enum")
        return _value({"enum": choices}) if choices else NAMED[name]
    types = said["type"] if isinstance(said["type"], list) else [said["type"]]
    return " or ".join(PLAIN[one] for one in types)


def _meaning(key: str, said: dict[str, Any]) -> str:
    """What a key does, and how it is written."""
    example = f"{key}: {_yaml(said['examples'][0])}"
    words = said["description"].replace("|", "\\|")
    return f"{words} E.g. `{example}`" if len(example) <= SHORT else words


def _yaml(value: object) -> str:
    """A value on one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_yaml, value)) + "]"
        case str() if not re.fullmatch(r"[A-Za-z/~][\w ./~*-]*(?::[\w./:-]+)*", value):
            return json.dumps(value, ensure_ascii=False)
        case str():
            return value
        case _:
            return json.dumps(value)


def _rules(severity: str) -> str:
    rows = [f"| {severity} | what it is about |", "| --- | --- |"]
    rows += [
        f"| [`{rule.slug}`](rules.md#{rule.slug}) | {rule.title.replace('|', chr(92) + '|')} |"
        for rule in RULES.values()
        if rule.severity == severity
    ]
    return "\n".join(rows)


def _commands() -> str:
    return "\n".join([
        "| command | does |",
        "| --- | --- |",
        *(f"| `{name}` | {command.help} |" for name, command in COMMANDS.items()),
    ])  # fmt: skip


def main() -> int:
    """Write the page, and say whether it changed."""
    new = page()
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != new:
        PAGE.write_text(new, encoding="utf-8")
        print(PAGE.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
