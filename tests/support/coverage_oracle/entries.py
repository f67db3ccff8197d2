"""Entries that a spec may write in short: one name or a list, a name or a mapping of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def several(said: str | Sequence[str]) -> tuple[str, ...]:
    """One name, or several."""
    return (said,) if isinstance(said, str) else tuple(said)


def sent(said: str | Sequence[Any]) -> dict[str, list[str]]:
    """Destination → what its entry adopts."""
    entries = [said] if isinstance(said, str) else said
    pairs = [(each, {}) if isinstance(each, str) else next(iter(each.items())) for each in entries]
    return {name: own.get("adopted", []) for name, own in pairs}


def recorded_in(point: dict[str, Any], defaults: dict[str, Any], stacks: Iterable[Any]) -> tuple[Any, ...]:
    """The stacks of a capture point, of all of the spec."""
    where = point.get("stack", defaults.get("stack", "all"))
    return tuple(stacks) if where == "all" else several(where)
