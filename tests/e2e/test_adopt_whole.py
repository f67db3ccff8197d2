"""The whole way: what others applied is adopted, and the plan of what comes of it keeps every flow log.

One old root has the shapes that are seen most. It is applied once and adopted three times: into a file in it, as a
module that it calls, and into a root module with a state of its own. Each way is gone to its end: proved, applied,
`adopt.tf` deleted, nothing left to do. What leaves the old code is what the written blocks say of it, and no more.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from adoption import Site
from emulator import ACCOUNT
from language import ATTACHMENT, ENI, GATEWAY, REGION, SUBNET, VPC
from rig import Rig
from takeover import flow_logs
from world import World

import terraform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rig import Plan, Root

pytestmark = terraform.needs_provider

SEED = {
    "aws_flow_log.example": """resource "aws_flow_log" "example" {
  iam_role_arn    = aws_iam_role.example.arn
  log_destination = aws_cloudwatch_log_group.example.arn
  traffic_type    = "ALL"
  vpc_id          = var.vpc_id
}
""",
    "aws_cloudwatch_log_group.example": """resource "aws_cloudwatch_log_group" "example" {
  name = "example"
}
""",
    "data": """variable "vpc_id" {
  type = string
}

data "aws_iam_policy_document" "assume_role" {
  statement {
    effect = "Allow"

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }

    actions = ["sts:AssumeRole"]
  }
}

data "aws_iam_policy_document" "example" {
  statement {
    effect = "Allow"

    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:DescribeLogGroups",
      "logs:DescribeLogStreams",
    ]

    resources = ["*"]
  }
}
""",
    "aws_iam_role.example": """resource "aws_iam_role" "example" {
  name               = "example"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}
""",
    "aws_iam_role_policy.example": """resource "aws_iam_role_policy" "example" {
  name   = "example"
  role   = aws_iam_role.example.id
  policy = data.aws_iam_policy_document.example.json
}
""",
}
"""The Terraform that this project began with, block by block."""

ROLE = f"arn:aws:iam::{ACCOUNT}:role/theirs"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/theirs"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/theirs"
WEB = (VPC.id(11), VPC.id(12))
APPS = {"a b": SUBNET.id(21), "ü": SUBNET.id(22)}
OTHERS = {
    "aws_flow_log.web": f"""resource "aws_flow_log" "web" {{
  count                = 2
  vpc_id               = element(["{WEB[0]}", "{WEB[1]}"], count.index)
  traffic_type         = "REJECT"
  log_destination_type = "s3"
  log_destination      = "${{aws_s3_bucket.flow.arn}}/web/"

  destination_options {{
    file_format                = "parquet"
    hive_compatible_partitions = true
    per_hour_partition         = true
  }}

  tags = {{ Name = "web" }}
}}
""",
    "aws_s3_bucket.flow": """resource "aws_s3_bucket" "flow" {
  bucket = "e2e-flow"
}
""",
    "aws_s3_bucket_versioning.flow": """resource "aws_s3_bucket_versioning" "flow" {
  bucket = aws_s3_bucket.flow.id

  versioning_configuration {
    status = "Enabled"
  }
}
""",
    "aws_flow_log.apps": f"""resource "aws_flow_log" "apps" {{
  for_each                 = {{ "a b" = "{APPS["a b"]}", "ü" = "{APPS["ü"]}" }}
  subnet_id                = each.value
  traffic_type             = "ACCEPT"
  max_aggregation_interval = 60
  iam_role_arn             = "{ROLE}"
  log_destination          = "{GROUP}"
  tags                     = {{ Name = "apps-${{each.key}}", on = "yes", "a: b" = "- @c", Year = "012" }}
}}
""",
    "aws_flow_log.by_name": f"""resource "aws_flow_log" "by_name" {{
  eni_id         = "{ENI.id(31)}"
  traffic_type   = "ALL"
  iam_role_arn   = "{ROLE}"
  log_group_name = "/theirs"
}}
""",
    "aws_flow_log.hub": f"""resource "aws_flow_log" "hub" {{
  transit_gateway_id       = "{GATEWAY.id(41)}"
  traffic_type             = "ALL"
  max_aggregation_interval = 60
  iam_role_arn             = "{ROLE}"
  log_destination          = "{GROUP}"
}}
""",
    "aws_flow_log.spoke": f"""resource "aws_flow_log" "spoke" {{
  transit_gateway_attachment_id = "{ATTACHMENT.id(51)}"
  max_aggregation_interval      = 60
  log_destination_type          = "kinesis-data-firehose"
  log_destination               = "{STREAM}"
}}
""",
    "aws_flow_log.no_slash": """resource "aws_flow_log" "no_slash" {
  vpc_id               = aws_vpc.kept.id
  traffic_type         = "ALL"
  log_format           = "$${srcaddr} $${dstaddr} $${action}"
  log_destination_type = "s3"
  log_destination      = "${aws_s3_bucket.shared.arn}/no/slash"
}
""",
    "module.outer": 'module "outer" {\n  source   = "./outer"\n  for_each = toset(["b"])\n}\n',
    "module.registry": 'module "registry" {\n  source = "./registry"\n  enable = true\n}\n',
    "kept": """resource "aws_vpc" "kept" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_s3_bucket" "shared" {
  bucket = "e2e-shared"
}

resource "aws_ssm_parameter" "shared" {
  name  = "/shared"
  type  = "String"
  value = aws_s3_bucket.shared.arn
}
""",
}
MODULES = {
    "outer/main.tf": 'module "inner" {\n  source = "./inner"\n  count  = 1\n}\n',
    "outer/inner/main.tf": f"""resource "aws_flow_log" "deep" {{
  count           = 1
  vpc_id          = "{VPC.id(61)}"
  traffic_type    = "ALL"
  iam_role_arn    = "{ROLE}"
  log_destination = "{GROUP}"
}}
""",
    "registry/main.tf": """variable "enable" {
  type = bool
}

resource "aws_cloudwatch_log_group" "this" {
  count             = var.enable ? 1 : 0
  name              = "/registry"
  retention_in_days = 30
}

resource "aws_iam_role" "this" {
  count              = var.enable ? 1 : 0
  name               = "registry"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  count  = var.enable ? 1 : 0
  name   = "registry"
  role   = aws_iam_role.this[0].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:*", Resource = "*" }]
  })
}

resource "aws_flow_log" "this" {
  count           = var.enable ? 1 : 0
  vpc_id          = "VPC"
  traffic_type    = "ALL"
  iam_role_arn    = aws_iam_role.this[0].arn
  log_destination = aws_cloudwatch_log_group.this[0].arn
}
""".replace("VPC", VPC.id(71)),
}
VARIABLES = {"vpc_id": VPC.id(1)}
_FROM = re.compile(r"^\s*from\s*=\s*(.+)$", re.MULTILINE)


def without(code: Mapping[str, str], blocks: str) -> str:
    """Old code without what these blocks move or remove from it; a module with a switch is switched off."""
    goes = {".".join(re.sub(r"\[.*?\]", "", address).split(".")[:2]) for address in _FROM.findall(blocks)}
    left = {name: text for name, text in code.items() if name not in goes or "enable" in text}
    if "module.registry" in goes:
        left["module.registry"] = left["module.registry"].replace("true", "false")
    return "\n".join(left.values())


@pytest.fixture(scope="module")
def old(aws: Any, provider_home: Any, tmp_path_factory: pytest.TempPathFactory) -> Root:
    """The root module of others, applied."""
    return applied(Rig(tmp_path_factory.mktemp("old"), provider_home, aws), SEED | OTHERS)


def applied(rig: Rig, code: Mapping[str, str]) -> Root:
    """A root module of this code, applied in an account of its own."""
    rig.aws.forget()
    World(rig.aws).has_all_in([*code.values(), *MODULES.values(), *VARIABLES.values()])
    rig.aws.client("logs").create_log_group(logGroupName="/theirs")
    root = Site(rig, "old").root("infra", {**MODULES, "main.tf": "\n".join(code.values())}, variables=VARIABLES)
    root.run("get")
    root.apply()
    return root


def copied(old: Root, rig: Rig, code: Mapping[str, str]) -> tuple[Site, Root]:
    """A repository with a copy of the root module and its state: Terraform changes nothing but states here."""
    site = Site(rig, "site")
    root = site.root("infra", {**MODULES, "main.tf": "\n".join(code.values())}, variables=VARIABLES)
    shutil.copy(old.folder / "terraform.tfstate", root.folder)
    shutil.copytree(old.folder / ".terraform/modules", root.folder / ".terraform/modules")
    return site, root


def kept(plan: Plan, ids: set[str]) -> None:
    """Whether a plan has every flow log, and does nothing else to anything."""
    assert set(plan.actions.values()) <= {"move", "import", "forget"}, plan.actions
    taken = {
        each["change"].get("importing", {}).get("id") or each["change"]["before"]["id"]
        for each in plan.details["resource_changes"]
        if each["type"] == "aws_flow_log" and each["change"]["actions"] != ["forget"]
    }
    assert taken == ids


def in_place(site: Site, root: Root, source: str, code: Mapping[str, str]) -> None:
    """The end of the way in the same state."""
    ids = flow_logs(root)
    blocks = (root.folder / "adopt.tf").read_text()
    root.put({**MODULES, "main.tf": without(code, blocks)})
    plan = root.plan()
    kept(plan, ids)
    proof = site.prove(source, plan)
    assert proof.code == 0, proof
    root.run("apply", "plan.bin")
    (root.folder / "adopt.tf").unlink()
    assert root.plan_is_empty()
    assert flow_logs(root) == ids <= {each["FlowLogId"] for each in site.rig.aws.flow_logs()}


def by_folder(site: Site, root: Root, code: Mapping[str, str]) -> None:
    shutil.copy(root.folder / "terraform.tfstate", site.folder / "state.json")
    site.adopt("state.json", "--state", "same", "--folder", "infra")
    in_place(site, root, "state.json", code)
    assert "network.flowlogs.tf" in {path.name for path in root.folder.iterdir()}


def by_module(site: Site, root: Root, code: Mapping[str, str]) -> None:
    source = site.write("state.json", root.plan().details)
    site.adopt(source, "--state", "same", "--module", "infra")
    root.run("get")
    in_place(site, root, source, code)


def by_other_root(site: Site, root: Root, code: Mapping[str, str]) -> None:
    ids = flow_logs(root)
    (site.folder / "state.json").write_text(root.run("show", "-json"))
    site.adopt("state.json", "--state", "other")
    new = site.root("out/network")
    first = new.plan()
    kept(first, ids)
    assert set(first.actions.values()) == {"import"}
    blocks = (site.folder / "specs/network.old-root.tf.txt").read_text()
    rest = {**MODULES, "main.tf": without(code, blocks)}
    root.put({**rest, "forget.tf": blocks})
    second = root.plan()
    assert set(second.actions.values()) == {"forget"}
    proof = site.prove("state.json", first, second)
    assert proof.code == 0, proof
    new.run("apply", "plan.bin")
    root.run("apply", "plan.bin")
    (new.folder / "adopt.tf").unlink()
    assert new.plan_is_empty()
    root.put(rest)
    assert root.plan_is_empty()
    assert flow_logs(new) == ids <= {each["FlowLogId"] for each in site.rig.aws.flow_logs()}
    assert flow_logs(root) == set()


OTHER_WAYS = [pytest.param(way, marks=pytest.mark.slow) for way in (by_module, by_other_root)]


@pytest.mark.parametrize("way", [by_folder, *OTHER_WAYS], ids=lambda way: way.__name__)
def test_every_shape_is_taken_over(old: Root, rig: Rig, way: Any):
    site, root = copied(old, rig, SEED | OTHERS)
    way(site, root, SEED | OTHERS)


@pytest.mark.slow
@pytest.mark.parametrize("way", [by_folder, by_module, by_other_root], ids=lambda way: way.__name__)
def test_the_terraform_that_this_project_began_with_is_taken_over(rig: Rig, way: Any):
    site, root = copied(applied(rig, SEED), rig, SEED)
    way(site, root, SEED)


@pytest.mark.slow
def test_two_regions_become_two_stacks(rig: Rig):
    rig.aws.forget()
    site, ids, states = Site(rig, "site"), {}, []
    for number, region in enumerate(("us-east-1", "eu-west-1"), 1):
        World(rig.aws, region=region).has(VPC.id(number))
        code = OTHERS["aws_flow_log.by_name"].replace("eni_id", "vpc_id").replace(ENI.id(31), VPC.id(number))
        rig.aws.client("logs", region=region).create_log_group(logGroupName="/theirs")
        root = site.root(f"old/{region}", {"main.tf": code}, region=region)
        root.apply()
        ids[region] = flow_logs(root)
        states.append(site.write(f"{region}.json", (root.folder / "terraform.tfstate").read_text()))
    site.adopt(*states, "--state", "other")
    stacks = {path.parent.name for path in site.folder.glob("out/network/*/adopt.tf")}
    assert len(stacks) == 2
    for stack in stacks:
        new = site.root(f"out/network/{stack}")
        (region,) = (each for each in ids if f'"{each}"' in (new.folder / "providers.tf").read_text())
        plan = new.plan()
        kept(plan, ids.pop(region))
        assert set(plan.actions.values()) == {"import"}
    assert ids == {}
