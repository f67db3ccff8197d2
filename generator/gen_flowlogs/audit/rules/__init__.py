"""The rules of an audit: one file a rule or a family of rules, each with `check(ground)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit.rules import (
    applied,
    buckets,
    deliveries,
    drift,
    expiry,
    keys,
    quota,
    recorded_twice,
    roles,
    streams,
    targets,
    undeclared,
    vpcs,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Result

_RULES: Final = (
    vpcs,
    applied,
    targets,
    undeclared,
    deliveries,
    roles,
    buckets,
    keys,
    streams,
    drift,
    expiry,
    recorded_twice,
    quota,
)


def check(ground: Ground) -> Iterator[Result]:
    """Ask each of them."""
    for rule in _RULES:
        yield from rule.check(ground)
