"""Results of an audit: deviations of AWS from the specs, and what could not be looked at or judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.audit.catalogue import RULES
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.audit.catalogue import AuditRule
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Exemption


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A deviation of AWS from a spec, or from what every account should have.

    `subject`: the id, name or ARN that it is about; `origin`: the place of the spec, where one asks for it; `address`:
    of the flow log, in the root module of `stack`.
    """

    slug: str
    location: LocationKey
    subject: str
    text: str  # a clause whose subject is `subject`
    remedy: str = ""
    origin: Origin | None = None
    stack: str | None = None
    address: str | None = None

    @property
    def rule(self) -> AuditRule:
        """The rule in the catalogue."""
        return RULES[self.slug]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSeen:
    """A thing that could not be looked at, so that the audit is not complete. `why` is a clause."""

    location: LocationKey
    subject: str
    why: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotJudged:
    """A policy that was read, and whose answer is not certain. `why` is a clause."""

    location: LocationKey
    subject: str
    why: str


Result = Deviation | NotSeen | NotJudged


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """A deviation that an exemption of a spec is for."""

    deviation: Deviation
    exemption: Exemption


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The whole result. Deviations are in the order of the catalogue; `flow_logs` and `vpcs` count what was judged."""

    deviations: tuple[Deviation, ...]
    exempted: tuple[Exempted, ...]
    not_seen: tuple[NotSeen, ...]
    not_judged: tuple[NotJudged, ...]
    flow_logs: int
    vpcs: int

    def count(self, severity: str) -> int:
        """The number of deviations of a severity."""
        return sum(each.rule.severity == severity for each in self.deviations)
