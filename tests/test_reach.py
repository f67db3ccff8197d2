"""A spec says what people write for flow logs: an original and our output, planned in one plan and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import identity
import reach
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
    """Only what the case lists is created or updated where the resources of the original move to the addresses of ours."""
    for deployment in case.deployments:
        for address, planned in taken_over[case.name, deployment, "ours"].items():
            type_ = address.split("[")[0].split(".")[-2]
            assert planned.action in ("create", "update"), (deployment, address, planned)
            listed = {name for name in (*case.beside, *case.differs) if name.split(".")[0] == type_}
            assert {name == type_ for name in listed} >= {planned.action == "create"}, (deployment, address, planned)
