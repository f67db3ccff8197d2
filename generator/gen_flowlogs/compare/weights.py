"""The flow logs before and after a change → what their records weigh, how many deliveries there are, and to what.

It needs no volume of traffic: for as many records as before, delivery costs in proportion to the bytes of a record, and
once for each flow log.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.aws.delivery_prices import factor
from gen_flowlogs.compare.comparison import DeliveryCount, RecordWeight, ServiceChange, Weights
from gen_flowlogs.compare.names import is_same
from gen_flowlogs.model import S3, CloudWatchLogs, Firehose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.aws.delivery_prices import Service
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.versions import Versions
    from gen_flowlogs.model import Destination

_FORMAT = "log_format"

_Pair = tuple["FlowLog", "FlowLog"]
_Key = tuple[str | None, str]
"""Of a flow log: its stack and address."""


def changed_weights(versions: Versions) -> Weights:
    """Compare each old flow log with the new one that goes on in its place, and count those without."""
    pairs, created, ended = _paired(versions)
    return Weights(
        records=tuple(dict.fromkeys(_records(pairs))),
        services=tuple(dict.fromkeys(_services(pairs))),
        deliveries=(*_counts(created, 1), *_counts(ended, -1)),
    )


def service(destination: Destination) -> Service:
    """The service that delivery to a destination is billed as."""
    match destination:
        case CloudWatchLogs(log_class="INFREQUENT_ACCESS"):
            return "CloudWatch of infrequent access"
        case CloudWatchLogs():
            return "CloudWatch"
        case S3(file_format="parquet"):
            return "Parquet in S3"
        case S3():
            return "S3"
        case Firehose():
            return "Firehose"
    raise TypeError(destination)


def _paired(versions: Versions) -> tuple[list[_Pair], list[FlowLog], list[FlowLog]]:
    """Old and new flow logs that follow each other, the new ones without a former, and the old ones that end."""
    new = [each for each in versions.new if not each.is_undeliverable]
    delivers = {_key(each) for each in new}
    pairs = _one_to_one([(old, now) for old, now in versions.successions() if _key(now) in delivers])
    followed, follows = {_key(old) for old, _ in pairs}, {_key(now) for _, now in pairs}
    ended = [each for each in versions.old if _key(each) not in followed and not _goes_on(each)]
    created = [each for each in new if _key(each) not in follows]
    redirected = list(_redirected(versions, ended, created))
    old_keys, new_keys = {_key(old) for old, _ in redirected}, {_key(now) for _, now in redirected}
    created = [each for each in created if _key(each) not in new_keys]
    ended = [each for each in ended if _key(each) not in old_keys]
    return (
        [*pairs, *redirected],
        [*_countable(versions, created, before=False)],
        [*_countable(versions, ended, before=True)],
    )


def _one_to_one(successions: Sequence[_Pair]) -> list[_Pair]:
    """Each flow log once, with one of the same sink if there is any; one that stands for many targets may have more."""
    followed: set[_Key] = set()
    pairs: list[_Pair] = []
    for old, now in sorted(successions, key=lambda pair: pair[0].recording.sink != pair[1].recording.sink):
        if _key(old) not in followed or _is_open(old.recording):
            followed.add(_key(old))
            pairs.append((old, now))
    return pairs


def _countable(versions: Versions, several: Sequence[FlowLog], *, before: bool) -> Iterator[FlowLog]:
    """Flow logs without those that one of the other version stands for, whose number only Terraform knows."""
    by_point: dict[_Key, list[FlowLog]] = {}
    for each in several:
        by_point.setdefault((each.recording.stack.name, each.recording.point.name), []).append(each)
    for those in by_point.values():
        others = [other.recording for other in versions.others(those[0], before=before) if _is_open(other.recording)]
        for each in those:
            mine = each.recording.destination
            pairs = ((mine, other.destination) if before else (other.destination, mine) for other in others)
            if not any(is_same(old, new) for old, new in pairs):
                yield each


def _redirected(versions: Versions, ended: Sequence[FlowLog], created: Sequence[FlowLog]) -> Iterator[_Pair]:
    """Flow logs of one capture point that go and come: to another destination, or of another target."""
    left = {_key(each): each for each in ended}
    by_point: dict[_Key, list[FlowLog]] = {}
    for each in created:
        by_point.setdefault((each.recording.stack.name, each.recording.point.name), []).append(each)
    for several in by_point.values():
        former = [left[_key(each)] for each in versions.others(several[0], before=False) if _key(each) in left]
        for old, now in _matched(former, several):
            del left[_key(old)]  # no other capture point goes on with it
            yield old, now


def _matched(former: Sequence[FlowLog], several: Sequence[FlowLog]) -> Iterator[_Pair]:
    """Pairs of one target as far as there are such, of one kind of destination first, then pairs in order."""
    by_target: dict[object, list[FlowLog]] = {}
    for old in reversed(former):
        by_target.setdefault(old.recording.target, []).append(old)
    rest, others = [], []
    for now in several:
        alike = by_target.get(now.recording.target, [])
        same = next((old for old in reversed(alike) if _store(old) is _store(now)), None)
        if same is None:
            others.append(now)
        else:
            alike.remove(same)
            yield same, now
    for now in others:
        if alike := by_target.get(now.recording.target, []):
            yield alike.pop(), now
        else:
            rest.append(now)
    unused = {id(old) for olds in by_target.values() for old in olds}
    yield from zip((old for old in former if id(old) in unused), rest, strict=False)


def _store(log: FlowLog) -> type[Destination]:
    """The kind of destination: a log group, a bucket or a stream."""
    return type(log.recording.destination)


def _goes_on(old: FlowLog) -> bool:
    """Whether an old flow log goes on though no version of the spec has it any more."""
    return old.is_left_behind or (old.planned is not None and old.planned.action == "forget")


def _records(pairs: Iterable[_Pair]) -> Iterator[RecordWeight]:
    found: list[tuple[Recording, int, int, bool, float | None]] = []
    for before, after in pairs:
        old, new = before.recording, after.recording
        kept = after.planned is not None and _FORMAT in after.planned.kept
        was, now = old.record_bytes, (old if kept else new).record_bytes
        alike = (old.traffic, old.interval, old.target) == (new.traffic, new.interval, new.target)
        found.append((new, was, now, alike, _price(old.destination, new.destination)))
    changes: dict[_Key, set[tuple[int, int, bool, float | None]]] = {}
    for new, was, now, alike, price in found:
        changes.setdefault((new.stack.name, new.point.name), set()).add((was, now, alike, price))
    for new, was, now, alike, price in found:
        if was != now:
            stack, point, destination = new.identity
            yield RecordWeight(
                stack=stack,
                capture_point=point,
                destination=destination,
                before=was,
                after=now,
                alike=alike,
                everywhere=len(changes[stack, point]) == 1,
                price=price,
            )


def _price(before: Destination, after: Destination) -> float | None:
    """The price of a gigabyte in relation to before, also of services whose price is not known but stays."""
    was, now = service(before), service(after)
    return 1.0 if was == now else factor(was, now)


def _services(pairs: Iterable[_Pair]) -> Iterator[ServiceChange]:
    for before, after in pairs:
        was, now = service(before.recording.destination), service(after.recording.destination)
        if was != now:
            stack, point, destination = after.recording.identity
            yield ServiceChange(
                stack=stack,
                capture_point=point,
                destination=destination,
                before=was,
                after=now,
                factor=factor(was, now),
            )


def _counts(several: Iterable[FlowLog], sign: int) -> Iterator[DeliveryCount]:
    counts = Counter(
        (each.recording.identity, each.recording.record_bytes, _is_open(each.recording)) for each in several
    )
    for ((stack, point, destination), size, is_open), count in counts.items():
        yield DeliveryCount(
            stack=stack,
            capture_point=point,
            destination=destination,
            count=sign * count,
            bytes=size,
            each_target=is_open,
        )


def _is_open(recording: Recording) -> bool:
    """Whether one recording stands for all of a plural target whose ids only Terraform knows."""
    return recording.point.plural and not isinstance(recording.target, str)


def _key(log: FlowLog) -> _Key:
    return log.recording.stack.name, log.recording.address
