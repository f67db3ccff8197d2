"""The lowest Terraform and the lowest AWS provider that have what a spec uses.

Input: a Spec. Output: versions, and the reasons for them. The table of `aws.versions` has the version of each feature;
this module finds the features that a spec uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.kinds import REGIONAL_NAT_GATEWAY
from gen_flowlogs.aws.limits import BY_CLASS
from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.aws.versions import BASE, FEATURES, NEW_IN_S3_BACKEND, Feature, Tool, highest
from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import S3, CloudWatchLogs, Firehose, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.diagnostics import Origin

_SOVEREIGN = "aws-eusc"  # provider 5 refuses its regions in the ARN of a flow log's destination


@dataclass(frozen=True, slots=True)
class Reason:
    """The feature that decides a minimum, and the origin of its use; None: every spec uses it."""

    feature: Feature
    used_at: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumVersions:
    """The lowest versions that have all that a spec uses, as short as they can be written: `1.5`, `6.25`."""

    terraform: str
    aws_provider: str
    for_terraform: Reason
    for_aws_provider: Reason


def minimum_versions(spec: Spec) -> MinimumVersions:
    """The minimum versions of a spec, with the reason for each."""
    used: dict[str, Origin] = {}
    for feature, origin in _features(spec):
        used.setdefault(feature, origin)
    terraform, provider = _reason(used, "terraform"), _reason(used, "aws_provider")
    return MinimumVersions(
        terraform=_short(terraform.feature.version),
        aws_provider=_short(provider.feature.version),
        for_terraform=terraform,
        for_aws_provider=provider,
    )


def _short(version: str) -> str:
    return version.removesuffix(".0")


def _reason(used: dict[str, Origin], tool: Tool) -> Reason:
    feature = highest(used, tool)
    return Reason(feature, None if feature is FEATURES[BASE[tool]] else used[feature.name])


def _features(spec: Spec) -> Iterator[tuple[str, Origin]]:
    """Name of each feature in use, and the origin of its use; some more than once."""
    yield from _of_backend(spec)
    yield from _of_partition(spec)
    for destination in spec.destinations:
        if isinstance(destination, Firehose) or destination.existing:
            continue  # has no resource that `removed` would keep, and no class
        if destination.retired:
            yield "removed", destination.origin.at("retired")
        else:
            yield from _of_store(destination)
    for point in spec.capture_points:
        if point.filter.tag_fields:
            yield "tag_fields", point.filter_origin
        if point.kind is REGIONAL_NAT_GATEWAY:
            key = point.kind.plural if point.plural else point.kind.singular
            yield "regional_nat_gateway", point.origin.key(key)


def _of_partition(spec: Spec) -> Iterator[tuple[str, Origin]]:
    """The stacks and ARNs in the sovereign cloud."""
    for stack in spec.stacks:
        if stack.origin is not None and partition_of(stack.region or "") == _SOVEREIGN:
            yield "sovereign_cloud", stack.origin.at("region")
    for destination in spec.destinations:
        for use in givens.uses(destination):
            if (givens.literal(use.given) or "").startswith(f"arn:{_SOVEREIGN}:"):
                yield "sovereign_cloud", use.at
        for number, reader in enumerate(destination.readers if isinstance(destination, S3) else ()):
            if reader.startswith(f"arn:{_SOVEREIGN}:"):
                yield "sovereign_cloud", destination.origin.at("s3", "readers", number)


def _of_store(destination: CloudWatchLogs | S3) -> Iterator[tuple[str, Origin]]:
    """The features of a log group or bucket that is created."""
    match destination:
        case CloudWatchLogs():
            at = destination.origin.at("cloudwatch_logs")
            if destination.log_class == "INFREQUENT_ACCESS":
                yield "log_group_class", at.at("class")
            if destination.deletion_protection is not None:
                yield "deletion_protection", at.at("deletion_protection")
        case S3() if destination.transition_size == BY_CLASS:
            yield "transition_size", destination.origin.at("s3", "transition_default_minimum_object_size")


def _of_backend(spec: Spec) -> Iterator[tuple[str, Origin]]:
    """The settings of the backend that need a version."""
    match spec.terraform.backend:
        case ("cloud", {"workspaces": {"project": _}}):
            yield "cloud_project", spec.origin.at("terraform", "backend", "cloud", "workspaces").key("project")
        case ("s3", settings):
            yield from _of_s3_backend(spec, settings)


def _of_s3_backend(spec: Spec, settings: Mapping[str, object]) -> Iterator[tuple[str, Origin]]:
    """The settings of the s3 backend, whatever their values: a Terraform without one refuses `false` as well."""
    for name in settings:
        feature = f"s3_{name}" if f"s3_{name}" in FEATURES else "s3_settings" if name in NEW_IN_S3_BACKEND else None
        if feature is not None:
            yield feature, spec.origin.at("terraform", "backend", "s3").key(name)
