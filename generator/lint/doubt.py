"""A warning before anyone knows whether the author ignores it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Finding
from generator.model import CapturePoint, Destination

Subject = CapturePoint | Destination


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding whose rule is a warning, and the things whose `lint: {ignore: …}` may silence it."""

    finding: Finding
    subjects: tuple[Subject, ...] = ()
