"""Lines become named values by their record format; a line that does not fit keeps its number and has a reason."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

import sample_records
from gen_flowlogs.aws.fields import BY_NAME, PRESETS
from gen_flowlogs.decode.formats import asked, format_of, header
from gen_flowlogs.decode.lines import Formats, batches
from gen_flowlogs.decode.pieces import Batch, Lines, Misfit
from gen_flowlogs.show.decoding.json_lines import JsonLines

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILIES = ("vpc", "transit_gateway")
DEFAULT = PRESETS["default"]["vpc"]
FLOW = sample_records.line(DEFAULT, sample_records.flow())
NODATA = sample_records.line(DEFAULT, sample_records.empty("NODATA"))


def decoded(lines: Iterable[str | bytes], *known: tuple[str, ...]) -> tuple[list[dict[str, Any]], list[Misfit]]:
    data = b"".join((each if isinstance(each, bytes) else each.encode()) + b"\n" for each in lines)
    form, records, misfits = JsonLines(), b"", []
    for each in batches([Lines(data, 1)], Formats(known, lambda _: None)):
        if isinstance(each, Batch):
            records += form.write(each)
        else:
            misfits.append(each)
    return [json.loads(line) for line in records.splitlines()], misfits


def values(names: Iterable[str], record: dict[str, str]) -> dict[str, Any]:
    """The values of a record as JSON has them."""
    found = {name: None if record[name] == "-" else record[name] for name in names}
    return {
        name.replace("-", "_"): int(value) if value is not None and BY_NAME[name].type != "string" else value
        for name, value in found.items()
    }


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_and_family_comes_back(preset: str, family: str):
    names = PRESETS[preset][family]
    records = [
        sample_records.flow(),
        sample_records.empty("NODATA"),
        sample_records.flow(srcaddr="2001:db8::1", dstaddr="::1", account_id="unknown"),
        sample_records.empty("SKIPDATA"),
    ] * 3
    found, misfits = decoded([sample_records.line(names, record) for record in records], names)
    assert misfits == []
    assert found == [values(names, record) for record in records]


@pytest.mark.parametrize("share", [0.05, 0.5, 1])
def test_nulls_anywhere(share: float):
    chance = random.Random(7)
    names = PRESETS["v5"]["vpc"]
    records = [
        {name: "-" if chance.random() < share else value for name, value in sample_records.flow().items()}
        for _ in range(200)
    ]
    found, misfits = decoded([sample_records.line(names, record) for record in records], names)
    assert misfits == []
    assert found == [values(names, record) for record in records]


def test_a_header_wins_also_in_mid_stream():
    other = ("srcaddr", "version", "bytes")
    lines = [FLOW, "srcaddr version bytes", "10.0.0.1 5 7", "10.0.0.2 5 -", " ".join(DEFAULT), FLOW, NODATA]
    found, misfits = decoded(lines, DEFAULT)
    assert misfits == []
    assert [tuple(each) for each in found] == [
        *[tuple(name.replace("-", "_") for name in DEFAULT)],
        *[other] * 2,
        *[tuple(name.replace("-", "_") for name in DEFAULT)] * 2,
    ]
    assert found[1] == {"srcaddr": "10.0.0.1", "version": 5, "bytes": 7}


def test_a_header_of_the_same_count_is_no_record():
    names = ("srcaddr", "dstaddr")
    found, misfits = decoded(["10.0.0.1 10.0.0.2", "dstaddr srcaddr", "10.0.0.1 10.0.0.2"], names)
    assert misfits == []
    assert [each["srcaddr"] for each in found] == ["10.0.0.1", "10.0.0.2"]


def test_a_header_of_text_alone_is_no_record():
    found, misfits = decoded(["vpc-1 subnet-1", "subnet-id vpc-id", "subnet-2 vpc-2"], ("vpc-id", "subnet-id"))
    assert misfits == []
    assert [each["vpc_id"] for each in found] == ["vpc-1", "vpc-2"]


def test_without_a_format_the_header_is_needed():
    found, misfits = decoded([FLOW, " ".join(DEFAULT), FLOW])
    assert len(found) == 1
    assert [(each.number, each.reason) for each in misfits] == [(1, "no header above it names its fields")]


def test_a_field_that_is_new_is_text():
    found, misfits = decoded(["version srcaddr new-field", "12 10.0.0.1 007"], DEFAULT)
    assert misfits == []
    assert found == [{"version": 12, "srcaddr": "10.0.0.1", "new_field": "007"}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (FLOW + " more", '15 fields instead of 14; it begins with "11"'),
        (FLOW.rsplit(" ", 1)[0], '13 fields instead of 14; it begins with "11"'),
        ("nonsense", '1 field instead of 14; it begins with "nonsense"'),
        (FLOW.replace("49152", "http"), 'srcport is not a number: "http"'),
        (FLOW.replace("49152", "٣"), 'srcport is not a number: "٣"'),
        (FLOW.replace("49152", "3_3"), 'srcport is not a number: "3_3"'),
        (FLOW.replace("49152", "007"), 'srcport is not a number: "007"'),
        (FLOW.replace("49152", "-1"), 'srcport is not a number: "-1"'),
        (FLOW.replace("49152", "9" * 20), f'srcport is not a number: "{"9" * 20}"'),
        (FLOW.replace("10.0.1.5", "eni-1"), 'srcaddr is not an address: "eni-1"'),
        (FLOW.replace("10.0.1.5", "49152"), 'srcaddr is not an address: "49152"'),
        (FLOW.replace("ACCEPT", "443"), 'action is not a word of AWS in capitals: "443"'),
        (FLOW.replace("OK", "\0\0"), 'log-status is not a word of AWS in capitals: "\\x00\\x00"'),
        (FLOW.encode().replace(b"eni", b"\xff\xfe"), "interface-id is not UTF-8"),
        (FLOW.replace(" ", "\t"), "1 field instead of 14"),
        (sample_records.line(sorted(DEFAULT), sample_records.flow()), "is not"),
    ],
)
def test_a_line_that_does_not_fit(line: str | bytes, reason: str):
    lines = [FLOW, line, NODATA, line, FLOW]
    found, misfits = decoded(lines, DEFAULT)
    assert found == [values(DEFAULT, sample_records.flow()), values(DEFAULT, sample_records.empty("NODATA")),
                     values(DEFAULT, sample_records.flow())]  # fmt: skip
    assert [each.number for each in misfits] == [2, 4]
    assert all(reason in each.reason for each in misfits)


def test_mutated_lines_keep_their_numbers():
    chance = random.Random(3)
    lines = [FLOW] * 3000
    broken = sorted(chance.sample(range(len(lines)), 200))
    for number in broken:
        at = chance.randrange(len(FLOW))
        lines[number] = chance.choice([FLOW[:at] + " " + "x " * 3 + FLOW[at:], "", FLOW + " 1", "\x1b[2J"])
    found, misfits = decoded(lines, DEFAULT)
    empty = [number for number in broken if not lines[number]]
    assert [each.number - 1 for each in misfits] == [number for number in broken if number not in empty]
    assert len(found) == len(lines) - len(broken)


@pytest.mark.parametrize(
    "text",
    ['a"b', "a\\b", "\x1b[31m", "\x7f", "é", "\u202e", "a,b", "##vso[x]", "::error::x", "%s%d", "{}", "\u2028"],
)
def test_any_text_comes_back(text: str):
    line = FLOW.replace("eni-0a1b2c3d4e5f60001", text)
    found, misfits = decoded([line, FLOW, line], DEFAULT)
    assert misfits == []
    assert [each["interface_id"] for each in found] == [text, "eni-0a1b2c3d4e5f60001", text]


def test_runs_of_spaces_separate():
    found, misfits = decoded([f"  {FLOW.replace(' ', '   ')}  ", FLOW], DEFAULT)
    assert misfits == []
    assert found == [values(DEFAULT, sample_records.flow())] * 2


def test_formats_of_one_group_differ_by_their_number_of_fields():
    found, misfits = decoded([FLOW, "10.0.0.1 7", FLOW, "10.0.0.2 8", "1 2 3"], DEFAULT, ("srcaddr", "bytes"))
    assert [len(each) for each in found] == [14, 2, 14, 2]
    assert [each.reason for each in misfits] == ['3 fields instead of 2 or 14; it begins with "1"']


def test_formats_of_as_many_fields_are_not_guessed():
    found, misfits = decoded(["10.0.0.1 7"], ("srcaddr", "bytes"), ("srcaddr", "packets"))
    assert found == []
    assert "several of the record formats" in misfits[0].reason


def test_a_time_without_a_stream_takes_no_field():
    found, misfits = decoded([f"2022-10-05T08:32:51+00:00 {FLOW}", f"2022-10-05T08:32:51Z {FLOW} x"], DEFAULT)
    assert found == [values(DEFAULT, sample_records.flow())]
    assert [each.number for each in misfits] == [2]


def test_headers():
    assert header(b"version account-id") == ("version", "account-id")
    assert header(b"account_id end") == ("account-id", "end")
    assert header(FLOW.encode()) is None
    assert header(b"accept ok") is None
    assert header(b"version version") is None
    assert header(b"Version account-id") is None
    assert header(b"") is None


def test_fields_that_are_asked_for():
    assert asked("v3", "vpc") == PRESETS["v3"]["vpc"]
    assert asked("srcaddr, log_status  bytes", "vpc") == ("srcaddr", "log-status", "bytes")
    assert asked("${version} ${srcaddr}", "vpc") == ("version", "srcaddr")
    assert len(format_of(DEFAULT).columns) == 14
