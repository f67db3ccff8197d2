"""`gen-flowlogs fields`: the list with what records weigh, and one field in full."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue import command
from gen_flowlogs.aws.fields import BY_NAME, FIELDS, PRESETS
from gen_flowlogs.aws.weights import ASSUMED, record_bytes

GOLDEN = Path(__file__).parent / "data" / "fields"


def said(*arguments: str, folder: Path) -> str:
    told = command("fields", *arguments, folder=folder)
    assert (told.code, told.err) == (0, "")
    return told.out


def as_data(*arguments: str, folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(said(*arguments, "--format", "json", folder=folder))
    return data


@pytest.mark.parametrize("name", ["tcp-flags", "interface-id", "reject-reason"])
def test_one_field_is_the_golden_one(name: str, tmp_path: Path):
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert said(name, folder=tmp_path) == golden, "if this is meant: write the new text there, and read it"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_every_field_in_full(field: Any, tmp_path: Path):
    text = said(field.name, folder=tmp_path)
    data = as_data(field.name, folder=tmp_path)
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 118
    together = " ".join(text.split())
    assert together.startswith(f"{field.name}: {field.description} ")
    for each in (*data["empty"], *(one["text"] for one in data["pitfalls"]), *data["sources"]):
        assert " ".join(each.split()) in together
    for value in data["values"]:
        assert f"\n  {value['value']} " in text
    assert data["parquet_column"] == field.name.replace("-", "_")
    assert set(data["bytes_by_kind"]) == set(data["kinds"])
    for family, presets in data["presets"].items():
        assert presets == [name for name, of in PRESETS.items() if field.name in of[family]]


def test_the_list_says_what_records_weigh(tmp_path: Path):
    data = as_data(folder=tmp_path)
    assert data["assumed"] == ASSUMED
    for name, of in PRESETS.items():
        assert data["bytes_per_record"][name] == {family: record_bytes(names) for family, names in of.items()}
    text = said(folder=tmp_path)
    assert "  default  14 fields, about 111 bytes a record: version, account-id," in text
    assert "  security 28 fields, about 241 bytes a record: version" in text
    assert text.count("AWS publishes no widths") == 1


@pytest.mark.parametrize("name", ["tcp_flags", "TCP-Flags", "${tcp-flags}", " tcp-flags "])
def test_other_spellings_of_a_name(name: str, tmp_path: Path):
    assert said(name, folder=tmp_path) == said("tcp-flags", folder=tmp_path)


def test_a_family_has_its_own_values(tmp_path: Path):
    assert "urgent data" in said("tcp-flags", folder=tmp_path)
    assert "urgent data" not in said("tcp-flags", "--family", "vpc", folder=tmp_path)
    assert "AURORA_DSQL" not in said("pkt-src-aws-service", "--family", "transit_gateway", folder=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("tcp-flag",), "did you mean `tcp-flags`?"),
        (("tcp_flgs",), "did you mean `tcp-flags`?"),
        (("source_ip",), "did you mean `srcaddr`?"),
        (("eni",), "did you mean `interface-id`?"),
        (("direction",), "did you mean `flow-direction`?"),
        (("nonsense",), "`gen-flowlogs fields` lists them"),
        (("log_format",), "`gen-flowlogs fields` lists them"),
        (("",), "`gen-flowlogs fields` lists them"),
        (("x" * 5000,), "`gen-flowlogs fields` lists them"),
        (("security",), "is a preset and no field"),
        (
            ("action", "--family", "transit_gateway"),
            "those of the VPC family have; leave out `--family transit_gateway`",
        ),
        (("tgw_id", "--family", "vpc"), "those of transit gateways have; leave out `--family vpc`"),
        (("eni", "--family", "transit_gateway"), "`gen-flowlogs fields` lists them"),
        (("\x1b[31m\n::error::x",), "`gen-flowlogs fields` lists them"),
    ],
)
def test_a_wrong_name_gets_a_true_hint(arguments: tuple[str, ...], hint: str, tmp_path: Path):
    told = command("fields", *arguments, folder=tmp_path)
    assert (told.code, told.out) == (2, "")
    assert hint in told.err
    assert "\x1b" not in told.err
    assert "\n::" not in told.err
    assert told.err.count("\n") == 1
    assert len(told.err) < 400


def test_every_hint_leads_to_a_field(tmp_path: Path):
    from gen_flowlogs.cli.fields import _MEANT  # noqa: PLC0415

    assert set(_MEANT.values()) <= set(BY_NAME)
    assert not set(_MEANT) & {*BY_NAME, *PRESETS}
    said("srcaddr", folder=tmp_path)
