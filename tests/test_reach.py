"""A spec says what people write for flow logs: an original and our output, planned in one plan and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import identity
import reach
import reach_page
import terraform
import terraform_plan
from terraform_plan import Module

if TYPE_CHECKING:
    from pathlib import Path

    from reach import ReachCase
    from terraform_plan import Planned

ACCOUNT = "111122223333"
CASES = reach.cases()

Side = tuple[str, str, str]
"""Case, deployment, `theirs` or `ours`."""


@pytest.fixture(scope="module")
def sides() -> dict[Side, Module]:
    found = {}
    for case in CASES:
        theirs, ours = reach.original(case), reach.ours(case)
        for deployment, values in case.deployments.items():
            found[case.name, deployment, "theirs"] = Module(theirs, values)
            found[case.name, deployment, "ours"] = Module(ours[deployment], values)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reach")


@pytest.fixture(scope="module")
def made(sides: dict[Side, Module], folder: Path) -> dict[Side, list[reach.Made]]:
    """Side → its resources; all of them in one plan."""
    with identity.answering(ACCOUNT) as sts:
        states = terraform_plan.applied(
            {" ".join(side): module for side, module in sides.items()}, folder,
            account=ACCOUNT, region="us-east-1", sts=sts,
        )  # fmt: skip
    return {side: states[" ".join(side)] for side in sides}


@pytest.fixture(scope="module")
def taken_over(
    sides: dict[Side, Module], made: dict[Side, list[reach.Made]], folder: Path
) -> dict[Side, dict[str, Planned]]:
    """Side of ours → what Terraform does to the resources of theirs."""
    states = {
        (case.name, deployment, "ours"): reach.taken_over(
            case, made[case.name, deployment, "theirs"], made[case.name, deployment, "ours"]
        )
        for case in CASES
        for deployment in case.deployments
    }
    with identity.answering(ACCOUNT) as sts:
        plans = terraform_plan.actions_on(
            {" ".join(side): sides[side] for side in states},
            {" ".join(side): state for side, state in states.items()}, folder / "taken-over", sts=sts,
        )  # fmt: skip
    return {side: plans[" ".join(side)] for side in states}


@terraform.needs_provider
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_spec_plans_what_the_original_plans(case: ReachCase, made: dict[Side, list[reach.Made]]):
    """Apart from exactly what the case lists, with reasons."""
    found: set[str] = set()
    sides = [tuple(made[case.name, name, side] for side in ("theirs", "ours")) for name in case.deployments]
    assert any(theirs for theirs, _ in sides)
    for theirs, ours in sides:
        found |= reach.compared(case, theirs, ours)
    assert found == {*case.beside, *case.differs}


@terraform.needs_provider
@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_replaced_that_exists(case: ReachCase, taken_over: dict[Side, dict[str, Planned]]):
    """Where the original's resources move to our addresses, only what the case lists is created or updated."""
    listed = {*case.beside, *case.differs}
    done = {
        (planned.action, address.partition("[")[0].split(".")[-2])
        for deployment in case.deployments
        for address, planned in taken_over[case.name, deployment, "ours"].items()
    }
    created = {("create", name) for name in listed if "." not in name}
    updated = {("update", name.partition(".")[0]) for name in listed if "." in name}
    assert done <= created | updated | {("update", name) for name in case.updated}


def test_a_case_that_is_not_whole_says_why():
    for case in CASES:
        assert case.whole == (not case.differs), case.name
        assert case.whole == ("reason" not in case.settings), case.name


def test_the_page_lists_every_case():
    """`make golden` renews it."""
    text = reach_page.PAGE.read_text(encoding="utf-8")
    assert reach_page.renewed(text) == text
    assert {case.settings["part"] for case in CASES} == set(reach_page.parts(text))


ROLE = {"type": "aws_iam_role", "name": "flow", "instances": [{"attributes": {"name": "a", "path": "/", "id": "a"}}]}
OTHER = {"type": "aws_iam_role", "name": "other", "instances": [{"attributes": {"name": "b", "path": "/", "id": "b"}}]}


def test_what_differs_is_found():
    case = next(case for case in CASES if case.name == "origin")  # of which nothing is beside
    assert reach.compared(case, [ROLE], [{**ROLE, "name": "ours"}]) == set()
    assert reach.compared(case, [ROLE], [OTHER]) == {"aws_iam_role.name"}
    assert reach.compared(case, [ROLE], []) == {"aws_iam_role"}
    assert reach.compared(case, [ROLE], [OTHER, ROLE]) == {"aws_iam_role"}
