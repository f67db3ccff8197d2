"""The prices of delivery by service, in relation to each other: what a gigabyte costs in one instead of another.

Source: "Vended Logs" of https://aws.amazon.com/cloudwatch/pricing/ for us-east-1, first tier, read 2026-10. A bill of a
user agrees with the price for S3, and a note in AWS's calculator does not. The price of Firehose is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Service = Literal["CloudWatch", "CloudWatch of infrequent access", "S3", "Parquet in S3", "Firehose"]

OF: Final = "us-east-1 (2026-10)"
"""The region and the month of the prices."""

_PER_GIGABYTE: Final[Mapping[Service, float]] = {
    "CloudWatch": 0.50,
    "CloudWatch of infrequent access": 0.25,
    "S3": 0.25,
    "Parquet in S3": 0.25 + 0.035,  # the conversion costs extra
}
"""US dollars, by the bytes of text."""


def factor(before: Service, after: Service) -> float | None:
    """The price of a gigabyte in `after` in relation to `before`; None where one of them is not known."""
    old, new = _PER_GIGABYTE.get(before), _PER_GIGABYTE.get(after)
    return None if old is None or new is None else new / old
