"""Log groups that a spec can own: those of which it says all that AWS has."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.sinks import GroupSink
from gen_flowlogs.aws import arns
from gen_flowlogs.aws.tags import TAGS_PER_RESOURCE, tag_problem
from gen_flowlogs.observe.existing import LogGroup, Note, Unknown
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import language
from gen_flowlogs.source.normal_form import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.adopt.places import Place
    from gen_flowlogs.adopt.sinks import Sink


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """The settings of a log group, as a spec says them. `retention_days`: None for ever."""

    retention_days: int | None
    key: str | None
    log_class: str
    deletion_protection: bool | None
    tags: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Groups:
    """The log groups that may be owned. `refused`: by name and place, those that stay somebody else's, and why."""

    observed: tuple[LogGroup, ...]
    refused: dict[tuple[str, Place], Note] = field(default_factory=dict)


def own_group(sink: Sink, place: Place, groups: Groups | None) -> OwnGroup | None:
    """The settings of the log group of a sink, if the spec can own it."""
    if groups is None or not isinstance(sink, GroupSink) or not isinstance(sink.group, str) or sink.by_arn:
        return None
    if (sink.group, place) in groups.refused:
        return None
    found = [each for each in groups.observed if each.name == sink.group and _is_at(each, place)]
    if len(found) != 1:
        return None
    why = _refusal(found[0])
    if not why:
        return _settings(found[0])
    groups.refused[sink.group, place] = kept_note(found[0], why)
    return None


def kept_note(group: LogGroup, why: str) -> Note:
    """The reason why a log group stays somebody else's."""
    text = f"the log group {quoted(group.name)} is not owned by the spec: {why}"
    return Note(group.source, text, "it stays `existing: true`, and its owner goes on managing it", partial=False)


def _is_at(group: LogGroup, place: Place) -> bool:
    where = group.where
    pairs = ((where.account, place.account), (where.region, place.region))
    return all(one is None or other is None or one == other for one, other in pairs)


def _settings(group: LogGroup) -> OwnGroup:
    tags = {} if isinstance(group.tags, Unknown) else group.tags
    return OwnGroup(
        retention_days=_of(group.retention_days),
        key=_text(group.key),
        log_class=_text(group.log_class) or "STANDARD",
        deletion_protection=True if group.deletion_protection else None,
        tags=tuple(sorted((key, value) for key, value in tags.items() if key[:4].lower() != "aws:")),
    )


def _refusal(group: LogGroup) -> str:
    """The reason why a spec does not say all of a log group; empty where it does."""
    for value, what in (
        (group.retention_days, "retention"),
        (group.key, "key"),
        (group.log_class, "class"),
        (group.tags, "tags"),
    ):
        if isinstance(value, Unknown):
            return f"its {what} is not known ({value.why})"
    if group.retention_days not in {None, 0, *_retentions()}:
        return f"a spec has no retention of {group.retention_days} days"
    key = _text(group.key)
    if key and (arns.parse(key) is None or ":key/" not in key):
        return f"its key {quoted(key)} is no ARN of a key"
    if group.log_class not in {"STANDARD", "INFREQUENT_ACCESS"}:
        return f"a spec has no class {quoted(group.log_class)}"
    return _tags_refusal([] if isinstance(group.tags, Unknown) else group.tags.items())


def _tags_refusal(tags: Iterable[tuple[str, str]]) -> str:
    own = [(key, value) for key, value in tags if key[:4].lower() != "aws:"]
    if len(own) > TAGS_PER_RESOURCE:
        return f"it has {len(own)} tags"
    for key, value in own:
        problem = tag_problem(key, value, "logs")
        if problem is not None or normal(key) != key or normal(value) != value:
            return f"its tag {quoted(key)} {problem or 'is not in the normal form NFC'}"
    return ""


@cache
def _retentions() -> frozenset[int]:
    """The days that a spec can say."""
    definition = language.schema(include=False)["definitions"]["cloudwatch_logs"]
    return frozenset(each for each in definition["properties"]["retention_days"]["enum"] if isinstance(each, int))


def _of(days: int | Unknown | None) -> int | None:
    return days if isinstance(days, int) and days else None


def _text(value: str | Unknown | None) -> str | None:
    return value if isinstance(value, str) and value else None
