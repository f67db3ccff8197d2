"""Whether records can arrive: the policies that will be generated, judged by what AWS's delivery asks for.

The policies are right by construction; this is the proof of it for what a spec combines, and the sizes that AWS takes.
Policies of existing roles, buckets and keys are their owners' and not judged. Neither is the delivery to a log group
whose name is not known before the plan.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import logs_suffix
from gen_flowlogs.aws.tags import PolicyKind, policy_problem
from gen_flowlogs.captures import locations, sinks
from gen_flowlogs.captures.locations import AMBIENT
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.hcl import Ref
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import S3, CloudWatchLogs, GivenArn, OwnRole, Stack, creates_key
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.policies import Policy, destinations, document
from gen_flowlogs.policies.plain import plain
from gen_flowlogs.policies.verdict import Delivery, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

SLUGS = ("undeliverable", "policy-size")


EXAMPLE = {
    str(AMBIENT.account): "111122223333",
    str(AMBIENT.region): "us-east-1",
    str(AMBIENT.partition): "aws",
    str(AMBIENT.logs_suffix): "amazonaws.com",
}
"""Values of the provider's account and region, for a spec that does not name them."""
_KEY = "arn:aws:kms:us-east-1:111122223333:key/00000000-1111-2222-3333-444455556666"


def check(index: Index) -> Iterator[Finding]:
    """Each pair of a stack and a destination that it sends to."""
    senders = index.ownership.senders
    for destination in index.spec.destinations:
        if destination.retired:
            continue
        match destination:
            case CloudWatchLogs() if not sinks.is_open(destination):
                for stack in senders[destination.key]:
                    yield from _log_group(destination, stack)
            case S3(existing=False) if senders[destination.key]:
                owner = index.ownership.owners[destination.key]
                if owner is not None:
                    yield from _bucket(destination, owner, senders[destination.key])


def _log_group(destination: CloudWatchLogs, stack: Stack) -> Iterator[Finding]:
    location = locations.of(stack)
    arn = sinks.log_group_arn(destination, location)
    own = isinstance(destination.role, OwnRole)
    key = destinations.key_arn(destination)
    judged = Delivery(
        location,
        destination,
        {**EXAMPLE, **_place(destination), **({str(key): _KEY} if isinstance(key, Ref) else {})},
        key=key,
        role_trust=destinations.role_trust(destination, location) if own else None,
        role_permissions=destinations.role_permissions(destination, arn, location) if own else None,
        key_policy=destinations.own_key(destinations.log_group_key(destination, location), location)
        if creates_key(destination)
        else None,
    )
    yield from _judged(judged, destination)


def _place(destination: CloudWatchLogs) -> dict[str, str]:
    """The provider's account and region for a log group by its ARN, which can be nowhere else."""
    given = destination.log_group
    arn = arns.parse(given.arn) if isinstance(given, GivenArn) and isinstance(given.arn, str) else None
    if arn is None:
        return {}
    return {
        str(AMBIENT.account): arn.account,
        str(AMBIENT.region): arn.region,
        str(AMBIENT.partition): arn.partition,
        str(AMBIENT.logs_suffix): logs_suffix(arn.partition),
    }


def _bucket(destination: S3, owner: Stack, senders: tuple[Stack, ...]) -> Iterator[Finding]:
    at = locations.of(owner)
    sources = tuple(locations.of(stack) for stack in senders)
    arn = sinks.bucket_arn(destination, at)
    policy = destinations.own_bucket(destination, arn, sources)
    key = destinations.own_key(destinations.bucket_key(destination, sources), at) if creates_key(destination) else None
    fix = "write `org_id: o-…` to admit the whole organisation instead"
    hint = fix if destination.org_id is None else "let several destinations share the senders"
    if destination.readers:
        hint += ", or name fewer `readers`, whose accounts can let their roles read"
    too_large = [*_size("bucket", policy, destination, hint), *(_size("key", key, destination, hint) if key else ())]
    yield from too_large
    if too_large:
        return
    for source in sources:
        judged = Delivery(
            source,
            destination,
            EXAMPLE,
            bucket_policy=policy,
            key_policy=key,
            owner=at,
            sources=sources,
            organisation=destination.org_id,
        )
        yield from _judged(judged, destination)


def _judged(judged: Delivery, destination: CloudWatchLogs | S3) -> Iterator[Finding]:
    lacks = missing(judged)
    if lacks:
        yield Finding(
            "undeliverable",
            f"the records of {quoted(destination.name)} would not arrive: {listing(lacks, limit=2)}; "
            "this is a defect of gen-flowlogs, please report it with your spec",
            settings(destination),
        )


def _size(kind: PolicyKind, policy: Policy, destination: S3, hint: str) -> Iterator[Finding]:
    problem = policy_problem(kind, json.dumps(plain(document(policy), EXAMPLE), separators=(",", ":")))
    if problem is not None:
        yield Finding(
            "policy-size",
            f"the policy of the {kind} of {quoted(destination.name)} {problem}; {hint}",
            settings(destination).at("bucket"),
        )
