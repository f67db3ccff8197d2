"""Tags: those of `defaults`, and a definition's own, which win; or the word for no tag at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.model import Tags

NONE = "none"
"""The word of a capture point or a role that has no tag, not even those that it would inherit."""


def merged(shared: dict[str, str], own: dict[str, str]) -> Tags:
    """Both together, sorted by key."""
    return tuple(sorted({**shared, **own}.items()))
