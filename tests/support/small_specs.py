"""Small specs for tests of what happens to their output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNTS = {"audit": "111122223333", "network": "444455556666"}


def write(path: Path, name: str, *stacks: str, bucket: bool = True, folder: str | None = None) -> None:
    """Write a spec of this name, with a bucket (an `s3.tf` of its own) or without; `folder`: of its one file."""
    group = {"cloudwatch_logs": {"log_group": f"/flow/{name}"}}
    data: dict[str, Any] = {
        "version": 1,
        "name": name,
        "destinations": {"group": group},
        "capture_points": {"core": {"vpc": "vpc-0a1b2c3d4e5f67890", "destinations": ["group"]}},
    }
    if folder is not None:
        data["terraform"] = {"folder": folder}
    if stacks:
        data["stacks"] = {stack: {"account": ACCOUNTS[stack], "region": "eu-west-1"} for stack in stacks}
        data["capture_points"] = {
            stack: {"vpc": f"vpc-{number:017x}", "stack": stack, "destinations": ["group"]}
            for number, stack in enumerate(stacks, 1)
        }
    elif bucket:
        data["destinations"]["archive"] = {"s3": {"bucket": f"acme-{name}-logs", "expire_days": 400}}
        data["capture_points"]["core"]["destinations"].append("archive")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False))
