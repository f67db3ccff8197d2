"""Arguments of a resource that cannot change in place: the provider destroys the resource and creates another.

A table for those who compare two specs. An argument that is not listed is updated in place, and so is everything in a
block that is not listed; a listed block replaces whatever changes in it. What a replaced resource takes with it through
references (a role's new ARN replaces the flow log) is not said here.

Sources: the schemas of the AWS provider 5.100.0 and of its main branch of 2026 (`ForceNew`, `RequiresReplace`), in
https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service, read 2026-10. A test asks provider
5.100.0 of every argument of these resources that we write or may come to write.
"""

from __future__ import annotations

_BUCKET = frozenset({"bucket", "expected_bucket_owner"})
_NAME = frozenset({"name", "name_prefix"})

REPLACING: dict[str, frozenset[str]] = {
    # ec2/vpc_flow_log.go: all but tags
    "aws_flow_log": frozenset({
        "deliver_cross_account_role", "destination_options", "eni_id", "iam_role_arn", "log_destination",
        "log_destination_type", "log_format", "max_aggregation_interval", "region", "regional_nat_gateway_id",
        "subnet_id", "tag_field_specification", "traffic_type", "transit_gateway_attachment_id", "transit_gateway_id",
        "vpc_id",
    }),
    # logs/group.go, logs/query_definition.go
    "aws_cloudwatch_log_group": _NAME | {"log_group_class"},
    "aws_cloudwatch_query_definition": frozenset(),
    # iam/role.go, iam/role_policy.go
    "aws_iam_role": _NAME | {"path"},
    "aws_iam_role_policy": _NAME | {"role"},
    # s3/bucket.go and its companions
    "aws_s3_bucket": frozenset({"bucket", "bucket_prefix", "object_lock_enabled"}),
    "aws_s3_bucket_lifecycle_configuration": _BUCKET,
    "aws_s3_bucket_ownership_controls": frozenset({"bucket"}),
    "aws_s3_bucket_policy": frozenset({"bucket"}),
    "aws_s3_bucket_public_access_block": frozenset({"bucket"}),
    "aws_s3_bucket_server_side_encryption_configuration": _BUCKET,
    "aws_s3_bucket_versioning": _BUCKET,
    # kms/key.go, kms/alias.go
    "aws_kms_key": frozenset({
        "custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region", "xks_key_id",
    }),
    "aws_kms_alias": _NAME,
    # firehose/delivery_stream.go
    "aws_kinesis_firehose_delivery_stream": frozenset({
        "destination", "kinesis_source_configuration", "msk_source_configuration", "name",
    }),
    # glue/catalog_database.go, glue/catalog_table.go
    "aws_glue_catalog_database": frozenset({"catalog_id", "name", "target_database"}),
    "aws_glue_catalog_table": frozenset({"catalog_id", "database_name", "name", "partition_index"}),
    # athena/workgroup.go, athena/named_query.go
    "aws_athena_workgroup": frozenset({"name"}),
    "aws_athena_named_query": frozenset({"database", "description", "name", "query", "workgroup"}),
}  # fmt: skip
"""Resource type → its arguments and blocks that force a replacement."""


def replaces(resource_type: str, argument: str) -> bool:
    """Whether a change of an argument or block replaces the resource. Raises KeyError for a type we never write."""
    return argument in REPLACING[resource_type]
