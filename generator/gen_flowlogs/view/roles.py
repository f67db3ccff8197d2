"""`aws_iam_role` and its inline policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.hcl import Call, Label, Map, Ref
from gen_flowlogs.policies import Policy, document
from gen_flowlogs.view.resources import tag_map

if TYPE_CHECKING:
    from gen_flowlogs.model import CloudWatchLogs, Firehose, OwnRole, Stack

DEFAULT_PATH = "/"  # of IAM and of the provider


@dataclass(frozen=True, slots=True)
class Role:
    """`aws_iam_role`."""

    TYPE: ClassVar[str] = "aws_iam_role"

    label: Label
    name: str
    path: str | None
    permissions_boundary: str | None
    assume_role_policy: Call
    tags: Map | None


@dataclass(frozen=True, slots=True)
class RolePolicy:
    """`aws_iam_role_policy`; it has the role's name."""

    TYPE: ClassVar[str] = "aws_iam_role_policy"

    label: Label
    name: str
    role: Ref
    policy: Call


@dataclass(frozen=True, slots=True)
class RoleWithPolicy:
    """A role and the only policy it has."""

    role: Role
    policy: RolePolicy


def role(
    destination: CloudWatchLogs | Firehose, own: OwnRole, stack: Stack, *, trust: Policy, permissions: Policy
) -> RoleWithPolicy:
    """The role that is created for a destination."""
    label = naming.block_label(destination.name)
    name = naming.role_name(destination, stack)
    assert name is not None  # noqa: S101 - `own` is the destination's own role, so it has a name
    return RoleWithPolicy(
        Role(
            label=label,
            name=name,
            path=None if own.path == DEFAULT_PATH else own.path,
            permissions_boundary=own.permissions_boundary,
            assume_role_policy=document(trust),
            tags=tag_map(destination.tags),
        ),
        RolePolicy(label=label, name=name, role=Ref(f"aws_iam_role.{label}.id"), policy=document(permissions)),
    )
