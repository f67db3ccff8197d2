"""A `ref` that leads to a block of the output itself, or nowhere, instead of to one in a file of the author's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.origins import target
from gen_flowlogs.model import S3, CapturePoint, Firehose, Lookup, OwnRole, Reference, creates_key
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index
    from gen_flowlogs.model import Destination

SLUGS = ("name-conflict", "invalid-format")


FLOW_LOG = "aws_flow_log"
TYPES = frozenset({
    "aws_athena_named_query", "aws_athena_workgroup", "aws_cloudwatch_log_group", "aws_cloudwatch_query_definition",
    "aws_glue_catalog_database", "aws_glue_catalog_table", "aws_iam_role", "aws_iam_role_policy", "aws_kms_alias",
    "aws_kms_key", "aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
})  # fmt: skip
"""Types of the resources of a destination."""

_OF_QUERIES = frozenset({
    "aws_athena_named_query", "aws_athena_workgroup", "aws_cloudwatch_query_definition", "aws_glue_catalog_database",
    "aws_glue_catalog_table",
})  # fmt: skip

_BLOCKS = {
    "check": "a check has no value",
    "import": "an import has no value",
    "locals": "write local.NAME",
    "moved": "a move has no value",
    "output": "an output is seen by the module around it alone: write what its value is",
    "removed": "a removal has no value",
    "variable": "write var.NAME",
}
"""The words that start a block, and no reference; Terraform would look for a resource of that type."""


def check(index: Index) -> Iterator[Finding]:
    """Find references to addresses of the output: a second definition is refused, or the reference means another."""
    references = list(_references(index))
    if not references:
        return
    shared = index.spec.terraform.folder is not None  # names there have a prefix
    defined = {name: point for point in index.spec.capture_points for name in ([] if shared else _defined(point))}
    destinations = {naming.label(each.name): each for each in index.spec.destinations}
    points = {naming.label(point.name): point for point in index.spec.capture_points}
    for traversal, stacks, origin in references:
        parts = traversal.replace("[", ".").removeprefix("resource.").split(".")
        name = ".".join(parts[: 3 if parts[0] == "data" else 2])
        point = defined.get(name)
        if parts[0] in _BLOCKS:
            message = f"{quoted(parts[0])} starts no reference in Terraform; {_BLOCKS[parts[0]]}"
            yield Finding("invalid-format", message, origin)
        elif point is not None and stacks & {stack.name for stack in index.stacks(point)}:
            yield Finding(
                "name-conflict",
                f"`{name}` is defined by the output itself, for the capture point {quoted(point.name)}, so it cannot "
                "be defined in a file beside it; give one of them another name",
                origin,
                (("the capture point is at", point.origin.key()),),
            )
        elif parts[0] in TYPES and parts[1] in destinations and _creates(destinations[parts[1]], parts[0]):
            yield _of_the_output(name, "destination", destinations[parts[1]].origin, origin)
        elif parts[0] == FLOW_LOG:
            recorded, into = naming.labels_of_flow_log(parts[1])
            if recorded in points and into in destinations:
                yield _of_the_output(name, "capture point", points[recorded].origin, origin)


def _creates(destination: Destination, type_: str) -> bool:
    """Whether the output has a resource of this type for a destination, or had one."""
    if type_.startswith("aws_iam_role"):
        return not isinstance(destination, S3) and isinstance(destination.role, OwnRole)
    if isinstance(destination, Firehose):
        return False
    of_bucket = type_.startswith(("aws_s3_", "aws_glue_", "aws_athena_"))
    if type_.startswith("aws_kms_"):
        return creates_key(destination)
    if isinstance(destination, S3) is not of_bucket:
        return False
    return destination.queries if type_ in _OF_QUERIES else not destination.existing


def _of_the_output(name: str, what: str, owner: Origin, at: Origin) -> Finding:
    return Finding(
        "name-conflict",
        f"`{name}` is defined by the output itself, for the {what} {quoted(owner.path[-1])}, and no `ref` leads there; "
        "name a block in a file of your own",
        at,
        ((f"the {what} is at", owner.key()),),
    )


def _references(index: Index) -> Iterator[tuple[str, set[str | None], Origin]]:
    """Each reference, the names of the stacks that use it, and its origin."""
    for point in index.spec.capture_points:
        if isinstance(point.target, Reference):
            yield point.target.traversal, {stack.name for stack in point.stacks}, target(point).at("ref")
    for destination in index.spec.destinations:
        stacks = {stack.name for stack in index.ownership.mentioning[destination.key]}
        for use in givens.uses(destination):
            if isinstance(use.given, Reference):
                yield use.given.traversal, stacks, use.at.at("ref")


def _defined(point: CapturePoint) -> Iterator[str]:
    """Yield the addresses that the output defines for a capture point and that an author may define as well."""
    name = naming.label(point.name)
    if point.plural:
        yield f"local.{name}"
    if isinstance(point.target, Lookup):
        yield f"data.{point.kind.plural_data_source if point.plural else point.kind.data_source}.{name}"
