"""Two versions of one resource instance → the arguments that differ, those that Terraform keeps, and those it ignores.

Terraform ignores a change of an argument of `ignore_changes` until another one replaces the resource, which then gets
what its configuration has. What AWS has of such an argument may be of another form than either version of the spec.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.provider_defaults import KEPT
from gen_flowlogs.aws.replacement import replaces
from gen_flowlogs.compare.plan.arguments import arguments
from gen_flowlogs.compare.plan.values import Value, may_be_equal, normal, unknowns
from gen_flowlogs.dataclass import dataclass, replace

if TYPE_CHECKING:
    from gen_flowlogs.compare.plan.values import Resolver
    from gen_flowlogs.view.resources import Resource


@dataclass(frozen=True, slots=True)
class Difference:
    """One argument that changes. `may_be_equal`: only Terraform knows whether it really does.

    `adopted`: AWS may have another form of it than the old spec, since `ignore_changes` has kept what it had.
    """

    argument: str  # the block, for an argument in one
    name: str  # the argument, also of one in a block
    old: Value
    new: Value
    forces: bool
    may_be_equal: bool = False
    adopted: bool = False

    @property
    def is_change(self) -> bool:
        """Whether the new spec has another value than the old one."""
        return self.old != self.new or any(unknowns(self.new))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of one instance. `adopted`: the arguments that the new one ignores while nothing replaces it."""

    differences: tuple[Difference, ...] = ()
    adopted: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()  # arguments that were taken out and that Terraform keeps

    @property
    def ignored(self) -> tuple[Difference, ...]:
        """The arguments that would change."""
        return tuple(each for each in self.adopted if each.is_change)


def compared(old: Resource, new: Resource, in_state: Resolver, planned: Resolver) -> Compared:
    """Compare the arguments. `in_state` and `planned` follow the references of the old and the new version."""
    type_ = new.TYPE
    before = {name: value for _, name, value in arguments(old)}
    was_ignored, ignored = _ignored(old), _ignored(new)
    differences: list[Difference] = []
    adopted: list[Difference] = []
    kept: list[str] = []
    for argument, name, value in arguments(new):
        old_value, new_value = normal(before[name], in_state), normal(value, planned)
        if old_value == new_value and argument not in was_ignored and not any(unknowns(new_value)):
            continue
        each = Difference(
            argument=argument,
            name=name,
            old=old_value,
            new=new_value,
            forces=replaces(type_, argument),
            may_be_equal=may_be_equal(old_value, new_value),
        )
        if new_value is None and (type_, argument) in KEPT and argument not in ignored:
            kept += [argument] if each.is_change else []
        elif argument in ignored:
            adopted.append(replace(each, forces=False, adopted=True))
        elif each.is_change:
            differences.append(each)
        else:
            differences.append(replace(each, may_be_equal=True, adopted=True))
    return Compared(differences=tuple(differences), adopted=tuple(adopted), kept=tuple(kept))


def _ignored(resource: Resource) -> frozenset[str]:
    """The arguments of `ignore_changes`."""
    return frozenset(map(str, getattr(resource, "ignore_changes", ())))
