"""Answers about `FILE:LINE`: of the spec, what the line decides; of the output, what its block comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import DEFAULT
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.diagnostics import Origin, shown
from gen_flowlogs.explain.addresses import of_address
from gen_flowlogs.explain.answer import Answer, NotUnderstoodError
from gen_flowlogs.explain.output_lines import head_at
from gen_flowlogs.explain.recordings import flow_logs, of_spec, points
from gen_flowlogs.explain.spec_lines import paths_at
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


_OF_SECTION: Final[dict[str, Callable[[Recording], Origin | None]]] = {
    "filters": lambda each: each.point.filter.origin,
    "capture_points": lambda each: each.point.origin,
    "destinations": lambda each: each.destination.origin,
    "stacks": lambda each: each.stack.origin,
}
"""Section → the definition of it that a recording has."""

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
    paths = paths_at(document, number)
    text = shown(document.line(number).strip(), 100)
    path, decided = next(
        ((each, of) for each in paths if (of := _deciding(Origin(document.file, each), ground)) is not None),
        (paths[0], None),
    )
    if decided is None:
        head = f"{what} {text} → no flow log depends on it"
        return Answer(what=what, heads=(head,), judged=False)
    title, wanted = decided
    found = tuple(each for each in of_spec(ground) if wanted(each.recording))
    names = f" → {points(found)}" if found and path[0] != "capture_points" else ""
    effect = _effect(path)
    changes = f"; changing it {effect} {'it' if len(found) == 1 else 'them'}" if found and effect else ""
    head = f"{what} {text} → {title}{names} → {flow_logs(found)}{changes}"
    return Answer(what=what, heads=(head,), judged=False, flow_logs=found, notes=tuple(_kept(path, found)))


def _deciding(origin: Origin, ground: Ground) -> tuple[str, Callable[[Recording], bool]] | None:
    """The definition of a path in words, and the recordings that depend on it; None for settings of none."""
    path = origin.path
    name = path[1] if len(path) > 1 else None
    if name is None and path[0] in _OF_SECTION:
        of = _OF_SECTION[str(path[0])]
        return f"the {str(path[0]).replace('_', ' ')} of {origin.file}", lambda each: _is_in(of(each), origin.file)
    match path[0]:
        case "filters" if name is not None:
            return f"filter {name}", lambda each: each.point.filter.name == name
        case "destinations" if name is not None:
            return f"destination {name}", lambda each: each.destination.name == name
        case "capture_points" if name is not None:
            return f"capture point {name}", lambda each: each.point.name == name
        case "stacks" if len(path) > 3 and path[2] == "values":
            title, reads = _value(str(path[3]), ground)
            return f"{title} in the stack {name}", lambda each: each.stack.name == name and reads(each)
        case "stacks" if name is not None:
            return f"stack {name}", lambda each: each.stack.name == name
        case "values":
            return _value(None if name is None else str(name), ground)
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
        "stack": point.stack_by_default,
    }
    return inherited.get(str(path[1]), False) if len(path) > 1 else any(inherited.values())


def _is_in(origin: Origin | None, file: str) -> bool:
    return origin is not None and origin.file == file


def _value(name: str | None, ground: Ground) -> tuple[str, Callable[[Recording], bool]]:
    """A value, or all of them, and the recordings of the definitions that read it, also by `defaults`."""
    reading = {
        (section, definition)
        for (_, section, definition), places in ground.spec.values.places.items()
        if any(name in names if name is not None else names for _, names in places)
    }
    defaults = [("defaults", definition) for section, definition in reading if section == "defaults"]

    def reads(recording: Recording) -> bool:
        if any(_inherits(recording, path) for path in defaults):
            return True
        return not reading.isdisjoint(
            {
                ("capture_points", recording.point.name),
                ("destinations", recording.destination.name),
                ("filters", recording.point.filter.name),
            }
        )

    return "values" if name is None else f"value {name}", reads


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
    if section == "stacks" and setting == "values":
        return ""  # as of any value, it depends on what reads it
    if setting == "role" and len(path) > depth + 1 and path[depth + 1] not in _OF_ROLE_ARN:
        return _NOTHING
    if setting in _REPLACING[section]:
        return _REPLACES
    return _TAGS if setting == "tags" and section in {"capture_points", "defaults"} else _NOTHING
