"""`providers.tf`: the account and region of a stack, so that wrong credentials fail before anything is created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.model import AssumedRole, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumeRole:
    """The block `assume_role`."""

    role_arn: str
    duration: str | None
    external_id: str | None
    session_name: str | None


@dataclass(frozen=True, slots=True)
class View:
    """`providers.tf`."""

    region: str
    allowed_account_ids: tuple[str, ...]
    assume_role: AssumeRole | None


def view(stack: Stack) -> View | None:
    """The provider of one root module; None where the ambient one serves."""
    if stack.account is None or stack.region is None:
        return None
    return View(
        region=stack.region,
        allowed_account_ids=(stack.account,),
        assume_role=None if stack.assume_role is None else _assume_role(stack.assume_role),
    )


def _assume_role(role: AssumedRole) -> AssumeRole:
    return AssumeRole(
        role_arn=role.arn, duration=role.duration, external_id=role.external_id, session_name=role.session_name
    )
