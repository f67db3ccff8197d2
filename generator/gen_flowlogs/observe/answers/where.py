"""Locations in ARNs and names of files → `Where`, and what several of them agree on."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import arns, regions
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.existing import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_REGION: Final = pattern(rf"(?<![a-z0-9])(?:{'|'.join(sorted(regions.KNOWN, key=len, reverse=True))})(?![a-z0-9])")


def of_arn(text: str | None) -> Where:
    """The account, region and partition that an ARN has; none of them for any other text."""
    found = arns.parse(text or "")
    if found is None:
        return Where()
    return Where(account=found.account or None, region=found.region or None, partition=found.partition)


def of_name(file: str) -> Where:
    """The region in the name of a file, as `flow-logs.eu-west-1.json`."""
    return Where(region=only(_REGION.findall(PurePath(file).name)))


def first(*places: Where) -> Where:
    """Each part of the first that tells it."""
    return Where(
        account=next((each.account for each in places if each.account is not None), None),
        region=next((each.region for each in places if each.region is not None), None),
        partition=next((each.partition for each in places if each.partition is not None), None),
    )


def agreed(told: Sequence[Where]) -> Where:
    """The account, region and partition that all those of one answer that tell any agree on."""
    return Where(
        account=only(each.account for each in told),
        region=only(each.region for each in told),
        partition=only(each.partition for each in told),
    )


def only(values: Iterable[str | None]) -> str | None:
    """The only value that there is; None where there are several, or none."""
    found = {each for each in values if each is not None}
    return found.pop() if len(found) == 1 else None
