"""Flow logs of the specs that AWS does not have, or has otherwise (`not-applied`, `flow-log-drift`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.ground import declared, named
from gen_flowlogs.audit.results import Deviation
from gen_flowlogs.audit.rules.targets import is_gone
from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.match import Match


def check(ground: Ground) -> Iterator[Deviation]:
    """Find them. Of a target that does not exist, `target-gone` says more."""
    for matches in ground.matches:
        for each in matches.absent:
            if ground.is_whole(FLOW_LOG, each.location) and not is_gone(ground, each):
                yield _absent(each)
        for match in matches.matched:
            if match.replaces or match.updates or match.kept:
                yield _differs(match)


def _absent(recording: Recording) -> Deviation:
    return Deviation(
        slug="not-applied",
        location=recording.location,
        subject=str(recording.target),
        text=f"has no flow log {declared(recording)}",
        remedy="apply the output of the spec",
        origin=recording.point.origin.key(),
        stack=recording.stack.name,
        address=recording.address,
    )


def _differs(match: Match) -> Deviation:
    recording = match.recording
    how = "changed by hand" if match.updates and not (match.replaces or match.kept) else "created again by hand"
    remedy = "apply the output of the spec, or change the spec"
    if match.kept and not (match.replaces or match.updates):
        remedy = "write its fields in the spec, or delete it and apply: Terraform keeps a format that no output has"
    arguments = listing((*match.replaces, *match.updates, *match.kept))
    return Deviation(
        slug="flow-log-drift",
        location=recording.location,
        subject=named(match.flow_log),
        text=f"on {recording.target} ({declared(recording)}) has another {arguments} than the spec: "
        f"the spec is not applied yet, or the flow log was {how}",
        remedy=remedy,
        origin=recording.point.origin.key(),
        stack=recording.stack.name,
        address=recording.address,
    )
