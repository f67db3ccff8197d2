"""Taking broken values out of data.

Comes in: plain data and the paths that are broken. Goes out: data without them. Never changes what it was given, and
copies only the mappings on the way to a broken value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.schema.language import KINDS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.diagnostics import Path

_Tree = dict[Any, Any]
"""Key → the tree below it; an empty tree ends a path, and what stands there is cut."""


_NEEDED = {
    ("lookup", "tags"),
    ("fields", "preset"),
    ("lint", "ignore"),
    ("audit", "exempt"),
    ("assume_role", "role_arn"),
}
"""Mappings and the key without which they say nothing, or something else."""

_WITH_OTHERS = {"keyed"}
"""Keys that say nothing without others beside them."""


def _holder(path: Path) -> Path:
    """The path to cut where a path is broken: that of the whole list, if there is one, so that no index moves."""
    return next((path[:depth] for depth, step in enumerate(path) if isinstance(step, int)), path)


def stays_empty(path: Path) -> bool:
    """Whether a mapping may lack what it needs: the spec, a section, a definition, the settings of a destination."""
    match path:
        case (section, _, kind):
            return section == "destinations" and kind in KINDS
        case _:
            return not path or (path[0] in SECTIONS and len(path) < 3)


def without(data: dict[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """The data without what stands at the paths.

    A list that anything is wrong in goes, and so does a mapping that loses what it cannot be without, or its last
    key; but not one that `stays_empty`.
    """
    tree: _Tree = {}
    for path in sorted(map(_holder, paths), key=len):
        node = tree
        for step in path:
            if step in node and not node[step]:
                break  # what contains it is cut already
            node = node.setdefault(step, {})
    return _prune(data, tree, ())


def _prune(data: dict[str, Any], tree: _Tree, path: Path) -> dict[str, Any]:
    kept: dict[Any, Any] = dict(data)
    for key, below in tree.items():
        here = (*path, key)
        if below:
            kept[key] = _prune(kept[key], below, here)
            if kept[key] or stays_empty(here):
                continue
        kept.pop(key, None)
        is_reason = here[:2] == ("audit", "exempt") and here[3:] == ("reason",)
        if here[-2:] in _NEEDED or is_reason or kept.keys() == _WITH_OTHERS:
            return {}
    return kept
