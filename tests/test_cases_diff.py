"""The pairs of tests/cases/diff: what `diff` says about each, in every format."""

from __future__ import annotations

import json
from typing import get_args

import jsonschema
import pytest

import catalogue
from catalogue import DiffCase
from gen_flowlogs.compare.comparison import Action, EffectKind

CASES = catalogue.diff_cases()
SCHEMA = json.loads((catalogue.ROOT / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
SETTINGS = {"inventory", "planned", "refused", "reason"}

each_case = pytest.mark.parametrize("case", CASES, ids=str)


@each_case
@pytest.mark.parametrize("form", catalogue.FORMS)
def test_diff_is_the_golden_one(case: DiffCase, form: str):
    golden = (case.folder / catalogue.FORMS[form]).read_bytes().decode()
    assert catalogue.diffed(case, form) == catalogue.Said(0, golden, ""), "if this is meant: make golden, and read it"


@each_case
def test_json_is_what_the_schema_says(case: DiffCase):
    jsonschema.validate(json.loads((case.folder / "expected.json").read_text(encoding="utf-8")), SCHEMA)


@each_case
def test_a_case_says_what_it_is(case: DiffCase):
    assert (case.folder / "new.yaml").read_text(encoding="utf-8").startswith("# ")
    assert case.settings.keys() <= SETTINGS
    assert not case.settings or case.settings.get("reason")


def test_the_cases_have_every_action_and_every_effect():
    reports = [json.loads((case.folder / "expected.json").read_text(encoding="utf-8")) for case in CASES]
    assert {each["action"] for report in reports for each in report["changes"]} == set(get_args(Action))
    assert {each["effect"] for report in reports for each in report["coverage"]} == set(get_args(EffectKind))
