"""What the provider makes of arguments: what an absent one means, what it keeps, and where a view's field belongs.

Sources: the schema of provider 5.100.0 (`terraform providers schema -json`, attributes that are optional and computed)
and its defaults in https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service, read 2026-11. A
test compares with `terraform plan`.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from gen_flowlogs.view.resources import PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.view.resources import Resource

META = frozenset({"comment", "for_each", "depends_on", "prevent_destroy"}) | PROVENANCE
"""Fields of a resource that are no arguments, or that no plan shows."""

_DEFAULTS: dict[tuple[str, str], object] = {
    ("aws_flow_log", "log_destination_type"): "cloud-watch-logs",
    ("aws_flow_log", "max_aggregation_interval"): 600,
    ("aws_cloudwatch_log_group", "retention_in_days"): 0,
    ("aws_cloudwatch_log_group", "skip_destroy"): False,
    ("aws_iam_role", "path"): "/",
    ("aws_s3_bucket", "force_destroy"): False,
}
"""What the provider takes an absent argument for."""

KEPT = frozenset({("aws_flow_log", "log_format"), ("aws_cloudwatch_log_group", "log_group_class")})
"""Optional and computed: taking the argument out leaves what is there, and Terraform says nothing."""

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
"""Type → its fields that stand in a block of Terraform's, and the block."""


def arguments(resource: Resource) -> Iterator[tuple[str, str, object]]:
    """Each field of a resource that is an argument: the argument or block it is, the field, and its value.

    What is absent has the provider's default, and is None where there is none.
    """
    type_ = resource.TYPE
    blocks = _BLOCKS.get(type_, {})
    for each in fields(resource):  # type: ignore[arg-type]  # every resource is a dataclass
        if each.name in META:
            continue
        value: object = getattr(resource, each.name)
        if value is None or value == ():
            value = _DEFAULTS.get((type_, each.name))
        yield blocks.get(each.name, each.name), each.name, value
