"""Lists of one file → the same with their locations: the account and region that AWS was asked in.

An answer does not tell them. The account is that of a `get-caller-identity` in the same file, else the one that the
path of the file has, else the only one that owns the VPCs, subnets and interfaces of the answer, or of the file. The
region is the only one that the zones and ARNs in the answer have, else in the file, else the one of its path.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.existing import Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.existing import FlowLog
    from gen_flowlogs.observe.inventory.pieces import Listed

_ACCOUNT: Final = pattern(r"(?<![0-9A-Za-z])[0-9]{12}(?![0-9A-Za-z])")
_MINUTE: Final = pattern(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]")
"""A time in the name of a file, as 202611261030, which is no account."""

_OWNED: Final = frozenset({"Vpcs", "Subnets", "NetworkInterfaces"})
"""Lists whose entries are nearly always the own account's; transit gateways are often shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A list with its location. `ids`, `kinds`, `why_not` and `resources` are those of the list."""

    location: LocationKey
    kinds: tuple[str, ...]
    ids: frozenset[str]
    file: str
    resources: tuple[Resource, ...] = ()
    why_not: str | None = None


def placed(listed: Sequence[Listed], file: str, caller: Where, flow_logs: Sequence[FlowLog]) -> tuple[Placed, ...]:
    """The lists of a file, located. `caller`: of its `get-caller-identity`; `flow_logs`: those of the file."""
    path = of_path(file)
    told = [each.where for each in flow_logs]
    everywhere = where.first(caller, path, _agreed(listed), where.agreed(told))
    everywhere = replace(everywhere, region=_only_region(listed, told) or path.region)
    by_id = {each.id: each.where for each in flow_logs}
    found: list[Placed] = []
    for each in listed:
        own = where.agreed([by_id[id_] for id_ in each.ids if id_ in by_id]) if each.key == "FlowLogs" else Where()
        account = where.first(caller, path, _agreed([each]), own, everywhere).account
        region = where.only(of.location[1] for of in each.resources) or own.region or everywhere.region
        found.append(
            Placed(
                location=(account, region),
                kinds=each.kinds,
                ids=each.ids,
                file=file,
                resources=tuple(_at(of, account, region) for of in each.resources),
                why_not=each.why_not,
            )
        )
    return tuple(found)


def of_path(file: str) -> Where:
    """The account and the region that the path of a file has, in its name or in the nearest folder."""
    parts = tuple(reversed(PurePath(file).parts))
    accounts = (where.only(_accounts(part)) for part in parts)
    regions = (where.of_name(part).region for part in parts)
    return Where(
        account=next((each for each in accounts if each is not None), None),
        region=next((each for each in regions if each is not None), None),
    )


def _accounts(text: str) -> Iterable[str]:
    return (each for each in _ACCOUNT.findall(text) if not _MINUTE.fullmatch(each))


def _agreed(listed: Iterable[Listed]) -> Where:
    """The only account that owns what some lists have."""
    owners = (of.owner for each in listed if each.key in _OWNED for of in each.resources)
    return Where(account=where.only(owners))


def _only_region(listed: Iterable[Listed], told: Iterable[Where]) -> str | None:
    regions = {of.location[1] for each in listed for of in each.resources}
    return where.only((*regions, *(each.region for each in told)))


def _at(of: Resource, account: str | None, region: str | None) -> Resource:
    """A resource at the location of its answer; its own zone or ARN tells the region better."""
    location = (account, of.location[1] or region)
    return of if of.location == location else replace(of, location=location)
