"""docs/spec.md is what its maker makes, says every key, and its specs are sound."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from catalogue import ROOT
from gen_flowlogs.cli.parser import COMMANDS
from gen_flowlogs.schema import language

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

PAGE = (ROOT / "docs" / "spec.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_spec", ROOT / "docs" / "make_spec.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_its_maker_makes():
    assert maker().page() == PAGE, "python docs/make_spec.py"


def mappings(node: Any) -> list[dict[str, Any]]:
    """Every mapping of the language, as the schema of its keys."""
    if isinstance(node, list):
        return [found for item in node for found in mappings(item)]
    if not isinstance(node, dict):
        return []
    own = [node["properties"]] if "additionalProperties" in node and "properties" in node else []
    return own + [found for key, item in node.items() if key not in ("if", "then") for found in mappings(item)]


def test_the_page_says_every_key():
    rows = set(re.findall(r"^\| \*{0,2}`([a-z0-9_-]+)`", PAGE, re.MULTILINE))
    keys = {key for keys in mappings(language.schema(include=False)) for key, value in keys.items() if "title" in value}
    assert keys - rows == {"ignore"}  # shown in the text


def test_the_page_has_the_commands_that_there_are():
    assert set(COMMANDS) <= set(re.findall(r"^\| `([a-z]+)`", PAGE, re.MULTILINE))


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_specs_of_the_page_are_sound(number: int, tmp_path: Path):
    text = BLOCKS[number]
    if not re.search("^version:", text, re.MULTILINE):
        text = "version: 1\nname: a\ndestinations: {d: {s3: {bucket: acme-logs, expire_days: 400}}}\n" + (
            text if "capture_points:" in text else f"{text}capture_points: {{c: {{vpc: vpc-0a1b2c3d}}}}\n"
        )
        text = re.sub(r"^defaults:.*\n", "", text) + "defaults: {destinations: d}\n"
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    said = catalogue.command("lint", "spec.yaml", folder=tmp_path)
    assert said.code == 0, said.out
    assert "error" not in said.out


def test_the_links_of_the_page_lead_somewhere():
    heads = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9_ -]", "", head.lower()).replace(" ", "-") for head in heads}
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        file, _, anchor = target.partition("#")
        if file:
            assert (ROOT / "docs" / file).is_file(), target
        else:
            assert anchor in anchors, target
