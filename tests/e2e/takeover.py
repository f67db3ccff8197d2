"""Blocks by which one root module takes over what another has, and the states that they are tried on.

Blocks are written by hand here, so that what Terraform does with them is known apart from what `adopt` writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from emulator import ACCOUNT
from language import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rig import Plan, Root

ID = {
    "aws_athena_named_query": "{id}",
    "aws_athena_workgroup": "{name}",
    "aws_cloudwatch_log_group": "{name}",
    "aws_cloudwatch_query_definition": f"arn:aws:logs:{REGION}:{ACCOUNT}:query-definition:{{query_definition_id}}",
    "aws_flow_log": "{id}",
    "aws_glue_catalog_database": "{id}",
    "aws_glue_catalog_table": "{id}",
    "aws_iam_role": "{name}",
    "aws_iam_role_policy": "{id}",
    "aws_kms_alias": "{name}",
    "aws_kms_key": "{key_id}",
    "aws_s3_bucket": "{bucket}",
    "aws_s3_bucket_lifecycle_configuration": "{bucket}",
    "aws_s3_bucket_ownership_controls": "{bucket}",
    "aws_s3_bucket_policy": "{bucket}",
    "aws_s3_bucket_public_access_block": "{bucket}",
    "aws_s3_bucket_server_side_encryption_configuration": "{bucket}",
    "aws_s3_bucket_versioning": "{bucket}",
}
"""Type of a resource that the compiler makes → what an `import` block asks for, of its attributes."""


def moved(old: str, new: str) -> str:
    """A `moved` block."""
    return f"moved {{\n  from = {old}\n  to   = {new}\n}}\n"


def imported(to: str, id_: str) -> str:
    """An `import` block."""
    return f"import {{\n  to = {to}\n  id = {json.dumps(id_)}\n}}\n"


def removed(old: str) -> str:
    """A `removed` block that leaves the resource in AWS."""
    return f"removed {{\n  from = {old}\n\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"


def forgotten(old: str, dummy: str) -> str:
    """The recipe for one instance, and for what a module still declares: a dummy address, which is removed."""
    return moved(old, dummy) + removed(dummy)


def state_ids(root: Root) -> dict[str, str]:
    """What a state has of the compiler's types: address → what an `import` block says for it."""
    return {
        address_of(resource, instance): ID[resource["type"]].format(**instance["attributes"])
        for resource in json.loads((root.folder / "terraform.tfstate").read_bytes())["resources"]
        if resource["mode"] == "managed" and resource["type"] in ID
        for instance in resource["instances"]
    }


def flow_logs(root: Root) -> set[str]:
    """The ids of the flow logs of a state."""
    return {id_ for address, id_ in state_ids(root).items() if ".aws_flow_log." in f".{address}"}


def lose(root: Root, goes: Callable[[str], bool] = lambda _: True) -> dict[str, str]:
    """Take instances out of a state, as `terraform state rm` does: address → what an `import` block says for it."""
    file = root.folder / "terraform.tfstate"
    state = json.loads(file.read_bytes())
    ids: dict[str, str] = {}
    for resource in state["resources"]:
        kept = []
        for instance in resource["instances"]:
            address = address_of(resource, instance)
            if resource["mode"] == "managed" and goes(address):
                ids[address] = ID[resource["type"]].format(**instance["attributes"])
            else:
                kept.append(instance)
        resource["instances"] = kept
    state["resources"] = [each for each in state["resources"] if each["instances"]]
    state["serial"] += 1
    file.write_text(json.dumps(state))
    return ids


def address_of(resource: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    """The address of an instance in a state."""
    module = f"{resource['module']}." if "module" in resource else ""
    key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
    return f"{module}{resource['type']}.{resource['name']}{key}"


def state_only(plan: Plan) -> dict[str, set[str]]:
    """Type → the arguments that change where something is imported; each of these is only in the state."""
    found: dict[str, set[str]] = {}
    for each in plan.details["resource_changes"]:
        before, after = each["change"]["before"], each["change"]["after"]
        if "importing" in each["change"] and each["change"]["actions"] != ["no-op"]:
            assert not any(each["change"]["after_unknown"].values()), each["address"]
            changed = {name for name in before | after if before.get(name) != after.get(name)}
            found.setdefault(each["type"], set()).update(changed)
    return found
