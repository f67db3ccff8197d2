"""Specs drawn by chance, applied to the emulated AWS: all created, nothing left to do, and all destroyed again.

Many specs are child modules of one root, so that Terraform starts once for all of them. Those whose bucket is in
another stack are left out, since a root has no order of stacks, and those in regions that the provider does not know.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import pytest
from test_lives import by_root
from test_matrix import WAITS_A_MINUTE
from world import World

import generated_specs
import terraform
from generated_specs import beside, points, variants
from generated_specs.stacks import ACCOUNTS, REGIONS
from test_generated_specs import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from emulator import Emulator

    from generated_specs.plan import Destination, Plan, Stack

pytestmark = [terraform.needs_provider, pytest.mark.fuzz]

MANY = "GEN_FLOWLOGS_FUZZ" in os.environ
SEED = 20261127
PARTS, EACH = (8, 6) if MANY else (1, 4)
KNOWN = {region for regions in REGIONS.values() for region in regions} - {"me-west-1"}
"""Regions that AWS provider 5 knows."""


@dataclass(frozen=True)
class Child:
    """One root module of a spec, as a child of the root of all."""

    key: str
    plan: Plan
    stack: Stack
    files: dict[str, str]
    values: dict[str, Any]  # of its variables


def plans(part: int) -> Iterator[Plan]:
    """The plans of one part that the emulator can have."""
    fitting = (
        plan
        for number in count(part * 1000)
        if _fits(plan := variants.on_emulator(generated_specs.planned(SEED, number, numbers=number % 1000 * 1000)))
    )
    return islice(fitting, EACH)


def _fits(plan: Plan) -> bool:
    return all(each.region in KNOWN for each in plan.stacks.values()) and all(
        len(
            {name for point in plan.users(each.name) for name in point.stacks} | {each.settings.get("stack", "")} - {""}
        )
        < 2
        for each in plan.destinations.values()
        if each.kind == "s3"
    )


def children(plans: Iterable[Plan]) -> Iterator[Child]:
    """The root modules of some plans."""
    for number, plan in enumerate(plans):
        files = compiled(generated_specs.written(plan)).files
        assert files is not None, plan.name
        for name, own in by_root(dict(files)).items():
            whole = {**own, **beside.files(plan), "zz_override.tf": _without(own)}
            yield Child(f"m{number}_{name}".rstrip("_"), plan, plan.stacks[name], whole, _values(plan, own))


def _without(files: dict[str, str]) -> str:
    """An override that leaves out what the provider waits for."""
    heads = re.findall(rf'^(resource "{WAITS_A_MINUTE}" "[\w-]+")', "".join(files.values()), re.MULTILINE)
    return "".join(f"{head} {{\n  count = 0\n}}\n" for head in heads)


def _values(plan: Plan, files: dict[str, str]) -> dict[str, Any]:
    """A value for each variable that the files declare."""
    known: dict[str, Any] = {}
    for point in plan.points.values():
        if isinstance(point.target, dict) and "var" in point.target:
            known[point.target["var"]] = beside.value(point, point.target["var"])
    for destination in plan.destinations.values():
        match destination.settings.get("delivery_stream"):
            case {"var": str(name)}:
                known[name] = beside.stream(destination)
    declared = re.findall(r'^variable "([\w-]+)"', files.get("variables.tf", ""), re.MULTILINE)
    return {name: known[name] for name in declared}


@pytest.mark.parametrize("part", range(PARTS))
def test_drawn_specs_live(part: int, rig: Any, record_property: Callable[[str, object], None]):
    rig.aws.forget()
    several = list(children(plans(part)))
    for child in several:
        surround(rig.aws, child)
    root = rig.root("generated", {}, account=ACCOUNTS[0], beside=together(several))
    applied = root.apply()
    assert set(applied.actions.values()) == {"create"}
    again = root.plan()
    assert again.is_empty, again.changes
    root.destroy()
    assert root.addresses() == set()
    told = f"{EACH} specs, {len(several)} root modules, {len(applied.changes)} resources applied, planned and destroyed"
    record_property("generated", told)
    print(told)  # noqa: T201 - `make fuzz` shows it


def together(several: list[Child]) -> dict[str, str]:
    """One root that calls every child, with values for its variables and a provider where it has none."""
    files: dict[str, str] = {}
    calls: dict[str, str] = {}
    entries = [{"Key": "", "Source": "", "Dir": "."}]
    for child in several:
        files |= {f"{child.key}/{path}": text for path, text in child.files.items()}
        entries.append({"Key": child.key, "Source": f"./{child.key}", "Dir": child.key})
        inner = {path.rpartition("/")[0] for path in child.files} - {""}
        entries += [
            {"Key": f"{child.key}.{each}", "Source": f"./{each}", "Dir": f"{child.key}/{each}"} for each in inner
        ]
        given = "".join(f"  {name} = {json.dumps(value)}\n" for name, value in child.values.items())
        if not child.stack.name:
            alias = child.stack.region.replace("-", "_")
            calls[alias] = f'provider "aws" {{\n  alias  = "{alias}"\n  region = "{child.stack.region}"\n}}\n'
            given += f"  providers = {{ aws = aws.{alias} }}\n"
        calls[child.key] = f'module "{child.key}" {{\n  source = "./{child.key}"\n{given}}}\n'
    return {
        **files,
        "main.tf": "".join(calls.values()),
        ".terraform/modules/modules.json": json.dumps({"Modules": entries}),
    }


def surround(aws: Emulator, child: Child) -> None:
    """Make what one root module takes for granted."""
    stack = child.stack
    there = World(aws, region=stack.region, account=stack.account)
    there.has_all_in((*child.files.values(), json.dumps(child.values)))
    for point in child.plan.points.values():
        if point.lookup is not None and stack.name in point.stacks:
            id_ = points.id_of(point.kind.singular, child.plan.number())
            there.has(id_, tags={variants.FIND: point.name})
    for destination in child.plan.destinations.values():
        if destination.settings.get("existing"):
            _make(aws, destination, stack)


def _make(aws: Emulator, destination: Destination, stack: Stack) -> None:
    """An existing log group, in each stack, or an existing bucket, in its own."""
    settings = destination.settings
    if destination.kind == "cloudwatch_logs":
        client = aws.client("logs", region=stack.region, account=stack.account)
        client.create_log_group(logGroupName=settings["log_group"])
    elif settings.get("stack", stack.name) == stack.name:
        client = aws.client("s3", region=stack.region, account=stack.account)
        elsewhere = {"CreateBucketConfiguration": {"LocationConstraint": stack.region}}
        client.create_bucket(Bucket=settings["bucket"], **({} if stack.region == "us-east-1" else elsewhere))
