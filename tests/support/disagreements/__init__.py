"""What `diff` says of a change beside what the oracle answers: each disagreement as its kind and the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disagreements.plan import actions, moved_blocks, races
from disagreements.stores import blocked, history
from disagreements.traffic import traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coverage_oracle import Oracle
    from gen_flowlogs.compare import Comparison

Found = tuple[str, str]
"""A kind, and where it was found."""


def disagreements(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """Everything in which the two differ."""
    if (None in oracle.before.places) != (None in oracle.now.places):
        return  # only who runs Terraform knows whether the account and the region are the same
    for judge in (traffic, blocked, history, actions, races, moved_blocks):
        yield from judge(comparison, oracle)
