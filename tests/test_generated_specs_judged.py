"""Specs by chance, accepted by gen-flowlogs, before every judge that the cases have, and some that need a generator.

A fixed sample here; `make fuzz` takes thousands. A fault is told by the name of its spec, `spec-SEED-NUMBER`, which
`generated_specs.planned` makes again.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest import mock

import jsonschema
import pytest

import catalogue
import generated_specs
import parsed_terraform
import provider_schema
import terraform
import test_cases
import test_delivery
import test_spec_matches
from catalogue import Case
from gen_flowlogs.compare import compare
from gen_flowlogs.output import output
from generated_specs import variants
from test_cases_diff import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from generated_specs import Generated
    from generated_specs.plan import Plan

pytestmark = pytest.mark.fuzz

MANY = "GEN_FLOWLOGS_FUZZ" in os.environ
SEED = 20261126
PARTS, EACH = (20, 100) if MANY else (4, 25)
"""Parts, so that several processes have something to share, and the specs of each."""

PAIRS = 100 if MANY else 10
"""How many pairs of specs `diff` is asked about in each part."""

PROVIDERS = 10 if MANY else 4
"""How many different `provider` blocks are validated at a time: Terraform starts a provider for each."""


def case_of(one: Generated, folder: Path) -> Case:
    """A generated spec as a case in a folder of its own."""
    for path, text in {**one.files, **one.beside}.items():
        place = folder / one.name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return Case(one.name, folder / one.name, one.main, folder / "out")


def plans(*parts: int) -> Iterator[Plan]:
    for part in parts:
        for number in range(part * EACH, (part + 1) * EACH):
            yield generated_specs.planned(SEED, number)


def is_accepted(case: Case) -> None:
    said = catalogue.command("lint", "--as-of", case.as_of.isoformat(), case.spec, folder=case.folder)
    assert (said.code, said.beside, ": error: " in said.out) == (0, "", False), said.out


def has_same_bytes(case: Case) -> None:
    with contextlib.chdir(case.folder), pytest.MonkeyPatch.context() as patch:
        test_cases.test_same_bytes_twice_and_in_any_order_of_keys(case, patch)


def builds_and_checks(case: Case) -> None:
    """What was built is what was compiled, and then `check` has nothing to say but the warnings."""
    options = ("--as-of", case.as_of.isoformat(), "--out", str(case.expected), case.spec)
    place = case.folder / output(catalogue.compiled(case).spec, case.expected).folder
    place.mkdir(parents=True, exist_ok=True)
    built, checked = (catalogue.command(each, *options, folder=case.folder) for each in ("build", "check"))
    assert (built.code, checked.code) == (0, 0), built.err + checked.out
    assert catalogue.folder_files(place) == catalogue.files(case)
    assert checked.out == catalogue.command("lint", *options[:2], case.spec, folder=case.folder).out


def has_arguments_of_the_provider(case: Case) -> None:
    """On the lowest provider that the output admits, and on the newest that we know of."""
    beside = parsed_terraform.module(case.stubs)
    for folder, files in test_cases._modules(case):
        blocks = parsed_terraform.module({path: files[path] for path in files if path not in case.stubs})
        for version in (catalogue.provider(case), provider_schema.NEWEST):
            assert provider_schema.faults(blocks, provider_schema.at(version), beside) == [], (folder, version)


def delivers(case: Case) -> None:
    test_delivery.test_every_flow_log_delivers_and_lets_nobody_else_in(case, lambda _name, _value: None)


JUDGES: Mapping[str, Callable[[Case], None]] = {
    "accepted": is_accepted,
    "signed": test_cases.test_each_file_is_signed_and_tells_nothing_of_this_machine,
    "parsed by pygohcl": test_cases.test_a_strict_parser_takes_it,
    "one flow log for each pair": test_spec_matches.test_one_flow_log_for_each_pair,
    "arguments as the spec says": test_spec_matches.test_every_argument_is_what_the_spec_says,
    "created as the spec says": test_spec_matches.test_destinations_are_created_once_and_as_the_spec_says,
    "roles as the spec says": test_spec_matches.test_roles_are_as_the_spec_says,
    "entered as the spec says": test_spec_matches.test_the_provider_enters_a_stack_as_the_spec_says,
    "nothing dangling": test_spec_matches.test_nothing_is_left_dangling,
    "arguments of the provider": has_arguments_of_the_provider,
    "delivers, and nobody else gets in": delivers,
    "same bytes in any order": has_same_bytes,
    "build, then check": builds_and_checks,
}


OTHERWISE = "written otherwise"
"""The judge that needs the plan."""


def judged(plan: Plan, folder: Path) -> Iterator[tuple[str, str]]:
    """Each judge, and what it says against a spec."""
    case = case_of(generated_specs.written(plan), folder)
    stack = next(iter(plan.stacks.values()))
    with mock.patch.object(test_delivery, "AMBIENT", (stack.account, stack.region)):
        for name, judge in JUDGES.items():
            yield name, _wrong(lambda judge=judge: judge(case))
    yield OTHERWISE, _wrong(lambda: is_same_otherwise(plan, folder))


def is_same_otherwise(plan: Plan, folder: Path) -> None:
    """A plan in another order, with other defaults and other includes, makes the same files and no change."""
    one, other = (
        case_of(generated_specs.written(each), folder / way)
        for each, way in zip(variants.written_twice(plan), ("written", "otherwise"), strict=True)
    )
    assert catalogue.files(other) == catalogue.files(one)
    comparison = compare(catalogue.compiled(one).spec, catalogue.compiled(other).spec)
    assert (comparison.changes, comparison.effects) == ((), ())


def _wrong(judge: Callable[[], None]) -> str:
    try:
        judge()
    except Exception as error:  # noqa: BLE001 - a crash is wrong too, and the other judges are still asked
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_judge_agrees(part: int, tmp_path: Path, record_property: Callable[[str, object], None]):
    right = dict.fromkeys((*JUDGES, OTHERWISE), 0)
    wrong: list[str] = []
    for plan in plans(part):
        for name, said in judged(plan, tmp_path):
            right[name] += not said
            if said:
                wrong.append(f"{plan.name}: {name}: {said[:2000]}")
        if MANY:
            forget()
    if terraform.program() is not None:
        wrong += formatted(tmp_path / "out")
    told = f"{EACH} specs, {len(wrong)} wrong; {', '.join(f'{name}: {number}' for name, number in right.items())}"
    record_property("generated", told)
    print(told)  # noqa: T201 - `make fuzz` shows it
    assert wrong == [], "\n".join([told, *wrong])
    assert set(right.values()) == {EACH}


def formatted(folder: Path) -> list[str]:
    """What `terraform fmt` would change in all that was built."""
    ran = terraform.run("fmt", "-check", "-recursive", "-diff", folder=folder)
    return [] if ran.code == 0 else [f"terraform fmt: {ran.out}{ran.err}"]


def forget() -> None:
    """Drop what is remembered of each case: thousands of them are too much."""
    for each in (catalogue.compiled, test_delivery.roots, test_delivery.judged):
        each.cache_clear()


@pytest.mark.parametrize("part", range(PARTS))
def test_diff_speaks_of_every_pair(part: int, tmp_path: Path):
    """In each form, without an error, and in JSON as its schema has it."""
    for pair in generated_specs.pairs(SEED + part, PAIRS):
        for version, one in (("old", pair.old), ("new", pair.new)):
            case_of(replace(one, name=version), tmp_path / pair.name)
        for form in catalogue.FORMS:
            said = catalogue.command(
                "diff", "old/spec.yaml", "new/spec.yaml", "--format", form, folder=tmp_path / pair.name
            )
            assert (said.code, said.err) == (0, ""), (pair.name, form)
            if form == "json":
                jsonschema.validate(json.loads(said.out), SCHEMA)


SPOILED = {
    "signed": ("DO NOT EDIT", "EDIT"),
    "parsed by pygohcl": ('resource "aws_flow_log"', "resource aws_flow_log ="),
    "one flow log for each pair": ('resource "aws_flow_log" "', 'resource "aws_flow_log" "x'),
    "arguments as the spec says": ("  log_destination_type ", "  log_destination_typ "),
    "created as the spec says": ("  retention_in_days = ", "  retention_in_days = 1"),
    "roles as the spec says": ("  description ", "  descriptio "),
    "entered as the spec says": ("    role_arn ", "    rolearn "),
    "nothing dangling": ("data.aws_partition.current", "data.aws_partition.other"),
    "arguments of the provider": ("  iam_role_arn ", "  iam_rol_arn "),
    "delivers, and nobody else gets in": ("vpc-flow-logs.amazonaws.com", "ec2.amazonaws.com"),
    "same bytes in any order": ("version", "Version"),
    "build, then check": ("version", "Version"),
    OTHERWISE: ("# capture_points.", "# "),
}
"""Judge → an edit of the output that it must object to."""


@pytest.mark.parametrize("judge", SPOILED)
def test_a_judge_objects_to_an_edit(judge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    old, new = SPOILED[judge]
    files = catalogue.files

    def spoiled(case: Case) -> dict[str, str]:
        whole = files(case)
        return whole if case.folder.is_relative_to(tmp_path / "otherwise") else _replaced(whole, old, new)

    monkeypatch.setattr(catalogue, "files", spoiled)
    plans_ = (generated_specs.planned(SEED, number) for number in range(20))
    assert any(said for plan in plans_ for name, said in judged(plan, tmp_path) if name == judge)


def _replaced(files: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    return {path: text.replace(old, new) for path, text in files.items()}


def test_every_judge_is_asked(tmp_path: Path):
    asked = [name for name, _ in judged(generated_specs.planned(SEED, 0), tmp_path)]
    assert sorted({*SPOILED, "accepted"}) == sorted(asked)


@terraform.needs_provider
@pytest.mark.parametrize("part", range(0, PARTS, 2))
def test_terraform_validate_accepts_them(part: int, tmp_path: Path, record_property: Callable[[str, object], None]):
    """Each root module without what needs AWS provider 6, as a child of one root; with its provider, if that is new."""
    modules: dict[str, dict[str, str]] = {}
    providers: set[str] = set()
    newer = 0
    for plan in plans(part, part + 1):
        one = generated_specs.written(variants.of_provider_5(plan))
        case = case_of(one, tmp_path / "specs")
        if catalogue.provider(case) > terraform.provider_version():  # in the sovereign cloud
            newer += 1
            continue
        for folder, files in test_cases._modules(case):
            provider = files.pop("providers.tf", None)
            if provider is not None and provider not in providers and len(providers) < PROVIDERS:
                providers.add(provider)
                files["providers.tf"] = provider
            modules[f"{case}{folder}"] = {**one.beside, **files}
        if MANY:
            forget()
    problems = terraform.validate(modules, tmp_path / "batch")
    told = (
        f"{2 * EACH - newer} specs, {len(modules)} root modules validated, {len(providers)} providers, "
        f"{len(problems)} refused; {newer} need a newer provider"
    )
    record_property("generated", told)
    print(told)  # noqa: T201 - `make fuzz` shows it
    assert not problems, "\n".join(f"{name}: {message}" for name, said in problems.items() for message in said)
    assert newer < EACH / 2
    assert len(modules) >= EACH
