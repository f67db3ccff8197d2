"""Pieces of the documents of one file: `trimmed` is given to `json_text.documents`, `splitting` sorts its result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.inventory import answers, config, document

if TYPE_CHECKING:
    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.existing import Where

RESULTS: Final = "Results"
"""The list of AWS Config's answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One entry of a list: its resources, or a flow log as an answer has it. `where`: as a result of Config tells.

    `key`: the list of EC2 that it is of; for a result that is not read, the type of its resource.
    """

    key: str
    resources: tuple[Resource, ...] = ()
    flow_log: Answer | None = None
    where: Where | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The entries of one list of one answer.

    `kinds`: those that the list has all of, if it is whole. `why_not`: the reason that it may not be. `ids`: of all
    entries. `document`: its number in the file, from 0.
    """

    key: str
    kinds: tuple[str, ...]
    ids: frozenset[str]
    document: int
    resources: tuple[Resource, ...] = ()
    why_not: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of one answer of AWS Config. `why_not`: as of `Listed`."""

    pieces: tuple[Piece, ...]
    why_not: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """All that the documents of a file tell.

    `own`: documents of our own form. `rest`: all documents, without what the other fields have. `strangers`: numbers
    of documents that are not recognised, from 1. `damaged`: how many entries are not read. `alone`: entries without
    the key of their answer.
    """

    listed: tuple[Listed, ...] = ()
    results: tuple[Results, ...] = ()
    own: tuple[dict[str, object], ...] = ()
    rest: tuple[object, ...] = ()
    strangers: tuple[int, ...] = ()
    damaged: int = 0
    alone: tuple[Piece, ...] = ()


def trimmed(key: str | None, entry: object) -> object:
    """An entry of a list as far as it is needed; any other value as it is."""
    if key == document.RESOURCES:
        return document.resource(entry) or entry
    if key == RESULTS or (key is None and (isinstance(entry, str) or config.is_result(entry))):
        return _result(entry)
    if not isinstance(entry, dict):
        return entry
    own = answers.list_of(entry) if key is None else key
    return entry if own not in answers.KINDS else Piece(key=own, resources=answers.resources(own, entry))


def _result(entry: object) -> object:
    found = config.result(entry)
    if found is None:
        return entry
    made = config.entry(found)
    if made is None:
        return Piece(key=known(found, "resourceType") or "")
    key, answer, where = made
    if key == config.FLOW_LOGS:
        return Piece(key=key, flow_log=answer, where=where)
    return Piece(key=key, resources=answers.resources(key, answer, (where.account, where.region)), where=where)
