"""One name for two things: log groups and buckets, and by `name_conflict_roles` roles and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint import claims
from gen_flowlogs.lint.claims import exists, pair, subject
from gen_flowlogs.lint.rules import name_conflict_roles
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, Destination, known_name, store_name
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.claims import Holder, Pair
    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find log groups, buckets, roles and aliases that two destinations, or stacks of one location, would manage."""
    holders = tuple(claims.stacks_creating(index.ownership, index.spec.destinations))
    reported: set[Pair] = set()
    yield from _of_each(index)
    yield from _held(_buckets(index), reported)
    yield from _held(_log_groups(holders), reported)
    yield from name_conflict_roles.conflicting(holders, reported)


def _buckets(index: Index) -> Iterator[list[Holder]]:
    """The destinations of each bucket, whose names are taken once in a partition; one of the variants that have it."""
    held: dict[tuple[str, str | None], dict[str, Holder]] = {}
    for destination in index.spec.destinations:
        if isinstance(destination, S3):
            name = store_name(destination)
            for partition in () if name is None else claims.partitions(index.ownership, destination):
                held.setdefault((partition, name), {}).setdefault(destination.name, (destination, ONLY))
    return (list(holders.values()) for holders in held.values())


def _of_each(index: Index) -> Iterator[Finding]:
    """Find destinations with a bucket in each stack of which two have one name; what is retired makes none."""
    held: dict[tuple[str, str, str], list[S3]] = {}
    for destination in index.spec.destinations:
        if not isinstance(destination, S3) or destination.retired:
            continue
        if destination.variant and destination.stack is not None:
            name = store_name(destination)
            for partition in () if name is None else claims.partitions(index.ownership, destination):
                held.setdefault((destination.name, partition, name or ""), []).append(destination)
    for (_, _, name), several in held.items():
        if len(several) > 1:
            stacks = listing([quoted(each.stack) for each in several], limit=3)
            yield Finding(
                "name-conflict",
                f"`stack: each` means a bucket in each stack, and in {stacks} its name is {quoted(name)}; "
                "write a part that differs into it, such as `{account}` or `{stack}`",
                replace(subject(several[0]), stack=None),
            )


def _log_groups(holders: Iterable[Holder]) -> Iterator[list[Holder]]:
    """The destinations of each log group in one account and region, with the stacks that have it."""
    held: dict[tuple[object, ...], list[Holder]] = {}
    for destination, stack in holders:
        if isinstance(destination, CloudWatchLogs) and (name := store_name(destination)) is not None:
            held.setdefault((locations.key(stack), name), []).append((destination, stack))
    return iter(held.values())


def _held(groups: Iterable[list[Holder]], reported: set[Pair]) -> Iterator[Finding]:
    """Find groups and buckets that two destinations have and one creates: its policy admits its own records alone."""
    for holders in groups:
        creators = [holder for holder in holders if not exists(holder[0])]
        first = next((holder for holder in creators if not holder[0].retired), None)
        if first is None:
            continue
        kept = next((destination for destination, _ in creators if destination.retired), None)
        for holder in holders:
            again = holder[0].name != first[0].name or not exists(holder[0])
            if holder is not first and again and not holder[0].retired and _is_news(first[0], holder[0], reported):
                yield _quarrel(first, holder)
        if kept is not None and _is_news(kept, first[0], reported):
            yield _taken(kept, first[0])


def _is_news(first: Destination, other: Destination, reported: set[Pair]) -> bool:
    known = pair(first, other) in reported
    reported.add(pair(first, other))
    return not known


def _quarrel(first: Holder, other: Holder) -> Finding:
    what, name = _words(first[0])
    one, two = quoted(first[0].name), quoted(other[0].name)
    stacks = f"{quoted(first[1].name)} and {quoted(other[1].name)}"
    if other[0].name == first[0].name:
        return Finding(
            "name-conflict",
            f"the stacks {stacks} are one account and region, and would both create the {what} {quoted(name)}; use "
            "another destination in one of them, or make them one stack",
            subject(first[0]),
        )
    where_ = "" if first[1] is other[1] else f" (in the stacks {stacks}, which are one account and region)"
    if not exists(other[0]):
        message = (
            f"{one} and {two} would both create the {what} {quoted(name)}{where_}; use one destination for both, or "
            "another name"
        )
    else:
        lost = "its policy admits only what that destination sends" if what == "bucket" else "AWS may create it first"
        message = (
            f"{one} creates the {what} {quoted(name)}, so it is not `existing` for {two}{where_}: {lost}; use one "
            f"destination for both, or another {what}"
        )
    return Finding("name-conflict", message, *_places(first[0], other[0]))


def _taken(kept: Destination, new: Destination) -> Finding:
    """A retired destination keeps its group or bucket, which another may use but not create."""
    what, name = _words(new)
    return Finding(
        "name-conflict",
        f"the {what} {quoted(name)} is kept by {quoted(kept.name)}, which is retired, so {quoted(new.name)} cannot "
        "create it; write `existing: true`, or use another name",
        *_places(kept, new),
    )


def _words(destination: Destination) -> tuple[str, str]:
    """The kind and the name of what a destination creates."""
    match destination:
        case CloudWatchLogs():
            return "log group", known_name(destination)
        case S3():
            return "bucket", known_name(destination)
    raise TypeError(destination)


def _places(first: Destination, other: Destination) -> tuple[Origin, tuple[tuple[str, Origin], ...]]:
    return subject(other), (("the other is at", subject(first)),)
