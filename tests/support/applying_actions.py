"""The IAM actions that applying needs: committed data, the table of the page, and the provider's calls as actions.

The data of a resource are actions that AWS's own schema of it names in its handlers, those of them that the output can
need, and others with their source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "applying-actions.json"

_SERVICES = {"CloudWatch Logs": "logs"}
_S3 = {
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeleteObjects": "DeleteObject",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjectsV2": "ListBucket",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}
"""Operation of S3 → its action, where that has another name. Source: S3's service authorization reference, 2026-11."""


@dataclass(frozen=True)
class Needed:
    """The actions of one resource or data source."""

    type: str
    schema: str | None
    of_schema: frozenset[str]
    added: dict[str, str]  # action → source

    @property
    def actions(self) -> frozenset[str]:
        return self.of_schema | self.added.keys()


def table() -> dict[str, Needed]:
    """Resource or data source → its actions."""
    return {
        each["type"]: Needed(each["type"], each["schema"], frozenset(each["actions"]), each["added"])
        for each in json.loads(DATA.read_text())["types"]
    }


def of_calls(calls: set[tuple[str, str]]) -> set[str]:
    """Service and operation of calls → the actions that IAM checks."""
    return {
        f"{_SERVICES.get(service, service.lower())}:{_S3.get(method, method) if service == 'S3' else method}"
        for service, method in calls
    }


def in_page(text: str) -> dict[str, frozenset[str]]:
    """The table of docs/applying-role.md: resource or data source → actions."""
    found: dict[str, frozenset[str]] = {}
    for types, actions in re.findall(r"^\| (`[^|]*) \| ([^|]*) \|$", text, re.MULTILINE):
        for type_ in re.findall(r"`([^`]+)`", types):
            found[type_] = frozenset(re.findall(r"`(\w+:\w+)`", actions))
    return found


def handlers(schemas: Path) -> dict[str, frozenset[str]]:
    """AWS's schema → every action of its handlers and of its tagging, from cfn-lint's data."""
    index: dict[str, str] = json.loads((schemas / "providers/us-east-1.json").read_text())
    wanted = {each.schema for each in table().values() if each.schema}
    found = {}
    for name in sorted(wanted):
        schema: dict[str, Any] = json.loads((schemas / "resources" / f"{index[name]}.json").read_text())
        several = [handler["permissions"] for handler in schema["handlers"].values()]
        several.append((schema.get("tagging") or {}).get("permissions") or [])
        found[name] = frozenset(action for each in several for action in each)
    return found
