"""Instances of IAM → roles with their policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe.attributes import blocks, known, tags, texts
from gen_flowlogs.observe.existing import Role, Source, Unknown
from gen_flowlogs.observe.flow_logs import where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.addresses import Address
    from gen_flowlogs.observe.instances import Collection, Instance

Key = tuple[str, str]
"""A provider and the name of a role: a state of two accounts may have two roles of a name."""


def read(instances: tuple[Instance, ...], collection: Collection) -> Iterator[Role]:
    """The roles among some instances, each with its inline and attached policies."""
    inline: dict[Key, dict[str, Instance]] = {}
    attached: dict[Key, dict[str, None]] = {}
    documents: dict[str, str] = {}
    for instance in instances:
        values = instance.values
        match instance.address.type:
            case "aws_iam_role_policy":
                if (role := known(values, "role")) and (name := known(values, "name")):
                    inline.setdefault((instance.provider, role), {})[name] = instance
            case "aws_iam_policy":
                if (arn := known(values, "arn")) and (policy := known(values, "policy")):
                    documents[arn] = policy
            case "aws_iam_role_policy_attachment" | "aws_iam_policy_attachment":
                names = (known(values, "role"), *texts(values.get("roles")))
                for each in names:
                    if each and (arn := known(values, "policy_arn")):
                        attached.setdefault((instance.provider, each), {})[arn] = None
            case "aws_iam_role_policy_attachments_exclusive":
                if role := known(values, "role_name"):
                    own = dict.fromkeys(texts(values.get("policy_arns")))
                    attached.setdefault((instance.provider, role), {}).update(own)
    for instance in instances:
        if instance.address.type != "aws_iam_role":
            continue
        name = known(instance.values, "name")
        if name is None:
            collection.note(instance.at, "it is left out: its `name` is not known")
            continue
        key = (instance.provider, name)
        arns = dict.fromkeys(texts(instance.values.get("managed_policy_arns"))) | attached.get(key, {})
        yield _role(instance, name, inline.get(key, {}), tuple(arns), documents, collection.file)


def _role(
    instance: Instance,
    name: str,
    own: dict[str, Instance],
    attached: tuple[str, ...],
    documents: dict[str, str],
    file: str,
) -> Role:
    values = instance.values
    arn = known(values, "arn")
    inline = _inline(instance)
    addresses: dict[str, Address] = {}
    for policy, each in own.items():
        addresses[policy] = each.address
        document = known(each.values, "policy")
        if document is not None:
            inline[policy] = document
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
        attached_documents={each: documents[each] for each in attached if each in documents},
        tags=(tags(values, "tags") or {}) if all_tags is None else all_tags,
        complete=_is_complete(inline, own, attached, documents),
    )


def _is_complete(
    inline: dict[str, str], own: dict[str, Instance], attached: tuple[str, ...], documents: dict[str, str]
) -> bool:
    """Whether all policies of a role are known. A role without any may have those of another state."""
    return bool(inline or attached) and own.keys() <= inline.keys() and all(each in documents for each in attached)


def _inline(instance: Instance) -> dict[str, str]:
    """The inline policies that the state of the role itself lists."""
    found = blocks(instance.values, "inline_policy")
    if isinstance(found, Unknown):
        return {}
    pairs = ((known(each, "name"), known(each, "policy")) for each in found)
    return {name: policy for name, policy in pairs if name and policy}
