"""Who must not get in: the requests that a careless policy would allow, each a step away from a right one.

In goes what `requests` takes, and everybody who may send; out come calls that must be refused. A stranger differs from
the delivery in one thing only (its account, its region, its service, the folder it writes to, a key of the context
that it does not send), so that each part of a policy has somebody whom it alone keeps out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gen_flowlogs.model import store_name
from gen_flowlogs.policies.evaluate import Request
from gen_flowlogs.policies.requests import (
    DELIVERY_SERVICE,
    FLOW_LOGS_SERVICE,
    KEY,
    STREAM,
    Ask,
    Asked,
    Site,
    assume,
    from_delivery,
    from_flow_logs,
    pass_role,
    put,
    read_acl,
    record,
)

if TYPE_CHECKING:
    from gen_flowlogs.model import S3, CloudWatchLogs

OTHER_SERVICE = "cloudtrail.amazonaws.com"
OTHER_ORGANISATION = "o-stranger000"
_ACL = "bucket-owner-full-control"
_KEY_RULES = ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateGrant")


def at_log_group(source: Site, to: CloudWatchLogs, role: str, key: str | None = None) -> Iterator[Ask]:
    """Others who assume the role; other groups and other actions with it; other users of the key."""
    yield from _at_trust(source, role, FLOW_LOGS_SERVICE, _flow_log_senders(source))
    group = source.arn("logs", f"log-group:{store_name(to)}")
    other = source.arn("logs", f"log-group:{store_name(to)}-other")
    for what, action, resource in (
        ("another log group", "logs:CreateLogStream", f"{other}:log-stream:{STREAM}"),
        ("another log group", "logs:PutLogEvents", f"{other}:log-stream:{STREAM}"),
        ("another log group", "logs:DescribeLogStreams", f"{other}:log-stream:"),
        ("a new log group", "logs:CreateLogGroup", f"{group}:log-stream:"),
        ("reading the records", "logs:GetLogEvents", f"{group}:log-stream:{STREAM}"),
        ("deleting the records", "logs:DeleteLogStream", f"{group}:log-stream:{STREAM}"),
        ("other actions on log groups", "logs:DescribeMetricFilters", source.arn("logs", "log-group::log-stream:")),
    ):
        yield _refuse(what, "role_permissions", Request(role, action, resource))
    if key is not None:
        through = {"kms:ViaService": source.logs_service}
        for what, arn, action, sent in (
            (
                "the key for another service",
                key,
                "kms:Decrypt",
                {"kms:ViaService": f"s3.{source.region}.amazonaws.com"},
            ),
            ("the key without a service", key, "kms:Decrypt", {}),
            ("another key", f"{key[:-1]}x", "kms:Decrypt", through),
            ("other actions on the key", key, "kms:ScheduleKeyDeletion", through),
        ):
            yield _refuse(what, "role_permissions", Request(role, action, arn, sent))
    context = {"kms:EncryptionContext:aws:logs:arn": group}
    elsewhere = _elsewhere(source)
    yield from _at_key(
        source,
        source.logs_service,
        context,
        (
            ("another log group", source.logs_service, {"kms:EncryptionContext:aws:logs:arn": other}),
            ("no log group", source.logs_service, {}),
            ("CloudWatch Logs of another region", elsewhere.logs_service, context),
        ),
    )


def at_bucket(source: Site, to: S3, owner: Site, sources: tuple[Site, ...], organisation: str | None) -> Iterator[Ask]:
    """Other senders, services, folders and actions at the bucket; the way without TLS; other users of the key."""
    sender = from_delivery(source, organisation)
    name = str(store_name(to))
    bucket, mine = source.bucket(name), source.bucket(name, record(source, to))
    for what, stranger, context in _delivery_senders(source, sources, organisation):
        theirs = source.bucket(name, record(stranger, to))
        for arn in dict.fromkeys((mine, theirs)):
            yield _refuse(what, "bucket_policy", put(arn, context, _ACL))
        yield _refuse(what, "bucket_policy", read_acl(bucket, context))
    for what, who, context in (
        ("another service", OTHER_SERVICE, sender),
        ("another account's user", _other(source, sources).identity("user/stranger"), {}),
        ("anybody", None, {}),
    ):
        yield _refuse(what, "bucket_policy", put(mine, context, _ACL, who))
        yield _refuse(what, "bucket_policy", read_acl(bucket, context, who))
        yield _refuse(what, "bucket_policy", replace(put(mine, context, None, who), action="s3:GetObject"))
    folders = [("another prefix", record(source, to, prefix="elsewhere")), ("no folder", "object")]
    if organisation is None:
        folders.append(("another account's folder", record(source, to, account=_other(source, sources).account)))
    for what, key in folders:
        yield _refuse(what, "bucket_policy", put(source.bucket(name, key), sender, _ACL))
    other = source.bucket(f"{name}-other", record(source, to))
    yield _refuse("another bucket", "bucket_policy", put(other, sender, _ACL))
    yield _refuse("another bucket", "bucket_policy", read_acl(f"{bucket}-other", sender))
    yield _refuse("an object that everybody may read", "bucket_policy", put(mine, sender, "public-read"))
    for action, arn in (
        ("s3:GetObject", mine), ("s3:DeleteObject", mine), ("s3:PutObjectAcl", mine),
        ("s3:GetBucketPolicy", bucket), ("s3:PutBucketPolicy", bucket), ("s3:DeleteBucket", bucket),
    ):  # fmt: skip
        allowed = {**sender, "s3:x-amz-acl": _ACL, "aws:SecureTransport": "true"}
        yield _refuse("another action", "bucket_policy", Request(DELIVERY_SERVICE, action, arn, allowed))
    if not to.existing:
        yield from _without_tls(owner, bucket, mine, sender)
    yield from _readers(source, to, owner, mine)
    wrong = tuple((what, DELIVERY_SERVICE, each) for what, _, each in _delivery_senders(source, sources, organisation))
    yield from _at_key(owner, DELIVERY_SERVICE, sender, wrong)


def served(source: Site, to: S3, owner: Site) -> Iterator[Ask]:
    """The requests of a destination's readers: list the records, get them and decrypt them. All are to be allowed."""
    name, folder = str(store_name(to)), f"{to.prefix}/AWSLogs/" if to.prefix else "AWSLogs/"
    for reader in to.readers:
        who = reader if reader.startswith("arn:") else source.identity("role/any", account=reader)
        sent = {"aws:PrincipalArn": who, "aws:SecureTransport": "true"}
        for action, arn, more in (
            ("s3:GetObject", source.bucket(name, record(source, to)), {}),
            ("s3:ListBucket", source.bucket(name), {"s3:prefix": folder}),
            ("s3:GetBucketLocation", source.bucket(name), {}),
        ):
            yield Ask("a reader reads", "bucket_policy", Request(who, action, arn, {**sent, **more}))
        yield Ask("a reader reads", "key_policy", Request(who, "kms:Decrypt", owner.arn("kms", f"key/{KEY}"), sent))


def _readers(source: Site, to: S3, owner: Site, mine: str) -> Iterator[Ask]:
    """Another role of a reader's account, and a reader that does more than to read the records."""
    name = str(store_name(to))
    bucket, key = source.bucket(name), owner.arn("kms", f"key/{KEY}")
    folder = f"{to.prefix}/AWSLogs/" if to.prefix else "AWSLogs/"
    for reader in to.readers:
        role = reader.startswith("arn:")
        account = reader.split(":")[4] if role else reader
        who = reader if role else source.identity("role/any", account=account)
        sent = {"aws:PrincipalArn": who, "aws:SecureTransport": "true"}
        another = source.identity("role/stranger", account=account)
        stranger = {**sent, "aws:PrincipalArn": another}
        reads = (
            ("s3:GetObject", mine, {}),
            ("s3:ListBucket", bucket, {"s3:prefix": folder}),
            ("s3:GetBucketLocation", bucket, {}),
        )
        unnamed = {"aws:SecureTransport": "true"}
        for what, caller, context in (
            *([("another role of the reader's account", another, stranger)] if account not in to.readers else []),
            *([("a reader without aws:PrincipalArn", who, unnamed)] if account not in to.readers else []),
            ("another account's user", _other(source, (source,)).identity("user/stranger"), sent),
        ):
            for action, arn, more in reads:
                yield _refuse(what, "bucket_policy", Request(caller, action, arn, {**context, **more}))
            yield _refuse(what, "key_policy", Request(caller, "kms:Decrypt", key, context))
        for action, arn in (
            ("s3:PutObject", mine), ("s3:DeleteObject", mine), ("s3:GetObjectVersion", mine),
            ("s3:PutBucketPolicy", bucket), ("s3:ListBucketVersions", bucket), ("s3:GetBucketPolicy", bucket),
        ):  # fmt: skip
            sends = {**sent, "s3:prefix": folder, "s3:x-amz-acl": _ACL}
            yield _refuse("the reader writing", "bucket_policy", Request(who, action, arn, sends))
        for action in ("kms:GenerateDataKey", "kms:Encrypt", *_KEY_RULES):
            yield _refuse("the reader writing", "key_policy", Request(who, action, key, sent))
        other = f"{to.prefix}/athena-results/" if to.prefix else "athena-results/"
        for place in (other, "elsewhere/AWSLogs/"):
            get = Request(who, "s3:GetObject", source.bucket(name, f"{place}x"), sent)
            yield _refuse("the reader on another prefix", "bucket_policy", get)
            listing = Request(who, "s3:ListBucket", bucket, {**sent, "s3:prefix": place})
            yield _refuse("the reader on another prefix", "bucket_policy", listing)
        yield _refuse("the reader on every prefix", "bucket_policy", Request(who, "s3:ListBucket", bucket, sent))
        for action, arn, more in reads:
            elsewhere = arn.replace(name, f"{name}-other", 1)
            yield _refuse("another bucket", "bucket_policy", Request(who, action, elsewhere, {**sent, **more}))
            if not to.existing:
                plain = {**sent, **more, "aws:SecureTransport": "false"}
                yield Ask("the reader without TLS", "bucket_policy", Request(who, action, arn, plain), "deny")


def at_other_account(source: Site, role: str, destination_role: str, monitored: tuple[str, ...]) -> Iterator[Ask]:
    """Others who assume the role, and what else could be done with it. AWS names no sender here, so none is asked."""
    yield from _at_trust(source, role, DELIVERY_SERVICE, ())
    theirs = _other(source, (source,)).account
    for each in monitored[:1]:
        right = pass_role(role, DELIVERY_SERVICE, each)
        for what, request in (
            ("another role", replace(right, resource=f"{role}-other")),
            ("another service", pass_role(role, OTHER_SERVICE, each)),
            ("another account's resource", pass_role(role, DELIVERY_SERVICE, each.replace(source.account, theirs))),
            ("another action", replace(right, action="iam:UpdateAssumeRolePolicy")),
            *((what, replace(right, context=context)) for what, context in _forgetful(right.context)),
        ):
            yield _refuse(what, "role_permissions", request)
    for action, resource in (
        ("sts:AssumeRole", f"{destination_role}-other"),
        ("sts:TagSession", destination_role),
        ("logs:UpdateLogDelivery", "*"),
        ("logs:DeleteLogGroup", "*"),
    ):
        yield _refuse("another action", "role_permissions", Request(role, action, resource))


_Senders = tuple[tuple[str, Mapping[str, str]], ...]


def _flow_log_senders(source: Site) -> _Senders:
    right = from_flow_logs(source)
    return (
        ("another account's flow log", from_flow_logs(_other(source, (source,)))),
        ("a flow log of another region", from_flow_logs(_elsewhere(source))),
        (
            "something else than a flow log",
            {**right, "aws:SourceArn": source.arn("ec2", "instance/i-0a1b2c3d4e5f67890")},
        ),
        *_forgetful(right),
    )


def _delivery_senders(
    source: Site, sources: tuple[Site, ...], organisation: str | None
) -> Iterator[tuple[str, Site, Mapping[str, str]]]:
    """A whole organisation's accounts and regions are welcome; else only those that are named, and as pairs."""
    other = _other(source, sources)
    if organisation is not None:
        yield "another organisation's account", other, from_delivery(other, OTHER_ORGANISATION)
        yield "an account without an organisation", other, from_delivery(other, None)
        return
    right = from_delivery(source, None)
    yield "another account's flow log", other, from_delivery(other, None)
    regions = dict.fromkeys(each.region for each in sources if each.partition == source.partition)
    for region in (*regions, _elsewhere(source).region):
        stranger = replace(source, region=region)
        if stranger not in sources:
            yield "a flow log of another region", stranger, from_delivery(stranger, None)
    yield "a sender of ec2", source, {**right, "aws:SourceArn": from_flow_logs(source)["aws:SourceArn"]}
    yield from ((what, source, context) for what, context in _forgetful(right))


def _forgetful(right: Mapping[str, str]) -> _Senders:
    """Senders that do not say all of themselves."""
    return tuple(
        (f"a sender without {name}", {key: value for key, value in right.items() if key != name}) for name in right
    )


def _at_trust(source: Site, role: str, service: str, senders: _Senders) -> Iterator[Ask]:
    right = from_flow_logs(source) if service == FLOW_LOGS_SERVICE else from_delivery(source, None)
    for what, context in senders:
        yield _refuse(what, "role_trust", assume(role, service, context))
    for what, who in (
        ("another service", OTHER_SERVICE),
        ("another account's user", _other(source, (source,)).identity("user/stranger")),
        ("a user of the account", source.identity("user/somebody")),
        ("anybody", None),
    ):
        yield _refuse(what, "role_trust", assume(role, who, right))
    for action in ("sts:TagSession", "sts:SetSourceIdentity"):
        yield _refuse("another action", "role_trust", Request(service, action, role, right))


def _at_key(
    owner: Site,
    service: str,
    right: Mapping[str, str],
    wrong: tuple[tuple[str, str, Mapping[str, str]], ...],
) -> Iterator[Ask]:
    key = owner.arn("kms", f"key/{KEY}")
    for what, who, context in (
        *wrong,
        ("another service", OTHER_SERVICE, right),
        ("another account's user", _other(owner, (owner,)).identity("user/stranger"), right),
        ("anybody", None, right),
    ):
        for action in ("kms:Decrypt", "kms:GenerateDataKey"):
            yield _refuse(what, "key_policy", Request(who, action, key, context))
    for action in _KEY_RULES:
        yield _refuse("a service that rules the key", "key_policy", Request(service, action, key, right))


def _without_tls(owner: Site, bucket: str, object_arn: str, sender: Mapping[str, str]) -> Iterator[Ask]:
    """The account's own users may be let in by IAM: here only a denial keeps the door shut."""
    user = owner.identity("user/somebody")
    for who, action, arn, context in (
        (user, "s3:GetObject", object_arn, {}),
        (user, "s3:ListBucket", bucket, {}),
        (DELIVERY_SERVICE, "s3:PutObject", object_arn, sender),
    ):
        request = Request(who, action, arn, {**context, "aws:SecureTransport": "false"})
        yield Ask("somebody without TLS", "bucket_policy", request, "deny")


def _refuse(what: str, asked: Asked, request: Request) -> Ask:
    return Ask(what, asked, request, "refuse")


def _other(source: Site, sources: tuple[Site, ...]) -> Site:
    """An account that nobody has named."""
    named = {each.account for each in sources}
    account = next(text for text in (f"{number:012}" for number in range(999900001111, 10**12)) if text not in named)
    return replace(source, account=account)


def _elsewhere(source: Site) -> Site:
    """The account in a region that no spec can name, like the true one but for its last digit."""
    return replace(source, region=re.sub(r"\d+$", "0", source.region))
