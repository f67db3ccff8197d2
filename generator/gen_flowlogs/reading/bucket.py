"""The records of capture points in one bucket: their fields, and where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.model import S3, CloudWatchLogs, Firehose, store_name
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.reading import insights
from gen_flowlogs.root_modules import ownership, writers

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.captures.named import Pair
    from gen_flowlogs.model import CapturePoint, Spec

BUCKET = "BUCKET"
"""The name in the place of one that only Terraform knows."""


class NoQueryError(Exception):
    """Records that no query of a file system reads; the message says what does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records that are asked for, in the files of one bucket.

    `points`: the capture points that are asked for; `writers`: all whose records are in the same files.
    """

    destination: S3
    points: tuple[CapturePoint, ...]
    writers: tuple[CapturePoint, ...]
    senders: tuple[Location, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """The names of the capture points that are not asked for, and whose records are read too."""
        asked = {point.name for point in self.points}
        return tuple(dict.fromkeys(point.name for point in self.writers if point.name not in asked))

    @property
    def has_gateways(self) -> bool:
        """Whether any capture point is of the family of transit gateways."""
        return any(point.kind.family == "transit_gateway" for point in self.writers)


def records(spec: Spec, pairs: tuple[Pair, ...]) -> Records:
    """The records of capture points and destinations. Raises NoQueryError where they are not in one bucket."""
    destinations = {destination.key: destination for _, destination in pairs}
    buckets = [each for each in destinations.values() if isinstance(each, S3)]
    if not buckets:
        raise NoQueryError(_elsewhere(next(iter(destinations.values())), spec))
    if len(buckets) > 1:
        names = sorted({f"{point.name}/{to.name}" for point, to in pairs if isinstance(to, S3)})
        if len(names) == 1:
            raise NoQueryError(f"{names[0]} is several buckets, since its name has values of stacks: a query reads one")
        raise NoQueryError(f"the records are in several buckets: name one of {listing(names, last='or')}")
    destination = buckets[0]
    known = destination if store_name(destination) is not None else replace(destination, bucket=BUCKET)
    return Records(
        destination=known,
        points=tuple({id(point): point for point, to in pairs if to.key == destination.key}.values()),
        writers=writers(spec.capture_points)[destination.key],
        senders=tuple(map(locations.of, ownership(spec).senders[destination.key])),
    )


def _elsewhere(destination: CloudWatchLogs | Firehose | S3, spec: Spec) -> str:
    match destination:
        case CloudWatchLogs():
            query = insights.latest(destination, writers(spec.capture_points)[destination.key])
            return (
                f"the records of {quoted(destination.name)} are in a log group, which neither DuckDB nor Athena reads; "
                f"run this query in Logs Insights:\n\n{query}"
            )
        case Firehose():
            return (
                f"the records of {quoted(destination.name)} are where its delivery stream delivers them: read them "
                "there with `gen-flowlogs decode`"
            )
    raise TypeError(destination)
