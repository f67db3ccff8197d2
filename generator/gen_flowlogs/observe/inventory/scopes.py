"""Lists of answers, located → scopes: the kinds of which all is known in a location, and why not of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.captures.inventory import Scope
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.inventory.placing import Placed

_CONTRADICTION: Final = "two answers contradict each other"


def scopes(
    lists: Sequence[Placed], own: Iterable[Scope], contradicted: frozenset[str]
) -> tuple[tuple[Scope, ...], tuple[Note, ...]]:
    """The scopes of some lists and of documents of our own form, and notes on lists that are not about one world.

    `contradicted`: the ids about which two lists contradict each other.
    """
    answered: dict[LocationKey, dict[str, list[Placed]]] = {}
    times: dict[LocationKey, str | None] = {}
    denied: dict[LocationKey, dict[str, str]] = {}
    for scope in own:
        denied.setdefault(scope.location, {}).update(scope.denied)
        answered.setdefault(scope.location, {})
        times[scope.location] = min(filter(None, (scope.time, times.get(scope.location))), default=None)
    for each in lists:
        for kind in each.kinds:
            answered.setdefault(each.location, {}).setdefault(kind, []).append(each)
    notes: list[Note] = []
    found: list[Scope] = []
    for location, of_kind in answered.items():
        reasons = {kind: _why_not(kind, several, contradicted) for kind, several in of_kind.items()}
        whole = frozenset(kind for kind, why_not in reasons.items() if why_not is None)
        for kind, why_not in reasons.items():
            if why_not == _CONTRADICTION:
                notes.append(_note(kind, location, of_kind[kind]))
        told = {**denied.get(location, {}), **{kind: why for kind, why in reasons.items() if why is not None}}
        found.append(
            Scope(
                location=location,
                kinds=whole,
                time=times.get(location),
                denied={kind: why for kind, why in told.items() if kind not in whole},
            )
        )
    return tuple(found), tuple(notes)


def _why_not(kind: str, several: Sequence[Placed], contradicted: frozenset[str]) -> str | None:
    """The reason that some answers about one kind in one location do not have all of it."""
    whole = [_ids(each, kind) for each in several if each.why_not is None]
    if not whole:
        return several[0].why_not
    ids = whole[0]
    if any(each != ids for each in whole) or any(not _ids(each, kind) <= ids for each in several):
        return _CONTRADICTION
    return None if ids.isdisjoint(contradicted) else _CONTRADICTION


def _ids(of: Placed, kind: str) -> frozenset[str]:
    """The ids of one kind in a list that has several kinds."""
    return of.ids if len(of.kinds) == 1 else frozenset(each.id for each in of.resources if each.kind == kind)


def _note(kind: str, location: LocationKey, several: Sequence[Placed]) -> Note:
    files = listing(tuple(dict.fromkeys(shown(each.file, 100) for each in several)), 3)
    at = ", ".join(shown(part) for part in location if part is not None) or "an account and region that no answer names"
    title = f"{BY_KEY[kind][0].title}s" if kind in BY_KEY else f"{kind.replace('_', ' ')}s"
    text = f"answers in {files} contradict each other about the {title} of {at}"
    return Note(Source(several[-1].file), text, "give one answer without filters, the latest, for each kind and region")
