"""The state of each stack is its own: the http backend that is written, before a real Terraform and a state server."""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

import terraform
from small_language import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CREDENTIALS = {"TF_HTTP_USERNAME": "gitlab-ci-token", "TF_HTTP_PASSWORD": "a-job-token"}
STATES = "/api/v4/projects/42/terraform/state"
STACKS = {name: {"account": "111122223333", "region": name} for name in ("us-east-1", "us-west-2")}


@dataclass
class Server:
    """The states and locks that a state server has, and each request that was made of it."""

    address: str = ""
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    locks: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """As GitLab answers: a lock is taken and given back below the state, by POST and DELETE."""
        place, _, query = path.partition("?")
        self.asked.append((method, place))
        state = place.removesuffix("/lock")
        match method, place.endswith("/lock"):
            case "POST", True if state in self.locks:
                return 423, self.locks[state].encode()
            case "POST", True:
                self.locks[state] = json.loads(body)["ID"]
                return 200, b""
            case "DELETE", True:
                del self.locks[state]
                return 200, b""
            case "POST", False:
                assert query == f"ID={self.locks[state]}"
                self.states[state] = json.loads(body)
                return 200, b""
            case "GET", False if state in self.states:
                return 200, json.dumps(self.states[state]).encode()
            case "GET", False:
                return 404, b""
        raise AssertionError(method, path)


@contextmanager
def state_server() -> Iterator[Server]:
    server = Server()
    said = ":".join((CREDENTIALS["TF_HTTP_USERNAME"], CREDENTIALS["TF_HTTP_PASSWORD"]))
    allowed = f"Basic {base64.b64encode(said.encode()).decode()}"

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known = self.headers.get("Authorization") == allowed
            code, answer = server.answer(self.command, self.path, body) if known else (401, b"")
            self.send_response(code)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_DELETE = handle_one  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.address = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


def written(settings: dict[str, Any], *, stacks: dict[str, Any] | None = None) -> dict[str, str]:
    """Each `terraform.tf` of a spec with such an http backend, by its path."""
    result = compiled(
        name="demo",
        **({"stacks": stacks, "defaults": {"stack": "all"}} if stacks else {}),
        terraform={"backend": {"http": settings}},
        destinations={"d": {"cloudwatch_logs": {"log_group": "/flow-logs"}}},
        capture_points={"c": {"vpcs": {"lookup": {"tags": {}}}, "destinations": "d"}},
    )
    assert result.files is not None, result.diagnostics
    return {path: text for path, text in result.files.items() if path.endswith("terraform.tf")}


@terraform.needs_terraform
def test_two_stacks_have_two_states(tmp_path: Path):
    with state_server() as server:
        lock = {f"{verb}_address": f"{server.address}{STATES}/lock" for verb in ("lock", "unlock")}
        methods = {"lock_method": "POST", "unlock_method": "DELETE"}
        files = written({"address": server.address + STATES, **lock, **methods}, stacks=STACKS)
        for path, text in files.items():
            folder = tmp_path / path.partition("/")[0]
            folder.mkdir()
            without_provider, found = re.subn(r"  required_providers \{.*?\n  \}\n", "", text, flags=re.DOTALL)
            assert found == 1
            resource = f'resource "terraform_data" "it" {{\n  input = "{folder.name}"\n}}\n'
            (folder / "main.tf").write_text(without_provider + resource, encoding="utf-8")
            for command in (("init",), ("apply", "-auto-approve")):
                said = terraform.run(*command, "-no-color", folder=folder, environment=CREDENTIALS)
                assert said.code == 0, said.err
    kept = {path: state["resources"][0]["instances"][0]["attributes"] for path, state in server.states.items()}
    assert {path: attributes["input"]["value"] for path, attributes in kept.items()} == {
        f"{STATES}/gen-flowlogs_demo_{name}": name for name in STACKS
    }
    locked = {path for method, path in server.asked if method == "POST" and path.endswith("/lock")}
    assert locked == {f"{path}/lock" for path in server.states}
    assert server.locks == {}


BASE = "https://states.example.com/state"


@pytest.mark.parametrize(
    ("lock", "put"),
    [
        (BASE, f"{BASE}/gen-flowlogs_demo"),
        (f"{BASE}/", f"{BASE}/gen-flowlogs_demo"),
        (f"{BASE}/lock", f"{BASE}/gen-flowlogs_demo/lock"),
        (f"{BASE}/a/lock", f"{BASE}/gen-flowlogs_demo/a/lock"),
        (f"{BASE}/locks/", f"{BASE}/locks/gen-flowlogs_demo"),
        (f"{BASE}-locks", f"{BASE}-locks/gen-flowlogs_demo"),
        ("https://states.example.com/locks", "https://states.example.com/locks/gen-flowlogs_demo"),
        ("https://locks.example.com", "https://locks.example.com/gen-flowlogs_demo"),
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_lock_has_the_name_of_its_state(lock: str, put: str, slash: str):
    (text,) = written({"address": BASE + slash, "lock_address": lock, "unlock_address": lock}).values()
    for name in ("lock_address", "unlock_address"):
        assert f'    {name:14} = "{put}"\n' in text
    assert f'    address        = "{BASE}/gen-flowlogs_demo"\n' in text
