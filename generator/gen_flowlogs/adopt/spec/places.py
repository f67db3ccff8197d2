"""Places: the account and region of each flow log, as far as anything tells them, and the stacks that they become."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import names
from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.dataclass import dataclass, replace

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
    partition = where.partition or (role.partition if role else None)
    return Place(account, region, partition)


def completed(places: Iterable[Place]) -> dict[Place, Place]:
    """Each place, with what it lacks where only one of the whole ones can be it."""
    several = list(dict.fromkeys(places))
    known = {(each.account, each.region): each for each in several if each.is_known}
    made = {}
    for each in several:
        like = [whole for whole in known.values() if may_be(each, whole)]
        account = like[0].account if len(like) == 1 else None
        region = like[0].region if len(like) == 1 else None
        whole = replace(each, account=each.account or account, region=each.region or region)
        made[each] = replace(whole, partition=partition_of(whole.region or "") or whole.partition)
    return made


def may_be(place: Place, other: Place) -> bool:
    """Whether nothing that is known of two places tells them apart."""
    pairs = ((place.account, other.account), (place.region, other.region))
    return all(one is None or two is None or one == two for one, two in pairs)


def commonest(places: Iterable[Place]) -> Place:
    """The place of most flow logs; the first by its account and region of two that have as many."""
    counts = Counter(places)
    return min(counts, key=lambda place: (not place.is_known, -counts[place], str(place.account), str(place.region)))


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
