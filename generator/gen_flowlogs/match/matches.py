"""Matches: which recording of a spec is which flow log that exists, and what is left on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe import addresses

if TYPE_CHECKING:
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.observe.addresses import Address
    from gen_flowlogs.observe.existing import FlowLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A recording and the flow log that it is: they have the target, the traffic and the sink in common.

    Each of the others is a list of arguments of `aws_flow_log`. `replaces`: those that differ so that Terraform
    replaces the flow log. `updates`: those that it changes in place. `kept`: those that differ, and that Terraform
    leaves as AWS has them, since the output does not write them.
    """

    recording: Recording
    flow_log: FlowLog
    replaces: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def address(self) -> Address:
        """The address of the flow log in the root module of its stack."""
        return addresses.parse(self.recording.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Recordings and flow logs of which each may be each: they have the target, the traffic and the sink in common."""

    recordings: tuple[Recording, ...]
    flow_logs: tuple[FlowLog, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The result of a match, in the order of the spec, and of the sources.

    `absent`: recordings that are no flow log that exists; Terraform creates them. `open`: recordings whose target or
    sink only Terraform knows. `unmatched`: flow logs that no recording is.
    """

    matched: tuple[Match, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    absent: tuple[Recording, ...] = ()
    open: tuple[Recording, ...] = ()
    unmatched: tuple[FlowLog, ...] = ()
