"""Answers about `FILE:LINE`: of the spec, what the line decides; of the output, what its block comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import DEFAULT
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.diagnostics import Origin, shown
from gen_flowlogs.explain.addresses import of_address
from gen_flowlogs.explain.answer import Answer, NotUnderstoodError
from gen_flowlogs.explain.output_lines import head_at
from gen_flowlogs.explain.recordings import counted, of_spec, points
from gen_flowlogs.explain.spec_lines import path_at
from gen_flowlogs.explain.what import TerraformAddress
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.source.lines import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.explain.answer import Recorded
    from gen_flowlogs.explain.ground import Ground
    from gen_flowlogs.explain.what import Line
    from gen_flowlogs.source import Document

_REPLACES, _TAGS, _NOTHING = "replaces", "updates the tags of", "does not change"

_REPLACING: Final = {
    "filters": {"traffic", "max_aggregation_interval", "fields", "tag_fields"},
    "capture_points": {*BY_KEY, "filter", "destinations", "stack"},
    "destinations": {
        "log_group", "arn", "bucket", "prefix", "file_format", "hive_compatible_partitions", "per_hour_partition",
        "delivery_stream", "cross_account_role", "role",
    },
    "defaults": {"filter", "destinations", "stack"},
    "stacks": {"account", "region"},
}  # fmt: skip
"""Section → the keys of its definitions whose change makes Terraform replace, create or destroy flow logs."""


_DEPTHS: Final = {"filters": 2, "capture_points": 2, "destinations": 3, "defaults": 1, "stacks": 2}
"""Section → the place of a setting in a path: `destinations`, the name, `s3`, `bucket`."""

_OF_ROLE_ARN: Final = {"arn", "name", "path"}
"""The settings of a role that its ARN depends on."""


_KEPT: Final = {
    "fields": "going back to AWS's default fields",
    "filter": "another filter that differs only by AWS's default fields",
}
"""Setting → the value with which Terraform keeps the format (`aws.provider_defaults.KEPT`)."""


def of_line(what: str, asked: Line, ground: Ground) -> Answer:
    """The answer about a line. Raises NotUnderstoodError for one of another file, and one without a value."""
    document = ground.documents(asked.file)
    if document is not None:
        return _of_spec(what, document, asked.number, ground)
    output = ground.output(asked.file)
    if output is None:
        raise NotUnderstoodError(
            f"{quoted(shown(asked.file, 200))} is neither {ground.spec.file}, nor a file that it includes, "
            "nor one of its output"
        )
    stack, text = output
    try:
        head = head_at(text, asked.number)
    except IndexError:
        raise NotUnderstoodError(f"{asked.file} has {len(split(text))} lines, and no line {asked.number}") from None
    if head is None:
        return Answer(what=what, heads=(f"{what}: of no resource and no data source",), judged=False)
    return of_address(what, TerraformAddress(head), ground, stack)


def _of_spec(what: str, document: Document, number: int, ground: Ground) -> Answer:
    path = path_at(document, number)
    text = shown(document.line(number).strip(), 100)
    origin = Origin(document.file, path)
    decided = _deciding(origin, ground)
    if decided is None:
        head = f"{what} {text} → no flow log depends on it"
        return Answer(what=what, heads=(head,), judged=False)
    title, wanted = decided
    found = tuple(each for each in of_spec(ground) if wanted(each.recording))
    names = f" → {points(found)}" if found and path[0] != "capture_points" else ""
    effect = _effect(path)
    changes = f"; changing it {effect} {'it' if len(found) == 1 else 'them'}" if found and effect else ""
    head = f"{what} {text} → {title}{names} → {counted(found)}{changes}"
    return Answer(what=what, heads=(head,), judged=False, flow_logs=found, notes=tuple(_kept(path, found)))


def _deciding(origin: Origin, ground: Ground) -> tuple[str, Callable[[Recording], bool]] | None:
    """The definition of a path in words, and the recordings that depend on it; None for settings of none."""
    path = origin.path
    name = path[1] if len(path) > 1 else None
    match path[0]:
        case "filters" if name is not None:
            return f"filter {name}", lambda each: each.point.filter.name == name
        case "destinations" if name is not None:
            return f"destination {name}", lambda each: each.destination.name == name
        case "capture_points" if name is not None:
            return f"capture point {name}", lambda each: each.point.name == name
        case "stacks" if name is not None:
            return f"stack {name}", lambda each: each.stack.name == name
        case "values":
            return _value(str(name), ground)
        case "defaults":
            return "defaults", lambda each: _inherits(each, path)
    return None


def _inherits(recording: Recording, path: Path) -> bool:
    """Whether a recording has something of `defaults`: what is at the path, or anything without one."""
    point = recording.point
    inherited = {
        "filter": point.filter_origin.path[:1] == ("defaults",),
        "destinations": point.destinations_origin.path[:1] == ("defaults",),
        "tags": not point.untagged,
    }
    return inherited.get(str(path[1]), False) if len(path) > 1 else any(inherited.values())


def _value(name: str, ground: Ground) -> tuple[str, Callable[[Recording], bool]]:
    """A value, and the recordings of the definitions that read it."""
    reading = {
        (section, definition)
        for (_, section, definition), places in ground.spec.values.places.items()
        if any(name in names for _, names in places)
    }

    def reads(recording: Recording) -> bool:
        return not reading.isdisjoint(
            {
                ("capture_points", recording.point.name),
                ("destinations", recording.destination.name),
                ("filters", recording.point.filter.name),
            }
        )

    return f"value {name}", reads


def _kept(path: Path, found: Iterable[Recorded]) -> Iterator[str]:
    """The value that does not have the effect of all others: Terraform keeps a format that is no longer written."""
    value = _KEPT.get(str(path[_DEPTHS[str(path[0])]])) if len(path) > _DEPTHS.get(str(path[0]), len(path)) else None
    if value and any(each.recording.fields != DEFAULT[each.recording.point.kind.family] for each in found):
        yield f"{value} changes nothing: no log_format is written then, and Terraform keeps the one that is there"


def _effect(path: Path) -> str:
    """The effect of another value at a path on the flow logs that depend on it; empty where that is not told."""
    section = str(path[0])
    depth = _DEPTHS.get(section)
    if depth is None or len(path) <= depth:
        return ""
    setting = str(path[depth])
    if setting == "role" and len(path) > depth + 1 and path[depth + 1] not in _OF_ROLE_ARN:
        return _NOTHING
    if setting in _REPLACING[section]:
        return _REPLACES
    return _TAGS if setting == "tags" and section in {"capture_points", "defaults"} else _NOTHING
