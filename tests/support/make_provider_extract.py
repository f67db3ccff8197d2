"""Makes `data/provider-5.100.json`: what the AWS provider's schema says of the resources and data sources in use.

    terraform providers schema -json | python tests/support/make_provider_extract.py > tests/data/provider-5.100.json

run in a folder whose lock file holds hashicorp/aws 5.100.0. Of each argument the file keeps its type and whether it
is required, optional or computed, of each block how often it may stand; descriptions and what is deprecated are left
out, and so are the blocks of other destinations of a Firehose stream.
"""

from __future__ import annotations

import json
import sys
from typing import Any

RESOURCES = (
    "aws_athena_named_query",
    "aws_athena_workgroup",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_query_definition",
    "aws_flow_log",
    "aws_glue_catalog_database",
    "aws_glue_catalog_table",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kms_alias",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
)
DATA_SOURCES = (
    "aws_caller_identity",
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_attachment",
    "aws_ec2_transit_gateway_attachments",
    "aws_nat_gateway",
    "aws_nat_gateways",
    "aws_network_interface",
    "aws_network_interfaces",
    "aws_partition",
    "aws_region",
    "aws_subnet",
    "aws_subnets",
    "aws_vpc",
    "aws_vpcs",
)
LEFT_OUT = frozenset({
    "elasticsearch_configuration", "http_endpoint_configuration", "iceberg_configuration",
    "opensearch_configuration", "opensearchserverless_configuration", "redshift_configuration",
    "snowflake_configuration", "splunk_configuration", "data_format_conversion_configuration",
    "processing_configuration", "dynamic_partitioning_configuration", "s3_backup_configuration",
    "open_table_format_input", "inline_policy",
})  # fmt: skip


def block(source: dict[str, Any]) -> dict[str, Any]:
    """`attributes`: name → [type, how]; `blocks`: name → nesting, fewest, most, and the block itself."""
    attributes = {
        name: [_type(attribute["type"]), _how(attribute)]
        for name, attribute in sorted(source.get("attributes", {}).items())
        if not attribute.get("deprecated")
    }
    blocks = {
        name: {
            "nesting": nested["nesting_mode"],
            "fewest": nested.get("min_items", 0),
            "most": nested.get("max_items"),
            **block(nested["block"]),
        }
        for name, nested in sorted(source.get("block_types", {}).items())
        if not nested["block"].get("deprecated") and name not in LEFT_OUT
    }
    return {"attributes": attributes} | ({"blocks": blocks} if blocks else {})


def _type(type_: Any) -> str:
    if isinstance(type_, str):
        return type_
    kind, of = type_
    return "object" if kind == "object" else f"{kind}({_type(of)})"


def _how(attribute: dict[str, Any]) -> str:
    return " ".join(word for word in ("required", "optional", "computed") if attribute.get(word))


def extracted(schema: dict[str, Any]) -> str:
    """What `terraform providers schema -json` says → the text of the extract."""
    aws = schema["provider_schemas"]["registry.terraform.io/hashicorp/aws"]
    extract = {
        "provider": "hashicorp/aws 5.100.0",
        "resources": {name: block(aws["resource_schemas"][name]["block"]) for name in RESOURCES},
        "data_sources": {name: block(aws["data_source_schemas"][name]["block"]) for name in DATA_SOURCES},
    }
    lines: list[str] = []
    _write(extract, "", lines)
    return "\n".join(lines) + "\n"


def _write(value: Any, indent: str, lines: list[str], key: str = "", comma: str = "") -> None:
    """JSON with a line for each attribute."""
    start = indent + (f"{json.dumps(key)}: " if key else "")
    if not isinstance(value, dict):
        lines.append(start + json.dumps(value) + comma)
        return
    lines.append(start + "{")
    last = len(value) - 1
    for number, (name, below) in enumerate(value.items()):
        _write(below, indent + " ", lines, name, "" if number == last else ",")
    lines.append(indent + "}" + comma)


if __name__ == "__main__":
    sys.stdout.write(extracted(json.load(sys.stdin)))
