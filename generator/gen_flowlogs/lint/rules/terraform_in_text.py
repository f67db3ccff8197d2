"""Texts that look like Terraform, at places where every text is literal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lint.origins import extras, settings, target
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, Destination, Firehose, Lookup, OwnRole
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.lint.suppression import Subject

_STORES = {"name of a log group": "log_group", "name of a bucket": "bucket"}
"""Shape of the name of a log group or bucket that exists → its key."""

Reported = set[tuple[str, str]]
"""Tags that are reported already: many definitions may have one of `defaults`."""


def check(index: Index) -> Iterator[Suppressible]:
    """Find them in the names, ARNs and tags of destinations, and in the tags of capture points."""
    reported: Reported = set()
    for destination in index.spec.destinations:
        for text, at, key in _texts(destination):
            if recognition.holds_expression(text):
                exists = not isinstance(destination, Firehose) and destination.existing
                yield Suppressible(_of_text(text, at, key, exists=exists), (destination,))
        yield from _of_tags(destination.tags, extras(destination), destination, reported)
    for point in index.spec.capture_points:
        if isinstance(point.target, Lookup):
            yield from _of_tags(point.target.tags, target(point).at("lookup"), point, set())
        yield from _of_tags(point.tags, point.origin, point, reported)


def _texts(destination: Destination) -> Iterator[tuple[str, Origin, str]]:
    """The names and literal ARNs of a destination; with the key of a name that may be a reference."""
    at = settings(destination)
    for use in givens.uses(destination):
        if isinstance(use.given, str):
            yield use.given, use.at, _STORES.get(use.shape, "")
    match destination:
        case S3():
            if not destination.existing:
                yield str(destination.bucket), at.at("bucket"), "bucket"
            yield destination.prefix, at.at("prefix"), ""
            return
        case Firehose():
            pass
        case _ if not destination.existing:
            yield str(destination.log_group), at.at("log_group"), "log_group"
    if isinstance(destination.role, OwnRole):
        yield destination.role.name or "", at.at("role", "name"), ""
        yield destination.role.path or "", at.at("role", "path"), ""


def _of_text(text: str, at: Origin, key: str, *, exists: bool) -> Finding:
    """Offer a reference where the thing exists, and its values where its name is made here."""
    traversal = recognition.reference(text)
    if key and traversal is not None and (exists or recognition.with_values(text) is None):
        form = "arn" if traversal.endswith(".arn") else key
        beside = "" if exists else " beside `existing: true`"
        instead = f"for a reference write `{form}: {recognition.mapping(traversal)}`{beside}"
    else:
        instead = givens.literally(text)
    return Finding(
        "terraform-in-text", f"{quoted(text)} is literal here, and Terraform reads none of it; {instead}", at
    )


def _of_tags(
    tags: Iterable[tuple[str, str]], thing: Origin, subject: Subject, reported: Reported
) -> Iterator[Suppressible]:
    """Find them in the `tags` of a thing."""
    for key, value in tags:
        if not ("$" in key or "$" in value or "." in value) or (key, value) in reported:
            continue
        if "${" in key or recognition.holds_expression(value):
            reported.add((key, value))
            at = thing.at("tags")
            text, where = (key, at.key(key)) if "${" in key else (value, at.at(key))
            instead = "write the key itself" if text == key else givens.literally(text)
            message = f"{quoted(text)} is literal in a tag, and Terraform reads none of it; {instead}"
            yield Suppressible(Finding("terraform-in-text", message, where), (subject,))
