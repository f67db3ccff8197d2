"""Advice about a value of the wrong type, or one that is none of the legal ones.

Comes in: a wrong value and its path. Goes out: words, mostly the end of a message. Never decides that a value is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import DEFAULT, NAMES, PRESETS
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.aws.spellings import TRAFFIC
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import references, texts, units
from gen_flowlogs.schema.language import KINDS
from gen_flowlogs.schema.words import ENTRIES, listed, near, show, subject, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.aws.kinds import Family
    from gen_flowlogs.diagnostics import Path

_CHOICES = {
    **dict.fromkeys(("remove", "destroy", "drop"), "delete"),
    **dict.fromkeys(("retain", "preserve", "protect"), "keep"),
    **dict.fromkeys(("text", "plain", "txt"), "plain-text"),
}
"""Word of other programs → the choice that it is here."""

_OTHER_CLASSES = {
    "ESSENTIALS": "CloudWatch Logs has it, but neither the AWS provider nor CloudFormation can set it",
    "DELIVERY": "it is for the logs of Lambda alone, which CloudWatch passes on",
}
"""Log class of the API of CloudWatch Logs that no log group here can have → why. Source: botocore 1.44.8, 2026-11."""


def wanted(path: Path) -> str | None:
    """Describe the value of a target or a section more closely than JSON's types do."""
    match path:
        case ("capture_points", _, str(key)) if key in BY_KEY:
            kind, plural = BY_KEY[key]
            ids = f"a list of {kind.title} ids" if plural else f"one {kind.title} id"
            return f"{ids}, or a mapping with `var`, `ref` or `lookup`"
        case (str(section),) if section in ENTRIES:
            return "a mapping of names"
        case ("capture_points", _, "tags") | (*_, "role", "tags"):
            return f'a mapping of strings, or "{texts.NO_TAGS}" for no tag at all'
        case ("stacks", _, "assume_role"):
            return "the ARN of a role, or a mapping with `role_arn`"
        case _:
            return None


def of_type(value: object, types: str | Sequence[str], path: Path) -> str:
    """Advise about a value of the wrong type."""
    types = (types,) if isinstance(types, str) else tuple(types)
    match value:
        case str():
            return texts.instead(value, types, path)
        case bool() | int() | float() if wanted(path):
            return ""
        case bool() if path[-1] == "kms":
            return ': write "create" for a key of its own, or "aws" for AWS\'s'
        case bool() if "string" in types:
            return f': write it in quotes, "{show(value)}"'
        case int() | float() if "string" in types:
            return _number_instead(path)
        case 0 | 1 if types == ("boolean",):
            return f": write {'true' if value else 'false'}"
        case dict():
            return _mapping_instead(value, types, path)
        case list():
            return _list_instead(value, path)
        case _:
            return ""


def _number_instead(path: Path) -> str:
    if _is_name(path):
        return "; a name begins with a letter"
    if path[-1] == "fields":
        return "; write a preset, `fields: default`, or a list of fields"
    return ": write it in quotes"


def _is_name(path: Path) -> bool:
    """Whether the name of a spec or of a definition stands at a path, or in a list there."""
    key = path[-2] if isinstance(path[-1], int) else path[-1]
    return path == ("name",) or key in ("filter", "destinations", "stack", "renamed_from")


def _list_instead(value: list[object], path: Path) -> str:
    if path[-3:-1] == ("lookup", "tags"):
        return "; a lookup takes one value of each tag: write a capture point for each"
    if len(path) == 1 and path[0] in ENTRIES:
        return ": write `name:` instead of `- name:`"
    if path[-1] == "tags":
        return _tags_instead(value)
    if path[-2:] == ("lint", "ignore"):
        return ': write `lint: {ignore: {retention: "why"}}`, each rule with its reason'
    return f"; for several write `{BY_KEY[str(path[-1])][0].plural}: […]`" if path[-1] in BY_KEY else ""


def _tags_instead(value: list[object]) -> str:
    """Offer the mapping that tags in the form of AWS's API, `[{Key: …, Value: …}]`, are here."""
    match value[:1]:
        case [str(text)] if texts.as_tag(text):
            return f": write {texts.as_tag(text)}"
        case [{"Key": str(key), "Value": str(text)}] | [{"key": str(key), "value": str(text)}] if len(key + text) < 80:
            return f": write `tags: {{{quoted(key)}: {quoted(text)}}}`"
        case _:
            return ": write `tags: {KEY: VALUE}`"


def _mapping_instead(value: dict[str, object], types: tuple[str, ...], path: Path) -> str:
    if value.keys() == {"value"}:
        return "; no value of `values` can be used here: write it out"
    match path:
        case ("capture_points", _, "filter"):
            return ": define it under `filters`, and write its name here"
        case ("capture_points", _, "destinations") if value.keys() & KINDS:
            return ": define it under `destinations`, and write its name here"
        case ("capture_points", _, "destinations"):
            return "; write settings as a list: `[{NAME: {adopted: […]}}]`"
        case ("defaults", "destinations", *_):
            return "; `adopted` belongs in a capture point"
    return references.refused(value, path) if types == ("string",) else ""


def of_choice(value: object, choices: Sequence[object], path: Path) -> tuple[str, str]:
    """Slug and message of a value that is none of the choices."""
    match path[-1]:
        case "retention_days" if not isinstance(value, str) or units.is_duration(value):
            return _retention(value, choices)
        case "kms":
            ending = _key(str(value))
            return "invalid-value", f'"kms" is "aws", "create" or the ARN of a key, not {show(value)}{ending}'
        case "class" if str(value).upper() in _OTHER_CLASSES:
            ending = f"no log class for flow logs: {_OTHER_CLASSES[str(value).upper()]}"
            return "invalid-value", f"{show(value)} is {ending}; write {listed(choices)}"
        case "fields" if re.search(r"[\s,$-]", str(value)):
            return "invalid-value", f"{show(value)} is no preset; {log_format(str(value))}"
        case "tags":
            ending = f"; write {texts.as_tag(value)}" if texts.as_tag(value) else ""
            return "invalid-value", f'"tags" is {wanted(path)}, not {show(value)}{ending}'
        case "fields" | "preset":
            ending = suggestion(value, choices)
            return "invalid-value", f"{show(value)} is no preset, which are {listed(choices, 'and')}{ending}"
        case int() if "adopted" in path:
            meant = {"log_destination": "destination", "log_format": "format"}.get(str(value))
            ending = suggestion(value, choices) if meant is None else f"; write {quoted(meant)}"
            return "invalid-value", f"{subject(path)} is {listed(choices)}, not {show(value)}{ending}"
    ending = suggestion(value, choices) or _amount(value, choices)
    word = (TRAFFIC if path[-1] == "traffic" else _CHOICES).get(str(value).lower())
    if word in choices:
        ending = f"; did you mean {quoted(word)}?"
    if str(value) in (str(choice) for choice in choices):
        ending = f"; write {value} without quotes"
    return "invalid-value", f"{quoted(path[-1])} is {listed(choices)}, not {show(value)}{ending}"


def _retention(value: object, choices: Sequence[object]) -> tuple[str, str]:
    """Slug and message of a retention that is no text, or an amount of time in words."""
    said = f'"retention_days" takes a number of days or "never", not {show(value)}'
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return "wrong-type", said
    if isinstance(value, str) and value.lower() in units.FOR_EVER:
        return "invalid-value", f"{said}: write never"
    number = units.days(value) if isinstance(value, str) else value
    if number in choices:
        return "invalid-value", f"{said}: write {number}"
    return "invalid-value", _days(number or 0, choices)


def _amount(value: object, choices: Sequence[object]) -> str:
    """Offer the number of seconds that a text such as `1m` is."""
    number = units.seconds(value) if isinstance(value, str) else None
    return f"; write {number}" if number in choices and number is not None else ""


def log_format(text: str) -> str:
    """Offer the fields of a log format, or of a text with field names in it, as a spec has them."""
    names = re.findall(r"[A-Za-z][A-Za-z0-9-]*", text.replace("_", "-"))
    family: Family = "vpc" if set(names) <= NAMES["vpc"] else "transit_gateway"
    if names and names[0] in PRESETS and set(names[1:]) <= NAMES["vpc"] | NAMES["transit_gateway"]:
        return f"write `fields: {{preset: {names[0]}, add: [{', '.join(dict.fromkeys(names[1:]))}]}}`"
    strange = [each for each in names if each not in NAMES["vpc"] | NAMES["transit_gateway"]]
    if not names or not set(names) <= NAMES[family]:
        wrong = f"; {quoted(strange[0])} is none: `gen-flowlogs fields` lists them" if strange else ""
        return f"write field names as a list, `fields: [version, account-id]`{wrong}"
    if tuple(names) == DEFAULT[family]:
        return "write `fields: default`, whose fields these are"
    return f"write `fields: [{', '.join(dict.fromkeys(names))}]`"


def _days(value: float, choices: Sequence[object]) -> str:
    days = sorted(choice for choice in choices if isinstance(choice, int))
    around = [day for day in days if day < value][-1:] + [day for day in days if day > value][:1]
    near_by = " or ".join(map(str, around))
    return f'CloudWatch Logs cannot keep records for {value:.6g} days: write {near_by}, or "never" to keep them'


def _key(value: str) -> str:
    if expression := references.instead(value):
        return expression
    if value.lower() in ("none", "false", "aes256", "sse-s3", "default"):
        return '; take "kms" out for the encryption that AWS has by default'
    if value.startswith("aws/") or value == "aws:kms":
        return '; the key that AWS keeps for a service is "aws"'
    if "alias/" in value:
        return "; an alias can change its key, so write the ARN of the key itself"
    if re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", value):
        return "; write the whole ARN, not the id alone"
    return suggestion(value, ("aws", "create"))


def of_rule(slug: str, warnings: Sequence[object]) -> str:
    """Offer the warning that was meant, or the command that lists them."""
    return "; `gen-flowlogs rules` lists them" if near(slug, warnings) is None else suggestion(slug, warnings)
