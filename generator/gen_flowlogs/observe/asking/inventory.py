"""Inventories of accounts: their networks and flow logs, region by region, and all that the flow logs use.

A call that AWS refuses leaves its kind out of the scope's whole ones, with the reason. Nothing is taken for absent
because it was not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.inventory import FLOW_LOG, Inventory, Scope
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.asking import failures, network
from gen_flowlogs.observe.asking.account import existing_of, flow_logs_of
from gen_flowlogs.observe.asking.caller import AT_ONCE, Refusal, action
from gen_flowlogs.observe.existing import Existing, Note, Source
from gen_flowlogs.observe.inventory import answers, joining
from gen_flowlogs.observe.inventory.placing import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeVar

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.asking.caller import Caller
    from gen_flowlogs.observe.asking.network import Part

    In = TypeVar("In")
    Out = TypeVar("Out")

KINDS: Final = (FLOW_LOG, *dict.fromkeys(kind for key in network.CALLS for kind in answers.KINDS[key]))
"""All kinds that a scope can have looked at."""

STEPS: Final = len(network.CALLS) + 2
"""Steps of a region: its flow logs, its lists, and what its flow logs use."""


def collected(
    caller: Caller, regions: Sequence[str], buckets: Iterable[str], step: Callable[[int], None]
) -> tuple[Inventory, Existing]:
    """The inventory of an account in some regions, and its flow logs with what they use.

    Args:
        caller: the identity that asks.
        regions: AWS's regions.
        buckets: names of buckets of the account, which flow logs of other accounts may use.
        step: called with the number of steps that are done anew, from any thread; they are `STEPS` for each region.

    The flow logs come first: a region that cannot be asked at all is not asked again.
    """
    time = now()
    asks_network = replace(caller, refused=defaultdict(set))  # its refusals leave what flow logs use complete
    with ThreadPoolExecutor(AT_ONCE) as pool:
        flow_logs = _each(pool, lambda region: flow_logs_of(caller, region), regions, step)
        listed = dict(zip(regions, flow_logs, strict=True))
        closed = {region: each for region, each in listed.items() if _is_closed(each)}
        wanted = [(region, key) for region in regions if region not in closed for key in network.CALLS]
        parts = _each(pool, lambda of: network.asked(caller, *of), wanted, step)
        attachments = [each for each in parts if each.call == network.CALLS[network.ATTACHMENTS]]
        carriers = pool.map(lambda of: network.carriers(caller, of.region, of.resources), attachments)
        parts += [each for each in carriers if each is not None]
    step(len(closed) * len(network.CALLS))
    for each in parts:
        if each.refusal is not None:
            asks_network.refuse("ec2", each.call, each.region, each.refusal)
    existing = existing_of(caller, listed, buckets)
    step(len(regions))
    scopes = tuple(_scope(caller.account, region, time, listed[region], _in(region, parts)) for region in regions)
    resources, notes = joined((caller.title, each.resources) for each in parts)
    found = Inventory(resources=resources, scopes=scopes)
    return found, replace(existing, notes=(*existing.notes, *asks_network.notes(), *notes))


def not_entered(account: str, regions: Sequence[str], why: str, remedy: str) -> tuple[Inventory, Existing]:
    """An account in which nothing could be asked: each region is a scope without any kind."""
    denied = dict.fromkeys(KINDS, why)
    scopes = tuple(
        Scope(location=(account, region), kinds=frozenset(), time=now(), denied=denied) for region in regions
    )
    note = Note(Source(f"AWS account {account}"), why, remedy)
    return Inventory(scopes=scopes), Existing(notes=(note,), complete=False)


def joined(lists: Iterable[tuple[str, Iterable[Resource]]]) -> tuple[dict[str, Resource], tuple[Note, ...]]:
    """Resources of several lists, each with its title, by their ids; and notes on what contradicts itself."""
    placed = [
        Placed(location=(None, None), kinds=(), ids=frozenset(), file=title, resources=tuple(resources))
        for title, resources in lists
    ]
    found, _, notes = joining.joined(placed)
    return found, notes


def now() -> str:
    """The time of a scope, in UTC."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _each(
    pool: ThreadPoolExecutor, ask: Callable[[In], Out], wanted: Sequence[In], step: Callable[[int], None]
) -> list[Out]:
    """The answers in the order in which they are wanted, each of them a step."""

    def counted(of: In) -> Out:
        answer = ask(of)
        step(1)
        return answer

    return list(pool.map(counted, wanted))


def _is_closed(answer: object) -> bool:
    return isinstance(answer, Refusal) and failures.is_of_region(answer.code)


def _in(region: str, parts: Sequence[Part]) -> list[Part]:
    return [each for each in parts if each.region == region]


def _scope(account: str, region: str, time: str, flow_logs: object, parts: Sequence[Part]) -> Scope:
    """One account and region. A region that cannot be asked has no parts, and every kind is denied as its flow logs."""
    denied: dict[str, str] = {}
    if isinstance(flow_logs, Refusal):
        denied[FLOW_LOG] = _reason("describe_flow_logs", flow_logs)
        if _is_closed(flow_logs):
            denied = dict.fromkeys(KINDS, denied[FLOW_LOG])
    for each in parts:
        if each.refusal is not None:
            denied |= dict.fromkeys(each.kinds, _reason(each.call, each.refusal))
    location: LocationKey = (account, region)
    return Scope(location=location, kinds=frozenset(KINDS).difference(denied), time=time, denied=denied)


def _reason(operation: str, refusal: Refusal) -> str:
    return f"{action('ec2', operation)} was refused ({shown(refusal.code)})"
