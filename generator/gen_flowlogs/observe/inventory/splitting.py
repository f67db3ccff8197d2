"""Documents of one file, their entries trimmed → its pieces: lists of resources, and why one of them may not be all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.inventory import FLOW_LOG, LOG_GROUP
from gen_flowlogs.observe import aws_json
from gen_flowlogs.observe.answers.entries import cut_off
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.inventory import answers, document
from gen_flowlogs.observe.inventory.pieces import RESULTS, Listed, Piece, Pieces, Results, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.captures.inventory import Resource
    from gen_flowlogs.observe.answers.values import Answer

ALONE: Final = "entries without the key of their answer do not show whether they are all"
_DAMAGED: Final = "an entry of the answer is damaged"
_NAMED: Final[dict[str, tuple[str, Callable[[Answer], str | None]]]] = {
    "FlowLogs": (FLOW_LOG, aws_json.flow_log_id),
    "logGroups": (LOG_GROUP, lambda of: known(of, "logGroupName")),
}
"""Lists that `aws_json` reads, of which only the ids are needed here."""


def split(documents: Sequence[object]) -> Pieces:
    """The pieces of the documents of a file."""
    parts = [_part(each, number) for number, each in enumerate(documents)]
    alone = [piece for part in parts for piece in part.alone]
    results = (
        [Results(pieces=several, why_not=ALONE)] if (several := tuple(each for each in alone if each.where)) else []
    )
    return Pieces(
        listed=(*(each for part in parts for each in part.listed), *_alone(each for each in alone if not each.where)),
        results=(*(each for part in parts for each in part.results), *results),
        own=tuple(each for part in parts for each in part.own),
        rest=tuple(each for part in parts for each in part.rest),
        strangers=tuple(each for part in parts for each in part.strangers),
        damaged=sum(part.damaged for part in parts),
    )


def _part(whole: object, number: int) -> Pieces:
    match whole:
        case dict() if document.is_own(whole):
            return Pieces(own=(whole,), rest=({},))
        case dict():
            is_answer = any(_is_read(whole, key) for key in answers.KINDS)
            single = whole if is_answer else trimmed(None, whole)
            if isinstance(single, Piece):
                return Pieces(alone=(single,), rest=({},), damaged=_empty((single,)))
            return _answer(whole, number)
        case str() if isinstance(result := trimmed(RESULTS, whole), Piece):
            return Pieces(alone=(result,), rest=({},), damaged=_empty((result,)))
        case list():
            pieces = tuple(each for each in whole if isinstance(each, Piece))
            others = [each for each in whole if not isinstance(each, Piece)]
            is_strange = bool(others) and not aws_json.is_aws(others)
            return Pieces(
                alone=pieces,
                rest=({} if is_strange else others,),
                strangers=(number + 1,) if is_strange and not pieces else (),
                damaged=_empty(pieces) + (len(others) if is_strange and pieces else 0),
            )
        case _:
            return Pieces(rest=({},), strangers=(number + 1,))


def _answer(of: dict[str, object], number: int) -> Pieces:
    """The pieces of an answer."""
    token = cut_off(of)
    cut = ALONE if answers.list_of(of) else None
    cut = cut if token is None else f"the answer is cut off: it has `{token}`"
    rest = {key: value for key, value in of.items() if key != RESULTS and not _is_read(of, key)}
    listed = tuple(_lists(of, number, cut))
    results, damaged = _pieces(of.get(RESULTS))
    has_results = isinstance(of.get(RESULTS), list)
    return Pieces(
        listed=listed,
        results=(Results(pieces=results, why_not=cut or (_DAMAGED if damaged else None)),) if has_results else (),
        rest=(rest,),
        strangers=() if listed or has_results or aws_json.is_aws(rest) else (number + 1,),
        damaged=damaged + sum(_pieces(of[key])[1] for key in answers.KINDS if _is_read(of, key)),
    )


def _is_read(of: Mapping[str, object], key: str) -> bool:
    return key in answers.KINDS and isinstance(of.get(key), list)


def _lists(of: Mapping[str, object], number: int, cut: str | None) -> Iterator[Listed]:
    for key, kinds in answers.KINDS.items():
        if _is_read(of, key):
            pieces, damaged = _pieces(of[key])
            yield _listed(key, kinds, _resources(pieces), number, cut or (_DAMAGED if damaged else None))
    for key, (kind, id_of) in _NAMED.items():
        several = of.get(key)
        if isinstance(several, list):
            ids = [id_of(each) if isinstance(each, dict) else None for each in several]
            yield Listed(
                key=key,
                kinds=(kind,),
                ids=frozenset(each for each in ids if each is not None),
                document=number,
                why_not=cut or (_DAMAGED if None in ids else None),
            )


def _pieces(listed: object) -> tuple[tuple[Piece, ...], int]:
    """The pieces of a list, and the number of its entries that are none, or tell nothing."""
    several = listed if isinstance(listed, list) else []
    pieces = tuple(each for each in several if isinstance(each, Piece))
    return pieces, len(several) - len(pieces) + _empty(pieces)


def _empty(pieces: Iterable[Piece]) -> int:
    """The number of entries whose resource is damaged."""
    return sum(not each.resources and bool(answers.KINDS.get(each.key)) for each in pieces)


def _alone(pieces: Iterable[Piece]) -> Iterator[Listed]:
    """One list for all the entries of a kind that are without the key of their answer."""
    by_key: dict[str, list[Piece]] = {}
    for each in pieces:
        by_key.setdefault(each.key, []).append(each)
    for key, several in by_key.items():
        yield _listed(key, answers.KINDS.get(key, ()), _resources(several), 0, ALONE)


def _listed(key: str, kinds: tuple[str, ...], found: tuple[Resource, ...], number: int, why_not: str | None) -> Listed:
    return Listed(
        key=key,
        kinds=kinds,
        ids=frozenset(each.id for each in found),
        document=number,
        resources=found,
        why_not=why_not,
    )


def _resources(pieces: Iterable[Piece]) -> tuple[Resource, ...]:
    return tuple(each for piece in pieces for each in piece.resources)
