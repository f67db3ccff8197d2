"""Two sets of recordings, and what happens to their flow logs → what that means for the records, in words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.aws.kinds import of_id
from generator.compare.changes import Action, Effect, EffectKind
from generator.compare.recordings import BOTH, Key, Recording, place_words
from generator.compare.wider import Wider
from generator.words import listing

Actions = Mapping[tuple[str | None, str], Action]
"""(stack, address) → what happens to it; without an entry nothing does."""

_GOES_ON = (None, "update", "move", "forget")
_WHILE = "until its new flow log delivers: some minutes, at times more than 10"


@dataclass(frozen=True, slots=True)
class _Said:
    """One effect on one target; those that differ only in the target are told together."""

    point: str
    destination: str
    effect: EffectKind
    before: str  # the words around the targets
    after: str


class Coverage:
    """Old and new recordings, by what they are of."""

    def __init__(
        self,
        old: Iterable[Recording],
        new: Iterable[Recording],
        actions: Actions,
        kept: Container[tuple[str | None, str]] = (),
    ) -> None:
        """`kept`: the flow logs whose old fields Terraform keeps, whatever the new spec says."""
        self._actions = actions
        self._kept = kept
        self._old = _by_key(old)
        self._new = _by_key(new)
        self._wider = Wider(each for several in self._new.values() for each in several)
        self._wider_before = Wider(each for several in self._old.values() for each in several)
        self._targets, self._targets_before = _targets(self._new), _targets(self._old)
        self._elsewhere, self._elsewhere_before = _by_target(self._new), _by_target(self._old)

    def effects(self) -> Iterator[Effect]:
        """Everything there is to say, each thing once for all targets of a capture point."""
        told: dict[_Said, list[Recording]] = {}
        for key in dict.fromkeys((*self._old, *self._new)):
            for said, recording in self._of(key):
                told.setdefault(said, []).append(recording)
        for said, of in told.items():
            before, now = self._targets_before.get(said.point), self._targets.get(said.point)
            exact = before is not None and now is not None and before != now
            open_ones = exact and not all(map(of_id, (before or set()) ^ (now or set())))
            unless = ", unless these are the same" if open_ones and said.effect in ("lost", "gained") else ""
            message = f"{said.before} {_named(of, exact=exact)} {said.after}{unless}"
            yield Effect(said.point, said.destination, said.effect, message)

    def _of(self, key: Key) -> Iterator[tuple[_Said, Recording]]:
        old, new = self._old.get(key, []), self._new.get(key, [])
        had, has = _traffic(old), _traffic(new)
        if had - has:
            yield self._lost(old[0], had - has)
        if has - had and not (not had and self._came_from(new[0])):
            verb = "is now recorded in" if old else "is newly recorded in"
            yield _said(new[0], "gained", has - had, f"{verb} {new[0].destination.name}"), new[0]
        if had & has:
            yield from self._changed(old, new, had & has)
        yield from self._twice(old, new)

    def _lost(self, was: Recording, traffic: frozenset[str]) -> tuple[_Said, Recording]:
        wider = self._wider.around(was, traffic)
        if wider is not None:
            after = f"is no longer recorded in {was.destination.name} by itself, but still by {wider.point.name}"
            return _said(was, "covered", traffic, after), was
        to = self._went_to(was, traffic)
        if to is not None:
            after = f"goes to {place_words(to.destination)} instead of {place_words(was.destination)}"
            return _said(to, "moved", traffic, after), to
        left = [each for each in self._elsewhere.get(was.key[:2], ()) if each.traffic & traffic]
        others = sorted({each.destination.name for each in left})
        rest = f"; still in {listing(others)}" if others else ", and nowhere else"
        return _said(was, "lost", traffic, f"is no longer recorded in {was.destination.name}{rest}"), was

    def _went_to(self, was: Recording, traffic: frozenset[str]) -> Recording | None:
        """The same flow log at another place: its destination is the same by name, and is another thing."""
        for each in self._elsewhere.get(was.key[:2], ()):
            if _is(each.point, was.point) and _is(each.destination, was.destination) and traffic <= each.traffic:
                return each
        return None

    def _came_from(self, new: Recording) -> bool:
        return any(
            _is(new.point, was.point) and _is(new.destination, was.destination)
            for was in self._elsewhere_before.get(new.key[:2], ())
        )

    def _changed(
        self, old: list[Recording], new: list[Recording], traffic: frozenset[str]
    ) -> Iterator[tuple[_Said, Recording]]:
        going_on = [each for each in new if self._actions.get((each.stack, each.address)) in _GOES_ON]
        gap = traffic - _traffic(going_on)
        if gap:
            name = new[0].destination.name
            others = sorted({
                each.destination.name
                for each in self._elsewhere[new[0].key[:2]]
                if each.key != new[0].key and gap <= each.traffic
                and self._actions.get((each.stack, each.address)) in _GOES_ON
            })  # fmt: skip
            rest = f"; all the time in {listing(others)}" if others else ""
            yield _said(new[0], "gap", gap, f"is not recorded in {name} {_WHILE}{rest}"), new[0]
        before, after = _names(old), _names(new)
        drops, adds = [n for n in before if n not in after], [n for n in after if n not in before]
        if (drops or adds) and not any((each.stack, each.address) in self._kept for each in new):
            words = [f"{verb} {listing(names)}" for verb, names in (("lose", drops), ("get", adds)) if names]
            said = _Said(new[0].point.name, new[0].destination.name, "fields", "the records of", " and ".join(words))
            yield said, new[0]
        slow, fast = min(each.interval for each in old), min(each.interval for each in new)
        if slow != fast:
            words_ = f"are made every {fast} seconds instead of every {slow}"
            yield _Said(new[0].point.name, new[0].destination.name, "interval", "the records of", words_), new[0]

    def _twice(self, old: list[Recording], new: list[Recording]) -> Iterator[tuple[_Said, Recording]]:
        doubled = _doubled(new) - _doubled(old)
        if doubled:
            names = sorted({each.point.name for each in new if each.traffic & doubled})
            yield (
                _said(
                    new[-1], "twice", doubled, f"is recorded twice in {new[-1].destination.name}: by {listing(names)}"
                ),
                new[-1],
            )
            return
        for each in new:
            wider = self._wider.around(each, each.traffic)
            before = next((was for was in old if was.traffic & each.traffic), None)
            if wider is not None and (before is None or self._wider_before.around(before, each.traffic) is None):
                after = f"is recorded twice in {each.destination.name}: also by {wider.point.name}, which contains it"
                yield _said(each, "twice", each.traffic & wider.traffic, after), each


def _by_key(several: Iterable[Recording]) -> dict[Key, list[Recording]]:
    found: dict[Key, list[Recording]] = {}
    for each in several:
        found.setdefault(each.key, []).append(each)
    return found


def _by_target(found: Mapping[Key, list[Recording]]) -> dict[tuple[object, object], list[Recording]]:
    """Every recording of one thing, wherever it goes."""
    targets: dict[tuple[object, object], list[Recording]] = {}
    for (where, target, _), several in found.items():
        targets.setdefault((where, target), []).extend(several)
    return targets


def _traffic(several: list[Recording]) -> frozenset[str]:
    return frozenset().union(*(each.traffic for each in several))


def _doubled(several: list[Recording]) -> frozenset[str]:
    return frozenset(kind for kind in BOTH if sum(kind in each.traffic for each in several) > 1)


def _names(several: list[Recording]) -> list[str]:
    return list(dict.fromkeys(name for each in several for name in each.names))


def _is(new: object, old: object) -> bool:
    """Whether a capture point or a destination is the same one, by its name or its old name."""
    name: object = getattr(old, "name")  # noqa: B009 - both kinds have one
    return name in (getattr(new, "name"), getattr(new, "renamed_from"))  # noqa: B009


def _said(recording: Recording, effect: EffectKind, traffic: frozenset[str], after: str) -> _Said:
    transit = recording.point.kind.family == "transit_gateway"
    words = "the traffic" if transit else f"{' and '.join(sorted(traffic))} traffic"
    return _Said(recording.point.name, recording.destination.name, effect, f"{words} of", after)


def _targets(found: Mapping[Key, list[Recording]]) -> dict[str, set[str]]:
    targets: dict[str, set[str]] = {}
    for each in (each for several in found.values() for each in several):
        for name in {each.point.name, each.point.renamed_from or each.point.name}:
            targets.setdefault(name, set()).add(each.target)
    return targets


def _named(several: list[Recording], *, exact: bool) -> str:
    """`core`, or with the targets that are meant, where they are not all of it or not the same as before."""
    point = several[0].point
    targets = list(dict.fromkeys(each.target for each in several))
    ids = getattr(point.target, "ids", ())
    if not exact and len(targets) >= len(ids):
        return point.name
    return f"{point.name} ({listing(targets, 4)})"
