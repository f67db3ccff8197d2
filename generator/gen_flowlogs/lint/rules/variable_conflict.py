"""One Terraform variable for two kinds of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import Variable
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.givens import Shape
    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import CapturePoint


_WORDS: dict[Shape, str] = {
    "key": "the ARN of a key",
    "role": "the ARN of a role",
    "cross-account role": "the ARN of a role in another account",
    "permissions boundary": "the ARN of a permissions boundary",
    "stream": "the ARN of a delivery stream",
    "log group": "the ARN of a log group",
    "bucket": "the ARN of a bucket",
    "name of a log group": "the name of a log group",
    "name of a bucket": "the name of a bucket",
}


def check(index: Index) -> Iterator[Finding]:
    """Find variables of two uses: a variable has one type and one validation, so it can have one kind of value."""
    uses: dict[str, tuple[str, Origin]] = {}
    for point in index.spec.capture_points:
        if isinstance(point.target, Variable):
            yield from _variable(point.target.name, _targets(point), target(point).at("var"), uses)
    for destination in index.spec.destinations:
        for use in givens.uses(destination):
            if isinstance(use.given, Variable):
                yield from _variable(use.given.name, _WORDS[use.shape], use.at.at("var"), uses)


def _targets(point: CapturePoint) -> str:
    if isinstance(point.target, Variable) and point.target.keyed:
        return f"a map of {point.kind.title} ids"
    return f"ids of {point.kind.title}s" if point.plural else f"the id of a {point.kind.title}"


def _variable(name: str, what: str, at: Origin, uses: dict[str, tuple[str, Origin]]) -> Iterator[Finding]:
    before, where = uses.setdefault(name, (what, at))
    if before != what:
        yield Finding(
            "variable-conflict",
            f"the variable {quoted(name)} is {what} here, and {before} elsewhere; give one of them another name",
            at,
            (("the other use is at", where),),
        )
