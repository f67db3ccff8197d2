"""Existing: flow logs and their surroundings, as AWS or the Terraform that manages them has them.

A state, a plan, AWS's JSON, a live account and `.tf` files all make this one value, so that what reads it (`match`,
`adopt`, and later `explain` and `audit`) does not know where it comes from. Texts are as AWS spells them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.model import Given
    from gen_flowlogs.observe.addresses import Address

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that an observation was read from, and the address or id in it; messages begin with it."""

    file: str
    at: str | None = None  # a Terraform address, an id, a path in the JSON
    line: int | None = None  # of a `.tf` file, from 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the source does not tell; `why` is a clause such as "var.days has no default"."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The location of an observation; each part is None where the source does not tell it."""

    account: str | None = None
    region: str | None = None
    partition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`destination_options` of a flow log to S3."""

    file_format: str = "plain-text"
    hive: bool = False
    hourly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLog:
    """One flow log.

    `log_destination`: the ARN as it was given to AWS; None for one made by the name of its log group, which is in
    `log_group_name` then. `givens`: argument of `aws_flow_log` → the reference or variable that its code has there.
    """

    source: Source
    where: Where
    id: str | None = None  # fl-…; None before it is applied, and of `.tf`
    address: Address | None = None
    kind: Kind | None = None
    target: str | Unknown = Unknown("no target")
    traffic: str | Unknown | None = None
    destination_type: str | Unknown = "cloud-watch-logs"  # or s3, kinesis-data-firehose
    log_destination: str | Unknown | None = None
    log_group_name: str | Unknown | None = None
    role: str | Unknown | None = None  # its ARN
    cross_account_role: str | Unknown | None = None
    log_format: str | Unknown | None = None  # None: AWS's default
    interval: int | Unknown = 600  # seconds
    options: Options | Unknown = Options()
    tag_fields: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (resource type, tag keys)
    tags: Tags | Unknown = field(default_factory=dict)
    error: str | None = None  # DeliverLogsErrorMessage
    own_tags: Tags | Unknown | None = None  # `tags` of the code, without the provider's `default_tags`; None: not known
    tainted: bool = False
    provider: str | None = None  # of code: what it is under, as a state says it; None: the usual one, or a state has it
    givens: Mapping[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogGroup:
    """A log group."""

    source: Source
    where: Where
    name: str
    address: Address | None = None
    retention_days: int | Unknown | None = None  # None: for ever
    key: str | Unknown | None = None  # the ARN of its KMS key
    log_class: str | Unknown = "STANDARD"
    deletion_protection: bool | None = None
    tags: Tags | Unknown = field(default_factory=dict)
    own_tags: Tags | Unknown | None = None  # as of a flow log
    given: Given | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role with its policies; documents are JSON text. `complete`: False where its policies were not read."""

    source: Source
    where: Where
    name: str
    arn: str | None = None
    path: str = "/"
    address: Address | None = None
    description: str | None = None
    boundary: str | None = None
    trust: str | None = None
    inline: Mapping[str, str] = field(default_factory=dict)  # policy name → document
    inline_addresses: Mapping[str, Address] = field(default_factory=dict)
    attached: tuple[str, ...] = ()  # ARNs
    attached_documents: Mapping[str, str] = field(default_factory=dict)  # ARN → document
    tags: Tags | Unknown = field(default_factory=dict)
    own_tags: Tags | Unknown | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A bucket. `settings`: type of the sub-resource → its arguments as the provider's state has them, where known.

    `addresses`: type (also `aws_s3_bucket` itself) → its address.
    """

    source: Source
    where: Where
    name: str
    tags: Tags | Unknown = field(default_factory=dict)
    own_tags: Tags | Unknown | None = None
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)
    complete: bool = False  # whether every sub-resource that exists is in `settings`


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptionKey:
    """A KMS key and its aliases."""

    source: Source
    where: Where
    arn: str
    policy: str | None = None  # JSON text
    rotation: bool | None = None
    aliases: tuple[str, ...] = ()  # alias/…
    tags: Tags | Unknown = field(default_factory=dict)
    own_tags: Tags | Unknown | None = None
    address: Address | None = None
    alias_addresses: Mapping[str, Address] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A delivery stream of Firehose."""

    source: Source
    where: Where
    arn: str
    name: str
    tags: Tags | Unknown = field(default_factory=dict)
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """One resource instance of a state, of whatever type. `needs`: the addresses that it depends on, without keys."""

    address: Address
    id: str | None
    needs: tuple[str, ...] = ()
    tainted: bool = False
    deposed: int = 0  # how many older objects wait to be destroyed
    provider: str = ""  # as the state has it


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of Terraform: all that one root module manages."""

    file: str
    terraform_version: str | None
    resources: tuple[Managed, ...]
    declared: frozenset[str] | None = None  # addresses without keys that the code still declares; None: not known
    lineage: str | None = None  # equal for all versions of one state; a raw state has it
    serial: int | None = None  # higher for a later version of it


@dataclass(frozen=True, slots=True)
class Note:
    """A thing that was seen and is not in `Existing` as one would expect; `remedy` is the next action."""

    source: Source
    text: str
    remedy: str = ""
    partial: bool = True  # whether the result is incomplete because of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """All that the sources together tell. `complete`: False where a source was cut off or could not be read whole.

    `values`: traversal or variable (`aws_vpc.main.id`, `var.vpc_id`) → its value, where a source tells it. `absent`:
    ARNs of groups, roles, buckets, keys and streams that AWS was asked for and does not have.
    """

    flow_logs: tuple[FlowLog, ...] = ()
    log_groups: tuple[LogGroup, ...] = ()
    roles: tuple[Role, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    keys: tuple[EncryptionKey, ...] = ()
    streams: tuple[Stream, ...] = ()
    states: tuple[State, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    absent: frozenset[str] = frozenset()
    files: int = 0  # that were read
    complete: bool = True
