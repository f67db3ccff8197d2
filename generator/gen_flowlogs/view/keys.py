"""`aws_kms_key` and its alias: a customer key for one log group or one bucket."""

from __future__ import annotations

from typing import ClassVar

from gen_flowlogs import naming
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Call, Map, Ref
from gen_flowlogs.model import S3, CloudWatchLogs, Stack, known_name
from gen_flowlogs.policies import Policy, document
from gen_flowlogs.view.resources import OfDestination, tag_map


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(OfDestination):
    """`aws_kms_key`, with its policy as an argument, so that AWS has the policy before any resource uses the key."""

    TYPE: ClassVar[str] = "aws_kms_key"

    description: str
    policy: Call
    tags: Map | None
    prevent_destroy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(OfDestination):
    """`aws_kms_alias`."""

    TYPE: ClassVar[str] = "aws_kms_alias"

    name: str
    target_key_id: Ref


@dataclass(frozen=True, slots=True)
class KeyWithAlias:
    """A key and its alias, by which people find it."""

    key: Key
    alias: Alias


def key(destination: CloudWatchLogs | S3, stack: Stack, policy: Policy) -> KeyWithAlias:
    """The key of a destination. Kept records need it for as long as they exist, so `keep` keeps it too."""
    label = naming.label(destination.name)
    subject = known_name(destination)
    return KeyWithAlias(
        Key(
            destination=destination.name,
            description=f"Encrypts the flow logs in {subject}",
            policy=document(policy),
            tags=tag_map(destination.tags),
            prevent_destroy=destination.on_destroy == "keep",
        ),
        Alias(
            destination=destination.name,
            name=naming.key_alias(subject, stack),
            target_key_id=Ref(f"{Key.TYPE}.{label}.key_id"),
        ),
    )
