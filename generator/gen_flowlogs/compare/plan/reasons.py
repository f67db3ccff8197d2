"""Planned changes → changes, each with its reason and the lines of the spec that cause it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Change
from gen_flowlogs.compare.names import is_same
from gen_flowlogs.compare.plan import places
from gen_flowlogs.compare.plan.differences import GETS_KEY, LOSES_KEY, followed, reason
from gen_flowlogs.model import CapturePoint, Ids, Lookup
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.plan.causes import Causes
    from gen_flowlogs.compare.plan.instances import Instance
    from gen_flowlogs.model import Destination, Spec

_PROTECTED = "prevent_destroy"
_QUERIES = ("aws_cloudwatch_query_definition", "aws_athena_named_query")
_KEPT = "since `on_destroy: keep` protects it"


class Reasons:
    """Both versions of the definitions, to explain planned changes with."""

    def __init__(
        self,
        old: Spec | None,
        new: Spec | None,
        points: Definitions[CapturePoint],
        destinations: Definitions[Destination],
        advice: Mapping[tuple[str, str], str],
    ) -> None:
        self._points = points
        self._destinations = destinations
        self._advice = advice
        self._stacks = tuple({stack.name for stack in spec.stacks} if spec else set() for spec in (old, new))
        self._keeps_files = places.keeps_files(old, new)
        self._place = places.reason(old, new) if old and new else "the spec is gone"

    def change(self, planned: PlannedChange, module: ModulePlan, causes: Causes) -> Change | None:
        """Explain a planned change; None if there is no action."""
        if planned.action is None:
            return None
        gone = planned.action in ("destroy", "forget")
        several = (
            f"the stack {quoted(module.name)} moves to another account, where Terraform creates all of it"
            if module.abandoned is not None
            else _blocked(planned),
            reason(planned),
            self._refused(planned),
        )
        why, advice = "; ".join(each for each in several if each), ""
        if not why and module.apart:
            why = self._place
        if not why:
            why, advice = self._comes_or_goes(planned, module.name, gone=gone)
        # A plan shows an instance that goes where a `moved` block has put it, under the new names.
        moved, point = planned.new is None and planned.moved_from is not None, planned.capture_point
        forced = {each.argument for each in planned.differences if each.forces}
        return Change(
            stack=module.name,
            address=planned.address,
            capture_point=point and (self._points.now(point) if moved else point),
            destination=self._destinations.now(planned.destination) if moved else planned.destination,
            action=planned.action,
            forced_by=tuple(sorted(forced)) if planned.action == "replace" else (),
            reason=why,
            causes=causes.of(planned, module),
            moved_from=planned.moved_from,
            advice=advice,
            follows=followed(planned),
        )

    def _refused(self, planned: PlannedChange) -> str:
        """`prevent_destroy`, which counts as long as its block exists: a root module that is left keeps its files."""
        block = planned.old if self._keeps_files else planned.new
        if planned.action not in ("replace", "destroy") or not getattr(block and block.resource, _PROTECTED, False):
            return ""
        if self._keeps_files:
            return f"{self._place}, but `terraform destroy` refuses, {_KEPT}"
        by = "AWS provider 6" if any(each.argument == "region" for each in planned.differences) else "Terraform"
        return f"{by} refuses, {_KEPT}"

    def _comes_or_goes(self, planned: PlannedChange, stack: str | None, *, gone: bool) -> tuple[str, str]:
        """Explain why an instance is created or destroyed, with the advice for it."""
        other = self._stacks[1 if gone else 0]
        comes = "is removed" if gone else "is new"
        name, destination = planned.capture_point, planned.destination
        if stack not in other and other:
            if None in self._stacks[0]:
                return "the spec gets `stacks`, each with its own state", ""
            if None in self._stacks[1]:
                return "the spec loses `stacks`, and has one state again", ""
            return f"the stack {quoted(stack)} {comes}", ""
        if name is None:
            others = self._destinations
            if (others.latter(destination) if gone else others.former(destination)) is None:
                return f"destination {quoted(destination)} {comes}", self._advice.get(("destinations", destination), "")
            if planned.resource.TYPE in _QUERIES and all(
                getattr(each, "queries", False) for each in others.pair(destination, stack)
            ):
                return f"the queries of {quoted(destination)} follow the fields that its capture points record", ""
            return f"destination {quoted(destination)} {'no longer creates it' if gone else 'creates it now'}", ""
        return self._flow_log(planned, stack, name, destination, gone=gone)

    def _flow_log(
        self, planned: PlannedChange, stack: str | None, name: str, destination: str, *, gone: bool
    ) -> tuple[str, str]:
        point = (self._points.old if gone else self._points.new)[name, stack]
        counterpart = self._points.new_of(name, stack) if gone else self._points.old_of(name, stack)
        if counterpart is None:
            return (
                f"capture point {quoted(name)} {'is removed' if gone else 'is new'}",
                self._advice.get(("capture_points", name), ""),
            )
        if all(each.name != stack for each in counterpart.stacks):
            return f"{quoted(name)} {'is no longer' if gone else 'is now'} in the stack {quoted(stack)}", ""
        old, new = (point, counterpart) if gone else (counterpart, point)
        pairs = [(before, after) for before in old.destinations for after in new.destinations if is_same(before, after)]
        if all(destination != (before if gone else after).name for before, after in pairs):
            why = f"{quoted(name)} {'no longer sends' if gone else 'now sends'} to {quoted(destination)}"
            return why, self._advice.get(("destinations", destination), "")
        id_, ids = _id(planned.old or planned.new, point), getattr(counterpart.target, "ids", None)
        if id_ is not None and ids is not None and id_ not in ids:
            if planned.address.endswith("]"):
                return f"{'no longer an id' if gone else 'a new id'} of {quoted(name)}", ""
            return f"{quoted(name)} {'no longer has' if gone else 'now has'} {quoted(id_)}", ""
        key = getattr(planned.old or planned.new, "key", None)
        if key is not None and old.plural and new.plural:  # of a lookup that an inventory answers
            if isinstance(new.target, Lookup):
                return f"the lookup of {quoted(name)} {'no longer finds it' if gone else 'now finds it'}", ""
            return f"{'no longer an id' if gone else 'a new id'} of {quoted(name)}", ""
        return GETS_KEY if new.plural else LOSES_KEY, ""


def _id(instance: Instance | None, point: CapturePoint) -> str | None:
    """The id of a flow log's target; None if only Terraform knows it."""
    if instance is None or not isinstance(point.target, Ids):
        return None
    if instance.key is not None:
        return instance.key
    return point.target.ids[0] if len(point.target.ids) == 1 else None


def _blocked(planned: PlannedChange) -> str:
    """A move that Terraform leaves out, because its target is in use."""
    if planned.blocked is None:
        return ""
    source, target = planned.blocked
    where = f"cannot move to {target}" if planned.new is None else f"{source} cannot move here"
    return f"{where}: that address is in use until this change is applied"
