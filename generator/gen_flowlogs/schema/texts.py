"""Advice about a text where a value of another type is wanted.

Comes in: the text and its path. Goes out: the end of a message, or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY, KINDS
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import references, units
from gen_flowlogs.source.slips import BLANK, UNSEEN

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.diagnostics import Path

NO_TAGS = "none"
EVERYTHING = frozenset({"all", "any", "every", "*"})
"""Words in lower case for every resource of a kind."""

_BOOLEANS = {
    **dict.fromkeys(("yes", "on", "y", "enabled", "enable"), "true"),
    **dict.fromkeys(("no", "off", "n", "disabled", "disable", "suspended"), "false"),
}
_NEEDED = {"cloudwatch_logs": "log_group", "s3": "bucket", "firehose": "delivery_stream"}
_TAG = pattern(r"([A-Za-z0-9_.:/+@-]{1,40})=([A-Za-z0-9_.:/+@ -]{0,80})")
_JOINED = pattern(r"([a-z][a-z0-9_]{0,63}):([^\s:/\\][^\s]{0,200})")


_ODD = pattern(rf"[{UNSEEN}]|^[{BLANK}]|[{BLANK}]\Z")
_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb\u2039\u203a"
"""Quotation marks of printed text, which are none to YAML."""
_LONG = 80  # characters of a value that is shown again
_IN_QUOTES = pattern(r"\s*\{\s*(?:var|ref|lookup)\s*:.*\}\s*", re.DOTALL)


def odd(value: str) -> str:
    """Advise about a text that has more than its author sees, or a mapping in quotes; empty for any other."""
    found = _ODD.search(value)
    if found is not None:
        return f"; it has U+{ord(found[0]):04X}, which looks like a space or like nothing: take that out"
    if value.endswith("\n"):
        return "; it ends in a line break: write it on the line of its key"
    if len(value) > 2 and {value[0], value[-1]} <= set(_QUOTES) and set(_QUOTES).isdisjoint(value[1:-1]):
        return f"; these are no quotes of YAML: write {quoted(value[1:-1])}"
    return f"; write {value.strip()} without quotes" if len(value) < _LONG and _IN_QUOTES.fullmatch(value) else ""


def every(kind: Kind) -> str:
    """Offer the lookup of everything of a kind; its ids for a kind that has none."""
    if kind.plural_data_source:
        return f"; for every {kind.title} write `{kind.plural}: {{lookup: {{tags: {{}}}}}}`"
    return f"; list the ids, `{kind.plural}: [{kind.example}]`"


def as_tag(value: object) -> str:
    """The mapping that a text such as `Team=net` was meant to be; empty for any other."""
    found = _TAG.fullmatch(value) if isinstance(value, str) else None
    return f"`tags: {{{quoted(found[1])}: {quoted(found[2])}}}`" if found else ""


def instead(value: str, types: tuple[str, ...], path: Path) -> str:
    """Offer what the text was meant to be."""
    joined = _JOINED.fullmatch(value) if "object" in types and not value.startswith("arn:") else None
    if joined is not None:
        return f': write {quoted(f"{joined[1]}: {joined[2]}")}, with a space behind the ":"'
    if _is_flow(value, types):
        shown_value = f", {value.strip()}" if len(value) < _LONG and value.isprintable() else ""
        return f": write it without quotes{shown_value}"
    of_list = f": write [{quoted(value)}]" if types == ("array",) and value else ""
    return _scalar(value, types, path) or _mapping(value, path) or of_list


def _is_flow(value: str, types: tuple[str, ...]) -> bool:
    """Whether a text is a list or a mapping in quotes, where that is wanted."""
    ends = value.strip()[:1] + value.strip()[-1:]
    return (ends == "[]" and "array" in types) or (ends == "{}" and "object" in types and ":" in value)


def _scalar(value: str, types: tuple[str, ...], path: Path) -> str:
    """Offer a number or a boolean."""
    if "boolean" in types and (value.lower() in _BOOLEANS or value.lower() in ("true", "false")):
        return f": write {_BOOLEANS.get(value.lower(), value.lower())}"
    if "integer" not in types:
        return ""
    if re.fullmatch(r"[0-9]{1,9}", value):
        return f": write {value} without quotes"
    number = units.days(value) if str(path[-1]).endswith("days") else None
    if number is None and path[-1] == "expire_days" and value.lower() in units.FOR_EVER:
        return ": take it out to keep records for ever"
    return f": write {number}" if number is not None else ""


def _mapping(value: str, path: Path) -> str:
    """Offer the mapping or the target that a text stands for."""
    match path:
        case ("capture_points", _, str(key)) if key in BY_KEY:
            return _target(value, BY_KEY[key][0])
        case ("capture_points", _, str(key), "lookup") if key in BY_KEY and value.lower() in EVERYTHING:
            return every(BY_KEY[key][0])
        case ("capture_points", _):
            kinds = [kind for kind in KINDS if re.search(kind.id_pattern, value)]
            return f": write `{kinds[0].singular}: {value}` below it" if kinds else ""
        case ("destinations", _, str(kind)) if kind in _NEEDED:
            return f": write `{_NEEDED[kind]}: …` below it"
        case ("destinations", _) if value in _NEEDED:
            return f": write `{value}: {{{_NEEDED[value]}: …}}` below it"
        case (*_, "tags") if as_tag(value):
            return f": write {as_tag(value)}"
        case (*_, "role"):
            return f": write `role: {references.role(value)}`"
        case ("defaults" | "destinations", *_, "tags") if value.lower() == NO_TAGS:
            return "; only a capture point or a `role` can be without any tag"
        case _:
            return ""


def _target(value: str, kind: Kind) -> str:
    if expression := references.instead(value):
        return expression
    if value.lower() in EVERYTHING:
        return every(kind)
    return f"; for one write `{kind.singular}: …`" if re.search(kind.id_pattern, value) else ""
