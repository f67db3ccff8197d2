"""Tags that change → the lines of the definition itself that decide them, before those that it inherits.

`tags: none` keeps the tags of `defaults` and of a destination away: where it comes or goes, it is the cause for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Cause
from gen_flowlogs.compare.plan import settings
from gen_flowlogs.compare.plan.values import Object
from gen_flowlogs.model import CapturePoint, Destination, OwnRole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.plan.compared import Difference
    from gen_flowlogs.diagnostics import Origin

_Definition = CapturePoint | Destination | None


def changed_keys(difference: Difference) -> Iterator[str]:
    """The keys of the tags that come, go or have another value."""
    before, after = (dict(each.items) if isinstance(each, Object) else {} for each in (difference.old, difference.new))
    yield from sorted(key for key in {*before, *after} if before.get(key) != after.get(key))


def own(difference: Difference, old: _Definition, new: _Definition, *, of_role: bool) -> Iterator[Cause]:
    """The candidates among a definition's `tags` as a whole, and among those of its role if the role has the tags."""
    changes = _is_untagged(old, of_role=of_role) != _is_untagged(new, of_role=of_role)
    if not of_role and not changes:
        return
    for key in changed_keys(difference):
        for definition, is_old in ((new, False), (old, True)):
            if definition is not None:
                tags = _tags(definition, of_role=of_role)
                yield Cause(origin=tags.at(key), old=is_old)
                if changes:
                    yield Cause(origin=tags, old=is_old)


def _is_untagged(definition: _Definition, *, of_role: bool) -> bool:
    """Whether `tags: none` stands at a definition, or at its role."""
    role = getattr(definition, "role", None)
    if of_role:
        return isinstance(role, OwnRole) and role.tags is None
    return isinstance(definition, CapturePoint) and definition.untagged


def _tags(definition: CapturePoint | Destination, *, of_role: bool) -> Origin:
    if isinstance(definition, CapturePoint) or not of_role:
        return definition.origin.at("tags")
    return settings.role(definition).at("tags")
