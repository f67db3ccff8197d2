"""`aws_iam_role` and its inline policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Call, Map, Ref
from gen_flowlogs.model import role_tags
from gen_flowlogs.policies import Policy, document
from gen_flowlogs.view.resources import OfDestination, tag_map

if TYPE_CHECKING:
    from gen_flowlogs.model import CloudWatchLogs, Firehose, OwnRole, Stack

DEFAULT_PATH = "/"  # of IAM and of the provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(OfDestination):
    """`aws_iam_role`."""

    TYPE: ClassVar[str] = "aws_iam_role"

    name: str
    description: str | None
    path: str | None
    permissions_boundary: str | Ref | None
    assume_role_policy: Call
    tags: Map | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePolicy(OfDestination):
    """`aws_iam_role_policy`, the inline policy of a role."""

    TYPE: ClassVar[str] = "aws_iam_role_policy"

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
    name = naming.role_name(destination, stack)
    assert name is not None  # noqa: S101 - `own` is the destination's own role, so it has a name
    bound = own.permissions_boundary
    return RoleWithPolicy(
        Role(
            destination=destination.name,
            name=name,
            description=own.description,
            path=None if own.path == DEFAULT_PATH else own.path,
            permissions_boundary=None if bound is None else givens.terraform(bound),
            assume_role_policy=document(trust),
            tags=tag_map(role_tags(destination)),
        ),
        RolePolicy(
            destination=destination.name,
            name=own.policy_name or name,
            role=Ref(f"{Role.TYPE}.{naming.label(destination.name)}.id"),
            policy=document(permissions),
        ),
    )
