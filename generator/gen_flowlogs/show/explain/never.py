"""Traffic that no flow log of some kinds records, which belongs to each answer about what they record."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from gen_flowlogs import DOCS
from gen_flowlogs.aws.never_recorded import NEVER_RECORDED, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.aws.kinds import Family, Kind
    from gen_flowlogs.explain import Answer

_FAMILIES: Final[dict[Family, str]] = {"vpc": "", "transit_gateway": " of transit gateways"}
_WIDTH: Final = 118


def by_kind(kinds: Iterable[Kind]) -> dict[str, list[str]]:
    """The slugs of each kind, under its key in a spec."""
    return {kind.singular: [each.slug for each in of_kind(kind)] for kind in kinds}


def paragraphs(answers: Iterable[Answer]) -> Iterator[str]:
    """A paragraph for each family that the answers of a page have: all entries for its kinds, and their page."""
    kinds = {kind for answer in answers for kind in _kinds(answer)}
    for family, of in _FAMILIES.items():
        of_family = {kind for kind in kinds if kind.family == family}
        slugs = [each.slug for each in NEVER_RECORDED if of_family.intersection(each.kinds)]
        if slugs:
            text = f"never recorded{of}: {', '.join(slugs)}"
            filled = textwrap.fill(text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
            yield f"{filled}\n  {DOCS}/never-recorded.md"


def _kinds(answer: Answer) -> Iterator[Kind]:
    yield from answer.kinds
    for part in answer.parts:
        yield from _kinds(part)
