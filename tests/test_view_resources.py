"""Every block of a view carries the names of the capture point and the destination that it comes from."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pytest

from catalogue import TODAY, compiled, ok_cases, read
from gen_flowlogs import pipeline
from gen_flowlogs.compare.plan.arguments import arguments
from gen_flowlogs.view import data, flow_logs, moves, variables, views
from gen_flowlogs.view.resources import PROVENANCE, resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalogue import Case
    from gen_flowlogs.model import Spec
    from gen_flowlogs.view.resources import Block

SPEC = """
version: 1
name: small
destinations:
  central: {cloudwatch_logs: {log_group: /central, kms: create}, renamed_from: middle}
  archive: {s3: {bucket: acme-archive, queries: true}}
  siem: {firehose: {delivery_stream: {var: siem}}}
  gone: {s3: {bucket: acme-gone}, retired: true}
capture_points:
  core: {vpc: {var: core}, destinations: [central, archive], renamed_from: heart}
  core-again: {vpc: {var: core}, filter: reject, destinations: siem}
  edges: {subnets: {lookup: {tags: {tier: edge}}}, destinations: central}
"""


def known(text: str) -> Spec:
    result = pipeline.compile(text.encode(), "small.yaml", read=read, today=TODAY)
    assert result.files is not None, [each.message for each in result.diagnostics]
    return result.spec


def blocks(value: object) -> Iterator[Block]:
    """Every value in a view that has a provenance, however deep."""
    if isinstance(value, tuple):
        for each in value:
            yield from blocks(each)
    elif is_dataclass(value):
        if hasattr(value, "capture_point"):
            yield value
        for each in fields(value):
            yield from blocks(getattr(value, each.name))


def names(value: object) -> set[tuple[str | None, str | None]]:
    return {(each.capture_point, each.destination) for each in blocks(value)}


@pytest.fixture(scope="module")
def small() -> dict[str, object]:
    return dict(views(known(SPEC)))


def test_flow_logs_and_what_they_iterate_over(small: dict[str, object]):
    view = small["flow_logs"]
    assert isinstance(view, flow_logs.View)
    assert names(view.locals) == {("edges", None)}
    assert names(view.flow_logs) == {
        ("core", "central"),
        ("core", "archive"),
        ("core-again", "siem"),
        ("edges", "central"),
    }


def test_what_a_destination_needs(small: dict[str, object]):
    assert names(small["cloudwatch_logs"]) == {(None, "central")}
    assert names(small["s3"]) == {(None, "archive")}
    assert names(small["queries"]) == {(None, "archive")}


def test_lookups(small: dict[str, object]):
    view = small["data"]
    assert isinstance(view, data.View)
    assert names(view.data_sources) == {("edges", None)}


def test_a_variable_of_several_comes_from_none_alone(small: dict[str, object]):
    view = small["variables"]
    assert isinstance(view, variables.View)
    assert {str(each.label): (each.capture_point, each.destination) for each in view.variables} == {
        "core": (None, None),
        "siem": (None, "siem"),
    }
    alone = views(known(SPEC.replace("core-again: {vpc: {var: core}", "core-again: {vpc: {var: other}")))["variables"]
    assert ("core", None) in names(alone)


def test_moves(small: dict[str, object]):
    view = small["moves"]
    assert isinstance(view, moves.View)
    assert {(each.capture_point, each.destination) for each in view.moves} == {
        ("core", "central"),
        ("core", "archive"),
        ("edges", "central"),
        (None, "central"),
    }
    assert names(view.removals) == {(None, "gone")}


@pytest.mark.parametrize("case", ok_cases(), ids=str)
def test_every_resource_of_a_case_comes_from_something_in_the_spec(case: Case):
    spec = compiled(case).spec
    points = {each.name for each in spec.capture_points}
    destinations = {each.name for each in spec.destinations}
    pairs = set()
    for stem, view in views(spec).items():
        for resource in resources(view):
            assert resource.destination in destinations
            assert not PROVENANCE & {name for _, name, _ in arguments(resource)}
            if isinstance(resource, flow_logs.FlowLog):
                pairs.add((stem.rpartition("/")[0], resource.capture_point, resource.destination))
                assert (
                    f"capture_points.{resource.capture_point}, destinations.{resource.destination}" in resource.comment
                )
            else:
                assert resource.capture_point is None
        for block in blocks(view):
            assert block.capture_point is None or block.capture_point in points
    assert pairs == {
        (stack.name or "", point.name, destination.name)
        for point in spec.capture_points
        for stack in point.stacks
        for destination in point.destinations
    }
