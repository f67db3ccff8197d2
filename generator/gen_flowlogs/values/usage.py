"""The stacks that use a filter or a destination, as far as the data says so before anything has checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gen_flowlogs.values.evaluate import Stacks, Variant

KEYS = ("filter", "destinations")
"""The keys of a capture point that name definitions, and that `defaults` may have instead."""


@dataclass(slots=True)
class Usage:
    """The stacks that use each name. In a spec without stacks nothing is said of any."""

    inherited: Mapping[str, Iterable[Variant]]  # key → what `defaults` say there
    _users: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _seen: set[tuple[str, str, Stacks]] = field(default_factory=set)  # many capture points say the same

    def has(self, key: str, name: str) -> bool:
        """Whether any capture point names this filter or destination, also in a spec without stacks."""
        return (key, name) in self._users

    def of(self, key: str, name: str) -> Stacks:
        """The stacks whose capture points name this filter or destination."""
        return tuple(sorted(self._users.get((key, name), ())))

    def add(self, point: Mapping[str, Any], stacks: Stacks) -> None:
        """Take note of a capture point, as it is in some stacks."""
        for key in KEYS:
            said = repr(point[key]) if key in point else ""
            if (key, said, stacks) in self._seen:
                continue
            self._seen.add((key, said, stacks))
            if key in point:
                self._use(key, point[key], stacks)
            else:
                for variant in self.inherited.get(key, ()):
                    self._use(key, variant.data, set(variant.stacks).intersection(stacks))

    def _use(self, key: str, said: object, stacks: Iterable[str]) -> None:
        for each in said if isinstance(said, list) else (said,):
            name = next(iter(each), None) if isinstance(each, dict) else each  # with settings of its own
            if isinstance(name, str):
                self._users.setdefault((key, name), set()).update(stacks)
