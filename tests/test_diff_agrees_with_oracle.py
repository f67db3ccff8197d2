"""`diff` against a second opinion: who records which traffic of which target into which sink, and what hints lead to.

A fixed sample and every diff case here; `make compare` asks of 20,000 changes. A disagreement of a new kind is fixed in
`diff`, and its smallest form becomes a diff case.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from coverage_oracle import UnreadableError
from generated_specs import pairs
from second_opinion import MAIN, RefusedError, wrong
from small_changes import changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalogue import DiffCase

MANY = "GEN_FLOWLOGS_COMPARE" in os.environ
PARTS = 8
SMALL, WHOLE = (3500, 350) if MANY else (365, 32)
"""Small changes and changes of whole specs, in each part. Of the small ones about two thirds compile."""

EVERY = 1 if MANY else 4
"""Of so many changes one has its hints carried out."""

LEAST = 20_000 if MANY else 2_000


def drawn(part: int) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    """The changes of one part: a name, and both versions as files."""
    for small in changes(part, SMALL):
        yield small.name, small.old, small.new
    for whole in pairs(1000 + part, WHOLE):
        yield whole.name, whole.old.files, whole.new.files


@pytest.mark.parametrize("part", range(PARTS))
def test_diff_says_what_the_oracle_answers(part: int, record_property: Any):
    compared, carried = 0, 0
    disagreements: dict[str, str] = {}
    count: dict[str, int] = {}
    for name, old, new in drawn(part):
        try:
            found, hints = wrong(old, new, carry_out=compared % EVERY == 0)
        except RefusedError:
            continue
        compared += 1
        carried += hints
        for kind, where in found.items():
            count[kind] = count.get(kind, 0) + 1
            disagreements.setdefault(kind, f"{name}: {where}")
    told = f"{compared} changes, {carried} hints carried out, {sum(count.values())} disagreements: {count}"
    record_property("compared with the oracle", told)
    print(told)  # noqa: T201 - `make compare` shows it
    assert disagreements == {}
    assert carried
    assert compared * PARTS >= LEAST


ENTERED = """
version: 1
name: entered
values: {role: terraform}
stacks:
  here: {account: "111122223333", region: us-east-1, assume_role: "arn:aws:iam::{account}:role/{role}"}
defaults: {stack: here}
destinations:
  kept: {cloudwatch_logs: {log_group: /kept}}
  gone: {s3: {bucket: acme-gone}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f60718, destinations: [kept, gone]}
"""


def test_hints_are_carried_out_where_a_stack_is_entered_by_a_value():
    new = ENTERED.replace("  gone: {s3: {bucket: acme-gone}}\n", "").replace("[kept, gone]", "kept")
    assert wrong({MAIN: ENTERED}, {MAIN: new}, carry_out=True) == ({}, 1)


@pytest.mark.parametrize(("seed", "number"), [(1002, 269), (1002, 285)])
def test_a_drawn_change_of_a_given_store_is_judged(seed: int, number: int):
    """An adopted flow log stays with a log group, or a bucket, that an ARN names: once the judge asked for a name."""
    *_, whole = pairs(seed, number + 1)
    assert wrong(whole.old.files, whole.new.files, carry_out=True)[0] == {}


UNREAD = {
    "each-stack", "literal-to-value", "retired-in-a-stack", "retired-without-a-value", "value-in-a-backend",
    "value-in-a-name", "value-in-lists", "value-of-a-stack",
}  # fmt: skip
"""Cases of values that differ between stacks. test_variants.py compares each stack with a spec of its literals."""

MOVED = {
    "place-and-value", "place-called", "place-in-another-folder", "place-into-a-folder", "place-of-a-module",
    "place-out-of-a-folder",
}  # fmt: skip
"""Cases whose output goes to another place: the oracle knows one state, and takes for kept what is made again there."""


@pytest.mark.parametrize("case", catalogue.diff_cases(), ids=str)
def test_a_diff_case_says_what_the_oracle_answers(case: DiffCase):
    beside = {each.relative_to(case.folder).as_posix(): each.read_text("utf-8") for each in case.folder.rglob("*.yaml")}
    old, new = ({**beside, MAIN: beside[f"{version}.yaml"]} for version in ("old", "new"))
    if case.folder.name in UNREAD:
        with pytest.raises(UnreadableError):
            wrong(old, new, carry_out=True)
    else:
        assert (wrong(old, new, carry_out=True)[0] == {}) == (case.folder.name not in MOVED)
