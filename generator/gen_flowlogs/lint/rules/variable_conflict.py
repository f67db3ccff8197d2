"""One Terraform variable for two kinds of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Firehose, Variable
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Finding]:
    """Find variables of two uses: a variable has one type and one validation, so it can have one kind of value."""
    uses: dict[str, tuple[str, Origin]] = {}
    for point in index.spec.capture_points:
        if isinstance(point.target, Variable):
            what = f"ids of {point.kind.title}s" if point.plural else f"the id of a {point.kind.title}"
            yield from _variable(point.target.name, what, target(point).at("var"), uses)
    for destination in index.spec.destinations:
        if isinstance(destination, Firehose) and isinstance(destination.stream, Variable):
            at = destination.origin.at("firehose", "delivery_stream", "var")
            yield from _variable(destination.stream.name, "the ARN of a delivery stream", at, uses)


def _variable(name: str, what: str, at: Origin, uses: dict[str, tuple[str, Origin]]) -> Iterator[Finding]:
    before, where = uses.setdefault(name, (what, at))
    if before != what:
        yield Finding(
            "variable-conflict",
            f"the variable {quoted(name)} is {what} here, and {before} elsewhere; give one of them another name",
            at,
            (("the other use is at", where),),
        )
