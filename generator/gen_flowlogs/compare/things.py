"""What a flow log cannot deliver without: its log group or bucket, the bucket's policy and its role, by their names.

In AWS a thing is known by its name or ARN, whichever address, destination or stack it belongs to. So a flow log that
nobody touches still ends where what it needs is destroyed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.compare.recordings import where
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingRole, OwnRole, Stack
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.roles import Role
from gen_flowlogs.view.s3 import Bucket, BucketPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.decide import Decisions
    from gen_flowlogs.compare.roots import Root
    from gen_flowlogs.view.resources import Resource

Thing = tuple[str | None, ...]
"""Its kind, where it is as far as that is part of its name, and its name."""

_At = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Things:
    """What one change destroys and makes, and the stack and address at which it does."""

    gone: dict[Thing, _At] = field(default_factory=dict)
    made: dict[Thing, _At] = field(default_factory=dict)

    def lost(self, destination: Destination, stack: Stack) -> Thing | None:
        """The first thing that flow logs to a destination need and that is destroyed for good."""
        return next((each for each in needs(destination, stack) if each in self.gone and each not in self.made), None)

    def anew(self, destination: Destination, stack: Stack) -> Thing | None:
        """The first one that is destroyed and made again."""
        return next((each for each in needs(destination, stack) if each in self.gone and each in self.made), None)

    def races(self) -> Iterator[Thing]:
        """What one address destroys and another one makes: Terraform does both in any order.

        A bucket's policy is none of its own: S3 takes it whatever there was.
        """
        for thing, at in self.gone.items():
            if thing[0] != "bucket policy" and self.made.get(thing, at) != at:
                yield thing


def things(decided: Iterable[Decisions]) -> Things:
    """What Terraform destroys and makes, in all root modules."""
    found = Things()
    for decisions in decided:
        for decision in decisions.all():
            old, new = decision.old, decision.new
            if old is not None and decisions.old is not None and decision.action in ("destroy", "replace"):
                thing = _thing(old.resource, decisions.old)
                # What stays, or most often cannot be destroyed, is told of elsewhere.
                stays = isinstance(old.resource, LogGroup | Bucket) and not goes(old.resource)
                if thing is not None and not stays:
                    found.gone[thing] = (decisions.old.stack.name, old.address)
            if new is not None and decisions.new is not None and decision.action in ("create", "replace"):
                thing = _thing(new.resource, decisions.new)
                if thing is not None:
                    found.made[thing] = (decisions.new.stack.name, new.address)
    return found


def store(made: Resource | Destination, stack: Stack) -> Thing | None:
    """A log group or bucket, as a resource or as its destination says it; None for everything else."""
    match made:
        case LogGroup(name=name) | CloudWatchLogs(log_group=name):
            return ("log group", *where(stack), name)
        case Bucket(bucket=name) | S3(bucket=name):
            return ("bucket", name)
    return None


def goes(made: Resource) -> bool:
    """Whether Terraform deletes a log group or bucket with what is in it.

    Otherwise it stays, a bucket as long as it is not empty. False for everything else.
    """
    match made:
        case LogGroup():
            return not made.skip_destroy
        case Bucket():
            return bool(made.force_destroy)
    return False


def needs(destination: Destination, stack: Stack) -> Iterator[Thing]:
    """What the flow logs of a stack need to deliver to a destination."""
    match destination:
        case CloudWatchLogs():
            yield ("log group", *where(stack), destination.log_group)
            yield _role(destination, stack)
        case S3():
            yield ("bucket", destination.bucket)
            yield ("bucket policy", destination.bucket)
        case _ if destination.role is not None:
            yield _role(destination, stack)


def words(thing: Thing) -> str:
    """`the role flow-logs-a`."""
    if thing[0] == "bucket policy":
        return f"the policy of the bucket {thing[-1]}"
    return f"the {thing[0]} {str(thing[-1]).removeprefix('/') if thing[0] == 'role' else thing[-1]}"


def _role(destination: Destination, stack: Stack) -> Thing:
    assert not isinstance(destination, S3)  # noqa: S101 - nothing assumes a role to write to a bucket
    match destination.role:
        case OwnRole(path=path):
            return ("role", stack.account, f"{path or '/'}{naming.role_name(destination, stack)}")
        case ExistingRole(arn):
            account, _, name = arn.split(":", 4)[4].partition(":role")
            return ("role", account if stack.account else None, name)
    raise TypeError(destination.role)


def _thing(resource: Resource, root: Root) -> Thing | None:
    match resource:
        case BucketPolicy():
            bucket = root.bases[str(resource.bucket).rpartition(".")[0]]
            return ("bucket policy", bucket.bucket) if isinstance(bucket, Bucket) else None
        case Role():
            return ("role", root.stack.account, f"{resource.path or '/'}{resource.name}")
    return store(resource, root.stack)
