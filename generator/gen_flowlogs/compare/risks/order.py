"""Resources that one address destroys and another one creates: Terraform does both in any order, and may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.records import unique_names
from gen_flowlogs.compare.records.dependencies import is_deleted
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gen_flowlogs.captures.recordings import Subject
    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.unique_names import UniqueName
    from gen_flowlogs.compare.records.versions import Versions

_FEW = 4
_AGAIN = "Terraform may create the new one before it destroys the old one; if the apply fails, apply again"


def races(versions: Versions, modules: Iterable[ModulePlan]) -> Iterator[str]:
    """One line for all flow logs, and one for all things that have a unique name."""
    old, new = (
        [log for log in several if log.recording.stack.name not in versions.refused]
        for several in (versions.old, versions.new)
    )
    names = racing(old, new, versions)
    if names:
        several = listing([quoted(name) for name in names])
        yield f"the apply may fail with FlowLogAlreadyExists for {several}: {_AGAIN}"
    refused = _refused(new)
    if refused:
        yield (
            f"the apply fails with FlowLogAlreadyExists for {listing([quoted(name) for name in refused])}: an adopted "
            "flow log still delivers where the new one would; replace that one in an earlier change"
        )
    by_kind: dict[str, list[str]] = {}
    for module in modules:
        for name in _names(module) if not module.is_refused else ():
            by_kind.setdefault(name.kind, []).append(name.name)
    if by_kind:
        said = [_phrase(kind, sorted(set(several))) for kind, several in by_kind.items()]
        verb = "still exists" if sum(len(set(several)) for several in by_kind.values()) == 1 else "still exist"
        yield f"the apply may fail because {listing(said)} {verb}: {_AGAIN}"


def racing(old: Iterable[FlowLog], new: Iterable[FlowLog], versions: Versions) -> tuple[str, ...]:
    """The capture points with a new flow log that AWS does not take beside an old one of another address."""
    gone: dict[object, list[FlowLog]] = {}
    found: dict[object, list[FlowLog]] = {}  # the same by the lookups that find their targets
    for each in old:
        if each.planned is not None and each.planned.action in ("destroy", "replace"):
            gone.setdefault(_alike(each, each.recording.subject), []).append(each)
            for lookup in versions.finding(each, before=False):
                found.setdefault(_alike(each, lookup), []).append(each)
    names = (
        each.recording.point.name
        for each in new
        if each.planned is not None
        and each.planned.action in ("create", "replace")
        and any(_at(other) != _at(each) for other in _alike_before(each, gone, found, versions))
    )
    return tuple(dict.fromkeys(names))


def _refused(new: Iterable[FlowLog]) -> tuple[str, ...]:
    """The capture points with a new flow log that AWS does not take beside one whose old sink Terraform keeps."""
    new = tuple(new)
    kept = {_alike(log, log.recording.subject) for log in new if log.keeps_sink}
    begun = (log for log in new if log.planned is not None and log.planned.action in ("create", "replace"))
    alike = (log for log in begun if kept and _alike(log, log.recording.subject) in kept)
    return tuple(dict.fromkeys(log.recording.point.name for log in alike))


def _phrase(kind: str, names: list[str]) -> str:
    ending = "" if len(names) == 1 else "es" if kind.endswith("s") else "s"
    return f"the {kind}{ending} {listing(names, _FEW)}"


def _names(module: ModulePlan) -> Iterator[UniqueName]:
    """The names that one address gives up and another one of the same state takes."""
    gone: dict[UniqueName, str] = {}
    made: dict[UniqueName, str] = {}
    for planned in module.all():
        old, new = planned.old, planned.new
        if old is not None and module.old is not None and planned.action in ("destroy", "replace"):
            name = unique_names.of_resource(old.resource, module.old.stack)
            stays = isinstance(old.resource, LogGroup | Bucket) and not is_deleted(old.resource)
            if name is not None and not stays:
                gone[name] = old.address
        if new is not None and module.new is not None and planned.action in ("create", "replace"):
            name = unique_names.of_resource(new.resource, module.new.stack)
            if name is not None:
                made[name] = planned.old.address if planned.old is not None else new.address
    return (name for name, address in gone.items() if made.get(name, address) != address)


def _alike_before(
    log: FlowLog, gone: Mapping[object, list[FlowLog]], found: Mapping[object, list[FlowLog]], versions: Versions
) -> Iterator[FlowLog]:
    """The old flow logs beside which AWS does not take a new one: of its target, or of a lookup that has it."""
    own = _alike(log, log.recording.subject)
    yield from gone.get(own, ())
    yield from found.get(own, ())
    for lookup in versions.finding(log, before=True):
        yield from gone.get(_alike(log, lookup), ())


def _alike(log: FlowLog, subject: Subject) -> object:
    """Equal for two flow logs of one subject that AWS does not take beside each other."""
    recording = log.recording
    form = (recording.fields, recording.point.filter.tag_fields, sinks.file_form(recording.destination))
    return subject, recording.sink, recording.traffic, form


def _at(log: FlowLog) -> object:
    """The stack and address in the plan, and whether it has a key, known or not; a move changes the address."""
    return log.recording.stack.name, log.planned.address if log.planned else None, log.recording.point.plural
