"""Containment: what contains what a capture point records, and which lookups certainly find it."""

from __future__ import annotations

import pytest

from gen_flowlogs.captures import targets
from gen_flowlogs.captures.containment import Containment
from test_captures_targets import STACKS, VPC, points

SUBNET = "subnet-0a1b2c3d4e5f67890"


def around(text: str, head: str = "") -> list[list[str]]:
    """The containers of the capture point `x`."""
    found = points(text, head)
    (point,) = (each for each in found if each.name == "x")
    containers = Containment.of(found).around(point, point.stacks[0])
    return [[targets.name(each) for each in container.targets] for container in containers]


def finding(text: str, head: str = "") -> list[str]:
    """The lookups that certainly find the first target of the capture point `x`."""
    found = points(text, head)
    (point,) = (each for each in found if each.name == "x")
    containment = Containment.of(found)
    return [
        targets.name(target)
        for stack in point.stacks
        for container in containment.finding(targets.Targets(found).in_stack(point, stack)[0], point, stack)
        for target in container.targets
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: {subnet: {var: s}}", []),
        (f"x: {{subnet: {{var: s}}, within: {VPC}}}", [[VPC]]),
        ("x: {subnet: {var: s}, within: v}\nv: {vpc: {var: v}}", [["var.v"]]),
        (f"x: {{subnet: {{var: s}}, within: v}}\nv: {{vpcs: [{VPC}, vpc-0a1b2c3d]}}", [["vpc-0a1b2c3d", VPC]]),
        (f"x: {{subnets: {{lookup: {{tags: {{}}, within: {VPC}}}}}}}", [[VPC]]),
        (f"x: {{eni: {{var: e}}, within: s}}\ns: {{subnet: {SUBNET}, within: {VPC}}}", [[SUBNET], [VPC]]),
        (f"x: {{eni: {{var: e}}, within: {SUBNET}}}\ns: {{subnet: {SUBNET}, within: {VPC}}}", [[SUBNET], [VPC]]),
        (f"x: {{eni: {{var: e}}, within: s}}\ns: {{subnet: {{var: s}}}}\nt: {{subnet: {{ref: var.s}}, within: {VPC}}}",
         [["var.s"], [VPC]]),
        (f"x: {{regional_nat_gateway: {{var: n}}, within: {VPC}}}", []),
        (f"x: {{subnet: {{var: s}}, within: {VPC}}}\nv: {{vpcs: {{lookup: {{tags: {{}}}}}}}}", [[VPC], ["the VPCs"]]),
        (f"x: {{eni: {{var: e}}, within: {VPC}}}\nv: {{vpcs: {{lookup: {{tags: {{}}}}}}}}", [[VPC]]),
        ("x: {subnet: {var: s}, within: v}\nv: {subnet: {var: v}}", []),
        ("x: {subnet: {var: s}, within: x}", []),
        (f"x: {{subnet: {{var: s}}}}\ny: {{subnet: {{ref: var.s}}, within: {VPC}}}", [[VPC]]),
    ],
)  # fmt: skip
def test_containers_by_within(text: str, expected: list[list[str]]):
    assert around(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"x: {{vpc: {VPC}}}", ["the VPCs"]),
        (f"x: {{vpcs: [{VPC}]}}", ["the VPCs"]),
        ("x: {vpc: {var: v}}", []),
        ("x: {vpcs: {lookup: {tags: {A: b}}}}", ["the VPCs"]),
        ("x: {vpcs: {lookup: {tags: {A: b, C: d}}}}", ["the VPCs", "the VPCs tagged C=d"]),
        ("x: {vpcs: {lookup: {tags: {}}}}", []),
        (f"x: {{subnet: {SUBNET}}}", ["the subnets"]),
        (f"x: {{subnets: {{lookup: {{tags: {{A: b}}, within: {VPC}}}}}}}", ["the subnets", f"the subnets in {VPC}"]),
        ("x: {eni: eni-0a1b2c3d4e5f67890}", []),
        ("x: {eni: {lookup: {name: e}}}", []),
        ("x: {enis: {lookup: {tags: {Name: e}}}}", ["the network interfaces"]),
        ("x: {transit_gateway_attachment: tgw-attach-0a1b2c3d4e5f67890}", []),
    ],
)
def test_lookups_that_certainly_find_a_target(text: str, expected: list[str]):
    lookups = f"""
        v: {{vpcs: {{lookup: {{tags: {{}}}}}}}}
        w: {{vpcs: {{lookup: {{tags: {{C: d}}}}}}}}
        s: {{subnets: {{lookup: {{tags: {{}}}}}}}}
        t: {{subnets: {{lookup: {{tags: {{}}, within: {VPC}}}}}}}
        e: {{enis: {{lookup: {{tags: {{}}}}}}}}
        a: {{transit_gateway_attachments: {{lookup: {{tags: {{}}}}}}}}
        {text}
        """
    assert sorted(finding(lookups)) == expected


def test_a_lookup_finds_what_is_in_its_own_location():
    here = f"x: {{vpc: {VPC}}}\nv: {{vpcs: {{lookup: {{tags: {{}}}}}}, stack: %s}}"
    assert finding(here % "also-east", STACKS) == ["the VPCs"]
    assert finding(here % "west", STACKS) == []
