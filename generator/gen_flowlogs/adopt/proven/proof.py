"""Proof: what exists, and plans → whether Terraform keeps each flow log, and creates, replaces and deletes nothing.

A flow log is the same one by its id (by its address where no source tells the id). Each must have exactly one manager
afterwards: where a plan imports it out of another state, a plan of that state has to forget it.
"""

from __future__ import annotations

import shlex
from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.proven.holders import holders_of, manager_problems
from gen_flowlogs.adopt.proven.released import released_too_many
from gen_flowlogs.aws.replacement import REPLACING
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from gen_flowlogs.adopt.proven.planned import Action, PlanOfRoot
    from gen_flowlogs.observe.existing import Existing

FLOW_LOG: Final = "aws_flow_log"

STATE_ONLY: Final = {
    "aws_athena_workgroup": frozenset({"force_destroy"}),
    "aws_cloudwatch_log_group": frozenset({"skip_destroy"}),
    "aws_s3_bucket": frozenset({"force_destroy"}),
}
"""Arguments that only Terraform's state has: an import cannot know them, so the first plan sets them, without AWS."""

_KNOWN: Final = frozenset({"no-op", "create", "read", "update", "delete", "forget"})

_REMEDIES: Final = {
    "log_destination": "write `adopted: [destination]` at the capture point",
    "log_group_name": "write `adopted: [destination]` at the capture point",
    "log_format": "write `adopted: [format]` at the capture point",
}
"""Argument of a flow log that is replaced → how the spec keeps it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The effects of the plans.

    `failures`: why the promise does not hold. `told`: what else a reader of the plans should know.
    `kept`: the flow logs of the sources that stay; the numbers count planned changes of whatever type.
    """

    kept: int
    imported: int
    moved: int
    forgotten: tuple[Action, ...]
    failures: tuple[Note, ...]
    told: tuple[Note, ...]

    @property
    def holds(self) -> bool:
        """Whether the plans keep the promise."""
        return not self.failures


def prove(existing: Existing, plans: Sequence[PlanOfRoot]) -> Proof:
    """Judge the plans of all root modules that have a part in one adoption, made before any of them is applied."""
    failures = [note for plan in plans for note in _of_plan(plan)]
    holders = holders_of(plans)
    failures += _of_imports(existing, plans)
    problems = manager_problems(existing, holders)
    failures += problems.failures
    failures += released_too_many(existing, plans)
    actions = [action for plan in plans for action in plan.actions]
    return Proof(
        kept=problems.kept,
        imported=sum(each.imported for each in actions),
        moved=sum(each.previous is not None and "forget" not in each.does for each in actions),
        forgotten=tuple(each for each in actions if "forget" in each.does),
        failures=tuple(failures),
        told=(*problems.told, *(note for plan in plans for note in _told(plan))),
    )


def _of_plan(plan: PlanOfRoot) -> Iterator[Note]:
    """Find why a plan cannot be applied as it is."""
    whole = Source(plan.file)
    if plan.errored:
        yield Note(whole, "Terraform could not finish this plan", "plan again, and read its error")
    if plan.complete is False:
        yield Note(whole, "this plan is not complete: with -target, or with changes put off", "plan all of the root")
    elif plan.refreshes:
        yield Note(whole, "this plan plans no resource: it was made with -refresh-only", "plan without it")
    if plan.deferred:
        yield Note(whole, f"this plan puts off {listing(plan.deferred)}", "plan again until nothing is put off")
    if _is_to_destroy(plan):
        yield Note(whole, "this plan destroys all that its root has: it was made with -destroy", "plan without it")
        return
    left = {each.previous for each in plan.actions if each.previous is not None}
    for action in plan.actions:
        yield from _of_action(plan, action, left)


def _is_to_destroy(plan: PlanOfRoot) -> bool:
    """Whether a plan does nothing but destroy, without a reason in the code."""
    return bool(plan.actions) and all(each.does == ("delete",) and not each.reason for each in plan.actions)


def _of_action(plan: PlanOfRoot, action: Action, left: Container[str | None]) -> Iterator[Note]:
    """Find what is wrong with a change. `left`: the addresses that others are moved from."""
    at = Source(plan.file, action.address)
    does = frozenset(action.does)
    unknown = does - _KNOWN
    if unknown:
        yield Note(at, f"its action {quoted(min(unknown))} is not known", "update gen-flowlogs")
    elif does >= {"create", "delete"} or does >= {"create", "forget"}:
        yield Note(at, f"is replaced{_because(action)}", _remedy(action))
    elif "delete" in does:
        older = " (an older object of it)" if action.deposed else ""
        yield Note(at, f"is destroyed{older}{_reason(action)}", _KEPT)
    elif "create" in does and action.address in left and (action.type in REPLACING or action.address in plan.prior):
        yield Note(at, "is created again: it is moved away, and the code still declares it", _DECLARED)
    elif "create" in does and action.type == FLOW_LOG:
        yield Note(
            at, "is created", "let it be imported or moved: is its block in adopt.tf, and is this the right root?"
        )
    elif "create" in does and action.address in plan.prior:
        yield Note(at, "is created, although the state holds this address already", "plan again after a refresh")
    elif "create" in does and action.type in REPLACING:
        yield Note(
            at,
            "is created: it would overwrite what AWS has, or fail",
            "declare it as existing (`existing: true`), or add it later",
        )


_DECLARED = "take it out of the code (switch it off in its module), or leave out the block that moves it"
_KEPT = "keep its block in the code, or let adopt.tf (in an old root: the old-root file) move or forget it"


def _because(action: Action) -> str:
    names = action.replacing or action.differing if action.type == FLOW_LOG else action.replacing
    return f" since {listing(names)} differ{'s' if len(names) == 1 else ''}" if names else _reason(action)


def _reason(action: Action) -> str:
    match action.reason:
        case "replace_because_tainted":
            return " since it is tainted"
        case "delete_because_no_resource_config":
            return " since no code declares it"
        case "delete_because_no_module":
            return " since no code calls its module"
        case "delete_because_count_index" | "delete_because_each_key":
            return " since its key is removed"
        case "delete_because_no_move_target":
            return " since it is moved to an address that no code declares"
        case "delete_because_wrong_repetition":
            return " since its code has another count or for_each"
        case _:
            return ""


def _remedy(action: Action) -> str:
    if action.reason == "replace_because_tainted":
        return f"run `terraform untaint {shlex.quote(action.address)}` first, if it works"
    if action.type != FLOW_LOG:
        return _KEPT
    names = action.replacing or action.differing
    found = [_REMEDIES[name] for name in names if name in _REMEDIES]
    if "traffic_type" in names and action.previous is not None:
        found.append("let it be imported, and not moved")
    return " and ".join(dict.fromkeys(found)) or "set it in the spec to the value that AWS has"


def _of_imports(existing: Existing, plans: Sequence[PlanOfRoot]) -> Iterator[Note]:
    """Find imports of flow logs by an id that no source has, or that another import has too."""
    known = {each.id for each in existing.flow_logs}
    imports = [(plan, each) for plan in plans for each in plan.actions if each.imported and each.type == FLOW_LOG]
    count = Counter(each.import_id for _, each in imports)
    for plan, each in imports:
        at = Source(plan.file, each.address)
        if each.import_id is None:
            yield Note(at, "is imported by an id that is not known before the apply", "write the id into adopt.tf")
        elif each.import_id not in known:
            yield Note(at, f"imports {quoted(each.import_id)}, which no source has", "compare the ids in adopt.tf")
        elif count[each.import_id] > 1:
            yield Note(at, f"imports {quoted(each.import_id)}, and so does another address", "keep one of the blocks")


def _told(plan: PlanOfRoot) -> Iterator[Note]:
    """Tell what is no failure: changes in place, creations of other types, and what the plan cannot tell."""
    if plan.complete is None:
        version = f"Terraform {plan.terraform}" if plan.terraform else "this version of Terraform"
        text = f"{version} does not show whether a plan is complete"
        yield Note(Source(plan.file), text, "make sure that it was made without -target", partial=False)
    for action in plan.actions:
        at = Source(plan.file, action.address)
        if "update" in action.does:
            names = _changing(action)
            if names:
                yield Note(at, f"is changed in place: {listing(names)}", partial=False)
        elif action.does == ("create",) and action.type not in REPLACING and action.address not in plan.prior:
            yield Note(at, "is created", partial=False)


def _changing(action: Action) -> tuple[str, ...]:
    """The arguments that an update changes in AWS; `tags_all` follows from `tags`."""
    names = [name for name in action.differing if name not in STATE_ONLY.get(action.type, ())]
    return tuple(name for name in names if name != "tags_all" or "tags" not in names)
