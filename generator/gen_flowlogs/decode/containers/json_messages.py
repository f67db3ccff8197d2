"""JSON of any shape → the records in it: strings under `message`, and values of Insights' field `@message`.

A document is parsed part by part, so that one of gigabytes needs no more memory than its longest entry: CloudWatch's
`{"events": […]}`, `{"results": [[{"field": …, "value": …}]]}` of Insights, a subscription's `{"logEvents": […]}`,
Firehose's objects without anything between them. A payload under `data`, base64 and mostly gzip, is read too, as
Kinesis, Lambda and Firehose have it. A subscription's `CONTROL_MESSAGE` has no record.

Sources, read 2026-10: CloudWatch Logs API, FilterLogEvents, GetQueryResults; CloudWatch Logs user guide,
"SubscriptionFilters"; Amazon Data Firehose guide, "data-transformation".
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.decode.containers.json_parts import parts
from gen_flowlogs.decode.pieces import SIZE, Lines, Misfit, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gen_flowlogs.decode.pieces import Unit

    Contents = Callable[[bytes], Iterator[Lines | Misfit]]

LONGEST: Final = 2**21
"""Bytes of a payload in base64. A record of Kinesis has at most 1 MiB."""


def messages(chunks: Iterable[bytes], contents: Contents) -> Iterator[Lines | Misfit]:
    """The records of JSON; `contents` reads a payload. The number of a record is that of its message in the file."""
    pending: list[bytes] = []
    number, size = 1, 0
    for found in _messages(chunks):
        if isinstance(found, str) and "\n" not in found.rstrip("\n"):
            record = found.rstrip("\n").encode("utf-8", "surrogatepass")
            pending.append(record)
            size += len(record)
        if pending and (size > SIZE or not isinstance(found, str) or "\n" in found.rstrip("\n")):
            yield Lines(b"\n".join((*pending, b"")), number, "message")
            number, size = number + len(pending), 0
            pending = []
        match found:
            case str() if "\n" in found.rstrip("\n"):  # several records in one message
                yield Lines(found.rstrip("\n").encode("utf-8", "surrogatepass") + b"\n", number, "message", 0)
                number += 1
            case bytes():
                yield from within(found, number, contents, "message")
                number += 1
            case _Nothing(why):
                yield Misfit(number, "message", why, why)
                number += 1
            case UnreadableError():
                raise found


def _messages(chunks: Iterable[bytes]) -> Iterator[str | bytes | _Nothing | UnreadableError | None]:
    """The messages of all parts; None where more has to be read, and at the end; an error is the last of them."""
    try:
        for part in parts(chunks):
            if part is None:
                yield None
                continue
            found = False
            for each in _found(part):
                found = True
                yield each
            if not found and not _may_be_empty(part):
                yield _Nothing("JSON without a `message`")
        yield None
    except UnreadableError as error:
        yield error
    except RecursionError:
        yield UnreadableError("its JSON is nested too deeply")


def within(payload: bytes, number: int, contents: Contents, unit: Unit = "line") -> Iterator[Lines | Misfit]:
    """The records of a payload in base64, all with one number."""
    try:
        data = base64.b64decode(payload.strip(), validate=True)
    except (binascii.Error, ValueError):
        yield Misfit(number, unit, "its data is not base64", "its data is not base64")
        return
    try:
        for piece in contents(data):
            match piece:
                case Lines(data=lines):
                    yield Lines(lines, number, unit, 0)
                case Misfit(reason=reason, kind=kind):
                    yield Misfit(number, unit, reason, kind)
    except UnreadableError as error:
        yield Misfit(number, unit, f"its data cannot be read: {error}", "its data cannot be read")


@dataclass(frozen=True, slots=True)
class _Nothing:
    """An object without a record."""

    why: str


def _found(part: object) -> Iterator[str | bytes | _Nothing]:
    """The messages and payloads of a part of a document, in order."""
    match part:
        case {"messageType": "CONTROL_MESSAGE"}:
            return
        case {"message": str(message)}:
            yield message
        case {"data": str(data)} | {"Data": str(data)}:
            yield data.encode("utf-8", "surrogatepass")
        case [{"field": str(), "value": _}, *_] as cells:
            yield _of_result(cells)
        case dict():
            yield from _found([*part.values()])
        case list():
            for each in part:
                if isinstance(each, dict | list):
                    yield from _found(each)


def _may_be_empty(part: object) -> bool:
    """Whether a part may have no record: a control message, or an answer with an empty list."""
    match part:
        case {"messageType": "CONTROL_MESSAGE"} | []:
            return True
        case dict() | list():
            below = part.values() if isinstance(part, dict) else part
            return any(_may_be_empty(each) for each in below if isinstance(each, dict | list))
    return False


def _of_result(cells: Sequence[object]) -> str | _Nothing:
    """The record of a row of Logs Insights."""
    for cell in cells:
        match cell:
            case {"field": "@message", "value": str(message)}:
                return message
    return _Nothing("a result without @message: add `fields @message` to the query")
