"""Both halves of a judgement on the policies of a flow log: what is missing, and which strangers get in.

`missing` is the package's own, which refuses a spec whose records would not arrive. Strangers are the tests' alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CloudWatchLogs, Firehose
from gen_flowlogs.policies.requests import site
from gen_flowlogs.policies.verdict import Delivery, key_of, missing, monitored_by, owner_of, role_of, wrongly_answered
from strangers import at_bucket, at_log_group, at_other_account, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.policies.requests import Ask


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: what AWS or a reader is not allowed. `strangers`: what others may do, or do without TLS."""

    missing: tuple[str, ...]
    strangers: tuple[str, ...]

    @property
    def delivers(self) -> bool:
        """Whether records arrive."""
        return not self.missing


def verdict(delivery: Delivery) -> Verdict:
    """Both halves. Raises `Unsupported` and `Unresolved`, which are defects of the compiler."""
    unread = wrongly_answered(delivery, readers(delivery))
    return Verdict((*missing(delivery), *unread), wrongly_answered(delivery, unwanted(delivery)))


def readers(delivery: Delivery) -> Iterator[Ask]:
    """The requests of the readers of a bucket."""
    here = site(delivery.location, delivery.environment)
    to = delivery.destination
    return served(here, to, owner_of(delivery, here)) if isinstance(to, S3) else iter(())


def unwanted(delivery: Delivery) -> Iterator[Ask]:
    """The requests of strangers. The same for all flow logs of one place and one destination."""
    here = site(delivery.location, delivery.environment)
    match delivery.destination:
        case CloudWatchLogs() as to:
            return at_log_group(here, to, role_of(delivery, here), key_of(delivery))
        case S3() as to:
            sources = tuple(site(each, delivery.environment) for each in delivery.sources) or (here,)
            return at_bucket(here, to, owner_of(delivery, here), sources, delivery.organisation)
        case Firehose(cross_account_role=None):
            return iter(())
        case Firehose(cross_account_role=str(other)):
            return at_other_account(here, role_of(delivery, here), other, monitored_by(delivery))
    raise TypeError(f"no strangers for {type(delivery.destination).__name__}")
