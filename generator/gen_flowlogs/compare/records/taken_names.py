"""Names that a change is to take while AWS has them already, so that its apply fails; and the flow logs that it costs.

AWS knows things by their names, whichever address, destination or stack they belong to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.records import dependencies, unique_names
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.root_modules import ownership
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.s3 import Bucket, BucketPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.plan.actions import ModulePlan, PlannedChange
    from gen_flowlogs.compare.plan.instances import Instance
    from gen_flowlogs.compare.records.dependencies import Dependency
    from gen_flowlogs.compare.records.unique_names import UniqueName
    from gen_flowlogs.model import Destination, Spec
    from gen_flowlogs.view.resources import Resource


@dataclass(frozen=True, slots=True)
class Existing:
    """A thing of the old spec. `at`: the stack and instance that has it in its state, if any has.

    `deleted`: whether Terraform deletes it, so that it exists until then. `given`: a destination of the old spec that
    refers to a thing that no state has. `account`: that of the state, if the spec names it.
    """

    at: tuple[str | None, Instance] | None = None
    deleted: bool = False
    given: Destination | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A planned creation, and the thing that has its name already."""

    planned: PlannedChange
    module: ModulePlan
    name: UniqueName
    existing: Existing


def taken_names(modules: Iterable[ModulePlan], old: Spec | None) -> Iterator[Taken]:
    """Every creation that fails because its name is taken; also where Terraform refuses the plan for another reason."""
    modules = tuple(modules)
    known = {**_unmanaged(old), **dict(_managed(modules))} if old else {}
    for module in modules:
        for planned in module.all():
            if planned.new is None or module.new is None or planned.action not in ("create", "replace"):
                continue
            name = unique_names.of_resource(planned.new.resource, module.new.stack)
            existing = known.get(name) if name is not None else None
            if name is not None and existing is not None and not _same(existing, planned, module):
                yield Taken(planned=planned, module=module, name=name, existing=existing)


def failing(modules: Iterable[ModulePlan], taken: Iterable[Taken]) -> frozenset[tuple[str | None, Dependency]]:
    """The dependencies that an apply fails to create, each with the stack whose flow logs wait for them.

    None in a stack whose plan Terraform refuses: nothing is done there.
    """
    several = [(each.module, each.planned) for each in taken]
    several += [(module, each) for module in modules for each in module.all() if _stays(each)]
    several = [(module, each) for module, each in several if not module.is_refused]
    return frozenset(
        (module.name, dependency)
        for module, planned in several
        if planned.new is not None and module.new is not None
        for resource in (planned.new.resource, *_policy(planned, module))
        if (dependency := dependencies.of_resource(resource, module.new)) is not None
    )


def _policy(planned: PlannedChange, module: ModulePlan) -> Iterator[Resource]:
    """The policy of a bucket, which is created after it."""
    policy = f"{BucketPolicy.TYPE}.{planned.address.partition('.')[2]}"
    if isinstance(planned.resource, Bucket) and module.new is not None and policy in module.new.resources:
        yield module.new.resources[policy]


def _stays(planned: PlannedChange) -> bool:
    """Whether a log group is replaced that stays, so that the new one is not created."""
    old = planned.old.resource if planned.old else None
    refused = planned.action == "replace" and isinstance(old, LogGroup) and dependencies.is_undeletable(old)
    return refused or is_kept_under_its_name(planned)


def is_kept_under_its_name(planned: PlannedChange) -> bool:
    """Whether a log group is replaced that stays, so that its name is not free."""
    old, new = (each.resource if each else None for each in (planned.old, planned.new))
    if planned.action != "replace" or not isinstance(old, LogGroup) or not isinstance(new, LogGroup):
        return False
    elsewhere = any(each.argument == "region" for each in planned.differences)
    return bool(old.skip_destroy) and old.name == new.name and not elsewhere


def _same(existing: Existing, planned: PlannedChange, module: ModulePlan) -> bool:
    """Whether one state has both: recreated at one address, or deleted at another one, which is a race."""
    here = module.abandoned is None and not module.apart
    if existing.at is None or not here or existing.at[0] != module.name:
        return False
    return existing.deleted or (planned.old is not None and existing.at[1].address == planned.old.address)


def _unmanaged(old: Spec) -> dict[UniqueName, Existing]:
    mentioning = ownership(old).mentioning
    return {
        name: Existing(given=each)
        for each in old.destinations
        for stack in mentioning[each.key]
        for name in unique_names.unmanaged(each, stack)
    }


def _managed(modules: Iterable[ModulePlan]) -> Iterator[tuple[UniqueName, Existing]]:
    """Things that are destroyed or abandoned; a bucket that is not empty stays, and so does a group that is kept."""
    for module in modules:
        if module.abandoned is not None:
            stack = module.abandoned.stack
            for instance in module.abandoned.by_address.values():
                if (name := unique_names.of_resource(instance.resource, stack)) is not None:
                    yield name, Existing(at=(stack.name, instance), account=stack.account)
        for planned in module.all():
            if planned.old is None or module.old is None or planned.action not in ("destroy", "replace"):
                continue
            stack, resource = module.old.stack, planned.old.resource
            if (name := unique_names.of_resource(resource, stack)) is not None:
                deleted = not isinstance(resource, LogGroup | Bucket) or dependencies.is_deleted(resource)
                yield name, Existing(at=(stack.name, planned.old), deleted=deleted, account=stack.account)
