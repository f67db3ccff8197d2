"""`within`: what can contain what, for a capture point and for a lookup; and what can be looked up at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import SUBNET, Kind, of_id
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.containment import CONTAINERS
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import CapturePoint, Ids, Lookup
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Stack

SLUGS = ("within-kind", "lookup-plural", "lookup-within", "stack-target")


def check(index: Index) -> Iterator[Finding]:
    """Find containers and lookups that cannot be; once for all variants that have the same one."""
    stacks: dict[tuple[str, str | None, str | None], dict[Stack, None]] = {}
    for point in index.spec.capture_points:
        if point.variant:
            stacks.setdefault(_containers(point), {}).update(dict.fromkeys(point.stacks))
    sound: set[tuple[str, str, int]] = set()  # kinds in containers in stacks, which many capture points share
    for point in index.spec.capture_points:
        judged = tuple(stacks.pop(_containers(point), ())) if point.variant else point.stacks
        if point.variant and not judged:
            continue
        if point.within is not None and (what := (point.kind.singular, point.within, id(judged))) not in sound:
            found = tuple(_within(index, point, point.within, judged))
            yield from found
            if not found and not point.variant:
                sound.add(what)
        if isinstance(point.target, Lookup):
            yield from _lookup(index, point, point.target, judged)


def _containers(point: CapturePoint) -> tuple[str, str | None, str | None]:
    """Equal for the variants of a capture point that are within the same."""
    return point.name, point.within, point.target.within if isinstance(point.target, Lookup) else None


def kind_of(index: Index, within: str) -> Kind | None:
    """The kind of a container: a capture point's name, or an id; None where there is no such capture point."""
    named = index.points.get(within)
    return named[0].kind if named else of_id(within)


def _within(index: Index, point: CapturePoint, within: str, stacks: tuple[Stack, ...]) -> Iterator[Finding]:
    kind = kind_of(index, within)
    legal = CONTAINERS[point.kind.singular]
    if kind is not None and kind not in legal:
        yield Finding(
            "within-kind",
            f"a {point.kind.title} cannot be within {quoted(within)}, which is a {kind.title}; {_legal(legal, 'it')}",
            point.origin.at("within"),
        )
        return
    yield from _elsewhere(index, point, within, stacks, point.origin.at("within"))


def _elsewhere(
    index: Index, point: CapturePoint, within: str, stacks: tuple[Stack, ...], at: Origin
) -> Iterator[Finding]:
    """A container that is not where the capture point is."""
    spots = _spots(point.kind, stacks)
    known = next(iter((*index.points.get(within, ()), *_writing(index, within))), None)
    if known is None:
        if len(spots) > 1:
            yield Finding(
                "stack-target",
                f"{quoted(within)} is in one account and one region, and {quoted(point.name)} in {_words(spots)}; name "
                "the stack that has it, or take `within` out",
                at,
            )
    elif not spots <= (there := _spots(point.kind, _stacks(index, known, within))):
        yield Finding(
            "stack-target",
            f"{quoted(within)} is in {_words(there)}, and {quoted(point.name)} in "
            f"{_words(spots)}, where nothing is inside of it; put both into one stack, or take `within` out",
            at,
            (("the container is at", known.origin.key()),),
        )


def _stacks(index: Index, known: CapturePoint, within: str) -> tuple[Stack, ...]:
    """The stacks that have a container, by the name of its capture point or by its id."""
    if known.name == within or not known.variant:
        return index.stacks(known)
    several = (each for each in _writing(index, within) if each.name == known.name)
    return tuple(stack for each in several for stack in each.stacks)


def _writing(index: Index, id_: str) -> Iterator[CapturePoint]:
    """The capture points that name an id, without the lookups that find it, perhaps as another account's."""
    return (each for each in index.targets.get(id_, ()) if isinstance(each.target, Ids))


def _spots(kind: Kind, stacks: tuple[Stack, ...]) -> set[LocationKey]:
    """The locations of the stacks, as far as a container of resources of this kind limits them.

    All are in one region. An account can share its subnets and its transit gateways, so that interfaces and attachments
    may be of another account; a subnet is always of its VPC's account.
    Source: "Share your VPC subnets with other accounts" of the VPC user guide, 2026-10.
    """
    return {locations.key(stack) if kind is SUBNET else (None, stack.region) for stack in stacks}


def _words(spots: set[LocationKey]) -> str:
    names = [str(region) if account is None else f"{region} of {account}" for account, region in spots]
    return listing(sorted(names), limit=3)


def _legal(legal: tuple[Kind, ...], who: str) -> str:
    if not legal:
        return "nothing that can be recorded contains one, so leave `within` out"
    return f"{who} can be within {listing([f'a {kind.title}' for kind in legal], last='or')}"


def _lookup(index: Index, point: CapturePoint, lookup: Lookup, stacks: tuple[Stack, ...]) -> Iterator[Finding]:
    at = target(point).at("lookup")
    if point.plural and point.kind.plural_data_source is None:
        yield Finding(
            "lookup-plural",
            f"the AWS provider cannot look up several {point.kind.title}s; list their ids, or hand them in by "
            "`{var: NAME}` or `{ref: …}`",
            at,
        )
        return
    if lookup.within is None:
        return
    kind = kind_of(index, lookup.within)
    legal = CONTAINERS[point.kind.singular]
    if kind is not None and kind not in legal:
        yield Finding(
            "lookup-within",
            f"{point.kind.title}s cannot be looked up within {quoted(lookup.within)}, which is a {kind.title}; "
            f"{_legal(legal, 'they')}",
            at.at("within"),
        )
        return
    named = index.points.get(lookup.within)
    if named is None:
        yield from _elsewhere(index, point, lookup.within, stacks, at.at("within"))
    elif not set(stacks) <= set(index.stacks(named[0])):
        yield Finding(
            "lookup-within",
            f"{quoted(lookup.within)} is in another stack, whose ids this one cannot see; write the id itself",
            at.at("within"),
        )
