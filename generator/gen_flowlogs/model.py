"""The Spec: what an author means, as frozen data, with every name resolved and every default filled in.

Made by `parse`, read by `lint`, `view` and `compare`. Each thing keeps the `Origin` of its definition; a value that
came from `defaults` keeps the origin where it was written. Nothing here is Terraform yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.diagnostics import Origin

Tags = tuple[tuple[str, str], ...]
"""Key and value, sorted by key, merged with `defaults.tags`."""

Ignores = Mapping[str, str]
"""Rule slug → the author's reason."""


@dataclass(frozen=True, slots=True)
class Ids:
    """Literal ids; a singular target has one."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """`{var: NAME}`: a Terraform variable that the compiler declares."""

    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """`{ref: module.network.vpc_id}`: a Terraform traversal, its grammar already checked."""

    traversal: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """`{lookup: …}`: a data source. `name` is the Name tag; `within` narrows a plural one."""

    tags: Tags
    within: str | None = None  # a VPC or subnet id, or the name of a capture point
    allow_empty: bool = False


Target = Ids | Variable | Reference | Lookup


@dataclass(frozen=True, slots=True)
class Filter:
    """Which traffic is recorded, how often, and with which fields."""

    name: str
    traffic: str  # ALL, ACCEPT, REJECT
    interval: int | None  # seconds: 60 or 600; None where the author says nothing
    preset: str | None  # of gen_flowlogs.aws.fields; None with `names` alone
    names: tuple[str, ...]  # further fields, in order
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...]  # (instance | network-interface | auto-scaling-group, tag keys)
    origin: Origin | None  # None: one of the built-in `all`, `accept`, `reject`


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role that the compiler creates."""

    name: str | None = None  # None: derived
    path: str | None = None
    permissions_boundary: str | None = None
    permissions: Literal["least", "documented"] = "least"


@dataclass(frozen=True, slots=True)
class ExistingRole:
    """A role of the author's."""

    arn: str


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """Encryption with the key of the service itself."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A KMS key that the compiler creates."""


@dataclass(frozen=True, slots=True)
class ExistingKey:
    """A KMS key of the author's."""

    arn: str


EncryptionKey = ServiceKey | OwnKey | ExistingKey


@dataclass(frozen=True, slots=True)
class CloudWatchLogs:
    """A log group and the role that lets the flow logs service write to it."""

    name: str
    log_group: str
    existing: bool
    retention_days: int | None  # None: for ever
    kms: EncryptionKey
    log_class: str  # STANDARD, INFREQUENT_ACCESS
    on_destroy: str  # keep, delete
    role: OwnRole | ExistingRole
    tags: Tags
    renamed_from: str | None
    retired: bool
    queries: bool
    ignores: Ignores
    origin: Origin


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of an S3 lifecycle."""

    after_days: int
    storage_class: str


@dataclass(frozen=True, slots=True)
class S3:
    """A bucket, and the place and form of the records in it."""

    name: str
    bucket: str
    prefix: str  # without a slash at its ends; empty: none
    existing: bool
    file_format: str  # plain-text, parquet
    hive: bool
    hourly: bool
    kms: EncryptionKey
    expire_days: int | None
    transitions: tuple[Transition, ...]
    versioning: bool
    on_destroy: str
    stack: str | None  # who owns the bucket
    org_id: str | None  # whose accounts may write; None: exactly those that the spec sends from
    tags: Tags
    renamed_from: str | None
    retired: bool
    queries: bool
    ignores: Ignores
    origin: Origin


@dataclass(frozen=True, slots=True)
class Firehose:
    """A delivery stream of the author's."""

    name: str
    stream: str | Reference | Variable  # an ARN as text
    cross_account_role: str | None
    role: OwnRole | ExistingRole | None  # the source account's; None without a cross-account role
    tags: Tags
    renamed_from: str | None
    retired: bool
    ignores: Ignores
    origin: Origin


Destination = CloudWatchLogs | S3 | Firehose


def creates_key(destination: CloudWatchLogs | S3) -> bool:
    """Whether a key is created for a log group or a bucket, which has to be created with it."""
    return isinstance(destination.kms, OwnKey) and not destination.existing


@dataclass(frozen=True, slots=True)
class Stack:
    """One root module: an account and a region. A spec without `stacks` has one, without name, account and region."""

    name: str | None = None
    account: str | None = None
    region: str | None = None
    assume_role: str | None = None
    origin: Origin | None = None


ONLY = Stack()
"""The one stack of a spec that names none: whatever account and region the provider is configured for."""


@dataclass(frozen=True, slots=True)
class CapturePoint:
    """What is recorded, how, and where to. Each of its destinations makes one `aws_flow_log`."""

    name: str
    kind: Kind
    plural: bool
    target: Target
    filter: Filter
    destinations: tuple[Destination, ...]
    within: str | None  # a capture point's name, or a VPC or subnet id
    stacks: tuple[Stack, ...]
    tags: Tags
    description: str | None
    renamed_from: str | None
    expires: date | None
    reason: str | None
    ignores: Ignores
    origin: Origin
    filter_origin: Origin  # where the filter's name was written: here, or in `defaults`
    destinations_origin: Origin  # the list or the one name, here or in `defaults`


@dataclass(frozen=True, slots=True)
class Terraform:
    """What the author says of Terraform itself; None: what the compiler computes."""

    required_version: str | None = None
    aws_provider: str | None = None
    backend: tuple[str, Mapping[str, object]] | None = None  # (s3 | gcs | azurerm | local, its settings)


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole spec. Definitions stand in the order in which they are written; stacks are sorted by name."""

    name: str
    file: str  # as the author calls it; its last part stands in the header of each generated file
    terraform: Terraform
    stacks: tuple[Stack, ...]  # (ONLY,) without `stacks`
    filters: tuple[Filter, ...]  # the author's, not the built-in ones
    destinations: tuple[Destination, ...]
    capture_points: tuple[CapturePoint, ...]
    ignores: Ignores
    origin: Origin
    complete: bool  # False: something was broken and left out, so what depends on "nobody uses it" must not be said
    lookalikes: tuple[tuple[Origin, str], ...] = ()  # a text, and what other YAML readers take it for
    tagged: frozenset[str] = frozenset()  # the destinations that have `tags` of their own
