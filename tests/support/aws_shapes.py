"""Shapes that AWS documents, as functions and tables that the schema's patterns and lists are compared with.

Each `…_problem` names the defect of a text, or is None. The compiler itself knows these shapes from its schema alone.

Sources, read 2026-10: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; the ARN patterns of iam,
firehose and logs in botocore 1.44.5; for keys https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html.
"""

from __future__ import annotations

import re

from gen_flowlogs.aws.arns import parse

RETENTION_DAYS: tuple[int, ...] = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
"""Retention periods of CloudWatch Logs, besides none.

Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""

LOG_GROUP_CLASSES: tuple[str, ...] = ("STANDARD", "INFREQUENT_ACCESS")
"""Log classes that flow logs can be delivered to; DELIVERY is Lambda's alone."""


_KEY_ID = re.compile(r"key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_POLICY = re.compile(r"arn:aws(?:-[a-z]+)*:iam::(?:[0-9]{12}|aws):policy/[A-Za-z0-9_+=,.@/-]*[A-Za-z0-9_+=,.@-]")
_STREAM = re.compile(r"deliverystream/[A-Za-z0-9._-]{1,64}")

CROSS_ACCOUNT_ROLE_PREFIX = "AWSLogDeliveryFirehoseCrossAccountRole"
"""Start of the name of a role that lets another account's flow logs into a stream.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/firehose-cross-account-delivery.html
"""

# Sources: API_CreateRole and API_PutRolePolicy of https://docs.aws.amazon.com/IAM/latest/APIReference/
_IAM_NAME = re.compile(r"[A-Za-z0-9_+=,.@-]+")
_IAM_PATH = re.compile(r"/|/[!-~]+/")
ROLE_NAME_LENGTH = 64


def role_name_problem(name: str) -> str | None:
    """Name the rule of IAM that a role's name breaks. An inline policy of a legal name is legal too."""
    if not 1 <= len(name) <= ROLE_NAME_LENGTH:
        return f"has {len(name)} characters: a role's name has 1 to {ROLE_NAME_LENGTH}"
    if not _IAM_NAME.fullmatch(name):
        bad = next(character for character in name if not _IAM_NAME.fullmatch(character))
        return f"has {bad!r} in it: only letters, digits and _ + = , . @ - are allowed"
    return None


def role_path_problem(path: str) -> str | None:
    """Name the rule of IAM that a role's path breaks."""
    if not 1 <= len(path) <= 512:
        return f"has {len(path)} characters: a role's path has 1 to 512"
    if not _IAM_PATH.fullmatch(path):
        return "must start and end with a slash and have only visible ASCII characters between, such as '/service/'"
    return None


def role_problem(text: str) -> str | None:
    """Name the defect in the ARN of a role; None where there is none."""
    arn = parse(text)
    if arn is None or arn.service != "iam" or arn.region or not arn.account or not arn.resource.startswith("role/"):
        return "is not the ARN of a role, such as 'arn:aws:iam::111122223333:role/name'"
    words = role_name_problem(arn.name)
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
