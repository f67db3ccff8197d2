"""Ways for a flow log to come into the compiler's root module, and the ways that look like one and lose it.

One root has them all: applied as others wrote it, and once more with the compiler's files in the place of theirs. The
losses are expected as such, so that a newer Terraform shows up here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from compiled import compiled
from emulator import ACCOUNT
from language import GATEWAY, REGION, VPC
from rig import Rig, TerraformError
from takeover import forgotten, imported, moved, removed, state_ids
from world import World

import terraform

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = terraform.needs_provider

GROUP, BUCKET, ROLE = "/e2e/theirs", "e2e-theirs", f"arn:aws:iam::{ACCOUNT}:role/theirs"
TO_GROUP = f"""  iam_role_arn    = "{ROLE}"
  log_destination = "arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
"""
POLICY = {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
NAMES = ("counted", "counted-many", "keyed", "deep", "registry", "left", "elsewhere", "both", "occupied", "lost",
         "stays", "goes", "inside", "late")  # fmt: skip
IDS = {name: VPC.id(number) for number, name in enumerate(NAMES, 1)} | {"gateway": GATEWAY.id(1)}


def vpc_log(label: str, target: str, repeated: str = "") -> str:
    """A flow log of others."""
    return (
        f'resource "aws_flow_log" "{label}" {{\n{repeated}  vpc_id = {target}\n  traffic_type = "ALL"\n{TO_GROUP}}}\n'
    )


def literal(name: str) -> str:
    return json.dumps(IDS[name])


def policy(bucket: str, statement: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": f"arn:aws:s3:::{bucket}/*"}]})


GATEWAY_LOG = f"""resource "aws_flow_log" "gateway" {{
  transit_gateway_id       = {literal("gateway")}
  traffic_type             = "ALL"
  max_aggregation_interval = 60
{TO_GROUP}}}
"""
DEEP = {
    "outer/main.tf": 'module "inner" {\n  source = "./inner"\n  count = 1\n}\n',
    "outer/inner/main.tf": vpc_log("deep", literal("deep"), "  count = 1\n"),
}
REGISTRY = {
    "registry/main.tf": f"""variable "enable" {{}}

resource "aws_cloudwatch_log_group" "this" {{
  count = var.enable ? 1 : 0
  name  = "/e2e/registry"
}}

resource "aws_iam_role" "this" {{
  count              = var.enable ? 1 : 0
  name               = "registry"
  assume_role_policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{
      Effect = "Allow", Action = "sts:AssumeRole", Principal = {{ Service = "vpc-flow-logs.amazonaws.com" }}
    }}]
  }})
}}

resource "aws_iam_role_policy" "this" {{
  count  = var.enable ? 1 : 0
  name   = "registry"
  role   = aws_iam_role.this[0].id
  policy = jsonencode({{
    Version = "2012-10-17", Statement = [{{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }}]
  }})
}}

resource "aws_flow_log" "this" {{
  count           = var.enable ? 1 : 0
  vpc_id          = {literal("registry")}
  traffic_type    = "ALL"
  iam_role_arn    = aws_iam_role.this[0].arn
  log_destination = aws_cloudwatch_log_group.this[0].arn
}}
"""
}  # fmt: skip


def late(change: str) -> str:
    """A call that waits for a bucket, which a tag changes."""
    return f"""resource "aws_s3_bucket" "late" {{
  bucket = "e2e-late"
  tags   = {{ Change = "{change}" }}
}}

module "late" {{
  source     = "./late"
  vpc_id     = {literal("late")}
  depends_on = [aws_s3_bucket.late]
}}
"""


STAYS = "".join((
    vpc_log("both", literal("both")),
    vpc_log("occupied", literal("occupied")),
    f'resource "aws_s3_bucket" "theirs" {{\n  bucket = "{BUCKET}"\n}}\n',
))  # fmt: skip
GOES = "".join((
    vpc_log("counted", f'[{literal("counted")}, {literal("counted-many")}][count.index]', "  count = 2\n"),
    vpc_log("keyed", "each.value", f'  for_each = {{ "a b" = {literal("keyed")} }}\n'),
    vpc_log("left", literal("left")),
    vpc_log("elsewhere", literal("elsewhere")),
    vpc_log("lost", literal("lost")),
    vpc_log("several", "each.value", f"  for_each = {{ stays = {literal('stays')}, goes = {literal('goes')} }}\n"),
    GATEWAY_LOG,
    'resource "aws_cloudwatch_log_group" "inside" {\n  name = "/e2e/inside"\n}\n',
    vpc_log("inside", literal("inside")).replace(GROUP, "/e2e/inside"),
    'module "outer" {\n  source   = "./outer"\n  for_each = toset(["b"])\n}\n',
    'module "registry" {\n  source = "./registry"\n  enable = true\n}\n',
    late("one"),
))  # fmt: skip
OVERWRITES = f"""resource "aws_s3_bucket_policy" "theirs" {{
  bucket = aws_s3_bucket.theirs.id
  policy = jsonencode({policy(BUCKET, {**POLICY, "Action": "s3:PutObject"})})
}}
"""
STILL = "".join((
    vpc_log("several", "each.value", f"  for_each = {{ stays = {literal('stays')} }}\n"),
    'module "registry" {\n  source = "./registry"\n  enable = false\n}\n',
    f'module "inside" {{\n  source = "./inside"\n  vpc_id = {literal("inside")}\n}}\n',
    OVERWRITES,
    late("two"),
))  # fmt: skip
CALLS = ("", "outer", "outer.inner", "registry", "late", "inside")
MODULES = {
    ".terraform/modules/modules.json": json.dumps({
        "Modules": [
            {"Key": key, "Source": f"./{key.rpartition('.')[2]}", "Dir": key.replace(".", "/") or "."} for key in CALLS
        ]
    })
}  # fmt: skip


def existing(group: str, role: str) -> dict[str, Any]:
    """A destination that others made."""
    return {
        "cloudwatch_logs": {
            "log_group": group,
            "existing": True,
            "role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/{role}"},
        }
    }


def spec(name: str, **points: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "name": f"e2e-{name}",
        "defaults": {"destinations": "to"},
        "destinations": {"to": existing(GROUP, "theirs"), "registry": existing("/e2e/registry", "registry")},
        "capture_points": points,
    }


def module(name: str, group: Mapping[str, Any]) -> dict[str, str]:
    """A module of the compiler's, for the root to call."""
    said = spec(name, main={"vpc": {"var": "vpc_id"}}) | {"terraform": {"module": True}}
    said["destinations"] = {"to": {"cloudwatch_logs": {**group, "role": {"arn": ROLE}}}}
    return {f"{name}/{path}": text for path, text in compiled(said).items()}


OURS = spec(
    "ways",
    **{
        "counted": {"vpc": IDS["counted"]},
        "counted-many": {"vpcs": [IDS["counted-many"]]},
        "keyed": {"vpc": IDS["keyed"]},
        "deep": {"vpc": IDS["deep"]},
        "registry": {"vpc": IDS["registry"], "destinations": "registry"},
        "gateway": {"transit_gateway": IDS["gateway"]},
        "left": {"vpc": IDS["left"]},
        "both": {"vpc": IDS["both"]},
    },
)
DEPTH = 'module.outer["b"].module.inner[0].aws_flow_log.deep[0]'
OF_REGISTRY = ("aws_cloudwatch_log_group", "aws_iam_role", "aws_iam_role_policy")


def blocks(ids: Mapping[str, str]) -> str:
    """All ways at once; `ids`: address of others → what AWS knows it by."""
    own = "aws_flow_log.{}__to".format
    return "".join((
        moved("aws_flow_log.counted[0]", own("counted")),
        moved("aws_flow_log.counted[1]", f'{own("counted_many")}["{IDS["counted-many"]}"]'),
        moved('aws_flow_log.keyed["a b"]', own("keyed")),
        moved(DEPTH, own("deep")),
        moved("module.registry.aws_flow_log.this[0]", "aws_flow_log.registry__registry"),
        *(forgotten(f"module.registry.{type_}.this[0]", f"{type_}.old") for type_ in OF_REGISTRY),
        forgotten("aws_flow_log.gateway", "aws_flow_log.old_gateway"),
        imported(own("gateway"), ids["aws_flow_log.gateway"]),
        forgotten('aws_flow_log.several["goes"]', "aws_flow_log.old_goes"),
        removed("aws_flow_log.elsewhere"),
        moved("aws_cloudwatch_log_group.inside", "module.inside.aws_cloudwatch_log_group.to"),
        moved("aws_flow_log.inside", "module.inside.aws_flow_log.main__to"),
        imported(own("left"), ids["aws_flow_log.left"]),
        moved("aws_flow_log.lost", "aws_flow_log.nowhere"),
        imported(own("both"), ids["aws_flow_log.both"]),
        imported("aws_flow_log.occupied", "fl-0123456789abcdef0"),
    ))  # fmt: skip


WAYS = {
    "aws_flow_log.counted__to": "move",
    f'aws_flow_log.counted_many__to["{IDS["counted-many"]}"]': "move",
    "aws_flow_log.keyed__to": "move",
    "aws_flow_log.deep__to": "move",
    "aws_flow_log.registry__registry": "move",
    **{f"{type_}.old": "forget" for type_ in OF_REGISTRY},
    "aws_flow_log.old_gateway": "forget",
    "aws_flow_log.gateway__to": "import",
    "aws_flow_log.old_goes": "forget",
    "aws_flow_log.elsewhere": "forget",
    "module.inside.aws_cloudwatch_log_group.to": "move",
    "module.inside.aws_flow_log.main__to": "move",
}
DANGERS = {
    "aws_flow_log.left__to": "import",
    "aws_flow_log.left": "destroy",  # the same flow log
    "aws_flow_log.nowhere": "destroy",
    "aws_flow_log.both__to": "import",  # while `aws_flow_log.both` keeps it
    "aws_s3_bucket_policy.theirs": "create",  # overwrites the one that is there
    "aws_s3_bucket.late": "update",
    "module.late.aws_flow_log.main__to": "replace",
}


def test_the_ways_keep_every_flow_log_and_the_dangers_lose_theirs(rig: Rig, record_property: Any):
    rig.aws.forget()
    World(rig.aws).has_all_in(IDS.values())
    rig.aws.client("logs").create_log_group(logGroupName=GROUP)
    made = {
        **REGISTRY,
        **module("late", {"log_group": GROUP, "existing": True}),
        **module("inside", {"log_group": "/e2e/inside", "retention_days": "never", "on_destroy": "delete"}),
    }
    root = rig.root("ways", {**made, **DEEP, "main.tf": STAYS + GOES}, beside=MODULES)
    root.apply()
    rig.aws.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy(BUCKET, POLICY))
    ids = state_ids(root)

    other = compiled(spec("elsewhere", main={"vpc": IDS["elsewhere"]}))
    other["adopt.tf"] = imported("aws_flow_log.main__to", ids["aws_flow_log.elsewhere"])
    assert rig.root("elsewhere", other).apply().actions == {"aws_flow_log.main__to": "import"}

    ours = {**made, **compiled(OURS), "main.tf": STAYS + STILL}
    root.put({**ours, "adopt.tf": blocks(ids)})
    done = {address: action for address, action in root.apply().actions.items() if action != "read"}
    assert done == WAYS | DANGERS  # `both` and `occupied` are passed over in silence

    left = {each["FlowLogId"] for each in rig.aws.flow_logs()}
    gone = {address for address, id_ in ids.items() if id_.startswith("fl-") and id_ not in left}
    assert gone == {"aws_flow_log.left", "aws_flow_log.lost", "module.late.aws_flow_log.main__to"}
    assert "s3:DeleteObject" not in rig.aws.client("s3").get_bucket_policy(Bucket=BUCKET)["Policy"]
    root.put(ours)
    assert root.plan().actions == {"aws_flow_log.left__to": "create"}
    record_property("adopted", f"{len(WAYS)} ways as the table says, {len(DANGERS)} dangers as dangers")


DECLARED = vpc_log("declared", literal("both"), '  for_each = toset(["k"])\n')
REFUSED = {
    "an index": (removed('aws_flow_log.gone["k"]'), "Invalid resource|Unsupported|instance key"),
    "a declared address": (DECLARED + removed("aws_flow_log.declared"), "still exists"),
    "a leftover": (imported("aws_flow_log.gone", "fl-0123456789abcdef0"), "does not exist"),
    "an absent part": (
        'resource "aws_s3_bucket_policy" "absent" {\n  bucket = "e2e-absent"\n  policy = "{}"\n}\n'
        + imported("aws_s3_bucket_policy.absent", "e2e-absent"),
        "non-existent remote object",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_terraform_refuses(rig: Rig, what: str):
    code, told = REFUSED[what]
    rig.aws.forget()
    rig.aws.client("s3").create_bucket(Bucket="e2e-absent")
    with pytest.raises(TerraformError, match=told):
        rig.root("refused", {"main.tf": code}).plan()
