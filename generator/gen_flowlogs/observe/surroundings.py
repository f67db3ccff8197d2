"""Instances around flow logs → log groups, buckets with their sub-resources, keys with aliases, delivery streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe.attributes import flag, known, number, tags, text
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, LogGroup, Source, Stream, Unknown
from gen_flowlogs.observe.flow_logs import location, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.attributes import Attributes
    from gen_flowlogs.observe.existing import Tags
    from gen_flowlogs.observe.instances import Collection, Instance

_BUCKET: Final = "aws_s3_bucket"
_OBJECTS: Final = frozenset({"aws_s3_bucket_object"})
"""Types that are called like a sub-resource of a bucket, and are none."""


def log_groups(instances: tuple[Instance, ...], collection: Collection) -> Iterator[LogGroup]:
    """The log groups among some instances."""
    for instance, name in _named(instances, "aws_cloudwatch_log_group", "name", collection):
        values = instance.values
        days = number(values, "retention_in_days")
        yield LogGroup(
            source=Source(collection.file, instance.at),
            where=where(known(values, "arn")),
            name=name,
            address=instance.address,
            retention_days=days or None,
            key=text(values, "kms_key_id"),
            log_class=text(values, "log_group_class") or "STANDARD",
            deletion_protection=flag(values, "deletion_protection_enabled"),
            tags=_tags(values),
            own_tags=_own_tags(values),
        )


def buckets(instances: tuple[Instance, ...], collection: Collection) -> Iterator[Bucket]:
    """The buckets among some instances, each with the sub-resources that name it."""
    parts: dict[str, dict[str, Instance]] = {}
    for instance in instances:
        type_ = instance.address.type
        name = known(instance.values, "bucket")
        if type_.startswith(f"{_BUCKET}_") and type_ not in _OBJECTS and name is not None:
            parts.setdefault(name, {}).setdefault(type_, instance)
    for instance, name in _named(instances, _BUCKET, "bucket", collection):
        own = parts.get(name, {})
        partition = where(known(instance.values, "arn")).partition
        yield Bucket(
            source=Source(collection.file, instance.at),
            where=location(
                None, known(instance.values, "bucket_region") or known(instance.values, "region"), partition
            ),
            name=name,
            tags=_tags(instance.values),
            own_tags=_own_tags(instance.values),
            settings={type_: each.values for type_, each in own.items()},
            addresses={_BUCKET: instance.address} | {type_: each.address for type_, each in own.items()},
        )


def keys(instances: tuple[Instance, ...], collection: Collection) -> Iterator[EncryptionKey]:
    """The KMS keys among some instances, each with its aliases, and with a policy that has a resource of its own."""
    policies: dict[str, str] = {}
    aliases: dict[str, dict[str, Instance]] = {}
    for instance in instances:
        values = instance.values
        match instance.address.type:
            case "aws_kms_key_policy":
                if (key := known(values, "key_id")) and (policy := known(values, "policy")):
                    policies[_key_id(key)] = policy
            case "aws_kms_alias":
                key = known(values, "target_key_arn") or known(values, "target_key_id")
                if key and (name := known(values, "name")):
                    aliases.setdefault(_key_id(key), {})[name] = instance
    for instance, arn in _named(instances, "aws_kms_key", "arn", collection):
        own = aliases.get(_key_id(arn), {})
        yield EncryptionKey(
            source=Source(collection.file, instance.at),
            where=where(arn),
            arn=arn,
            policy=policies.get(_key_id(arn)) or known(instance.values, "policy"),
            rotation=flag(instance.values, "enable_key_rotation"),
            aliases=tuple(own),
            tags=_tags(instance.values),
            own_tags=_own_tags(instance.values),
            address=instance.address,
            alias_addresses={name: each.address for name, each in own.items()},
        )


def streams(instances: tuple[Instance, ...], collection: Collection) -> Iterator[Stream]:
    """The delivery streams among some instances."""
    for instance, arn in _named(instances, "aws_kinesis_firehose_delivery_stream", "arn", collection):
        name = known(instance.values, "name") or arn.rpartition("/")[2]
        yield replace(
            Stream(source=Source(collection.file, instance.at), where=where(arn), arn=arn, name=name),
            tags=_tags(instance.values),
            address=instance.address,
        )


def _named(
    instances: tuple[Instance, ...], type_: str, attribute: str, collection: Collection
) -> Iterator[tuple[Instance, str]]:
    """The instances of a type with the text that names them; one whose name is not known is noted and left out."""
    for instance in instances:
        if instance.address.type != type_:
            continue
        name = text(instance.values, attribute)
        if isinstance(name, str):
            yield instance, name
        elif instance.at not in collection.planned:
            why = name.why if isinstance(name, Unknown) else f"its `{attribute}` is absent"
            collection.note(instance.at, f"it is left out: {why}")


def _tags(values: Attributes) -> Tags | Unknown:
    found = tags(values, "tags_all")
    if found is None:
        found = tags(values, "tags")
    return {} if found is None else found


def _own_tags(values: Attributes) -> Tags | Unknown:
    """The tags of the code, without those that the provider adds."""
    found = tags(values, "tags")
    return {} if found is None else found


def _key_id(text: str) -> str:
    """The id of a key, of itself or of its ARN."""
    return text.rpartition("/")[2]
