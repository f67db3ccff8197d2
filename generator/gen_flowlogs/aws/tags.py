r"""Tags that AWS refuses, and the largest policies that it accepts.

Each `…_problem` gives the words of what is wrong, or None. Services differ: EC2 takes any character in a tag, others
only letters, digits, spaces and `_ . : / = + - @`.

Sources, read 2026-10: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html ("EC2 allows for any
character in its tags, other AWS services are more restrictive"; 50 tags, 128 and 256 characters; the API reference
says 127 for EC2 keys), https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html, and the tag shapes of
iam, logs, firehose, kms, glue, athena and s3 in botocore 1.44.5 (`[\p{L}\p{Z}\p{N}_.:/=+\-@]`; Athena's in words).
Firehose would take `%` as well; we keep to what all of them take.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Service = Literal["ec2", "iam", "logs", "s3", "kms", "firehose", "glue", "athena"]

TAGS_PER_RESOURCE = 50
KEY_LENGTH = 128
VALUE_LENGTH = 256

_MARKS = frozenset("_.:/=+-@")


def tag_problem(key: str, value: str, service: Service, *, looked_for: bool = False) -> str | None:
    """Name the rule of a service that a tag breaks; None where it breaks none.

    `looked_for`: it is not to be set but looked for, and may be one that AWS or another tool has set.
    """
    if not key:
        return "has an empty key"
    if len(key) > KEY_LENGTH:
        return f"has a key of {len(key)} characters: at most {KEY_LENGTH} are allowed"
    if len(value) > VALUE_LENGTH:
        return f"has a value of {len(value)} characters: at most {VALUE_LENGTH} are allowed"
    if key[:4].lower() == "aws:" and not looked_for:
        return "starts with 'aws:', which AWS keeps for itself: choose another key"
    for part, text in (("key", key), ("value", value)):
        bad = _refused(text, service)
        if bad is not None:
            return f"has {bad!r} in its {part}: {_allowed(service)}"
    return None if looked_for else _lost(key, value)


def _lost(key: str, value: str) -> str | None:
    """The words for what AWS would take and never gets as it is.

    Terraform's provider 5.100.0 drops a key that begins with `%`. EC2 answers in XML, in which a carriage return comes
    back as a line feed, and every plan would set it again. Both were seen with an emulator of AWS (2026-11).
    """
    if key.startswith("%"):
        return "starts with '%', and Terraform's provider drops such a tag in every plan: choose another key"
    part = next((part for part, text in (("key", key), ("value", value)) if "\r" in text), None)
    if part is not None:
        return (
            f"has a carriage return in its {part}, which comes back as a line feed, so that every plan would change "
            "it: "
            "take it out"
        )
    return None


def _refused(text: str, service: Service) -> str | None:
    """The first character that the service does not take."""
    if text.isascii() and text.isalnum():
        return None
    legal = _in_xml if service == "ec2" else _plain
    return next((character for character in text if not legal(character)), None)


def _plain(character: str) -> bool:
    """Letters, numbers and spaces of any script (Unicode's L, N and Z), and the eight marks."""
    return character in _MARKS or unicodedata.category(character)[0] in "LNZ"


def _in_xml(character: str) -> bool:
    """EC2 answers in XML 1.0, which has no other control characters and no halves of a pair."""
    return (
        character in "\t\n\r"
        or ("\ud7ff" >= character >= " ")
        or "\ue000" <= character <= "\ufffd"
        or (character >= "\U00010000")
    )


def _allowed(service: Service) -> str:
    """List the characters that a service allows."""
    if service == "ec2":
        return "control characters are not allowed"
    return f"{TITLES[service]} allows only letters, digits, spaces and _ . : / = + - @"


TITLES: dict[Service, str] = {
    "ec2": "EC2",
    "iam": "IAM",
    "logs": "CloudWatch Logs",
    "s3": "S3",
    "kms": "KMS",
    "firehose": "Firehose",
    "glue": "Glue",
    "athena": "Athena",
}


def tag_set_problem(keys: Iterable[str], service: Service) -> str | None:
    """Name the rule of a service that all tags of a resource break together. `keys` holds each key once."""
    all_keys = tuple(keys)
    if len(all_keys) > TAGS_PER_RESOURCE:
        return f"there are {len(all_keys)} tags: at most {TAGS_PER_RESOURCE} are allowed on one resource"
    if service != "iam":
        return None
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html: keys of IAM differ by more than case.
    seen: dict[str, str] = {}
    for key in all_keys:
        before = seen.setdefault(key.lower(), key)
        if before != key:
            return f"{before!r} and {key!r} are one key to IAM, whatever their case: take one of them out"
    return None


# Characters of a policy that count. IAM leaves white space out and adds up the inline policies of a role; the trust
# policy's quota can be raised to 4,096. Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html (20 KB),
# https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html (32 KB).
PolicyKind = Literal["inline", "trust", "bucket", "key"]
POLICY_SIZE: dict[PolicyKind, int] = {"inline": 10_240, "trust": 2_048, "bucket": 20_480, "key": 32_768}


def policy_problem(kind: PolicyKind, text: str) -> str | None:
    """Name the limit that a policy, as JSON text, exceeds."""
    counted = "".join(text.split()) if kind in {"inline", "trust"} else text
    size = len(counted.encode())
    if size <= POLICY_SIZE[kind]:
        return None
    return f"has {size:,} bytes: at most {POLICY_SIZE[kind]:,} are allowed"
