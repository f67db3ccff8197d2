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
from gen_flowlogs.columns import NARROWEST, cells, width_of, wrapped
from gen_flowlogs.diagnostics import Diagnostic, Position
from gen_flowlogs.show import as_text

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
@pytest.mark.parametrize("arguments", [["help"], ["help", "build"], ["rules"], ["rules", "retention"], ["fields"]])
def test_no_line_is_wider_than_the_terminal(columns: int, arguments: list[str], tmp_path: Path):
    text = on_a_terminal(columns, *arguments, folder=tmp_path)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)  # examples stay as they are
    too_wide = [line for line in prose.splitlines() if cells(line) > columns]
    assert [line for line in too_wide if " " in line.strip()] == []
    assert len(text.splitlines()) > 10


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
