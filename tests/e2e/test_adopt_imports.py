"""Whatever the compiler makes can be imported: applied, lost from the state, imported again, and nothing is to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from adoption import Site
from compiled import compiled
from language import OTHER_ACCOUNT
from takeover import ID, imported, lose, state_only
from test_matrix import WAITS_A_MINUTE
from world import World

import terraform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rig import Rig

pytestmark = terraform.needs_provider

TEMPLATES = Path(__file__).parents[2] / "templates"
VPC, SUBNETS = "vpc-00000000000000001", ["subnet-00000000000000002", "subnet-00000000000000003"]
GATEWAY = "tgw-00000000000000004"

STATE_ONLY = {
    "aws_athena_workgroup": {"force_destroy"},
    "aws_cloudwatch_log_group": {"skip_destroy"},
    "aws_s3_bucket": {"force_destroy"},
}
"""The only changes that a plan with imports may have: arguments of Terraform's own, of which AWS knows nothing."""


IN_BUCKETS = {type_ for type_ in ID if type_.startswith("aws_s3_")}
OWNED = IN_BUCKETS | {
    "aws_cloudwatch_log_group", "aws_flow_log", "aws_iam_role", "aws_iam_role_policy", "aws_kms_alias", "aws_kms_key",
}  # fmt: skip
"""What `--own all` takes over; a bucket alone if it is known whole."""
NOT_OWNED = ("aws_iam_role.far", "aws_iam_role_policy.far")
"""The role of a stream, which stays as it is."""


def spec() -> dict[str, Any]:
    """Every type of resource, for three families of destinations."""
    far = f"arn:aws:firehose:us-east-1:{OTHER_ACCOUNT}:deliverystream/far"
    across = f"arn:aws:iam::{OTHER_ACCOUNT}:role/AWSLogDeliveryFirehoseCrossAccountRole-e2e"
    return {
        "version": 1,
        "name": "e2e-imports",
        "defaults": {"tags": {"Owner": "network"}},
        "destinations": {
            "central": {
                "cloudwatch_logs": {"log_group": "/e2e/central", "retention_days": 30, "kms": "create", "queries": True}
            },
            "plain": {"cloudwatch_logs": {"log_group": "/e2e/plain", "on_destroy": "delete"}},
            "archive": {
                "s3": {
                    "bucket": "e2e-archive",
                    "prefix": "network",
                    "kms": "create",
                    "file_format": "parquet",
                    "hive_compatible_partitions": True,
                    "per_hour_partition": True,
                    "expire_days": 400,
                    "transitions": [{"after_days": 30, "storage_class": "STANDARD_IA"}],
                    "on_destroy": "delete",
                    "queries": True,
                }
            },
            "simple": {"s3": {"bucket": "e2e-simple"}},
            "far": {"firehose": {"delivery_stream": far, "cross_account_role": across}},
        },
        "capture_points": {
            "core": {"vpc": VPC, "destinations": ["central", "plain", "archive", "simple", "far"]},
            "apps": {"subnets": SUBNETS, "filter": "reject", "destinations": ["plain", "simple"]},
            "hub": {"transit_gateway": GATEWAY, "destinations": ["plain", "far"]},
        },
    }


def test_the_table_has_every_type_that_the_compiler_makes():
    written = "".join(path.read_text() for path in TEMPLATES.glob("*.j2"))
    assert set(re.findall(r'^ *resource "(\w+)"', written, re.MULTILINE)) == ID.keys()


def test_every_type_is_imported_and_only_arguments_of_terraform_s_own_change(rig: Rig, record_property: Any):
    live(rig, record_property, without=[WAITS_A_MINUTE])


@pytest.mark.slow
def test_lifecycles_of_buckets_are_imported_too(rig: Rig, record_property: Any):
    live(rig, record_property, without=[])


def live(rig: Rig, record_property: Any, without: Sequence[str]) -> None:
    rig.aws.forget()
    World(rig.aws).has_all_in([VPC, *SUBNETS, GATEWAY])
    files = compiled(spec())
    root = rig.root("imports", files, without=without)
    made = root.apply()
    state = (root.folder / "terraform.tfstate").read_text()
    ids = lose(root)
    assert {address.partition(".")[0] for address in ids} == ID.keys() - set(without)
    root.put({**files, "adopt.tf": "".join(imported(to, id_) for to, id_ in ids.items())})
    plan = root.plan()
    assert plan.actions.keys() == {each.address for each in made.changes} == ids.keys()
    assert {each["address"]: each["change"]["importing"]["id"] for each in plan.details["resource_changes"]} == ids
    assert set(plan.actions.values()) == {"import", "update"}
    assert state_only(plan) == STATE_ONLY
    record_property(
        "adopted", f"{len(ids)} resources of {len({each.partition('.')[0] for each in ids})} types imported"
    )
    owned(ids, Site(rig, "site"), state, OWNED - IN_BUCKETS if without else OWNED)


def owned(ids: Mapping[str, str], site: Site, state: str, types: AbstractSet[str]) -> None:
    """Our own output, adopted with all that it made: a root module of its own plans the values that there are."""
    site.adopt(site.write("state.json", state), "--state", "other", "--own", "all")
    plan = site.root("out/network").plan()
    wanted = {
        (type_, id_)
        for address, id_ in ids.items()
        if (type_ := address.partition(".")[0]) in types
        and (types == OWNED or "_kms_" not in address or "central" in address)
        and not address.endswith(NOT_OWNED)
    }
    changes = [each for each in plan.details["resource_changes"] if each["mode"] == "managed"]
    assert {(each["type"], each["change"].get("importing", {}).get("id")) for each in changes} == wanted
    assert set(plan.actions.values()) == {"import", "update"}
    assert state_only(plan) == {"aws_cloudwatch_log_group": {"skip_destroy"}}  # nothing adopted is destroyed by force
