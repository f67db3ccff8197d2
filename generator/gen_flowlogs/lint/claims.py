"""Claims to names in AWS: the log groups, buckets, roles and key aliases that a spec creates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs import naming
from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, Firehose, GivenArn, Stack, creates_key
from gen_flowlogs.root_modules import stacks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.root_modules import Ownership

Holder = tuple[Destination, Stack]
"""A destination, and a stack that has it."""

Pair = tuple[tuple[str, str], tuple[str, str]]
"""Two destinations, each by its name and that of its log group, bucket or stream, in which its variants may differ."""

NameKind = Literal["log group", "bucket", "role", "alias"]
Key = tuple[str | None, ...]
"""Equal for two claims of which AWS can grant one: a name, with the account and region where they matter."""


@dataclass(frozen=True, slots=True)
class NameClaim:
    """The claim of one resource that is created; of a retired destination, of one that was."""

    what: NameKind
    name: str
    key: Key
    destination: Destination
    stack: Stack


def stacks_creating(known: Ownership, destinations: Iterable[Destination]) -> Iterator[Holder]:
    """Each destination with the stacks whose root modules mention it; of a bucket that is created, its owner alone.

    The variants of a destination come together, in the order of their stacks.
    """
    holders: dict[str, list[Holder]] = {}
    varied: set[str] = set()
    for destination in destinations:
        owner = known.owners.get(destination.key)
        stacks = known.mentioning[destination.key] if owner is None or exists(destination) else (owner,)
        holders.setdefault(destination.name, []).extend((destination, stack) for stack in stacks)
        if destination.variant:
            varied.add(destination.name)
    order = {stack.name: number for number, stack in enumerate(known.stacks)}
    for name, several in holders.items():
        yield from sorted(several, key=lambda each: order[each[1].name]) if name in varied else several


def partitions(known: Ownership, destination: S3) -> tuple[str, ...]:
    """The partitions in which a bucket may be, sorted: those of its owner and senders, or of any stack of the spec."""
    owner = known.owners[destination.key]
    stacks = known.mentioning[destination.key] if owner is None else (owner,)
    return tuple(sorted({locations.partition_name(stack) for stack in stacks or stacks_of(destination, known.stacks)}))


def pair(first: Destination, other: Destination) -> Pair:
    """Identify a conflict of two destinations."""
    return _identity(first), _identity(other)


def _identity(destination: Destination) -> tuple[str, str]:
    match destination:
        case CloudWatchLogs(name=name, log_group=store) | S3(name=name, bucket=store):
            return name, str(store)
        case Firehose(name=name, stream=stream):
            return name, str(stream)
    raise TypeError(destination)


def exists(destination: Destination) -> bool:
    """Whether the log group or the bucket is created outside of the spec."""
    return not isinstance(destination, Firehose) and destination.existing


def subject(destination: Destination) -> Origin:
    """The origin of the name of a log group, bucket or stream."""
    match destination:
        case CloudWatchLogs(log_group=GivenArn()) | S3(bucket=GivenArn()):
            return settings(destination).at("arn")
        case CloudWatchLogs():
            return settings(destination).at("log_group")
        case S3():
            return settings(destination).at("bucket")
        case Firehose():
            return settings(destination).at("delivery_stream")
    raise TypeError(destination)


def claims_of(destination: Destination, stack: Stack) -> Iterator[NameClaim]:
    """The claims of a destination in a stack. IAM knows no regions, nor upper and lower case."""
    match destination:
        case CloudWatchLogs(existing=False, log_group=str(name)):
            yield NameClaim("log group", name, (*locations.key(stack), name), destination, stack)
            yield from _alias(name, destination, stack)
        case S3(existing=False, bucket=str(name)):
            yield NameClaim("bucket", name, (locations.partition_name(stack), name), destination, stack)
            yield from _alias(name, destination, stack)
    role = naming.role_name(destination, stack)
    if role is not None:
        yield NameClaim("role", role, (stack.account, role.lower()), destination, stack)


def _alias(subject: str, destination: CloudWatchLogs | S3, stack: Stack) -> Iterator[NameClaim]:
    if creates_key(destination):
        name = naming.key_alias(subject, stack)
        yield NameClaim("alias", name, (*locations.key(stack), name), destination, stack)
