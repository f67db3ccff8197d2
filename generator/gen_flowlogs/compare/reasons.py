"""Decisions → changes: each with its reason, and the place of the spec that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from gen_flowlogs.compare.changes import Change
from gen_flowlogs.compare.roots import keyed
from gen_flowlogs.compare.wording import KEYED, owner, reason
from gen_flowlogs.model import CapturePoint, Ids
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from gen_flowlogs.compare.decide import Decision, Decisions
    from gen_flowlogs.compare.renames import Rename
    from gen_flowlogs.compare.roots import Instance
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Destination, Spec


_PROTECTED = "prevent_destroy"
_KEPT = "since `on_destroy: keep` protects it"

Thing = TypeVar("Thing", bound="Destination | CapturePoint")


class Reasons:
    """What both specs define, by name, and the renames that somebody forgot to say."""

    def __init__(self, old: Spec | None, new: Spec | None, renames: tuple[Rename, ...]) -> None:
        self._points = (_points(old), _points(new))
        self._destinations = (_destinations(old), _destinations(new))
        self._advice = {(each.what, name): each.advice for each in renames for name in (each.old, each.new)}
        self._stacks = tuple({stack.name for stack in spec.stacks} if spec else set() for spec in (old, new))
        self._gone = new is None

    def change(self, decision: Decision, decisions: Decisions) -> Change | None:
        """A decision as a change; None where nothing happens."""
        if decision.action is None:
            return None
        root = decisions.new or decisions.old
        assert root is not None  # noqa: S101 - a decision is about one of them
        gone = decision.action in ("destroy", "forget")
        whys = (
            f"the stack {quoted(root.stack.name)} goes to another account, where there is nothing of it"
            if decisions.out_of_sight is not None
            else _blocked(decision),
            reason(decision),
            self._refused(decision),
        )
        why = "; ".join(each for each in whys if each) or self._comes_or_goes(decision, root.stack.name, gone=gone)
        retired = decision.action == "forget" and owner(decision.address)[0] in self._destinations[1]
        forced = {each.argument for each in decision.differences if each.forces}
        return Change(
            root.stack.name,
            decision.address,
            decision.action,
            tuple(sorted(forced)) if decision.action == "replace" else (),
            why,
            self._origin(_called(decision), was=gone and not retired),
            gone and not retired,
            decision.moved_from,
        )

    def _refused(self, decision: Decision) -> str:
        """`prevent_destroy`, which counts as long as its block is there: a spec that is gone leaves its files."""
        block = decision.old if self._gone else decision.new
        if decision.action not in ("replace", "destroy") or not getattr(block and block.resource, _PROTECTED, False):
            return ""
        if self._gone:
            return f"the spec is gone, but `terraform destroy` refuses, {_KEPT}"
        by = "AWS provider 6" if any(each.argument == "region" for each in decision.differences) else "Terraform"
        return f"{by} refuses, {_KEPT}"

    def _origin(self, address: str, *, was: bool) -> Origin:
        """The capture point or destination, in the version that has it."""
        name, destination = owner(address)
        side = 0 if was else 1
        found: CapturePoint | Destination | None = (
            self._points[side].get(name) if destination else self._destinations[side].get(name)
        )
        assert found is not None  # noqa: S101 - an address is made of a name
        return found.origin.key()

    def _comes_or_goes(self, decision: Decision, stack: str | None, *, gone: bool) -> str:
        """Why something is created, or is gone."""
        side, other = (0, 1) if gone else (1, 0)
        comes = "is taken out" if gone else "is new"
        name, destination = owner(_called(decision))
        if stack not in self._stacks[other] and self._stacks[other]:
            if None in self._stacks[0] | self._stacks[1]:
                return f"the spec {'gets' if None in self._stacks[0] else 'loses'} `stacks`, each with its own state"
            return f"the stack {quoted(stack)} {comes}"
        if destination is None:
            if _find(name, self._destinations[other], self._destinations[side]) is None:
                return self._advised(f"destination {quoted(name)} {comes}", "destinations", name)
            return f"destination {quoted(name)} {'needs it no longer' if gone else 'needs it now'}"
        point, before = self._points[side][name], _find(name, self._points[other], self._points[side])
        if before is None:
            return self._advised(f"capture point {quoted(name)} {comes}", "capture_points", name)
        if all(each.name != stack for each in before.stacks):
            return f"{quoted(name)} {'is no longer' if gone else 'is now'} in the stack {quoted(stack)}"
        if not any(
            _same(each, other_one)
            for each in point.destinations
            for other_one in before.destinations
            if each.name == destination
        ):
            said = f"{quoted(name)} {'no longer sends' if gone else 'now sends'} to {quoted(destination)}"
            return self._advised(said, "destinations", destination)
        instance = decision.old or decision.new
        id_, ids = _id(instance, point), getattr(before.target, "ids", None)
        if id_ is None or ids is None:
            return KEYED
        if id_ not in ids:
            return f"{quoted(name)} {'no longer has' if gone else 'now has'} {quoted(id_)}"
        base = decision.address.partition("[")[0]
        ends = (base, keyed(base, id_)) if (before if gone else point).plural else (keyed(base, id_), base)
        return (
            f"{KEYED}; with a `moved` block of your own beside the output, from {ends[0]} to {ends[1]}, it would stay"
        )

    def _advised(self, said: str, what: str, name: str) -> str:
        advice = self._advice.get((what, name))
        return said if advice is None else f"{said}; {advice}"


def _id(instance: Instance | None, point: CapturePoint) -> str | None:
    """The id of a flow log's target; None where only Terraform knows it."""
    if instance is None or not isinstance(point.target, Ids):
        return None
    if instance.key is not None:
        return instance.key
    return point.target.ids[0] if len(point.target.ids) == 1 else None


def _blocked(decision: Decision) -> str:
    """A move that Terraform leaves out, because something is there already."""
    if decision.blocked is None:
        return ""
    source, target = decision.blocked
    where = f"it cannot move to {target}" if decision.new is None else f"{source} cannot move here"
    return f"{where}, since Terraform has another one there"


def _called(decision: Decision) -> str:
    """The address by which the version that has it knows it."""
    return decision.old.address if decision.new is None and decision.old else decision.address


def _find(name: str, there: dict[str, Thing], here: dict[str, Thing]) -> Thing | None:
    """What something is on the other side: under its name, or under its old one or its new one."""
    return there.get(name) or there.get(here[name].renamed_from or "") or there.get(f"was {name}")


def _same(one: Destination | CapturePoint, other: Destination | CapturePoint) -> bool:
    return one.name in (other.name, other.renamed_from) or one.renamed_from == other.name


def _points(spec: Spec | None) -> dict[str, CapturePoint]:
    return _named(spec.capture_points) if spec else {}


def _destinations(spec: Spec | None) -> dict[str, Destination]:
    return _named(spec.destinations) if spec else {}


def _named(things: tuple[Thing, ...]) -> dict[str, Thing]:
    """By name, and by the name that each had: `was core`, which is no name."""
    return {f"was {each.renamed_from}": each for each in things if each.renamed_from} | {
        each.name: each for each in things
    }
