"""One name for two things: Terraform variables, log groups and buckets, and with `identities` roles and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint import created, identities
from gen_flowlogs.lint.created import exists, pair, subject
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, Destination, Firehose, Variable
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.created import Home, Pair
    from gen_flowlogs.lint.survey import Survey


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
    """Two destinations, or two stacks of one place, that would create or quarrel about one thing."""
    homes = tuple(created.homes(found.ownership, found.spec.destinations))
    told: set[Pair] = set()
    yield from _held(_buckets(found), told)
    yield from _held(_log_groups(homes), told)
    yield from identities.conflicting(homes, told)


def _buckets(found: Survey) -> Iterator[list[Home]]:
    """The destinations of each bucket, whose names are taken once in all of AWS."""
    held: dict[str, list[Home]] = {}
    for destination in found.spec.destinations:
        if isinstance(destination, S3):
            held.setdefault(destination.bucket, []).append((destination, ONLY))
    return iter(held.values())


def _log_groups(homes: Iterable[Home]) -> Iterator[list[Home]]:
    """The destinations of each log group in one account and region, with the stacks that have it."""
    held: dict[tuple[object, ...], list[Home]] = {}
    for destination, stack in homes:
        if isinstance(destination, CloudWatchLogs):
            held.setdefault((locations.key(stack), destination.log_group), []).append((destination, stack))
    return iter(held.values())


def _held(groups: Iterable[list[Home]], told: set[Pair]) -> Iterator[Finding]:
    """Who manages a bucket or a group manages all of it: its policy, for one, knows of one destination."""
    for homes in groups:
        creators = [home for home in homes if not exists(home[0])]
        first = next((home for home in creators if not home[0].retired), None)
        if first is None:
            continue
        kept = next((destination for destination, _ in creators if destination.retired), None)
        for home in homes:
            again = home[0] is not first[0] or not exists(home[0])
            if home is not first and again and not home[0].retired and _is_news(first[0], home[0], told):
                yield _quarrel(first, home)
        if kept is not None and _is_news(kept, first[0], told):
            yield _taken(kept, first[0])


def _is_news(first: Destination, other: Destination, told: set[Pair]) -> bool:
    known = pair(first, other) in told
    told.add(pair(first, other))
    return not known


def _quarrel(first: Home, other: Home) -> Finding:
    what, name = _words(first[0])
    one, two = quoted(first[0].name), quoted(other[0].name)
    stacks = f"{quoted(first[1].name)} and {quoted(other[1].name)}"
    if other[0] is first[0]:
        return Finding(
            "name-conflict",
            f"the stacks {stacks} are one account and region, and would both create the {what} {quoted(name)}; use a "
            "destination of its own in one of them, or make one stack of both",
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
        "create it; say `existing: true`, or use another name",
        *_places(kept, new),
    )


def _words(destination: Destination) -> tuple[str, str]:
    """What a destination creates, and its name."""
    match destination:
        case CloudWatchLogs(log_group=name):
            return "log group", name
        case S3(bucket=name):
            return "bucket", name
    raise TypeError(destination)


def _places(first: Destination, other: Destination) -> tuple[Origin, tuple[tuple[str, Origin], ...]]:
    return subject(other), (("the other is at", subject(first)),)
