"""Every container gives the records that are in it; a broken one gives those before the fault, and says so."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from gen_flowlogs.aws.fields import PRESETS
from gen_flowlogs.decode.containers import json_parts, pieces
from gen_flowlogs.decode.lines import Formats, batches
from gen_flowlogs.decode.pieces import LONGEST, Batch, Lines, Misfit, UnreadableError
from record_containers import CONTAINERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEFAULT = PRESETS["default"]["vpc"]
LINES = [
    f"2 111122223333 eni-0a1b2c3d4e5f6789{number} 10.0.0.{number} 192.0.2.1 443 {number} 6 1 2 3 4 ACCEPT OK"
    for number in range(7)
]


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    yield from (data[at : at + size] for at in range(0, len(data), size))


def read(data: Iterable[bytes]) -> tuple[list[str], list[Misfit], str]:
    """The records, the misfits, and why no more of them were read."""
    records: list[str] = []
    misfits: list[Misfit] = []
    try:
        for each in batches(pieces(data), Formats((DEFAULT,), lambda _: None)):
            if isinstance(each, Misfit):
                misfits.append(each)
                continue
            width = len(each.columns)
            tokens = [token.decode() for token in each.tokens]
            assert len(tokens) == each.rows * width
            records += [" ".join(tokens[at : at + width]) for at in range(0, len(tokens), width)]
    except UnreadableError as error:
        return records, misfits, str(error)
    return records, misfits, ""


@pytest.mark.parametrize("size", [1, 7, 2**16])
@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_gives_its_records(name: str, size: int):
    assert read(chunks(CONTAINERS[name](LINES), size)) == (LINES, [], "")


def test_nothing_is_no_record():
    assert read([]) == ([], [], "")
    assert read([b"\n\n"]) == ([], [], "")
    assert read([gzip.compress(b"")]) == ([], [], "")
    assert read([b'{"events": [], "searchedLogStreams": []}']) == ([], [], "")
    assert read([b'{"results": [], "status": "Running"}']) == ([], [], "")


WHOLE = gzip.compress("".join(f"{line}\n" for line in LINES * 500).encode())
CUT = CONTAINERS["filter-log-events"](LINES * 20)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (WHOLE[: len(WHOLE) // 2], "ends early"),
        (WHOLE[:-1], "ends early"),
        (WHOLE + b"junk", "behind its gzip data"),
        (WHOLE + b"\x1f", "behind its gzip data"),
        (WHOLE[:-6] + b"\0\0" + WHOLE[-4:], "broken"),
        (CUT[: len(CUT) // 2], "cut off"),
        (CUT + b"]", "not JSON"),
        (CUT + b" xyzzy", "not JSON"),
        (gzip.compress(CUT)[:-200], "ends early"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"message": ' * 100_000, "nested too deeply"),
        (b"{" + b'"a": 1, ' * 20_000, "cut off"),
    ],
)
def test_a_broken_container_gives_what_is_whole(data: bytes, why: str):
    records, misfits, reason = read(chunks(data, 2**16))
    assert why in reason
    assert misfits == []
    assert set(records) <= set(LINES)
    if data.startswith((WHOLE[:100], CUT[:100])):
        assert len(records) > 20
    if data.startswith(WHOLE[:-1]):
        assert len(records) == 3500


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"\x28\xb5\x2f\xfd", "zstd"), (b"BZh91AY", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"PK\x03\x04", "zip"),
        (b"\x04\x22\x4d\x18", "lz4"), (b"\xff\x06\x00\x00sNaPpY", "snappy"), (b"Obj\x01", "Avro"), (b"ORC", "ORC"),
    ],
)  # fmt: skip
def test_another_compression_is_refused_by_its_name(mark: bytes, name: str):
    assert name in read([mark + bytes(100)])[2]
    assert name in read([gzip.compress(mark + bytes(100))])[2]


def test_a_large_document_is_read_entry_by_entry(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(json_parts, "_LARGE", 2**16)
    document = CONTAINERS["filter-log-events"](LINES * 500)
    assert len(document) > 2**19
    tracemalloc.start()
    count = sum(each.rows for each in batches(pieces(chunks(document, 2**16)), Formats((DEFAULT,), lambda _: None)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3500
    assert peak < len(document)


def endless(data: bytes) -> Iterator[bytes]:
    for _ in range(300):
        yield data


@pytest.mark.parametrize("data", [b"x" * 2**16, b'{"message": "', b'["' + b"x" * 2**16, bytes(2**16), b" " * 2**16])
def test_what_never_ends_takes_no_memory(data: bytes):
    tracemalloc.start()
    records, misfits, why = read(endless(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert records == []
    assert misfits or why or not data.strip()
    assert peak < 100 * 2**20


def test_a_line_that_is_too_long_is_one_misfit():
    long = "x" * (LONGEST + 1)
    data = "\n".join([LINES[0], long, LINES[1], "y" * LONGEST, LINES[2]]).encode()
    for size in (1000, 2**16, 2**20):
        records, misfits, _ = read(chunks(data, size))
        assert records == LINES[:3]
        assert [(each.number, each.kind[:16]) for each in misfits] == [(2, "it is longer tha"), (4, "1 field instead ")]


def test_the_numbers_of_messages():
    data = CONTAINERS["filter-log-events"]([LINES[0], "2 too few", LINES[1], f"{LINES[2]}\n{LINES[3]}\nbad", "bad"])
    records, misfits, _ = read([data])
    assert records == LINES[:4]
    assert [(each.number, each.unit) for each in misfits] == [(2, "message"), (4, "message"), (5, "message")]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"a": 1}, "JSON without a `message`"),
        ([1, 2], "JSON without a `message`"),
        ({"results": [[{"field": "srcaddr", "value": "10.0.0.1"}]]}, "add `fields @message`"),
        ({"data": "not base64!"}, "not base64"),
        ({"data": "H4sIAAAA"}, "cannot be read"),
        ({"message": "\ud800 2"}, "2 fields instead of 14"),
    ],
)
def test_json_without_records_is_a_misfit(document: object, why: str):
    records, misfits, reason = read([json.dumps(document).encode()])
    assert (records, reason) == ([], "")
    assert [why in each.reason for each in misfits] == [True]


def test_pieces_are_whole_lines():
    for size in (1, 10, 1000):
        found = [each for each in pieces(chunks(CONTAINERS["text"](LINES), size)) if isinstance(each, Lines)]
        assert all(each.data.endswith(b"\n") for each in found)
        assert b"".join(each.data for each in found) == CONTAINERS["text"](LINES)
        assert [each.first for each in found] == sorted({each.first for each in found})


def test_a_batch_has_all_its_rows():
    found = list(batches([Lines(CONTAINERS["text"](LINES), 1)], Formats((DEFAULT,), lambda _: None)))
    assert [(type(each), each.rows) for each in found] == [(Batch, 7)]
