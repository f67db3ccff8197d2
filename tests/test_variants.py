"""Variants of definitions, each for some stacks: alike ones change nothing, different ones count in their stacks."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

import pytest

import catalogue
from gen_flowlogs import lint, render, view
from gen_flowlogs.compare import compare
from gen_flowlogs.model import S3, CapturePoint, CloudWatchLogs, Destination, Filter, Ids, Lookup, Spec
from generated_specs import pairs, specs
from mutations import compiled
from split_specs import by_chance, split
from test_generated_specs import compiled as compiled_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs.compare import Comparison
    from gen_flowlogs.model import Variant

DRAWN = 15
OF_ONE_STACK = ("covered-capture", "recorded-twice")
"""Rules that want a reason in every stack of a capture point, or of a variant: there are fewer stacks of a variant."""


def findings(spec: Spec, *, without: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    found = lint.check(spec, today=catalogue.TODAY)
    return {(each.slug, each.message, each.at) for each in found if each.slug not in without}


def files(spec: Spec) -> dict[str, str]:
    return render.render(view.views(spec), header="# header")


def has_stacks(spec: Spec) -> bool:
    return any(stack.name is not None for stack in spec.stacks)


def divided(spec: Spec, seed: str) -> Spec:
    """A spec with stacks whose definitions have variants that are alike; any other one as it is."""
    random = Random(seed)
    groups = next((found for _ in range(9) if (found := by_chance(spec, random))), {})  # at first perhaps of nothing
    return split(spec, groups) if has_stacks(spec) else spec


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


def names_stacks(path: Path) -> bool:
    """Whether the text of a spec has stacks; compiling it only to find out would cost every process that collects."""
    return b"\nstacks:" in path.read_bytes()


def reads_values(path: Path) -> bool:
    """Whether a spec may have variants by itself, by its text too; those are not split further."""
    return re.search(rb"\{value:|\{[a-z_]+\}|stack: each|retired: \[", path.read_bytes()) is not None


STACKED = [
    case
    for case in (*catalogue.ok_cases(), *catalogue.err_cases())
    if names_stacks(case.folder / case.spec) and not reads_values(case.folder / case.spec)
]
CHANGED = [
    case
    for case in catalogue.diff_cases()
    if any(names_stacks(case.folder / each) for each in ("old.yaml", "new.yaml"))
    and not any(reads_values(case.folder / each) for each in ("old.yaml", "new.yaml"))
]


@pytest.mark.parametrize("case", STACKED, ids=str)
def test_variants_that_are_alike_are_one_definition(case: catalogue.Case):
    compiled = catalogue.compiled(case)
    if not has_stacks(compiled.spec):
        pytest.skip("its stacks cannot be understood")
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


# Different variants: in each stack they are what one spec is that has the values of this stack everywhere.


def _number(definition: CapturePoint | Destination | Filter, stacks: Variant, below: int) -> int:
    return crc32(repr((definition.name, stacks)).encode()) % below


def other_filter(one: Filter, stacks: Variant) -> Filter:
    return replace(one, traffic_type=("ALL", "REJECT", one.traffic_type)[_number(one, stacks, 3)])


def other_destination(one: Destination, stacks: Variant) -> Destination:
    number = _number(one, stacks, 12)
    match one:
        case CloudWatchLogs(retired=False):
            return replace(
                one,
                log_group=one.log_group + ("", "/a", "/b")[number % 3],
                retention_days=(30, 90, 365, None)[number % 4],
                tags=(("Number", str(number)),),
            )
        case S3(existing=True, retired=False, bucket=str()):
            return replace(one, bucket=one.bucket + ("", "-a", "-b")[number % 3])
    return one


def other_point(one: CapturePoint, stacks: Variant) -> CapturePoint:
    return replace(one, tags=(("Number", str(_number(one, stacks, 3))),))


def differing(spec: Spec, groups: Mapping[str, Sequence[Variant]]) -> Spec:
    """A spec with variants, each with values of its own."""

    def group(point: CapturePoint) -> Variant:
        return next(each for each in groups[f"capture_points.{point.name}"] if point.variant[0] in each)

    return split(
        spec,
        groups,
        filters=lambda each: other_filter(each, each.variant),
        destinations=lambda each: other_destination(each, each.variant),
        points=lambda each: other_point(each, group(each)),
    )


def as_in(stack: str, spec: Spec, groups: Mapping[str, Sequence[Variant]]) -> Spec:
    """A spec without variants whose definitions have the values of one stack everywhere."""

    def stacks(section: str, name: str) -> Variant:
        return next((each for each in groups.get(f"{section}.{name}", ()) if stack in each), ())

    filters = {
        each.name: other_filter(each, of) if (of := stacks("filters", each.name)) else each for each in spec.filters
    }
    destinations = {
        each.name: other_destination(each, of) if (of := stacks("destinations", each.name)) else each
        for each in spec.destinations
    }
    points = (
        replace(
            each,
            filter=filters.get(each.filter.name, each.filter),
            destinations=tuple(destinations[to.name] for to in each.destinations),
        )
        for each in spec.capture_points
    )
    return replace(
        spec,
        filters=tuple(filters.values()),
        destinations=tuple(destinations.values()),
        capture_points=tuple(
            other_point(each, of) if (of := stacks("capture_points", each.name)) else each for each in points
        ),
    )


_RETIRING = re.compile("; (?:add a destination|write `retired)")


def of_stack(comparison: Comparison, stack: str) -> tuple[object, object]:
    """The changes of one stack, each with its likeliest cause, and the effects there.

    A destination can be retired only in all of its stacks, so that advice is no matter of one.
    """
    effects = {
        (each.capture_point, each.destination, each.effect, _RETIRING.split(each.message)[0])
        for each in comparison.effects
        if each.stack == stack
    }
    return {replace(each, causes=each.causes[:1]) for each in comparison.changes if each.stack == stack}, effects


def is_valid(spec: Spec) -> bool:
    return all(each.severity != "error" for each in lint.check(spec, today=catalogue.TODAY))


def test_each_stack_has_what_its_variants_say():
    asked = 0
    for one in specs(21, DRAWN * 2):
        spec = compiled_of(one).spec
        if len(spec.stacks) < 2:
            continue
        before, after = by_chance(spec, Random(f"{one.name} before")), by_chance(spec, Random(f"{one.name} after"))
        old, new = differing(spec, before), differing(spec, after)
        if not is_valid(old) or not is_valid(new):
            continue
        made, begun, changed = files(new), compare(spec, new), compare(old, new)
        for name in (str(stack.name) for stack in spec.stacks):
            was, now = as_in(name, spec, before), as_in(name, spec, after)
            if not is_valid(was) or not is_valid(now):
                continue
            asked += 1
            expected = {path: text for path, text in files(now).items() if path.startswith(f"{name}/")}
            assert {path: text for path, text in made.items() if path.startswith(f"{name}/")} == expected
            assert of_stack(begun, name) == of_stack(compare(spec, now), name)
            assert of_stack(changed, name) == of_stack(compare(was, now), name)
    assert asked > DRAWN / 2


# Variants of one definition beside each other.

DEV_AND_STAGE: Variant = ("dev", "stage")
TWO: Sequence[Variant] = (DEV_AND_STAGE, ("prod",))
EACH: Sequence[Variant] = (("dev",), ("prod",), ("stage",))


def three(*, points: dict[str, object], destinations: dict[str, object], twins: bool = False) -> Spec:
    """A spec of three stacks; `twins`: two of them are one account and region."""
    prod = "111122223333" if twins else "444455556666"
    return compiled({
        "version": 1,
        "name": "demo",
        "stacks": {
            "dev": {"account": "111122223333", "region": "us-east-1"},
            "prod": {"account": prod, "region": "us-east-1"},
            "stage": {"account": "222233334444", "region": "eu-west-1"},
        },
        "filters": {"web": {"fields": {"preset": "default", "add": ["vpc-id"]}}},
        "defaults": {"stack": "all", "filter": "web"},
        "destinations": destinations,
        "capture_points": points,
    }).spec  # fmt: skip


def messages(spec: Spec) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in lint.check(spec, today=catalogue.TODAY):
        found.setdefault(each.slug, []).append(each.message)
    return found


LOOKUP = {"vpcs": {"lookup": {"tags": {}}}}
LAKE = {"s3": {"bucket": "acme-flow-logs", "stack": "dev", "expire_days": 400}}
CENTRAL = {"cloudwatch_logs": {"log_group": "/flow-logs"}}


def fewer_fields_in_prod(one: Filter) -> Filter:
    return replace(one, names=("tcp-flags",)) if one.variant == ("prod",) else one


def test_two_formats_of_one_filter_in_a_shared_bucket():
    spec = three(points={"core": {**LOOKUP, "destinations": "lake"}}, destinations={"lake": LAKE})
    (said,) = messages(split(spec, {"filters.web": TWO}, filters=fewer_fields_in_prod))["mixed-formats"]
    assert said.startswith(
        '"core" in the stack "prod" and "core" in the stack "dev" write different fields into the bucket '
        '"acme-flow-logs"'
    )
    asking = replace(spec, destinations=tuple(replace(each, queries=True) for each in spec.destinations))
    asking = replace(
        asking, capture_points=tuple(replace(each, destinations=asking.destinations) for each in spec.capture_points)
    )
    (said,) = messages(split(asking, {"filters.web": TWO}, filters=fewer_fields_in_prod))["query-layout"]
    assert said.startswith('"core" in the stack "prod" and "core" in the stack "dev" write different fields')


def in_each_stack(one: Destination) -> Destination:
    assert isinstance(one, S3)
    return replace(one, stack=one.variant[0])


@pytest.mark.parametrize("existing", [False, True])
def test_a_bucket_in_each_stack_needs_a_name_in_each(*, existing: bool):
    lake = {"s3": {"bucket": "acme-flow-logs", "existing": True} if existing else LAKE["s3"]}
    spec = three(points={"core": {**LOOKUP, "destinations": "lake"}}, destinations={"lake": lake})
    found = messages(split(spec, {"destinations.lake": EACH}, destinations=in_each_stack))
    (said,) = found["name-conflict"]
    assert said.startswith('`stack: each` means a bucket in each stack, and in "dev", "prod" and "stage" its name is')

    def named(one: Destination) -> Destination:
        assert isinstance(one, S3)
        return replace(in_each_stack(one), bucket=f"{one.bucket}-{one.variant[0]}")

    apart = split(spec, {"destinations.lake": EACH}, destinations=named)
    assert messages(apart) == {}
    made = files(apart)
    for stack in ("dev", "prod", "stage"):
        assert f"acme-flow-logs-{stack}" in (made[f"{stack}/flow_logs.tf"] if existing else made[f"{stack}/s3.tf"])
        assert not any(f"acme-flow-logs-{other}" in text for other in {"dev", "prod", "stage"} - {stack}
                       for path, text in made.items() if path.startswith(f"{stack}/"))  # fmt: skip


def test_a_definition_has_a_use_if_one_of_its_variants_has():
    spec = three(points={"core": {**LOOKUP, "destinations": "central"}}, destinations={"central": CENTRAL})
    assert messages(split(spec, {"destinations.central": TWO, "filters.web": TWO})) == {}
    point = replace(spec.capture_points[0], stacks=spec.stacks[:1])
    fewer = replace(spec, capture_points=(point,), stacks=spec.stacks[:1])
    assert messages(split(fewer, {"destinations.central": TWO, "filters.web": TWO})) == {}
    none = replace(spec, capture_points=())
    unused = messages(split(none, {"destinations.central": TWO, "filters.web": TWO}))["unused-definition"]
    assert sorted(unused) == sorted(messages(none)["unused-definition"])


def test_an_ignored_rule_is_needed_if_one_variant_needs_it():
    central = {**CENTRAL, "lint": {"ignore": {"retention": "it is a test"}}}
    spec = three(points={"core": {**LOOKUP, "destinations": "central"}}, destinations={"central": central})

    def short_in_prod(one: Destination) -> Destination:
        assert isinstance(one, CloudWatchLogs)
        return replace(one, retention_days=30) if one.variant == ("prod",) else one

    assert messages(split(spec, {"destinations.central": TWO}, destinations=short_in_prod)) == {}
    assert len(messages(split(spec, {"destinations.central": EACH}))["unused-ignore"]) == 1


def test_a_finding_of_many_variants_is_one():
    central = {"cloudwatch_logs": {"log_group": "/flow-logs", "retention_days": 30}}
    spec = three(points={"core": {**LOOKUP, "destinations": "central"}}, destinations={"central": central})
    apart = split(spec, {"destinations.central": EACH, "capture_points.core": EACH})
    assert [len(each) for each in messages(apart).values()] == [1]


def test_an_id_belongs_to_one_variant():
    spec = three(
        points={"core": {"vpc": "vpc-0a1b2c3d4e5f67890", "destinations": "central"}}, destinations={"central": CENTRAL}
    )
    (said,) = messages(split(spec, {"capture_points.core": EACH}))["stack-target"]
    assert said == messages(spec)["stack-target"][0]

    def own(one: CapturePoint) -> CapturePoint:
        return replace(one, target=Ids((f"vpc-0a1b2c3d4e5f6789{len(one.variant[0])}",)))

    assert messages(split(spec, {"capture_points.core": EACH}, points=own)) == {}

    def own_but_for_two(one: CapturePoint) -> CapturePoint:
        return replace(one, target=Ids((f"vpc-0a1b2c3d4e5f6789{len(one.variant[0]) // 5}",)))

    (said,) = messages(split(spec, {"capture_points.core": EACH}, points=own_but_for_two))["stack-target"]
    assert '"core" in 2 stacks' in said


def test_variants_in_stacks_of_one_location():
    spec = three(points={"core": {**LOOKUP, "destinations": "central"}}, destinations={"central": CENTRAL}, twins=True)
    groups = {"capture_points.core": EACH, "destinations.central": EACH, "filters.web": EACH}
    assert messages(split(spec, groups)) == messages(spec)
    assert messages(spec).keys() == {"name-conflict", "duplicate-flow-log"}

    def own_group(one: Destination) -> Destination:
        assert isinstance(one, CloudWatchLogs)
        return replace(one, log_group=f"/{one.variant[0]}")

    assert messages(split(spec, groups, destinations=own_group)) == {}


def test_a_container_is_that_of_the_stack():
    spec = three(
        points={
            "core": {"vpcs": {"lookup": {"tags": {"a": "b"}}}, "destinations": "central"},
            "web": {"subnets": {"lookup": {"tags": {}, "within": "core"}}, "destinations": "central"},
        },
        destinations={"central": CENTRAL},
    )

    def rejected_in_prod(one: Filter) -> Filter:
        return replace(one, traffic_type="REJECT") if one.variant == ("prod",) else one

    assert "covered-capture" in messages(spec)
    groups = {"capture_points.core": TWO, "filters.web": TWO}
    assert "covered-capture" in messages(split(spec, groups))

    def apart(one: CapturePoint) -> CapturePoint:
        """Only one of the stacks still records the whole VPCs."""
        whole = one.variant == ("prod",)
        return one if whole else replace(one, filter=replace(one.filter, traffic_type="REJECT"))

    assert "covered-capture" not in messages(split(spec, {"capture_points.core": TWO}, points=apart))
    both = {"capture_points.core": TWO, "capture_points.web": TWO}
    core_alone = split(spec, both, points=lambda one: apart(one) if one.name == "core" else one)
    assert "covered-capture" in messages(core_alone)
    assert "covered-capture" in messages(split(spec, groups, filters=rejected_in_prod))


def test_a_container_by_its_id_is_judged_for_the_variants_that_have_it():
    spec = three(
        points={
            "web": {
                "subnets": {"lookup": {"tags": {}, "within": "vpc-0a1b2c3d4e5f67890"}}, "destinations": "central",
            }
        },
        destinations={"central": CENTRAL},
    )  # fmt: skip
    (said,) = messages(spec)["stack-target"]
    assert messages(split(spec, {"capture_points.web": EACH}))["stack-target"] == [said]

    def own(one: CapturePoint) -> CapturePoint:
        assert isinstance(one.target, Lookup)
        return replace(one, target=replace(one.target, within=f"vpc-0a1b2c3d4e5f6789{len(one.variant[0])}"))

    assert messages(split(spec, {"capture_points.web": EACH}, points=own)) == {}


def test_a_change_in_one_stack_of_three_is_told_of_that_stack():
    spec = three(points={"core": {**LOOKUP, "destinations": "central"}}, destinations={"central": CENTRAL})

    def short_in_prod(one: Destination) -> Destination:
        assert isinstance(one, CloudWatchLogs)
        return replace(one, retention_days=30) if one.variant == ("prod",) else one

    changed = compare(spec, split(spec, {"destinations.central": TWO}, destinations=short_in_prod))
    assert [(each.stack, each.action, each.reason) for each in changed.changes] == [
        ("prod", "update", "retention_in_days: 365 → 30")
    ]
    assert [(each.stack, each.effect) for each in changed.effects] == [("prod", "history")]
    again = compare(
        split(spec, {"destinations.central": TWO}, destinations=short_in_prod),
        split(spec, {"destinations.central": EACH}, destinations=short_in_prod),
    )
    assert again.changes == again.effects == ()


def test_a_retired_destination_is_retired_where_it_has_a_variant():
    spec = three(
        points={"core": {**LOOKUP, "destinations": "central"}},
        destinations={"central": CENTRAL, "old": {"cloudwatch_logs": {"log_group": "/old"}, "retired": True}},
    )

    def named(one: Destination) -> Destination:
        assert isinstance(one, CloudWatchLogs)
        return replace(one, log_group=f"/old/{one.variant[0]}")

    made = files(split(spec, {"destinations.old": TWO}, destinations=named))
    assert {path for path, text in made.items() if "removed" in text} == {
        "dev/moves.tf", "prod/moves.tf", "stage/moves.tf",
    }  # fmt: skip
    made = files(split(spec, {"destinations.old": (DEV_AND_STAGE,)}, destinations=named))
    assert {path for path, text in made.items() if "removed" in text} == {"dev/moves.tf", "stage/moves.tf"}
