"""Lines and messages are shown without secrets, however a file is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalogue
from gen_flowlogs.secrets import SECRETS, masked, masked_addresses, masked_line

HIDDEN = "hunter2"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("  secret_key: hunter2", "  secret_key: …"),
        ("  {bucket: a, 'secret_key' : hunter2, x: y}", "  {bucket: a, 'secret_key' : …"),
        ('  "token":"hunter2"', '  "token": …'),
        ("  SECRET-KEY: hunter2", "  SECRET-KEY: …"),
        ("  secret_keys: hunter2", "  secret_keys: …"),
        ('    secret_key = "hunter2"', "    secret_key = …"),
        ("  web_identity_token_file: /var/run/token", "  web_identity_token_file: /var/run/token"),
        ("  shared_credentials_files: [a]", "  shared_credentials_files: [a]"),
        ("  kms_key_id: abc", "  kms_key_id: abc"),
        ("  client_id: abc # no token: none", "  client_id: abc # no token: …"),
        ("  http_proxy: http://u:hunter2@proxy:1", "  http_proxy: http://…@proxy:1"),
        ("  http_proxy: http://u:hunter2@x@proxy:1", "  http_proxy: http://…@proxy:1"),
        ("  http_proxy: u:hunter2@proxy:1", "  http_proxy: …@proxy:1"),
        ("  url: https://a.example/?a=1&sig=hunter2&b=2", "  url: https://a.example/?a=1&sig=…&b=2"),
        ("  Owner: network@example.com", "  Owner: network@example.com"),
        ("  kms: arn:aws:kms:us-east-1:111122223333:key/x", "  kms: arn:aws:kms:us-east-1:111122223333:key/x"),
    ],
)
def test_a_line(line: str, shown: str):
    assert masked_line(line) == shown


def test_a_value_of_many_lines_is_hidden():
    lines = ["a:", "  credentials: |", "    {", '      "private": "hunter2"', "", "    }", "  bucket: x"]
    shown = [masked(lambda number: lines[number - 1], number) for number in range(1, len(lines) + 1)]
    assert shown == ["a:", "  credentials: …", "…", "…", "", "…", "  bucket: x"]


@given(st.text())
def test_an_address_without_a_user_stays(text: str):
    if "@" not in text and "=" not in text:
        assert masked_addresses(text) == text


@pytest.mark.parametrize(("backend", "setting"), SECRETS)
@pytest.mark.parametrize(
    "value",
    [HIDDEN, f"[{HIDDEN}]", f"{{a: {HIDDEN}}}", f"|\n        {HIDDEN}\n        \x01{HIDDEN}", f'"{HIDDEN}', "yes"],
)
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_no_form_shows_a_refused_secret(tmp_path, backend: str, setting: str, value: str, form: str):
    text = (
        f"version: 1\nname: demo\nterraform:\n  backend:\n    {backend}:\n      nonsense: 1\n      {setting}: {value}\n"
    )
    (tmp_path / "spec.yaml").write_text(text)
    said = catalogue.command("lint", "--format", form, "spec.yaml", folder=tmp_path)
    assert said.code == 1
    assert HIDDEN not in said.out + said.err


def test_a_difference_shows_no_secret(tmp_path):
    spec = catalogue.ROOT / "specs" / "flowlogs.yaml"
    assert catalogue.command(str(spec), folder=tmp_path).code == 0
    (file,) = tmp_path.glob("out/*/terraform.tf")
    file.write_text(file.read_text() + f'# secret_key = "{HIDDEN}"\nx = "https://u:{HIDDEN}@x"\n')
    said = catalogue.command("check", str(spec), folder=tmp_path)
    assert said.code == 1
    assert "secret_key = …" in said.out
    assert HIDDEN not in said.out + said.err
