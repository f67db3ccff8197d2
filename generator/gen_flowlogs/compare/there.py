"""Log groups and buckets that a change wants to make while AWS has them already, so that its apply fails.

In AWS such a thing is known by its name, whichever address, destination or stack it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.changes import Effect
from gen_flowlogs.compare.things import goes, store
from gen_flowlogs.compare.wording import owner
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.root_modules import ownership
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Alias
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.decide import Decision, Decisions
    from gen_flowlogs.compare.things import Thing
    from gen_flowlogs.model import Spec


@dataclass(frozen=True, slots=True)
class _There:
    """Something of the old spec. `at`: the stack and address that has it in its state; None: the spec never manages it.

    `goes`: whether Terraform deletes it, so that it is there until then.
    """

    at: tuple[str | None, str] | None = None
    goes: bool = False


def already(decided: Iterable[Decisions], old: Spec | None) -> Iterator[Effect]:
    """One effect for each log group and bucket that cannot be made."""
    decided = tuple(decided)
    there = {**_unmanaged(old), **dict(_managed(decided))} if old else {}
    for decisions in decided:
        for decision in decisions.all():
            if decision.new is None or decisions.new is None or decision.action not in ("create", "replace"):
                continue
            stack = decisions.new.stack
            found = there.get(store(decision.new.resource, stack) or ())
            if found is not None and not _same(found, decision, decisions):
                message = _words(decision, decisions, found)
                yield Effect(None, owner(decision.address)[0], "blocked", message, stack=stack.name)


def _same(found: _There, decision: Decision, decisions: Decisions) -> bool:
    """Whether it is in the same state: made again at its address, or deleted at another one (`races` tells of that)."""
    assert decisions.new is not None  # noqa: S101 - something is made
    if found.at is None or decisions.out_of_sight is not None or found.at[0] != decisions.new.stack.name:
        return False
    return found.goes or (decision.old is not None and found.at[1] == decision.old.address)


def _unmanaged(old: Spec) -> dict[Thing, _There]:
    mentioning = ownership(old).mentioning
    return {
        name: _There()
        for each in old.destinations
        if isinstance(each, CloudWatchLogs | S3) and (each.existing or each.retired)
        for stack in mentioning[each.name]
        if (name := store(each, stack))
    }


def _managed(decided: Iterable[Decisions]) -> Iterator[tuple[Thing, _There]]:
    """What is destroyed or lost sight of: a bucket that is not empty stays, and so does a log group that is kept."""
    for decisions in decided:
        if decisions.out_of_sight is not None:
            stack = decisions.out_of_sight.stack
            for address, instance in decisions.out_of_sight.instances.items():
                if name := store(instance.resource, stack):
                    yield name, _There((stack.name, address))
        for decision in decisions.all():
            if decision.old is None or decisions.old is None or decision.action not in ("destroy", "replace"):
                continue
            stack = decisions.old.stack
            if name := store(decision.old.resource, stack):
                yield name, _There((stack.name, decision.old.address), goes(decision.old.resource))


def _words(decision: Decision, decisions: Decisions, found: _There) -> str:
    assert decisions.new is not None  # noqa: S101 - something is made
    assert decision.new is not None  # noqa: S101 - the same
    kind, *_, name = store(decision.new.resource, decisions.new.stack) or ()
    what = f"the {kind} {quoted(name)}"
    if found.at is None:
        return f"{what} is there already, so the apply fails; {_import(decision, decisions)} beside the output first"
    stack, address = found.at
    has_it = quoted(owner(address)[0])
    here = stack == decisions.new.stack.name and decisions.out_of_sight is None
    if here:
        until = " as long as it holds records" if kind == "bucket" else ""
        stays = f"{what} of the destination {has_it} stays{until} (`on_destroy: keep`), so the apply fails"
        rest = "" if decision.blocked else f"; leave it with {has_it}, under another name by `renamed_from`"
        return f"{stays}: it is there already{rest}"
    if found.goes:
        return (
            f"{what} is there until the stack {quoted(stack)} is applied, so the apply fails before that; begin there"
        )
    if kind == "bucket":
        where = "of another account" if decisions.out_of_sight else f"of the stack {quoted(stack)}"
        return (
            f"{what} {where} is there already, so the apply fails; a bucket goes to another stack only by hand "
            "(docs/stacks.md)"
        )
    where = f"it stays when the stack {quoted(stack)} gives it up"
    return (
        f"{what} is there already, since {where}, so the apply fails; {_import(decision, decisions)} beside the output"
    )


def _import(decision: Decision, decisions: Decisions) -> str:
    """The blocks to write: also for the alias that a key had, and for the key, since its alias is taken as well."""
    assert decisions.new is not None  # noqa: S101 - something is made
    made = decision.new.resource if decision.new else None
    id_ = made.name if isinstance(made, LogGroup) else made.bucket if isinstance(made, Bucket) else ""
    said = f"write an import block (to = {decision.address}, id = {quoted(id_)})"
    label = decision.address.partition(".")[2]
    alias = decisions.new.bases.get(f"{Alias.TYPE}.{label}")
    if isinstance(alias, Alias) and decisions.of(f"{Alias.TYPE}.{label}").action == "create":
        key = f"aws_kms_key.{label}, id = what `aws kms describe-key --key-id {alias.name}` says"
        said += f", and where its key is there too, one for {Alias.TYPE}.{label} (id = {quoted(alias.name)}) and {key},"
    return said
