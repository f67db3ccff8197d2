"""Answers about resources: an id, the ARN of one, and an instance by its interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import ENI, REGIONAL_NAT_GATEWAY
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.inventory import Interface
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.explain.answer import Answer
from gen_flowlogs.explain.chain import chain, is_connect, is_zonal, location_of
from gen_flowlogs.explain.suggestions import near_misses, to_record
from gen_flowlogs.explain.what import ResourceId
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.explain.chain import Link
    from gen_flowlogs.explain.ground import Ground
    from gen_flowlogs.explain.what import InstanceId

GIVE: Final = "give `--inventory`"

_NAT_GATEWAY: Final = "Interface for NAT Gateway "
"""The description of a zonal NAT gateway's interface, before its id; a regional one has no interface.
As EC2 has described them for years; no model of its API says so."""


def of_resource(what: str, asked: ResourceId, ground: Ground) -> Answer:
    """The answer about a resource: what records it itself, then outwards."""
    if asked.kind is REGIONAL_NAT_GATEWAY:
        described_so = ground.addresses.descriptions.get(_NAT_GATEWAY + asked.id, ())
        interfaces = [each for each in described_so if each.type in {None, "nat_gateway"}]  # anybody can write one
        if interfaces:
            return _of_interfaces(what, f"{asked.id}  a zonal NAT gateway", interfaces, ground)
    elsewhere = _elsewhere(asked, ground)
    if elsewhere:
        return Answer(what=what, heads=(elsewhere,))
    found = ground.inheritance.of(chain(asked.id, asked.kind, ground.inventory), asked.location)
    links = found.links
    wanting = not found.certain and not _is_gone(links[0], ground)
    return Answer(
        what=what,
        heads=_heads(links, ground, certain=bool(found.certain), possible=bool(found.possible)),
        outwards=True,
        traffic=asked.kind.family == "vpc",
        flow_logs=found.certain,
        possible=found.possible,
        duplicates=found.duplicates,
        notes=(*_notes(links, ground), *(near_misses(links, ground.recorders) if wanting else ())),
        to_record=to_record(links, ground.recorders, asked.location) if wanting else (),
    )


def of_instance(what: str, asked: InstanceId, ground: Ground) -> Answer:
    """The answer about an instance: one for each of its interfaces."""
    if ground.inventory is None:
        return Answer(what=what, heads=(f"{asked.id}  its interfaces are not known; {GIVE}",))
    several = ground.addresses.instances.get(asked.id, ())
    if not several:
        return Answer(what=what, heads=(f"{asked.id}  no interface of the inventory is attached to it",))
    answer = _of_interfaces(what, f"{asked.id}  an instance", several, ground)
    if all(each.with_instance or ground.inventory.is_whole(ENI.singular, each.location) for each in several):
        return answer
    more = f"{asked.id}  may have more: the inventory does not have every network interface"
    return replace(answer, parts=(*answer.parts, Answer(what=what, heads=(more,))))


def _elsewhere(asked: ResourceId, ground: Ground) -> str:
    """The place that the inventory has of a resource where its ARN names another one; empty where they agree."""
    known = None if ground.inventory is None else ground.inventory.resources.get(asked.id)
    if known is None or asked.location is None:
        return ""
    account, region = known.location
    if any(locations.may_be_one(asked.location, (each, region)) for each in {known.owner or account, account}):
        return ""
    at = f"{known.owner or account or 'an unknown account'} in {region or 'an unknown region'}"
    return f"{asked.id}  the ARN names another account or region: the inventory has it of {at}"


def _of_interfaces(what: str, head: str, several: Sequence[Interface], ground: Ground) -> Answer:
    parts = tuple(of_resource(each.id, ResourceId(each.id, ENI), ground) for each in several)
    ids = listing([each.id for each in several], 4)
    return Answer(what=what, heads=(f"{head}, with the interface{'s' if len(several) > 1 else ''} {ids}",), parts=parts)


def _heads(links: Sequence[Link], ground: Ground, *, certain: bool, possible: bool) -> tuple[str, ...]:
    itself = links[0]
    title = "zonal NAT gateway" if is_zonal(itself.resource) else itself.kind.title
    line = f"{itself.id}  {described(itself.resource) or f'a {title}'}"
    for outer in links[1:]:
        if outer.id is not None:
            line += f", in {outer.id}{_named(outer.resource)}"
    if certain:
        return (line,)
    file = shown(ground.spec.file, 200)
    nothing = f"no flow log of {file} certainly records it" if possible else f"no flow log of {file} records it"
    return (f"{line}: {nothing}",)


def described(resource: Resource | None) -> str:
    """A resource in a few words: its address or ranges, and its name."""
    if resource is None:
        return ""
    texts = [*resource.cidrs[:2]]
    if isinstance(resource, Interface):
        texts += resource.addresses[:1]
    name = resource.tags.get("Name")
    return ", ".join((*texts, *([f"Name: {shown(name)}"] if name else [])))


def _named(resource: Resource | None) -> str:
    name = None if resource is None else resource.tags.get("Name")
    return f" (Name: {shown(name)})" if name else ""


def _notes(links: Sequence[Link], ground: Ground) -> Iterator[str]:
    itself = links[0]
    unknown = [link for link in links[1:] if link.id is None]  # a variable of the spec may tell it all the same
    if unknown and ground.inventory is None:
        them = listing([link.title for link in unknown])
        kinds = listing([f"{link.kind.title}s" for link in reversed(unknown)], last="or")
        verb = "is" if len(unknown) == 1 else "are"
        yield f"{them} {verb} not known; {GIVE}. Flow logs on {kinds} may record it"
    if ground.inventory is not None and itself.resource is None:
        yield _absent(itself, ground)
    if is_connect(itself.resource):
        yield "it is a Connect attachment: no flow log can be on it, and its records are under its transport attachment"
    if itself.kind is REGIONAL_NAT_GATEWAY and not is_zonal(itself.resource):
        yield "a regional NAT gateway has no interface: a flow log on its VPC is not taken to record it"
    yield from _shared(links)


def _is_gone(itself: Link, ground: Ground) -> bool:
    """Whether a resource does not exist anywhere that was looked at, all of which was looked at whole."""
    return ground.recorders.lacks(itself.id, itself.kind, (None, None))


def _absent(itself: Link, ground: Ground) -> str:
    """The state of a resource that the inventory does not have: gone, or not looked for."""
    kind = itself.kind
    if ground.inventory is None or not _is_gone(itself, ground):
        return f"the inventory does not have it, and does not have every {kind.title}"
    asked = dict.fromkeys(each.location for each in ground.inventory.scopes)
    places = listing([f"{account or 'an account'} in {region or 'a region'}" for account, region in asked], 4)
    return f"the inventory has every {kind.title} of {places}, and not this one: it is deleted, or of another account"


def _shared(links: Sequence[Link]) -> Iterator[str]:
    """The owner of a shared VPC has flow logs that nobody else can see."""
    for link in links:
        owner = link.resource.owner if link.resource is not None else None
        at = location_of(links[0])
        seen_by = link.resource.location[0] if link.resource is not None else None
        if link.kind.singular == "vpc" and owner is not None and at is not None and owner not in {at[0], seen_by}:
            yield f"{link.id} is of the account {owner}, whose flow logs on it only that account can see"
