"""The comment of a pull request, against a server on this machine that answers as GitHub's API does, or worse."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gen_flowlogs.cli import comment, github_api
from gen_flowlogs.cli.action import CLEAN_VERDICT
from gen_flowlogs.cli.comment import AUTHOR, LONGEST, bounded, says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "ghs_0123456789abcdefghijklmnopqrstuvwxyz"
CHANGED = f"### Flow logs: specs/web.yaml\n\n**1 replaced**\n\n\n{CLEAN_VERDICT}\n"
UNCHANGED = f"### Flow logs: specs/web.yaml\n\n**nothing changes**\n\n\nCompared with `0123`, x.\n\n{CLEAN_VERDICT}\n"
COMMENTS = "/repos/owner/repo/issues/7/comments"


@dataclass
class GitHub:
    """The state of the stub: its comments, what it was asked, and the answers that come before the right ones."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    answers: dict[str, list[tuple[int, bytes, dict[str, str]]]] = field(default_factory=dict)
    address: str = ""

    def write(self, body: str, login: str = AUTHOR, kind: str = "Bot") -> dict[str, Any]:
        one = {"id": len(self.comments) + 1, "body": body, "user": {"login": login, "type": kind}}
        self.comments.append(one)
        return one

    @property
    def methods(self) -> list[str]:
        return [method for method, _, _ in self.asked]

    @property
    def marker(self) -> str:
        return comment._marker()


@pytest.fixture
def github() -> Iterator[GitHub]:
    state = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length)) if length else None
            state.asked.append((self.command, self.path, self.headers.get("Authorization")))
            status, data, headers = self.scripted() or self.right(sent)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - the names that http.server asks for

        def scripted(self) -> tuple[int, bytes, dict[str, str]] | None:
            left = state.answers.get(self.command)
            return left.pop(0) if left else None

        def right(self, sent: Any) -> tuple[int, bytes, dict[str, str]]:
            url = urlsplit(self.path)
            if self.command == "GET" and url.path == COMMENTS:
                query = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
                start = (query["page"] - 1) * query["per_page"]
                return 200, json.dumps(state.comments[start : start + query["per_page"]]).encode(), {}
            if self.command == "POST" and url.path == COMMENTS and len(sent["body"]) <= LONGEST:
                return 201, json.dumps(state.write(sent["body"])).encode(), {}
            found = re.fullmatch(r"/repos/owner/repo/issues/comments/(\d+)", url.path)
            if self.command == "PATCH" and found and len(sent["body"]) <= LONGEST:
                one = state.comments[int(found[1]) - 1]
                one["body"] = sent["body"]
                return 200, json.dumps(one).encode(), {}
            return 404, b"{}", {}

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


class Step:
    """The step, in this process."""

    def __init__(self, folder: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys
        (folder / "event.json").write_text('{"pull_request": {"number": 7}}')
        self.set(
            RUNNER_TEMP=str(folder), GITHUB_EVENT_PATH=str(folder / "event.json"), GITHUB_REPOSITORY="owner/repo",
            GITHUB_API_URL=github.address, GITHUB_TOKEN=TOKEN, COMMENT="true", GITHUB_WORKFLOW="flow logs",
            GITHUB_JOB="flow-logs",
        )  # fmt: skip
        monkeypatch.setattr(github_api, "_PAUSES", (0, 0))

    def set(self, **environment: str) -> None:
        for name, value in environment.items():
            self.monkeypatch.setenv(name, value)

    def run(self, text: str = CHANGED) -> tuple[int, str]:
        (self.folder / "gen-flowlogs.md").write_text(text, encoding="utf-8")
        code = comment.main()
        said = self.capsys.readouterr()
        assert TOKEN not in said.out + said.err
        return code, said.out + said.err


@pytest.fixture
def step(tmp_path: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Step:
    return Step(tmp_path, github, monkeypatch, capsys)


def test_created_once_and_updated_after(step: Step, github: GitHub):
    github.write("Looks good to me", "octocat", "User")
    assert step.run() == (0, "gen-flowlogs: the comment of the pull request is created\n")
    assert github.comments[1]["body"] == f"{github.marker}\n{CHANGED}"
    assert re.fullmatch(r"<!-- gen-flowlogs [0-9a-f]{16} -->", github.marker)
    assert step.run() == (0, "gen-flowlogs: the comment of the pull request is up to date\n")
    changed = CHANGED.replace("1 replaced", "2 replaced é💡")
    assert step.run(changed) == (0, "gen-flowlogs: the comment of the pull request is updated\n")
    assert [each["body"] for each in github.comments] == ["Looks good to me", f"{github.marker}\n{changed}"]
    assert github.methods == ["GET", "POST", "GET", "GET", "PATCH"]
    assert {authorization for _, _, authorization in github.asked} == {f"Bearer {TOKEN}"}


def test_what_two_runs_at_once_have_created_is_all_updated(step: Step, github: GitHub):
    for number in range(2):
        github.write(f"{github.marker}\nold {number}")
    assert "updated" in step.run()[1]
    assert [each["body"] for each in github.comments] == [f"{github.marker}\n{CHANGED}"] * 2


def test_no_comment_without_a_change_but_an_old_one_is_renewed(step: Step, github: GitHub):
    assert step.run(UNCHANGED) == (0, "gen-flowlogs: the comment of the pull request is not needed\n")
    assert github.methods == ["GET"]
    step.run()
    step.run(UNCHANGED)
    assert github.comments[0]["body"] == f"{github.marker}\n{UNCHANGED}"


@pytest.mark.parametrize(
    ("login", "kind", "lead"),
    [("octocat", "User", ""), (AUTHOR, "User", ""), ("other[bot]", "Bot", ""), (AUTHOR, "Bot", "> quoted\n")],
)
def test_the_comment_of_another_is_not_edited(login: str, kind: str, lead: str, step: Step, github: GitHub):
    theirs = f"{lead}{github.marker}\nmine"
    github.write(theirs, login, kind)
    assert "created" in step.run()[1]
    assert [each["body"] for each in github.comments] == [theirs, f"{github.marker}\n{CHANGED}"]
    assert "PATCH" not in github.methods


def test_each_job_has_its_own(step: Step, github: GitHub):
    step.run()
    step.set(GITHUB_JOB="other")
    step.run()
    step.set(GITHUB_WORKFLOW="--> x", GITHUB_JOB="flow-logs")
    step.run()
    assert len(github.comments) == 3
    assert all(re.match(r"<!-- gen-flowlogs [0-9a-f]{16} -->\n###", each["body"]) for each in github.comments)


def test_all_pages_are_read(step: Step, github: GitHub):
    for number in range(250):
        github.write(f"comment {number}", "octocat", "User")
    github.write(f"{github.marker}\nold")
    assert "updated" in step.run()[1]
    assert github.methods == ["GET", "GET", "GET", "PATCH"]
    assert github.comments[250]["body"] == f"{github.marker}\n{CHANGED}"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_fork_without_permission_does_not_fail_and_is_said(method: str, status: int, step: Step, github: GitHub):
    github.answers[method] = [(status, json.dumps({"message": f"not with {TOKEN}"}).encode(), {})]
    code, said = step.run()
    assert code == 0
    assert said.startswith(
        f"::warning title=gen-flowlogs::no comment: GitHub answers {status}: the job needs the permi"
    )
    assert "pull-requests: write" in said
    assert github.comments == []
    assert len(github.asked) == (1 if method == "GET" else 2)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_failure_of_github_is_tried_again(status: int, step: Step, github: GitHub):
    github.answers["GET"] = [(status, b"", {})] * 2
    assert "created" in step.run()[1]
    github.answers["PATCH"] = [(status, b"", {})] * 3
    code, said = step.run(CHANGED + "more\n")
    assert (code, github.methods.count("PATCH")) == (0, 3)
    assert said.startswith(f"::warning title=gen-flowlogs::no comment: GitHub answers {status}; the summary")


def test_a_comment_is_not_created_twice(step: Step, github: GitHub):
    github.answers["POST"] = [(502, b"", {})]
    assert "no comment: GitHub answers 502" in step.run()[1]
    assert github.methods == ["GET", "POST"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed(status: int, method: str, step: Step, github: GitHub):
    elsewhere = github.address.replace("127.0.0.1", "localhost")
    github.answers[method] = [(status, b"", {"Location": f"{elsewhere}/stolen"})]
    code, said = step.run()
    assert (code, f"no comment: GitHub answers {status};" in said) == (0, True)
    assert not [path for _, path, _ in github.asked if "stolen" in path]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"[" + b"0," * (github_api.LONGEST_ANSWER // 2) + b"0]", "larger than 16 MiB"),
        (b"<html>", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"message": "x"}', "no list of comments"),
    ],
    ids=["huge", "html", "deep", "binary", "object"],
)
def test_a_strange_answer(answer: bytes, said: str, step: Step, github: GitHub):
    github.answers["GET"] = [(200, answer, {})]
    code, text = step.run()
    assert (code, said in text) == (0, True), text
    assert "POST" not in github.methods


def test_strange_comments_are_passed_over(step: Step, github: GitHub):
    odd = [None, 1, {}, {"id": 1, "body": None, "user": None}, {"id": "x", "body": github.marker, "user": {}}]
    github.answers["GET"] = [(200, json.dumps(odd).encode(), {})]
    assert "created" in step.run()[1]


def test_more_pages_than_any_pull_request_has(step: Step, github: GitHub):
    page = json.dumps([{"id": 1}] * 100).encode()
    github.answers["GET"] = [(200, page, {})] * 60
    assert "more than 5000 comments" in step.run()[1]
    assert github.methods == ["GET"] * 50


def test_a_server_that_is_not_there(step: Step):
    step.set(GITHUB_API_URL="http://127.0.0.1:9")
    code, said = step.run()
    assert (code, "no comment: GitHub cannot be reached (" in said) == (0, True)


@pytest.mark.parametrize(
    "address",
    ["", "api.github.com", "http://example.org", "ftp://127.0.0.1", "https://", "https://a@b", "http://[", "file:///x"],
)
def test_the_token_is_sent_over_https_only(address: str, step: Step, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(github_api.OpenerDirector, "open", lambda *_, **__: pytest.fail("sent"))
    step.set(GITHUB_API_URL=address)
    code, said = step.run()
    assert (code, "no comment: GITHUB_API_URL is no " in said) == (0, True)


@pytest.mark.parametrize("address", ["https://a..b/", "https://\u00e4..b/"])
def test_an_address_that_is_none_does_not_fail(address: str, step: Step):
    step.set(GITHUB_API_URL=address)
    code, said = step.run()
    assert (code, "no comment: GITHUB_API_URL is no address;" in said) == (0, True), said


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Header: y", "é"])
def test_a_token_that_is_none(token: str, step: Step, github: GitHub):
    step.set(GITHUB_TOKEN=token)
    code, said = step.run()
    assert (code, "no comment: there is no token" in said) == (0, True)
    assert github.asked == []


@pytest.mark.parametrize("repository", ["", "owner", "owner/repo/../../x", "owner/re po", "owner/repo?x=1#"])
def test_a_repository_that_is_none(repository: str, step: Step, github: GitHub):
    step.set(GITHUB_REPOSITORY=repository)
    assert "GITHUB_REPOSITORY names no repository" in step.run()[1]
    assert github.asked == []


def test_a_run_of_no_pull_request(step: Step, github: GitHub, tmp_path: Path):
    for event in (
        "{}",
        '{"pull_request": null}',
        '{"pull_request": {"number": true}}',
        '{"pull_request": {"number": "7/x"}}',
        "[]",
    ):
        (tmp_path / "event.json").write_text(event)
        assert step.run() == (
            0, "gen-flowlogs: this run belongs to no pull request, so no comment is written\n"
        )  # fmt: skip
    assert github.asked == []


@pytest.mark.parametrize("event", ["{", "[" * 100_000, None], ids=["cut", "deep", "missing"])
def test_an_event_that_cannot_be_read_does_not_fail(event: str | None, step: Step, github: GitHub, tmp_path: Path):
    (tmp_path / "event.json").unlink() if event is None else (tmp_path / "event.json").write_text(event)
    code, said = step.run()
    assert (code, github.asked) == (0, [])
    assert "gen-flowlogs: GITHUB_EVENT_PATH names no event that can be read\n" in said
    assert "::warning title=gen-flowlogs::no comment: see the log of its step\n" in said


def test_a_bug_does_not_fail(step: Step, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comment, "_put", lambda *_: 1 // 0)
    code, said = step.run()
    assert (code, "internal error: ZeroDivisionError" in said, "::warning " in said) == (0, True, True)


def test_a_server_that_never_ends_its_answer_is_given_up(step: Step, github: GitHub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(github_api, "_LONGEST_WAIT", 0.1)
    monkeypatch.setattr(github_api, "_read", lambda *_: threading.Event().wait(60))
    assert "no comment: the answer of GitHub takes longer than 0.1 seconds;" in step.run()[1]
    assert github.asked == []


@pytest.mark.parametrize(("wanted", "code"), [("false", 0), ("", 2), ("yes", 2), ("True", 2)])
def test_the_input_is_true_or_false(wanted: str, code: int, step: Step, github: GitHub):
    step.set(COMMENT=wanted)
    assert step.run()[0] == code
    assert github.asked == []


@pytest.mark.usefixtures("step")
def test_the_step_as_the_action_starts_it(github: GitHub, tmp_path: Path):
    """In a process of its own, with a module of Python's in the folder that it must not import."""
    (tmp_path / "json.py").write_text("raise SystemExit(77)\n")
    (tmp_path / "gen-flowlogs.md").write_text(CHANGED, encoding="utf-8")
    command = [sys.executable, "-I", "-m", "gen_flowlogs.cli.comment"]
    for debug, answers in (("", []), ("1", [(403, TOKEN.encode(), {})]), ("1", [(200, TOKEN.encode(), {})])):
        github.answers["GET"] = answers
        ran = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
            env={**os.environ, "GEN_FLOWLOGS_DEBUG": debug, "LC_ALL": "C", "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert TOKEN not in ran.stdout + ran.stderr
        assert ran.stdout.startswith("::warning") == bool(debug)
    assert [each["body"] for each in github.comments] == [f"{github.marker}\n{CHANGED}"]


# the text


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        (UNCHANGED, True),
        (f"\n{CLEAN_VERDICT}\n", True),
        (UNCHANGED * 3, True),
        (CHANGED, False),
        (UNCHANGED.replace(CLEAN_VERDICT, "❌ no"), False),
        (UNCHANGED + "… and 3 more specs\n", False),
        ("Flow logs: the change could not be compared with its base; see the log.\n", False),
        (UNCHANGED.replace("\n\n", "\n\n- \N{INFORMATION SOURCE} the name changes\n", 1), False),
    ],
)
def test_a_summary_that_says_nothing(text: str, nothing: bool):  # noqa: FBT001 - a parameter
    assert says_nothing(text) is nothing


@pytest.mark.parametrize("character", ["x", "é", "💡"])
def test_a_long_text_is_cut_and_says_so(character: str):
    lines = f"{character * 100}\n" * 2000
    text = f"<!-- m -->\n### Flow logs\n\n<details><summary>Map</summary>\n\n```mermaid\n{lines}```\n\n</details>\n"
    cut = bounded(text)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert len(cut.encode("utf-16-le")) // 2 > LONGEST - 1000
    assert cut.startswith("<!-- m -->\n### Flow logs\n")
    assert cut.endswith("```\n\n</details>\n\n… cut here; the summary of the job has the rest.\n")
    assert bounded(cut) == cut
    assert bounded("x" * LONGEST) == "x" * LONGEST


def test_a_text_that_is_too_long_is_taken(step: Step, github: GitHub):
    assert "created" in step.run(CHANGED + "x\n" * 100_000)[1]
    assert "… cut here" in github.comments[0]["body"]
