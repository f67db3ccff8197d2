"""`providers.tf`: the account and region of a stack, so that wrong credentials fail before anything is created."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.model import Stack


@dataclass(frozen=True, slots=True)
class View:
    """`providers.tf`."""

    region: str
    allowed_account_ids: tuple[str, ...]
    assume_role: str | None


def view(stack: Stack) -> View | None:
    """The provider of one root module; None where the ambient one serves."""
    if stack.account is None or stack.region is None:
        return None
    return View(region=stack.region, allowed_account_ids=(stack.account,), assume_role=stack.assume_role)
