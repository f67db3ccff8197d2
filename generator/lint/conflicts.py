"""One name for two things: Terraform variables, log groups, buckets, roles and key aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import naming
from generator.diagnostics import Finding, Origin
from generator.lint.places import settings, target
from generator.model import ONLY, S3, CloudWatchLogs, Destination, Firehose, OwnRole, Stack, Variable
from generator.words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.lint.survey import Survey

_Key = tuple[str | None, ...]


def variables(found: Survey) -> Iterator[Finding]:
    """A variable has one type and one validation, so it can stand for one kind of thing only."""
    uses: dict[str, tuple[str, Origin]] = {}
    for point in found.spec.capture_points:
        if isinstance(point.target, Variable):
            what = f"ids of {point.kind.title}s" if point.plural else f"the id of a {point.kind.title}"
            yield from _variable(point.target.name, what, target(point).at("var"), uses)
    for destination in found.spec.destinations:
        if isinstance(destination, Firehose) and isinstance(destination.stream, Variable):
            at = destination.origin.at("firehose", "delivery_stream", "var")
            yield from _variable(destination.stream.name, "the ARN of a delivery stream", at, uses)


def _variable(name: str, what: str, at: Origin, uses: dict[str, tuple[str, Origin]]) -> Iterator[Finding]:
    before, where = uses.setdefault(name, (what, at))
    if before != what:
        yield Finding(
            "variable-conflict",
            f"the variable {quoted(name)} is {what} here, and {before} elsewhere; give one of them another name",
            at,
            (("the other use is at", where),),
        )


def names(found: Survey) -> Iterator[Finding]:
    """Two destinations that would create, or quarrel about, one thing."""
    yield from _log_groups_and_buckets(found)
    yield from _roles(found)
    yield from _aliases(found)


def _log_groups_and_buckets(found: Survey) -> Iterator[Finding]:
    """Who manages a bucket or a group manages all of it: its policy, for one, knows of one destination."""
    held: dict[tuple[str, str], list[Destination]] = {}
    for destination in found.spec.destinations:
        match destination:
            case CloudWatchLogs():
                held.setdefault(("log_group", destination.log_group), []).append(destination)
            case S3():
                held.setdefault(("bucket", destination.bucket), []).append(destination)
    for (key, name), destinations in held.items():
        creators = [each for each in destinations if not _exists(each)]
        if not creators:
            continue
        first = creators[0]
        for other in destinations:
            if other is not first:
                yield Finding("name-conflict", _quarrel(key, name, first, other), *_places(first, other, key))


def _quarrel(key: str, name: str, first: Destination, other: Destination) -> str:
    what = "log group" if key == "log_group" else "bucket"
    if first.retired or other.retired:
        kept, new = (first, other) if first.retired else (other, first)
        return (
            f"the {what} {quoted(name)} is kept by {quoted(kept.name)}, which is retired, so {quoted(new.name)} cannot "
            "create it; say `existing: true` and take the retired destination out, or use another name"
        )
    if not _exists(other):
        return (
            f"{quoted(first.name)} and {quoted(other.name)} would both create the {what} {quoted(name)}; "
            "use one destination for both, or another name"
        )
    lost = "its policy admits only what that destination sends" if what == "bucket" else "AWS may create it first"
    return (
        f"{quoted(first.name)} creates the {what} {quoted(name)}, so it is not `existing` for {quoted(other.name)}: "
        f"{lost}; use one destination for both, or another {what}"
    )


def _exists(destination: Destination) -> bool:
    return not isinstance(destination, Firehose) and destination.existing


def _places(first: Destination, other: Destination, *key: str) -> tuple[Origin, tuple[tuple[str, Origin], ...]]:
    return settings(other).at(*key), (("the other is at", settings(first).at(*key)),)


def _roles(found: Survey) -> Iterator[Finding]:
    """IAM knows no regions, and does not tell upper from lower case."""
    creators: dict[_Key, tuple[Destination, Stack]] = {}
    for destination, stack in _created(found):
        if destination.retired or not isinstance(destination, CloudWatchLogs | Firehose):
            continue
        name = naming.role_name(destination, stack)
        if name is None:
            continue
        first, before = creators.setdefault((stack.account, name.lower()), (destination, stack))
        if first is destination and before != stack:
            yield Finding(
                "name-conflict",
                f"the stacks {quoted(before.name)} and {quoted(stack.name)} are in one account and would both create "
                f"the role {quoted(name)}; leave the name out, so that each stack's role gets its own",
                _role_origin(destination),
            )
        elif first is not destination:
            yield Finding(
                "name-conflict",
                f"{quoted(first.name)} and {quoted(destination.name)} would both create the role {quoted(name)}; "
                "give one of them a `role: {name: …}` of its own",
                *_role_places(first, destination),
            )


def _role_places(first: Destination, other: Destination) -> tuple[Origin, tuple[tuple[str, Origin], ...]]:
    at, before = _role_origin(other), _role_origin(first)
    return at, (("the other is at", before),)


def _role_origin(destination: Destination) -> Origin:
    role = getattr(destination, "role", None)
    if isinstance(role, OwnRole) and role.name is not None:
        return settings(destination).at("role", "name")
    key = "log_group" if isinstance(destination, CloudWatchLogs) else "delivery_stream"
    return settings(destination).at(key)


def _aliases(found: Survey) -> Iterator[Finding]:
    creators: dict[_Key, Destination] = {}
    for destination, stack in _created(found):
        match destination:
            case CloudWatchLogs(kms="create", existing=False, retired=False):
                key, subject = "log_group", destination.log_group
            case S3(kms="create", existing=False, retired=False):
                key, subject = "bucket", destination.bucket
            case _:
                continue
        alias = naming.key_alias(subject, stack)
        first = creators.setdefault((stack.account, stack.region, alias), destination)
        if first is not destination:
            yield Finding(
                "name-conflict",
                f"the keys of {quoted(first.name)} and {quoted(destination.name)} would both get the alias "
                f"{quoted(alias)}; use another name for one of what they encrypt",
                settings(destination).at(key),
                (("the other is", first.origin.key()),),
            )


def _created(found: Survey) -> Iterator[tuple[Destination, Stack]]:
    """Each destination with the stacks that create it: those that use it; without stacks, the one there is."""
    if found.spec.stacks == (ONLY,):
        yield from ((destination, ONLY) for destination in found.spec.destinations)
        return
    stacks = {stack.name: stack for stack in found.spec.stacks}
    seen: set[tuple[str, str | None]] = set()
    for use in found.uses:
        pair = (use.destination.name, use.stack)
        if pair not in seen and use.stack in stacks:
            seen.add(pair)
            yield use.destination, stacks[use.stack]
