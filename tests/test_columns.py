"""The width of a terminal, and texts that fit it: excerpts, help, rules and fields."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import termios
import unicodedata
from typing import TYPE_CHECKING

import pytest

from commands import GEN_FLOWLOGS, SPEC
from gen_flowlogs.columns import NARROWEST, beside, cells, width_of, wrapped
from gen_flowlogs.decode.formats import Column
from gen_flowlogs.decode.pieces import Batch
from gen_flowlogs.diagnostics import Diagnostic, Position
from gen_flowlogs.show import as_text
from gen_flowlogs.show.decoding.table import Table

if TYPE_CHECKING:
    from pathlib import Path

WIDE = "日本語の説明"


def on_a_terminal(columns: int, *arguments: str, folder: Path) -> str:
    """What a command writes to a terminal of a width."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        environ = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
        os.read(0, 1)  # the terminal has its width
        os.execve(GEN_FLOWLOGS, [str(GEN_FLOWLOGS), *arguments], {**environ, "NO_COLOR": "1", "TERM": "xterm"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.write(terminal, b"\n")
    text = b""
    try:
        while data := os.read(terminal, 65536):
            text += data
    except OSError:  # Linux says so of a terminal that nobody has open any more
        pass
    os.waitpid(pid, 0)
    os.close(terminal)
    return text.decode().replace("\r\n", "\n").removeprefix("\n")


@pytest.mark.parametrize("columns", [50, 80, 200])
@pytest.mark.parametrize(
    "arguments", [["help"], ["help", "build"], ["rules"], ["rules", "retention"], ["fields"], ["fields", "tcp-flags"]]
)
def test_no_line_is_wider_than_the_terminal(columns: int, arguments: list[str], tmp_path: Path):
    text = on_a_terminal(columns, *arguments, folder=tmp_path)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)  # examples stay as they are
    too_wide = [line for line in prose.splitlines() if cells(line) > columns]
    assert [line for line in too_wide if " " in line.strip()] == []
    assert len(text.splitlines()) > 10


RECORDS = """version account-id srcaddr dstaddr action
2 111122223333 10.0.0.5 10.0.1.9 ACCEPT
2 111122223333 2001:db8::8a2e:370:7334 10.0.1.9 REJECT
"""


def test_records_that_are_wider_than_the_terminal_are_a_line_a_field(tmp_path: Path):
    (tmp_path / "records.log").write_text(RECORDS)
    said = {
        columns: on_a_terminal(columns, "decode", "--header", "--labels", "records.log", folder=tmp_path)
        for columns in (40, 60, 100)
    }
    assert said[40] == (
        "version     2\naccount_id  111122223333\nsrcaddr     10.0.0.5\ndstaddr     10.0.1.9\n"
        "action      ACCEPT        accepted\n\n"
        "version     2\naccount_id  111122223333\nsrcaddr     2001:db8::8a2e:370:7334\ndstaddr     10.0.1.9\n"
        "action      REJECT                   rejected\n"
    )
    assert said[60] == said[40]
    assert said[100].splitlines()[0] == "version  account_id    srcaddr                  dstaddr   action"
    assert len(said[100].splitlines()) == 3


def test_a_table_of_wide_characters_is_in_columns():
    columns = tuple(Column(name=name, kind="text") for name in ("one", "two"))
    batch = Batch(columns=columns, rows=2, tokens=[WIDE.encode(), b"y", b"b", b"z"], plain=False)
    lines = Table().write(batch).decode().splitlines()
    assert [cells(line[: line.index(last)]) for line, last in zip(lines, ("two", "y", "z"), strict=True)] == [14] * 3


def test_a_text_is_below_its_head_where_there_is_no_room():
    assert beside("head  ", "a few words", 80) == "head  a few words"
    assert beside("head  ", "a few words", None) == "head  a few words"
    assert beside("a long head of a line  ", "some words that go on", 40) == (
        "a long head of a line\n    some words that go on"
    )


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_caret_is_below_what_it_means(columns: int, tmp_path: Path):
    line = f'    {{vpc: vpc-0a1b2c3d4e5f67890, description: "{WIDE * 9}", nonsense: 1, destinations: central}}'
    (tmp_path / "x.yaml").write_text(SPEC.split("  core:")[0] + f"  core:\n{line}\n")
    said = on_a_terminal(columns, "lint", "x.yaml", folder=tmp_path).splitlines()
    source, caret = said[1], said[2]
    assert max(cells(source), cells(caret)) <= columns
    before, _, _ = source.partition("nonsense")
    assert "nonsense" in source
    assert caret == " " * cells(before) + "^" + "~" * len("nonsens")


@pytest.mark.parametrize(
    "source",
    [
        "a" * 300,
        WIDE * 60,
        "\t" * 30 + "x" * 90,
        "e\u0301" * 150,
        "한국어 " * 60 + "x",
        "\u200d" * 40 + "x" * 40,
        "x" * 44,
    ],
)
@pytest.mark.parametrize("width", [40, 79, 80, 300, None])
def test_an_excerpt_fits(source: str, width: int | None):
    for column in (1, 2, len(source) // 2, len(source) - 1, len(source)):
        one = Diagnostic("error", "yaml-syntax", "m", Position("f", 1, column, 3), source)
        _, excerpt, caret = as_text([one], width=width).splitlines()
        assert max(cells(excerpt), len(caret)) <= (125 if width is None else min(width, 125)), (column, excerpt)
        meant = source[column - 1]
        if meant.isprintable() and not unicodedata.combining(meant):
            assert excerpt[len(at(excerpt, caret.index("^"))) :].startswith(meant)


def at(text: str, columns: int) -> str:
    """The beginning of a text that takes so many columns, with what joins its last character."""
    taken = ""
    while cells(taken) < columns or (text[len(taken) :] and cells(text[len(taken)]) == 0):
        taken += text[len(taken)]
    return taken


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("한", 2), ("\u1112\u1161\u11ab", 2), ("a\u200db", 2), ("é", 1), ("", 0)],
)
def test_cells(text: str, columns: int):
    assert cells(text) == columns


def test_wrapped():
    assert wrapped("one two three", None) == "one two three"
    assert wrapped("one two three", 13) == "one two three"
    assert wrapped("one two three", 9, 2) == "one two\n  three"
    assert wrapped("a   b-c d", 7, 4) == "a   b-c\n    d"
    assert wrapped("日本 日本 日本", 9) == "日本 日本\n日本"
    assert wrapped("x" * 20 + " y", 10) == "x" * 20 + "\ny"


class Stream:
    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("terminal", "columns", "width"),
    [
        (False, "80", None), (True, "80", 80), (True, "1", NARROWEST), (True, "0", None), (True, "", None),
        (True, "x", None), (True, "-5", None), (True, "9" * 30, None),
    ],
)  # fmt: skip
def test_width_of(*, terminal: bool, columns: str, width: int | None):
    assert width_of(Stream(terminal=terminal), {"COLUMNS": columns}) == width  # type: ignore[arg-type]
