"""`diff` against `terraform plan`: the same address has the same action, for the same reason.

A sample here; `make compare` runs every mutation alone, there and back, and hundreds put together by chance.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import mutations
import terraform
import terraform_plan
from gen_flowlogs.compare import compare
from gen_flowlogs.compare.plan.actions import ModulePlan
from gen_flowlogs.compare.plan.arguments import META, arguments
from gen_flowlogs.compare.plan.instances import instances

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mutations import Pair

ALL = pytest.mark.skipif("GEN_FLOWLOGS_COMPARE" not in os.environ, reason="minutes: `make compare` runs it")
SEED = 20261123
MOVED = re.compile(r"`from = (.*?)`, `to = (.*?)`")
TOGETHER = 80
"""Pairs in one plan: more of them take memory, fewer take time."""


@dataclass(frozen=True)
class Verdict:
    """How two lists of changes compare: how many actions, what differs, how many only Terraform can decide."""

    compared: int
    wrong: tuple[str, ...]
    undecided: int


def judge(pair: Pair, stack: str, plan: dict[str, terraform_plan.Planned]) -> Verdict:
    """Compare what `diff` says of one stack of a pair with the plan.

    Ids that nobody knows beforehand: `diff` has one address, the plan one for each id. A value that nobody knows:
    `diff` says that it may be the same, and then either is right.
    """
    comparison = compare(pair.old.spec, pair.new.spec)
    open_ones = {
        each.base
        for compiled in (pair.old, pair.new)
        for root in instances(compiled.spec).values()
        for each in root.by_address.values()
        if each.for_each is not None
    }
    before, after = instances(pair.old.spec).get(stack), instances(pair.new.spec).get(stack)
    perhaps = {
        change.address: {each.argument for each in change.differences if each.may_be_equal}
        for change in ModulePlan(before, after).all()
    }
    theirs: dict[str, set[tuple[str, frozenset[str], str | None]]] = {}
    for address, each in plan.items():
        base = address.partition("[")[0]
        place = base if base in open_ones else address
        moved = each.moved_from.partition("[")[0] if each.moved_from and place == base else each.moved_from
        theirs.setdefault(place, set()).add((each.action, each.forced_by - perhaps.get(place, set()), moved))
    ours = {each.address: each for each in comparison.changes if each.stack == stack}
    wrong: list[str] = []
    undecided = 0
    for address in sorted({*ours, *theirs}):
        change, seen = ours.get(address), theirs.get(address, set())
        sure = frozenset(change.forced_by) - perhaps.get(address, set()) if change else frozenset()
        said = {(change.action, sure, change.moved_from)} if change else set()
        if change and (change.reason.endswith("which only Terraform knows)") or "for_each" in change.forced_by):
            undecided += 1
        elif said != seen:
            wrong.append(f"{pair.name}: {address}: diff says {said or 'nothing'}, the plan {seen or 'nothing'}")
    return Verdict(len(ours.keys() | theirs.keys()), tuple(wrong), undecided)


def judged(pairs: Iterable[Pair], folder: Path, record: Any) -> None:
    """Plan all pairs, compare, and tell the count."""
    several = [(pair, stack) for pair in pairs if not pair.refused for stack in _stacks(pair)]
    verdicts: list[Verdict] = []
    for start in range(0, len(several), TOGETHER):
        some = several[start : start + TOGETHER]
        plans = terraform_plan.actions(
            {str(n): (_files(pair.old, stack), _files(pair.new, stack)) for n, (pair, stack) in enumerate(some)},
            folder / str(start),
            account=mutations.ACCOUNT,
            region="us-east-1",
            variables=mutations.VARIABLES,
        )
        verdicts += [judge(pair, stack, plans[str(number)]) for number, (pair, stack) in enumerate(some)]
    wrong = [each for verdict in verdicts for each in verdict.wrong]
    compared, undecided = (sum(getattr(each, name) for each in verdicts) for name in ("compared", "undecided"))
    told = (
        f"{len(several)} pairs, {compared} actions, {undecided} of them for Terraform to decide, {len(wrong)} disagree"
    )
    record("compared with terraform plan", told)
    print(told)  # noqa: T201 - `make compare` shows it
    assert not wrong, "\n".join([told, *wrong])


def cases(*, refused: bool) -> list[Pair]:
    """The pairs of files in tests/cases/diff that a plan without AWS can judge."""
    return [
        mutations.Pair(case.name, case.version("old.yaml"), case.version("new.yaml"), refused)
        for case in catalogue.diff_cases()
        if case.settings.get("planned", True) and case.settings.get("refused", False) == refused
    ]


def _stacks(pair: Pair) -> list[str]:
    return sorted({stack.name or "" for each in (pair.old, pair.new) for stack in each.spec.stacks})


def _files(compiled: Any, stack: str) -> terraform_plan.Files:
    """The files of one root module; none where there is none."""
    start = f"{stack}/"
    return {path.removeprefix(start): text for path, text in compiled.files.items() if path.startswith(start)}


@terraform.needs_provider
def test_a_sample(tmp_path: Path, record_property: Any):
    pairs = (*mutations.sample(), *mutations.stacked_pairs(), *mutations.renamed_twice(), *cases(refused=False))
    judged(pairs, tmp_path, record_property)


@terraform.needs_provider
def test_what_terraform_refuses(tmp_path: Path):
    data = mutations.base("keep")
    data["destinations"] = {name: data["destinations"][name] for name in ("archive", "bare", "plain")}
    data["capture_points"] = {"core": {**data["capture_points"]["core"], "destinations": ["archive", "bare"]}}
    old = mutations.compiled(data)
    refused = [
        mutations.Pair(each.name, old, mutations.compiled(mutations.mutated(data, each)), refused=True)
        for each in mutations.MUTATIONS
        if each.refused
    ] + cases(refused=True)
    with pytest.raises(terraform_plan.PlanError) as error:
        terraform_plan.actions(
            {pair.name: (_files(pair.old, "main"), _files(pair.new, "main")) for pair in refused}, tmp_path,
            account=mutations.ACCOUNT, region="us-east-1", variables=mutations.VARIABLES,
        )  # fmt: skip
    count = 0
    words = "".join(str(error.value).replace("│", " ").split())
    for number, pair in enumerate(refused):
        comparison = compare(pair.old.spec, pair.new.spec)
        said = {each.address for each in comparison.changes if "Terraform refuses" in each.reason}
        assert said, pair.name
        count += len(said)
        for address in said:
            assert f"Resourcemodule.m{number}.{address}haslifecycle.prevent_destroyset" in words
    assert words.count("haslifecycle.prevent_destroyset") == count


@terraform.needs_provider
def test_the_hints_that_keep_resources(tmp_path: Path):
    """With the `moved` blocks, Terraform moves what `diff` destroys and creates; with the state, a stack keeps most."""
    names = ("gateways", "plural-from-singular", "plural-merged", "plural-split", "rename-to-singular")
    pairs = [each for each in cases(refused=False) if each.name.rpartition("/")[2] in names]
    assert len(pairs) == len(names)
    ends: dict[str, set[tuple[str, str]]] = {}
    versions = {}
    for pair in pairs:
        advice = {
            each.advice for each in compare(pair.old.spec, pair.new.spec).changes if "`moved` block" in each.advice
        }
        ends[pair.name] = {(found[1], found[2]) for each in advice if (found := MOVED.search(each))}
        blocks = "".join(f"moved {{\n  from = {a}\n  to   = {b}\n}}\n" for a, b in sorted(ends[pair.name]))
        versions[pair.name] = (_files(pair.old, "main"), {**_files(pair.new, "main"), "own.tf": blocks})
    (renamed,) = (each for each in catalogue.diff_cases() if each.name.endswith("/stack-renamed"))
    old, new = renamed.version("old.yaml"), renamed.version("new.yaml")
    versions["stack"] = (_files(old, "east"), _files(new, "virginia"))
    plans = terraform_plan.actions(
        versions, tmp_path, account=mutations.ACCOUNT, region="us-east-1", variables=mutations.VARIABLES
    )
    for pair in pairs:
        assert ends[pair.name]
        for _, target in ends[pair.name]:
            assert plans[pair.name][target].action == "move", (pair.name, target)
    lost = [address for address, each in plans["stack"].items() if each.action in ("create", "replace", "destroy")]
    count = len(instances(new.spec)["virginia"].by_address)
    (hint,) = (each for each in compare(old.spec, new.spec).hints if "under another name" in each)
    assert hint.endswith(f"{count - len(lost)} of {count} resources stay")


OTHER_FORMS = {
    "a prefix without its slash": ("archive", '/net/"', '/net"'),
    "a log group's `:*`": ("logs", ':/flow/logs"', ':/flow/logs:*"'),
    "other spaces": ("logs", "$${version} $${account-id}", "$${version}  $${account-id}"),
}
"""Form of a flow log that something else made → its destination, and the text of the compiler that it has otherwise."""


@terraform.needs_provider
def test_what_is_spelt_otherwise_stays_while_it_is_adopted(tmp_path: Path):
    """Nothing is done then; without `adopted` it is replaced, and where anything else replaces it, it is the spec's."""
    data = {
        "version": 1, "name": "taken-over", "stacks": mutations.base("keep")["stacks"], "defaults": {"stack": "main"},
        "filters": {"wide": {"fields": {"preset": "default", "add": ["vpc-id"]}}},
        "destinations": {
            "archive": {"s3": {"bucket": "acme-flow-logs", "prefix": "net", "existing": True}},
            "logs": {"cloudwatch_logs": {
                "log_group": "/flow/logs", "existing": True,
                "role": {"arn": f"arn:aws:iam::{mutations.ACCOUNT}:role/theirs"},
            }},
        },
        "capture_points": {"core": {"vpc": mutations.vpc(1), "filter": "wide", "destinations": ["archive", "logs"]}},
    }  # fmt: skip
    adopted = mutations.Mutation("adopted", {"capture_points.core.adopted": ["destination", "format"]})
    other = mutations.Mutation("replaced", {"filters.wide.max_aggregation_interval": 60})
    ours = _files(mutations.compiled(data), "main")
    new = {
        "adopted": _files(mutations.compiled(mutations.mutated(data, adopted)), "main"),
        "not adopted": ours,
        "replaced": _files(mutations.compiled(mutations.mutated(data, adopted, other)), "main"),
    }
    versions = {}
    for form, (_, own, theirs) in OTHER_FORMS.items():
        assert own in ours["flow_logs.tf"]
        there = {**ours, "flow_logs.tf": ours["flow_logs.tf"].replace(own, theirs)}
        versions |= {f"{form}, {how}": (there, files) for how, files in new.items()}
    plans = terraform_plan.actions(
        versions, tmp_path, account=mutations.ACCOUNT, region="us-east-1", variables=mutations.VARIABLES
    )
    for form, (destination, own, _) in OTHER_FORMS.items():
        address = f"aws_flow_log.core__{destination}"
        assert plans[f"{form}, adopted"] == {}
        assert plans[f"{form}, not adopted"][address].action == "replace"
        replaced = plans[f"{form}, replaced"][address]
        assert (replaced.action, replaced.forced_by) == ("replace", {"max_aggregation_interval"})
        values = f'"{replaced.after["log_destination"]}" {replaced.after["log_format"]}'
        assert own.replace("$$", "$") in values


@ALL
@terraform.needs_provider
@pytest.mark.parametrize("on_destroy", ["delete", "keep"])
def test_every_mutation_there_and_back(tmp_path: Path, record_property: Any, on_destroy: str):
    judged(mutations.pairs(on_destroy), tmp_path, record_property)


@ALL
@terraform.needs_provider
@pytest.mark.parametrize("number", range(3))
def test_hundreds_by_chance(tmp_path: Path, record_property: Any, number: int):
    judged(mutations.random_pairs(100, SEED + number), tmp_path, record_property)


UNTOUCHED = {
    # of version 6 of the provider, which the tests against a plan do not have
    ("aws_flow_log", "regional_nat_gateway_id"),
    ("aws_flow_log", "tag_field_specification"),
    ("aws_cloudwatch_log_group", "deletion_protection_enabled"),
    # only if the key itself were replaced, and nothing that we write does that
    ("aws_kms_alias", "target_key_id"),
    # the same for everybody, or for every bucket of one format
    ("aws_athena_named_query", "name"),
    ("aws_glue_catalog_table", "name"),
}
"""Arguments that no mutation changes."""


def test_the_mutations_touch_every_argument():
    emitted, touched = set(), set()
    for pair in (*mutations.pairs("delete"), *mutations.pairs("keep")):
        before, after = instances(pair.old.spec)["main"], instances(pair.new.spec)["main"]
        for root in (before, after):
            for resource in root.resources.values():
                emitted |= {(resource.TYPE, each.name) for each in fields(resource) if each.name not in META}  # type: ignore[arg-type]
        by_argument = {
            (resource.TYPE, argument): {name for a, name, _ in arguments(resource) if a == argument}
            for resource in after.resources.values()
            for argument, _, _ in arguments(resource)
        }
        for change in ModulePlan(before, after).all():
            for each in change.differences:
                type_ = change.new.resource.TYPE if change.new else ""
                touched |= {(type_, name) for name in by_argument.get((type_, each.argument), ())}
    assert emitted - touched - UNTOUCHED == set()
    assert emitted & touched & UNTOUCHED == set()
