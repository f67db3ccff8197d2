"""Log groups and buckets that a change creates while AWS has them already, so that its apply fails.

AWS knows them by their names, whichever address, destination or stack they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Effect
from gen_flowlogs.compare.records.dependencies import is_deleted, store
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.root_modules import ownership
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.keys import Alias
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.plan.instances import Instance
    from gen_flowlogs.compare.records.dependencies import Dependency
    from gen_flowlogs.model import Spec


@dataclass(frozen=True, slots=True)
class _Existing:
    """A log group or bucket of the old spec. `at`: the stack and instance that has it in its state, if any has.

    `deleted`: whether Terraform deletes it, so that it exists until then.
    """

    at: tuple[str | None, Instance] | None = None
    deleted: bool = False


def already_existing(modules: Iterable[ModulePlan], old: Spec | None) -> Iterator[Effect]:
    """One effect for each log group and bucket that cannot be created."""
    modules = tuple(modules)
    known = {**_unmanaged(old), **dict(_managed(modules))} if old else {}
    for module in modules:
        for planned in module.all():
            if planned.new is None or module.new is None or planned.action not in ("create", "replace"):
                continue
            stack = module.new.stack
            existing = known.get(store(planned.new.resource, stack) or ())
            if existing is not None and not _same(existing, planned, module):
                message = _words(planned, module, existing)
                yield Effect(
                    capture_point=None,
                    destination=planned.destination,
                    effect="blocked",
                    template=message,
                    stack=stack.name,
                )


def _same(existing: _Existing, planned: PlannedChange, module: ModulePlan) -> bool:
    """Whether one state has both: recreated at one address, or deleted at another one, which is a race."""
    assert module.new is not None  # noqa: S101 - a store is created
    if existing.at is None or module.abandoned is not None or existing.at[0] != module.new.stack.name:
        return False
    return existing.deleted or (planned.old is not None and existing.at[1].address == planned.old.address)


def _unmanaged(old: Spec) -> dict[Dependency, _Existing]:
    mentioning = ownership(old).mentioning
    return {
        name: _Existing()
        for each in old.destinations
        if isinstance(each, CloudWatchLogs | S3) and (each.existing or each.retired)
        for stack in mentioning[each.name]
        if (name := store(each, stack))
    }


def _managed(modules: Iterable[ModulePlan]) -> Iterator[tuple[Dependency, _Existing]]:
    """Stores that are destroyed or abandoned; a bucket that is not empty stays, and so does a group that is kept."""
    for module in modules:
        if module.abandoned is not None:
            stack = module.abandoned.stack
            for instance in module.abandoned.by_address.values():
                if name := store(instance.resource, stack):
                    yield name, _Existing(at=(stack.name, instance))
        for planned in module.all():
            if planned.old is None or module.old is None or planned.action not in ("destroy", "replace"):
                continue
            stack = module.old.stack
            if name := store(planned.old.resource, stack):
                yield (
                    name,
                    _Existing(at=(stack.name, planned.old), deleted=is_deleted(planned.old.resource)),
                )


def _words(planned: PlannedChange, module: ModulePlan, existing: _Existing) -> str:
    assert module.new is not None  # noqa: S101 - a store is created
    assert planned.new is not None  # noqa: S101 - the same
    kind, *_, name = store(planned.new.resource, module.new.stack) or ()
    what = f"the {kind} {quoted(name)}"
    if existing.at is None:
        return f"{what} is there already, so the apply fails; {_import(planned, module)} beside the output first"
    stack, instance = existing.at
    has_it = quoted(instance.resource.destination)
    here = stack == module.new.stack.name and module.abandoned is None
    if here:
        until = " as long as it holds records" if kind == "bucket" else ""
        stays = f"{what} of the destination {has_it} stays{until} (`on_destroy: keep`), so the apply fails"
        rest = "" if planned.blocked else f"; leave it with {has_it}, under another name by `renamed_from`"
        return f"{stays}: it is there already{rest}"
    if existing.deleted:
        return (
            f"{what} is there until the stack {quoted(stack)} is applied, so the apply fails before that; begin there"
        )
    if kind == "bucket":
        of = "of the spec without `stacks`" if stack is None else f"of the stack {quoted(stack)}"
        where = "of another account" if module.abandoned else of
        return (
            f"{what} {where} is there already, so the apply fails; a bucket goes to another stack only by hand: with a "
            "`removed` block beside the output there, and an `import` block beside the output here"
        )
    where = f"it stays when the stack {quoted(stack)} gives it up"
    return f"{what} is there already, since {where}, so the apply fails; {_import(planned, module)} beside the output"


def _import(planned: PlannedChange, module: ModulePlan) -> str:
    """The import blocks to write; also for a created key and its alias, whose name is taken as well."""
    assert module.new is not None  # noqa: S101 - a store is created
    made = planned.new.resource if planned.new else None
    id_ = made.name if isinstance(made, LogGroup) else made.bucket if isinstance(made, Bucket) else ""
    sentence = f"write an import block (to = {planned.address}, id = {quoted(id_)})"
    label = planned.address.partition(".")[2]
    alias = module.new.resources.get(f"{Alias.TYPE}.{label}")
    if isinstance(alias, Alias) and module.of(f"{Alias.TYPE}.{label}").action == "create":
        key = f"aws_kms_key.{label}, id = what `aws kms describe-key --key-id {alias.name}` says"
        sentence += (
            f", and where its key is there too, one for {Alias.TYPE}.{label} (id = {quoted(alias.name)}) and {key},"
        )
    return sentence
