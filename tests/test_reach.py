"""A spec says what people write for flow logs: an original and our output, planned in one plan and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import identity
import reach
import reach_page
import terraform
import terraform_plan
from terraform_plan import Module

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reach import ReachCase
    from terraform_plan import Planned

ACCOUNT = "111122223333"
CASES = reach.cases()


@terraform.needs_provider
def test_the_specs_plan_what_the_originals_plan(tmp_path: Path):
    """Apart from exactly what each case lists; and where the original's resources move to our addresses, all stay.

    One test, since all cases are in one plan.
    """
    sides = modules()
    with identity.answering(ACCOUNT) as sts:
        made = terraform_plan.applied(sides, tmp_path, account=ACCOUNT, region="us-east-1", sts=sts)
        states = {
            f"{case} {name} ours": reach.taken_over(case, made[f"{case} {name} theirs"], made[f"{case} {name} ours"])
            for case in CASES
            for name in case.deployments
        }
        plans = terraform_plan.actions_on({side: sides[side] for side in states}, states, tmp_path, sts=sts)
    assert {case.name: differing(case, made) for case in CASES} == {
        case.name: {*case.beside, *case.differs} for case in CASES
    }
    unlisted = {case.name: done(case, plans) - allowed(case) for case in CASES}
    assert {name: actions for name, actions in unlisted.items() if actions} == {}


def modules() -> dict[str, Module]:
    """Case, deployment and side → its module."""
    found = {}
    for case in CASES:
        theirs, ours = reach.original(case), reach.ours(case)
        for deployment, values in case.deployments.items():
            found[f"{case} {deployment} theirs"] = Module(theirs, values)
            found[f"{case} {deployment} ours"] = Module(ours[deployment], values)
    return found


def differing(case: ReachCase, made: Mapping[str, list[reach.Made]]) -> set[str]:
    """What differs in one of the deployments."""
    sides = [(made[f"{case} {name} theirs"], made[f"{case} {name} ours"]) for name in case.deployments]
    assert any(theirs for theirs, _ in sides), case.name
    return {each for theirs, ours in sides for each in reach.compared(case, theirs, ours)}


def done(case: ReachCase, plans: Mapping[str, Mapping[str, Planned]]) -> set[tuple[str, str]]:
    """Action and type of what is done to what the original made."""
    return {
        (planned.action, address.partition("[")[0].split(".")[-2])
        for deployment in case.deployments
        for address, planned in plans[f"{case} {deployment} ours"].items()
    }


def allowed(case: ReachCase) -> set[tuple[str, str]]:
    """Action and type of what may be done."""
    listed = {*case.beside, *case.differs}
    created = {("create", name) for name in listed if "." not in name}
    updated = {("update", name.partition(".")[0]) for name in listed if "." in name}
    return created | updated | {("update", name) for name in case.updated}


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
