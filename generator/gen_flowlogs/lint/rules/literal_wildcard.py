"""Wildcards in what a lookup asks for: `*` and `?` are literal there, so that a lookup finds what its text names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.origins import target
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import Lookup
from gen_flowlogs.phrasing import ignoring, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index


def check(index: Index) -> Iterator[Suppressible]:
    """Find them in the values of tags."""
    for point in index.spec.capture_points:
        if not isinstance(point.target, Lookup):
            continue
        for key, value in point.target.tags:
            if {"*", "?"} & set(value):
                message = (
                    f"{quoted(value)} is literal in a lookup, and `*` and `?` are no wildcards; ask for a tag that all "
                    f"of them share, list their ids, or {ignoring('literal-wildcard')}"
                )
                at = target(point).at("lookup", "tags", key)
                yield Suppressible(Finding("literal-wildcard", message, at), (point,))
