"""Records that leave their region in a way that AWS does not document; `aws.regions` has the opt-in regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import is_opt_in, partition_of
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.claims import subject
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3, Firehose
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Destination, Stack


def check(index: Index) -> Iterator[Suppressible]:
    """Find the streams in another region than a sender, and the buckets of which one of the two is opt-in."""
    for destination in index.spec.destinations:
        senders = index.ownership.senders[destination.name]
        match destination:
            case Firehose(stream=str(text)):
                stream = arns.parse(text)
                if stream is not None:
                    far = [stack for stack in senders if _differ(stack.region, stream.region)]
                    yield from _far(
                        destination, far, f"the stream is in {quoted(stream.region)}", "to a stream of another region"
                    )
            case S3(retired=False):
                owner = index.ownership.owners[destination.name]
                if owner is not None and owner.region is not None:
                    far = [stack for stack in senders if _is_between_opt_in(stack.region, owner.region)]
                    what = "between an opt-in region and another one"
                    yield from _far(destination, far, f"the bucket is in {quoted(owner.region)}", what)


def _differ(region: str | None, to: str) -> bool:
    """Whether records go from one region to another. From one partition to another is an error of its own."""
    return region is not None and region != to and partition_of(region) == partition_of(to)


def _is_between_opt_in(region: str | None, to: str) -> bool:
    """Whether one of two regions that differ is opt-in."""
    return _differ(region, to) and (is_opt_in(region or "") or is_opt_in(to))


def _far(destination: Destination, senders: list[Stack], where: str, what: str) -> Iterator[Suppressible]:
    if senders:
        names = listing([f"{quoted(stack.name)} in {quoted(stack.region)}" for stack in senders], limit=3)
        message = (
            f"{where}, and {names} {'sends' if len(senders) == 1 else 'send'} to it: AWS does not document delivery "
            f"{what}; use one in each region, or ignore this"
        )
        yield Suppressible(Finding("cross-region", message, subject(destination)), (destination,))
