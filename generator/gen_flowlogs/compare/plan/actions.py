"""Two versions of a root module → the action that Terraform plans for each instance, and the arguments that decide it.

Terraform compares the state with the new configuration. The state is the old spec, applied; a reference in the new
configuration leads to the state of a resource that stays, and to no known value if the resource is recreated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.plan.compared import Compared, Difference, compared
from gen_flowlogs.compare.plan.instances import Instance, Instances, aligned
from gen_flowlogs.compare.plan.moves import moved
from gen_flowlogs.compare.plan.references import attribute, outside
from gen_flowlogs.compare.plan.values import Symbol, Value, may_be_equal, normal
from gen_flowlogs.dataclass import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.comparison import Action
    from gen_flowlogs.hcl import Ref
    from gen_flowlogs.view.resources import Resource

_GLOBAL = frozenset({"aws_iam_role", "aws_iam_role_policy"})


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """The action for one instance. `old` or `new` is None if the instance comes or goes."""

    address: str  # as a plan shows it: a moved instance at its new address, even if the new spec has no instance there
    action: Action | None  # None: no change
    old: Instance | None
    new: Instance | None
    differences: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()  # arguments that were taken out and that Terraform keeps
    ignored: tuple[Difference, ...] = ()  # arguments that change, and whose changes Terraform ignores
    blocked: tuple[str, str] | None = None  # a move that cannot be done: its source, and its target, which is in use

    @property
    def resource(self) -> Resource:
        """The new resource, or the old one of an instance that goes."""
        instance = self.new or self.old
        assert instance is not None  # noqa: S101 - one of them is there
        return instance.resource

    @property
    def capture_point(self) -> str | None:
        """The capture point of a flow log, by its name in the version that has the instance."""
        return self.resource.capture_point

    @property
    def destination(self) -> str:
        """The destination, by its name in the version that has the instance."""
        assert self.resource.destination is not None  # noqa: S101 - every resource delivers to one or belongs to one
        return self.resource.destination

    @property
    def moved_from(self) -> str | None:
        """The old address, if it differs."""
        return self.old.address if self.old and self.old.address != self.address else None


class ModulePlan:
    """The planned changes of one root module, each computed when it is asked for.

    `abandoned`: the old instances, if the new module is in another account: Terraform does nothing to them. `apart`:
    the output goes to another place, so that nothing old is anything new.
    """

    def __init__(self, old: Instances | None, new: Instances | None, *, apart: bool = False) -> None:
        self.abandoned: Instances | None = None
        self.apart = apart
        if old and new and old.stack.account != new.stack.account and not apart:
            old, self.abandoned = None, old  # Terraform asks another account now, and finds none of them
        bases = {each.base for each in old.by_address.values()} if old else set()
        moves = new.moves if new and not apart else ()
        self._moved = moved(bases, {str(each.target): str(each.source) for each in moves})
        self.old, self.new = aligned(old, new, self._moved.bases) if old and new and not apart else (old, new)
        self._known: dict[str, PlannedChange] = {}
        self._before = {
            self._moved.bases[each.base] + address.removeprefix(each.base): each
            for address, each in (self.old.by_address.items() if self.old else ())
        }
        self._sources = {target: source for source, target in self._moved.blocked.items()}

    @property
    def name(self) -> str | None:
        """The name of the stack."""
        return self.either.stack.name

    @property
    def either(self) -> Instances:
        """The new instances, or the old ones of a module that is gone."""
        module = self.new or self.old
        assert module is not None  # noqa: S101 - a plan is about at least one version
        return module

    @property
    def changes_region(self) -> bool:
        """Whether the stack goes to another region, so that no regional resource stays."""
        both = self.old is not None and self.new is not None and not self.apart
        return both and self.old.stack.region != self.new.stack.region  # type: ignore[union-attr]

    @property
    def is_refused(self) -> bool:
        """Whether `prevent_destroy` makes Terraform refuse the plan; not if AWS provider 5 does not, as of a region."""
        return not self.changes_region and any(
            each.action == "replace" and getattr(each.resource, "prevent_destroy", False) for each in self.all()
        )

    def all(self) -> Iterator[PlannedChange]:
        """Plan every instance, also those without a change."""
        by_address = self.new.by_address if self.new else {}
        for address in by_address:
            yield self.of(address)
        for address, instance in self._before.items():
            if address not in by_address or self.apart:
                kept = self.new is not None and instance.base in self.new.kept and not self.apart
                base = self._moved.bases[instance.base]
                target = self._moved.blocked.get(base)
                yield PlannedChange(
                    address=address,
                    action="forget" if kept else "destroy",
                    old=instance,
                    new=None,
                    blocked=None if target is None else (base, target),
                )

    def of(self, address: str) -> PlannedChange:
        """Plan one instance of the new version."""
        planned = self._known.get(address)
        if planned is None:
            planned = self._known[address] = self._plan(address)
        return planned

    def forcing(self, ended: Instance, begun: Instance) -> tuple[Difference, ...]:
        """The differences that would force a replacement after a `moved` block from one instance to another.

        Also those that Terraform would ignore, so that the block would keep something else than the spec has.
        """
        would = self._compared(ended, begun)
        return (*(each for each in would.differences if each.forces), *would.ignored)

    def _plan(self, address: str) -> PlannedChange:
        assert self.new is not None  # noqa: S101 - an address of the new one
        new = self.new.by_address[address]
        old = None if self.apart else self._before.get(address)
        source = self._sources.get(new.base)
        blocked = None if source is None else (source, new.base)
        if old is None:
            return PlannedChange(address=address, action="create", old=None, new=new, blocked=blocked)
        change = self._compared(old, new)
        differences = change.differences
        if any(each.forces for each in differences):
            taken = (*differences, *change.adopted)
            return PlannedChange(
                address=address, action="replace", old=old, new=new, differences=taken, blocked=blocked
            )
        action: Action | None = "update" if differences else "move" if old.address != new.address else None
        return PlannedChange(
            address=address,
            action=action,
            old=old,
            new=new,
            differences=differences,
            kept=change.kept,
            ignored=change.ignored,
        )

    def _compared(self, old: Instance, new: Instance) -> Compared:
        plain = compared(
            old.resource,
            new.resource,
            lambda ref: self._old_value(ref, old),
            lambda ref: self._new_value(ref, new),
        )
        differences = plain.differences
        keys = tuple(self._keys(old, new))
        if keys:  # and not the arguments that follow from the keys
            differences = tuple(each for each in differences if not _is_each(each.old) and not _is_each(each.new))
        return replace(plain, differences=(*keys, *differences, *self._region(new.resource.TYPE)))

    def _region(self, type_: str) -> Iterator[Difference]:
        """A region that changes: provider 6 replaces regional resources, provider 5 loses sight of them."""
        assert self.old is not None  # noqa: S101 - there is something to compare with
        assert self.new is not None  # noqa: S101 - and something to compare
        if self.changes_region and type_ not in _GLOBAL:
            old, new = self.old.stack.region, self.new.stack.region
            yield Difference(argument="region", name="region", old=old, new=new, forces=True)

    def _keys(self, old: Instance, new: Instance) -> Iterator[Difference]:
        """If the keys are unknown in one version, one address represents instances that come and go."""
        if old.for_each is None and new.for_each is None:
            return
        old_keys = normal(old.for_each, lambda ref: self._old_value(ref, old))
        new_keys = normal(new.for_each, lambda ref: self._new_value(ref, new))
        if old_keys != new_keys:
            yield Difference(
                argument="for_each",
                name="for_each",
                old=old_keys,
                new=new_keys,
                forces=True,
                may_be_equal=may_be_equal(old_keys, new_keys),
            )

    def _old_value(self, ref: Ref, instance: Instance) -> Value:
        """Evaluate a reference of the old root module in the state."""
        assert self.old is not None  # noqa: S101 - an instance of the old one
        if _base(ref) in self.old.resources:
            return attribute(self.old, ref)
        return outside(ref, self.old, instance, self._old_value)

    def _new_value(self, ref: Ref, instance: Instance) -> Value:
        """Evaluate a reference of the new root module as Terraform does when it plans."""
        assert self.new is not None  # noqa: S101 - an instance of the new one
        base = _base(ref)
        if base not in self.new.resources:
            return outside(ref, self.new, instance, self._new_value)
        target = self.of(base)
        if target.old is None or target.action == "replace":
            return attribute(self.new, ref, exists=False)
        assert self.old is not None  # noqa: S101 - the target was in it
        return attribute(self.new, ref, state=(self.old, target.old.base))


def _is_each(value: Value) -> bool:
    return isinstance(value, Symbol) and isinstance(value.identity, tuple) and value.identity[0] == "each"


def _base(ref: Ref) -> str:
    return ".".join(str(ref).split(".", 2)[:2])
