"""Notes on lookups that an inventory answers: what it does not tell, and what is only true of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import targets
from gen_flowlogs.captures.lookups import Lookups
from gen_flowlogs.captures.now import answers_of, untold
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.targets import Now
    from gen_flowlogs.model import Spec


def notes(old: Spec | None, new: Spec | None, now: Now | None) -> Iterator[str]:
    """One line for each note; none without an inventory."""
    if now is None:
        return
    before, after = tuple(answers_of(old, now)), tuple(answers_of(new, now))
    if any(each.found is not None for each in (*before, *after)):
        yield "the inventory answers lookups: Terraform looks again when it plans, and may then find newer resources"
    unknown = untold((*before, *after))
    if unknown:
        yield unknown
    kept = {each.lookup for each in after}
    later = Lookups(kept)
    gone = {
        (targets.name(each.lookup), each.point.name)
        for each in before
        if each.found is not None and each.point.plural and each.lookup not in kept
        if not any(later.finding(each.lookup, each.point, (each.stack,)))
    }
    for name, point in sorted(gone):
        yield f"{quoted(point)} no longer looks up {name}: it does not record later ones"
