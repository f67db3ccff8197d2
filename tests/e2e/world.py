"""What a spec takes for granted: the VPCs, subnets, interfaces and gateways whose ids it says.

The emulator gives its own ids, so the wanted ones are put in its mouth, one for each resource that is made here. What
has to be made is found in the texts themselves.
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest import mock

from emulator import ACCOUNT, Emulator
from moto.ec2 import utils

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ID = re.compile(r"\b(tgw-attach|vpc|subnet|eni|tgw|nat)-[0-9a-f]{8}(?:[0-9a-f]{9})?\b")
_NETWORK = "10.0.0.0/16"
_one_at_a_time = threading.Lock()


class World:
    """What is there in one account and region."""

    def __init__(self, aws: Emulator, *, region: str = "us-east-1", account: str = ACCOUNT) -> None:
        self._ec2 = aws.client("ec2", region=region, account=account)
        self._ec2.describe_vpcs()  # the first question makes the default VPC, which must not take a wanted id
        self._made: set[str] = set()

    def has(self, id_: str, *, tags: Mapping[str, str] | None = None, inside: str | None = None) -> None:
        """One resource of this id, with these tags, inside another one."""
        if inside is not None:
            self.has(inside)
        if id_ not in self._made:
            kind = _kind(id_)
            with _one_at_a_time, _next_id(kind, id_):
                self._make(kind, inside)
            self._made.add(id_)
        if tags:
            self._ec2.create_tags(Resources=[id_], Tags=[{"Key": key, "Value": value} for key, value in tags.items()])

    def has_all_in(self, texts: Iterable[str]) -> None:
        """Everything whose id stands in these texts."""
        for text in texts:
            for found in _ID.finditer(text):
                self.has(found.group())

    def _make(self, kind: str, inside: str | None = None) -> str:
        match kind:
            case "vpc":
                return self._ec2.create_vpc(CidrBlock=_NETWORK)["Vpc"]["VpcId"]
            case "subnet":
                vpc = inside or self._make("vpc")
                return self._ec2.create_subnet(VpcId=vpc, CidrBlock=_NETWORK)["Subnet"]["SubnetId"]
            case "eni":
                made = self._ec2.create_network_interface(SubnetId=inside or self._make("subnet"))
                return made["NetworkInterface"]["NetworkInterfaceId"]
            case "tgw":
                return self._ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
            case "tgw-attach":
                between = {"TransitGatewayId": inside or self._make("tgw"), "VpcId": self._make("vpc")}
                made = self._ec2.create_transit_gateway_vpc_attachment(**between, SubnetIds=[])
                return made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
            case "nat":
                made = self._ec2.create_nat_gateway(SubnetId=self._make("subnet"), ConnectivityType="private")
                return made["NatGateway"]["NatGatewayId"]
        raise ValueError(kind)


def _kind(id_: str) -> str:
    found = _ID.fullmatch(id_)
    assert found, id_
    return found.group(1)


@contextmanager
def _next_id(kind: str, wanted: str) -> Iterator[None]:
    """The next resource of a kind gets this id; others get theirs by chance, as ever."""
    by_chance, waiting = utils.random_id, [wanted]

    def random_id(prefix: str = "", size: int = 17) -> str:
        return waiting.pop() if prefix == kind and waiting else by_chance(prefix=prefix, size=size)

    with mock.patch.object(utils, "random_id", random_id):
        yield
    assert not waiting, f"nothing was given the id {wanted}"
