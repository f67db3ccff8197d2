"""Actions by address, flow logs that may meet, and `moved` blocks that are offered."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from coverage_oracle.answers import finding
from coverage_oracle.applying import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coverage_oracle import Oracle
    from coverage_oracle.reading import Reading
    from coverage_oracle.things import Log
    from disagreements import Found
    from gen_flowlogs.compare import Comparison

_TYPES = {
    "log group": "aws_cloudwatch_log_group", "bucket": "aws_s3_bucket", "bucket policy": "aws_s3_bucket_policy",
    "key": "aws_kms_key", "alias": "aws_kms_alias", "role": "aws_iam_role", "role policy": "aws_iam_role_policy",
}  # fmt: skip
_MOVED = re.compile(r"`from = (\S+)`, `to = (\S+)`")


def actions(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """Actions by address, where the keys of a `for_each` are known."""
    theirs = {(each.stack, each.address): each.action for each in comparison.changes}
    ours: dict[tuple[str | None, str], str] = {}
    applied = oracle.applied
    behind = applied.left_behind
    every = {each: applied.at.get(each, each.address) for each in (*applied.old, *applied.new)}
    open_ones = {(each.stack, _base(at)) for each, at in every.items() if isinstance(at[2], tuple)}
    for log in (*(each for each in applied.old if each not in applied.after and each not in behind), *applied.new):
        base = _base(every[log])
        key = log.address[2]
        if (log.stack, base) not in open_ones:
            ours[log.stack, base if key is None else f'{base}["{key}"]'] = applied.actions[log]
    for thing, action in applied.actions.items():
        if hasattr(thing, "identity"):
            kind, name = applied.at.get(thing, thing.address)
            ours[thing.stack, f"{_TYPES[kind]}.{name.replace('-', '_')}"] = action
    for at, action in ours.items():
        said = theirs.get(at, "same")
        if said != action and (said, action) not in (("update", "same"), ("move", "same"), ("update", "move")):
            yield f"{said} of an {at[1].partition('.')[0]}, but {action}", f"{at}"
    for at, said in theirs.items():
        known = at in ours or (at[0], at[1].partition("[")[0]) in open_ones
        if not known and at[1].partition(".")[0] in ("aws_flow_log", *_TYPES.values()):
            yield f"{said} of an {at[1].partition('.')[0]}, but nothing", f"{at}"


def _base(address: tuple[str, ...]) -> str:
    return f"aws_flow_log.{address[0]}__{address[1]}".replace("-", "_")


def races(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """Flow logs that go at one address and come at another: AWS takes no two that are alike."""
    applied = oracle.applied
    logs = [[each for each in several if each.stack not in applied.untouched] for several in (applied.old, applied.new)]
    gone: dict[object, set[object]] = defaultdict(set)
    found: dict[object, set[object]] = defaultdict(set)
    for old in logs[0]:
        if applied.actions.get(old) in ("destroy", "replace") and old not in applied.left_behind:
            own, *lookups = _alike(old, oracle.before, oracle.now)
            gone[own].add(_place(old, applied.at[old]))
            for lookup in lookups:
                found[lookup].add(_place(old, applied.at[old]))
    expected = set()
    for new in logs[1]:
        own, *lookups = _alike(new, oracle.now, oracle.before)
        alike = set.union(gone[own], found[own], *(gone[each] for each in lookups))
        if applied.actions[new] in ("create", "replace") and alike - {_place(new, new.address)}:
            expected.add(new.point.name)
    start = "the apply may fail with FlowLogAlreadyExists for "
    said = [each for each in comparison.hints if each.startswith(start)]
    for name in expected:
        if not any(f'"{name[:50]}' in each or " more:" in each for each in said):
            yield "a flow log may exist, not said", name
    for name in re.findall('"([^"]+)"', " ".join(said)):
        if not any(each.startswith(name.removesuffix("…")) for each in expected):
            yield "a flow log may exist, but it cannot", name


def _place(log: Log, address: tuple[Any, ...]) -> tuple[Any, ...]:
    """The address of a flow log among those alike: a key is the id of the target, so theirs are the same."""
    return log.stack, *address[:2], log.point.plural


def _alike(log: Log, spec: Reading, other: Reading) -> list[object]:
    """The target of a flow log, then lookups of the other version that find it; each with all that AWS compares."""
    to = spec.destinations[log.destination]
    form = [to.get(key) or None for key in ("hive_compatible_partitions", "per_hour_partition")]
    point = log.point
    parquet = to.get("file_format") == "parquet"
    subjects = [log.subject, *(each for around in finding(other, point, log.subject) for each in around)]
    return [(each, log.sink, point.traffic, point.fields, point.tag_fields, parquet, *form) for each in subjects]


def moved_blocks(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """The `moved` blocks that are offered: the flow log would stay."""
    applied = oracle.applied
    old = {(each.stack, _written(applied.at.get(each, each.address))): each for each in applied.old}
    new = {(each.stack, _written(each.address)): each for each in applied.new}
    for change in comparison.changes:
        found = _MOVED.search(change.advice)
        if found is None or change.action != "destroy":
            continue
        one, other = old.get((change.stack, found[1])), new.get((change.stack, found[2]))
        if one is None or other is None or (applied.actions[one], applied.actions[other]) != ("destroy", "create"):
            yield "a moved block, but nothing goes and comes", change.advice
        elif arguments(oracle.before, one, set()) != arguments(oracle.now, other, applied.fresh[change.stack], one):
            yield "a moved block, but it is replaced all the same", change.advice


def _written(address: tuple[Any, ...]) -> str:
    return _base(address) if address[2] is None else f'{_base(address)}["{address[2]}"]'
