"""Surroundings of flow logs: log groups, roles, buckets, keys and streams of a module, whose names are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gen_flowlogs.observe.existing import Bucket, EncryptionKey, LogGroup, Role, Stream, Unknown
from gen_flowlogs.observe.hcl import settings
from gen_flowlogs.observe.hcl.evaluation import elements, evaluate
from gen_flowlogs.observe.hcl.expansion import blocks
from gen_flowlogs.observe.hcl.resources import Resource
from gen_flowlogs.observe.hcl.values import Missing, Value, integer, strings, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.observe.addresses import Address
    from gen_flowlogs.observe.hcl.modules import Module

BUCKET_SETTINGS: Final = (
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_s3_bucket_ownership_controls",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that was found."""

    log_groups: list[LogGroup] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    buckets: list[Bucket] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)


def resources(module: Module, type_: str) -> Iterator[Resource]:
    """The instances of a type in a module, where their number is known."""
    for entry in module.folder.of("resource", type_):
        if len(entry.piece.labels) == 2:
            found = module.resource("resource", type_, entry.piece.labels[1])
            each = elements(found) if isinstance(found, (list, dict)) else [(None, found)]
            yield from (value for _, value in ([] if isinstance(each, Missing) else each) if isinstance(value, Resource))
