"""docs/fields.md and docs/never-recorded.md are what their maker makes, and have all that the tables have."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

import pytest

from catalogue import ROOT
from gen_flowlogs.aws.fields import FIELDS, PRESETS
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.never_recorded import NEVER_RECORDED
from gen_flowlogs.aws.pitfalls import PITFALLS
from gen_flowlogs.aws.weights import record_bytes

if TYPE_CHECKING:
    from types import ModuleType

FIELDS_PAGE = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
NEVER_PAGE = (ROOT / "docs" / "never-recorded.md").read_text(encoding="utf-8")


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_records", ROOT / "docs" / "make_records.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", maker().PAGES, ids=lambda path: path.name)
def test_the_page_is_what_its_maker_makes(path: Any):
    assert maker().page(path) == path.read_text(encoding="utf-8"), "python docs/make_records.py"


def test_every_kind_has_its_column():
    rows = [line for line in NEVER_PAGE.splitlines() if line.startswith("| ")]
    head, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert head[3:] == [kind.title for kind in KINDS]
    assert len(body) == len(NEVER_RECORDED)
    for row, each in zip(body, NEVER_RECORDED, strict=True):
        assert row[0] == f"`{each.slug}`"
        assert row[1].startswith(each.traffic)
        assert [cell == "never" for cell in row[3:]] == [kind in each.kinds for kind in KINDS]


def test_every_field_preset_and_pitfall_is_there():
    for field in FIELDS:
        assert re.search(rf"^\| \[?`{re.escape(field.name)}`.* \| {field.version} \|", FIELDS_PAGE, re.MULTILINE)
    for name, preset in PRESETS.items():
        assert f"| `{name}` | {len(preset['vpc'])} | {record_bytes(preset['vpc'])} |" in FIELDS_PAGE
    for each in PITFALLS:
        assert each.title in FIELDS_PAGE
        assert each.text in FIELDS_PAGE
    links = re.findall(r"\[`[^`]+`\]\(#([^)]+)\)", FIELDS_PAGE)
    headings = set(re.findall(r"^### (.*)$", FIELDS_PAGE, re.MULTILINE))
    assert links
    assert set(links) == headings
