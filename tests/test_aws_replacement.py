"""The table of what forces a replacement, against the provider itself.

Each row changes one argument of a resource that a state written by hand already holds, and the plan says whether the
provider would replace it. Nothing is asked of AWS: the state is not refreshed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import terraform
from gen_flowlogs.aws.replacement import REPLACING, replaces

if TYPE_CHECKING:
    from pathlib import Path

ROLE = "arn:aws:iam::111122223333:role/r"
POLICY = '{"Statement":[],"Version":"2012-10-17"}'
OTHER_POLICY = '{"Statement":[],"Version":"2008-10-17"}'
KEY = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"
GROUP = "arn:aws:logs:eu-west-1:111122223333:log-group:g"
STREAM = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/s"

FIREHOSE_S3 = {"role_arn": ROLE, "bucket_arn": "arn:aws:s3:::b", "prefix": "p"}
HTTP = {"url": "https://example.org", "role_arn": ROLE, "s3_configuration": [FIREHOSE_S3]}
TARGET_DATABASE = {"catalog_id": "111122223333", "database_name": "d"}
RULE = {"id": "r", "status": "Enabled", "filter": [{"prefix": ""}], "expiration": [{"days": 1}]}
ENCRYPTION = {"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}
KMS_ENCRYPTION = {"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}]}
SCHEMA_VERSIONS = {  # of provider 5.100.0; a newer one brings an older state up to date by itself
    "aws_kinesis_firehose_delivery_stream": 1,
    "aws_s3_bucket_lifecycle_configuration": 1,
}

# type → what the state holds, and what each argument is changed to (None: taken out, and another one put in its place)
BASES: dict[str, dict[str, Any]] = {
    "aws_flow_log": {
        "vpc_id": "vpc-0a1b2c3d4e5f67890", "traffic_type": "ALL", "log_destination_type": "cloud-watch-logs",
        "log_destination": GROUP, "iam_role_arn": ROLE, "log_format": "${version}", "max_aggregation_interval": 600,
        "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_cloudwatch_log_group": {
        "name": "g", "retention_in_days": 7, "kms_key_id": KEY, "log_group_class": "STANDARD", "skip_destroy": False,
        "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_cloudwatch_query_definition": {"name": "q", "query_string": "fields a", "log_group_names": ["g"]},
    "aws_iam_role": {
        "name": "r", "path": "/", "assume_role_policy": POLICY, "permissions_boundary": None, "description": "d",
        "max_session_duration": 3600, "force_detach_policies": False, "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_iam_role_policy": {"name": "p", "role": "r", "policy": POLICY},
    "aws_s3_bucket": {
        "bucket": "acme", "force_destroy": False, "object_lock_enabled": False, "tags": {"a": "b"},
        "tags_all": {"a": "b"},
    },
    "aws_s3_bucket_lifecycle_configuration": {
        "bucket": "acme", "expected_bucket_owner": "", "rule": [RULE],
        "transition_default_minimum_object_size": "all_storage_classes_128K",
    },
    "aws_s3_bucket_ownership_controls": {"bucket": "acme", "rule": [{"object_ownership": "BucketOwnerEnforced"}]},
    "aws_s3_bucket_policy": {"bucket": "acme", "policy": POLICY},
    "aws_s3_bucket_public_access_block": {
        "bucket": "acme", "block_public_acls": True, "block_public_policy": True, "ignore_public_acls": True,
        "restrict_public_buckets": True,
    },
    "aws_s3_bucket_server_side_encryption_configuration": {
        "bucket": "acme", "expected_bucket_owner": "", "rule": [ENCRYPTION],
    },
    "aws_s3_bucket_versioning": {
        "bucket": "acme", "expected_bucket_owner": "", "versioning_configuration": [{"status": "Enabled"}],
    },
    "aws_kms_key": {
        "description": "d", "enable_key_rotation": False, "is_enabled": True, "policy": POLICY,
        "deletion_window_in_days": 30, "customer_master_key_spec": "SYMMETRIC_DEFAULT", "key_usage": "ENCRYPT_DECRYPT",
        "multi_region": False, "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_kms_alias": {"name": "alias/a", "target_key_id": "00000000-0000-0000-0000-000000000000"},
    "aws_kinesis_firehose_delivery_stream": {
        "name": "s", "destination": "extended_s3", "extended_s3_configuration": [FIREHOSE_S3], "tags": {"a": "b"},
        "tags_all": {"a": "b"},
    },
    "aws_glue_catalog_database": {
        "name": "d", "catalog_id": "111122223333", "description": "d", "parameters": {"a": "b"},
        "location_uri": "s3://b/d", "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_glue_catalog_table": {
        "name": "t", "database_name": "d", "catalog_id": "111122223333", "description": "d", "owner": "o",
        "table_type": "EXTERNAL_TABLE", "parameters": {"a": "b"}, "retention": 0,
        "partition_keys": [{"name": "a", "type": "string"}], "storage_descriptor": [{"location": "s3://b/p/"}],
    },
    "aws_athena_workgroup": {
        "name": "w", "description": "d", "state": "ENABLED", "force_destroy": False,
        "configuration": [{"bytes_scanned_cutoff_per_query": 10485760}], "tags": {"a": "b"}, "tags_all": {"a": "b"},
    },
    "aws_athena_named_query": {"name": "q", "database": "d", "query": "select 1", "workgroup": "w", "description": "d"},
}  # fmt: skip

CHANGES: dict[str, dict[str, Any]] = {
    "aws_flow_log": {
        "deliver_cross_account_role": ROLE, "destination_options": [{"file_format": "parquet"}],
        "iam_role_arn": ROLE + "2", "log_destination": GROUP + "2", "log_destination_type": "s3",
        "log_format": "$${version} $${action}", "max_aggregation_interval": 60, "traffic_type": "REJECT",
        "vpc_id": "vpc-00000000000000000", "subnet_id": "subnet-0a1b2c3d4e5f67890", "eni_id": "eni-0a1b2c3d4e5f67890",
        "transit_gateway_id": "tgw-0a1b2c3d4e5f67890",
        "transit_gateway_attachment_id": "tgw-attach-0a1b2c3d4e5f67890", "tags": {"a": "c"},
    },
    "aws_cloudwatch_log_group": {
        "name": "h", "name_prefix": "p", "log_group_class": "INFREQUENT_ACCESS", "retention_in_days": 14,
        "kms_key_id": None, "skip_destroy": True, "tags": {"a": "c"},
    },
    "aws_cloudwatch_query_definition": {"name": "r", "query_string": "fields b", "log_group_names": ["h"]},
    "aws_iam_role": {
        "name": "s", "name_prefix": "p", "path": "/p/", "assume_role_policy": OTHER_POLICY,
        "permissions_boundary": "arn:aws:iam::111122223333:policy/p", "description": "e",
        "max_session_duration": 7200, "force_detach_policies": True, "tags": {"a": "c"},
    },
    "aws_iam_role_policy": {"name": "q", "name_prefix": "p", "role": "s", "policy": OTHER_POLICY},
    "aws_s3_bucket": {
        "bucket": "other", "bucket_prefix": "p", "force_destroy": True, "object_lock_enabled": True, "tags": {"a": "c"},
    },
    "aws_s3_bucket_lifecycle_configuration": {
        "bucket": "other", "expected_bucket_owner": "111122223333", "rule": [RULE | {"expiration": [{"days": 2}]}],
        "transition_default_minimum_object_size": "varies_by_storage_class",
    },
    "aws_s3_bucket_ownership_controls": {"bucket": "other", "rule": [{"object_ownership": "ObjectWriter"}]},
    "aws_s3_bucket_policy": {"bucket": "other", "policy": OTHER_POLICY},
    "aws_s3_bucket_public_access_block": {
        "bucket": "other", "block_public_acls": False, "block_public_policy": False, "ignore_public_acls": False,
        "restrict_public_buckets": False,
    },
    "aws_s3_bucket_server_side_encryption_configuration": {
        "bucket": "other", "expected_bucket_owner": "111122223333", "rule": [KMS_ENCRYPTION],
    },
    "aws_s3_bucket_versioning": {
        "bucket": "other", "expected_bucket_owner": "111122223333",
        "versioning_configuration": [{"status": "Suspended"}],
    },
    "aws_kms_key": {
        "description": "e", "enable_key_rotation": True, "is_enabled": False, "policy": OTHER_POLICY,
        "deletion_window_in_days": 7, "customer_master_key_spec": "RSA_2048", "key_usage": "SIGN_VERIFY",
        "multi_region": True, "custom_key_store_id": "cks-1", "tags": {"a": "c"},
    },
    "aws_kms_alias": {
        "name": "alias/b", "name_prefix": "alias/p", "target_key_id": "00000000-0000-0000-0000-000000000001",
    },
    "aws_kinesis_firehose_delivery_stream": {
        "name": "t", "destination": "http_endpoint", "extended_s3_configuration": [FIREHOSE_S3 | {"prefix": "q"}],
        "server_side_encryption": [{"enabled": True}],
        "kinesis_source_configuration": [
            {"kinesis_stream_arn": "arn:aws:kinesis:eu-west-1:111122223333:stream/k", "role_arn": ROLE}
        ],
        "msk_source_configuration": [{
            "msk_cluster_arn": "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1", "topic_name": "t",
            "authentication_configuration": [{"connectivity": "PUBLIC", "role_arn": ROLE}],
        }],
        "tags": {"a": "c"},
    },
    "aws_glue_catalog_database": {
        "name": "e", "catalog_id": "444455556666", "description": "e", "parameters": {"a": "c"},
        "location_uri": "s3://b/e", "target_database": [TARGET_DATABASE], "tags": {"a": "c"},
    },
    "aws_glue_catalog_table": {
        "name": "u", "database_name": "e", "catalog_id": "444455556666", "description": "e", "owner": "p",
        "table_type": "VIRTUAL_VIEW", "parameters": {"a": "c"}, "retention": 1,
        "partition_keys": [{"name": "b", "type": "string"}], "storage_descriptor": [{"location": "s3://b/q/"}],
        "partition_index": [{"index_name": "i", "keys": ["a"]}],
    },
    "aws_athena_workgroup": {
        "name": "x", "description": "e", "state": "DISABLED", "force_destroy": True,
        "configuration": [{"bytes_scanned_cutoff_per_query": 10485761}], "tags": {"a": "c"},
    },
    "aws_athena_named_query": {"name": "r", "database": "e", "query": "select 2", "workgroup": "x", "description": "e"},
}  # fmt: skip

# Where one argument is put in the place of another one.
INSTEAD: dict[tuple[str, str], str] = {
    **{("aws_flow_log", name): "vpc_id" for name in (
        "subnet_id", "eni_id", "transit_gateway_id", "transit_gateway_attachment_id")},
    ("aws_cloudwatch_log_group", "name_prefix"): "name",
    ("aws_iam_role", "name_prefix"): "name",
    ("aws_iam_role_policy", "name_prefix"): "name",
    ("aws_s3_bucket", "bucket_prefix"): "bucket",
    ("aws_kms_alias", "name_prefix"): "name",
}  # fmt: skip

# What an argument cannot be without.
ALONG: dict[tuple[str, str], dict[str, Any]] = {
    ("aws_kinesis_firehose_delivery_stream", "destination"): {"http_endpoint_configuration": [HTTP]},
}

# What provider 5.100.0 does not have, and what cannot be changed alone.
NOT_ASKED = {
    ("aws_flow_log", "region"),
    ("aws_flow_log", "regional_nat_gateway_id"),
    ("aws_flow_log", "tag_field_specification"),
    ("aws_kms_key", "xks_key_id"),
}

ROWS = [(resource, argument) for resource, changes in CHANGES.items() for argument in changes]


def _name(resource: str, argument: str) -> str:
    return f"{resource}-{argument}"


def _configured(resource: str, argument: str) -> dict[str, Any]:
    """The base with one argument changed, as Terraform's JSON syntax takes it."""
    values = {key: value for key, value in BASES[resource].items() if key != "tags_all" and value not in ("", None)}
    values.pop(INSTEAD.get((resource, argument), ""), None)
    if "log_format" in values:
        values["log_format"] = values["log_format"].replace("${", "$${")
    if CHANGES[resource][argument] is None:
        values.pop(argument)
    else:
        values[argument] = CHANGES[resource][argument]
    return values | ALONG.get((resource, argument), {})


def _held(resource: str) -> dict[str, Any]:
    values = BASES[resource]
    return values | {"id": values.get("bucket", values.get("name", "x")), "arn": "arn:aws:x:::x"}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("replacement")
    resources: dict[str, dict[str, Any]] = {}
    state = []
    for resource, argument in ROWS:
        name = _name(resource, argument)
        resources.setdefault(resource, {})[name] = _configured(resource, argument)
        held = {key: value for key, value in _held(resource).items() if key != "arn" or "tags" in BASES[resource]}
        state.append({
            "mode": "managed", "type": resource, "name": name,
            "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
            "instances": [{"schema_version": SCHEMA_VERSIONS.get(resource, 0), "attributes": held}],
        })  # fmt: skip
    provider = {
        "region": "eu-west-1", "access_key": "none", "secret_key": "none", "skip_credentials_validation": True,
        "skip_requesting_account_id": True, "skip_metadata_api_check": True, "skip_region_validation": True,
    }  # fmt: skip
    required = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
    (folder / "main.tf.json").write_text(
        json.dumps({"terraform": required, "provider": {"aws": provider}, "resource": resources})
    )
    (folder / "terraform.tfstate").write_text(
        json.dumps({
            "version": 4, "terraform_version": "1.5.0", "serial": 1, "lineage": "x", "outputs": {}, "resources": state,
        })
    )  # fmt: skip
    for arguments in (("init",), ("plan", "-refresh=false", "-out=plan")):
        ran = terraform.run(*arguments, "-no-color", folder=folder)
        assert ran.code == 0, ran.err
    shown = json.loads(terraform.run("show", "-json", "plan", folder=folder).out)
    return {change["name"]: change["change"] for change in shown["resource_changes"]}


@terraform.needs_provider
@pytest.mark.parametrize(("resource", "argument"), ROWS)
def test_provider_says_the_same(plan: dict[str, dict[str, Any]], resource: str, argument: str) -> None:
    change = plan[_name(resource, argument)]
    assert change["before"].get(argument) != change["after"].get(argument)
    if replaces(resource, argument):
        forced = {path[0] for path in change["replace_paths"]}
        assert forced <= {argument, INSTEAD.get((resource, argument))}
        assert argument in forced
    else:
        assert change["actions"] == ["update"]


def test_every_row_is_asked() -> None:
    asked = {resource: set(changes) for resource, changes in CHANGES.items()}
    assert set(asked) == set(REPLACING)
    for resource, arguments in REPLACING.items():
        assert {(resource, argument) for argument in arguments - asked[resource]} <= NOT_ASKED
    for resource, values in BASES.items():
        assert set(values) - {"tags_all"} <= asked[resource], resource
