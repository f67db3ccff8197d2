"""Encryption of log groups and buckets: the key that they have, by one spelling."""

from __future__ import annotations

from gen_flowlogs.observe.answers.buckets import key_of
from gen_flowlogs.observe.existing import Bucket, LogGroup
from gen_flowlogs.policies.requests import Site


def key_arn(thing: LogGroup | Bucket | None, site: Site) -> str | None:
    """The ARN of the key of a log group or bucket; None for that of the service. Buckets may name it by id or alias."""
    match thing:
        case LogGroup(key=str(arn)) if arn:
            return arn
        case Bucket():
            key = key_of(thing.settings)
            if key is None or key.endswith("alias/aws/s3"):
                return None
            if key.startswith("arn:"):
                return key
            owner = Site(thing.where.account or site.account, thing.where.region or site.region, site.partition)
            return owner.arn("kms", key if key.startswith("alias/") else f"key/{key}")
    return None
