"""Tags that AWS refuses. Services differ in what they take, so a tag is judged by those that it really reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.tags import TAGS_PER_RESOURCE, VALUE_LENGTH, Service, tag_problem, tag_set_problem
from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.lint.origins import extras, settings
from gen_flowlogs.model import (
    S3,
    CapturePoint,
    CloudWatchLogs,
    Destination,
    Firehose,
    OwnRole,
    creates_key,
    role_tags,
)
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


_OF_QUERIES: tuple[Service, ...] = ("glue", "athena")
"""Services of the queries of a bucket; the queries of a log group have no tags."""


_Reported = dict[tuple[str, str], tuple[Service, str, Path]]
"""A tag → the service that refuses it, and the file and path of the place at which that is said."""


def check(index: Index) -> Iterator[Finding]:
    """Find tags that are refused. A tag that many definitions have by `defaults` is reported for the first of them."""
    reported: _Reported = {}
    sound: set[str] = set()
    known: set[tuple[str, str]] = set()  # tags of which nothing is to be said, which many capture points share
    for destination in index.spec.destinations:
        for service in services(destination):
            yield from _check(destination, service, reported)
    for point in index.spec.capture_points:
        tags = point.tags
        if len(tags) <= TAGS_PER_RESOURCE and known.issuperset(tags):
            continue
        found: tuple[Finding, ...] = ()
        if len(tags) > TAGS_PER_RESOURCE or not all(key in sound and _is_plain(value) for key, value in tags):
            found = tuple(_check(point, "ec2", reported))
            yield from found
            sound.update(key for key, _ in tags if tag_problem(key, "", "ec2") is None)
        if not found:
            known.update(tags)


def _is_plain(value: str) -> bool:
    """Whether EC2 certainly takes a value; a quick answer for most of the values of many capture points."""
    return value.isascii() and value.isprintable() and len(value) <= VALUE_LENGTH


def services(destination: Destination) -> Iterator[Service]:
    """Yield the services in which a destination creates something with tags. A retired one stays as it is."""
    if destination.retired:
        return
    match destination:
        case CloudWatchLogs():
            if not destination.existing:
                yield "logs"
            if _has_tagged_role(destination):
                yield "iam"
        case S3():
            if not destination.existing:
                yield "s3"
            yield from _OF_QUERIES if destination.queries else ()
        case Firehose():
            if _has_tagged_role(destination):
                yield "iam"
            return
    if creates_key(destination):
        yield "kms"


def _has_tagged_role(destination: CloudWatchLogs | Firehose) -> bool:
    return isinstance(destination.role, OwnRole) and destination.role.tags is not None


def _check(thing: CapturePoint | Destination, service: Service, reported: _Reported) -> Iterator[Finding]:
    tags = thing.tags
    own: tuple[str, ...] = ()
    if service == "iam" and isinstance(thing, CloudWatchLogs | Firehose):
        tags, own = role_tags(thing), _of_role(thing)
    for key, value in tags:
        of_key = tag_problem(key, "", service)
        problem = of_key or tag_problem(key, value, service)
        at = _tags(thing, of_role=key in own)
        if problem is not None and _is_first((key, value), service, at, reported):
            yield Finding("tag", f"the tag {quoted(key)} {problem}", at.key(key) if of_key else at.at(key))
    problem = tag_set_problem((key for key, _ in tags), service)
    at = _tags(thing, of_role=bool(own))
    if problem is not None and _is_first((service, problem), service, at, reported):
        yield Finding("tag", problem, at.key())


def _is_first(what: tuple[str, str], service: Service, at: Origin, reported: _Reported) -> bool:
    """Whether nothing was said of a tag yet but at this place, for another variant of the definition."""
    here = (service, at.file, at.path)
    return reported.setdefault(what, here) == here


def _of_role(destination: CloudWatchLogs | Firehose) -> tuple[str, ...]:
    """The keys of the tags that a destination's role has of its own."""
    role = destination.role
    return tuple(key for key, _ in role.tags or ()) if isinstance(role, OwnRole) else ()


def _tags(thing: CapturePoint | Destination, *, of_role: bool) -> Origin:
    if of_role and not isinstance(thing, CapturePoint):
        return settings(thing).at("role", "tags")
    return (thing.origin if isinstance(thing, CapturePoint) else extras(thing)).at("tags")
