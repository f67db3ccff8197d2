"""Targets: which two are certainly one, which may turn out to be one, and what people are told of them."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import pipeline
from gen_flowlogs.captures import targets
from gen_flowlogs.captures.containment import by_target
from gen_flowlogs.captures.targets import LookedUp, Target, Targets

if TYPE_CHECKING:
    from gen_flowlogs.model import CapturePoint

VPC = "vpc-0a1b2c3d4e5f67890"
STACKS = """
stacks:
  east: {account: "111122223333", region: us-east-1}
  also-east: {account: "111122223333", region: us-east-1}
  west: {account: "111122223333", region: us-west-2}
defaults: {stack: east}
"""


def points(text: str, head: str = "") -> tuple[CapturePoint, ...]:
    body = "".join(f"  {line}\n" for line in dedent(text).strip().splitlines())
    group = "destinations: {d: {cloudwatch_logs: {log_group: /d}}}\n"
    defaults = head.replace("defaults: {", "defaults: {destinations: d, ") or "defaults: {destinations: d}\n"
    whole = f"version: 1\nname: test\n{group}{defaults}capture_points:\n{body}"
    return pipeline.compile(
        whole.encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY, files=False
    ).spec.capture_points


def of(text: str, head: str = "") -> list[tuple[Target, ...]]:
    found = points(text, head)
    known = Targets(found)
    return [known.of(point) for point in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"vpc: {VPC}", f"vpcs: [{VPC}]"),
        ("vpc: {var: core}", "vpc: {ref: var.core}"),
        ("vpcs: {var: all}", "vpcs: {ref: var.all}"),
        ("vpc: {lookup: {name: core}}", "vpc: {lookup: {tags: {Name: core}}}"),
        ("vpc: {lookup: {name: core}}", "vpcs: {lookup: {tags: {Name: core}, allow_empty: true}}"),
        ("subnets: {lookup: {tags: {}, within: core}}", f"subnets: {{lookup: {{tags: {{}}, within: {VPC}}}}}"),
        ("subnets: {lookup: {tags: {}, within: one}}", "subnets: {lookup: {tags: {}, within: same}}"),
    ],
)
def test_two_spellings_are_one_target(one: str, other: str):
    inside = f"core: {{vpc: {VPC}}}\none: {{vpc: {{var: v}}}}\nsame: {{vpc: {{ref: var.v}}}}\n"
    *_, first, second = of(f"{inside}a: {{{one}}}\nb: {{{other}}}")
    assert first == second


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vpc: {var: core}", "vpc: {var: other}"),
        ("vpc: {ref: module.n.id}", "vpcs: {ref: module.n.id}"),
        ("vpc: {ref: module.n.id}", "subnet: {ref: module.n.id}"),
        ("vpcs: {lookup: {tags: {}}}", "vpcs: {lookup: {tags: {Env: prod}}}"),
        ("vpcs: {lookup: {tags: {}}}", "subnets: {lookup: {tags: {}}}"),
        ("subnets: {lookup: {tags: {}}}", f"subnets: {{lookup: {{tags: {{}}, within: {VPC}}}}}"),
    ],
)
def test_two_targets_are_not_one(one: str, other: str):
    first, second = of(f"a: {{{one}}}\nb: {{{other}}}")
    assert first != second


def test_a_lookup_is_of_a_location_and_a_variable_of_a_root_module():
    looked = "a: {vpc: {lookup: {name: x}}}\nb: {vpc: {lookup: {name: x}}, stack: %s}"
    read = "a: {vpc: {var: x}}\nb: {vpc: {var: x}, stack: %s}"
    for text, same in ((looked, True), (read, False)):
        first, second = of(text % "also-east", STACKS)
        assert (first == second) is same
        first, second = of(text % "west", STACKS)
        assert first != second
    assert [len(each) for each in of("a: {vpcs: {lookup: {tags: {}}}, stack: all}", STACKS)] == [2]
    assert [len(each) for each in of("a: {vpcs: {var: x}, stack: all}", STACKS)] == [3]


def test_what_is_within_itself_ends():
    cycle = of("a: {subnets: {lookup: {tags: {}, within: b}}}\nb: {subnets: {lookup: {tags: {}, within: a}}}")
    assert len(cycle) == 2


def test_a_target_leads_to_its_capture_points():
    found = points(f"a: {{vpc: {VPC}}}\nb: {{vpcs: [{VPC}, vpc-0a1b2c3d4e5f67891]}}\nc: {{vpc: {{var: x}}}}")
    led = by_target(found, Targets(found))
    assert [point.name for point in led[VPC]] == ["a", "b"]
    assert len(led) == 3


@pytest.mark.parametrize(
    ("text", "name", "quoted"),
    [
        (f"vpc: {VPC}", VPC, VPC),
        ("vpc: {var: core}", "var.core", "`var.core`"),
        ("vpc: {ref: module.n.id}", "module.n.id", "`module.n.id`"),
        ("vpcs: {lookup: {tags: {}}}", "the VPCs", "every VPC"),
        ("vpc: {lookup: {name: core}}", "the VPC tagged Name=core", 'what is tagged "Name=core"'),
        ("subnets: {lookup: {tags: {A: b}, within: out}}", "the subnets tagged A=b in var.v",
         'what is tagged "A=b" in `var.v`'),
    ],
)  # fmt: skip
def test_a_target_has_a_name(text: str, name: str, quoted: str):
    *_, (target,) = of(f"out: {{vpc: {{var: v}}}}\na: {{{text}}}")
    assert (targets.name(target), targets.quoted_name(target)) == (name, quoted)


def test_only_terraform_knows_whether_two_are_one():
    (an_id,), (other,), (subnet,), (var,), (several,) = of(
        f"""
        a: {{vpc: {VPC}}}
        b: {{vpc: vpc-0a1b2c3d4e5f67891}}
        c: {{subnet: subnet-0a1b2c3d4e5f67890}}
        d: {{vpc: {{var: x}}}}
        e: {{vpcs: {{lookup: {{tags: {{}}}}}}}}
        """
    )
    assert not targets.may_be_one(an_id, other)
    assert not targets.may_be_one(subnet, var)
    assert targets.may_be_one(an_id, var)
    assert targets.may_be_one(var, several)
    assert targets.but_for(an_id, [other, subnet]) == ""
    assert targets.but_for(an_id, [var]) == f", unless {VPC} is var.x"
    assert isinstance(several, LookedUp)
    away = replace(several, location=("444455556666", "us-east-1"))
    assert targets.may_be_one(several, away)  # the account of `several` is the provider's
    assert not targets.may_be_one(replace(several, location=("111122223333", "us-east-1")), away)
    assert targets.but_for(an_id, [var, several]) == ", except traffic that is also of var.x and the VPCs"
