"""Specs by chance, applied and adopted: from the state, and from AWS's own answers alone.

Many specs are child modules of one root, so that Terraform starts once for all of them; what is adopted is what they
make together, in one account and region.
"""

from __future__ import annotations

import copy
import os
from itertools import count, islice
from typing import TYPE_CHECKING, Any

import pytest
from adoption import Site
from takeover import flow_logs
from test_generated import children, surround, together

import generated_specs
import terraform
from generated_specs import variants
from generated_specs.stacks import ACCOUNTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from emulator import Emulator
    from rig import Plan as Planned
    from rig import Rig, Root

    from generated_specs.plan import Plan

pytestmark = [terraform.needs_provider, pytest.mark.fuzz]

MANY = "GEN_FLOWLOGS_FUZZ" in os.environ
SEED = 20261126
PARTS, EACH = (10, 6) if MANY else (1, 4)
ACCOUNT, REGION = ACCOUNTS[0], "us-east-1"


def plans(part: int) -> Iterator[Plan]:
    """The plans of one part: each of the one stack that has no name, all in one region."""
    drawn = (
        variants.on_emulator(generated_specs.planned(SEED, number, numbers=number % 1000 * 1000))
        for number in count(part * 1000)
    )
    return islice(
        (plan for plan in drawn if [each.region for each in plan.stacks.values()] == [REGION] and "" in plan.stacks),
        EACH,
    )


def applied(rig: Rig, part: int) -> Root:
    """What the specs of one part make."""
    rig.aws.forget()
    several = list(children(plans(part)))
    for child in several:
        surround(rig.aws, child)
    root = rig.root("drawn", {}, account=ACCOUNT, beside=together(several))
    root.apply()
    return root


def answers(aws: Emulator) -> dict[str, Any]:
    """What AWS's command line prints of flow logs and of what is around them: command → JSON."""
    ask = lambda service: aws.client(service, region=REGION, account=ACCOUNT)  # noqa: E731
    said = {
        "describe-flow-logs": ask("ec2").describe_flow_logs(),
        "describe-log-groups": ask("logs").describe_log_groups(),
    }
    return {
        name: {key: value for key, value in each.items() if key != "ResponseMetadata"} for name, each in said.items()
    }


def taken(plan: Planned) -> set[str]:
    """The ids that a plan imports."""
    assert set(plan.actions.values()) == {"import"}, plan.actions
    return {each["change"]["importing"]["id"] for each in plan.details["resource_changes"] if each["mode"] == "managed"}


def adopted(site: Site, name: str, *arguments: str) -> Planned:
    """The plan of a root module of its own for what is adopted."""
    site.adopt(*arguments, name=name)
    return site.root(f"out/{name}", account=ACCOUNT).plan()


@pytest.mark.parametrize("part", range(PARTS))
def test_drawn_specs_are_adopted(part: int, rig: Rig, record_property: Callable[[str, object], None]):
    root = applied(rig, part)
    ids, site = flow_logs(root), Site(rig, "site")
    state = site.write("state.json", (root.folder / "terraform.tfstate").read_text())
    by_state = adopted(site, "by-state", state, "--state", "other")
    assert taken(by_state) == ids
    files = [site.write(f"{name}.json", each) for name, each in answers(rig.aws).items()]
    by_aws = adopted(site, "by-aws", *files)
    assert taken(by_aws) == ids
    forget = forgets(root, site, "by-state")
    assert set(forget.actions.values()) == {"forget"}
    proof = site.prove(state, by_state, forget)
    assert proof.code == 0, proof
    for name, mutated in mutations(by_state.details):
        site.write("plan-0.json", mutated)
        said = site.command("adopt", state, "--prove", "plan-0.json", "plan-1.json")
        assert said.code == 1, (name, said)
    record_property("adopted", f"{EACH} drawn specs, {len(ids)} flow logs, from their state and from AWS's answers")


def forgets(root: Root, site: Site, name: str) -> Planned:
    """The plan of the old root module, without the blocks of its flow logs and with what is written for it."""
    for path in root.folder.glob("*/*.tf"):
        if path.name in {"flow_logs.tf", "outputs.tf"}:
            path.unlink()
    (root.folder / "forget.tf").write_text((site.folder / f"specs/{name}.old-root.tf.txt").read_text())
    return root.plan()


def mutations(plan: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Plans that do not keep the promise, each for one reason."""

    def with_(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        made = copy.deepcopy(plan)
        change(next(each for each in made["resource_changes"] if each["type"] == "aws_flow_log"))
        return made

    yield "created", with_(lambda each: each["change"].update(actions=["create"], before=None))
    yield "replaced", with_(lambda each: each["change"].update(actions=["delete", "create"]))
    yield "destroyed", with_(lambda each: each["change"].update(actions=["delete"], after=None))
    yield "wrong id", with_(lambda each: each["change"]["importing"].update(id="fl-0123456789abcdef0"))
    yield "not imported", with_(lambda each: each.update(type="aws_vpc"))
    yield (
        "another is deleted",
        with_(
            lambda each: each.update(type="aws_s3_bucket", change={"actions": ["delete"], "before": {}, "after": None})
        ),
    )
    yield "not complete", {**plan, "complete": False}
    yield "cut off", {**plan, "errored": True}
