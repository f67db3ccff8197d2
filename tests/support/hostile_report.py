"""Specs whose texts attack a report, and a spec of very many stacks."""

from __future__ import annotations

import json

LONG = "a23456789012345678901234567890123456789012345678901234567890123"  # the longest name, which no line can break
WIDE = "W" * 200

SPEC = json.dumps(
    {
        "version": 1,
        "name": LONG,
        "filters": {
            f"f{LONG[1:]}": {"fields": {"preset": "v11"}},
            "tagged": {
                "fields": {"preset": "default", "add": ["instance-tag", "instance-tag-2", "asg-tag"]},
                "tag_fields": {
                    "instance": [
                        "</style><script>alert(1)</script>",
                        "<img src=https://example.org/x.png onerror=a()>",
                    ],
                    "auto-scaling-group": ["a\u202egpj.exe"],
                },
            },
        },
        "destinations": {
            f"d{LONG[1:]}": {"cloudwatch_logs": {"log_group": f"/{WIDE}", "retention_days": 7}},
            "given": {"s3": {"bucket": {"ref": f"module.{'long_' * 20}x.bucket"}, "existing": True, "prefix": "x"}},
        },
        "capture_points": {
            LONG: {
                "vpc": "vpc-0a1b2c3d4e5f67890",
                "filter": f"f{LONG[1:]}",
                "destinations": [f"d{LONG[1:]}", "given"],
                "description": (
                    "</style></details><script>alert(1)</script>\n<img src='https://example.org/x.png' onerror='a()'>"
                    '"><a href="javascript:alert(3)">x</a> ![x](https://example.org/y.png) [l](https://example.org) '
                    "@octocat #1 {{ 7*7 }} {% raw %} --> ]]> <!-- <svg onload=alert(4)> &lt;b&gt; | `x` "
                    "https://user:secret@example.org/"
                ),
            },
            "bidi": {
                "subnets": {"lookup": {"tags": {"<script>alert(5)</script>": "\u202e\u2066txt.exe", "Name": WIDE}}},
                "within": LONG,
                "filter": "tagged",
                "destinations": "given",
                "description": f"\u202eevil\u202c \u2028 \x1b[31m {WIDE} مرحبا بالعالم",
                "expires": "2027-01-01",
                "reason": "- <b>x</b> \u202e\n1. list",
            },
        },
    },
    ensure_ascii=True,
)
"""Every text is in a place where an author may write it."""


def many_stacks(count: int) -> str:
    """A spec of stacks that differ in the name of the log group."""
    stacks = {
        f"stack-{number:04d}": {
            "account": f"{100_000_000_000 + number}",
            "region": "us-east-1",
            "values": {"env": f"env-{number:04d}"},
        }
        for number in range(count)
    }
    return json.dumps(
        {
            "version": 1,
            "name": "stacks",
            "stacks": stacks,
            "destinations": {
                "central": {"cloudwatch_logs": {"log_group": "/vpc/{env}/flow-logs"}},
                "archive": {"s3": {"bucket": "acme-archive", "stack": "stack-0000", "org_id": "o-abcde12345"}},
            },
            "capture_points": {
                f"point-{number}": {
                    "vpcs": {"lookup": {"tags": {"Number": str(number), "Environment": "{env}"}}},
                    "stack": "all",
                    "destinations": ["central", "archive"],
                }
                for number in range(3)
            },
        }
    )
