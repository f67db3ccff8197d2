"""References whose attribute is certainly not what their place takes, and names that only Terraform knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens, sinks
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lint.origins import settings
from gen_flowlogs.model import CloudWatchLogs, Firehose, OwnRole, Reference
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import S3

SLUGS = ("invalid-format", "missing-key", "option-not-available")

_NAMES = {"name of a log group": ("log_group", "name"), "name of a bucket": ("bucket", "bucket")}
"""Shape of a name → its key in the spec, and the attribute that has it in Terraform."""

_NO_ARN = {
    "aws_kms_key": ("id", "key_id"),
    "aws_iam_role": ("id", "name", "unique_id"),
    "aws_iam_policy": ("name", "policy_id"),
    "aws_cloudwatch_log_group": ("id", "name"),
    "aws_s3_bucket": ("id", "bucket", "bucket_domain_name"),
    "aws_kinesis_firehose_delivery_stream": ("name",),
}
"""Type of a resource → its attributes that are no ARN. Source: the provider's documentation, 5.100."""


def check(index: Index) -> Iterator[Finding]:
    """Find them in every destination. What a reference holds is not known before the plan, and not judged."""
    for destination in index.spec.destinations:
        for use in givens.uses(destination):
            if isinstance(use.given, Reference):
                yield from _attribute(use.given.traversal, use)
        if not isinstance(destination, Firehose) and destination.existing and sinks.is_open(destination):
            yield from _of_unknown_name(destination)


def _attribute(traversal: str, use: givens.Use) -> Iterator[Finding]:
    kind, *_ = traversal.removeprefix("resource.").removeprefix("data.").replace("[", ".").split(".")
    base, _, attribute = traversal.rpartition(".")
    at = use.at.at("ref")
    if use.shape in _NAMES:
        key, name = _NAMES[use.shape]
        if attribute == "arn":
            yield Finding(
                "invalid-format",
                f"`{traversal}` is an ARN, and {quoted(key)} takes a name: write "
                f"`{key}: {recognition.mapping(f'{base}.{name}')}`, or "
                f"`arn: {recognition.mapping(traversal)}` in its place",
                at,
            )
    elif attribute in _NO_ARN.get(kind, ()):
        message = f"`{traversal}` is no ARN, and one is needed here: write `{base}.arn`"
        yield Finding("invalid-format", message, at)
    elif kind == "aws_kms_alias":
        message = f"`{traversal}` is of an alias, which can change its key: write `{base}.target_key_arn`"
        if attribute != "target_key_arn":
            yield Finding("invalid-format", message, at)


def _of_unknown_name(destination: CloudWatchLogs | S3) -> Iterator[Finding]:
    """The names that are made from that of a log group or bucket, which is not known before the plan."""
    at = settings(destination)
    what = "log group" if isinstance(destination, CloudWatchLogs) else "bucket"
    if isinstance(destination, CloudWatchLogs):
        role = destination.role
        if isinstance(role, OwnRole) and role.name is None and not destination.retired:
            yield Finding(
                "missing-key",
                f"the role's name would be made from that of the {what}, which is not known before the plan: write "
                "`role: {name: …}`, or `role: {arn: …}` for one of yours",
                at.key(),
            )
    if destination.queries:
        yield Finding(
            "option-not-available",
            f"names of queries and tables are made from that of the {what}, which is not known before the plan: write "
            "the name or the literal ARN, or take `queries` out",
            at.at("queries"),
        )
