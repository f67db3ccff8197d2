"""Arguments as the AWS provider takes them: its defaults, and the arguments that it keeps when they are taken out.

Sources: the schema of provider 5.100.0 (`terraform providers schema -json`, attributes that are optional and computed)
and its defaults in https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service, read 2026-11. A
test compares with `terraform plan`.
"""

from __future__ import annotations

DEFAULTS: dict[tuple[str, str], object] = {
    ("aws_flow_log", "log_destination_type"): "cloud-watch-logs",
    ("aws_flow_log", "max_aggregation_interval"): 600,
    ("aws_cloudwatch_log_group", "retention_in_days"): 0,
    ("aws_cloudwatch_log_group", "skip_destroy"): False,
    ("aws_iam_role", "path"): "/",
    ("aws_s3_bucket", "force_destroy"): False,
}
"""(resource type, argument) → the value that the provider takes an absent argument for."""

KEPT = frozenset({
    ("aws_flow_log", "log_format"),
    ("aws_cloudwatch_log_group", "deletion_protection_enabled"),
    ("aws_cloudwatch_log_group", "log_group_class"),
})  # fmt: skip
"""Optional and computed: taking the argument out leaves the value in AWS as it is, and Terraform reports nothing."""
