"""Specs of one call that would create one thing: a bucket, or something in an account and region that both name.

A log group, role or alias is only compared where stacks say the account; without them nobody knows whether two specs
mean one. The names of buckets are taken once in a partition; a spec without stacks is taken to be in `aws`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.claims import claims_of, stacks_creating, subject
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.root_modules import ownership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.claims import Key, NameClaim, NameKind
    from gen_flowlogs.model import Destination, Spec

SLUGS = ("name-conflict",)


_Maker = tuple["Spec", "NameClaim"]


def conflicting(specs: Iterable[Spec]) -> Iterator[Finding]:
    """Find what a spec would create though one before it does; a finding for each two destinations."""
    first: dict[tuple[NameKind, Key], _Maker] = {}
    for spec in specs:
        same: dict[tuple[int, int], list[tuple[_Maker, NameClaim]]] = {}
        for thing in _made(spec) if spec.complete else ():
            before = first.setdefault((thing.what, thing.key), (spec, thing))
            if before[0].name != spec.name:
                pair = (id(before[1].destination), id(thing.destination))
                same.setdefault(pair, []).append((before, thing))
        for found in same.values():
            yield _twice(spec, found[0][0], [thing for _, thing in found])


def _made(spec: Spec) -> Iterator[NameClaim]:
    for destination, stack in stacks_creating(ownership(spec), spec.destinations):
        if not destination.retired:
            yield from (
                thing for thing in claims_of(destination, stack) if thing.what == "bucket" or stack.account is not None
            )


def _twice(spec: Spec, before: _Maker, made: list[NameClaim]) -> Finding:
    other, thing = before
    what = listing(list(dict.fromkeys(f"the {each.what} {quoted(each.name)}" for each in made)), limit=3)
    names = list(dict.fromkeys(quoted(each.destination.name) for each in (thing, *made)))
    return Finding(
        "name-conflict",
        f"{quoted(other.name)} and {quoted(spec.name)} would both create {what} (in {listing(names)}); let one spec "
        "create it and the other call it `existing`, or use another name",
        _place(spec, made[0].destination),
        (("the other is at", _place(other, thing.destination)),),
    )


def _place(spec: Spec, destination: Destination) -> Origin:
    """The origin of a destination in the spec's own file; of an included one, that of `include`."""
    at = subject(destination)
    return at if at.file == spec.file else Origin(spec.file, ("include",), "key")
