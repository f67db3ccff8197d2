"""A destination → who may write to it and read from it, by the policies that are made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingRole, Firehose, OwnRole
from gen_flowlogs.policies import destinations as policies_of
from gen_flowlogs.policies import firehose
from gen_flowlogs.policies.delivery import DELIVERY
from gen_flowlogs.report.access import may
from gen_flowlogs.report.phrases import Code, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.root_modules import RootModule


def writers(destination: Destination, root: RootModule) -> Iterator[Phrase]:
    """A phrase for each one that may write, as the policies of a root module have it."""
    match destination:
        case CloudWatchLogs():
            yield from _role(destination, root)
        case S3():
            yield from _bucket(destination, root)
        case Firehose():
            yield from _stream(destination)


def readers(destination: Destination, root: RootModule) -> Iterator[Phrase]:
    """A phrase for each one that the spec lets read."""
    if isinstance(destination, S3) and destination.readers:
        sources = root.admits.get(destination.key) or (root.location,)
        statements = policies_of.bucket(destination, sinks.bucket_arn(destination, root.location), sources)
        yield from may("s3:GetObject", statements, root.location)


def _role(destination: CloudWatchLogs, root: RootModule) -> Iterator[Phrase]:
    if isinstance(destination.role, ExistingRole):
        yield (
            "the existing role ",
            Code(givens.name(destination.role.arn)),
            "; whether it may, its own policies decide",
        )
        return
    arn = sinks.log_group_arn(destination, root.location)
    trust = policies_of.role_trust(destination, root.location)
    permissions = policies_of.role_permissions(destination, arn, root.location)
    for phrase in may("logs:PutLogEvents", permissions.statements, root.location):
        named = (Code(_role_name(destination, root)),) if destination.role.name else ()
        yield ("a role of its own ", *named, *(" ",) * bool(named), *phrase)
    yield from may("sts:AssumeRole", trust.statements, root.location)


def _role_name(destination: CloudWatchLogs, root: RootModule) -> str:
    return naming.role_name(destination, root.stack) or ""


def _bucket(destination: S3, root: RootModule) -> Iterator[Phrase]:
    sources = root.admits.get(destination.key) or (root.location,)
    statements = policies_of.bucket(destination, sinks.bucket_arn(destination, root.location), sources)
    if destination.existing:
        for phrase in may("s3:PutObject", statements, root.location):
            yield ("its owner decides; for these records ", *phrase)
        return
    yield from may("s3:PutObject", statements, root.location)
    yield ("no request without TLS",)


def _stream(destination: Firehose) -> Iterator[Phrase]:
    if destination.cross_account_role is None:
        yield (
            Code(firehose.LINKED_ROLE),
            " of the account, into streams that are tagged ",
            Code("LogDeliveryEnabled=true"),
        )
        return
    across = Code(givens.name(destination.cross_account_role))
    role = "a role of its own" if isinstance(destination.role, OwnRole) else "an existing role"
    yield (f"{role}, which ", Code(DELIVERY), " assumes, through ", across, " of the stream's account")
