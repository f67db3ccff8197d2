"""The tables of docs/reach.md, made of the cases of reach; `make golden` renews them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import catalogue
import reach

if TYPE_CHECKING:
    from reach import ReachCase

PAGE = catalogue.ROOT / "docs" / "reach.md"
_TABLE = re.compile(r"(<!-- cases: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_HEAD = "| people write | files | whole | why not; what our output has more or other |\n| --- | --- | --- | --- |\n"


def parts(page: str) -> list[str]:
    """The parts of the page that have a table."""
    return [found[2] for found in _TABLE.finditer(page)]


def renewed(page: str) -> str:
    """The page with the tables that the cases make."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{_table(found[2])}\n{found[3]}", page)


def _table(part: str) -> str:
    rows = [_row(case) for case in reach.cases() if case.settings["part"] == part]
    return _HEAD + "".join(rows)


def _row(case: ReachCase) -> str:
    settings = case.settings
    whole = "yes" if case.whole else "**no**"
    if "stays" in settings:
        whole += f", and {settings['stays']} stays yours"
    more = ", ".join(f"`{name}`" for name in case.beside)
    link = f"[{settings['row']}](../tests/cases/reach/{case.name})"
    words = "; ".join(text for text in (settings.get("reason", ""), more) if text)
    return f"| {link} | {settings['files']} | {whole} | {words} |\n"
