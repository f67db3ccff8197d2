"""Tags: those of `defaults`, and a definition's own, which win."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.model import Tags


def merged(shared: dict[str, str], own: dict[str, str]) -> Tags:
    """Both together, sorted by key."""
    return tuple(sorted({**shared, **own}.items()))
