"""A slug leads to a file: each rule of lint is in the file of its name, or in one that lists it in `SLUGS`."""

from __future__ import annotations

import ast
import importlib
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT
from gen_flowlogs import lint
from gen_flowlogs.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "generator" / "gen_flowlogs"
FILES = sorted(path for path in (PACKAGE / "lint" / "rules").glob("*.py") if path.stem != "__init__")


def raised(path: Path) -> set[str]:
    """The slugs that a file makes findings of."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Finding"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def named(path: Path) -> set[str]:
    """The slugs that a file claims: those it lists, or the one of its name."""
    module = importlib.import_module(f"gen_flowlogs.lint.rules.{path.stem}")
    return set(getattr(module, "SLUGS", (path.stem.replace("_", "-"),)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_finds_what_it_is_named_after(path: Path):
    assert raised(path) == named(path) <= RULES.keys()


@pytest.mark.parametrize("slug", RULES)
def test_a_slug_leads_to_a_file(slug: str):
    inside = [path.stem for path in FILES if slug in named(path)]
    outside = [
        path
        for path in PACKAGE.rglob("*.py")
        if not path.is_relative_to(PACKAGE / "lint") and f'"{slug}"' in path.read_text(encoding="utf-8")
    ]
    assert inside or set(outside) - {PACKAGE / "rules.py"}, "neither lint nor an earlier stage finds it"


def test_nothing_beside_the_rules_makes_findings():
    tools = (PACKAGE / "lint").glob("*.py")
    assert {path.name: raised(path) for path in tools if raised(path)} == {}


def test_every_rule_is_called():
    lists = (lint.ERRORS, lint.COMPARING_ERRORS, lint.PROOFS, lint.WARNINGS, lint.COMPARING_WARNINGS)
    called = {(rule.__module__, rule.__name__) for rules in lists for rule in rules}
    written = {
        (f"gen_flowlogs.lint.rules.{path.stem}", node.name)
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if [each.arg for each in node.args.args] == ["index"] and "Iterator" in ast.unparse(node.returns or node)
    }
    assert written == called
