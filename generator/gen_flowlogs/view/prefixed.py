"""Views → the same views for a folder of the author's: names that a file beside ours may also have get a prefix.

These are the names of data sources, local values, variables and outputs. Resources keep their labels, so that they
move between modules by a plain `moved` block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import fields, is_dataclass, replace
from gen_flowlogs.hcl import Label, Name, Own
from gen_flowlogs.view import data, flow_logs, outputs, variables

if TYPE_CHECKING:
    from collections.abc import Mapping


def prefixed(views: Mapping[str, object], prefix: str) -> dict[str, object]:
    """The views with the prefix in each name and in each reference to one."""
    return {stem: _prefixed(view, prefix) for stem, view in views.items()}


def _prefixed(value: Any, prefix: str) -> Any:
    """A view, or a value in one, however deep; itself where nothing in it has such a name."""
    if isinstance(value, Own):
        return value.prefixed(prefix)
    if isinstance(value, tuple):
        several = tuple(_prefixed(each, prefix) for each in value)
        return value if all(map(_is, several, value)) else several
    if not is_dataclass(value) or isinstance(value, type):
        return value
    held = {each.name: getattr(value, each.name) for each in fields(value)}
    changed = {name: new for name, old in held.items() if (new := _prefixed(old, prefix)) is not old}
    return _labelled(replace(value, **changed) if changed else value, prefix)


def _labelled(block: Any, prefix: str) -> Any:
    """A block with the prefix in its own labels; itself where it has none of these."""

    def label(old: str) -> Label:
        return Label(prefix + old)

    match block:
        case data.DataSource() | flow_logs.Local():
            return replace(block, prefix=prefix)
        case data.LogsSuffix(name=name):
            return replace(block, name=Name(prefix + name))
        case variables.Variable(label=old):
            return replace(block, label=label(old))
        case data.View(current=current, ec2=ec2):
            return replace(block, current=label(current), ec2=label(ec2))
        case outputs.View(ids_label=ids, arns_label=arns, policies_label=policies):
            return replace(block, ids_label=label(ids), arns_label=label(arns), policies_label=label(policies))
    return block


def _is(one: object, other: object) -> bool:
    return one is other
