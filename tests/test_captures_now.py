"""Now: an inventory gives lookups their ids and ids their containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import pipeline
from gen_flowlogs.captures.containment import Containment
from gen_flowlogs.captures.now import answers_of, now, untold
from gen_flowlogs.captures.recordings import Containers, recordings
from gen_flowlogs.captures.targets import LookedUp, Targets
from inventories import ACCOUNT, HERE, eni, inventory, subnet, subnet_id, vpc, vpc_id

if TYPE_CHECKING:
    from gen_flowlogs.model import Spec

SEA = (ACCOUNT, "us-west-2")
WEB = subnet(1, 1, Tier="web")
THINGS = (
    vpc(1, Tier="edge", Name="core"),
    vpc(2, Tier="edge"),
    vpc(3, Tier="core"),
    WEB,
    subnet(2, 1),
    subnet(3, 2, Tier="web"),
    eni(1, WEB, Name="probe"),
    vpc(9, SEA, Tier="edge"),
)


def spec(points: str) -> Spec:
    text = f"""
version: 1
name: test
stacks:
  main: {{account: "{ACCOUNT}", region: us-east-1}}
  west: {{account: "{ACCOUNT}", region: us-west-2}}
defaults: {{stack: main, destinations: d}}
destinations: {{d: {{cloudwatch_logs: {{log_group: /d}}}}}}
capture_points:
{points}"""
    result = pipeline.compile(text.encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY, files=False)
    assert [each.message for each in result.diagnostics if each.severity == "error"] == []
    return result.spec


def found(points: str, kinds: tuple[str, ...] = ("vpc", "subnet", "eni")) -> dict[str, list[str]]:
    """The targets of each capture point: an id, or `?` for a lookup that is not known."""
    of = spec(points)
    targets = Targets(of.capture_points, now(inventory(THINGS, kinds, (HERE, SEA)), (of,)))
    return {
        point.name: ["?" if isinstance(each, LookedUp) else str(each) for each in targets.of(point)]
        for point in of.capture_points
    }


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ("  x: {vpcs: {lookup: {tags: {Tier: edge}}}}", [vpc_id(1), vpc_id(2)]),
        ("  x: {vpcs: {lookup: {tags: {Tier: edge}}}, stack: [main, west]}", [vpc_id(1), vpc_id(2), vpc_id(9)]),
        ("  x: {vpcs: {lookup: {tags: {Tier: none}}}}", []),
        ("  x: {vpc: {lookup: {name: core}}}", [vpc_id(1)]),
        ("  x: {vpc: {lookup: {tags: {Tier: edge}}}}", ["?"]),
        ("  x: {vpc: {lookup: {tags: {Tier: none}}}}", ["?"]),
        (
            "  x: {subnets: {lookup: {tags: {Tier: web}, within: a}}}\n  a: {vpc: {lookup: {name: core}}}",
            [subnet_id(1)],
        ),
        ("  x: {subnets: {lookup: {tags: {}, within: a}}}\n  a: {vpcs: {lookup: {tags: {Tier: none}}}}", []),
        ("  x: {transit_gateway: {lookup: {name: hub}}}", ["?"]),
    ],
)
def test_ids_stand_for_a_lookup(points: str, expected: list[str]):
    assert found(points)["x"] == expected


def test_lookups_of_one_kind_are_known_together_or_not_at_all():
    known = "  x: {subnets: {lookup: {tags: {Tier: web}}}}\n"
    assert found(known)["x"] == [subnet_id(1), subnet_id(3)]
    assert found(known + "  y: {subnets: {lookup: {tags: {}, within: v}}}\n  v: {vpc: {var: v}}")["x"] == ["?"]
    elsewhere = "  y: {subnets: {lookup: {tags: {}, within: v}}, stack: west}\n  v: {vpc: {var: v}, stack: west}"
    assert found(known + elsewhere)["x"] == [subnet_id(1), subnet_id(3)]


def test_what_is_within_an_unknown_lookup_is_unknown():
    points = "  x: {subnets: {lookup: {tags: {}, within: a}}}\n  a: {vpc: {lookup: {name: core}}}"
    assert found(points, kinds=("subnet",)) == {"a": ["?"], "x": ["?"]}


def test_unknown_lookups_are_named():
    of = spec("  x: {vpc: {lookup: {name: core}}}\n  y: {subnet: {lookup: {name: web}}}")
    answers = now(inventory(THINGS, ("vpc",)), (of,))
    assert answers is not None
    said = untold(answers_of(of, answers))
    assert said.startswith('the inventory does not show what the lookup of "y" finds, so ')
    everything = now(inventory(THINGS), (of,))
    assert everything is not None
    assert untold(answers_of(of, everything)) == ""
    assert now(None, (of,)) is None


def test_an_id_has_the_containers_of_the_inventory():
    of = spec(
        f"""
  probe: {{eni: eni-00000001}}
  subnets: {{subnets: [{subnet_id(1)}, {subnet_id(2)}]}}
  both: {{subnets: [{subnet_id(1)}, {subnet_id(3)}], filter: reject}}
  edge: {{vpcs: {{lookup: {{tags: {{Tier: edge}}}}}}}}
  core: {{vpc: {vpc_id(1)}, filter: reject}}
"""
    )
    containment = Containment.of(of.capture_points, now(inventory(THINGS), (of,)))

    def around(name: str) -> list[tuple[list[str], list[str]]]:
        (point,) = (each for each in of.capture_points if each.name == name)
        return [
            ([str(each) for each in container.targets], sorted(each.name for each in container.points))
            for container in containment.around(point, point.stacks[0])
        ]

    assert around("probe") == [([subnet_id(1)], ["both", "subnets"]), ([vpc_id(1)], ["core", "edge"])]
    assert around("subnets") == [([vpc_id(1)], ["core", "edge"])]
    assert around("both") == [([vpc_id(1), vpc_id(2)], ["edge"])]
    assert around("core") == []


def test_an_inventory_wins_over_within():
    of = spec(f"  x: {{subnet: {subnet_id(1)}, within: {vpc_id(3)}}}")
    (point,) = of.capture_points
    known = Containment.of(of.capture_points, now(inventory(THINGS), (of,)))
    assert [each.targets for each in known.around(point, point.stacks[0])] == [(vpc_id(1),)]
    blind = Containment.of(of.capture_points, now(inventory(()), (of,)))
    assert [each.targets for each in blind.around(point, point.stacks[0])] == [(vpc_id(3),)]


def test_a_recording_has_the_containers_of_its_own_target():
    of = spec(f"  both: {{subnets: [{subnet_id(1)}, {subnet_id(3)}]}}\n  v: {{vpc: {vpc_id(1)}}}")
    answers = now(inventory(THINGS), (of,))
    containers = Containers(of, answers)
    around = {str(each.target): list(containers.around(each)) for each in recordings(of, answers)}
    assert around == {
        subnet_id(1): [((HERE, vpc_id(1)),)],
        subnet_id(3): [((HERE, vpc_id(2)),)],
        vpc_id(1): [],
    }


def test_a_lookup_has_a_recording_for_each_id():
    of = spec("  x: {vpcs: {lookup: {tags: {Tier: edge}}}}\n  y: {vpc: {lookup: {name: core}}}")
    made = [each.address for each in recordings(of, now(inventory(THINGS), (of,)))]
    assert made == [f'aws_flow_log.x__d["{vpc_id(1)}"]', f'aws_flow_log.x__d["{vpc_id(2)}"]', "aws_flow_log.y__d"]
