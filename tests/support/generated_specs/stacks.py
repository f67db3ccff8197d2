"""Stacks: none, one, several in one account or in several, in one partition or in several."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from generated_specs import words
from generated_specs.plan import PARTITIONS, Stack

if TYPE_CHECKING:
    from generated_specs.plan import Plan

REGIONS = {
    "aws": ("us-east-1", "us-west-2", "eu-west-1", "ap-southeast-2", "me-west-1"),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-west-1", "us-gov-east-1"),
}
ACCOUNTS = ("111122223333", "222233334444", "012345678901")
OTHER_ACCOUNT = "999988887777"
"""An account that no stack is in."""


def none(random: Random) -> dict[str, Stack]:
    """The provider's own account and region, which the ARNs of the spec belong to."""
    partition = random.choice(("aws", "aws", "aws", *PARTITIONS))
    return {"": Stack("", ACCOUNTS[0], random.choice(REGIONS[partition]))}


def several(plan: Plan, random: Random) -> dict[str, Stack]:
    """One to four stacks; no two of them are one account and region."""
    partitions = random.choice((("aws",), ("aws",), ("aws",), ("aws-us-gov",), ("aws", "aws-cn"), PARTITIONS))
    accounts = words.some(random, ACCOUNTS, 3, 1)
    places = [(account, region) for account in accounts for each in partitions for region in REGIONS[each]]
    return {stack.name: stack for stack in (_stack(plan, random, *place) for place in words.some(random, places, 4, 1))}


def _assumed(arn: str, plan: Plan) -> Any:
    """The role that Terraform assumes: its ARN, or a mapping."""
    own = Random(f"{plan.name} assumed {plan.numbers}")  # so that all else stays as it was for a seed
    if words.chance(own, 0.5):
        return arn
    more = {"external_id": "acme:net/work", "session_name": "flow-logs@ci", "duration": own.choice(("1h", "90m"))}
    return {"role_arn": arn, **{key: more[key] for key in words.some(own, more, 3)}}


def _stack(plan: Plan, random: Random, account: str, region: str) -> Stack:
    stack = Stack(words.name(plan, random), account, region)
    if words.chance(random, 0.3):
        path = random.choice(("", "ci/", "a/b/"))
        stack.settings["assume_role"] = _assumed(f"arn:{stack.partition}:iam::{account}:role/{path}terraform", plan)
    return stack
