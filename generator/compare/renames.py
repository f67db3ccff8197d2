"""A name that goes and one that comes for the same thing: probably a rename, for which there is `renamed_from`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.compare.recordings import place
from generator.model import ONLY, CapturePoint, Destination, Spec
from generator.words import quoted


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
    return [each for each in old if each.name not in names]


def _come(old: Things, new: Things) -> list[CapturePoint | Destination]:
    names = {each.name for each in old}
    return [each for each in new if each.name not in names and each.renamed_from not in names]


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
    return place(thing, ONLY)
