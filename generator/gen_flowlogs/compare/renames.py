"""A name that goes and one that comes for the same thing: probably a rename, for which there is `renamed_from`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.recordings import place
from gen_flowlogs.compare.wording import owner
from gen_flowlogs.model import ONLY, CapturePoint, Destination, Firehose, Spec
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.compare.decide import Decisions


@dataclass(frozen=True, slots=True)
class Rename:
    """Something that was called `old`; `what` is the section of the spec."""

    what: str
    old: str
    new: str

    @property
    def advice(self) -> str:
        """What the author could write."""
        return (
            f"{self.what}.{self.new} looks like {quoted(self.old)} under another name: write "
            f"`renamed_from: {self.old}` there, and it is moved instead of destroyed and made again"
        )


def renames(old: Spec, new: Spec) -> tuple[Rename, ...]:
    """Every pair that can be meant in one way only."""
    return (
        *_pairs(
            "capture_points",
            _gone(old.capture_points, new.capture_points),
            _come(old.capture_points, new.capture_points),
        ),
        *_pairs("destinations", _gone(old.destinations, new.destinations), _come(old.destinations, new.destinations)),
    )


Things = Sequence[CapturePoint] | Sequence[Destination]


def _gone(old: Things, new: Things) -> list[CapturePoint | Destination]:
    names = {each.name for each in new} | {each.renamed_from for each in new}
    return [each for each in old if each.name not in names and not _retired(each)]


def _come(old: Things, new: Things) -> list[CapturePoint | Destination]:
    names = {each.name for each in old}
    return [each for each in new if each.name not in names and each.renamed_from not in names and not _retired(each)]


def _retired(thing: CapturePoint | Destination) -> bool:
    """What is retired is in no state, or leaves it: there is nothing to move."""
    return not isinstance(thing, CapturePoint) and thing.retired


def _pairs(
    what: str, gone: list[CapturePoint | Destination], come: list[CapturePoint | Destination]
) -> Iterator[Rename]:
    before: dict[object, list[str]] = {}
    after: dict[object, list[str]] = {}
    for several, found in ((gone, before), (come, after)):
        for each in several:
            found.setdefault(_identity(each), []).append(each.name)
    for identity, names in before.items():
        others = after.get(identity, [])
        if len(names) == len(others) == 1:
            yield Rename(what, names[0], others[0])


def _identity(thing: CapturePoint | Destination) -> object:
    if isinstance(thing, CapturePoint):
        return (thing.kind.singular, thing.plural, thing.target, tuple(each.name for each in thing.stacks))
    return (place(thing, ONLY), not isinstance(thing, Firehose) and thing.existing)


def blocked(decided: Iterable[Decisions], new: Spec | None) -> tuple[str, ...]:
    """What to do about every `renamed_from` that Terraform cannot follow, because it has something of the new name."""
    found: dict[str, None] = {}
    sections: tuple[tuple[str, Things], ...] = (
        (("capture_points", new.capture_points), ("destinations", new.destinations)) if new else ()
    )
    pairs = {(owner(move[0]), owner(move[1])) for each in decided for move in each.blocked}
    for what, things in sections:
        for thing in things:
            if thing.renamed_from and any(
                thing.renamed_from in source and thing.name in target for source, target in pairs
            ):
                found[
                    f"{what}.{thing.name}: Terraform has another {quoted(thing.name)} until this change is applied, so "
                    f"it cannot follow `renamed_from: {thing.renamed_from}`; take the old {quoted(thing.name)} out in "
                    "a change of its own and rename in the next one, or choose another name"
                ] = None
    return tuple(found)
