"""Suppression: the warnings that a spec ignores by `lint: {ignore: …}`, at its top or at one definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.model import CapturePoint, Destination

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Finding
    from gen_flowlogs.model import Spec

Subject = CapturePoint | Destination

Used = set[tuple[int, str]]
"""The reasons that were needed: what holds each, by identity, and its slug."""


@dataclass(frozen=True, slots=True)
class Suppressible:
    """A warning not yet checked against `lint.ignore`, with the definitions that may ignore it."""

    finding: Finding
    subjects: tuple[Subject, ...] = ()


def suppress(spec: Spec, warnings: Iterable[Suppressible]) -> tuple[list[Finding], Used]:
    """The findings that neither the spec nor one of their subjects ignores, and the reasons that were needed.

    Several may ignore what a warning is about; each of their reasons is needed then.
    """
    used: Used = set()
    kept: list[Finding] = []
    for warning in warnings:
        slug = warning.finding.slug
        holders = [holder for holder in (spec, *warning.subjects) if slug in holder.ignores]
        used.update((id(holder), slug) for holder in holders)
        if not holders:
            kept.append(warning.finding)
    return kept, used
