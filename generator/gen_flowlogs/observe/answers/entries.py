"""Documents of AWS's CLI → entries: one thing each, with what it is and where it is in its source.

Also read: an entry alone or in a list, as `--query` and `jq` leave it, and the tags that `resourcegroupstaggingapi
get-resources` gives of many things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.answers.values import Answer

Subject = Literal[
    "flow_log",
    "log_group",
    "role",  # of get-role
    "listed_role",  # of list-roles: without tags
    "detailed_role",  # of get-account-authorization-details: with all its policies
    "inline_policy",
    "managed_policy",
    "key",
    "alias",
    "stream",
    "identity",  # of `sts get-caller-identity`
    "tagged",  # tags, with the ARN of what has them
    "of_log_group",  # this and the next: an answer that does not say what it is about
    "of_role",
    "of_policy",
    "of_key",
    "of_stream",
    "of_bucket",
]

_LISTS: Final[dict[str, Subject]] = {
    "FlowLogs": "flow_log",
    "logGroups": "log_group",
    "Roles": "listed_role",
    "RoleDetailList": "detailed_role",
    "Policies": "managed_policy",
    "Aliases": "alias",
    "ResourceTagMappingList": "tagged",
}
_OBJECTS: Final[dict[str, Subject]] = {
    "Role": "role",
    "Policy": "managed_policy",
    "KeyMetadata": "key",
    "DeliveryStreamDescription": "stream",
}
_ALONE: Final[tuple[tuple[frozenset[str], Subject], ...]] = (
    (frozenset({"FlowLogId"}), "flow_log"),
    (frozenset({"UserId", "Account", "Arn"}), "identity"),
    (frozenset({"logGroupName"}), "log_group"),
    (frozenset({"RoleName", "PolicyName", "PolicyDocument"}), "inline_policy"),
    (frozenset({"RoleName", "RolePolicyList"}), "detailed_role"),
    (frozenset({"RoleName", "Arn"}), "listed_role"),
    (frozenset({"DeliveryStreamARN"}), "stream"),
    (frozenset({"AliasName", "TargetKeyId"}), "alias"),
    (frozenset({"ResourceARN", "Tags"}), "tagged"),
    (frozenset({"KeyId", "Arn"}), "key"),
)
"""Keys that tell what an entry alone is; the first that fits."""

_UNNAMED: Final[tuple[tuple[frozenset[str], Subject], ...]] = (
    (frozenset({"tags"}), "of_log_group"),
    (frozenset({"PolicyNames"}), "of_role"),
    (frozenset({"AttachedPolicies"}), "of_role"),
    (frozenset({"PolicyVersion"}), "of_policy"),
    (frozenset({"KeyRotationEnabled"}), "of_key"),
    (frozenset({"Policy", "PolicyName"}), "of_key"),
    (frozenset({"Tags", "Truncated"}), "of_key"),
    (frozenset({"Tags", "HasMoreTags"}), "of_stream"),
    *((frozenset({key}), "of_bucket") for key in (
        "Policy", "Rules", "ServerSideEncryptionConfiguration", "OwnershipControls", "PublicAccessBlockConfiguration",
        "LocationConstraint", "TagSet",
    )),
)  # fmt: skip
"""Keys that tell what kind of thing an answer is about that names none; the first that fits."""

_VERSIONING: Final = frozenset({"Status", "MFADelete"})

_TOKENS: Final = ("NextToken", "nextToken", "Marker", "NextMarker", "PaginationToken")
_CUT: Final = ("IsTruncated", "Truncated", "HasMoreTags")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a document tells of. `document` is the number of the document in its source, from 0."""

    subject: Subject
    of: Answer
    at: str
    document: int


def is_aws(document: object) -> bool:
    """Whether a document is an answer of AWS that is read here."""
    if isinstance(document, list):
        return bool(document) and all(isinstance(each, dict) and _alone(each) is not None for each in document)
    return isinstance(document, dict) and (
        any(isinstance(document.get(key), list) for key in _LISTS)
        or any(isinstance(document.get(key), dict) for key in _OBJECTS)
        or _alone(document) is not None
        or _unnamed(document) is not None
    )


def entries(document: object, number: int) -> Iterator[Entry]:
    """All entries of a document."""
    before = "" if number == 0 else f"document {number + 1}"
    if isinstance(document, list):
        for place, each in enumerate(document):
            subject = _alone(each) if isinstance(each, dict) else None
            if subject is not None:
                yield Entry(subject, each, _at(before, f"[{place}]"), number)
    elif isinstance(document, dict):
        subject = _alone(document)
        found = () if subject is not None else tuple(_parts(document, before, number))
        subject = subject or (None if found else _unnamed(document))
        yield from found
        if subject is not None:
            yield Entry(subject, document, before, number)


def _parts(document: Answer, before: str, number: int) -> Iterator[Entry]:
    for key, listed in _LISTS.items():
        value = document.get(key)
        for place, each in enumerate(value if isinstance(value, list) else ()):
            if isinstance(each, dict):
                yield Entry(listed, each, _at(before, f"{key}[{place}]"), number)
    for key, one in _OBJECTS.items():
        value = document.get(key)
        if isinstance(value, dict):
            yield Entry(one, value, _at(before, key), number)


def _at(before: str, path: str) -> str:
    return f"{before}, {path}" if before else path


def damaged(document: object) -> int:
    """The number of entries of a document's lists that are no objects, and so are not read."""
    lists = [document.get(key) for key in _LISTS] if isinstance(document, dict) else [document]
    return sum(not isinstance(each, dict) for found in lists if isinstance(found, list) for each in found)


def cut_off(document: object) -> str | None:
    """The key by which an answer tells that it is not all; None where it is."""
    if not isinstance(document, dict):
        return None
    token = next((key for key in _TOKENS if document.get(key)), None)
    return token or next((key for key in _CUT if document.get(key) is True), None)


def _alone(document: Answer) -> Subject | None:
    return next((subject for keys, subject in _ALONE if keys <= document.keys()), None)


def _unnamed(document: Answer) -> Subject | None:
    if isinstance(document.get("Status"), str) and document.keys() <= _VERSIONING:
        return "of_bucket"
    return next((subject for keys, subject in _UNNAMED if keys <= document.keys()), None)
