"""Instances: a resource in code → an instance as a state has it, as far as the code tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.hcl import providers
from gen_flowlogs.observe.hcl.bodies import attributes
from gen_flowlogs.observe.hcl.resources import ARNS, Resource
from gen_flowlogs.observe.hcl.values import Missing, strings
from gen_flowlogs.observe.instances import Instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.hcl.modules import Module

AROUND: Final = (
    "aws_cloudwatch_log_group",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_s3_bucket",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_ownership_controls",
    "aws_kinesis_firehose_delivery_stream",
)
"""Types that flow logs use, of which code tells the names."""

_NAMES: Final = {"aws_cloudwatch_log_group": "name", "aws_iam_role": "name", "aws_s3_bucket": "bucket"}
_POLICIES: Final = frozenset(("aws_iam_policy", "aws_iam_role_policy_attachment", "aws_iam_policy_attachment"))


def resources(module: Module, type_: str) -> Iterator[Resource]:
    """The instances of a type in a module, where their number is known."""
    for entry in module.folder.labelled("resource", type_):
        found = module.resource("resource", type_, entry.piece.labels[1])
        each = found if isinstance(found, list) else [*found.values()] if isinstance(found, dict) else [found]
        yield from (value for value in each if isinstance(value, Resource))


def instance(resource: Resource, module: Module) -> Instance:
    """An instance as a state has it."""
    values = attributes(resource.block, resource.scope)
    if resource.type in ARNS:
        values["arn"] = _known(resource, "arn")
    if resource.type in _POLICIES:
        values["policy_arn"] = _known(resource, "policy_arn")
    provider = providers.of_resource(resource.block, resource.scope)
    default = strings(module.default_tags(provider))
    own = strings(resource.value("tags"))
    if default and not isinstance(default, Missing) and not isinstance(own, Missing):
        values["tags_all"] = {**default, **own}
    return Instance(
        address=resource.address,
        at=str(resource.address),
        values=values,
        provider=_configuration(module, provider),
    )


def around(module: Module) -> Iterator[tuple[Resource, Instance]]:
    """The instances around the flow logs of a module whose names are known."""
    for type_ in AROUND:
        for resource in resources(module, type_):
            made = instance(resource, module)
            name = made.values.get(_NAMES.get(type_, "arn")) if type_ in (*_NAMES, *ARNS) else type_
            if isinstance(name, str):
                yield resource, made


def _known(resource: Resource, name: str) -> str | None:
    """An ARN, also one that is near: it only ties a policy to a role here."""
    value = resource.get(name)
    near = value.near if isinstance(value, Missing) and resource.type in _POLICIES else value
    return near if isinstance(near, str) else None


def _configuration(module: Module, name: str) -> str:
    """The configuration of a provider of a module, in the words of a state; empty for the one of the root, or none."""
    caller = module.caller
    if caller is None:
        return f"provider.{name}" if "." in name else ""
    if "providers" not in caller.block.arguments and providers.where(module.folder, name, module.scope) is not None:
        return f"{module.path}.provider.{name}"
    outer = providers.passed(caller.block, name)
    return "" if outer is None else _configuration(caller.module, outer)
