"""A text with `{name}` in it → its parts, and what is wrong with its braces.

`{{` and `}}` are braces. Braces behind `$` or `%` are Terraform's, and stay: `${var.env}` is a text like others here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted

_TOKENS = pattern(
    r"[$%]\{[^{}]*+\}?+"  # Terraform's
    r"|\{\{|\}\}"
    r"|\{(?P<name>[a-z][a-z0-9_]*+)\}"
    r"|[{}]"
)


@dataclass(frozen=True, slots=True)
class Name:
    """The place of a value in a text."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A text's parts in their order. `mistake` says what is wrong with its first lone brace; empty: nothing."""

    parts: tuple[str | Name, ...]
    mistake: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it reads."""
        return tuple(part.name for part in self.parts if isinstance(part, Name))

    def filled(self, values: dict[str, Any]) -> str:
        """The text with the values in their places. What a value holds is not read again."""
        return "".join(written(values[part.name]) if isinstance(part, Name) else part for part in self.parts)


def written(value: object) -> str:
    """A value as it stands in a text: true and false as in YAML, a number in decimal."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=10_000)
def template(text: str) -> Template:
    """The parts of a text."""
    parts: list[str | Name] = []
    mistake = ""
    end = 0
    for found in _TOKENS.finditer(text):
        token = found[0]
        parts.append(text[end : found.start()])
        end = found.end()
        if found["name"]:
            parts.append(Name(found["name"]))
        elif token in ("{{", "}}"):
            parts.append(token[0])
        else:
            parts.append(token)
            if token in ("{", "}") and not mistake:
                mistake = _lone(token, text[found.start() :])
    return Template(tuple(part for part in (*parts, text[end:]) if part), mistake)


def _lone(brace: str, rest: str) -> str:
    inside = re.match(r"\{\s*([A-Za-z0-9_ .-]{1,64}?)\s*\}", rest)
    if inside is None:
        return f"{quoted(brace)} alone has no meaning; write {quoted(brace * 2)} for a brace, or `{{name}}` for a value"
    name = re.sub(r"[^a-z0-9]+", "_", inside[1].lower()).lstrip("_0123456789").rstrip("_") or "name"
    return (
        f"{quoted(inside[0])} names no value, since a value's name is lower-case letters, digits and underscores; "
        f"write `{{{name}}}`, or double the braces for braces"
    )
