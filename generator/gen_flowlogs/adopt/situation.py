"""Situations of an adoption: which state has the flow logs, and where the output of the spec will be."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - a field of a dataclass that is shown

from gen_flowlogs.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SameFolder:
    """The state stays, and the one file of the output lies in its root module, `root`."""

    root: Path


@dataclass(frozen=True, slots=True)
class SameModule:
    """The state stays, and its root module, `root`, calls the output."""

    root: Path


@dataclass(frozen=True, slots=True)
class OtherRoot:
    """The output is a root module with a state of its own, and the old root forgets the flow logs."""


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """No state has the flow logs: they were made by hand, or by something other than Terraform."""


Situation = SameFolder | SameModule | OtherRoot | Unmanaged
