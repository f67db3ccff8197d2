"""Two root modules → what Terraform does to each instance: its action, and the arguments that decide it.

Terraform compares the state with the new configuration. The state is what the old spec says, applied; a reference in
the new one leads to the state of what stays, and to nothing known where its resource is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.aws.replacement import replaces
from gen_flowlogs.compare.effective import KEPT, arguments
from gen_flowlogs.compare.moved import moved
from gen_flowlogs.compare.references import attribute, outside
from gen_flowlogs.compare.roots import Instance, Root, aligned
from gen_flowlogs.compare.values import Symbol, Value, may_be_equal, normal, unknowns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.changes import Action
    from gen_flowlogs.hcl import Ref


_GLOBAL = frozenset({"aws_iam_role", "aws_iam_role_policy"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One argument that changes. `may_be_equal`: only Terraform knows whether it really does."""

    argument: str
    old: Value
    new: Value
    forces: bool
    may_be_equal: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to one instance. `old` and `new` are what it was and is; one is None where it comes or goes."""

    address: str  # where a plan shows it: what moves is shown where it goes, even if nothing is there for it
    action: Action | None  # None: nothing
    old: Instance | None
    new: Instance | None
    differences: tuple[Difference, ...] = ()
    kept: tuple[str, ...] = ()  # arguments that were taken out and that Terraform keeps
    blocked: tuple[str, str] | None = None  # a move that decides it and cannot be: from where, and where something is

    @property
    def moved_from(self) -> str | None:
        """Where it was, if that is elsewhere."""
        return self.old.address if self.old and self.old.address != self.address else None


class Decisions:
    """The decisions about one root module, each made when it is asked for.

    `out_of_sight`: the old one, where the new one is in another account: nothing happens to what it made.
    `blocked`: each move that cannot be: from where, and where something is already.
    """

    def __init__(self, old: Root | None, new: Root | None) -> None:
        self.out_of_sight: Root | None = None
        if old and new and old.stack.account != new.stack.account:
            old, self.out_of_sight = None, old  # Terraform asks another account now, and finds nothing
        bases = {each.base for each in old.instances.values()} if old else set()
        self._moved = moved(bases, new.moves if new else {})
        self.old, self.new = aligned(old, new, self._moved.places) if old and new else (old, new)
        self._known: dict[str, Decision] = {}
        self._before = {
            self._moved.places[each.base] + address.removeprefix(each.base): each
            for address, each in (self.old.instances.items() if self.old else ())
        }
        self.blocked = tuple(self._moved.blocked.items())
        self._sources = {target: source for source, target in self.blocked}

    def all(self) -> Iterator[Decision]:
        """What happens to every instance, also where that is nothing."""
        instances = self.new.instances if self.new else {}
        for address in instances:
            yield self.of(address)
        for address, instance in self._before.items():
            if address not in instances:
                kept = self.new is not None and instance.base in self.new.kept
                place = self._moved.places[instance.base]
                target = self._moved.blocked.get(place)
                blocked = None if target is None else (place, target)
                yield Decision(address, "forget" if kept else "destroy", instance, None, blocked=blocked)

    def of(self, address: str) -> Decision:
        """What happens to an instance of the new root module."""
        found = self._known.get(address)
        if found is None:
            found = self._known[address] = self._decide(address)
        return found

    def _decide(self, address: str) -> Decision:
        assert self.new is not None  # noqa: S101 - an address of the new one
        new = self.new.instances[address]
        old = self._before.get(address)
        source = self._sources.get(new.base)
        blocked = None if source is None else (source, new.base)
        if old is None:
            return Decision(address, "create", None, new, blocked=blocked)
        differences, kept = self._differences(old, new)
        if any(each.forces for each in differences):
            return Decision(address, "replace", old, new, differences, blocked=blocked)
        if differences:
            return Decision(address, "update", old, new, differences, kept)
        return Decision(address, "move" if old.address != new.address else None, old, new, (), kept)

    def _differences(self, old: Instance, new: Instance) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
        type_ = new.resource.TYPE
        before = {name: (argument, value) for argument, name, value in arguments(old.resource)}
        found: list[Difference] = []
        kept: list[str] = []
        for argument, name, value in arguments(new.resource):
            was = normal(before[name][1], lambda ref: self._was(ref, old))
            is_ = normal(value, lambda ref: self._is(ref, new))
            if was == is_ and not any(unknowns(is_)):
                continue
            if is_ is None and (type_, argument) in KEPT:
                kept.append(argument)
                continue
            forces = replaces(type_, argument)
            found.append(Difference(argument, was, is_, forces, may_be_equal(was, is_)))
        keys = tuple(self._keys(old, new))
        if keys:  # and not what follows from them
            found = [each for each in found if not _is_each(each.old) and not _is_each(each.new)]
        return (*keys, *found, *self._region(type_)), tuple(kept)

    def _region(self, type_: str) -> Iterator[Difference]:
        """A region that changes: provider 6 replaces what is in one, provider 5 loses sight of it."""
        assert self.old is not None  # noqa: S101 - there is something to compare with
        assert self.new is not None  # noqa: S101 - and something to compare
        was, is_ = self.old.stack.region, self.new.stack.region
        if was != is_ and type_ not in _GLOBAL:
            yield Difference("region", was, is_, forces=True)

    def _keys(self, old: Instance, new: Instance) -> Iterator[Difference]:
        """Where keys are open on one side, one address stands for instances that come and go."""
        if old.for_each is None and new.for_each is None:
            return
        was = normal(old.for_each, lambda ref: self._was(ref, old))
        is_ = normal(new.for_each, lambda ref: self._is(ref, new))
        if was != is_:
            yield Difference("for_each", was, is_, forces=True, may_be_equal=may_be_equal(was, is_))

    def _was(self, ref: Ref, instance: Instance) -> Value:
        """What a reference of the old root module leads to, in the state."""
        assert self.old is not None  # noqa: S101 - an instance of the old one
        return attribute(self.old, ref) if _base(ref) in self.old.bases else outside(ref, self.old, instance, self._was)

    def _is(self, ref: Ref, instance: Instance) -> Value:
        """What a reference of the new root module leads to, when Terraform plans."""
        assert self.new is not None  # noqa: S101 - an instance of the new one
        base = _base(ref)
        if base not in self.new.bases:
            return outside(ref, self.new, instance, self._is)
        target = self.of(base)
        if target.old is None or target.action == "replace":
            return attribute(self.new, ref, exists=False)
        assert self.old is not None  # noqa: S101 - the target was in it
        return attribute(self.new, ref, state=(self.old, target.old.base))


def _is_each(value: Value) -> bool:
    return isinstance(value, Symbol) and isinstance(value.identity, tuple) and value.identity[0] == "each"


def _base(ref: Ref) -> str:
    return ".".join(str(ref).split(".", 2)[:2])
