"""Places: the account and region of each flow log, as far as anything tells them, and the stacks that they become."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gen_flowlogs.adopt import names
from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import partition_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.observe.existing import FlowLog


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """An account, its region and its partition; None is not known."""

    account: str | None = None
    region: str | None = None
    partition: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether it can be a stack."""
        return self.account is not None and self.region is not None

    def __str__(self) -> str:
        """The account and region in a sentence."""
        return f"account {self.account or '(not known)'}, region {self.region or '(not known)'}"


def of(flow_log: FlowLog) -> Place:
    """The place of a flow log: as it was observed, else that of its log group and its role."""
    where = flow_log.where
    account, region = where.account, where.region
    group = _arn(flow_log.log_destination) if flow_log.destination_type == "cloud-watch-logs" else None
    if group is not None:
        account, region = account or group.account or None, region or group.region or None
    role = _arn(flow_log.role)
    if role is not None:
        account = account or role.account or None
    partition = where.partition or (partition_of(region) if region else None) or (role.partition if role else None)
    return Place(account, region, partition)


def completed(places: Iterable[Place]) -> dict[Place, Place]:
    """Each place, with what it lacks where all of the others agree on it."""
    several = list(dict.fromkeys(places))
    accounts = {each.account for each in several if each.account is not None}
    regions = {each.region for each in several if each.region is not None}
    account = next(iter(accounts)) if len(accounts) == 1 else None
    region = next(iter(regions)) if len(regions) == 1 else None
    made = {}
    for each in several:
        known = replace(each, account=each.account or account, region=each.region or region)
        made[each] = replace(known, partition=known.partition or partition_of(known.region or ""))
    return made


def commonest(places: Iterable[Place]) -> Place:
    """The place of most flow logs; the first by its account and region of two that have as many."""
    counts = Counter(places)
    return min(counts, key=lambda place: (-counts[place], str(place.account), str(place.region)))


def stacks(places: Iterable[Place]) -> dict[Place, str]:
    """The name of the stack of each place: its region, its account, or both, whatever tells them apart."""
    several = sorted(set(places), key=lambda place: (str(place.account), str(place.region)))
    accounts, regions = ({getattr(each, part) for each in several} for part in ("account", "region"))

    def name(place: Place) -> str:
        account, region = f"account-{place.account}", names.slug(place.region or "", word="region")
        if len(accounts) == 1:
            return region
        return account if len(regions) == 1 else f"{account}-{region}"

    return {place: name(place) for place in several}


def _arn(text: object) -> arns.Arn | None:
    return arns.parse(text.removesuffix(":*")) if isinstance(text, str) else None
