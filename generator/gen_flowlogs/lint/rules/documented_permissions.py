"""Roles that may do more than they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import CloudWatchLogs, OwnRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Roles with the permissions of AWS's first example."""
    for destination in index.spec.destinations:
        match destination:
            case CloudWatchLogs(role=OwnRole(permissions="documented"), retired=False):
                yield Suppressible(
                    Finding(
                        "documented-permissions",
                        "the role may write to every log group of the account, and may be assumed for anybody's flow "
                        "logs; leave `permissions` out for the least that is needed",
                        destination.origin.at("cloudwatch_logs", "role", "permissions"),
                    ),
                    (destination,),
                )
