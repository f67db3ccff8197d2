"""Two definitions in one message → their names; variants of one definition are told apart by a stack of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.model import CapturePoint, Destination, Stack


def called(one: CapturePoint | Destination, stack: Stack, *, beside: CapturePoint | Destination) -> str:
    """The name of a definition that is in a stack, in a message that names another one too."""
    if one is beside or one.name != beside.name:
        return quoted(one.name)
    return f"{quoted(one.name)} in the stack {quoted(stack.name)}"


def point(one: CapturePoint, *, beside: CapturePoint) -> str:
    """The name of a capture point in a message that names another one too."""
    return called(one, one.stacks[0], beside=beside) if one.variant else quoted(one.name)
