"""Addresses of an inventory: which interface has one now, and which subnets and VPCs contain it."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Literal

from gen_flowlogs.aws.kinds import SUBNET, VPC
from gen_flowlogs.captures.inventory import Interface
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.captures.inventory import Inventory, Resource
    from gen_flowlogs.explain.what import Network

Role = Literal["primary", "secondary", "public", "prefix"]
"""The way in which an interface has an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """`interfaces`: an address → each interface that has it, and how. An address may be in several VPCs.

    `instances`: `i-…` → its interfaces; `descriptions`: the text that AWS gives an interface that it makes → those.
    """

    interfaces: Mapping[str, tuple[tuple[Interface, Role], ...]]
    prefixes: tuple[tuple[Network, Interface], ...]
    networks: tuple[tuple[Network, Resource], ...]  # of subnets and VPCs
    instances: Mapping[str, tuple[Interface, ...]]
    descriptions: Mapping[str, tuple[Interface, ...]]

    @classmethod
    def of(cls, inventory: Inventory | None) -> Addresses:
        """The addresses of an inventory; none without one."""
        interfaces: dict[str, list[tuple[Interface, Role]]] = {}
        prefixes: list[tuple[Network, Interface]] = []
        networks: list[tuple[Network, Resource]] = []
        instances: dict[str, list[Interface]] = {}
        descriptions: dict[str, list[Interface]] = {}
        for each in () if inventory is None else inventory.resources.values():
            if isinstance(each, Interface):
                for address, role in _addresses(each):
                    interfaces.setdefault(address, []).append((each, role))
                if each.instance is not None:
                    instances.setdefault(each.instance, []).append(each)
                if each.description is not None:
                    descriptions.setdefault(each.description, []).append(each)
                prefixes += [(network, each) for network in _networks(each.prefixes)]
            elif each.kind in {SUBNET.singular, VPC.singular}:
                networks += [(network, each) for network in _networks(each.cidrs)]
        return cls(
            interfaces={key: tuple(several) for key, several in interfaces.items()},
            prefixes=tuple(prefixes),
            networks=tuple(networks),
            instances={key: tuple(several) for key, several in instances.items()},
            descriptions={key: tuple(several) for key, several in descriptions.items()},
        )

    def having(self, address: Network) -> Iterator[tuple[Interface, Role]]:
        """The interfaces that have one address now."""
        yield from self.interfaces.get(str(address.network_address), ())
        for network, interface in self.prefixes:
            if _overlap(network, address):
                yield interface, "prefix"

    def overlapping(self, network: Network, kind: str) -> tuple[Resource, ...]:
        """The subnets, or VPCs, that have any address of a network, in the order of the inventory."""
        found = (each for own, each in self.networks if each.kind == kind and _overlap(own, network))
        return tuple({each.id: each for each in found}.values())


def _addresses(interface: Interface) -> Iterator[tuple[str, Role]]:
    for number, text in enumerate(interface.addresses):
        yield _canonical(text), "secondary" if number and ":" not in text else "primary"
    for text in interface.public:
        yield _canonical(text), "public"


def _canonical(text: str) -> str:
    """An address as it is compared; IPv6 can be written in several ways."""
    if ":" not in text:
        return text
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return text


def _networks(texts: tuple[str, ...]) -> Iterator[Network]:
    for text in texts:
        try:
            yield ipaddress.ip_network(text, strict=False)
        except ValueError:
            continue  # the reader of the inventory reports it


def _overlap(one: Network, other: Network) -> bool:
    if isinstance(one, ipaddress.IPv4Network):
        return isinstance(other, ipaddress.IPv4Network) and one.overlaps(other)
    return isinstance(other, ipaddress.IPv6Network) and one.overlaps(other)
