"""Names in AWS that only one thing can have: a resource that takes one cannot be created while another thing has it.

Source: the errors of the Create actions of CloudWatch Logs (`ResourceAlreadyExistsException`), IAM
(`EntityAlreadyExists`), KMS, Glue (`AlreadyExistsException`), Athena (`WorkGroup … is already created`) and S3
(`BucketAlreadyOwnedByYou`, `BucketAlreadyExists`); read 2026-11. IAM ignores the path of a role and the case of its
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingRole, Firehose, creates_key, store_name
from gen_flowlogs.naming import key_alias, role_name
from gen_flowlogs.view.athena import Workgroup
from gen_flowlogs.view.cloudwatch_logs import LogGroup
from gen_flowlogs.view.glue import Database
from gen_flowlogs.view.keys import Alias
from gen_flowlogs.view.roles import Role
from gen_flowlogs.view.s3 import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Stack
    from gen_flowlogs.view.resources import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueName:
    """A name, and the part of AWS in which it is unique. `name` is how people know it."""

    kind: str
    within: tuple[str | None, ...]
    key: str
    name: str = field(compare=False)


def of_resource(resource: Resource, stack: Stack) -> UniqueName | None:
    """The unique name of a resource; None for one that has none, or takes it whatever has it."""
    match resource:
        case LogGroup(name=name):
            return _regional("log group", name, stack)
        case Bucket(bucket=name):
            return _bucket(name, stack)
        case Role(name=name):
            return _role(name, stack.account)
        case Alias(name=name):
            return _regional("key alias", name, stack)
        case Database(name=name):
            return _regional("Glue database", name, stack)
        case Workgroup(name=name):
            return _regional("Athena workgroup", name, stack)
    return None


def unmanaged(destination: Destination, stack: Stack) -> Iterator[UniqueName]:
    """The unique names that things have to which a destination of a stack refers, and which no state has."""
    match destination:
        case CloudWatchLogs(existing=existing, retired=retired) if existing or retired:
            if (name := store_name(destination)) is not None:
                yield _regional("log group", name, stack)
                yield from _alias(destination, name, stack)
        case S3(existing=existing, retired=retired) if existing or retired:
            if (name := store_name(destination)) is not None:
                yield _bucket(name, stack)
                yield from _alias(destination, name, stack)
    yield from existing_roles(destination, stack)
    if isinstance(destination, Firehose) and isinstance(destination.cross_account_role, str) and stack.account:
        yield from _existing_role(destination.cross_account_role, stack)


def own_role(destination: Destination, stack: Stack) -> UniqueName | None:
    """The role that is created for a destination in a stack."""
    name = role_name(destination, stack)
    return None if name is None else _role(name, stack.account)


def existing_roles(destination: Destination, stack: Stack) -> Iterator[UniqueName]:
    """The role that exists, and by which a destination of a stack delivers."""
    match destination:
        case CloudWatchLogs(role=ExistingRole(str(arn))) | Firehose(role=ExistingRole(str(arn))):
            yield from _existing_role(arn, stack)


def _alias(destination: CloudWatchLogs | S3, subject: str, stack: Stack) -> Iterator[UniqueName]:
    """The alias of a key that a retired destination keeps."""
    if creates_key(destination):
        yield _regional("key alias", key_alias(subject, stack), stack)


def _regional(kind: str, name: str, stack: Stack) -> UniqueName:
    return UniqueName(kind=kind, within=locations.key(stack), key=name, name=name)


def _bucket(name: str, stack: Stack) -> UniqueName:
    return UniqueName(kind="bucket", within=(locations.partition_name(stack),), key=name, name=name)


def _existing_role(arn: str, stack: Stack) -> Iterator[UniqueName]:
    parsed = arns.parse(arn)
    if parsed is not None:
        yield _role(parsed.name, parsed.account if stack.account else None)


def _role(name: str, account: str | None) -> UniqueName:
    return UniqueName(kind="role", within=(account,), key=name.lower(), name=name)
