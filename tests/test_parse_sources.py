"""The data of a file, and what a broken one still tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gen_flowlogs.parse.sources import Source
from small_language import diagnostics

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ((), True),
        (("a",), True),
        (("a", 1), True),
        (("a", 1, "b"), True),
        (("a", 2), False),
        (("a", "b"), False),
        (("b",), False),
        (("a", 0, "b"), False),
    ],
)
def test_whether_there_is_a_value_at_a_path(path: Path, there: Any):
    data = {"a": ["x", {"b": None}]}
    assert Source("a.yaml", data, data, {}).holds(path) is there


STACKS = {"east": {"account": "111122223333", "region": "us-east-1"}}


@pytest.mark.parametrize(
    ("defaults", "slugs"),
    [({}, ["no-stack"]), ({"stack": 5}, ["wrong-type"]), ({"stack": "east"}, []), ({"tags": 5}, ["wrong-type"])],
)
def test_a_capture_point_is_not_said_to_be_in_no_stack_where_the_defaults_are_broken(
    defaults: dict[str, Any], slugs: list[str]
):
    found = diagnostics(stacks=STACKS, defaults=defaults)
    assert [each.slug for each in found if each.severity == "error"] == slugs


def test_an_advice_that_there_is_not_is_not_written():
    for value in ("nonsense", "vpc-0a1b2c3d", "x" * 5):
        (found,) = diagnostics(capture_points={"c": {"vpcs": value, "destinations": "d"}})
        assert found.slug == "wrong-type"
        assert "None" not in found.message
        assert found.message.endswith(f'not "{value}"') is not value.startswith("vpc-")
