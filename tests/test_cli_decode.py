"""`decode` at the command line: formats by spec, field list and header, forms, filters, exit codes, live, hostile."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import pty
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

import sample_records
from commands import GEN_FLOWLOGS, process, say
from gen_flowlogs.aws.fields import PRESETS

if TYPE_CHECKING:
    from pathlib import Path

SEED = "2 123456789010 eni-abc123de 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
"""The record that AWS's user guide shows first."""

DEFAULT = PRESETS["default"]["vpc"]
NAMES = [name.replace("-", "_") for name in DEFAULT]

SPEC = """\
version: 1
name: small
filters:
  wide: {fields: {preset: security}}
destinations:
  central: {cloudwatch_logs: {log_group: /flow-logs, retention_days: 30}}
  archive: {s3: {bucket: acme-flow-logs, expire_days: 400}}
  both: {cloudwatch_logs: {log_group: /both, retention_days: 30}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: central}
  edge: {vpc: vpc-0a1b2c3d4e5f67891, filter: wide, destinations: [archive, both]}
  hub: {transit_gateway: tgw-0a1b2c3d4e5f67890, destinations: both}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC)
    (tmp_path / "seed.log").write_text(f"{SEED}\n")
    return tmp_path


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def lines(names: tuple[str, ...], *records: dict[str, str]) -> str:
    return "".join(sample_records.line(names, record) + "\n" for record in records)


def test_the_record_of_the_guide_is_fourteen_named_values(folder: Path):
    said = say("decode", "spec.yaml", "core", "seed.log", "--format", "json", folder=folder)
    assert (said.code, said.err) == (0, "")
    assert rows(said.out) == [
        {
            "version": 2, "account_id": "123456789010", "interface_id": "eni-abc123de", "srcaddr": "172.31.16.139",
            "dstaddr": "172.31.16.21", "srcport": 20641, "dstport": 22, "protocol": 6, "packets": 20, "bytes": 4249,
            "start": 1418530010, "end": 1418530070, "action": "ACCEPT", "log_status": "OK",
        }
    ]  # fmt: skip
    assert len(rows(said.out)[0]) == 14


def test_with_labels(folder: Path):
    said = say("decode", "spec.yaml", "core", "--labels", "--format", "json", "seed.log", folder=folder)
    found = rows(said.out)[0]
    assert (found["protocol"], found["start"], found["end"], found["action"], found["srcport"]) == (
        "TCP", "2014-12-14 04:06:50 UTC", "2014-12-14 04:07:50 UTC", "ACCEPT", 20641
    )  # fmt: skip
    assert list(found) == NAMES
    table = say("decode", "spec.yaml", "core", "--labels", folder=folder, stdin=SEED.encode()).out
    assert re.search(r"^protocol +6 +TCP$", table, re.MULTILINE)
    assert re.search(r"^start +1418530010 +2014-12-14 04:06:50 UTC$", table, re.MULTILINE)


def test_one_record_is_a_line_a_field_and_more_are_a_table(folder: Path):
    one = say("decode", "--fields", "default", folder=folder, stdin=SEED.encode()).out.splitlines()
    assert [line.split() for line in one] == [list(pair) for pair in zip(NAMES, SEED.split(), strict=True)]
    two = say("decode", "--fields", "default", "seed.log", "-", folder=folder, stdin=SEED.encode()).out.splitlines()
    assert [line.split() for line in two] == [NAMES, SEED.split(), SEED.split()]
    assert len({line.index(cell) for line, cell in ((two[0], "interface_id"), (two[1], "eni-abc123de"))}) == 1


def test_csv(folder: Path):
    text = lines(DEFAULT, sample_records.flow(), sample_records.empty("NODATA"))
    said = say("decode", "--fields", "default", "--format", "csv", folder=folder, stdin=text.encode())
    found = list(csv.DictReader(io.StringIO(said.out)))
    assert list(found[0]) == NAMES
    assert found[0]["interface_id"] == "eni-0a1b2c3d4e5f60001"
    assert (found[1]["srcaddr"], found[1]["srcport"], found[1]["log_status"]) == ("", "", "NODATA")
    empty = say("decode", "--fields", "srcaddr", "--format", "csv", folder=folder, stdin=b"-\n10.0.0.1\n")
    assert empty.out == 'srcaddr\n""\n10.0.0.1\n'
    assert say("decode", "--fields", "v2", folder=folder, stdin=b"").code == 2
    assert (
        say("decode", "--fields", "srcaddr,bytes", "--format", "csv", folder=folder, stdin=b"").out == "srcaddr,bytes\n"
    )


def test_csv_without_a_column_of_the_header_says_so(folder: Path):
    text = b"srcaddr flow-direction\n10.0.0.1 ingress\n"
    said = say("decode", "--fields", "srcaddr", "--format", "csv", folder=folder, stdin=text)
    assert said.out == "srcaddr\n10.0.0.1\n"
    assert "the CSV has the columns of --fields, without flow-direction: name all with --columns" in said.err
    options = ("--columns", "srcaddr,flow-direction")
    named = say("decode", "--fields", "srcaddr", "--format", "csv", *options, folder=folder, stdin=text)
    assert named.out == "srcaddr,flow_direction\n10.0.0.1,ingress\n"
    assert "so not" not in named.err


def test_a_condition_has_the_spelling_of_aws(folder: Path):
    options = ("--where", "type=ipv4", "--where", "flow_direction=Ingress")
    text = b"10.0.0.1 IPv4 ingress\n10.0.0.2 IPv6 ingress\n10.0.0.3 IPv4 egress\n"
    fields = ("--fields", "srcaddr,type,flow-direction", "--format", "csv", "--columns", "srcaddr")
    assert say("decode", *fields, *options, folder=folder, stdin=text).out == "srcaddr\n10.0.0.1\n"


def test_columns_and_conditions(folder: Path):
    text = lines(
        DEFAULT, sample_records.flow(), sample_records.flow(srcaddr="10.9.0.1", dstport="22", action="REJECT"),
        sample_records.flow(srcaddr="2001:db8::1", protocol="17"), sample_records.empty("NODATA"),
    ).encode()  # fmt: skip

    def found(*options: str) -> list[object]:
        said = say(
            "decode", "--fields", "default", "--columns", "srcaddr", "--format", "json", *options,
            folder=folder, stdin=text,
        )  # fmt: skip
        assert said.code == 0, said.err
        return [row["srcaddr"] for row in rows(said.out)]

    first, second, third, idle = "10.0.1.5", "10.9.0.1", "2001:db8::1", None
    assert found() == [first, second, third, idle]
    assert found("--where", "action=REJECT") == [second]
    assert found("--where", "action=accept") == [first, third]
    assert found("--where", "log-status=nodata,OK") == [first, second, third, idle]
    assert found("--where", "action!=ACCEPT") == [second, idle]
    assert found("--where", "log_status=NODATA") == found("--where", "log-status=NODATA") == [idle]
    assert found("--where", "srcaddr=10.0.0.0/16") == [first]
    assert found("--where", "srcaddr=10.0.0.0/8,2001:db8:0::1") == [first, second, third]
    assert found("--where", "srcaddr!=10.0.0.0/8") == [third, idle]
    assert found("--where", "srcaddr=-") == [idle]
    assert found("--where", "dstport=22,0443") == [first, second, third]
    assert found("--where", "protocol=TCP") == [first, second]
    assert found("--where", "protocol=TCP", "--where", "dstport!=22") == [first]
    assert found("--limit", "2") == [first, second]
    assert found("--where", "action=ACCEPT", "--limit", "1") == [first]
    assert found("--where", "vpc-id=-", "--limit", "1") == [first]


def test_columns_have_the_order_that_is_asked_for(folder: Path):
    said = say(
        "decode", "--fields", "default", "seed.log", "--format", "csv", "--columns", "log-status,vpc_id,bytes",
        folder=folder,
    )  # fmt: skip
    assert said.out == "log_status,vpc_id,bytes\nOK,,4249\n"
    assert "seed.log: its records have no vpc-id; the output has no value there" in said.err
    assert said.code == 0


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "name the format of the records: SPEC WHAT, --fields LIST, or --header"),
        (("spec.yaml",), "name a capture point or destination"),
        (("spec.yaml", "cor", "seed.log"), "did you mean core?"),
        (("spec.yaml", "core/archive", "seed.log"), 'core has no destination "archive": it has central'),
        (("spec.yaml", "core/nothing", "seed.log"), "it has central"),
        (("-", "core"), "cannot both come from standard input"),
        (("--fields", "srcadr", "seed.log"), 'no field or preset "srcadr"; did you mean srcaddr?'),
        (("--fields", "", "seed.log"), "name fields or a preset"),
        (("--fields", "bytes,bytes", "seed.log"), "more than once"),
        (("--fields", "v5", "--header", "seed.log"), "not allowed with"),
        (("--fields", "v5", "--columns", "interface", "seed.log"), "did you mean interface-id?"),
        (
            ("--fields", "v5", "--columns", ",", "seed.log"),
            "--columns names no field: write names, such as srcaddr,action",
        ),
        (("--fields", "v5", "--where", "srcport", "seed.log"), "is no condition"),
        (("--fields", "v5", "--where", "action=DENY", "seed.log"), 'action is ACCEPT, REJECT or -, and not "DENY"'),
        (("--fields", "v5", "--where", "log-status=", "seed.log"), "is no condition"),
        (("--fields", "v5", "--where", "srcport=http", "seed.log"), "srcport is a number"),
        (("--fields", "v5", "--where", "srcaddr=10.0.0.1/8", "seed.log"), "the block is 10.0.0.0/8"),
        (("--fields", "v5", "--where", "srcaddr=host", "seed.log"), "neither one nor a CIDR block"),
        (("--fields", "v5", "--where", "nothing=1", "seed.log"), 'no field "nothing"'),
        (("--fields", "v5", "--limit", "0", "seed.log"), "not a number of records"),
        (("--fields", "v5", "seed.log", "seed.log"), "given twice"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], why: str, folder: Path):
    said = say("decode", *arguments, folder=folder, stdin=b"")
    assert (said.code, said.out) == (2, "")
    assert why in said.err


def test_the_exit_codes(folder: Path):
    (folder / "bad.log").write_text(f"{SEED}\n2 too few\n{SEED} 1\n{SEED}\n")
    said = say("decode", "--fields", "default", "bad.log", "--format", "json", folder=folder)
    assert said.code == 1
    assert len(rows(said.out)) == 2
    assert said.err.splitlines() == [
        'bad.log:2: 3 fields instead of 14; it begins with "2"',
        'bad.log:3: 15 fields instead of 14; it begins with "2"',
        "gen-flowlogs: 2 records do not fit the format; 2 were read",
    ]
    (folder / "cut.gz").write_bytes(gzip.compress(f"{SEED}\n".encode() * 1000)[:-20])
    said = say("decode", "--fields", "default", "cut.gz", "bad.log", "nothing.log", folder=folder)
    assert said.code == 3
    assert "cannot read all of cut.gz: its gzip data ends early" in said.err
    assert "cannot read nothing.log: No such file or directory" in said.err
    assert "bad.log:2: " in said.err
    (folder / "broken.yaml").write_text(SPEC.replace("vpc-0a1b2c3d4e5f67890", "vpc-nonsense"))
    said = say("decode", "broken.yaml", "core", "seed.log", folder=folder)
    assert (said.code, said.out) == (1, "")
    assert "broken.yaml:10" in said.err
    assert say("decode", "none.yaml", "core", "seed.log", folder=folder).code == 3


def test_very_many_misfits_are_counted(folder: Path):
    said = say("decode", "--fields", "default", folder=folder, stdin=b"1 2\n" * 1000 + b"x\n" * 50)
    assert said.code == 1
    assert len(said.err.splitlines()) < 110
    assert "… and 900 more: 2 fields instead of 14" in said.err
    assert "… and 50 more: 1 field instead of 14" in said.err
    assert "1,050 records do not fit the format; 0 were read" in said.err


def test_the_format_of_other_records_is_hinted(folder: Path):
    text = lines(PRESETS["v5"]["vpc"], sample_records.flow())
    said = say("decode", "spec.yaml", "core", folder=folder, stdin=text.encode())
    assert said.code == 1
    assert "29 fields instead of 14" in said.err
    assert "--fields v5 has 29 fields" in said.err


def test_a_header_wins_over_the_spec_and_is_told_once(folder: Path):
    text = sample_records.file(sorted(DEFAULT), [sample_records.flow()])
    name = "111122223333_vpcflowlogs_eu-west-1_fl-0a1b2c3d4e5f67890_20261001T0000Z_6aff0c0a.log.gz"
    for number in range(3):
        (folder / f"{number}_{name}").write_bytes(gzip.compress(text.encode()))
    names = [f"{number}_{name}" for number in range(3)]
    said = say("decode", "spec.yaml", "edge/archive", *names, "--format", "json", folder=folder)
    assert said.code == 0
    assert [(row["srcaddr"], row["version"]) for row in rows(said.out)] == [("10.0.1.5", 11)] * 3
    assert (
        said.err.count("fl-0a1b2c3d4e5f67890): its header is not that of edge/archive in spec.yaml: the header lacks")
        == 1
    )
    assert len(said.err.splitlines()) == 1
    assert say("decode", "spec.yaml", "edge/archive", *names, "--strict", folder=folder).code == 1
    (folder / "other.log").write_text(sample_records.file(DEFAULT[::-1], [sample_records.flow()]))
    assert (
        "the fields of core in spec.yaml in another order"
        in say("decode", "spec.yaml", "core", "other.log", folder=folder).err
    )


def test_two_formats_of_one_log_group(folder: Path):
    text = lines(PRESETS["security"]["vpc"], sample_records.flow()) + lines(
        PRESETS["default"]["transit_gateway"], sample_records.flow()
    )
    said = say("decode", "spec.yaml", "both", "--format", "json", folder=folder, stdin=text.encode())
    assert (said.code, said.err) == (0, "")
    assert ["tgw_id" in row for row in rows(said.out)] == [False, True]


def test_the_summary(folder: Path):
    text = lines(
        DEFAULT, sample_records.flow(), sample_records.flow(start="1791000180000", protocol="17"),
        sample_records.empty("NODATA"),
    ) + "bad\n"  # fmt: skip
    said = say("decode", "--fields", "default", "--summary", "--format", "json", folder=folder, stdin=text.encode())
    assert said.code == 1
    assert json.loads(said.out) == {
        "records": 3, "misfits": 1, "first": 1791000120, "last": 1791000178, "packets": 50, "bytes": 40000,
        "values": {
            "protocol": {"-": 1, "17": 1, "6": 1}, "action": {"ACCEPT": 2, "-": 1}, "log_status": {"OK": 2, "NODATA": 1}
        },
    }  # fmt: skip
    said = say("decode", "--fields", "default", "--summary", folder=folder, stdin=text.encode())
    assert re.search(r"^records +3$", said.out, re.MULTILINE)
    assert re.search(r"^time +2026-10-03 .* UTC to 2026-10-03 .* UTC$", said.out, re.MULTILINE)
    assert re.search(r"^protocol +- 1, 17 \(UDP\) 1, 6 \(TCP\) 1$", said.out, re.MULTILINE)
    table = say("decode", "--fields", "default", "--summary", "--format", "csv", folder=folder, stdin=text.encode()).out
    assert 'action,"ACCEPT",2' in table.splitlines()


HOSTILE = (
    "\x1b[2J\x1b]0;x\x07",
    "\u202eeni",
    "\x9b31m",
    "::error::x",
    "##vso[task.complete]",
    "##[error]x",
    "a\x00b",
    "\x7f",
)


@pytest.mark.parametrize("form", ["json", "csv", "table"])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("several", [1, 2])
def test_nothing_raw_reaches_a_terminal_or_a_runner(form: str, text: str, several: int, folder: Path):
    record = sample_records.line(("interface-id", "srcaddr"), sample_records.flow(interface_id=text))
    said = say(
        "decode", "--fields", "interface-id,srcaddr", "--format", form, "--where", "interface-id!=x", folder=folder,
        stdin=(record + "\n").encode() * several,
    )  # fmt: skip
    assert said.code == 0, said.err
    assert text not in said.out or (form == "json" and text.startswith("::"))  # harmless inside of a line
    assert all(character.isprintable() or character == "\n" for character in said.out)
    assert not re.search(r"^\s*::[a-z]", said.out, re.MULTILINE)
    assert not re.search(r"##\w*\[", said.out)
    if form == "json":
        assert [row["interface_id"] for row in rows(said.out)] == [text] * several
    misfit = say("decode", "--fields", "bytes", folder=folder, stdin=(text + "\n").encode())
    assert all(character.isprintable() or character == "\n" for character in misfit.err)
    assert not re.search(r"##\w*\[", misfit.err)


def test_live_records_come_at_once(folder: Path):
    with subprocess.Popen(
        [str(GEN_FLOWLOGS), "decode", "spec.yaml", "core", "-", "--format", "json"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as live:  # fmt: skip
        assert live.stdin is not None
        assert live.stdout is not None
        for number in range(3):
            record = f"2022-10-05T08:32:51+00:00 eni-1-all {SEED.replace('20641', str(number))}\n"
            live.stdin.write(record.encode())
            live.stdin.flush()
            assert json.loads(live.stdout.readline())["srcport"] == number
        live.stdin.close()
        assert live.wait(60) == 0


def test_a_first_live_record_in_a_table_does_not_wait(folder: Path):
    with subprocess.Popen(
        [str(GEN_FLOWLOGS), "decode", "--fields", "default"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as live:
        assert live.stdin is not None
        assert live.stdout is not None
        live.stdin.write(f"{SEED}\n".encode())
        live.stdin.flush()
        assert live.stdout.readline().split() == [name.encode() for name in NAMES]
        assert live.stdout.readline().split() == SEED.encode().split()
        live.stdin.close()


def test_a_reader_that_closes_the_pipe_is_no_error(folder: Path):
    (folder / "long.log").write_text(f"{SEED}\n" * 50_000)
    command = f"{GEN_FLOWLOGS} decode --fields default long.log | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_the_bar_is_on_a_terminal_alone(folder: Path):
    (folder / "long.log").write_text(f"{SEED}\n" * 50_000)
    command = [str(GEN_FLOWLOGS), "decode", "--fields", "default", "long.log", "--summary"]
    master, slave = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=slave, env={**os.environ, "TERM": "xterm"}
    ) as one:
        assert one.wait(60) == 0
    os.close(slave)
    seen = b""
    with contextlib.suppress(OSError):
        while data := os.read(master, 1000):
            seen += data
    os.close(master)
    assert b"% of 5.1 MiB" in seen
    assert process(*command[1:], folder=folder).stderr == ""


def test_standard_input_may_be_a_file(folder: Path):
    with (folder / "seed.log").open("rb") as file:
        done = subprocess.run(
            [str(GEN_FLOWLOGS), "decode", "--fields", "default", "--format", "json"], stdin=file, capture_output=True,
            check=True, timeout=60,
        )  # fmt: skip
    assert json.loads(done.stdout)["srcport"] == 20641
