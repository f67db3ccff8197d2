"""Amazon Resource Names: their parts, and whether one is of the kind that an argument takes.

Text comes in; an `Arn` or the words of what is wrong goes out. Whether the thing exists, and whether its account and
region fit the spec, is not asked here.

Sources, read 2026-10: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; the ARN patterns of iam,
firehose and logs in botocore 1.44.5; for keys https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gen_flowlogs.aws import limits, regions

# Six parts; the last may hold colons. A partition's name is `aws` or starts with `aws-`, and policies may be AWS's own.
_ARN = re.compile(r"arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws(?=:policy/)|):([^\s:].*)")
_KEY_ID = re.compile(r"key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_POLICY = re.compile(r"arn:aws(?:-[a-z]+)*:iam::(?:[0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]*[A-Za-z0-9_+=,.@-]")
_STREAM = re.compile(r"deliverystream/[A-Za-z0-9._-]{1,64}")

CROSS_ACCOUNT_ROLE_PREFIX = "AWSLogDeliveryFirehoseCrossAccountRole"
"""Start of the name of a role that lets another account's flow logs into a stream.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/firehose-cross-account-delivery.html
"""


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts. `region` and `account` are empty where the service has none in its names; AWS's policies say `aws`."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def name(self) -> str:
        """The part of the resource behind its last slash: a role's name, a key's id, a stream's name."""
        return self.resource.rpartition("/")[2]


@lru_cache(maxsize=4096)
def parse(text: str) -> Arn | None:
    """The parts of an ARN; None for a text that is none, or whose region is of another partition."""
    found = _ARN.fullmatch(text)
    if found is None:
        return None
    arn = Arn(*found.groups())
    if arn.region and regions.partition_of(arn.region) != arn.partition:
        return None
    return arn


def role_problem(text: str) -> str | None:
    """Name the defect in the ARN of a role; None where there is none."""
    arn = parse(text)
    if arn is None or arn.service != "iam" or arn.region or not arn.account or not arn.resource.startswith("role/"):
        return "is not the ARN of a role, such as 'arn:aws:iam::111122223333:role/name'"
    words = limits.role_name_problem(arn.name)
    return None if words is None else f"names a role that {words}"


def cross_account_role_problem(text: str) -> str | None:
    """Name the defect in the ARN of the role in the account of a Firehose stream."""
    words = role_problem(text)
    arn = parse(text)
    if words is None and arn is not None and not arn.name.startswith(CROSS_ACCOUNT_ROLE_PREFIX):
        return f"names a role whose name does not start with '{CROSS_ACCOUNT_ROLE_PREFIX}', as AWS requires"
    return words


def policy_problem(text: str) -> str | None:
    """Name the defect in the ARN of a managed policy, the account's own or AWS's (`arn:aws:iam::aws:policy/…`)."""
    if not _POLICY.fullmatch(text):
        return "is not the ARN of a policy, such as 'arn:aws:iam::111122223333:policy/name'"
    return None


def key_problem(text: str) -> str | None:
    """Name the defect in the ARN of a KMS key. An alias is no key: log delivery and log groups need the key itself."""
    arn = parse(text)
    if arn is None or arn.service != "kms" or not arn.region or not arn.account:
        return "is not the ARN of a KMS key, such as 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-…'"
    if arn.resource.startswith("alias/"):
        return "is the ARN of an alias: write the ARN of the key that it stands for"
    if not _KEY_ID.fullmatch(arn.resource):
        return "does not end in a key's id: '…:key/' and a UUID, or '…:key/mrk-' and 32 hexadecimal digits"
    return None


def log_group_problem(text: str) -> str | None:
    """Name the defect in the ARN of a log group. With `:*` behind it a flow log would be replaced on every plan."""
    arn = parse(text)
    kind, _, name = ("", "", "") if arn is None else arn.resource.partition(":")
    if arn is None or arn.service != "logs" or not arn.region or not arn.account or kind != "log-group":
        return "is not the ARN of a log group, such as 'arn:aws:logs:eu-west-1:111122223333:log-group:name'"
    if name.endswith(":*"):
        return "ends in ':*': leave that out"
    words = limits.log_group_name_problem(name)
    return None if words is None else f"names a log group that {words}"


def stream_problem(text: str) -> str | None:
    """Name the defect in the ARN of a Firehose stream."""
    arn = parse(text)
    if arn is None or arn.service != "firehose" or not arn.region or not arn.account:
        return (
            "is not the ARN of a Firehose stream, such as 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/name'"
        )
    if arn.resource.startswith("deliverystream:"):
        return "has a colon before the stream's name: write 'deliverystream/' and the name"
    if not _STREAM.fullmatch(arn.resource):
        return "must end in 'deliverystream/' and a name of at most 64 letters, digits and . _ -"
    return None
