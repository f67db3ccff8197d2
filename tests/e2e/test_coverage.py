"""The matrix leaves nothing out that a spec can say of a filter, a destination or a target."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from language import FILTERS, KINDS
from matrix import CASES, WANTED

from gen_flowlogs.schema.language import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = {
    ("filter", "tag_fields"): "needs version 6 of the AWS provider",
    ("cloudwatch_logs", "deletion_protection"): "needs version 6 of the AWS provider",
    ("s3", "transition_default_minimum_object_size"): "the emulator keeps none, and the provider waits for it",
    ("s3", "stack"): "test_lives.py, with the shipped specs",
    ("destination", "lint"): "says nothing to Terraform",
    ("destination", "retired"): "test_lives.py",
}
"""What the matrix does not say, and why."""

PARTS = ("filter", "cloudwatch_logs", "s3", "firehose", "destination", "target", "targets")


def definitions() -> dict[str, Any]:
    return schema(include=False)["definitions"]


def said() -> Iterator[tuple[str, str, Any]]:
    """Part, key and value of everything that a case says, in each of its forms."""
    for case in CASES:
        spec = case.spec("one", renamed=True)
        for each in spec.get("filters", {}).values():
            yield from (("filter", key, value) for key, value in each.items())
        for each in spec["destinations"].values():
            yield from (("destination", key, value) for key, value in each.items())
            kind = next(key for key in each if key in PARTS)
            yield from ((kind, key, value) for key, value in each[kind].items())
        for point in case.points:
            if isinstance(point.target, dict):
                yield from (("targets" if point.many else "target", *item) for item in point.target.items())


@pytest.mark.parametrize("part", PARTS)
def test_every_key_is_said(part):
    keys = set(definitions()[part]["properties"])
    told = {key for where, key, _ in said() if where == part}
    elsewhere = {key for where, key in ELSEWHERE if where == part}
    assert keys - told - elsewhere == set()


@pytest.mark.parametrize("part", PARTS)
def test_every_value_of_a_choice_is_said(part):
    """Also each default, so that it is known to be one."""
    told = {(key, json.dumps(value)) for where, key, value in said() if where == part}
    for key, says in definitions()[part]["properties"].items():
        choices = [True, False] if says.get("type") == "boolean" else says.get("enum", ())
        if key == "retention_days" or (part, key) in ELSEWHERE:
            continue
        for choice in choices:
            assert (key, json.dumps(choice)) in told or choice == says.get("default"), (key, choice)


def test_every_filter_meets_every_kind_it_fits():
    met = {(cell.row, cell.kind) for cell in WANTED if cell.part == "filter"}
    family = {kind.key: kind.transit for kind in KINDS}
    for filter_ in FILTERS:
        for transit in {kind.transit for kind in KINDS if filter_.fits(kind)}:
            assert any(row == filter_.name and family[kind] == transit for row, kind in met), filter_.name


def test_every_kind_goes_to_every_destination():
    for part in ("cloudwatch_logs", "s3", "firehose"):
        rows = {cell.row for cell in WANTED if cell.part == part}
        met = {(cell.row, cell.kind, cell.many) for cell in WANTED if cell.part == part}
        assert met == {(row, kind.key, many) for row in rows for kind in KINDS for many in (False, True)}
