"""A spec of many stacks, as text: of literals, of values that are equal in all stacks, or of each stack's own."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args

Kind = Literal["literal", "equal", "distinct"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def text(count: int, kind: Kind) -> str:
    """The spec, as JSON, which is YAML. Nothing is wrong or doubtful about it."""
    reads = kind != "literal"
    stacks: dict[str, Any] = {
        f"stack-{number:04d}": {"account": f"{100_000_000_000 + number}", "region": "us-east-1"}
        for number in range(count)
    }
    if kind == "distinct":
        for name, stack in stacks.items():
            stack["values"] = {"env": name}
    group = {"log_group": "/vpc/{env}/flow-logs" if reads else "/vpc/prod/flow-logs"}
    group |= {"retention_days": {"value": "days"} if reads else 400}  # type: ignore[dict-item]
    points = {
        f"point-{number}": {
            "vpcs": {"lookup": {"tags": {"Number": str(number)}}},
            "stack": "all",
            "destinations": ["central", "archive"],
            "tags": {"Environment": "{env}" if reads else "prod"},
        }
        for number in range(3)
    }
    bucket = {"bucket": "acme-archive", "stack": "stack-0000", "org_id": "o-abcde12345", "expire_days": 400}
    return json.dumps(
        {
            "version": 1,
            "name": "stacks",
            **({"values": {"days": 400, **({"env": "prod"} if kind == "equal" else {})}} if reads else {}),
            "stacks": stacks,
            "destinations": {"central": {"cloudwatch_logs": group}, "archive": {"s3": bucket}},
            "capture_points": points,
        }
    )
