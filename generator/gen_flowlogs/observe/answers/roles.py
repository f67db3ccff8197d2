"""Roles and their policies as IAM answers → `Role`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import values, where
from gen_flowlogs.observe.existing import Role, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The policies of a role, as far as they were read. `complete`: whether `inline` and `attached` are all.

    `inline`: name → document; `attached`: ARNs; `documents`: ARN → document, also of policies of other roles.
    """

    inline: Mapping[str, str]
    attached: tuple[str, ...]
    documents: Mapping[str, str]
    complete: bool


def role(of: Answer, source: Source, policies: Policies, *, tells_tags: bool = True) -> Role | None:
    """One role; None for an answer without a name.

    Args:
        of: the answer of `get-role`, or one entry of another answer about roles.
        source: its source.
        policies: its policies.
        tells_tags: whether an answer without tags means that there are none.
    """
    name = attributes.known(of, "RoleName")
    if name is None:
        return None
    arn = attributes.known(of, "Arn")
    return Role(
        source=source,
        where=where.of_arn(arn),
        name=name,
        arn=arn,
        path=attributes.known(of, "Path") or "/",
        description=attributes.known(of, "Description"),
        boundary=attributes.known(attributes.mapping(of.get("PermissionsBoundary")), "PermissionsBoundaryArn"),
        trust=values.document(of, "AssumeRolePolicyDocument"),
        inline=policies.inline,
        attached=policies.attached,
        attached_documents={each: policies.documents[each] for each in policies.attached if each in policies.documents},
        tags=values.tags(of.get("Tags")) if tells_tags or "Tags" in of else Unknown("`list-roles` does not show tags"),
        complete=policies.complete,
    )


def inline_policies(listed: Iterable[Answer]) -> dict[str, str]:
    """Inline policies: name → document, of answers of `get-role-policy` and entries of `RolePolicyList`."""
    found = ((attributes.known(each, "PolicyName"), values.document(each, "PolicyDocument")) for each in listed)
    return {name: document for name, document in found if name is not None and document is not None}


def policy_arns(listed: object) -> tuple[str, ...]:
    """The ARNs of attached policies."""
    found = (attributes.known(each, "PolicyArn") for each in attributes.mappings(listed))
    return tuple(dict.fromkeys(each for each in found if each is not None))
