"""Resources of a view → their arguments, with the provider's defaults, and those of a block under its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.provider_defaults import DEFAULTS
from gen_flowlogs.dataclass import fields
from gen_flowlogs.view.resources import PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.view.resources import Resource

META = frozenset({"comment", "for_each", "depends_on", "ignore_changes", "prevent_destroy"}) | PROVENANCE
"""Fields of a resource that are no arguments, or that no plan shows."""

_BLOCKS: dict[str, dict[str, str]] = {
    "aws_s3_bucket_server_side_encryption_configuration": {"sse_algorithm": "rule", "kms_master_key_id": "rule"},
    "aws_s3_bucket_lifecycle_configuration": {"transitions": "rule", "expire_days": "rule", "noncurrent_days": "rule"},
    "aws_athena_workgroup": {
        "output_location": "configuration", "encryption_option": "configuration", "kms_key_arn": "configuration",
    },
    "aws_glue_catalog_table": dict.fromkeys(
        (
            "location", "input_format", "output_format", "serialization_library", "serialization_parameters",
            "columns",
        ),
        "storage_descriptor",
    ),
}  # fmt: skip
"""Type → the fields of its view that Terraform has in a block, and the block."""


def arguments(resource: Resource) -> Iterator[tuple[str, str, object]]:
    """Each field of a resource that is an argument: the argument or block, the field, and its value.

    An absent argument has the provider's default, and is None if there is none.
    """
    type_ = resource.TYPE
    blocks = _BLOCKS.get(type_, {})
    for each in fields(resource):  # type: ignore[arg-type]  # every resource is a dataclass
        if each.name in META:
            continue
        value: object = getattr(resource, each.name)
        if value is None or value == ():
            value = DEFAULTS.get((type_, each.name))
        yield blocks.get(each.name, each.name), each.name, value
