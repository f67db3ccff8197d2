"""Roles that may do more than they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.doubt import Doubt
from gen_flowlogs.model import CloudWatchLogs, OwnRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Survey


def check(found: Survey) -> Iterator[Doubt]:
    """Roles with the permissions of AWS's first example."""
    for destination in found.spec.destinations:
        match destination:
            case CloudWatchLogs(role=OwnRole(permissions="documented"), retired=False):
                yield Doubt(
                    Finding(
                        "documented-permissions",
                        "the role may write to every log group of the account, and may be assumed for anybody's flow "
                        "logs; leave `permissions` out for the least that is needed",
                        destination.origin.at("cloudwatch_logs", "role", "permissions"),
                    ),
                    (destination,),
                )
