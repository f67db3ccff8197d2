"""The docstrings that `make lint` refuses: it sees each kind of them, and no other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import headless

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SEEN = '''"""What a module is."""
import ast

TABLE: tuple[int, ...] = (1,)
"""Those that count."""
OTHER = 2
"""Nothing more."""


class Some:
    """Who it is."""

    field: int = 0
    """How many there are."""

    async def method(self):
        """
        Everything it does.
        """
        if self:
            inner = 1
            """Something inside."""
'''
UNSEEN = '''"""Whether this is seen: it is the docstring of a boolean."""

TEXT = """What a value says is its own affair."""
print("Who is printed")
"""What follows a call documents nothing."""


def function():
    """Whatever begins so has another first word, and what follows does not matter.

    What a later paragraph says.
    """
    # What a comment says
    return "Nothing"
'''


def test_every_kind_of_docstring_is_seen(tmp_path: Path):
    file = tmp_path / "module.py"
    file.write_text(SEEN, encoding="utf-8")
    found = [line.removeprefix(f"{file}:") for line in headless.headless(file)]
    assert sorted(found, key=lambda line: int(line.split(":")[0])) == [
        "1: What a module is.",
        "5: Those that count.",
        "7: Nothing more.",
        "11: Who it is.",
        "14: How many there are.",
        "17: Everything it does.",
        "22: Something inside.",
    ]


def test_other_texts_are_not(tmp_path: Path):
    file = tmp_path / "module.py"
    file.write_text(UNSEEN, encoding="utf-8")
    assert list(headless.headless(file)) == []


def test_the_script_fails_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "good.py").write_text(UNSEEN, encoding="utf-8")
    assert (headless.main([str(tmp_path)]), capsys.readouterr().out) == (0, "")
    (tmp_path / "room" / "bad.py").write_text('"""That is bad."""\n', encoding="utf-8")
    assert headless.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{tmp_path}/room/bad.py:1: That is bad.\n"
