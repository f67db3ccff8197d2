"""The Spec: what an author means, as frozen data, with every name resolved and every default filled in.

Made by `parse`, read by `lint`, `view` and `compare`. Each definition keeps its `Origin`; a value that came from
`defaults` keeps the origin there. The model knows nothing of Terraform's syntax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.model.adoption import Adoption, Part
from gen_flowlogs.model.annotations import Ignores, Tags
from gen_flowlogs.model.destinations import (
    S3,
    CloudWatchLogs,
    Destination,
    EncryptionKey,
    ExistingKey,
    ExistingRole,
    Firehose,
    OwnKey,
    OwnRole,
    ServiceKey,
    Transition,
    creates_key,
    known_name,
    role_tags,
    store_name,
)
from gen_flowlogs.model.exemptions import Exemption
from gen_flowlogs.model.filters import Filter
from gen_flowlogs.model.givens import Given, GivenArn, Reference, Variable
from gen_flowlogs.model.targets import Ids, Lookup, Target
from gen_flowlogs.model.values import Value, Values
from gen_flowlogs.model.variants import Key, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.diagnostics import Origin

__all__ = [
    "ONLY",
    "S3",
    "Adoption",
    "AssumedRole",
    "CapturePoint",
    "CloudWatchLogs",
    "Destination",
    "EncryptionKey",
    "Exemption",
    "ExistingKey",
    "ExistingRole",
    "Filter",
    "Firehose",
    "Given",
    "GivenArn",
    "Ids",
    "Ignores",
    "Key",
    "Lookup",
    "OwnKey",
    "OwnRole",
    "Part",
    "Reference",
    "ServiceKey",
    "Spec",
    "Stack",
    "Tags",
    "Target",
    "Terraform",
    "Transition",
    "Value",
    "Values",
    "Variable",
    "Variant",
    "creates_key",
    "known_name",
    "role_tags",
    "store_name",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedRole:
    """The role in whose name Terraform works on a stack. `origin`: of its ARN."""

    arn: str
    origin: Origin
    external_id: str | None = None
    session_name: str | None = None
    duration: str | None = None  # as Terraform writes it, such as 1h


@dataclass(frozen=True, slots=True)
class Stack:
    """One root module: an account and a region. A spec without `stacks` has one, without name, account and region."""

    name: str | None = None
    account: str | None = None
    region: str | None = None
    assume_role: AssumedRole | None = None
    origin: Origin | None = None


ONLY = Stack()
"""The one stack of a spec that names none: whatever account and region the provider is configured for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturePoint:
    """A target, with the filter and the destinations of its records. Each destination makes one `aws_flow_log`."""

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
    adoptions: tuple[Adoption, ...] = ()
    stack_by_default: bool = False  # whether `defaults` name its stacks
    untagged: bool = False  # `tags: none`: it has no tag, not even those of `defaults`
    variant: Variant = ()

    @property
    def key(self) -> Key:
        """The definition's name and its variant, which no other capture point of a spec has."""
        return self.name, self.variant

    def adopted(self, destination: str) -> tuple[Part, ...]:
        """The adopted parts of the flow logs to a destination, by its name, in the order of their names."""
        return tuple(sorted({each.part for each in self.adoptions if each.destination == destination}))


@dataclass(frozen=True, slots=True)
class Terraform:
    """The settings of Terraform itself; None: computed by the compiler."""

    required_version: str | None = None
    aws_provider: str | None = None
    backend: tuple[str, Mapping[str, object]] | None = None  # (its kind, such as s3; its settings in the first stack)
    folder: str | None = None  # of the author's, for the one file of the output; relative to the spec
    module: bool = False  # a root module of the author's calls the output
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)  # those of the backend that read values

    def backend_of(self, stack: str | None) -> tuple[str, Mapping[str, object]] | None:
        """The backend of a stack: its kind, and its settings there."""
        own = None if stack is None else self.settings.get(stack)
        return self.backend if self.backend is None or own is None else (self.backend[0], own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A whole spec. Definitions are in the order of the file; stacks are sorted by name."""

    name: str
    file: str  # the path that messages use; its last part is in the header of each generated file
    terraform: Terraform
    stacks: tuple[Stack, ...]  # (ONLY,) without `stacks`
    filters: tuple[Filter, ...]  # the author's, not the built-in ones
    destinations: tuple[Destination, ...]
    capture_points: tuple[CapturePoint, ...]
    ignores: Ignores
    origin: Origin
    complete: bool  # False: a broken part was left out, so a rule must not report that a definition is unused
    lookalikes: tuple[
        tuple[Origin, str, str], ...
    ] = ()  # a string, its text, and the type that other YAML readers give it
    tagged: frozenset[str] = frozenset()  # the destinations that have `tags` of their own
    defaults_origin: Origin | None = None  # of `defaults`, in whichever file has them
    values: Values = field(default_factory=Values)
    unused_values: tuple[tuple[str, Origin], ...] = ()  # those that nothing reads
    exemptions: tuple[Exemption, ...] = ()
