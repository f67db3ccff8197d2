"""docs/rules.md as data: a section for each rule, with a bad spec and what gen-flowlogs says about it.

A section is `## slug`, its words, then code blocks: ```yaml is the spec (spec.yaml), ```yaml NAME a file beside it,
```json NAME an inventory, ```text what `gen-flowlogs lint spec.yaml` says, with `--inventory NAME` where there is one.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import catalogue

PAGE = catalogue.ROOT / "docs" / "rules.md"

_HEADING = re.compile(r"^## `?([a-z0-9-]+)`?$", re.MULTILINE)
_BLOCK = re.compile(r"^```(yaml|json|text)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Section:
    """One rule's part of the page."""

    slug: str
    files: dict[str, str]
    said: str | None


def sections(page: str) -> tuple[Section, ...]:
    """The sections in their order."""
    found = []
    for slug, text in _parts(page):
        blocks = [(match[1], match[2], match[3]) for match in _BLOCK.finditer(text)]
        files = {name or "spec.yaml": body for kind, name, body in blocks if kind != "text"}
        said = [body for kind, _, body in blocks if kind == "text"]
        found.append(Section(slug, files, said[0] if said else None))
    return tuple(found)


def says(section: Section) -> str:
    """What lint says about the section's spec today."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in section.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        inventory = [option for path in section.files if path.endswith(".json") for option in ("--inventory", path)]
        said = catalogue.command("lint", "spec.yaml", "--as-of", catalogue.TODAY.isoformat(), *inventory, folder=folder)
    assert not said.beside, said.err
    return said.out


def renewed(page: str) -> str:
    """The page with each ```text block as it is today; sections without a spec stay as they are."""
    pieces = [page[: match.start()] if (match := _HEADING.search(page)) else page]
    for slug, text in _parts(page):
        section = next(one for one in sections(page) if one.slug == slug)
        new = says(section) if section.files else None
        pieces.append(text if new is None else _BLOCK.sub(lambda block, new=new: _with(block, new), text))
    return "".join(pieces)


def _with(block: re.Match[str], said: str) -> str:
    return f"```text\n{said}```" if block[1] == "text" else block[0]


def _parts(page: str) -> list[tuple[str, str]]:
    marks = list(_HEADING.finditer(page))
    ends = [mark.start() for mark in marks[1:]] + [len(page)]
    return [(mark[1], page[mark.start() : end]) for mark, end in zip(marks, ends, strict=True)]
