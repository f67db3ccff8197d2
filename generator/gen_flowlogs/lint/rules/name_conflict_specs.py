"""Specs of one call that would create the same bucket, or the same log group, role or alias of one location.

A log group, role or alias is only compared where stacks give the account; without stacks two specs may be for two
accounts. A bucket's name exists once in a partition; a spec without stacks is taken to be in `aws`.
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
        same: dict[tuple[str, str, str], list[tuple[_Maker, NameClaim]]] = {}
        for claim in _made(spec) if spec.complete else ():
            before = first.setdefault((claim.what, claim.key), (spec, claim))
            if before[0].name != spec.name:
                pair = (before[0].name, before[1].destination.name, claim.destination.name)
                same.setdefault(pair, []).append((before, claim))
        for claims in same.values():
            yield _twice(spec, claims[0][0], [claim for _, claim in claims])


def _made(spec: Spec) -> Iterator[NameClaim]:
    for destination, stack in stacks_creating(ownership(spec), spec.destinations):
        if not destination.retired:
            yield from (
                claim for claim in claims_of(destination, stack) if claim.what == "bucket" or stack.account is not None
            )


def _twice(spec: Spec, before: _Maker, made: list[NameClaim]) -> Finding:
    other, claim = before
    what = listing(list(dict.fromkeys(f"the {each.what} {quoted(each.name)}" for each in made)), limit=3)
    names = list(dict.fromkeys(quoted(each.destination.name) for each in (claim, *made)))
    return Finding(
        "name-conflict",
        f"{quoted(other.name)} and {quoted(spec.name)} would both create {what} (in {listing(names)}); let one spec "
        "create it and the other call it `existing`, or use another name",
        _place(spec, made[0].destination),
        (("the other is at", _place(other, claim.destination)),),
    )


def _place(spec: Spec, destination: Destination) -> Origin:
    """The origin of a destination in the spec's own file; of an included one, that of `include`."""
    at = subject(destination)
    return at if at.file == spec.file else Origin(spec.file, ("include",), "key")
