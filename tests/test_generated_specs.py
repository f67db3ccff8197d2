"""The generator of specs: its specs compile, are the same for the same seed, and use the whole language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import generated_specs
import language_paths
from gen_flowlogs import pipeline, source
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.aws.regions import PARTITIONS
from generated_specs import Generated, beside, pairs, planned, specs, variants
from generated_specs.edits import EDITS

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPILED, EDITED, PLANNED = 300, 120, 1000
READ = 4000
"""Specs that are read at most; about a thousand are enough."""

NOT_REACHED: Mapping[str, str] = {
    **{
        f".capture_points.*({key}).within": "within-kind"
        for key in ("vpc", "vpcs", "transit_gateway", "transit_gateways")
    },
    ".capture_points.*.vpcs.lookup.within": "lookup-within",
    **{
        f".capture_points.*.{key}.lookup{path}": "lookup-plural"
        for key in ("transit_gateways", "regional_nat_gateways")
        for path in ("", ".tags", ".within", ".allow_empty", ".allow_empty = True", ".allow_empty = False")
    },
}
"""What the schema lets a spec say → the rule that refuses it: nothing contains a VPC or a transit gateway, and the
provider has no data source for several transit gateways or regional NAT gateways."""


def compiled(one: Generated) -> pipeline.Compiled:
    return pipeline.compile(
        one.files[one.main].encode(),
        one.main,
        read=lambda path: one.files[path].encode(),
        today=catalogue.TODAY,
    )


def errors(one: Generated) -> list[str]:
    return [each.message for each in compiled(one).diagnostics if each.severity == "error"]


def test_specs_compile():
    assert {one.name: found for one in specs(1, COMPILED) if (found := errors(one))} == {}


@pytest.mark.parametrize(
    ("seed", "number"),
    [
        *((20261127, 65), (20268129, 7), (20268129, 89), (20268129, 130)),  # the backend `cloud`, and long names
        *((20261127, 594), (20261126, 626)),  # a default of an included file, which no capture point takes
    ],
)
def test_specs_that_once_were_refused_compile(seed: int, number: int):
    assert errors(generated_specs.written(planned(seed, number))) == []


def test_specs_compile_after_edits_too():
    assert {(one.name, one.edits): found for one in pairs(3, EDITED) if (found := errors(one.new))} == {}


def test_pairs_are_the_same_for_a_seed_and_know_every_edit():
    assert list(pairs(7, 20)) == list(pairs(7, 20))
    assert {edit for pair in pairs(8, 300) for edit in pair.edits} == set(EDITS)
    assert all(1 <= len(pair.edits) <= 3 for pair in pairs(7, 20))
    assert [pair.old for pair in pairs(7, 20)] == list(specs(7, 20))


def test_specs_are_the_same_for_a_seed_and_differ_between_seeds():
    assert list(specs(7, 20)) == list(specs(7, 20))
    assert not {one.files[one.main] for one in specs(7, 20)} & {one.files[one.main] for one in specs(8, 20)}


def test_specs_use_the_whole_language():
    """Every key, closed value and form of the schema, in specs and in included files."""
    legal = {included: language_paths.legal(include=included) for included in (False, True)}
    left = {included: legal[included] - set(NOT_REACHED) for included in (False, True)}
    for one in specs(2, READ):
        for path, text in one.files.items():
            document = source.load(text.encode(), path)
            assert not document.findings, f"{one.name}: {document.findings}"
            said = language_paths.said(document.data, include=path != one.main)
            assert said <= legal[path != one.main], "the walk over the schema is too narrow"
            assert not said & set(NOT_REACHED)
            left[path != one.main] -= said
        if not any(left.values()):
            return
    assert left == {}


def test_the_stream_that_a_variable_stands_for_may_stand_there():
    """What the drawn specs make is adopted in tests/e2e: a stream and its role are of one account there too."""
    across = 0
    for number in range(40):
        plan = variants.on_emulator(planned(3, number))
        for destination in plan.destinations.values():
            named = destination.settings.get("delivery_stream")
            if isinstance(named, dict) and "cross_account_role" in destination.settings:
                destination.settings["delivery_stream"] = beside.stream(destination)
                across += 1
        written = generated_specs.written(plan)
        result = pipeline.compile(
            written.files[written.main].encode(), written.main,
            read=lambda path, files=written.files: files[path].encode(), today=catalogue.TODAY,
        )  # fmt: skip
        wrong = [each.message for each in result.diagnostics if "cross_account_role" in each.message]
        assert wrong == [], plan.name
    assert across > 5


def test_specs_are_in_every_partition_and_use_every_form_of_reference():
    plans = [planned(2, number) for number in range(PLANNED)]
    assert {stack.partition for plan in plans for stack in plan.stacks.values()} == set(PARTITIONS)
    kinds = {
        (destination.kind, bool(plan.stacks.get(""))) for plan in plans for destination in plan.destinations.values()
    }
    assert len(kinds) == 6  # each kind with stacks and without
    forms = {
        (point.key, point.target["ref"].split(".")[0])
        for plan in plans
        for point in plan.points.values()
        if isinstance(point.target, dict) and "ref" in point.target
    }
    assert {key for key, _ in forms} == set(BY_KEY)
    for key, (_, plural) in BY_KEY.items():
        own = {head for each, head in forms if each == key} - {"module", "data", "local", "var"}
        assert bool(own) != plural, key


@pytest.mark.parametrize("path", NOT_REACHED)
def test_nothing_could_reach_the_rest(path: str):
    """An exception is one only as long as the compiler refuses it."""
    key = next(key for key in sorted(BY_KEY, key=len, reverse=True) if f"({key})" in path or f".{key}." in path)
    kind, plural = BY_KEY[key]
    point: dict[str, Any] = {"destinations": "to", key: [kind.example] if plural else kind.example}
    if "lookup" in path:
        asked = {"within": "vpc-0a1b2c3d"} if "within" in path else {"allow_empty": path.endswith("True")}
        point[key] = {"lookup": {"tags": {}, **asked}}
    else:
        point["within"] = "vpc-0a1b2c3d"
    spec = {
        "version": 1,
        "name": "refused",
        "destinations": {"to": {"cloudwatch_logs": {"log_group": "to"}}},
        "capture_points": {"one": point},
    }
    found = compiled(Generated("refused", {"spec.yaml": json.dumps(spec)})).diagnostics
    assert [each.slug for each in found if each.severity == "error"] == [NOT_REACHED[path]]
