"""Destinations → their part of a report: how long records are kept, under which key, and who may write and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingKey, Firehose, OwnKey, ServiceKey
from gen_flowlogs.phrasing import days
from gen_flowlogs.report import cases
from gen_flowlogs.report.paths import records_path
from gen_flowlogs.report.phrases import Code, Link, Phrase, listed
from gen_flowlogs.report.sections import DestinationPart
from gen_flowlogs.report.writing import readers, writers
from gen_flowlogs.root_modules import root_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.report.ground import Ground
    from gen_flowlogs.root_modules import RootModule

SERVICES: Final = {CloudWatchLogs: "CloudWatch Logs", S3: "S3", Firehose: "Firehose"}
_LATE: Final = {
    CloudWatchLogs: "after about 5 minutes, best effort",
    S3: "after about 10 minutes, best effort",
    Firehose: "AWS documents no time",
}
"""Source: "Aggregation interval" of https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, 2026-11."""

_INFREQUENT: Final = "class INFREQUENT_ACCESS: no metric filters, subscriptions or Live Tail"


def parts(ground: Ground) -> tuple[DestinationPart, ...]:
    """The destinations of a spec, in its order."""
    home: dict[tuple[str, tuple[str, ...]], RootModule] = {}
    for root in root_modules(ground.spec):
        for each in root.mentions:
            owns = each in root.creates
            if each.key not in home or (owns and each not in home[each.key].creates):
                home[each.key] = root
    named: dict[str, list[Destination]] = {}
    for destination in ground.spec.destinations:
        named.setdefault(destination.name, []).append(destination)
    return tuple(_part(several, home, ground) for several in named.values())


def _part(
    variants: list[Destination], home: dict[tuple[str, tuple[str, ...]], RootModule], ground: Ground
) -> DestinationPart:
    first = variants[0]
    names = dict.fromkeys(sink_name(each) for each in variants)
    kept = dict.fromkeys(kept_shortly(each) for each in variants)
    stacks = [str(stack.name) for stack in ground.spec.stacks]
    return DestinationPart(
        anchor=ground.destination(first.name),
        name=first.name,
        service=SERVICES[type(first)],
        sink=next(iter(names)) if len(names) == 1 else f"{len(names):,} of them, by stack",
        kept=next(iter(kept)) if len(kept) == 1 else "differs by stack",
        facts=cases.facts(
            [(_lines(each, home.get(each.key), ground), each.variant or tuple(stacks)) for each in variants]
        ),
        retired=first.retired,
        origin=first.origin.key(),
    )


def sink_name(destination: Destination) -> str:
    """The name of a log group, a bucket and its prefix, or the ARN of a stream; a reference where that is given."""
    name = sinks.given_name(destination)
    if not isinstance(destination, S3):
        return name
    if not isinstance(destination.bucket, str):
        return f"{name}, {destination.prefix}/" if destination.prefix else name
    return f"s3://{name}/{destination.prefix}/" if destination.prefix else f"s3://{name}/"


def kept_shortly(destination: Destination) -> str:
    """The retention in a few words."""
    if destination.retired:
        return "retired"
    match sinks.kept_days(destination):
        case None:
            return "kept for ever"
        case int() as count:
            return f"kept {days(count)}"
        case why:
            return f"kept {why}"


def _lines(destination: Destination, root: RootModule | None, ground: Ground) -> Iterator[tuple[str, Phrase]]:
    yield "is", (Code(sink_name(destination)),)
    if destination.retired:
        yield "state", ("retired: no flow log of this spec writes there, and AWS keeps it as it is",)
        return
    if root is not None:
        yield "may write", _sentences(tuple(writers(destination, root)))
        if may_read := tuple(readers(destination, root)):
            yield "may read", _sentences(may_read)
    yield "form", _form(destination)
    if isinstance(destination, S3):
        yield "folders", (Code(records_path(destination)),)
    yield "managed", (_managed(destination),)
    yield "encrypted by", _key(destination)
    yield "kept", _kept(destination)
    yield "arrives", (_LATE[type(destination)],)
    senders = listed([Link(each, ground.point(each)) for each in ground.senders.get(destination.key, ())], 8)
    yield "written by", senders or ("no capture point",)


def _sentences(phrases: tuple[Phrase, ...]) -> Phrase:
    return tuple(piece for number, phrase in enumerate(phrases) for piece in ((("; ",) if number else ()) + phrase))


def _kept(destination: Destination) -> Phrase:
    match sinks.kept_days(destination):
        case None:
            kept = "for ever: nothing expires"
        case int() as count:
            kept = days(count)
        case why:
            kept = why
    moves = destination.transitions if isinstance(destination, S3) and not destination.existing else ()
    return (kept, *(f"; from day {each.after_days} in {each.storage_class}" for each in moves))


def _key(destination: Destination) -> Phrase:
    if isinstance(destination, Firehose):
        return ("decided by the consumers of the stream",)
    match destination.kms:
        case ExistingKey(arn):
            return ("an existing KMS key: ", Code(givens.name(arn)))
        case OwnKey():
            return ("a KMS key of its own, which is created with it and rotated",)
        case ServiceKey():
            if destination.existing:
                return ("decided by its owner",)
            return ("S3 itself (SSE-S3)" if isinstance(destination, S3) else "CloudWatch Logs itself",)
    raise TypeError(destination.kms)


def _form(destination: Destination) -> Phrase:
    match destination:
        case CloudWatchLogs():
            infrequent = f"; {_INFREQUENT}" if destination.log_class == "INFREQUENT_ACCESS" else ""
            return (f"text, in log streams{infrequent}",)
        case S3(file_format="parquet"):
            return ("Parquet, a file every 5 minutes or sooner",)
        case S3():
            return ("text, gzip, with the names of the fields in the first line; a file every 5 minutes or sooner",)
        case Firehose():
            return ("text in JSON: ", Code('{"message": "…"}'), ", without line ends unless the stream adds them")
    raise TypeError(destination)


def _managed(destination: Destination) -> str:
    match destination:
        case Firehose():
            return "exists; not created by this spec"
        case CloudWatchLogs(existing=True) | S3(existing=True):
            return "exists; not created by this spec"
        case CloudWatchLogs(on_destroy="keep"):
            return "created by this spec; AWS keeps it where Terraform destroys it"
        case S3(on_destroy="keep"):
            return "created by this spec, public access blocked; Terraform refuses to destroy it"
        case S3():
            return "created by this spec, public access blocked; Terraform destroys it with all its records"
    return "created by this spec; Terraform destroys it with all its records"
