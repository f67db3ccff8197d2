"""Conditions and reasons that a sentence about the records ends with: facts that only Terraform or AWS knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations, sinks, targets
from gen_flowlogs.compare.comparison import HERE
from gen_flowlogs.compare.plan.values import unknowns
from gen_flowlogs.compare.records.dependencies import words
from gen_flowlogs.model import ExistingRole
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from gen_flowlogs.compare.records.flow_logs import FlowLog
    from gen_flowlogs.compare.records.versions import Versions

_SAME = ", unless these are the same"


def called(versions: Versions, old: FlowLog) -> str:
    """The sink of an old flow log, in words that are right after the change too."""
    return HERE if versions.has_one_sink(old) else sinks.name(old.recording.destination)


def but_for(versions: Versions, flow_log: FlowLog, traffic: str, *, before: bool) -> str:
    """Name the targets of the other version that may be the same, which only Terraform knows."""
    if versions.gets_stacks:
        return ", unless the account and region are the same as before"
    others = [
        each
        for each in versions.others(flow_log, before=before)
        if traffic in each.recording.traffic
        and locations.may_be_one(flow_log.recording.location, each.recording.location)
    ]
    condition = targets.but_for(flow_log.recording.target, dict.fromkeys(each.recording.target for each in others))
    if not condition or not before or _may_stay(flow_log):
        return condition
    partly = condition.startswith(", except")
    same = [each for each in others if targets.may_be_one(each.recording.target, flow_log.recording.target)]
    if any(each.recording.sink == flow_log.recording.sink for each in same):
        return f"{condition}{', which' if partly else ': then it'} has only a gap"
    elsewhere = listing(sorted({each.recording.destination.name for each in same}))
    return f"{condition}{', which' if partly else ': then it'} is recorded in {elsewhere} instead, after a gap"


def as_far_as(versions: Versions, old: FlowLog, new: FlowLog) -> str:
    """Name the targets that were recorded before, if only Terraform knows that the new one is among them."""
    target = new.recording.target
    if old.recording.target == target:
        return ""
    several = dict.fromkeys(
        (old.recording.target, *(each.recording.target for each in versions.others(new, before=False)))
    )
    same = [each for each in several if targets.may_be_one(each, target)]
    plural = any(isinstance(each, targets.Referred | targets.LookedUp) and each.plural for each in (target, *same))
    verb = "is" if len(same) == 1 else "are"
    return f", as far as {targets.names(same)} {verb} {'among them' if plural else 'the same'}"


def region_left(versions: Versions, old: FlowLog) -> str:
    """Of a stack that goes to another region: the versions of the provider differ."""
    stack = old.recording.stack
    if versions.regions.get(stack.name, stack.region) == stack.region:
        return ""
    return "; AWS provider 5 does not destroy the flow log, and no longer manages it"


def left_behind(old: FlowLog) -> str:
    """Of a stack that goes to another account: Terraform asks that account now."""
    return f"to {HERE} stay in the account {old.recording.stack.account}, and Terraform no longer manages them"


def another_sink(old: FlowLog, new: FlowLog) -> str:
    """Of two sinks that may be one, which only Terraform knows."""
    return _SAME if sinks.may_be_one(old.recording.destination, new.recording.destination) else ""


def perhaps(new: FlowLog) -> str:
    """Of a flow log that is replaced only if two values differ."""
    return ", unless the old and the new value are the same" if _may_stay(new) else ""


def kept(new: FlowLog) -> str:
    """The sink of a new flow log in words; that of the old spec where Terraform keeps it."""
    return sinks.name(new.recording.destination) if new.keeps_sink else HERE


def cut(new: FlowLog) -> str:
    """Name the dependency that the change destroys, or the policy that admits the records no longer."""
    if new.destroyed is None:
        return new.shut_out
    role = new.destroyed[0] == "role" and new.destroyed[1] is None
    elsewhere = role and isinstance(getattr(new.recording.destination, "role", None), ExistingRole)
    return f"{words(new.destroyed)} is destroyed{', unless that is a role of another account' if elsewhere else ''}"


def again(new: FlowLog) -> str:
    """Name the dependency that the change recreates, if the flow log itself is left alone."""
    untouched = new.planned is not None and new.planned.action not in ("create", "replace")
    return words(new.recreated) if new.recreated is not None and untouched else ""


def _may_stay(flow_log: FlowLog) -> bool:
    """Whether a flow log is replaced only if values that only Terraform knows differ."""
    planned = flow_log.planned
    if planned is None or planned.action != "replace":
        return False
    return all(each.may_be_equal and not any(unknowns(each.new)) for each in planned.differences if each.forces)
