"""Instances of IAM → roles with their policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.observe.attributes import blocks, known, tags, texts
from gen_flowlogs.observe.existing import Role, Source, Unknown
from gen_flowlogs.observe.flow_logs import where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.observe.addresses import Address
    from gen_flowlogs.observe.instances import Collection, Instance

Key = tuple[str, str]
"""A provider and the name of a role: a state of two accounts may have two roles of a name."""


@dataclass(frozen=True, slots=True)
class _Policies:
    """Policies that are resources of their own: inline ones by name, the ARNs of attached ones, documents by ARN."""

    inline: dict[Key, dict[str, Instance]] = field(default_factory=dict)
    attached: dict[Key, dict[str, None]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    def attach(self, instance: Instance, role: str | None, arns: Iterable[str | None]) -> None:
        """Attach policies to a role."""
        if role is not None:
            found = self.attached.setdefault((instance.provider, role), {})
            found |= {arn: None for arn in arns if arn is not None}


def read(instances: tuple[Instance, ...], collection: Collection) -> Iterator[Role]:
    """The roles among some instances, each with its inline and attached policies."""
    policies = _Policies()
    for instance in instances:
        _put(instance, policies)
    for instance in instances:
        if instance.address.type != "aws_iam_role":
            continue
        if known(instance.values, "name") is None:
            collection.note(instance.at, "it is left out: its `name` is not known")
        else:
            yield _role(instance, policies, collection.file)


def _put(instance: Instance, policies: _Policies) -> None:
    """Put in what an instance tells of the policies of roles."""
    values = instance.values
    match instance.address.type:
        case "aws_iam_role_policy":
            if (role := known(values, "role")) and (name := known(values, "name")):
                policies.inline.setdefault((instance.provider, role), {})[name] = instance
        case "aws_iam_policy":
            if (arn := known(values, "arn")) and (policy := known(values, "policy")):
                policies.documents[arn] = policy
        case "aws_iam_role_policy_attachment":
            policies.attach(instance, known(values, "role"), (known(values, "policy_arn"),))
        case "aws_iam_policy_attachment":
            for role in texts(values.get("roles")):
                policies.attach(instance, role, (known(values, "policy_arn"),))
        case "aws_iam_role_policy_attachments_exclusive":
            policies.attach(instance, known(values, "role_name"), texts(values.get("policy_arns")))


def _role(instance: Instance, policies: _Policies, file: str) -> Role:
    values = instance.values
    name = known(values, "name") or ""
    arn = known(values, "arn")
    own = policies.inline.get((instance.provider, name), {})
    inline = _inline(instance)
    addresses: dict[str, Address] = {}
    for policy, each in own.items():
        addresses[policy] = each.address
        document = known(each.values, "policy")
        if document is not None:
            inline[policy] = document
    listed = dict.fromkeys(texts(values.get("managed_policy_arns")))
    attached = tuple(listed | policies.attached.get((instance.provider, name), {}))
    documents = {each: policies.documents[each] for each in attached if each in policies.documents}
    all_tags = tags(values, "tags_all")
    return Role(
        source=Source(file, instance.at),
        where=where(arn),
        name=name,
        arn=arn,
        path=known(values, "path") or "/",
        address=instance.address,
        description=known(values, "description"),
        boundary=known(values, "permissions_boundary"),
        trust=known(values, "assume_role_policy"),
        inline=inline,
        inline_addresses=addresses,
        attached=attached,
        attached_documents=documents,
        tags=(tags(values, "tags") or {}) if all_tags is None else all_tags,
        own_tags=tags(values, "tags") or {},
        # A role without any policy may have those of another state.
        complete=bool(inline or attached) and own.keys() <= inline.keys() and len(documents) == len(attached),
    )


def _inline(instance: Instance) -> dict[str, str]:
    """The inline policies that the state of the role itself lists."""
    found = blocks(instance.values, "inline_policy")
    if isinstance(found, Unknown):
        return {}
    pairs = ((known(each, "name"), known(each, "policy")) for each in found)
    return {name: policy for name, policy in pairs if name and policy}
