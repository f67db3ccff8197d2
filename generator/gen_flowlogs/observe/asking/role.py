"""A role and its policies, asked of IAM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import roles, values
from gen_flowlogs.observe.existing import Source

if TYPE_CHECKING:
    from gen_flowlogs.observe.asking.caller import Caller
    from gen_flowlogs.observe.existing import Role


def role(region: str, arn: str, caller: Caller) -> Role | None:
    """A role; None where it does not exist, or AWS does not tell it. Incomplete where a policy was not read.

    Args:
        region: any region of the partition, since IAM has none.
        arn: its ARN.
        caller: the identity that asks.
    """
    name = arn.rpartition("/")[2]
    found = caller.asked("iam", "get_role", region, name, missing=arn, RoleName=name)
    if found is None:
        return None
    of = attributes.mapping(found.get("Role"))
    if attributes.known(of, "Arn") != arn:  # one of the same name, made after the other under another path
        caller.absent.add(arn)
    listed = caller.asked("iam", "list_role_policies", region, name, RoleName=name)
    names = attributes.texts(attributes.mapping(listed).get("PolicyNames"))
    inline = roles.inline_policies(
        policy
        for each in names
        if (policy := caller.asked("iam", "get_role_policy", region, name, RoleName=name, PolicyName=each)) is not None
    )
    attached = caller.asked("iam", "list_attached_role_policies", region, name, RoleName=name)
    arns = roles.policy_arns(attributes.mapping(attached).get("AttachedPolicies"))
    documents = {each: text for each in arns if (text := _document(region, each, caller)) is not None}
    policies = roles.Policies(
        inline=inline,
        attached=arns,
        documents=documents,
        complete=listed is not None and attached is not None and inline.keys() >= set(names),
    )
    return roles.role(of, Source(caller.title, arn), policies)


def _document(region: str, arn: str, caller: Caller) -> str | None:
    """The document of a managed policy, of the version that is in force."""
    policy = caller.asked("iam", "get_policy", region, arn, PolicyArn=arn)
    version = attributes.known(attributes.mapping(attributes.mapping(policy).get("Policy")), "DefaultVersionId")
    if version is None:
        return None
    found = caller.asked("iam", "get_policy_version", region, arn, PolicyArn=arn, VersionId=version)
    return values.document(attributes.mapping(attributes.mapping(found).get("PolicyVersion")), "Document")
