"""Names, prefixes and lifecycles that AWS refuses, so that a spec is refused before Terraform is run.

Each `…_problem` takes what an author wrote and gives the words of the first thing wrong with it, or None. The words
follow the thing's name ("bucket 'x' …") and say what to do. Nothing here knows of specs, places or severities; tags
and policy sizes stand in `gen_flowlogs.aws.tags`.

Every table names its source; all were read 2026-10, patterns from the API models of botocore 1.44.5.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

FLOW_LOGS_PER_RESOURCE = 250
"""Flow logs on one resource in one account; the 251st is refused (`FlowLogsLimitExceeded`).

Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html, the same for transit gateways.
"""


@dataclass(frozen=True, slots=True)
class StorageClass:
    """An S3 storage class that objects can move to.

    `earliest` is the age in days at which S3 lets them in, `stay` how long they must stay before a rule moves them
    on, `onward` where they can go from there. `archived`: they must be restored before anything can read them.
    """

    name: str
    earliest: int
    stay: int
    onward: tuple[str, ...]
    archived: bool = False


# Sources: "Supported lifecycle transitions" and "Constraints" of
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html (one rule
# cannot move objects on before their minimum storage duration), the durations of
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html, and `Days` of
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html (it says "greater than 30" where S3 takes 30).
# Athena skips what is archived: https://docs.aws.amazon.com/athena/latest/ug/querying-glacier.html
STORAGE_CLASSES: dict[str, StorageClass] = {
    each.name: each
    for each in (
        StorageClass(
            "STANDARD_IA", 30, 30, ("INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
        ),
        StorageClass("INTELLIGENT_TIERING", 0, 0, ("ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")),
        StorageClass("ONEZONE_IA", 30, 30, ("GLACIER", "DEEP_ARCHIVE")),
        StorageClass("GLACIER_IR", 0, 90, ("GLACIER", "DEEP_ARCHIVE")),
        StorageClass("GLACIER", 0, 90, ("DEEP_ARCHIVE",), archived=True),
        StorageClass("DEEP_ARCHIVE", 0, 180, (), archived=True),
    )
}

BY_CLASS = "varies_by_storage_class"
"""The `TransitionDefaultMinimumObjectSize` of a lifecycle whose objects below 128 KB move too, but to archives alone.

It was the default until 2024-09; now that is `all_storage_classes_128K`, and none of them moves. Source, read 2026-11:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""

# Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET = pattern(r"[a-z0-9.-]+")
_OLD_BUCKET = pattern(r"[A-Za-z0-9._-]+")
_BUCKET_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_BUCKET_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")


def bucket_name_problem(name: str) -> str | None:
    """Name the rule of S3 that a bucket's name breaks; None where it breaks none."""
    if not 3 <= len(name) <= 63:
        return f"has {len(name)} characters: a bucket's name has 3 to 63"
    if not _BUCKET.fullmatch(name):
        bad = next(character for character in name if not _BUCKET.fullmatch(character))
        return f"has {bad!r} in it: only lower case letters, digits, hyphens and dots are allowed"
    if not (name[0].isalnum() and name[-1].isalnum()):
        return "must start and end with a letter or a digit"
    if ".." in name:
        return "has two dots in a row: write one"
    if _is_address(name):
        return "looks like an IP address: choose another name"
    return _reserved_bucket_name(name)


def existing_bucket_name_problem(name: str) -> str | None:
    """Name the rule that no bucket's name can break; None where a bucket may be called so.

    S3 has made its rules stricter several times, and what was there stays: until 2018-03 us-east-1 took up to 255
    letters of either case, digits, dots, hyphens and underscores. A name of an account's own namespace is made with a
    header that the compiler does not send, and exists all the same.
    """
    if not 3 <= len(name) <= 255:
        return f"has {len(name)} characters: a bucket's name has 3 to 63, and one of before 2018 at most 255"
    if not _OLD_BUCKET.fullmatch(name):
        bad = next(character for character in name if not _OLD_BUCKET.fullmatch(character))
        return f"has {bad!r} in it: only letters, digits, hyphens, dots and underscores are allowed"
    return _no_bucket(name)


def _reserved_bucket_name(name: str) -> str | None:
    """The words for a beginning or an end that S3 has given a meaning."""
    for prefix in _BUCKET_PREFIXES:
        if name.startswith(prefix):
            return f"starts with '{prefix}', which S3 keeps for itself: choose another name"
    if name.endswith("-an"):
        return (
            "ends with '-an', which S3 keeps for an account's own namespace, whose buckets are not created here: "
            "choose "
            "another name"
        )
    return _no_bucket(name)


def _no_bucket(name: str) -> str | None:
    """The words for an end that S3 gives to the names of other things than buckets of the usual kind."""
    for suffix in _BUCKET_SUFFIXES:
        if name.endswith(suffix):
            return f"ends with '{suffix}', which S3 keeps for itself: write the name of a bucket"
    return None


def _is_address(name: str) -> bool:
    """Whether it is formatted as an IPv4 address: four numbers, of whatever size."""
    return re.fullmatch(r"[0-9]+(\.[0-9]+){3}", name) is not None


# AWS says only that `AWSLogs` is reserved (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-create-flow-log.html)
# and nothing of characters or length. So: the characters that are safe in keys
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html) without `*`, which is a wildcard in the
# bucket's policy, and with `=`, which Hive uses. A key has 1,024 bytes; what flow logs put behind the prefix has under
# 300: `AWSLogs/aws-account-id=…/…/hour=…/` and a file name that repeats account, region and flow log.
_PREFIX = pattern(r"[A-Za-z0-9!_.'()=/-]+")
PREFIX_LENGTH = 700


def prefix_problem(prefix: str) -> str | None:
    """Name the defect in a prefix of flow logs in a bucket, without a slash at its ends; an empty one has none."""
    if not prefix:
        return None
    if len(prefix) > PREFIX_LENGTH:
        return f"has {len(prefix)} characters: at most {PREFIX_LENGTH} leave room for what flow logs put behind it"
    if not _PREFIX.fullmatch(prefix):
        bad = next(character for character in prefix if not _PREFIX.fullmatch(character))
        return f"has {bad!r} in it: only letters, digits and / - _ . = ! ' ( ) are allowed"
    parts = prefix.split("/")
    if "AWSLogs" in parts:
        return "has a folder 'AWSLogs', which flow logs put behind the prefix by themselves: take it out"
    if "" in parts:
        return "has an empty folder: write one slash between two folders and none in front"
    if "." in parts or ".." in parts:
        return "has a folder '.' or '..', which many tools cannot read: take it out"
    return None


# Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
_LOG_GROUP = pattern(r"[.\-_/#A-Za-z0-9]+")


def log_group_name_problem(name: str) -> str | None:
    """Name the rule of CloudWatch Logs that a log group's name breaks."""
    if not 1 <= len(name) <= 512:
        return f"has {len(name)} characters: a log group's name has 1 to 512"
    if not _LOG_GROUP.fullmatch(name):
        bad = next(character for character in name if not _LOG_GROUP.fullmatch(character))
        return f"has {bad!r} in it: only letters, digits and . - _ / # are allowed"
    if name.startswith("aws/"):
        return "starts with 'aws/', which AWS keeps for itself: choose another name ('/aws/' is allowed)"
    return None


def lifecycle_problem(transitions: Sequence[tuple[int, str]], expire_days: int | None) -> tuple[int | None, str] | None:
    """Name the rule of S3 that a lifecycle breaks: (days, storage class) steps, and an age at which objects expire.

    Gives the index of the step that is wrong, or None where the expiry is, and the words.
    """
    if expire_days is not None and expire_days < 1:
        return None, f"objects cannot expire after {expire_days} days: write at least 1"
    seen: list[tuple[int, StorageClass]] = []
    for index, (days, name) in enumerate(transitions):
        words = _step_problem(seen, days, name, expire_days)
        if words is not None:
            return index, words
        seen.append((days, STORAGE_CLASSES[name]))
    return None


def _step_problem(seen: list[tuple[int, StorageClass]], days: int, name: str, expire_days: int | None) -> str | None:
    """The words for one step after those before it."""
    to = STORAGE_CLASSES.get(name)
    if to is None:
        return f"{name!r} is no storage class that objects can move to: use {', '.join(STORAGE_CLASSES)}"
    if days < to.earliest:
        return (
            f"objects can move to {name} after {to.earliest} days at the earliest, not after {days}: write "
            f"{to.earliest}"
        )
    if expire_days is not None and days >= expire_days:
        return f"objects expire after {expire_days} days, so none moves to {name} after {days}: take that step out"
    if name in (before.name for _, before in seen):
        return f"objects move to {name} twice: take one step out"
    if not seen:
        return None
    since, before = seen[-1]
    if days <= since:
        return f"objects move to {before.name} after {since} days, so the next step is later: write more than {since}"
    if name not in before.onward:
        return f"objects cannot move from {before.name} to {name}: {_onward(before)}"
    if days < since + before.stay:
        return f"objects must stay in {before.name} for {before.stay} days: move them after {since + before.stay} days"
    return None


def _onward(before: StorageClass) -> str:
    """List the storage classes that objects can move to instead."""
    return (
        f"they can move to {', '.join(before.onward)}"
        if before.onward
        else "it is the last storage class, so take that step out"
    )
