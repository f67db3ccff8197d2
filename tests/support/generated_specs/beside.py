"""A plan → the author's own Terraform beside the output: whatever the `ref`s of the plan refer to.

Made from the references alone, so that `terraform validate` finds each of them. An id has the number that its reference
has, so that it is no other id of the plan.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from generated_specs import givens, points
from generated_specs.stacks import OTHER_ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generated_specs.plan import Destination, Plan, Point

FILE = "stub.tf"
_HEAD = re.compile(r"(module|local|var|data\.\w+|aws_\w+)\.([\w-]+)(.*)")
_LAST_STEP = re.compile(r'(.*?)(?:\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\])')
_ARGUMENTS = {
    "aws_vpc": 'cidr_block = "10.0.0.0/16"',
    "aws_subnet": 'vpc_id = "vpc-0a1b2c3d"',
    "aws_network_interface": 'subnet_id = "subnet-0a1b2c3d"',
    "aws_ec2_transit_gateway": "",
    "aws_ec2_transit_gateway_vpc_attachment": (
        'subnet_ids = ["subnet-0a1b2c3d"]\n  transit_gateway_id = "tgw-0"\n  vpc_id = "vpc-0a1b2c3d"'
    ),
    "aws_nat_gateway": 'subnet_id = "subnet-0a1b2c3d"',
    "data.terraform_remote_state": 'backend = "local"\n  config = {}',
}
"""Type of a resource → the arguments that it needs. A data source needs none."""


def files(plan: Plan) -> dict[str, str]:
    """Path → text of the files of one root module; empty where the plan refers to nothing."""
    made: dict[str, str] = {}
    for traversal, value in dict(_references(plan)).items():
        for path, text in _files(traversal, value):
            made[path] = made.get(path, "") + text
    return made


def _references(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Each reference, and the value that it stands for."""
    for point in plan.points.values():
        match point.target:
            case {"ref": str(traversal)}:
                yield traversal, value(point, traversal)
    for destination in plan.destinations.values():
        match destination.settings.get("delivery_stream"):
            case {"ref": str(traversal)}:
                yield traversal, stream(destination)
        role = destination.settings.get("role", {})
        for place in (destination.settings, role):
            for key in ("kms", "arn", "permissions_boundary", "cross_account_role", "log_group", "bucket"):
                match place.get(key):
                    case {"ref": str(traversal)}:
                        yield traversal, givens.value(traversal)


def stream(destination: Destination) -> str:
    """The stream that a variable or a reference of a destination stands for: where its role of another account is."""
    account = OTHER_ACCOUNT if "cross_account_role" in destination.settings else givens.ACCOUNT
    return f"arn:aws:firehose:us-east-1:{account}:deliverystream/theirs"


def value(point: Point, named: str) -> Any:
    """What a variable or a reference of a capture point stands for."""
    found = re.search(r"[_-](\d+)", named)
    assert found, named
    id_ = points.id_of(point.kind.singular, int(found[1]))
    if isinstance(point.target, dict) and point.target.get("keyed"):
        return {"a": id_}
    return [id_] if point.plural else id_


def _files(traversal: str, value: Any) -> Iterator[tuple[str, str]]:
    found = _HEAD.fullmatch(traversal)
    assert found, traversal
    head, name, steps = found.groups()
    match head:
        case "local":
            yield FILE, f"locals {{\n  {name} = {_nested(steps, value)}\n}}\n"
        case "var":
            yield FILE, f'variable "{name}" {{\n  type    = any\n  default = {_nested(steps, value)}\n}}\n'
        case "module":
            count, output, inner = re.fullmatch(r"(\[0\])?\.([\w-]+)(.*)", steps).groups()  # type: ignore[union-attr]
            counted = "  count  = 1\n" if count else ""
            yield FILE, f'module "{name}" {{\n  source = "./{name}"\n{counted}}}\n'
            yield f"{name}/outputs.tf", f'output "{output}" {{\n  value = {_nested(inner, value)}\n}}\n'
        case _:
            kind, type_ = ("data", head.removeprefix("data.")) if head.startswith("data.") else ("resource", head)
            several = 'for_each = toset(["a b"])' if steps.startswith("[") else ""
            needed = _ARGUMENTS[head] if kind == "resource" else _ARGUMENTS.get(head, "")
            inside = "".join(f"  {each}\n" for each in (several, needed) if each)
            yield FILE, f'{kind} "{type_}" "{name}" {{\n{inside}}}\n'


def _nested(steps: str, value: Any) -> str:
    """A value in which these steps lead to another one: `[1].ids` → `[null, { "ids" = … }]`."""
    text = json.dumps(value)
    while steps:
        found = _LAST_STEP.fullmatch(steps)
        assert found, steps
        steps, attribute, number, key = found.groups()
        text = f"[{'null, ' * int(number)}{text}]" if number else f'{{ "{attribute or key}" = {text} }}'
    return text
