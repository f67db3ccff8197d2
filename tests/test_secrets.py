"""Lines and messages are shown without secrets, however a file is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalogue
from gen_flowlogs.secret_settings import SECRETS
from gen_flowlogs.secrets import masked, masked_addresses, masked_line

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
    shown = [
        masked(lambda number: lines[number - 1], number, broken=False, flow=False)
        for number in range(1, len(lines) + 1)
    ]
    assert shown == ["a:", "  credentials: …", "…", "…", "", "…", "  bucket: x"]


@given(st.text())
def test_an_address_without_a_user_stays(text: str):
    if "@" not in text and "=" not in text:
        assert masked_addresses(text) == text


TYPOS = (
    "acess_key", "client_secert", "sas_tokn", "credentals", "oidc_tken", "pass", "auth", "access key", "access.key",
    '"client_secr\\x65t"', "secret_key_name", "private_key_id", "use_access_key",
)  # fmt: skip


@pytest.mark.parametrize("key", TYPOS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_setting_of_a_backend_shows_its_value(tmp_path, key: str, form: str):
    for line in (
        f"      {key}: {HIDDEN}", f"      {key}={HIDDEN}", f"      {key} {HIDDEN}", f"      {key}: *{HIDDEN}",
        f"      {key}: !{HIDDEN}", f"      {key}:\t\n        {HIDDEN}", f'      {key}: "x\n      {HIDDEN}\\q"',
        f"      {key}: |\n        x\n   {{{HIDDEN}",
        f"      ? {key}\n      : !x {HIDDEN}", f"    - !x {HIDDEN}", f"    {{{key}: {HIDDEN}", f"      *k : {HIDDEN}",
    ):  # fmt: skip
        for backend in ("azurerm", "azurm"):
            text = f"version: 1\nname: demo\nterraform:\n  backend:\n    {backend}:\n{line}\n"
            (tmp_path / "spec.yaml").write_text(text)
            said = catalogue.command("lint", "--format", form, "spec.yaml", folder=tmp_path)
            assert said.code == 1, text
            assert HIDDEN not in said.out + said.err, text


@pytest.mark.parametrize(
    "value",
    [
        '"u:hunter2@[::1]:3128"', "'https://u:a\"hunter2@h'", "https://u:hunt/er2@h", "https://u:hunter2#@h",
        "https://u:hunter2?@h", "https://h/?accessToken=hunter2", "'https://h/#access_token=hunter2'",
        "'u:{{hunter2}}@h'", "'https://u:hun ter2@h'",
    ],
)  # fmt: skip
def test_an_address_with_credentials_is_refused_and_not_shown(tmp_path, value: str):
    spec = f"version: 1\nname: demo\nterraform:\n  backend:\n    s3: {{bucket: b, http_proxy: {value}}}\n"
    (tmp_path / "spec.yaml").write_text(spec)
    said = catalogue.command("lint", "spec.yaml", folder=tmp_path)
    assert "holds a user, a password or a token" in said.out
    for part in (HIDDEN, "hunt/", "hun ter2"):
        assert part not in said.out


def test_names_that_are_called_like_secrets_are_shown(tmp_path):
    spec = (
        "version: 1\nname: demo\ncapture_points:\n  token-service:\n    vpc: nonsense-1\n  secrets: {vpc: nonsense-2}\n"
    )
    (tmp_path / "spec.yaml").write_text(spec)
    said = catalogue.command("lint", "spec.yaml", folder=tmp_path)
    assert "    vpc: nonsense-1" in said.out
    assert "secrets: {vpc: nonsense-2}" in said.out


HOLDERS = (
    '{{"version":1,"name":"demo","terraform":{{"backend":{{"azurerm":{{"pass":"{0}"}}}}}}}}',
    '{{\n"version": 1,\n"terraform": {{\n"backend": {{\n"azurerm": {{\n"pass": "{0}"\n}}}}}}}}',
    "version: 1\nterraform: {{backend: {{azurerm: {{\npass: {0}}}}}}}\n",
    "version: 1\nterraform:\n  backend:\n    azurerm:\n" + "      # x\n" * 501 + "      pass: {0}\n",
    'version: 1\n"terr\\x61form":\n  "b\\x61ckend":\n    s3:\n      pass: {0}\n',
    "version: 1\ndefaults: &x {{pass: {0}}}\nterraform:\n  backend:\n    s3: *x\n",
    'version: 1\nterraform:\n  required_version: "https://u:{0}@h"\n',
    "version: 1\nterraform:\n  required_version: 3 # token {0}\n",
    "version: 1\nterraform:\n  backend:\n    http:\n      password:{0}\n      lock_method: x\n",
    "version: 1\nterraform:\n  backend:\n    http:\n      password:{{a: {0}, b: {{c: d}}}}\n      lock_method: x\n",
    "version: 1\nterraform:\n  backend:\n    s3:\n      secret_key = {0}\n      region: x\n",
    "password:{0}\nx: 1\n",
    "password = {0}\n",
)


@pytest.mark.parametrize("text", HOLDERS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_form_of_yaml_shows_a_secret(tmp_path, text: str, form: str):
    (tmp_path / "spec.yaml").write_text(text.format(HIDDEN))
    said = catalogue.command("lint", "--format", form, "spec.yaml", folder=tmp_path)
    assert said.code == 1
    assert HIDDEN not in said.out + said.err


@pytest.mark.parametrize("name", ["backend", "terraform", "token"])
def test_a_capture_point_of_any_name_is_shown(tmp_path, name: str):
    (tmp_path / "spec.yaml").write_text(f"version: 1\nname: x\ncapture_points:\n  {name}:\n    vpc: nonsense-2\n")
    said = catalogue.command("lint", "spec.yaml", folder=tmp_path)
    assert '"nonsense-2" does not fit' in said.out
    assert "    vpc: nonsense-2" in said.out


@pytest.mark.parametrize(
    "setting",
    [
        'custom_ca_bundle: "C:\\\\Users\\\\me@corp\\\\ca.pem"', 'shared_credentials_file: "//srv/home/me@corp/cred"',
        'workspace_key_prefix: "//x/a@b"', 'http_proxy: "http://proxy:1?code=1"', 'sts_endpoint: "https://sts.example.com"',
        "assume_role: {role_arn: 'arn:aws:iam::111122223333:role/team@x', policy: '{\"a\": \"http://x/y\"}'}",
    ],
)  # fmt: skip
def test_a_setting_without_credentials_is_taken(tmp_path, setting: str):
    spec = f"version: 1\nname: demo\nterraform:\n  backend:\n    s3: {{bucket: b, region: us-east-1, {setting}}}\n"
    (tmp_path / "spec.yaml").write_text(spec)
    assert "holds a user" not in catalogue.command("lint", "spec.yaml", folder=tmp_path).out


@pytest.mark.parametrize(
    "text", ["//" * 500_000 + " @", "?" * 1_000_000 + " =", "token " * 200_000, "a:" * 500_000 + "@"]
)
@pytest.mark.parametrize("spec", ["{0}", "version: 1\nname: x\n{0}\n", "terraform: {{ {0} [x", "terraform: {0}"])
def test_long_lines_cost_little(tmp_path, text: str, spec: str):
    """Each took from seconds to for ever; nothing is proven by the time but that it ends."""
    (tmp_path / "spec.yaml").write_text(spec.format(text))
    assert catalogue.command("lint", "spec.yaml", folder=tmp_path).code == 1
    many = "terraform: { " + "required_version: " * 2_000 + "[x\n"
    (tmp_path / "spec.yaml").write_text(many)
    assert catalogue.command("lint", "spec.yaml", folder=tmp_path).code == 1


def test_the_versions_that_a_spec_asks_for_are_shown(tmp_path):
    (tmp_path / "spec.yaml").write_text('version: 1\nname: demo\nterraform:\n  aws_provider: "~> 4.0"\n  backend: 1\n')
    assert '  aws_provider: "~> 4.0"' in catalogue.command("lint", "spec.yaml", folder=tmp_path).out


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
    lines = (
        f'# secret_key = "{HIDDEN}"', f'secret_key="{HIDDEN}"', f'"token"="{HIDDEN}"', f"password={HIDDEN}",
        "token = <<EOT", f"{HIDDEN} 1", "EOT", "tokens = [", f'"{HIDDEN} 2",', "]",
        'secrets = ["a1",', f'"{HIDDEN} 3",', "]", "credentials = {", "a = {", "}", f'c = "{HIDDEN} 4"', "}",
        'password = "x', f'{HIDDEN} 5"',
        f'x = "https://u:{HIDDEN}@x"', "shown = 1",
    )  # fmt: skip
    file.write_text("\n".join([file.read_text(), *lines, ""]))
    said = catalogue.command("check", str(spec), folder=tmp_path)
    assert said.code == 1
    assert "secret_key = …" in said.out
    assert "-shown = 1" in said.out
    assert HIDDEN not in said.out + said.err
