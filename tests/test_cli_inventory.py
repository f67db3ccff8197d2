"""`inventory` without AWS: the ways into accounts, the places that are asked, and the bar."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from gen_flowlogs import pipeline
from gen_flowlogs.cli import inventory, progress
from gen_flowlogs.cli.run import run
from gen_flowlogs.observe import SourceError, live

if TYPE_CHECKING:
    from pathlib import Path

STACKS = """\
version: 1
stacks:
  log: {account: "333333333333", region: us-east-1}
  a: {account: "111111111111", region: us-east-1}
  b: {account: "111111111111", region: eu-west-1}
destinations:
  archive: {s3: {bucket: acme-logs, stack: log, prefix: security}}
filters: {all: {traffic: ALL}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: [archive], filter: all, stacks: [a]}
  edge: {vpc: vpc-0a1b2c3d4e5f67891, destinations: [archive], filter: all, stacks: [b]}
"""
ALONE = """\
version: 1
destinations: {logs: {cloudwatch_logs: {log_group: /net, retention_days: 90}}}
filters: {all: {traffic: ALL}}
capture_points: {core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: [logs], filter: all}}
"""


def spec_of(text: str) -> Any:
    compiled = pipeline.compile(text.encode(), "net.yaml", files=False)
    assert not [each for each in compiled.diagnostics if each.severity == "error"], compiled.diagnostics
    return compiled.spec


@pytest.mark.parametrize(
    ("texts", "regions", "places"),
    [
        ((), (), [(None, None)]),
        ((), ("us-east-1", "us-east-1"), [(None, "us-east-1")]),
        ((ALONE,), (), [(None, None)]),
        (
            (STACKS,),
            (),
            [("333333333333", "us-east-1"), ("111111111111", "us-east-1"), ("111111111111", "eu-west-1")],
        ),
        ((STACKS,), ("eu-west-1",), [("333333333333", "eu-west-1"), ("111111111111", "eu-west-1")]),
    ],
)
def test_places(texts: tuple[str, ...], regions: tuple[str, ...], places: list[tuple[str | None, str | None]]):
    assert sorted(inventory.places(map(spec_of, texts), regions), key=str) == sorted(places, key=str)


def test_the_buckets_of_owners():
    assert inventory.owned_buckets([spec_of(STACKS), spec_of(ALONE)]) == {"333333333333": ("acme-logs",)}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--role", "arn:aws:iam::111111111111:role/security/audit"], "give --role security/audit"),
        (["--role", "arn:x"], "give --role NAME"),
        (["--role", "a b"], '"a b" is not the name of a role'),
        (["--role", ""], '"" is not the name of a role'),
        (["--role", "audit\n"], "is not the name of a role"),
        (["--external-id", "x"], "add --role NAME"),
    ],
)
def test_ways_that_lead_nowhere(options: list[str], message: str, capsys: pytest.CaptureFixture[str]):
    assert run(["inventory", *options]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_spec_with_errors_is_not_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(live, "collect", lambda *_, **__: pytest.fail("AWS was asked"))
    spec = tmp_path / "net.yaml"
    spec.write_text(STACKS.replace("traffic: ALL", "traffic: NONE"))
    assert run(["inventory", str(spec)]) == 1
    said = capsys.readouterr()
    assert "traffic" in said.err
    assert said.out == ""


def test_no_way_into_aws_is_exit_code_3(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def collect(*_: object, **__: object) -> None:
        raise SourceError("AWS", "no credentials were found", "log in")

    monkeypatch.setattr(live, "collect", collect)
    assert run(["inventory"]) == 3
    assert capsys.readouterr().err == 'gen-flowlogs: cannot use "AWS": no credentials were found; log in\n'


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    with progress.progress() as bar:
        assert bar is not None
        bar(6, 24, "111111111111")
    drawn = terminal.getvalue().split("\r")
    assert drawn[1].rstrip() == "[######                  ]  25 % account 111111111111"
    assert drawn[2] == " " * 59
    assert "\n" not in terminal.getvalue()


@pytest.mark.parametrize("kind", ["pipe", "dumb", "closed"])
def test_no_bar_elsewhere(monkeypatch: pytest.MonkeyPatch, kind: str):
    stream = {"pipe": io.StringIO(), "dumb": Terminal(), "closed": None}[kind]
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "dumb" if kind == "dumb" else "xterm")
    with progress.progress() as bar:
        assert bar is None
    assert stream is None or stream.getvalue() == ""


def test_a_bar_that_has_nothing_to_do():
    assert progress.bar(0, 0, "x").startswith("[########################] 100 %")
