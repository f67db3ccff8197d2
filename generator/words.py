"""Small words for messages: quoting, listing, the nearest name. Bounded, whatever a spec holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def quoted(value: object) -> str:
    """A value in double quotes; what cannot be printed is escaped, what is too long is cut."""
    text = shown(str(value)).replace('"', '\\"')
    return f'"{text}"'


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `name` may have been meant to be; None where none is near."""
    if len(name) > _LONGEST_NAME:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - most runs have nothing to correct

    near = get_close_matches(name, names, n=1)
    return near[0] if near else None


_LONGEST_NAME = 200
"""Characters. Nothing longer is a misspelt name, and the comparison costs the product of both lengths."""


def listing(names: Sequence[str], limit: int = 8, last: str = "and") -> str:
    """`a, b and c`; beyond `limit` names, `a, b, … and 5 more`."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def days(count: int) -> str:
    """A number of days in words."""
    return "1 day" if count == 1 else f"{count} days"
