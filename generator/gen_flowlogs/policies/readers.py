"""The statements that let others read the records in a bucket, and nothing else of it.

A role is named by a condition and not as the principal: S3 and KMS refuse a whole policy whose principal does not
exist, and a role that is deleted and created again would be another principal. Sources, read 2026-11: IAM user guide,
"AWS JSON policy elements: Principal" and "AWS global condition context keys" (`aws:PrincipalArn` is the role's ARN,
also in a session); S3 user guide, "Bucket policy examples using condition keys" (`s3:prefix`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.hcl import interpolate
from gen_flowlogs.policies import Condition, Principal, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.hcl import Text


def bucket(readers: tuple[str, ...], bucket_arn: Text, prefix: str, partition: Text) -> tuple[Statement, ...]:
    """Get and list what is below AWSLogs, and learn the bucket's region, as clients do before that."""
    folder = f"{prefix}/AWSLogs/*" if prefix else "AWSLogs/*"
    return tuple(
        Statement(
            sid=f"{who}{sid}",
            actions=(action,),
            resources=(resource,),
            principal=principal,
            conditions=(*conditions, *more),
        )
        for who, principal, conditions in _callers(readers, partition)
        for sid, action, resource, more in (
            ("GetRecords", "s3:GetObject", interpolate(bucket_arn, "/", folder), ()),
            ("ListRecords", "s3:ListBucket", bucket_arn, (Condition("StringLike", "s3:prefix", (folder,)),)),
            ("LocateBucket", "s3:GetBucketLocation", bucket_arn, ()),
        )
    )


def key(readers: tuple[str, ...], partition: Text) -> tuple[Statement, ...]:
    """Decrypt what was encrypted with the key."""
    return tuple(
        Statement(
            sid=f"{who}Decrypt",
            actions=("kms:Decrypt",),
            resources=("*",),
            principal=principal,
            conditions=conditions,
        )
        for who, principal, conditions in _callers(readers, partition)
    )


def _callers(readers: tuple[str, ...], partition: Text) -> Iterator[tuple[str, Principal, tuple[Condition, ...]]]:
    """The readers that are accounts, then those that are roles; a role's ARN tells its account too."""
    accounts = tuple(each for each in readers if each.isdecimal())
    roles = tuple(each for each in readers if not each.isdecimal())
    if accounts:
        yield "Readers", _principal(accounts, partition), ()
    if roles:
        owners = tuple(dict.fromkeys(each.split(":")[4] for each in roles))
        yield "ReaderRoles", _principal(owners, partition), (Condition("ArnEquals", "aws:PrincipalArn", roles),)


def _principal(accounts: tuple[str, ...], partition: Text) -> Principal:
    return Principal("AWS", tuple(interpolate("arn:", partition, f":iam::{each}:root") for each in accounts))
