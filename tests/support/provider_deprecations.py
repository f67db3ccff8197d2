"""The deprecated attributes of the AWS provider: its schema and a release of Pulumi's package in, a list out.

The schema of version 5 says what is deprecated there. The bindings of version 6 do not, but Pulumi's package is made
from the same schema and marks each deprecated property. Only the outermost ones are taken: of the nested ones in these
kinds, pulumi-aws 7.51.1 marks `rule.prefix` of a lifecycle and those of `object_lock_configuration` of a bucket, and
version 5 says as much of both.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PULUMI = ("pulumi-aws", "7.51.1")

MODULES = {
    "aws_athena_named_query": "athena/named_query",
    "aws_athena_workgroup": "athena/workgroup",
    "aws_cloudwatch_log_group": "cloudwatch/log_group",
    "aws_cloudwatch_query_definition": "cloudwatch/query_definition",
    "aws_flow_log": "ec2/flow_log",
    "aws_glue_catalog_database": "glue/catalog_database",
    "aws_glue_catalog_table": "glue/catalog_table",
    "aws_iam_role": "iam/role",
    "aws_iam_role_policy": "iam/role_policy",
    "aws_kinesis_firehose_delivery_stream": "kinesis/firehose_delivery_stream",
    "aws_kms_alias": "kms/alias",
    "aws_kms_key": "kms/key",
    "aws_s3_bucket": "s3/bucket",
    "aws_s3_bucket_lifecycle_configuration": "s3/bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls": "s3/bucket_ownership_controls",
    "aws_s3_bucket_policy": "s3/bucket_policy",
    "aws_s3_bucket_public_access_block": "s3/bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration": "s3/bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning": "s3/bucket_versioning",
    "data.aws_caller_identity": "get_caller_identity",
    "data.aws_ec2_transit_gateway": "ec2transitgateway/get_transit_gateway",
    "data.aws_ec2_transit_gateway_attachment": "ec2transitgateway/get_attachment",
    "data.aws_ec2_transit_gateway_attachments": "ec2transitgateway/get_attachments",
    "data.aws_nat_gateway": "ec2/get_nat_gateway",
    "data.aws_nat_gateways": "ec2/get_nat_gateways",
    "data.aws_network_interface": "ec2/get_network_interface",
    "data.aws_network_interfaces": "ec2/get_network_interfaces",
    "data.aws_partition": "get_partition",
    "data.aws_region": "get_region",
    "data.aws_service": "get_service",
    "data.aws_subnet": "ec2/get_subnet",
    "data.aws_subnets": "ec2/get_subnets",
    "data.aws_vpc": "ec2/get_vpc",
    "data.aws_vpcs": "ec2/get_vpcs",
}
"""Resource or data source → its module in the package."""

SINCE = {
    ("data.aws_region", "id"): ("6.47.0", "https://github.com/hashicorp/terraform-provider-aws/pull/48036"),
    ("data.aws_region", "name"): (
        "6.0.0",
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
    ),
}
"""Deprecations whose first release is known."""

_MARK = re.compile(r"@_utilities\.deprecated\(\"\"\"(.*?)\"\"\"\)\n    def (\w+)\(", re.DOTALL)


@dataclass(frozen=True)
class Deprecation:
    """A deprecated attribute or block: its resource or data source, its path, since which version, and the source."""

    kind: str
    path: str
    since: str
    source: str

    def applies(self, version: str) -> bool:
        """Whether it is deprecated in a version, as far as is known: "or before" counts for the whole major version."""
        least, before = self.since.partition(" ")[0], self.since.endswith("or before")
        known, asked = ([int(number) for number in text.split(".")] for text in (least, version))
        return known[:1] <= asked[:1] if before else known <= asked


def deprecations(
    schema: Mapping[str, Mapping[str, Any]], newest: Mapping[str, Mapping[str, Any]], version: str
) -> list[Deprecation]:
    """Every deprecation, sorted; `schema` is version 5's in Terraform's words, `newest` the extract of `version`."""
    found = {
        (kind, path): Deprecation(kind, path, "5.100.0 or before", "terraform providers schema -json of 5.100.0")
        for kind, block in schema.items()
        for path in _of_schema(block)
    }
    package = " ".join(PULUMI)
    for kind, name in marked(newest):
        since, source = SINCE.get((kind, name), (f"{version} or before", f"https://pypi.org/project/{package}"))
        found.setdefault((kind, name), Deprecation(kind, name, since, source.replace(" ", "/")))
    return [found[key] for key in sorted(found)]


def _of_schema(block: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, attribute in block.get("attributes", {}).items():
        if attribute.get("deprecated"):
            yield before + name
    for name, nested in block.get("block_types", {}).items():
        if nested["block"].get("deprecated"):
            yield before + name
        else:
            yield from _of_schema(nested["block"], f"{before}{name}.")


def marked(newest: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each property that Pulumi's package marks, under Terraform's name; a list has the plural there."""
    with tempfile.TemporaryDirectory() as there:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", there]
        subprocess.run([*command, "==".join(PULUMI)], check=True)
        (wheel,) = Path(there).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for kind, module in MODULES.items():
                known = {*newest[kind]["attributes"], *newest[kind].get("blocks", {})}
                text = archive.read(f"pulumi_aws/{module}.py").decode()
                for _, property_ in dict.fromkeys(_MARK.findall(text)):
                    (name,) = {property_, property_.removesuffix("s")} & known
                    yield kind, name
