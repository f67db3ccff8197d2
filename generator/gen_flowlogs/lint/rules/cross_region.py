"""Records that leave their region in a way that AWS does not document; `aws.regions` has the opt-in regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import is_opt_in, partition_of
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, Firehose
from gen_flowlogs.phrasing import ignoring, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Destination, Stack


def check(index: Index) -> Iterator[Suppressible]:
    """Find the streams in another region than a sender, and the buckets of which one of the two is opt-in."""
    found: dict[tuple[str, str, str], tuple[Destination, set[str | None]]] = {}  # of all variants of a destination
    for destination in index.spec.destinations:
        far = _far(index, destination)
        if far is not None:
            where, what, names = far
            found.setdefault((destination.name, where, what), (destination, set()))[1].update(names)
    for (_, where, what), (destination, senders) in found.items():
        yield _warning(destination, [stack for stack in index.spec.stacks if stack.name in senders], where, what)


def _far(index: Index, destination: Destination) -> tuple[str, str, list[str | None]] | None:
    """The location of a stream or bucket, the way there that is not documented, and the senders that take it."""
    senders = index.ownership.senders[destination.key]
    match destination:
        case Firehose(stream=str(text)):
            stream = arns.parse(text)
            far = [each.name for each in senders if stream is not None and _differ(each.region, stream.region)]
            if stream is not None and far:
                return f"a stream in {quoted(stream.region)}", "to another region", far
        case S3(retired=False):
            owner = index.ownership.owners[destination.key]
            to = None if owner is None else owner.region
            far = [each.name for each in senders if to is not None and _is_between_opt_in(each.region, to)]
            if far:
                return f"a bucket in {quoted(to)}", "between an opt-in region and another", far
    return None


def _differ(region: str | None, to: str) -> bool:
    """Whether records go from one region to another. From one partition to another is an error of its own."""
    return region is not None and region != to and partition_of(region) == partition_of(to)


def _is_between_opt_in(region: str | None, to: str) -> bool:
    """Whether one of two regions that differ is opt-in."""
    return _differ(region, to) and (is_opt_in(region or "") or is_opt_in(to))


def _warning(destination: Destination, senders: list[Stack], where: str, what: str) -> Suppressible:
    names = listing([f"{quoted(stack.name)} in {quoted(stack.region)}" for stack in senders], limit=2)
    message = (
        f"{names} {'sends' if len(senders) == 1 else 'send'} to {where}, and AWS documents no delivery {what}; use one "
        f"per region, or {ignoring('cross-region')}"
    )
    return Suppressible(Finding("cross-region", message, subject(destination)), (destination,))
