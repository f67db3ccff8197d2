"""Sources: files, folders and standard input → texts; what each is, by its content."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pytest

import states
from gen_flowlogs import observe
from gen_flowlogs.observe import json_text, reading, recognition

if TYPE_CHECKING:
    from pathlib import Path

    from gen_flowlogs.observe.existing import Existing

ANSWER = {"FlowLogs": [{"FlowLogId": states.FLOW_LOG, "ResourceId": states.VPC, "TrafficType": "ALL"}]}


def of(data: bytes | str, path: Path) -> Existing:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return observe.read([str(path)])


def refused(data: bytes | str, path: Path) -> str:
    with pytest.raises(observe.SourceError) as error:
        of(data, path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)
    return str(error.value).split('": ', 1)[1]


def ids(existing: Existing) -> list[str | None]:
    return [each.id for each in existing.flow_logs]


STATE = json.dumps(states.one())


@pytest.mark.parametrize(
    "data",
    [
        STATE.encode(),
        b"\xef\xbb\xbf" + STATE.encode(),
        STATE.encode("utf-16"),
        ("\ufeff" + STATE).encode("utf-16-be"),
        b"\r\n\t " + STATE.encode() + b"\r\n",
        gzip.compress(STATE.encode()),
        gzip.compress(STATE[:50].encode()) + gzip.compress(STATE[50:].encode()),
    ],
    ids=["plain", "BOM", "UTF-16", "UTF-16-BE", "spaces", "gzip", "gzip in two members"],
)
def test_a_file_is_read_however_it_was_saved(data: bytes, tmp_path: Path):
    assert ids(of(data, tmp_path / "state")) == [states.FLOW_LOG]


def test_standard_input():
    assert ids(observe.read(["-"], stdin=io.BytesIO(STATE.encode()))) == [states.FLOW_LOG]
    with pytest.raises(observe.SourceError, match=r"<stdin>.*closed"):
        observe.read(["-"])


def test_a_source_given_twice_is_read_once(tmp_path: Path):
    path = states.write(tmp_path, "state.json", states.one())
    existing = observe.read([path, path])
    assert (ids(existing), existing.files, existing.notes) == ([states.FLOW_LOG], 1, ())


def test_a_pipe_of_the_shell_is_read(tmp_path: Path):
    code = "import sys; from gen_flowlogs import observe; print(observe.read([sys.argv[1]]).flow_logs[0].id)"
    path = states.write(tmp_path, "state.json", states.one())
    command = f"{os.sys.executable} -c '{code}' <(cat '{path}')"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == (f"{states.FLOW_LOG}\n", "")


def test_what_is_no_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for name, why in {"absent": "No such file", "pipe": "neither a file nor a folder", "a\0b": "not the name"}.items():
        with pytest.raises(observe.SourceError, match=why):
            observe.read([str(tmp_path / name)])
    with pytest.raises(observe.SourceError, match="not the name"):
        observe.read([""])
    with pytest.raises(observe.SourceError, match="neither"):
        observe.read(["/dev/zero"])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b'{"a": "\xff"}', "the byte 0xff here is not UTF-8 text"),
        (b"\xff\xfe{", "UTF-16 text is damaged"),
        (b"\x1f\x8bnonsense", "gzip data is damaged"),
        (gzip.compress(STATE.encode())[:-9], "gzip data ends too early"),
        (gzip.compress(STATE.encode()) + b"more", "gzip data has something else behind it"),
        (b"PK\x03\x04....", "saved plan"),
        ("{" + STATE[1:60], "cut off"),
        (STATE[:-1], "cut off"),
        (STATE[:-2], "cut off"),
        ('{"version": 4, "serial": tru', "cut off"),
        ('{"version": 4, "serial": tru }', "not JSON at line 1, column 26"),
        ('{"FlowLogs": [}', "not JSON at line 1"),
        (STATE + "x", "not JSON"),
        (STATE + "{", "cut off"),
        ('{"version": 4, "serial": NaN}', "NaN"),
        ('{"version": 4, "serial": -Infinity}', "NaN"),
        ('{"version": ' + "9" * 5000 + "}", "thousands of digits"),
        ("[" * 100_000, "nested too deeply"),
        ('{"version": 4, "serial": 1, "x": "\\ud800"}', "half of a surrogate pair"),
        ("1 " * 3, "neither JSON nor Terraform code"),
        ("[1, 2]", "no state, no plan and no answer"),
        ("[]", "no state, no plan and no answer"),
        ("{}", "no state, no plan and no answer"),
        ('{"FlowLog": []}', "no state, no plan and no answer"),
        ('{"provider_schemas": {}, "format_version": "1.0"}', "providers schema"),
        ('{"format_version": "1.0", "valid": true, "error_count": 0}', "validate"),
        ('{"@level": "info", "@message": "Terraform 1.11"}', "log of `terraform plan -json`"),
        ('{"resource": {"aws_flow_log": {}}}', "JSON syntax"),
        ('{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}', "CloudFormation"),
        ('{"serial": 1, "lineage": "a", "encrypted_data": "x", "meta": {}}', "encrypted by OpenTofu"),
        ('# aws_flow_log.main:\nresource "aws_flow_log" "main" {\n}\n', "written for people"),
        ("Terraform will perform the following actions:\n", "written for people"),
        ("version: 4\nresources: []\n", "neither JSON nor Terraform code"),
        (json.dumps(states.one() | {"version": 3, "modules": []}), "version 3, from Terraform 0.11"),
        (json.dumps(states.one() | {"version": 5}), "version 5, and version 4 is read"),
        (json.dumps(states.one() | {"version": True}), "not a number"),
        (json.dumps(states.one() | {"version": "4"}), "not a number"),
        (json.dumps(states.shown(format_version="2.0")), "`format_version`"),
        (json.dumps(states.shown(format_version=1)), "`format_version`"),
    ],
)
def test_what_cannot_be_used_is_refused(data: bytes | str, why: str, tmp_path: Path):
    assert why in refused(data, tmp_path / "source")


def test_a_message_shows_nothing_of_the_source(tmp_path: Path):
    for data in (
        '{"password": "hunter2" x',
        '{"a": "hunter2',
        '["hunter2"]',
        "hunter2",
        '{"version": "hunter2", "serial": 1}',
    ):
        assert "hunter2" not in refused(data, tmp_path / "source")


def test_a_source_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "LONGEST", 2**20)
    assert "larger than 1 MiB" in refused(b" " * (2**20 + 1), tmp_path / "long")
    assert "larger than 1 MiB" in refused(gzip.compress(b" " * 2**24), tmp_path / "bomb")
    assert of(STATE.ljust(2**20), tmp_path / "longest").files == 1
    monkeypatch.setattr(json_text, "MOST", 2)
    assert "more than 2 JSON documents" in refused("{} {} {}", tmp_path / "many")


def test_documents_behind_each_other(tmp_path: Path):
    other = states.raw(states.resource("aws_flow_log", "other", states.instance(states.flow_log(7))), lineage="9c1e")
    existing = of(f"{STATE}\n{json.dumps(other)}{json.dumps(ANSWER)}", tmp_path / "all")
    assert len(ids(existing)) == 2
    assert [each.file for each in existing.states] == [f"{tmp_path}/all (document 1)", f"{tmp_path}/all (document 2)"]


def test_a_folder(tmp_path: Path):
    states.write(tmp_path, "terraform.tfstate", states.one())
    states.write(tmp_path, "terraform.tfstate.backup", states.one(id="fl-00000000000000bad"))
    states.write(tmp_path, "package.json", {"name": "x", "version": "1.0.0"})
    (tmp_path / "policy.json").write_text('{"Resource": ${jsonencode(arn)}}')
    (tmp_path / "empty.json").write_text("")
    (tmp_path / ".hidden.json").write_text(STATE.replace(states.FLOW_LOG, "fl-00000000000000bad"))
    (tmp_path / "link.json").symlink_to("/dev/zero")
    existing = observe.read([str(tmp_path)])
    assert (ids(existing), existing.notes, existing.complete) == ([states.FLOW_LOG], (), True)


def test_a_damaged_file_of_a_folder_is_noted_where_it_matters(tmp_path: Path):
    states.write(tmp_path, "state.json", states.one())
    (tmp_path / "flow-logs.json").write_text('{"FlowLogs": [')
    (tmp_path / "old.tfstate").write_text(json.dumps(states.raw() | {"version": 3}))
    existing = observe.read([str(tmp_path)])
    assert [(PurePath(each.source.file).name, each.partial) for each in existing.notes] == [
        ("flow-logs.json", True),
        ("old.tfstate", True),
    ]
    assert not existing.complete


def test_a_folder_with_nothing_to_read(tmp_path: Path):
    (tmp_path / "README.md").write_text("x")
    with pytest.raises(observe.SourceError, match=r"no `\.tf` file and no JSON"):
        observe.read([str(tmp_path)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('resource "aws_flow_log" "x" {}', True),
        ("locals {\n}", True),
        ('\n  module "x" {', True),
        ("terraform { }", True),
        ("the resource is in the module", False),
        ("# a comment", False),
    ],
)
def test_code_is_recognised(text: str, expected: bool):  # noqa: FBT001
    assert recognition.is_code(text) == expected


FORMS: dict[str, Any] = {
    "state": states.one(),
    "shown state": states.shown(),
    "plan": states.plan(None, {}),
    "aws": ANSWER,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_forms(form: str):
    assert recognition.form(FORMS[form], "x") == form


def test_an_empty_shown_state_is_one():
    assert recognition.form({"format_version": "1.0"}, "x") == "shown state"
