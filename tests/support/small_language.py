"""A spec of one capture point and one destination, with other sections instead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import catalogue
from gen_flowlogs import pipeline

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Diagnostic


def compiled(**sections: Any) -> pipeline.Compiled:
    data = {
        "version": 1,
        "name": "a",
        "destinations": {"d": {"cloudwatch_logs": {"log_group": "/a", "retention_days": 365}}},
        "capture_points": {"c": {"vpc": "vpc-0a1b2c3d", "destinations": "d"}},
        **sections,
    }
    return pipeline.compile(json.dumps(data).encode(), "a.yaml", read=catalogue.read, today=catalogue.TODAY)


def diagnostics(**sections: Any) -> tuple[Diagnostic, ...]:
    return compiled(**sections).diagnostics
