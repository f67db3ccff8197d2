"""The log group or bucket, and the bucket policy or role, that a flow log cannot deliver without, by names in AWS.

A created role can do nothing without its inline policy, which is a dependency of its own.

AWS knows each by its name or ARN, whichever address, destination or stack it belongs to. So a flow log that a change
leaves alone still ends if a dependency of it is destroyed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingRole, Firehose, OwnRole, Stack, store_name
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.roles import Role, RolePolicy
from gen_flowlogs.view.s3 import Bucket, BucketPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.compare.plan.instances import Instances
    from gen_flowlogs.view.resources import Resource

Dependency = tuple[str | None, ...]
"""Its kind, its location as far as that is part of its identity, and its name."""

_INLINE = "role policy"  # the kind of an inline policy, whose name is that of its role


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The dependencies that one change destroys and creates."""

    gone: set[Dependency] = field(default_factory=set)
    made: set[Dependency] = field(default_factory=set)

    def destroyed(self, destination: Destination, stack: Stack) -> Dependency | None:
        """The first dependency of the flow logs to a destination that is destroyed for good."""
        return next((each for each in needs(destination, stack) if each in self.gone and each not in self.made), None)

    def recreated(self, destination: Destination, stack: Stack) -> Dependency | None:
        """The first one that is destroyed and created again."""
        return next((each for each in needs(destination, stack) if each in self.gone and each in self.made), None)

    def is_emptied(self, destination: Destination, stack: Stack) -> bool:
        """Whether the log group or bucket of a destination is deleted with the records in it."""
        return store(destination, stack) in self.gone


def dependencies(modules: Iterable[ModulePlan]) -> Dependencies:
    """The dependencies that Terraform destroys and creates, in all root modules."""
    collected = Dependencies()
    for module in modules:
        for planned in module.all():
            old, new = planned.old, planned.new
            if old is not None and module.old is not None and planned.action in ("destroy", "replace"):
                dependency = of_resource(old.resource, module.old)
                # A store that stays, or most often cannot be destroyed, is subject of other effects.
                stays = isinstance(old.resource, LogGroup | Bucket) and not is_deleted(old.resource)
                if dependency is not None and not stays:
                    collected.gone.add(dependency)
            if new is not None and module.new is not None and planned.action in ("create", "replace"):
                dependency = of_resource(new.resource, module.new)
                if dependency is not None:
                    collected.made.add(dependency)
    return collected


def store(made: Resource | Destination, stack: Stack) -> Dependency | None:
    """The log group or bucket of a resource or destination; None for any other."""
    match made:
        case LogGroup(name=name):
            return ("log group", *locations.key(stack), name)
        case Bucket(bucket=name):
            return ("bucket", locations.partition_name(stack), name)
        case CloudWatchLogs() if (known := store_name(made)) is not None:
            return ("log group", *locations.key(stack), known)
        case S3() if (known := store_name(made)) is not None:
            return ("bucket", locations.partition_name(stack), known)
    return None


def is_deleted(store_: Resource) -> bool:
    """Whether Terraform deletes a log group or bucket together with the records in it.

    Otherwise it stays, a bucket as long as it is not empty. False for any other resource.
    """
    match store_:
        case LogGroup():
            return not store_.skip_destroy and not is_undeletable(store_)
        case Bucket():
            return bool(store_.force_destroy)
    return False


def is_undeletable(group: LogGroup) -> bool:
    """Whether CloudWatch Logs refuses to delete a log group that Terraform would delete."""
    return not group.skip_destroy and bool(group.deletion_protection_enabled)


def needs(destination: Destination, stack: Stack) -> Iterator[Dependency]:
    """The dependencies of the flow logs of a stack to a destination, as far as their names are known."""
    held = store(destination, stack)
    if held is not None:
        yield held
    if isinstance(destination, S3):
        if held is not None:
            yield ("bucket policy", *held[1:])
    elif destination.role is not None:
        yield from _roles(destination, stack)


def named(dependency: Dependency) -> tuple[str, str]:
    """Its kind and its name, for people."""
    kind, name = str(dependency[0]), str(dependency[-1])
    return kind, name.removeprefix("/") if kind in ("role", _INLINE) else name


def words(dependency: Dependency) -> str:
    """`the role flow-logs-a`."""
    kind, name = named(dependency)
    return (
        f"the policy of the {kind.removesuffix(' policy')} {name}" if kind.endswith(" policy") else f"the {kind} {name}"
    )


def _roles(destination: CloudWatchLogs | Firehose, stack: Stack) -> Iterator[Dependency]:
    """The role that a destination's flow logs deliver by, and the inline policy of a created one."""
    for role in _role(destination, stack):
        yield role
        if isinstance(destination.role, OwnRole):
            yield (_INLINE, *role[1:])


def _role(destination: CloudWatchLogs | Firehose, stack: Stack) -> Iterator[Dependency]:
    match destination.role:
        case OwnRole(path=path):
            yield ("role", stack.account, f"{path or '/'}{naming.role_name(destination, stack)}")
        case ExistingRole(str(arn)):
            account, _, name = arn.split(":", 4)[4].partition(":role")
            yield ("role", account if stack.account else None, name)


def of_resource(resource: Resource, module: Instances) -> Dependency | None:
    """The dependency that a resource of a root module is; None for any other resource."""
    match resource:
        case BucketPolicy():
            bucket = module.resources[str(resource.bucket).rpartition(".")[0]]
            at = locations.partition_name(module.stack)
            return ("bucket policy", at, bucket.bucket) if isinstance(bucket, Bucket) else None
        case Role():
            return ("role", module.stack.account, f"{resource.path or '/'}{resource.name}")
        case RolePolicy():
            role = module.resources[str(resource.role).rpartition(".")[0]]
            of = of_resource(role, module)
            return None if of is None else (_INLINE, *of[1:])
    return store(resource, module.stack)
