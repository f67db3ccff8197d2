"""Facts that may differ between the variants of a definition → facts with their cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gen_flowlogs.report.sections import Case, Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.report.phrases import Phrase

Lines = Iterable[tuple[str, "Phrase"]]
"""Label and phrase of the facts of one variant; a label is there once."""


def facts(variants: Sequence[tuple[Lines, tuple[str, ...]]]) -> tuple[Fact, ...]:
    """The facts of all variants, each with the stacks that it is evaluated for, in the order of the first variant."""
    order: dict[str, dict[Phrase, list[str]]] = {}
    for lines, stacks in variants:
        for label, phrase in lines:
            order.setdefault(label, {}).setdefault(phrase, []).extend(stacks)
    everywhere = sum(len(stacks) for _, stacks in variants)
    return tuple(
        Fact(
            label,
            tuple(Case(phrase, () if len(stacks) == everywhere else tuple(stacks)) for phrase, stacks in cases.items()),
        )
        for label, cases in order.items()
    )
