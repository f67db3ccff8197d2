"""`terraform.folder` and `terraform.module`, and what either leaves to the author: stacks and a backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

_PLACES = {
    "folder": "one file in a module of yours",
    "module": "a module that yours calls",
}
"""Key → the output that it asks for."""


def check(index: Index) -> Iterator[Finding]:
    """Find what excludes either key."""
    terraform, at = index.spec.terraform, index.spec.origin.at("terraform")
    asked = [*(["folder"] if terraform.folder is not None else []), *(["module"] if terraform.module else [])]
    for key in asked:
        if terraform.backend is not None:
            why = f"the output is {_PLACES[key]}, whose root module has the backend; take one of them out"
            yield _finding(f"`backend` beside `{key}`: {why}", at.key("backend"), (key, at.key(key)))
        if index.spec.stacks != (ONLY,):
            where = index.spec.stacks[0].origin if index.spec.stacks else None
            related = () if where is None else (("the stacks begin at", where.key()),)
            why = (
                f"the output is {_PLACES[key]}, with one account and one state; take one of them out, or write a "
                "spec for "
                "each stack"
            )
            yield Finding("conflicting-keys", f"`{key}` beside `stacks`: {why}", at.key(key), related)
    if len(asked) == 2:
        why = f"the output is either {_PLACES['folder']} or {_PLACES['module']}; take one of them out"
        yield _finding(f"`module` beside `folder`: {why}", at.key("module"), ("folder", at.key("folder")))


def _finding(message: str, at: Origin, first: tuple[str, Origin]) -> Finding:
    name, origin = first
    return Finding("conflicting-keys", message, at, ((f"`{name}` is at", origin),))
