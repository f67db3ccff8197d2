"""Counterparts: the resources besides flow logs that a spec creates, and those that exist under their names.

They are asked of the spec alone: `--own` decides what a proposed spec creates, and a spec by hand says so itself. Only
what exists gets a block, since an `import` of what does not exist fails the whole plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import FLOW_LOG, Adoptee, old_ones
from gen_flowlogs.captures import locations
from gen_flowlogs.compare.plan.instances import instances
from gen_flowlogs.dataclass import replace
from gen_flowlogs.model import S3, Firehose, OwnRole
from gen_flowlogs.observe import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.adopt.binding.adoptee import Holdings
    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.compare.plan.instances import Instances
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.addresses import Address, Call
    from gen_flowlogs.observe.existing import Bucket, EncryptionKey, Existing, LogGroup, Role, Where
    from gen_flowlogs.view.resources import Resource

_Found = tuple[str, "Address | None"]
"""An import id, and the address in a state."""


def counterparts(
    spec: Spec, existing: Existing, holdings: Holdings, situation: Situation, calls: tuple[Call, ...]
) -> tuple[tuple[Adoptee, ...], tuple[str, ...]]:
    """The resources to adopt, and the addresses of those that Terraform creates since nothing has their names."""
    if not _creates(spec):
        return (), ()
    found: list[Adoptee] = []
    created: list[str] = []
    for module in instances(spec).values():
        there = _There(existing, module)
        for instance in module.by_address.values():
            if instance.resource.TYPE == FLOW_LOG:
                continue
            target = replace(addresses.parse(instance.address), calls=calls)
            one = there.counterpart(instance.resource)
            if one is None:
                created.append(str(target))
                continue
            id_, address = one
            held, already = old_ones(holdings.at(address, id_), target, situation)
            found.append(
                Adoptee(
                    target=target,
                    id=id_,
                    stack=module.stack.name,
                    held=held,
                    there=already,
                )
            )
    return tuple(found), tuple(created)


def _creates(spec: Spec) -> bool:
    """Whether a spec creates anything but flow logs."""
    return any(
        not each.retired
        and (
            (not isinstance(each, Firehose) and not each.existing)
            or (not isinstance(each, S3) and isinstance(each.role, OwnRole))
        )
        for each in spec.destinations
    )


class _There:
    """Whatever exists in the location of a root module, by its name."""

    def __init__(self, existing: Existing, module: Instances) -> None:
        account, region = locations.key(module.stack)

        def is_here(where: Where, *, regional: bool) -> bool:
            own = (where.account, where.region if regional else None)
            return locations.may_be_one((account, region if regional else None), own)

        self._groups: Mapping[str, LogGroup] = {
            each.name: each for each in existing.log_groups if is_here(each.where, regional=True)
        }
        self._roles: Mapping[str, Role] = {
            each.name: each for each in existing.roles if is_here(each.where, regional=False)
        }
        self._buckets: Mapping[str, Bucket] = {each.name: each for each in existing.buckets}
        keys = [each for each in existing.keys if is_here(each.where, regional=True)]
        self._keys: Mapping[str, EncryptionKey] = {each.arn: each for each in keys}
        self._by_alias: Mapping[str, EncryptionKey] = {alias: each for each in keys for alias in each.aliases}
        self._of = {
            kind: {
                str(each.resource.destination): each.resource
                for each in module.by_address.values()
                if kind == each.resource.TYPE
            }
            for kind in ("aws_cloudwatch_log_group", "aws_iam_role", "aws_s3_bucket", "aws_kms_alias")
        }

    def counterpart(self, resource: Resource) -> _Found | None:
        """The resource that exists under the name of one; None where there is none."""
        match resource.TYPE:
            case "aws_cloudwatch_log_group":
                return self._group(resource)
            case "aws_iam_role" | "aws_iam_role_policy":
                return self._role(resource)
            case "aws_kms_key" | "aws_kms_alias":
                return self._key(resource)
            case type_ if type_.startswith("aws_s3_bucket"):
                return self._bucket(resource)
        return None

    def _group(self, resource: Resource) -> _Found | None:
        group = self._groups.get(_text(resource, "name"))
        return None if group is None else (group.name, group.address)

    def _role(self, resource: Resource) -> _Found | None:
        role = self._roles.get(_text(self._of["aws_iam_role"].get(str(resource.destination)), "name"))
        if role is None or resource.TYPE == "aws_iam_role":
            return None if role is None else (role.name, role.address)
        policy = _text(resource, "name")
        return (f"{role.name}:{policy}", role.inline_addresses.get(policy)) if policy in role.inline else None

    def _bucket(self, resource: Resource) -> _Found | None:
        bucket = self._buckets.get(_text(self._of["aws_s3_bucket"].get(str(resource.destination)), "bucket"))
        exists = bucket is not None and (
            resource.TYPE == "aws_s3_bucket" or resource.TYPE in bucket.settings or resource.TYPE in bucket.addresses
        )
        return (bucket.name, bucket.addresses.get(resource.TYPE)) if bucket is not None and exists else None

    def _key(self, resource: Resource) -> _Found | None:
        """The key of a log group or bucket, which has no name: the one that encrypts it, or that has the alias."""
        alias = _text(self._of["aws_kms_alias"].get(str(resource.destination)), "name")
        named = self._by_alias.get(alias)
        if resource.TYPE == "aws_kms_alias":
            return None if named is None else (alias, named.alias_addresses.get(alias))
        key = self._keys.get(self._arn_of_key(str(resource.destination))) or named
        return None if key is None else (key.arn.rpartition("/")[2], key.address)

    def _arn_of_key(self, destination: str) -> str:
        """The key that encrypts the log group or bucket of a destination; empty where none is known."""
        group = self._groups.get(_text(self._of["aws_cloudwatch_log_group"].get(destination), "name"))
        if group is not None:
            return group.key if isinstance(group.key, str) else ""
        bucket = self._buckets.get(_text(self._of["aws_s3_bucket"].get(destination), "bucket"))
        found: object = None if bucket is None else bucket.settings.get(_ENCRYPTION)
        for name in ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id"):
            found = found[0] if isinstance(found, (list, tuple)) and found else found
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""


_ENCRYPTION: Final = "aws_s3_bucket_server_side_encryption_configuration"


def _text(resource: object, field: str) -> str:
    """An argument of a resource that is a string; empty without one."""
    return str(getattr(resource, field, ""))
