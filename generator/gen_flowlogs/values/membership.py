"""The stacks of a capture point, as far as its data says so before anything has checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL = "all"
"""The word for every stack; no stack has it as its name."""

EACH = "each"
"""The word for a bucket in every stack that uses it; no stack has it as its name."""

Stacks = tuple[str, ...]
"""Names of stacks, sorted. Capture points that say the same share one."""


class Membership:
    """Capture point → the names of its stacks; of one whose `stack` is wrong or missing, of all."""

    def __init__(self, defaults: Mapping[str, Any], everything: Stacks) -> None:
        self._all = everything
        self._known = frozenset(everything)
        self._shared: dict[object, Stacks] = {}
        self._default = self.named(defaults.get("stack"))

    def of(self, raw: Mapping[str, Any]) -> Stacks:
        """The stacks of a capture point."""
        return self.named(raw["stack"]) if "stack" in raw else self._default

    def named(self, raw: object) -> Stacks:
        """The stacks that a `stack` names."""
        if raw == ALL or not isinstance(raw, str | list):
            return self._all
        names = [raw] if isinstance(raw, str) else [each for each in raw if isinstance(each, str)]
        key = tuple(names)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = tuple(sorted(self._known.intersection(names))) or self._all
        return found
