"""`--own all`: roles, keys and buckets are owned where their policies mean what the compiler writes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from existing_samples import ACCOUNT, BUCKET, ELSEWHERE, HERE, ROLE, STATE, existing, group, to_bucket, to_group
from gen_flowlogs import pipeline
from gen_flowlogs.adopt.owned import policy_meaning
from gen_flowlogs.adopt.situation import OtherRoot, SameFolder
from gen_flowlogs.adopt.spec.propose import propose
from gen_flowlogs.model import ExistingKey, ExistingRole, OwnKey, OwnRole, ServiceKey
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, FlowLog, Role

TODAY = date(2026, 11, 26)
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/vpc/central"

LEAST_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "any",
            "Effect": "Allow",
            "Principal": {"Service": ["vpc-flow-logs.amazonaws.com"]},
            "Action": "sts:assumerole",
            "Condition": {
                "ArnLike": {"AWS:SourceArn": f"arn:aws:ec2:us-east-1:{ACCOUNT}:vpc-flow-log/*"},
                "StringEquals": {"aws:SourceAccount": [ACCOUNT]},
            },
        }
    ],
}
LEAST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": ["logs:PutLogEvents", "logs:CreateLogStream", "logs:DescribeLogStreams"],
            "Resource": f"{GROUP}:*",
        },
    ],
}
USE_KEY = {
    "Effect": "Allow",
    "Action": ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    "Resource": KEY,
    "Condition": {"StringEquals": {"kms:ViaService": "logs.us-east-1.amazonaws.com"}},
}
DOCUMENTED_TRUST = {
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
}
DOCUMENTED = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
            ],
            "Resource": ["*"],
        }
    ],
}
KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"},
        {
            "Effect": "Allow",
            "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": GROUP}},
        },
    ],
}
BUCKET_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"{BUCKET}/AWSLogs/{ACCOUNT}/*",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "StringEqualsIfExists": {"s3:x-amz-acl": "bucket-owner-full-control"},
                "ArnLike": {"aws:SourceArn": f"arn:aws:logs:us-east-1:{ACCOUNT}:*"},
            },
        },
        {
            "Effect": "Allow",
            "Principal": {"Service": "delivery.logs.amazonaws.com"},
            "Action": "s3:GetBucketAcl",
            "Resource": BUCKET,
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:logs:us-east-1:{ACCOUNT}:*"},
            },
        },
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [BUCKET, f"{BUCKET}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": False}},
        },
    ],
}
SETTINGS = {
    "aws_s3_bucket_public_access_block": dict.fromkeys(
        ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True
    ),
    "aws_s3_bucket_ownership_controls": {"rule": [{"object_ownership": "BucketOwnerEnforced"}]},
    "aws_s3_bucket_versioning": {"versioning_configuration": [{"status": "Enabled", "mfa_delete": ""}]},
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rule": [
            {
                "apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256", "kms_master_key_id": ""}],
                "bucket_key_enabled": None,
            }
        ]
    },
    "aws_s3_bucket_lifecycle_configuration": {
        "transition_default_minimum_object_size": "all_storage_classes_128K",
        "rule": [
            {
                "id": "flow-logs",
                "status": "Enabled",
                "prefix": "",
                "filter": [{"and": [], "prefix": "", "tag": [], "object_size_greater_than": None}],
                "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
                "expiration": [{"days": 400, "date": None, "expired_object_delete_marker": False}],
                "noncurrent_version_expiration": [{"noncurrent_days": 30, "newer_noncurrent_versions": None}],
                "noncurrent_version_transition": [],
                "transition": [{"days": 90, "date": None, "storage_class": "GLACIER_IR"}],
            }
        ],
    },
    "aws_s3_bucket_policy": {"policy": json.dumps(BUCKET_POLICY)},
}


def role(**others: Any):
    usual = {"trust": json.dumps(LEAST_TRUST), "inline": {"flow-logs": json.dumps(LEAST)}, "arn": ROLE}
    return Role(**{"source": STATE, "where": HERE, "name": "flow-logs", **usual, **others})


def bucket(**others: Any):
    return Bucket(**{"source": STATE, "where": HERE, "name": "acme-archive", "settings": SETTINGS, **others})


def key(**others: Any):
    usual = {"policy": json.dumps(KEY_POLICY), "rotation": True, "aliases": ("alias/flow-logs-vpc-central",)}
    return EncryptionKey(**{"source": STATE, "where": HERE, "arn": KEY, **usual, **others})


def proposed(*flow_logs: FlowLog, own: Any = "all", **others: Any):
    what = existing(*flow_logs, **others)
    proposal = propose(what, name="net", situation=OtherRoot(), own=own, today=TODAY)
    assert proposal.text is not None
    result = pipeline.compile(proposal.text.encode(), proposal.file, read=Path.read_bytes, today=TODAY)
    assert [each.message for each in result.diagnostics] == []
    assert proposal.left_out == ()
    return result.spec.destinations[0], proposal


@pytest.mark.parametrize(
    ("others", "made"),
    [
        ({}, OwnRole(name="flow-logs")),
        ({"inline": {"write": json.dumps(LEAST)}}, OwnRole(name="flow-logs", policy_name="write")),
        (
            {"trust": json.dumps(DOCUMENTED_TRUST), "inline": {"flow-logs": json.dumps(DOCUMENTED)}},
            OwnRole(name="flow-logs", permissions="documented"),
        ),
        ({"description": "{x}", "tags": {"a": "b"}}, OwnRole(name="flow-logs", description="{x}", tags=(("a", "b"),))),
    ],
)
def test_a_role_that_means_what_the_compiler_writes_is_owned(others, made):
    destination, proposal = proposed(to_group(1), roles=(role(**others),), log_groups=(group(),))
    assert destination.role == made
    assert proposal.notes == ()


def test_only_all_owns_roles():
    destination, _ = proposed(to_group(1), roles=(role(),), log_groups=(group(),), own="groups")
    assert (destination.role, destination.existing) == (ExistingRole(ROLE), False)


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"complete": False}, "not all of its policies"),
        ({"attached": ("arn:aws:iam::aws:policy/ReadOnlyAccess",)}, "attached"),
        ({"inline": {}}, "0 inline policies"),
        ({"trust": None}, "not read"),
        ({"trust": "{"}, "no JSON"),
        ({"trust": json.dumps(DOCUMENTED_TRUST)}, "its inline policy differs in meaning"),
        ({"trust": json.dumps({**DOCUMENTED_TRUST, "Statement": []})}, "its trust policy differs in meaning"),
        ({"inline": {"x": json.dumps(DOCUMENTED)}}, "its inline policy differs in meaning"),
        ({"tags": {"?": "b"}}, "tag"),
    ],
)
def test_a_role_that_means_something_else_stays_somebody_elses(others, why):
    destination, proposal = proposed(to_group(1), roles=(role(**others),), log_groups=(group(),))
    assert destination.role == ExistingRole(ROLE)
    (note,) = proposal.notes
    assert why in note.text


def test_tags_of_a_role_beside_those_of_its_group():
    tags = {"Team": "net"}
    same, _ = proposed(to_group(1), roles=(role(tags={**tags, "b": "c"}),), log_groups=(group(tags=tags),))
    assert same.role == OwnRole(name="flow-logs", tags=(("b", "c"),))
    none, _ = proposed(to_group(1), roles=(role(),), log_groups=(group(tags=tags),))
    assert none.role == OwnRole(name="flow-logs", tags=None)
    other, proposal = proposed(to_group(1), roles=(role(tags={"b": "c"}),), log_groups=(group(tags=tags),))
    assert other.role == ExistingRole(ROLE)
    assert "lacks the tag" in proposal.notes[0].text


def test_shared_tags_do_not_reach_a_role_that_has_none():
    tags = {"Team": "net"}
    destination, proposal = proposed(
        to_group(1, tags=tags), to_group(2, tags={**tags, "Name": "b"}), roles=(role(),), log_groups=(group(),)
    )
    assert destination.role == OwnRole(name="flow-logs")
    assert destination.tags == ()
    assert "defaults:\n  destinations" in proposal.text


def test_a_key_that_is_what_the_compiler_creates_is_owned():
    policy = {**LEAST, "Statement": [*LEAST["Statement"], USE_KEY]}
    roles = (role(inline={"flow-logs": json.dumps(policy)}),)
    destination, proposal = proposed(to_group(1), roles=roles, keys=(key(),), log_groups=(group(key=KEY),))
    assert (destination.kms, destination.role) == (OwnKey(), OwnRole(name="flow-logs"))
    assert proposal.notes == ()


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"rotation": False}, "rotation"),
        ({"aliases": ()}, "alias/flow-logs-vpc-central"),
        ({"policy": json.dumps(DOCUMENTED)}, "differs in meaning"),
        ({"tags": {"a": "b"}}, "tags"),
    ],
)
def test_another_key_stays_somebody_elses(others, why):
    destination, proposal = proposed(to_group(1), keys=(key(**others),), log_groups=(group(key=KEY),), roles=())
    assert destination.kms == ExistingKey(KEY)
    assert any(why in note.text for note in proposal.notes)


def test_a_bucket_that_has_what_the_compiler_writes_is_owned():
    destination, proposal = proposed(to_bucket(1), buckets=(bucket(tags={"a": "b"}),))
    assert (destination.existing, destination.expire_days, destination.tags) == (False, 400, (("a", "b"),))
    assert [(each.after_days, each.storage_class) for each in destination.transitions] == [(90, "GLACIER_IR")]
    assert (destination.kms, destination.versioning) == (ServiceKey(), True)
    assert proposal.notes == ()


def _without(name):
    return {key: value for key, value in SETTINGS.items() if key != f"aws_s3_bucket_{name}"}


def _rule(**others: Any):
    lifecycle = SETTINGS["aws_s3_bucket_lifecycle_configuration"]
    return {"lifecycle_configuration": {**lifecycle, "rule": [{**lifecycle["rule"][0], **others}]}}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"logging": {}}, "aws_s3_bucket_logging"),
        ({"versioning": {"versioning_configuration": [{"status": "Suspended"}]}}, "versioning"),
        ({"public_access_block": {"block_public_acls": True}}, "public access"),
        ({"ownership_controls": {"rule": [{"object_ownership": "ObjectWriter"}]}}, "BucketOwnerEnforced"),
        ({"policy": {"policy": json.dumps(DOCUMENTED)}}, "differs in meaning"),
        ({"policy": {"policy": None}}, "policy"),
        (_rule(id="x"), "flow-logs"),
        (_rule(filter=[{"prefix": "a/"}]), "filter"),
        (_rule(noncurrent_version_expiration=[{"noncurrent_days": 9}]), "older versions"),
        (_rule(noncurrent_version_transition=[{"noncurrent_days": 9}]), "noncurrent_version_transition"),
        (_rule(abort_incomplete_multipart_upload=[]), "uploads"),
        (_rule(transition=[{"days": 1, "storage_class": "STANDARD_IA"}]), "lifecycle"),
        (_rule(expiration=[{"date": "2027-01-01"}], noncurrent_version_expiration=[]), "expiration"),
    ],
)
def test_another_bucket_stays_somebody_elses(changes, why):
    settings = {**SETTINGS, **{f"aws_s3_bucket_{name}": value for name, value in changes.items()}}
    destination, proposal = proposed(to_bucket(1), buckets=(bucket(settings=settings),))
    assert destination.existing
    (note,) = proposal.notes
    assert why in note.text


@pytest.mark.parametrize("name", ["policy", "lifecycle_configuration", "public_access_block"])
def test_a_part_that_the_spec_would_add(name):
    destination, proposal = proposed(to_bucket(1), buckets=(bucket(settings=_without(name)),))
    assert destination.existing
    assert f"the spec would add aws_s3_bucket_{name}" in proposal.notes[0].text


def test_a_bucket_of_two_places_or_prefixes_stays_somebody_elses():
    destination, _ = proposed(to_bucket(1), to_bucket(2, where=ELSEWHERE), buckets=(bucket(),))
    assert destination.existing
    destination, proposal = proposed(to_bucket(1), to_bucket(2, log_destination=f"{BUCKET}/p/"), buckets=(bucket(),))
    assert destination.existing
    assert "several destinations" in proposal.notes[0].text


def test_the_meaning_of_a_policy_does_not_depend_on_its_spelling():
    one = policy_meaning.of(LEAST)
    turned = {"Statement": list(reversed(LEAST["Statement"])), "Version": "2012-10-17", "Id": "x"}
    assert policy_meaning.of(turned) == one
    wider = json.loads(json.dumps(LEAST).replace("logs:PutLogEvents", "logs:*"))
    assert policy_meaning.of(wider) != one
    denied = json.loads(json.dumps(LEAST).replace('"Allow"', '"Deny"', 1))
    assert policy_meaning.of(denied) != one


@pytest.mark.parametrize("text", ["[]", "1", '{"Statement": [1]}', '{"Statement": [], "X": 1}', "[" * 100_000, "{"])
def test_what_is_no_policy_has_no_meaning(text):
    with pytest.raises(policy_meaning.NoPolicy):
        policy_meaning.of_text(text)


def test_an_owned_role_is_given_up_where_the_compiler_refuses_it():
    reserved = replace(role(), name="AWSServiceRoleForX", arn=f"arn:aws:iam::{ACCOUNT}:role/AWSServiceRoleForX")
    what = existing(to_group(1, role=reserved.arn), to_bucket(2), roles=(reserved,))
    proposal = propose(what, name="net", situation=OtherRoot(), own="all", today=TODAY)
    assert [each.role for each in proposal.left_out] == [reserved.arn]
    assert proposal.text is not None


@pytest.mark.parametrize("own_tags", [None, {}])
def test_tags_that_the_provider_of_a_root_adds_are_not_said_in_it(own_tags):
    tagged = {"tags": {"Owner": "me"}, "own_tags": own_tags}
    what = existing(to_group(1), to_bucket(2), log_groups=(group(**tagged),), buckets=(bucket(**tagged),))
    texts = [
        propose(what, name="net", situation=situation, own="all", today=TODAY).text or ""
        for situation in (OtherRoot(), SameFolder(Path("infra")))
    ]
    assert [text.count("Owner: me") for text in texts] == [2, 0 if own_tags == {} else 2]
