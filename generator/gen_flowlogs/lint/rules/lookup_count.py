"""Lookups that find nothing by an inventory, or not the one that they are to find: Terraform fails when it plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Lookup
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint, Stack

_FEW = 3


def check(index: Index) -> Iterator[Finding]:
    """Find the lookups that an inventory says fail, once for all stacks in which one does alike."""
    if not index.observed:
        return
    for point in index.spec.capture_points:
        if not isinstance(point.target, Lookup):
            continue
        alike: dict[tuple[str, ...], list[Stack]] = {}
        for stack in point.stacks:
            found = index.keys.found(point, stack)
            if found is not None and _fails(point, point.target, found):
                alike.setdefault(found, []).append(stack)
        for found, stacks in alike.items():
            yield _finding(point, found, stacks)


def _fails(point: CapturePoint, lookup: Lookup, found: tuple[str, ...]) -> bool:
    return not found and not lookup.allow_empty if point.plural else len(found) != 1


def _finding(point: CapturePoint, found: tuple[str, ...], stacks: list[Stack]) -> Finding:
    names = [quoted(stack.name) for stack in stacks if stack.name is not None]
    where = f" in {listing(names, _FEW)}" if names else ""
    what = f"{len(found)} {point.kind.title}s ({listing(list(found), _FEW)})" if found else f"no {point.kind.title}"
    mend = (
        "and one must match; ask for more tags, or write the id"
        if found
        else "so Terraform fails when it plans; ask for other tags, or let it find none with `allow_empty: true`"
        if point.plural
        else "and one must match; ask for other tags, or write the id"
    )
    return Finding(
        "lookup-count",
        f"by the inventory the lookup of {quoted(point.name)} finds {what}{where}, {mend}",
        target(point).at("lookup").key(),
    )
