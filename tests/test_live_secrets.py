"""`inventory`, `audit --live` and `adopt --live` before an AWS that sends back all that it is sent: no part comes out.

It stands for a proxy or an endpoint that puts the request into its errors. No emulator is needed.
"""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote_plus

import pytest

from commands import SPEC, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("boto3")

KEY, SECRET, TOKEN, EXTERNAL = "AKIASECRETSECRET0001", "SECRETkey/of+40", "SECRETtoken//session==", "SECRETexternal"
ASSUMED = ("ASIASECRETSECRET0002", "SECRETassumed/key", "SECRETassumed/token")
WHO = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111111111111:user/me</Arn><UserId>AIDA</UserId><Account>111111111111</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
ROLE = """<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>{}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey><SessionToken>{}</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"""
NONE = '<DescribeFlowLogsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><flowLogSet/></DescribeFlowLogsResponse>'
BY_ROLE = ["--role", "audit", "--external-id", EXTERNAL, "stacks.yaml"]
COMMANDS = {
    "inventory": ["inventory", "spec.yaml"],
    "inventory by a role": ["inventory", *BY_ROLE],
    "audit": ["audit", "--live", "spec.yaml"],
    "audit by a role": ["audit", "--live", *BY_ROLE],
    "audit as JSON": ["audit", "--live", "--format", "json", "spec.yaml"],
    "audit as Markdown": ["audit", "--live", "--format", "markdown", "spec.yaml"],
    "adopt": ["adopt", "--live"],
}
REFUSALS = {
    "denied": ("inventory", "audit by a role", "adopt"),
    "denied but flow logs": COMMANDS,
    "garbage": ("inventory", "audit by a role", "adopt"),
    "no identity": ("inventory by a role", "audit", "adopt"),
    "no role": ("inventory by a role", "audit by a role"),
}
"""How AWS refuses → the commands that meet it."""


class Echo(BaseHTTPRequestHandler):
    """AWS as the test has it: `mode` is how it refuses."""

    mode = ""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        sent = f"{self.requestline}\n{self.headers}{self._body()} {SECRET} {ASSUMED[1]}"
        self.asked.append(sent)
        if "Action=GetCallerIdentity" in sent and self.mode != "no identity":
            self._answer(200, WHO)
        elif "Action=AssumeRole" in sent and self.mode != "no role":
            self._answer(200, ROLE.format(*ASSUMED))
        elif "Action=DescribeFlowLogs" in sent and self.mode == "denied but flow logs":
            self._answer(200, NONE)
        elif self.mode == "garbage":
            self._answer(200, sent)
        else:
            echoed = sent.replace("&", "&amp;").replace("<", "&lt;")
            error = f"<Code>UnauthorizedOperation</Code><Message>{echoed}</Message>"
            self._answer(403, f"<Response><Errors><Error>{error}</Error></Errors><Error>{error}</Error></Response>")

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - as the base class calls them

    def _body(self) -> str:
        return unquote_plus(self.rfile.read(int(self.headers.get("content-length", 0))).decode())

    def _answer(self, code: int, text: str) -> None:
        data = text.encode()
        self.send_response(code)
        self.send_header("content-length", str(len(data)))
        self.send_header("x-amzn-errortype", "AccessDeniedException")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC)
    stacks = 'stacks:\n  prod: {account: "222222222222", region: eu-central-1}\n'
    (tmp_path / "stacks.yaml").write_text(
        SPEC.replace("destinations:\n", f"{stacks}defaults: {{stack: prod}}\ndestinations:\n", 1)
    )
    for name, value in {
        "AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "NO_PROXY": "*",
        "AWS_SESSION_TOKEN": TOKEN, "AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"), "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_MAX_ATTEMPTS": "1", "GEN_FLOWLOGS_DEBUG": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    return tmp_path


def holds_no_secret(folder: Path, command: str) -> str:
    said = say(*COMMANDS[command], folder=folder)
    text = said.out + said.err
    assert text
    assert re.findall(r"\S*(?:SECRET|Signature|Credential=|Traceback)\S*", text) == []
    assert sorted(each.name for each in folder.iterdir()) == ["spec.yaml", "stacks.yaml"], "nothing is stored"
    return text


@pytest.mark.parametrize(
    ("mode", "command"), [(mode, command) for mode, commands in REFUSALS.items() for command in commands]
)
def test_no_refusal_brings_them_out(mode: str, command: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Echo, "mode", mode)
    monkeypatch.setattr(Echo, "asked", [])
    holds_no_secret(folder, command)
    assert all(KEY in each or ASSUMED[0] in each for each in Echo.asked), "the secrets were sent, and sent back"
    assert any("Action=AssumeRole" in each for each in Echo.asked) == ("by a role" in command and mode != "no identity")


@pytest.mark.parametrize("command", ["inventory", "adopt"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_SESSION_TOKEN", f"{TOKEN}\nSECRET"),  # pasted with a line end, which no header may have
        ("AWS_ACCESS_KEY_ID", f"{KEY}\r"),
        ("AWS_SESSION_TOKEN", f"{TOKEN}\u2026"),
        ("AWS_ENDPOINT_URL", "me:SECRET@127.0.0.1"),
        ("AWS_ENDPOINT_URL", "http://me:SECRET@127.0.0.1:99999"),
        ("AWS_ENDPOINT_URL", "http://me:SECRET@[::1"),
    ],
)
def test_settings_that_cannot_be_sent(
    name: str, value: str, command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Echo, "mode", "denied")
    monkeypatch.setenv(name, value)
    assert "internal error" not in holds_no_secret(folder, command)
