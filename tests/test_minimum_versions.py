"""The lowest Terraform and the lowest AWS provider that have what a spec uses."""

from __future__ import annotations

import pytest

import catalogue
from gen_flowlogs import pipeline
from gen_flowlogs.minimum_versions import minimum_versions

KEY = "111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SOVEREIGN_KEY = f"arn:aws-eusc:kms:eusc-de-east-1:{KEY}"
SOVEREIGN_IAM = "arn:aws-eusc:iam::999988887777"
ROLE = "AWSLogDeliveryFirehoseCrossAccountRole"
ISOLATED_KEY = f"arn:aws-iso-f:kms:us-isof-south-1:{KEY}"
STEPS = "bucket: acme-b, transitions: [{after_days: 1, storage_class: GLACIER}]"


@pytest.mark.parametrize(
    ("text", "terraform", "provider"),
    [
        ("", "1.5", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, use_lockfile: true}}}", "1.10", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, use_lockfile: false}}}", "1.10", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, assume_role: {role_arn: r}}}}", "1.6", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, sts_region: us-east-1}}}", "1.6", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, skip_s3_checksum: false}}}", "1.6.3", "5.0"),
        ("terraform: {backend: {s3: {bucket: b, encrypt: true}}}", "1.5", "5.0"),
        ("terraform: {backend: {cloud: {organization: acme, workspaces: {project: x}}}}", "1.6", "5.0"),
        ("terraform: {backend: {cloud: {organization: acme, workspaces: {}}}}", "1.5", "5.0"),
        ("  b: {cloudwatch_logs: {log_group: /b}, retired: true}", "1.7", "5.0"),
        ("  b: {cloudwatch_logs: {log_group: /b, existing: true}, retired: true}", "1.5", "5.0"),
        ("  b: {s3: {bucket: acme-b, existing: true}, retired: true}", "1.5", "5.0"),
        ("  b: {firehose: {delivery_stream: {var: b}}, retired: true}", "1.5", "5.0"),
        ("  rare: {cloudwatch_logs: {log_group: /rare, class: INFREQUENT_ACCESS}}", "1.5", "5.30"),
        ("  kept: {cloudwatch_logs: {log_group: /kept, deletion_protection: true}}", "1.5", "6.25"),
        ("  kept: {cloudwatch_logs: {log_group: /kept, deletion_protection: false}}", "1.5", "6.25"),
        (
            f"  b: {{s3: {{{STEPS}, transition_default_minimum_object_size: varies_by_storage_class}}}}",
            "1.5",
            "5.70",
        ),
        (
            f"  b: {{s3: {{{STEPS}, transition_default_minimum_object_size: all_storage_classes_128K}}}}",
            "1.5",
            "5.0",
        ),
        ("stacks: {s: {account: '111122223333', region: eusc-de-east-1}}\ndefaults: {stack: s}", "1.5", "6.17"),
        (
            "  b: {firehose: {delivery_stream: 'arn:aws-eusc:firehose:eusc-de-east-1:111122223333:deliverystream/x'}}",
            "1.5",
            "6.17",
        ),
        (f"  b: {{cloudwatch_logs: {{log_group: /b, kms: '{SOVEREIGN_KEY}'}}}}", "1.5", "6.17"),
        (f"  b: {{s3: {{bucket: acme-b, kms: '{SOVEREIGN_KEY}'}}}}", "1.5", "6.17"),
        (f"  b: {{cloudwatch_logs: {{log_group: /b, role: {{arn: '{SOVEREIGN_IAM}:role/r'}}}}}}", "1.5", "6.17"),
        (
            f"  b: {{cloudwatch_logs: {{log_group: /b, role: {{permissions_boundary: '{SOVEREIGN_IAM}:policy/p'}}}}}}",
            "1.5",
            "6.17",
        ),
        (
            f"  b: {{firehose: {{delivery_stream: {{var: b}}, cross_account_role: '{SOVEREIGN_IAM}:role/{ROLE}'}}}}",
            "1.5",
            "6.17",
        ),
        (f"  b: {{cloudwatch_logs: {{log_group: /b, kms: '{ISOLATED_KEY}'}}}}", "1.5", "5.0"),
        ("capture_points: {n: {regional_nat_gateway: {var: n}, destinations: a}}", "1.5", "6.25"),
    ],
)
def test_the_lowest_versions_that_have_what_a_spec_uses(text: str, terraform: str, provider: str):
    head = "version: 1\nname: test\ndestinations:\n  a: {cloudwatch_logs: {log_group: /a}}"
    points = "" if "capture_points" in text else "capture_points: {a: {vpc: vpc-0a1b2c3d4e5f67890, destinations: a}}"
    found = pipeline.compile(
        f"{head}\n{text}\n{points}".encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY
    )
    assert found.files is not None
    least = minimum_versions(found.spec)
    assert (least.terraform, least.aws_provider) == (terraform, provider)
