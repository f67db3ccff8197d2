"""Files of an inventory → `Inventory` and `Existing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds, regions
from gen_flowlogs.captures.inventory import FLOW_LOG, LOG_GROUP, Inventory
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.observe import aws_json, json_text, reading
from gen_flowlogs.observe.answers import where
from gen_flowlogs.observe.answers.entries import entries
from gen_flowlogs.observe.errors import SourceError, UnrecognisedError
from gen_flowlogs.observe.existing import Existing, Note, Source, Where
from gen_flowlogs.observe.inventory import configured, document, joining
from gen_flowlogs.observe.inventory.pieces import trimmed
from gen_flowlogs.observe.inventory.placing import Placed, placed
from gen_flowlogs.observe.inventory.scopes import scopes
from gen_flowlogs.observe.inventory.splitting import split
from gen_flowlogs.observe.merging import merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import BinaryIO

    from gen_flowlogs.captures.inventory import Resource, Scope
    from gen_flowlogs.observe.existing import FlowLog
    from gen_flowlogs.observe.inventory.pieces import Pieces
    from gen_flowlogs.observe.reading import Text

EXPECTED: Final = (
    "give the JSON of `aws ec2 describe-…`, of `aws configservice select-…-resource-config`, or of "
    "`gen-flowlogs inventory`"
)

MOST: Final = 1_000_000
"""Upper bound of the documents of one file, where each line may be one interface."""

_HINTS: Final = ("NetworkInterfaceId", "VpcId", "FlowLogId", "resourceType", "gen_flowlogs_inventory")
"""Texts in one of which a damaged JSON file is worth a note; any other in a folder is passed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """All that one file tells."""

    lists: tuple[Placed, ...] = ()
    scopes: tuple[Scope, ...] = ()
    existing: Existing


def read(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> tuple[Inventory, Existing]:
    """All that some files, folders and standard input (`-`) tell of what accounts have now.

    Raises SourceError for the first that cannot be used: unreadable, cut off in the middle of its JSON, not recognised.
    An answer that AWS cut off is read, and the kinds in it are not whole.
    """
    parts = [part for path in dict.fromkeys(paths) for part in _of_path(path, stdin)]
    lists = tuple(each for part in parts for each in part.lists)
    resources, contradicted, differing = joining.joined(lists)
    resources = joining.located(resources)
    found = merged([part.existing for part in parts])
    logs = tuple(_located(each, resources) for each in found.flow_logs)
    places = {each.id: each.where for each in logs}
    lists = joining.only_location(tuple(_relocated(each, resources, places) for each in lists))
    resources = joining.at_only_location(resources, lists)
    asked, contradictions = scopes(lists, (scope for part in parts for scope in part.scopes), contradicted)
    notes = (*found.notes, *differing, *contradictions)
    existing = replace(
        found, flow_logs=logs, notes=notes, complete=found.complete and not any(each.partial for each in notes)
    )
    return Inventory(resources=resources, scopes=asked), existing


def _of_path(path: str, stdin: BinaryIO | None) -> Iterator[_Part]:
    if not reading.is_folder(path):
        yield _part(reading.of_stdin(stdin) if path == "-" else reading.of_file(path))
        return
    is_empty = True
    for file in reading.json_files(path):
        text: Text | None = None
        try:
            text = reading.of_file(file)
            yield _part(text)
            is_empty = False
        except UnrecognisedError:
            yield _Part(existing=Existing(files=1))
        except SourceError as error:
            if text is None or any(hint in text.text for hint in _HINTS):
                is_empty = False
                yield _Part(
                    existing=Existing(notes=(Note(Source(file), error.why, error.remedy),), files=1, complete=False)
                )
    if is_empty:
        raise SourceError(path, "the folder has no JSON to read", EXPECTED)


def _part(text: Text) -> _Part:
    """All that a file tells. Raises SourceError."""
    if text.text.lstrip(" \t\r\n")[:1] not in ("{", "[", '"'):
        why = "it is not JSON" if text.text.strip() else "it is empty"
        raise UnrecognisedError(text.file, why, EXPECTED)
    try:
        pieces = split(json_text.documents(text.text, text.file, trimmed, MOST))
    except RecursionError as error:
        raise SourceError(text.file, "its JSON is nested too deeply") from error
    if pieces.strangers and len(pieces.strangers) == len(pieces.rest):
        why = "its JSON is no inventory, and no answer of AWS about what flow logs record"
        raise UnrecognisedError(text.file, why, EXPECTED)
    return _told(pieces, text.file)


def _told(pieces: Pieces, file: str) -> _Part:
    answered = aws_json.read(pieces.rest, file)
    found = tuple(each for number, rest in enumerate(pieces.rest) for each in entries(rest, number))
    lists = [*placed(pieces.listed, file, aws_json.identity(found), answered.flow_logs)]
    logs: list[FlowLog] = []
    notes = [*_notes(pieces, file)]
    for results in pieces.results:
        lists += configured.lists(results, file)
        logs += configured.flow_logs(results, file)
        notes += configured.notes(results, file)
    existing = [answered, Existing(flow_logs=tuple(logs), notes=tuple(notes), complete=not pieces.damaged)]
    asked: list[Scope] = []
    for own in pieces.own:
        inventory, own_existing = document.read(own, file)
        existing.append(own_existing)
        asked += inventory.scopes
        lists += _own_lists(inventory, own_existing, file)
    return _Part(lists=tuple(lists), scopes=tuple(asked), existing=replace(merged(existing), files=1))


def _own_lists(inventory: Inventory, existing: Existing, file: str) -> Iterator[Placed]:
    """The lists of a document of our own form: one of each kind that is whole in a location, and the resources."""
    for location in dict.fromkeys(each.location for each in inventory.resources.values()):
        here = tuple(each for each in inventory.resources.values() if each.location == location)
        yield Placed(location=location, kinds=(), ids=frozenset(), file=file, resources=here)
    for scope in inventory.scopes:
        for kind in sorted(scope.kinds):
            match kind:
                case "flow_log":
                    ids = [each.id for each in existing.flow_logs if _is_at(each.where, scope)]
                case "log_group":
                    ids = [each.name for each in existing.log_groups if _is_at(each.where, scope)]
                case _:
                    ids = [each.id for each in inventory.of_kind(kind) if each.location == scope.location]
            known = frozenset(each for each in ids if each is not None)
            yield Placed(location=scope.location, kinds=(kind,), ids=known, file=file)


def _is_at(place: Where, scope: Scope) -> bool:
    return (place.account, place.region) == scope.location


def _notes(pieces: Pieces, file: str) -> Iterator[Note]:
    if pieces.damaged:
        text = "one entry is" if pieces.damaged == 1 else f"{pieces.damaged} entries are"
        yield Note(Source(file), f"{text} damaged and not read", "save the answer again")
    if pieces.strangers:
        several = len(pieces.strangers)
        text = f"document {pieces.strangers[0]} is" if several == 1 else f"{several} documents are"
        yield Note(Source(file), f"{text} no answer that is read here", EXPECTED, partial=False)


def _located(each: FlowLog, resources: Mapping[str, Resource]) -> FlowLog:
    """A flow log with the location of its target, where nothing else tells it.

    Only the owner of a VPC or subnet can have a flow log on it.
    """
    target = resources.get(each.target) if isinstance(each.target, str) else None
    if target is None or (each.where.account and each.where.region):
        return each
    owned = target.kind in (kinds.VPC.singular, kinds.SUBNET.singular) or target.owner == target.location[0]
    place = where.first(each.where, Where(account=target.owner if owned else None, region=target.location[1]))
    partition = place.partition or (None if place.region is None else regions.partition_of(place.region))
    return replace(each, where=replace(place, partition=partition))


def _relocated(each: Placed, resources: Mapping[str, Resource], logs: Mapping[str | None, Where]) -> Placed:
    """A list with the location that other files tell of what is in it."""
    if None not in each.location:
        return each
    if FLOW_LOG in each.kinds:
        place = where.agreed([logs[id_] for id_ in each.ids if id_ in logs])
        location = (each.location[0] or place.account, each.location[1] or place.region)
    elif LOG_GROUP in each.kinds:
        location = each.location
    else:
        location = joining.location_of(each.ids, resources, each.location)
    return replace(each, location=location)
