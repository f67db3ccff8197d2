"""S3 destinations → the bucket, the resources that keep it private, and its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from gen_flowlogs import naming
from gen_flowlogs.aws.limits import BY_CLASS
from gen_flowlogs.captures.locations import Location
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Call, Comment, Map, Ref
from gen_flowlogs.model import Key, creates_key, known_name
from gen_flowlogs.policies import destinations, document
from gen_flowlogs.view.deliveries import bucket_arn
from gen_flowlogs.view.keys import KeyWithAlias, key
from gen_flowlogs.view.resources import OfDestination, tag_map

if TYPE_CHECKING:
    from gen_flowlogs.model import S3, Stack, Transition

NONCURRENT_DAYS = 30
"""Days that an overwritten or deleted version can still be restored, where records expire at all.

Also without versioning: a bucket that had it before keeps its noncurrent versions, and pays for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket(OfDestination):
    """`aws_s3_bucket`."""

    TYPE: ClassVar[str] = "aws_s3_bucket"

    bucket: str
    force_destroy: bool | None
    tags: Map | None
    prevent_destroy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAccessBlock(OfDestination):
    """`aws_s3_bucket_public_access_block`, with all four of its switches on."""

    TYPE: ClassVar[str] = "aws_s3_bucket_public_access_block"

    bucket: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipControls(OfDestination):
    """`aws_s3_bucket_ownership_controls`: the bucket's owner owns every object, and ACLs are off."""

    TYPE: ClassVar[str] = "aws_s3_bucket_ownership_controls"

    bucket: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Versioning(OfDestination):
    """`aws_s3_bucket_versioning`, enabled."""

    TYPE: ClassVar[str] = "aws_s3_bucket_versioning"

    bucket: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption(OfDestination):
    """`aws_s3_bucket_server_side_encryption_configuration`."""

    TYPE: ClassVar[str] = "aws_s3_bucket_server_side_encryption_configuration"

    bucket: Ref
    sse_algorithm: str
    kms_master_key_id: str | Ref | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(OfDestination):
    """`aws_s3_bucket_lifecycle_configuration`, of one rule."""

    TYPE: ClassVar[str] = "aws_s3_bucket_lifecycle_configuration"

    bucket: Ref
    transition_default_minimum_object_size: str | None
    transitions: tuple[Transition, ...]
    expire_days: int | None
    noncurrent_days: int | None
    depends_on: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketPolicy(OfDestination):
    """`aws_s3_bucket_policy`: one for the bucket, since S3 has only one."""

    TYPE: ClassVar[str] = "aws_s3_bucket_policy"

    bucket: Ref
    policy: Call
    depends_on: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Destination:
    """The resources that one destination creates."""

    comment: Comment
    bucket: Bucket
    public_access_block: PublicAccessBlock
    ownership_controls: OwnershipControls
    versioning: Versioning | None
    key: KeyWithAlias | None
    encryption: Encryption
    lifecycle: Lifecycle
    policy: BucketPolicy


@dataclass(frozen=True, slots=True)
class View:
    """`s3.tf`."""

    destinations: tuple[Destination, ...]


Senders = Mapping[Key, tuple[Location, ...]]
"""Bucket destination → the locations whose records it takes."""


def view(buckets: tuple[S3, ...], stack: Stack, location: Location, senders: Senders) -> View | None:
    """The resources of the buckets that one root module owns; None where it owns none."""
    made = tuple(_destination(each, stack, location, senders[each.key]) for each in buckets if not each.existing)
    return View(made) if made else None


def _destination(destination: S3, stack: Stack, location: Location, sources: tuple[Location, ...]) -> Destination:
    name, label = destination.name, naming.label(destination.name)
    bucket = Ref(f"{Bucket.TYPE}.{label}.id")
    policy = destinations.own_bucket(destination, bucket_arn(destination, location, owned=True), sources)
    key_policy = destinations.own_key(destinations.bucket_key(destination, sources), location)
    return Destination(
        comment=Comment(f"destinations.{destination.name}"),
        bucket=Bucket(
            destination=name,
            bucket=known_name(destination),
            force_destroy=True if destination.on_destroy == "delete" else None,
            tags=tag_map(destination.tags),
            prevent_destroy=destination.on_destroy == "keep",
        ),
        public_access_block=PublicAccessBlock(destination=name, bucket=bucket),
        ownership_controls=OwnershipControls(destination=name, bucket=bucket),
        versioning=Versioning(destination=name, bucket=bucket) if destination.versioning else None,
        key=key(destination, stack, key_policy) if creates_key(destination) else None,
        encryption=_encryption(destination, bucket),
        lifecycle=_lifecycle(destination, bucket),
        policy=BucketPolicy(
            destination=name,
            bucket=bucket,
            policy=document(policy),
            depends_on=(Ref(f"{PublicAccessBlock.TYPE}.{label}"),),
        ),
    )


def _encryption(destination: S3, bucket: Ref) -> Encryption:
    key = destinations.key_arn(destination)
    return Encryption(
        destination=destination.name,
        bucket=bucket,
        sse_algorithm="AES256" if key is None else "aws:kms",
        kms_master_key_id=key,
    )


def _lifecycle(destination: S3, bucket: Ref) -> Lifecycle:
    versioning = f"{Versioning.TYPE}.{naming.label(destination.name)}"
    return Lifecycle(
        destination=destination.name,
        bucket=bucket,
        transition_default_minimum_object_size=BY_CLASS if destination.transition_size == BY_CLASS else None,
        transitions=destination.transitions,
        expire_days=destination.expire_days,
        noncurrent_days=None if destination.expire_days is None else NONCURRENT_DAYS,
        depends_on=(Ref(versioning),) if destination.versioning else (),
    )
