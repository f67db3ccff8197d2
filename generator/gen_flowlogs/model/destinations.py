"""Destinations: log groups, buckets and delivery streams, and the roles and keys that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model.givens import GivenArn

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model.annotations import Ignores, Tags
    from gen_flowlogs.model.givens import Given
    from gen_flowlogs.model.variants import Key, Variant


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role that the compiler creates."""

    name: str | None = None  # None: derived
    path: str | None = None
    permissions_boundary: Given | None = None
    permissions: Literal["least", "documented"] = "least"
    policy_name: str | None = None  # of its inline policy; None: the name of the role
    description: str | None = None
    tags: Tags | None = ()  # its own, which join the destination's; None: it has no tag at all


@dataclass(frozen=True, slots=True)
class ExistingRole:
    """A role of the author's."""

    arn: Given


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """Encryption with the key of the service itself."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A KMS key that the compiler creates."""


@dataclass(frozen=True, slots=True)
class ExistingKey:
    """A KMS key of the author's."""

    arn: Given


EncryptionKey = ServiceKey | OwnKey | ExistingKey


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudWatchLogs:
    """A log group and the role that lets the flow logs service write to it."""

    name: str
    log_group: Given | GivenArn  # a string where it is created
    existing: bool
    retention_days: int | None  # None: for ever
    kms: EncryptionKey
    log_class: str  # STANDARD, INFREQUENT_ACCESS
    deletion_protection: bool | None  # None: as it is in AWS
    on_destroy: str  # keep, delete
    role: OwnRole | ExistingRole
    tags: Tags
    renamed_from: str | None
    retired: bool
    queries: bool
    ignores: Ignores
    origin: Origin
    variant: Variant = ()

    @property
    def key(self) -> Key:
        """The definition's name and its variant, which no other destination of a spec has."""
        return self.name, self.variant


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of an S3 lifecycle."""

    after_days: int
    storage_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class S3:
    """A bucket, with the prefix, the form and the lifecycle of the records in it."""

    name: str
    bucket: Given | GivenArn  # a string where it is created
    prefix: str  # without a slash at its ends; empty: none
    existing: bool
    file_format: str  # plain-text, parquet
    hive: bool
    hourly: bool
    kms: EncryptionKey
    expire_days: int | None
    transitions: tuple[Transition, ...]
    transition_size: str | None  # all_storage_classes_128K, varies_by_storage_class; None: S3's default, the first
    versioning: bool
    on_destroy: str
    stack: str | None  # the owner of the bucket
    org_id: str | None  # whose accounts may write; None: exactly those that the spec sends from
    readers: tuple[str, ...]  # who may read the records: accounts by their numbers, roles by their ARNs
    query_accounts: tuple[str, ...]  # accounts of the organisation that the table of `queries` lists too
    tags: Tags
    renamed_from: str | None
    retired: bool
    queries: bool
    ignores: Ignores
    origin: Origin
    variant: Variant = ()

    @property
    def key(self) -> Key:
        """The definition's name and its variant, which no other destination of a spec has."""
        return self.name, self.variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Firehose:
    """A delivery stream of the author's."""

    name: str
    stream: Given  # its ARN
    cross_account_role: Given | None
    role: OwnRole | ExistingRole | None  # the source account's; None without a cross-account role
    tags: Tags
    renamed_from: str | None
    retired: bool
    ignores: Ignores
    origin: Origin
    variant: Variant = ()

    @property
    def key(self) -> Key:
        """The definition's name and its variant, which no other destination of a spec has."""
        return self.name, self.variant


Destination = CloudWatchLogs | S3 | Firehose


def role_tags(destination: CloudWatchLogs | Firehose) -> Tags:
    """The tags of the role that is created for a destination: the destination's and its own, which win."""
    own = destination.role.tags if isinstance(destination.role, OwnRole) else ()
    return () if own is None else tuple(sorted({**dict(destination.tags), **dict(own)}.items()))


def creates_key(destination: CloudWatchLogs | S3) -> bool:
    """Whether a key is created together with the log group or bucket that it encrypts."""
    return isinstance(destination.kms, OwnKey) and not destination.existing


def store_name(destination: CloudWatchLogs | S3) -> str | None:
    """The name of a log group or bucket; None where only Terraform knows it."""
    match destination.log_group if isinstance(destination, CloudWatchLogs) else destination.bucket:
        case str(name):
            return name
        case GivenArn(str(arn)):
            return arn.rpartition(":log-group:" if isinstance(destination, CloudWatchLogs) else ":")[2]
        case _:
            return None


def known_name(destination: CloudWatchLogs | S3) -> str:
    """The name of a log group or bucket that is certainly known: what is created has one, and so has any with queries.

    Raises TypeError for any other.
    """
    name = store_name(destination)
    if name is None:
        raise TypeError(destination)
    return name
