"""Weights of records, and numbers of deliveries → the sentences that a person reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.delivery_prices import OF
from gen_flowlogs.aws.weights import ASSUMED
from gen_flowlogs.phrasing import listing
from gen_flowlogs.show.changes.stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.compare.comparison import Comparison, DeliveryCount, RecordWeight, ServiceChange
    from gen_flowlogs.show.changes.report import Report

_TIMES: Final = "\N{MULTIPLICATION SIGN}"
_MOST: Final = 6  # capture points or deliveries that are named

BASIS: Final = f"weights are {ASSUMED[0].lower()}{ASSUMED[1:]}; costs are without tiers and discounts"
"""The assumptions behind the sentences about weights, to be said once below all of them."""


_Found = dict[str, dict[str, list[str]]]
"""End of a sentence → names → their stacks."""


def assumed(reports: Iterable[Report]) -> str:
    """The assumptions, where any sentence rests on them; else empty."""
    return BASIS if any(each.comparison.weights.records for each in reports) else ""


def weights(comparison: Comparison) -> Iterator[str]:
    """Each change of weight, service or number in words, once for all stacks and capture points that have it."""
    stacks = Stacks(comparison)
    records: _Found = {}
    for record in comparison.weights.records:
        of = record.capture_point if record.everywhere else f"{record.capture_point} in {record.destination}"
        _add(records, record_end(record), of, record)
    for end, where, names in _grouped(records, stacks):
        yield f"{where}records of {listing(names, _MOST)} {end}"
    services: _Found = {}
    for change in comparison.weights.services:
        _add(services, service_end(change), change.capture_point, change)
    for end, where, names in _grouped(services, stacks):
        yield f"{where}for {listing(names, _MOST)}, {end}"
    yield from _deliveries(comparison.weights.deliveries)


def record_end(record: RecordWeight) -> str:
    """The sentence about the bytes of records, behind the names of their capture points."""
    verb = "grow" if record.after > record.before else "shrink"
    ratio = _ratio(record.after / record.before)
    sizes = f"{verb} from {record.before} to {record.after} bytes{f' ({_TIMES}{ratio})' if ratio else ''}"
    of = "delivery" if record.alike else "delivery of as many records"
    if record.price is None:
        return f"{sizes}, at another price per GB"
    cost = _ratio(record.after / record.before * record.price)
    end = f"{of} costs {f'{cost} times as much' if cost else 'about the same'}"
    return f"{sizes}: {end}" if record.price == 1 else f"{sizes}: with the other price per GB, {end} in {OF}"


def service_end(change: ServiceChange) -> str:
    """The sentence about the price of another service, behind the names of the capture points."""
    instead = f"{change.after} instead of {change.before}"
    match change.factor:
        case None:
            return f"{instead}: another price per GB, which gen-flowlogs does not know"
        case 0.5:
            return f"{instead}: about half per GB in {OF}"
        case 1.0:
            return f"{instead}: about the same per GB in {OF}"
        case 2.0:
            return f"{instead}: about twice as much per GB in {OF}"
        case factor:
            return f"{instead}: about {_ratio(factor)} times as much per GB in {OF}"


def delivery_end(each: DeliveryCount) -> str:
    """The sentence about the flow logs of a capture point to a destination, without their names."""
    return f"{each.count:+} {_noun(each.count)}" + (" for each target" if each.each_target else "")


def _deliveries(counts: Sequence[DeliveryCount]) -> Iterator[str]:
    """More flow logs and fewer ones, each with the pairs that they are of; what goes in one stack comes in another."""
    net: Counter[tuple[bool, str, str]] = Counter()
    for each in counts:
        net[each.each_target, each.capture_point, each.destination] += each.count
    for each_target in (False, True):
        for sign in (1, -1):
            pairs: dict[str, dict[str, int]] = {}
            for (is_open, point, destination), count in net.items():
                if is_open == each_target and count * sign > 0:
                    pairs.setdefault(point, {})[destination] = count
            if pairs:
                total = sum(sum(to.values()) for to in pairs.values())
                head = f"{sign:+} delivery for each target" if each_target else f"{total:+} {_noun(total)}"
                several = list(_pairs(pairs, counted=not each_target))
                left = f"; and {len(several) - _MOST} more" if len(several) > _MOST else ""
                yield f"{head}: {'; '.join(several[:_MOST])}{left}"


def _pairs(pairs: dict[str, dict[str, int]], *, counted: bool) -> Iterator[str]:
    for point, to in pairs.items():
        names = [f"{name} ({abs(count)})" if counted and abs(count) > 1 else name for name, count in to.items()]
        yield f"{point} to {listing(names, _MOST)}"


def _add(found: _Found, end: str, name: str, of: RecordWeight | ServiceChange) -> None:
    stacks = found.setdefault(end, {}).setdefault(name, [])
    if of.stack is not None and of.stack not in stacks:
        stacks.append(of.stack)


def _grouped(found: _Found, stacks: Stacks) -> Iterator[tuple[str, str, list[str]]]:
    """Each end of a sentence with the stacks in words, if there are several, and the names there.

    Names that are each in a stack of their own are `STACK/NAME` in one sentence.
    """
    for end, names in found.items():
        by_where: dict[str, list[str]] = {}
        for name, several in names.items():
            by_where.setdefault(stacks.where(several), []).append(name)
        if len(by_where) > 1 and all(len(several) == 1 for several in names.values()):
            by_where = {"": [f"{several[0]}/{name}" for name, several in names.items()]}
        for where, those in by_where.items():
            yield end, f"{where}: " if where else "", those


def _ratio(factor: float) -> str:
    """A factor as people say it: two digits; empty where that is 1."""
    text = f"{factor:.0f}" if factor >= 10 else f"{factor:.1f}" if factor >= 1.1 else f"{factor:.2f}"
    return "" if float(text) == 1 else text.rstrip("0").rstrip(".") if "." in text else text


def _noun(count: int) -> str:
    return "delivery" if abs(count) == 1 else "deliveries"
