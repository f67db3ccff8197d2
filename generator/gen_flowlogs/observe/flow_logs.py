"""Instances of `aws_flow_log` → flow logs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import arns, kinds
from gen_flowlogs.observe.attributes import blocks, flag, known, number, tags, text, texts
from gen_flowlogs.observe.existing import FlowLog, Options, Source, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.observe.attributes import Attributes
    from gen_flowlogs.observe.instances import Collection, Instance

TYPE: Final = "aws_flow_log"
_DEFAULT: Final = Options()


def read(collection: Collection) -> Iterator[FlowLog]:
    """The flow logs of a collection, also those that a plan creates; what is wrong with one is noted."""
    for at, instance in collection.managed.items():
        if instance.address.type != TYPE:
            continue
        id_ = known(instance.values, "id")
        if id_ is None:
            collection.damage(at, "the state has no id of this flow log")
            continue
        yield flow_log(instance, id_, collection)
    for at, instance in collection.planned.items():
        if instance.address.type == TYPE:
            remedy = "apply the plan first, and adopt the state after that"
            collection.note(at, "it is planned and not applied", remedy)
            yield flow_log(instance, None, collection)
    for at, (address, count) in collection.deposed.items():
        if address.type == TYPE:
            objects = "an older object of it waits" if count == 1 else f"{count} older objects of it wait"
            remedy = "apply in its root module first, which destroys that"
            collection.note(at, f"{objects} to be destroyed (deposed)", remedy)


def flow_log(instance: Instance, id_: str | None, collection: Collection) -> FlowLog:
    """The flow log of an instance; `id_` is None before it is applied."""
    values = instance.values
    kind, target = _target(values)
    own = tags(values, "tags")
    all_tags = tags(values, "tags_all")
    interval = number(values, "max_aggregation_interval")
    return FlowLog(
        source=Source(collection.file, instance.at),
        where=_where(values),
        id=id_,
        address=instance.address,
        kind=kind,
        target=target,
        traffic=text(values, "traffic_type"),
        destination_type=text(values, "log_destination_type") or "cloud-watch-logs",
        log_destination=text(values, "log_destination"),
        log_group_name=text(values, "log_group_name"),
        role=text(values, "iam_role_arn"),
        cross_account_role=text(values, "deliver_cross_account_role"),
        log_format=text(values, "log_format"),
        interval=600 if interval is None else interval,
        options=_options(values),
        tag_fields=_tag_fields(values),
        tags=(own or {}) if all_tags is None else all_tags,
        own_tags={} if own is None else own,
        tainted=instance.tainted,
        provider=(instance.provider or None) if id_ is None else None,
        givens=collection.givens.get(instance.at, {}),
    )


def _target(values: Attributes) -> tuple[Kind | None, str | Unknown]:
    for kind in kinds.KINDS:
        target = text(values, kind.argument)
        if target is not None:
            return kind, target
    return None, Unknown("the state has no target of it")


def _options(values: Attributes) -> Options | Unknown:
    found = blocks(values, "destination_options")
    if isinstance(found, Unknown):
        return found
    if not found:
        return _DEFAULT
    own = found[0]
    return Options(
        file_format=known(own, "file_format") or "plain-text",
        hive=flag(own, "hive_compatible_partitions") or False,
        hourly=flag(own, "per_hour_partition") or False,
    )


def _tag_fields(values: Attributes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = blocks(values, "tag_field_specification")
    if isinstance(found, Unknown):
        return ()
    return tuple((known(each, "resource_type") or "", texts(each.get("tag_keys"))) for each in found)


def _where(values: Attributes) -> Where:
    """The location of a flow log: by its ARN; by its role and log group, which are where it is, in states without."""
    arn = where(known(values, "arn"))
    if arn.account and arn.region:
        return arn
    role, group = where(known(values, "iam_role_arn")), where(known(values, "log_destination"))
    return location(
        arn.account or role.account,
        arn.region or known(values, "region") or group.region,
        arn.partition or role.partition or group.partition,
    )


def where(arn: str | None) -> Where:
    """The location that an ARN names; one without parts for any other text."""
    found = arns.parse(arn) if arn else None
    if found is None:
        return location(None, None, None)
    return location(found.account or None, found.region or None, found.partition)


@lru_cache(maxsize=256)
def location(account: str | None, region: str | None, partition: str | None) -> Where:
    """A location, one value for all that are there."""
    return Where(account=account, region=region, partition=partition)
