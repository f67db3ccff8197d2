"""Instances of a state or a plan → `Existing`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.observe import flow_logs, roles, surroundings
from gen_flowlogs.observe.attributes import known
from gen_flowlogs.observe.existing import Existing, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.instances import Collection

_REFERRED: Final[dict[str, tuple[str, ...]]] = {
    **{kind.data_source: ("id",) for kind in kinds.KINDS},
    "aws_default_vpc": ("id",),
    "aws_default_subnet": ("id",),
    "aws_ec2_transit_gateway_vpc_attachment": ("id",),
    "aws_ec2_transit_gateway_peering_attachment": ("id",),
    "aws_vpn_connection": ("transit_gateway_attachment_id",),
    "aws_cloudwatch_log_group": ("arn", "name", "id"),
    "aws_s3_bucket": ("arn", "bucket", "id"),
    "aws_iam_role": ("arn", "name"),
    "aws_kms_key": ("arn", "key_id"),
    "aws_kms_alias": ("target_key_arn",),
    "aws_kinesis_firehose_delivery_stream": ("arn", "name"),
}
"""Type of a resource or data source → the attributes that a `ref` of a spec may lead to."""


def existing(collection: Collection) -> Existing:
    """All that the instances of one source tell."""
    instances = (*collection.managed.values(), *collection.planned.values())
    around = tuple(each for each in instances if each.address.type != flow_logs.TYPE)
    return Existing(
        flow_logs=tuple(flow_logs.read(collection)),
        log_groups=tuple(surroundings.log_groups(around, collection)),
        roles=tuple(roles.read(around, collection)),
        buckets=tuple(surroundings.buckets(around, collection)),
        keys=tuple(surroundings.keys(around, collection)),
        streams=tuple(surroundings.streams(around, collection)),
        states=(
            State(
                file=collection.file,
                terraform_version=collection.terraform_version,
                resources=tuple(collection.resources()),
                declared=collection.declared,
                lineage=collection.lineage,
                serial=collection.serial,
            ),
        ),
        values=dict(_values(collection)) | collection.values,
        notes=tuple(collection.notes),
        files=1,
        complete=not collection.damaged,
    )


def _values(collection: Collection) -> Iterator[tuple[str, str]]:
    """The values of references in the root module that may be a target or a part of a destination."""
    for at, instance in collection.managed.items():
        if not instance.address.calls:
            for attribute in _REFERRED.get(instance.address.type, ()):
                if (value := known(instance.values, attribute)) is not None:
                    yield f"{at}.{attribute}", value
    for at, values in collection.data.items():
        if at.startswith("data."):
            for attribute in _REFERRED.get(at.split(".", 2)[1], ()):
                if (value := known(values, attribute)) is not None:
                    yield f"{at}.{attribute}", value
