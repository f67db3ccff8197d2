"""Uses: the matched flow logs by what they use, so that each bucket, role and key is judged once for a location."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.audit.results import Deviation, NotSeen
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.model import S3
from gen_flowlogs.policies.requests import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.match import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A destination that matched flow logs of a location use. `match`: the first of them, `count`: all."""

    match: Match
    word: str  # log group, bucket, delivery stream
    arn: str  # without the prefix of a bucket, and without `:*`
    count: int

    @property
    def location(self) -> LocationKey:
        """The account and region of the flow logs, as far as they are known."""
        where = self.match.flow_log.where
        own = self.match.recording.location
        return where.account or own[0], where.region or own[1]

    @property
    def site(self) -> Site | None:
        """The location as policies name it; None where a part of it is not known."""
        account, region = self.location
        if account is None or region is None:
            return None
        return Site(account, region, self.match.flow_log.where.partition or self.arn.split(":")[1])

    @property
    def prefix(self) -> str:
        """The prefix in a bucket; empty where there is none."""
        destination = self.match.recording.destination
        return destination.prefix if isinstance(destination, S3) else ""

    @property
    def origin(self) -> Origin:
        """The place of the destination in the spec."""
        return self.match.recording.destination.origin.key()

    def deviation(self, slug: str, subject: str, text: str, remedy: str) -> Deviation:
        """A deviation of what is used, at the destination in the spec."""
        return Deviation(
            slug=slug,
            location=self.location,
            subject=subject,
            text=text,
            remedy=remedy,
            origin=self.origin,
            stack=self.match.recording.stack.name,
        )

    def not_seen(self, subject: str, why: str) -> NotSeen:
        """A thing that is used and was not looked at."""
        return NotSeen(location=self.location, subject=subject, why=why, remedy=GIVE)


GIVE = "give an inventory of the account that has it"


def once(ground: Ground, by: Callable[[Use], object] = lambda _: None) -> Iterator[Use]:
    """Each log group, bucket or stream once, with all flow logs that use it, wherever they are.

    `by`: what tells two uses of one apart, such as the prefix; without it, nothing does.
    """
    found: dict[tuple[str, str, object], list[Use]] = {}
    for use in uses(ground):
        found.setdefault((use.word, use.arn, by(use)), []).append(use)
    for several in found.values():
        yield replace(several[0], count=sum(each.count for each in several))


def uses(ground: Ground) -> Iterator[Use]:
    """Each destination once for each capture point's destination and location; a role of a flow log is of the first."""
    found: dict[tuple[object, ...], tuple[str, str, list[Match]]] = {}
    for match in ground.matched:
        log, recording = match.flow_log, match.recording
        for word, arn in dead_logging.needs(log):
            if word != "role":
                of = (word, arn, log.where, log.role, recording.destination.key, recording.stack.name)
                found.setdefault(of, (word, arn, []))[2].append(match)
    for word, arn, matches in found.values():
        yield Use(match=matches[0], word=word, arn=arn, count=len(matches))
