"""A warning before anyone knows whether the author ignores it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.model import CapturePoint, Destination

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Finding

Subject = CapturePoint | Destination


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding whose rule is a warning, and the things whose `lint: {ignore: …}` may silence it."""

    finding: Finding
    subjects: tuple[Subject, ...] = ()
