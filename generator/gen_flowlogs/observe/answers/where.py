"""Locations in ARNs → `Where`."""

from __future__ import annotations

from gen_flowlogs.aws import arns
from gen_flowlogs.observe.existing import Where


def of_arn(text: str | None) -> Where:
    """The account, region and partition that an ARN has; none of them for any other text."""
    found = arns.parse(text or "")
    if found is None:
        return Where()
    return Where(account=found.account or None, region=found.region or None, partition=found.partition)
