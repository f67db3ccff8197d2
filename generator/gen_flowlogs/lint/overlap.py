"""Lookups that certainly find what another target is: they have fewer conditions, in the same account and region.

Certain means that AWS says so, not that it is likely. Every VPC that can have a flow log is its account's own, and so
among those that a lookup without tags finds; a subnet or a network interface may be another account's, which no lookup
of several finds. What is only likely is left to the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import VPC, of_id
from gen_flowlogs.lint.places import where
from gen_flowlogs.lint.survey import Looked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.survey import Survey, TargetKey
    from gen_flowlogs.model import CapturePoint

_Group = tuple[object, ...]
_Tag = tuple[str, str] | None


class Wider:
    """The lookups of a survey, to be asked which of them contain a target.

    Each is filed under the rarest of its tags, so that what one question costs does not grow with their number.
    """

    def __init__(self, found: Survey) -> None:
        lookups = [key for key in found.targets if isinstance(key, Looked)]
        count: dict[_Tag, int] = {}
        for key in lookups:
            for tag in key.tags:
                count[tag] = count.get(tag, 0) + 1
        self._filed: dict[tuple[_Group, _Tag], list[Looked]] = {}
        for key in lookups:
            rarest = min(key.tags, key=lambda tag: (count[tag], tag), default=None)
            self._filed.setdefault((_group(key), rarest), []).append(key)

    def __bool__(self) -> bool:
        """Whether there is any lookup."""
        return bool(self._filed)

    def of(self, point: CapturePoint, key: TargetKey) -> Iterator[Looked]:
        """The lookups, other than this target itself, that certainly find all of it."""
        if isinstance(key, Looked):
            if point.plural or point.kind is VPC:
                yield from self._with_fewer_conditions(key)
        elif isinstance(key, str) and of_id(key) is VPC:
            for stack in point.stacks:
                yield from self._filed.get(((where(stack), VPC.singular, None), None), ())

    def _with_fewer_conditions(self, key: Looked) -> Iterator[Looked]:
        tags = set(key.tags)
        groups = {_group(key), (key.where, key.kind, None)}
        for group in groups:
            for tag in (None, *key.tags):
                for other in self._filed.get((group, tag), ()):
                    if other != key and tags.issuperset(other.tags):
                        yield other


def _group(key: Looked) -> _Group:
    return (key.where, key.kind, key.within)
