"""Roles and key aliases that two destinations or two stacks would have, or that one leaves to another.

A retired destination destroys its role and leaves its key, with the alias, as they are (`view.moves`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import givens
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.claims import claims_of, pair, subject
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import Destination, ExistingRole, OwnRole
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.claims import Holder, Key, NameClaim, Pair

SLUGS = ("name-conflict",)


def conflicting(holders: Iterable[Holder], reported: set[Pair]) -> Iterator[Finding]:
    """Find conflicts of roles and aliases. `reported`: destinations whose log groups or buckets conflict already."""
    made = [claim for holder in holders for claim in claims_of(*holder) if claim.what in ("role", "alias")]
    for claim, first in _twice([each for each in made if not each.destination.retired]):
        if _is_news(first, claim, reported):
            yield _created_twice(first, claim)
    kept = {(each.what, each.key): each for each in made if each.destination.retired}
    for claim in made:
        before = kept.get((claim.what, claim.key))
        if before is not None and not claim.destination.retired and _is_news(before, claim, reported):
            yield _after_retired(before, claim)
    yield from _roles_of_others(holders, [each for each in made if each.what == "role"])


def _is_news(first: NameClaim, other: NameClaim, reported: set[Pair]) -> bool:
    """Whether a conflict does not just follow from a name that is already reported."""
    has_own_name = other.what == "role" and _role_origin(other.destination) != subject(other.destination)
    return has_own_name or pair(first.destination, other.destination) not in reported


def _twice(made: Iterable[NameClaim]) -> Iterator[tuple[NameClaim, NameClaim]]:
    """Each claim that is made a second time, and the first."""
    first: dict[tuple[str, Key], NameClaim] = {}
    for claim in made:
        before = first.setdefault((claim.what, claim.key), claim)
        if before is not claim:
            yield claim, before


def _created_twice(first: NameClaim, other: NameClaim) -> Finding:
    one, two, name = quoted(first.destination.name), quoted(other.destination.name), quoted(other.name)
    if other.what == "alias":
        return Finding(
            "name-conflict",
            f"the keys of {one} and {two} would both get the alias {name}; use another name for one of what they "
            "encrypt",
            subject(other.destination),
            (("the other is", first.destination.origin.key()),),
        )
    if first.destination.name == other.destination.name:
        return Finding(
            "name-conflict",
            f"the stacks {quoted(first.stack.name)} and {quoted(other.stack.name)} are in one account and would both "
            f"create the role {name}; leave the name out, so that each stack's role gets its own",
            _role_origin(other.destination),
        )
    return Finding(
        "name-conflict",
        f"{one} and {two} would both create the role {name}; give one of them a `role: {{name: …}}` of its own, or "
        "both one that exists, `role: {arn: …}`",
        _role_origin(other.destination),
        (("the other is at", _role_origin(first.destination)),),
    )


def _after_retired(kept: NameClaim, new: NameClaim) -> Finding:
    """Report a name that a retired destination keeps for ever, or until Terraform destroys it."""
    old, user, name = quoted(kept.destination.name), quoted(new.destination.name), quoted(new.name)
    if new.what == "alias":
        message = (
            f"the alias {name} stays with the key of {old}, which is retired, so the key of {user} cannot have it; use "
            "another name for what it encrypts"
        )
        at = subject(new.destination)
    else:
        message = (
            f"{old} is retired, so its role {name} is destroyed, and Terraform may create the one of {user} before "
            f"that; give {user} a `role: {{name: …}}` of its own"
        )
        at = _role_origin(new.destination)
    return Finding("name-conflict", message, at, (("the retired one is", kept.destination.origin.key()),))


def _roles_of_others(holders: Iterable[Holder], roles: Iterable[NameClaim]) -> Iterator[Finding]:
    """Find existing roles that this spec creates for another destination, or destroys with it."""
    known = {claim.key: claim for claim in roles}
    reported: set[Pair] = set()
    for destination, stack in holders:
        role = getattr(destination, "role", None)
        arn = arns.parse(givens.literal(role.arn) or "") if isinstance(role, ExistingRole) else None
        if arn is None or stack.account not in (None, arn.account):
            continue
        claim = known.get((stack.account, arn.name.lower()))
        if claim is None or destination.retired or pair(claim.destination, destination) in reported:
            continue
        reported.add(pair(claim.destination, destination))
        one, two = quoted(claim.destination.name), quoted(destination.name)
        why = (
            f"{one} is retired, and its role {quoted(claim.name)} is destroyed, so it cannot be that of {two}"
            if claim.destination.retired
            else f"{one} creates the role {quoted(claim.name)} for its own records alone, so {two} cannot use it"
        )
        yield Finding(
            "name-conflict",
            f"{why}; leave `arn` out, so that it gets a role of its own",
            settings(destination).at("role", "arn"),
            (("the other is at", _role_origin(claim.destination)),),
        )


def _role_origin(destination: Destination) -> Origin:
    role = getattr(destination, "role", None)
    if isinstance(role, OwnRole) and role.name is not None:
        return settings(destination).at("role", "name")
    return subject(destination)
