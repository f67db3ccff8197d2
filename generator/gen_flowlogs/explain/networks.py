"""Answers about an IP address or a range: by the interface that has it now, else by what contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import BY_KEY, ENI, SUBNET, VPC
from gen_flowlogs.dataclass import replace
from gen_flowlogs.explain.answer import Answer
from gen_flowlogs.explain.resources import GIVE, of_resource
from gen_flowlogs.explain.what import ResourceId
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.captures.inventory import Interface, Inventory, Resource
    from gen_flowlogs.explain.ground import Ground
    from gen_flowlogs.explain.network_index import Role
    from gen_flowlogs.explain.what import Network


def of_network(what: str, network: Network, ground: Ground) -> Answer:
    """The answer about an address, which may exist in several VPCs, or about a range."""
    if ground.inventory is None:
        return Answer(what=what, heads=(f"{what}: no spec has addresses of interfaces; {GIVE}",))
    single = network.num_addresses == 1
    if single:
        having = tuple(ground.addresses.having(network))
        if having:
            return _joined(what, [_of_interface(what, one, role, ground) for one, role in having], "interfaces have it")
    several, titles = _containing(network, ground, ground.inventory)
    if not several:
        return Answer(what=what, heads=(f"{what}: no interface, subnet or VPC of the inventory has it",))
    parts = [_of_container(each, ground) for each in several]
    if single:
        them = listing([each.id for each in several], 4)
        verb = "contains" if len(several) == 1 else "contain"
        head = f"{what}: no interface of the inventory has it now; {them} {verb} it"
        return Answer(what=what, heads=(head,), parts=tuple(parts))
    return _joined(what, parts, f"{titles} overlap it")


def _containing(network: Network, ground: Ground, inventory: Inventory) -> tuple[tuple[Resource, ...], str]:
    """The subnets that have some of a range, or else the VPCs; and the VPCs whose other subnets are not known."""
    subnets, vpcs = (ground.addresses.overlapping(network, kind.singular) for kind in (SUBNET, VPC))
    if not subnets:
        return vpcs, "VPCs"
    whole = {each.parent for each in subnets} if network.num_addresses == 1 else set()  # an address is in one of them
    rest = [each for each in vpcs if each.id not in whole and not inventory.is_whole(SUBNET.singular, each.location)]
    return (*subnets, *rest), "subnets and VPCs" if rest else "subnets"


def _joined(what: str, parts: Sequence[Answer], they: str) -> Answer:
    """One answer of several; that of a single one is the whole answer."""
    if len(parts) == 1:
        one = parts[0]
        return replace(one, what=what, heads=(f"{what}: {one.heads[0]}", *one.heads[1:]))
    return Answer(what=what, heads=(f"{what}: {len(parts)} {they}",), parts=tuple(parts))


def _of_interface(what: str, interface: Interface, role: Role, ground: Ground) -> Answer:
    answer = of_resource(interface.id, ResourceId(interface.id, ENI), ground)
    note = "" if ":" in what else _in_records(what, interface, role, answer)  # of IPv6, AWS says nothing like it
    return replace(answer, notes=(*answer.notes, *((note,) if note else ())))


def _in_records(what: str, interface: Interface, role: Role, answer: Answer) -> str:
    """The address as records have it. Source: "Flow log limitations" of the VPC user guide, 2026-10."""
    primary = interface.addresses[0] if interface.addresses else "its primary address"
    if role == "public":
        return f"{what} is a public address: records have the private one, {primary}"
    if role == "primary":
        return ""
    with_packets = [each for each in answer.flow_logs if {"pkt-srcaddr", "pkt-dstaddr"} & {*each.recording.fields}]
    them = listing(list(dict.fromkeys(each.recording.point.name for each in with_packets)), 4)
    seen = f"those of {them} have it" if with_packets else "none of these flow logs has them"
    which = "is in a prefix of the interface" if role == "prefix" else "is a secondary address"
    return f"{what} {which}: records have {primary}, and it only in pkt-srcaddr and pkt-dstaddr: {seen}"


def _of_container(resource: Resource, ground: Ground) -> Answer:
    return of_resource(resource.id, ResourceId(resource.id, BY_KEY[resource.kind][0]), ground)
