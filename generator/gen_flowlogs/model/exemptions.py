"""Exemptions: what an audit need not report, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date

    from gen_flowlogs.diagnostics import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """An entry of `audit.exempt`: a VPC that need not be recorded, or a flow log that no spec need declare.

    `expires`: the day from which it no longer holds; None: it always does. `origin` is that of its key.
    """

    id: str
    reason: str
    origin: Origin
    expires: date | None = None
