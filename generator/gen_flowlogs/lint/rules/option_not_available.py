"""Options that AWS does not have: accounts, regions and partitions that do not fit together.

Sources, read 2026-10: "Cross-account delivery" of the VPC user guide (the destination role is the stream's account's,
the source role the flow log's), "Publish flow logs to CloudWatch Logs" (one account and region), and for keys
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (the region of the log group).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws import arns
from gen_flowlogs.captures import givens, locations
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import boundary, settings, written_arns
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, ExistingKey, ExistingRole, Firehose, GivenArn, Stack
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.aws.arns import Arn
    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Given

SLUGS = ("option-not-available", "missing-key", "invalid-format", "conflicting-keys")


def check(index: Index) -> Iterator[Finding]:
    """Find what does not fit in each destination, by itself and in the stacks that use it."""
    for destination in index.spec.destinations:
        parsed = [(arns.parse(text), text, words, at) for text, words, at in written_arns(destination)]
        yield from (
            Finding("invalid-format", f"{quoted(text)} names a region that is not in its partition", at)
            for arn, text, _, at in parsed
            if arn is None
        )
        yield from _partitions([(arn, words, at) for arn, _, words, at in parsed if arn is not None])
        if isinstance(destination, Firehose):
            yield from _roles(destination)
    for use in index.uses:
        if use.stack.account is not None:
            yield from _in_stack(use.destination, use.stack)
    yield from _retired(index)


def _retired(index: Index) -> Iterator[Finding]:
    """Retired destinations that a capture point has; once for each list that names them."""
    seen: set[tuple[str, Origin]] = set()
    for point in index.spec.capture_points:
        for each in point.destinations:
            if each.retired and (each.name, point.destinations_origin) not in seen:
                seen.add((each.name, point.destinations_origin))
                yield Finding(
                    "conflicting-keys",
                    f"{quoted(each.name)} is retired, so {quoted(point.name)} cannot record into it; take one of "
                    "them out",
                    point.destinations_origin,
                    (("retired at", each.origin.at("retired")),),
                )


def _parsed(given: Given | None) -> Arn | None:
    """The parts of a literal ARN; None for one that only Terraform knows."""
    text = givens.literal(given)
    return None if text is None else arns.parse(text)


def _partitions(named: list[tuple[Arn, str, Origin]]) -> Iterator[Finding]:
    for arn, words, at in named[1:]:
        first, what, where = named[0]
        if arn.partition != first.partition:
            yield Finding(
                "option-not-available",
                f"the {words} is in the partition {quoted(arn.partition)} and {_the_other(words, what)} in "
                f"{quoted(first.partition)}, and nothing is delivered from one to the other; write both of one "
                "partition",
                at,
                ((f"the {what} is at", where),),
            )


def _the_other(words: str, what: str) -> str:
    return f"another {what}" if words == what else f"the {what}"


def _roles(destination: Firehose) -> Iterator[Finding]:
    at = settings(destination)
    if destination.role is not None and destination.cross_account_role is None:
        yield Finding(
            "option-not-available",
            "AWS takes a role for a delivery stream of another account only; write `cross_account_role` too, or take "
            "`role` out",
            at.key("role"),
        )
    stream = _parsed(destination.stream)
    theirs = _parsed(destination.cross_account_role)
    if stream is not None and theirs is not None and stream.account != theirs.account:
        yield Finding(
            "option-not-available",
            f"`cross_account_role` is a role of the stream's account: the stream is in {quoted(stream.account)} and "
            f"the role in {quoted(theirs.account)}; write a role of {quoted(stream.account)}",
            at.at("cross_account_role"),
            (("the stream is at", at.at("delivery_stream")),),
        )
    ours = _parsed(destination.role.arn) if isinstance(destination.role, ExistingRole) else None
    if ours is not None and theirs is not None and ours.account == theirs.account:
        yield Finding(
            "option-not-available",
            f"`role` is a role of the flow logs' own account, and this one is in {quoted(ours.account)} like "
            "`cross_account_role`; within one account take both out",
            at.at("role", "arn"),
        )


def _in_stack(destination: Destination, stack: Stack) -> Iterator[Finding]:
    """Find what the account and region of a stack rule out."""
    at = settings(destination)
    here = f"the stack {quoted(stack.name)}"
    foreign = list(_of_another_partition(destination, stack))
    if foreign:
        yield from foreign
        return
    for text, _, origin in boundary(destination):
        policy = arns.parse(text)
        if policy is not None and policy.account not in ("aws", stack.account):
            yield Finding(
                "option-not-available",
                f"{here} is in account {quoted(stack.account)}, and a role's permissions boundary must be a policy of "
                f"that account or of AWS, not of {quoted(policy.account)}; write one of them",
                origin,
            )
    role = None if isinstance(destination, S3) else destination.role
    ours = _parsed(role.arn) if isinstance(role, ExistingRole) else None
    if ours is not None and ours.account != stack.account:
        who = "CloudWatch Logs delivery" if isinstance(destination, CloudWatchLogs) else "delivery to another account"
        yield Finding(
            "option-not-available",
            f"{here} is in account {quoted(stack.account)}, and {who} needs a role of that account, not of "
            f"{quoted(ours.account)}; write one, or take `role` out",
            at.at("role", "arn"),
        )
    match destination:
        case CloudWatchLogs():
            yield from _log_group_in_stack(destination, stack)
        case Firehose(stream=str(text)):
            yield from _stream_in_stack(destination, arns.parse(text), stack)
        case Firehose(cross_account_role=str(text)):
            theirs = arns.parse(text)
            if theirs is not None and theirs.account == stack.account:
                yield _not_across(destination, stack, "`cross_account_role` is a role of")


def _log_group_in_stack(destination: CloudWatchLogs, stack: Stack) -> Iterator[Finding]:
    at, here = settings(destination), f"the stack {quoted(stack.name)}"
    key = _parsed(destination.kms.arn) if isinstance(destination.kms, ExistingKey) else None
    if key is not None and key.region != stack.region:
        yield Finding(
            "option-not-available",
            f"{here} is in {quoted(stack.region)}, and a log group's key must be in its region, not in "
            f"{quoted(key.region)}; write one of that region, or `kms: create`",
            at.at("kms"),
        )
    group = _parsed(destination.log_group.arn) if isinstance(destination.log_group, GivenArn) else None
    if group is not None and (group.account, group.region) != (stack.account, stack.region):
        yield Finding(
            "option-not-available",
            f"{here} is in {quoted(stack.region)} of {quoted(stack.account)}, and its log group in "
            f"{quoted(group.region)} of {quoted(group.account)}; write one of the stack's, or give the stack another "
            "destination",
            at.at("arn"),
        )


def _of_another_partition(destination: Destination, stack: Stack) -> Iterator[Finding]:
    """ARNs that cannot be meant in the stack's partition; a bucket's key is its owner's matter."""
    if isinstance(destination, S3) or stack.region is None:
        return
    partition = locations.partition_name(stack)
    for text, words, origin in (*written_arns(destination), *boundary(destination)):
        arn = arns.parse(text)
        if arn is not None and arn.partition != partition:
            yield Finding(
                "option-not-available",
                f"the stack {quoted(stack.name)} is in the partition {quoted(partition)}, and the {words} in "
                f"{quoted(arn.partition)}: nothing reaches from one to the other; give each partition a destination "
                "of its own",
                origin,
            )


def _stream_in_stack(destination: Firehose, stream: Arn | None, stack: Stack) -> Iterator[Finding]:
    at = settings(destination)
    if stream is None:
        return
    if stream.account != stack.account and destination.cross_account_role is None:
        yield Finding(
            "missing-key",
            f"the stream is in account {quoted(stream.account)} and the stack {quoted(stack.name)} in "
            f"{quoted(stack.account)}, so write `cross_account_role: …`, the ARN of a role of the stream's account",
            at.key(),
        )
    if stream.account == stack.account and destination.cross_account_role is not None:
        yield _not_across(destination, stack, "the stream is in")


def _not_across(destination: Firehose, stack: Stack, what: str) -> Finding:
    return Finding(
        "option-not-available",
        f"{what} the account of the stack {quoted(stack.name)}, where AWS takes no `cross_account_role`; take it out, "
        "or use another destination there",
        settings(destination).at("cross_account_role"),
    )
