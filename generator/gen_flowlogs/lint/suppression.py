"""Suppression: the warnings that a spec ignores by `lint: {ignore: …}`, at its top or at one definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Firehose, Spec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Finding

Subject = CapturePoint | Destination

Holder = tuple[str, str]
"""The section and the name of a definition, whichever of its variants is meant; both empty for the spec."""

Used = set[tuple[Holder, str]]
"""The reasons that were needed: what holds each, and its slug."""


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
        used.update((holder_of(holder), slug) for holder in holders)
        if not holders:
            kept.append(warning.finding)
    return kept, used


def holder_of(of: Spec | Subject) -> Holder:
    """The holder of reasons: a spec, a capture point or a destination."""
    match of:
        case CapturePoint():
            return "capture_points", of.name
        case CloudWatchLogs() | S3() | Firehose():
            return "destinations", of.name
        case Spec():
            return "", ""
    raise TypeError(of)
