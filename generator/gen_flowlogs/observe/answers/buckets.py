"""Settings of a bucket as S3 answers → arguments of the provider's sub-resources, in the form of a state.

A state has a block as a list of objects, and names in snake case; the singular of a list's name is the block's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe import attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.observe.answers.values import Answer

POLICY: Final = "aws_s3_bucket_policy"
VERSIONING: Final = "aws_s3_bucket_versioning"
ENCRYPTION: Final = "aws_s3_bucket_server_side_encryption_configuration"
LIFECYCLE: Final = "aws_s3_bucket_lifecycle_configuration"
OWNERSHIP: Final = "aws_s3_bucket_ownership_controls"
ACCESS: Final = "aws_s3_bucket_public_access_block"

_WORD: Final = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SINGULAR: Final = {
    "Rules": "rule",
    "Transitions": "transition",
    "NoncurrentVersionTransitions": "noncurrent_version_transition",
    "Tags": "tags",
}


def settings(of: Answer) -> dict[str, dict[str, object]]:
    """The sub-resources that one answer describes: type → its arguments. Empty for an answer about other things."""
    policy = of.get("Policy")
    found: dict[str, dict[str, object]] = {}
    if isinstance(policy, str):
        found[POLICY] = {"policy": policy}
    if isinstance(of.get("Rules"), list):
        rules = {key: of[key] for key in ("Rules", "TransitionDefaultMinimumObjectSize") if key in of}
        found[LIFECYCLE] = _arguments(rules)
    for key, type_ in (("ServerSideEncryptionConfiguration", ENCRYPTION), ("OwnershipControls", OWNERSHIP)):
        if isinstance(of.get(key), dict):
            found[type_] = _arguments(attributes.mapping(of[key]))
    if isinstance(of.get("PublicAccessBlockConfiguration"), dict):
        found[ACCESS] = _arguments(attributes.mapping(of["PublicAccessBlockConfiguration"]))
    if isinstance(of.get("Status"), str):
        found[VERSIONING] = {"versioning_configuration": [{"status": of["Status"]}]}
    return found


def region_of(location: object) -> str | None:
    """The region of a `LocationConstraint`, which is empty for the oldest of all and has a word of its own for one."""
    match location:
        case None | "":
            return "us-east-1"
        case "EU":
            return "eu-west-1"
        case str():
            return location
    return None


def key_of(found: Mapping[str, Mapping[str, object]]) -> str | None:
    """The ARN or id of the KMS key that encrypts a bucket by default."""
    for rule in attributes.mappings(found.get(ENCRYPTION, {}).get("rule")):
        for default in attributes.mappings(rule.get("apply_server_side_encryption_by_default")):
            key = attributes.known(default, "kms_master_key_id")
            if key is not None:
                return key
    return None


def _arguments(of: Answer, depth: int = 0) -> dict[str, object]:
    return {_name(key): _argument(key, value, depth) for key, value in of.items()}


def _argument(key: str, value: object, depth: int) -> object:
    """One argument. An object is a block, but tags are a map; a level that S3 does not have is left as it is."""
    if depth > 6:
        return value
    match value:
        case list() if key == "Tags":
            return {str(each.get("Key")): each.get("Value") for each in attributes.mappings(value)}
        case list():
            return [_arguments(each, depth + 1) if isinstance(each, dict) else each for each in value]
        case dict():
            return [_arguments(value, depth + 1)]
    return value


def _name(key: str) -> str:
    return _SINGULAR.get(key) or _WORD.sub("_", key).lower()
