"""`within`: names that exist, and no capture point inside itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws import kinds
from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.parse.sources import Scope

_SHOWN = 8
"""Capture points of a cycle that a message names at most."""


def check(scope: Scope) -> list[Finding]:
    """Find mistakes in the `within` of each capture point and of its lookup."""
    findings: list[Finding] = []
    inside: dict[str, str] = {}
    names = scope.raw["capture_points"]
    for name, (raw, origin) in scope.capture_points.items():
        for container, path in _containers(raw):
            if container in names:
                inside.setdefault(name, container)
            elif kinds.of_id(container) is None and ("capture_points",) not in scope.unread:
                findings.append(_unknown(container, sorted(names.keys() - {name}), origin.at(*path)))
    findings += [_cycle(cycle, scope) for cycle in _cycles(inside)]
    return findings


def _containers(raw: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each container that a capture point names, and the path to its name."""
    if "within" in raw:
        yield raw["within"], ("within",)
    for key, value in raw.items():
        if isinstance(value, dict) and key in BY_KEY and "within" in value.get("lookup", {}):
            yield value["lookup"]["within"], (key, "lookup", "within")


def _unknown(container: str, names: list[str], at: Origin) -> Finding:
    near = nearest(container, names)
    hint = f"did you mean {quoted(near)}?" if near else "write a capture point's name, or an id"
    return Finding("unknown-name", f"no capture point is called {quoted(container)}; {hint}", at)


def _cycle(names: tuple[str, ...], scope: Scope) -> Finding:
    first = names[0]
    chain = " → ".join((*names, first)) if len(names) <= _SHOWN else f"a chain of {len(names)}"
    return Finding(
        "within-cycle",
        f"{quoted(first)} is inside itself: {chain}; take one `within` out",
        scope.capture_points[first][1].at("within"),
    )


def _cycles(inside: dict[str, str]) -> list[tuple[str, ...]]:
    """Each cycle of a graph in which a name has at most one container, from its first name on."""
    done: set[str] = set()
    cycles: list[tuple[str, ...]] = []
    for start in inside:
        walked: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in done and at not in walked:
            walked[at] = len(walked)
            at = inside.get(at)
        if at is not None and at in walked:
            members = [name for name, step in walked.items() if step >= walked[at]]
            turn = members.index(min(members))
            cycles.append(tuple(members[turn:] + members[:turn]))
        done.update(walked)
    return cycles
