"""Things that a change creates while AWS has them already, so that its apply fails → who has them, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import Effect
from gen_flowlogs.compare.records.dependencies import store
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import S3, CloudWatchLogs
from gen_flowlogs.phrasing import OWN_FILE, quoted
from gen_flowlogs.view.athena import Workgroup
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.glue import Database
from gen_flowlogs.view.keys import Alias
from gen_flowlogs.view.roles import Role
from gen_flowlogs.view.s3 import Bucket, Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.records.taken_names import Taken
    from gen_flowlogs.compare.risks.retiring import Retiring
    from gen_flowlogs.model import Destination
    from gen_flowlogs.view.resources import Resource


@dataclass(frozen=True, slots=True)
class _Names:
    """The destinations of both versions. `takers`: the stack and name of those that exchange their stores in a row."""

    destinations: Definitions[Destination]
    retiring: Retiring
    takers: frozenset[tuple[str | None, str]]


def already_existing(
    taken: Iterable[Taken], destinations: Definitions[Destination], retiring: Retiring
) -> Iterator[Effect]:
    """One effect for each thing that cannot be created; the import of a store has its key and alias with it."""
    taken = tuple(taken)
    takers = frozenset(
        (each.module.name, each.planned.destination)
        for each in taken
        if _is_store(each.planned) and _would_stay(each) and _is_exchanged(each, destinations, retiring)
    )
    names = _Names(destinations=destinations, retiring=retiring, takers=takers)
    stores = {(each.module.name, each.planned.destination) for each in taken if _is_store(each.planned)}
    for each in taken:
        if each.name.kind == "key alias" and (each.module.name, each.planned.destination) in stores:
            continue
        yield Effect(
            capture_point=None,
            destination=each.planned.destination,
            effect="blocked",
            template=_words(each, names),
            stack=each.module.name,
        )


def _is_store(planned: PlannedChange) -> bool:
    return isinstance(planned.resource, LogGroup | Bucket)


def _words(taken: Taken, names: _Names) -> str:
    kind, existing = taken.name.kind, taken.existing
    what = f"the {kind} {quoted(taken.name.name)}"
    if existing.at is None:
        other = "give the role another `name`, or " if kind == "role" else ""
        advice = f"{other}{_import(taken.planned, taken.module)} first"
        return f"{what} already exists, so the apply fails; {advice}{_overwritten(taken)}"
    stack, instance = existing.at
    has_it = quoted(instance.resource.destination)
    if taken.module.apart:
        return f"{what} {_of_old_place(taken)}"
    here = stack == taken.module.name and taken.module.abandoned is None
    if here:
        until = " while it holds records" if kind == "bucket" and not taken.module.is_refused else ""
        stays = f"{what} of the destination {has_it} stays{until} (`on_destroy: keep`)"
        fails = f"so {quoted(taken.planned.destination)} cannot create it"
        fails += "" if taken.module.is_refused else " and the apply fails"  # nothing is applied then
        return f"{stays}, {fails}{_left_with(instance.resource.destination or '', taken, names)}"
    if existing.deleted:
        return (
            f"{what} exists until the stack {quoted(stack)} is applied, so the apply fails; apply {quoted(stack)} "
            "first, which deletes it"
        )
    if kind == "bucket":
        of = "of the spec without `stacks`" if stack is None else f"of the stack {quoted(stack)}"
        where = "of another account" if taken.module.abandoned else of
        fails = f"{what} {where} already exists, so the apply fails"
        if existing.account is not None and existing.account != taken.module.either.stack.account:
            return f"{fails}; a bucket cannot move to another account, so give the new one another name"
        return (
            f"{fails}; to move a bucket without its state, write `removed` blocks in the folder of the old stack, and "
            "`import` blocks in the folder of the new one, each in a `.tf` file of your own"
        )
    left = f"since the stack {quoted(stack)} leaves it in AWS"
    return f"{what} already exists, {left}, so the apply fails; {_import(taken.planned, taken.module)}"


def _of_old_place(taken: Taken) -> str:
    """The part of a sentence about a thing that the state of the output's old place has."""
    if taken.existing.deleted:
        return "exists until the old output is destroyed, so an apply of the new one fails before that"
    stays = "already exists, since the old output leaves it in AWS, so the apply fails"
    return f"{stays}; {_import(taken.planned, taken.module)}"


def _left_with(name: str, taken: Taken, names: _Names) -> str:
    """Advise to leave a thing with the old destination `name`; empty where that alone does not help."""
    if taken.planned.blocked or taken.module.changes_region:
        return ""
    left, destination = f"; leave it to {quoted(name)}", taken.planned.destination
    taker, now = names.destinations.former(destination), names.destinations.latter(name)
    exchanged = _is_exchanged(taken, names.destinations, names.retiring)
    if (now is None or exchanged) and not _would_stay(taken):
        return f"; give the new {taken.name.kind} another name"
    if taker is None:
        return left if now is not None else f"; write `renamed_from: {name}` at {quoted(destination)}"
    if exchanged:
        too = now is not None and (taken.module.name, now) not in names.takers
        rest = f", and give the new {quoted(now)} another name too" if now and too else ""
        return f"; rename {quoted(name)} to a third name, with `renamed_from: {name}`{rest}"
    if now is not None:
        return left
    if taker != destination or not names.retiring.is_possible(names.destinations.old.variants[taker]):
        return ""
    instead = quoted(destination)
    return f"{left}, send to {quoted(name)} instead of {instead}, and write `retired: true` at {instead}"


def _is_exchanged(taken: Taken, destinations: Definitions[Destination], retiring: Retiring) -> bool:
    """Whether the store that the taker had is created for another destination."""
    taker = destinations.old_of(taken.planned.destination, taken.module.name)
    return taker is not None and retiring.is_created(store(taker, taken.module.either.stack))


def _would_stay(taken: Taken) -> bool:
    """Whether Terraform leaves a thing of the same stack as it is once its destination is renamed by `renamed_from`."""
    begun, at = taken.planned.new, taken.existing.at
    if begun is None or at is None or at[0] != taken.module.name:
        return False
    if taken.module.abandoned is not None or taken.module.apart:
        return False
    return not taken.module.forcing(at[1], begun)


def _import(planned: PlannedChange, module: ModulePlan) -> str:
    """The import blocks to write, and where; also for a created key and its alias, whose name is taken as well.

    Terraform takes none in a module that is called.
    """
    is_called = module.new is not None and module.new.spec.terraform.module
    start, where = ("module.NAME.", "in the root module that calls this one") if is_called else ("", OWN_FILE)
    address, made = planned.address, planned.resource
    if isinstance(made, Alias):
        return f"write import blocks for {_key_and_alias(made, address, start)}, {where}"
    said = f"write an import block (to = {start}{address}, id = {quoted(_id(made, module))})"
    label = address.partition(".")[2]
    alias = module.new.resources.get(f"{Alias.TYPE}.{label}") if module.new and _is_store(planned) else None
    if isinstance(alias, Alias) and module.of(f"{Alias.TYPE}.{label}").action == "create":
        said += f", and where its key exists too, one for {_key_and_alias(alias, f'{Alias.TYPE}.{label}', start)},"
    return f"{said} {where}"


def _key_and_alias(alias: Alias, address: str, start: str) -> str:
    id_ = f"the `KeyId` that `aws kms describe-key --key-id {alias.name}` prints"
    key = f"{start}aws_kms_key.{address.partition('.')[2]}"
    return f"{start}{address} (id = {quoted(alias.name)}) and {key} (id = {id_})"


def _id(made: Resource, module: ModulePlan) -> str:
    """The id by which Terraform imports a thing."""
    match made:
        case LogGroup(name=name) | Role(name=name) | Workgroup(name=name) | Bucket(bucket=name):
            return name
        case Database(name=name):
            return f"{module.either.stack.account}:{name}"
    raise TypeError(made)


def _overwritten(taken: Taken) -> str:
    """The effect of the apply after an import on a thing whose settings were not those of the spec."""
    given, days = taken.existing.given, None
    former = None if given is None or not given.retired else given
    match taken.planned.resource:
        case Bucket():
            days, kept = _expire_days(taken), former.expire_days if isinstance(former, S3) else None
            records, parts = "objects", "policy, lifecycle rules, encryption, ownership controls and access block"
        case LogGroup() as group:
            days = group.retention_in_days
            kept = former.retention_days if isinstance(former, CloudWatchLogs) else None
            protection = "" if group.deletion_protection_enabled is None else ", deletion protection"
            records, parts = "records", f"retention, key{protection} and tags"
        case Role():
            return "; the apply then overwrites its trust policy, permissions boundary and tags"
        case _:
            return ""
    said = f" overwrites its {parts}" if former is None else ""
    if days is not None and (kept is None or days < kept):
        said += f"{' and' if said else ''} deletes {records} older than {days} days"
    return f"; the apply then{said}" if said else ""


def _expire_days(taken: Taken) -> int | None:
    """The days after which objects in a bucket that is created expire."""
    label = taken.planned.address.partition(".")[2]
    lifecycle = taken.module.new.resources.get(f"{Lifecycle.TYPE}.{label}") if taken.module.new else None
    return lifecycle.expire_days if isinstance(lifecycle, Lifecycle) else None
