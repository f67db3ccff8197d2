"""Collect the flow logs of a root module and of the modules that it calls, and what is around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from gen_flowlogs.dataclass import replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe import roles, surroundings
from gen_flowlogs.observe.existing import Bucket, Existing, LogGroup, Role, Source, Stream, Unknown, Where
from gen_flowlogs.observe.flow_log_merging import joined_where
from gen_flowlogs.observe.hcl import flow_logs, sources
from gen_flowlogs.observe.hcl.folders import FLOW_LOG, reaches_flow_logs
from gen_flowlogs.observe.hcl.instances import around, resources
from gen_flowlogs.observe.hcl.modules import Called
from gen_flowlogs.observe.hcl.values import Missing
from gen_flowlogs.observe.instances import Collection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.existing import FlowLog
    from gen_flowlogs.observe.hcl.folders import Entry, Reading
    from gen_flowlogs.observe.hcl.modules import Module
    from gen_flowlogs.observe.hcl.resources import Resource
    from gen_flowlogs.observe.hcl.values import Value
    from gen_flowlogs.observe.instances import Instance


Around = TypeVar("Around", LogGroup, Role, Bucket, Stream)
_ABOUT_FLOW_LOGS: Final = pattern(r"flow[-_]?logs?", re.IGNORECASE)
_PARTS: Final = (
    "target",
    "traffic",
    "destination_type",
    "log_destination",
    "role",
    "log_format",
    "interval",
    "options",
    "tags",
)
STATE: Final = "run adopt on the state of its root module instead"


def existing(root: Module, files: set[str], reading: Reading) -> Existing:
    """All that a root module makes, as far as its code tells. `files`: those of interest; empty: all."""
    collection = Collection(file=str(root.folder.path))
    found: list[FlowLog] = []
    values: dict[str, str] = {}
    for resource, module in _flow_logs(root, files, reading):
        try:
            flow_log = flow_logs.flow_log(resource, module, collection)
        except RecursionError:
            reading.note(resource.source(), "the flow log is left out: it is nested too deeply", STATE)
            continue
        found.append(flow_log)
        values |= flow_logs.values(resource, flow_log)
    if found:
        _note_library(root, found, reading)
    made = {
        each.at: (resource, each) for module in list(root.run.modules.values()) for resource, each in around(module)
    }
    instances = tuple(each for _, each in made.values())
    return Existing(
        flow_logs=tuple(found),
        log_groups=tuple(_placed(surroundings.log_groups(instances, collection), made)),
        roles=tuple(_placed(roles.read(instances, collection), made)),
        buckets=tuple(_placed(surroundings.buckets(instances, collection), made)),
        streams=tuple(_placed(surroundings.streams(instances, collection), made)),
        values=values,
    )


def _flow_logs(module: Module, files: set[str], reading: Reading) -> Iterator[tuple[Resource, Module]]:
    """The flow logs of a module and of those that it calls, each with its module."""
    for entry in module.folder.labelled("resource", FLOW_LOG):
        if _is_wanted(entry, files):
            value = module.resource("resource", FLOW_LOG, entry.piece.labels[1])
            _note_missing(entry, value, reading)
    yield from ((each, module) for each in resources(module, FLOW_LOG) if _is_wanted(each.entry, files))
    for entry in module.folder.labelled("module"):
        if _is_wanted(entry, files):
            yield from _called(module, entry, reading)


def _called(module: Module, entry: Entry, reading: Reading) -> Iterator[tuple[Resource, Module]]:
    name = entry.piece.labels[0]
    block = module.folder.block(entry)
    if block is None:
        return
    folder = module.source_of(name)
    if folder is None:
        if _ABOUT_FLOW_LOGS.search(entry.piece.text):
            reading.note(
                _source(entry),
                "its flow logs are not read: the module is not at hand"
                if sources.text(block)
                else "its flow logs are not read: the source of the module is not known",
                "run terraform init there, or run adopt on the state",
            )
    elif reaches_flow_logs(reading, folder.path, fetched=module.run.sources.fetched):
        value, _ = module.find("module", [name])
        _note_missing(entry, value, reading)
        several = value if isinstance(value, list) else [*value.values()] if isinstance(value, dict) else [value]
        for each in several:
            if isinstance(each, Called):
                yield from _flow_logs(each.module, set(), reading)


def _is_wanted(entry: Entry, files: set[str]) -> bool:
    return not files or entry.file in files


def _note_missing(entry: Entry, value: Value, reading: Reading) -> None:
    """Report a block of which the number of instances is not known; one that is not parsed is reported already."""
    if isinstance(value, Missing) and "is not declared here" not in value.why:
        source = _source(entry)
        remedy = f"set the variable with --var, or {STATE}" if "var." in value.why else STATE
        reading.note(source, f"its flow logs are left out: {value.why.removeprefix(f'{source.at}: ')}", remedy)


def _source(entry: Entry) -> Source:
    labels = entry.piece.labels
    at = ".".join(("module", *labels) if entry.piece.type == "module" else labels)
    return Source(entry.file, at=at, line=entry.piece.line)


def _note_library(root: Module, found: list[FlowLog], reading: Reading) -> None:
    """Report a module whose variables nobody sets, where a part of a flow log is not known because of that."""
    lacking = any(_lacks(each) for each in found)
    if root.run.unset and lacking:
        names = ", ".join(f"var.{each}" for each in sorted(root.run.unset)[:10])
        reading.note(
            Source(str(root.folder.path)),
            f"variables of this module have no value: {names}",
            "run adopt on the state of a root that uses it, or set them with --var",
            partial=False,
        )


def _lacks(flow_log: FlowLog) -> bool:
    """Whether a part of a flow log is neither known nor named by its code."""
    given = {"target": flow_log.kind.argument if flow_log.kind else "", "role": "iam_role_arn"}
    return any(
        isinstance(getattr(flow_log, part), Unknown) and given.get(part, part) not in flow_log.givens for part in _PARTS
    )


def _placed(things: Iterator[Around], made: dict[str, tuple[Resource, Instance]]) -> Iterator[Around]:
    """Things with their line, and with the location that their provider configures."""
    for each in things:
        resource, _ = made[each.source.at or ""]
        where = Where(partition=resource.where.partition) if isinstance(each, Role) else resource.where
        yield replace(each, source=resource.source(), where=joined_where(each.where, where))
