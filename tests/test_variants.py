"""Variants of definitions, each for some stacks: alike ones change nothing, different ones count in their stacks."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import lint, render, view
from gen_flowlogs.compare import compare
from generated_specs import pairs
from split_specs import by_chance, split
from test_generated_specs import compiled as compiled_of

if TYPE_CHECKING:
    from gen_flowlogs.model import Spec

DRAWN = 30
OF_ONE_STACK = ("covered-capture", "recorded-twice")
"""Rules that want a reason in every stack of a capture point, or of a variant: there are fewer stacks of a variant."""


def findings(spec: Spec, *, without: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    found = lint.check(spec, today=catalogue.TODAY)
    return {(each.slug, each.message, each.at) for each in found if each.slug not in without}


def files(spec: Spec) -> dict[str, str]:
    return render.render(view.views(spec), header="# header")


def divided(spec: Spec, seed: str) -> Spec:
    """A spec with stacks whose definitions have variants that are alike; any other one as it is."""
    return split(spec, by_chance(spec, Random(seed))) if len(spec.stacks) > 1 else spec


def assert_same(apart: Spec, spec: Spec, *, valid: bool) -> None:
    assert apart != spec
    assert findings(apart, without=OF_ONE_STACK) == findings(spec, without=OF_ONE_STACK)
    assert findings(apart) >= findings(spec)
    if valid:
        assert files(apart) == files(spec)


def assert_same_change(old: Spec, new: Spec, seed: str) -> None:
    expected = compare(old, new)
    before, after = divided(old, f"{seed} old"), divided(new, f"{seed} new")
    assert compare(before, after) == expected
    assert compare(before, new) == expected
    assert compare(old, after) == expected


STACKED = [
    case for case in (*catalogue.ok_cases(), *catalogue.err_cases()) if len(catalogue.compiled(case).spec.stacks) > 1
]
CHANGED = [
    case
    for case in catalogue.diff_cases()
    if any(len(case.version(spec).spec.stacks) > 1 for spec in ("old.yaml", "new.yaml"))
]


@pytest.mark.parametrize("case", STACKED, ids=str)
def test_variants_that_are_alike_are_one_definition(case: catalogue.Case):
    compiled = catalogue.compiled(case)
    assert_same(divided(compiled.spec, str(case)), compiled.spec, valid=compiled.files is not None)


@pytest.mark.parametrize("case", CHANGED, ids=str)
def test_a_change_of_variants_that_are_alike_is_one_change(case: catalogue.DiffCase):
    assert_same_change(case.version("old.yaml").spec, case.version("new.yaml").spec, str(case))


def test_variants_of_drawn_specs():
    asked = 0
    for pair in pairs(7, DRAWN):
        old, new = compiled_of(pair.old), compiled_of(pair.new)
        if len(old.spec.stacks) > 1:
            asked += 1
            assert_same(divided(old.spec, pair.name), old.spec, valid=old.files is not None)
        assert_same_change(old.spec, new.spec, pair.name)
    assert asked > DRAWN / 5
