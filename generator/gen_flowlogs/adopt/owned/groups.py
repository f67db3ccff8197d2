"""Log groups that a spec can own: those of which it says all that AWS has."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.owned import keys
from gen_flowlogs.adopt.owned.owning import NotOwned, OwnTags, sayable_tags
from gen_flowlogs.adopt.spec.sinks import GroupSink
from gen_flowlogs.aws import arns
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.existing import Unknown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import language

if TYPE_CHECKING:
    from gen_flowlogs.adopt.owned.owning import Owning, Thing
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.model import Stack
    from gen_flowlogs.observe.existing import LogGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """The settings of a log group, as a spec says them. `retention_days`: None for ever; `creates_key`: it is owned."""

    retention_days: int | None
    key: str | None
    creates_key: bool
    log_class: str
    deletion_protection: bool | None
    tags: OwnTags


def own_group(sink: Sink, place: Place, stack: Stack, owning: Owning) -> OwnGroup | None:
    """The settings of the log group of a sink, if the spec can own it."""
    if owning.extent == "flow-logs" or not isinstance(sink, GroupSink):
        return None
    thing = thing_of(sink, place)
    if thing in owning.refused:
        return None
    found = [each for each in owning.existing.log_groups if each.name == sink.group and _is_at(each, place)]
    if len(found) != 1 or sink.by_arn:
        return None
    try:
        owning.judge_shared(thing)
        return _settings(found[0], place, stack, owning)
    except NotOwned as error:
        owning.refuse(thing, found[0].source, str(error))
        return None


def thing_of(sink: GroupSink, place: Place) -> Thing:
    """The log group of a sink, as `Owning` has it."""
    return ("log group", str(sink.group), place)


def _is_at(group: LogGroup, place: Place) -> bool:
    where = group.where
    pairs = ((where.account, place.account), (where.region, place.region))
    return all(one is None or other is None or one == other for one, other in pairs)


def _settings(group: LogGroup, place: Place, stack: Stack, owning: Owning) -> OwnGroup:
    for value, what in ((group.retention_days, "retention"), (group.key, "key"), (group.log_class, "class")):
        if isinstance(value, Unknown):
            raise NotOwned(f"its {what} is not known ({value.why})")
    days, key, log_class = group.retention_days, group.key, group.log_class
    if days not in {None, 0, *_retentions()}:
        raise NotOwned(f"a spec has no retention of {days} days")
    if isinstance(key, str) and key and (arns.parse(key) is None or ":key/" not in key):
        raise NotOwned(f"its key {quoted(key)} is no ARN of a key")
    if log_class not in {"STANDARD", "INFREQUENT_ACCESS"}:
        raise NotOwned(f"a spec has no class {quoted(log_class)}")
    tags = sayable_tags(group.tags, "logs")
    return OwnGroup(
        retention_days=days if isinstance(days, int) and days else None,
        key=key if isinstance(key, str) and key else None,
        creates_key=bool(key) and keys.of_group(str(key), group.name, place, stack, tags, owning),
        log_class=str(log_class),
        deletion_protection=True if group.deletion_protection else None,
        tags=tags,
    )


@cache
def _retentions() -> frozenset[int]:
    """The days that a spec can say."""
    settings = language.schema(include=False)["definitions"]["cloudwatch_logs"]["properties"]
    return frozenset(each for each in settings["retention_days"]["enum"] if isinstance(each, int))
