"""The calls of a whole life, as the provider logs them, are all among the actions that docs/applying-role.md lists."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compiled import compiled
from world import World

import terraform
from applying_actions import of_calls, table

if TYPE_CHECKING:
    from pathlib import Path

    from rig import Rig, Root

pytestmark = terraform.needs_provider

VPC, TAGGED = "vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67891"
SPEC: dict[str, Any] = {
    "version": 1,
    "name": "applying",
    "destinations": {
        "central": {
            "cloudwatch_logs": {
                "log_group": "/central",
                "kms": "create",
                "on_destroy": "delete",
                "queries": True,
                "role": {"description": "delivers", "policy_name": "write"},
            }
        },
        "archive": {
            "s3": {
                "bucket": "acme-applying",
                "kms": "create",
                "expire_days": 400,
                "on_destroy": "delete",
                "queries": True,
            }
        },
    },
    "capture_points": {
        "core": {"vpc": VPC, "destinations": ["central", "archive"]},
        "found": {"vpcs": {"lookup": {"tags": {"Flow": "logs"}, "allow_empty": True}}, "destinations": "archive"},
    },
    "defaults": {"tags": {"Owner": "network"}},
}
SLOW = "aws_s3_bucket_lifecycle_configuration"
"""The provider waits a minute for a lifecycle that the emulator never tells as it was put."""


def test_every_call_that_the_emulator_sees_is_among_the_actions(rig: Rig, tmp_path: Path):
    seen = lived(rig, tmp_path / "calls.log", without=[SLOW])
    assert len(seen) > 50
    assert of_calls(seen) - {action for each in table().values() for action in each.actions} == set()


def lived(rig: Rig, log: Path, *, without: list[str]) -> set[tuple[str, str]]:
    """Service and method of every call while a spec is applied, planned again, changed and destroyed."""
    rig.aws.forget()
    world = World(rig.aws)
    world.has(VPC)
    world.has(TAGGED, tags={"Flow": "logs"})
    made = rig.root("applying", compiled(SPEC), without=without)
    root: Root = replace(
        made, environment={**made.environment, "TF_LOG_PROVIDER": "DEBUG", "TF_LOG_PATH": str(log), "TF_LOG_CORE": ""}
    )
    root.apply()
    root.plan()
    changed = {**copy.deepcopy(SPEC), "defaults": {"tags": {"Owner": "security"}}}
    changed["destinations"]["central"]["cloudwatch_logs"]["role"] = {"description": "writes", "policy_name": "w"}
    root.put(compiled(changed))
    root.apply()
    root.destroy()
    return set(calls(log.read_text(errors="replace")))


def calls(log: str) -> list[tuple[str, str]]:
    """Requests in the provider's log. A line that another one interrupts has lost its service, and is left out."""
    sent = [line for line in log.splitlines() if "HTTP Request Sent" in line]
    found = [[re.search(rf'rpc\.{name}=("[^"]*"|\S+)', line) for name in ("service", "method")] for line in sent]
    return [(service[1].strip('"'), method[1].strip('"')) for service, method in found if service and method]
