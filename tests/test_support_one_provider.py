"""The provider that stays: Terraform says with it what it says without it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import terraform

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = terraform.needs_provider

PROVIDER = """
provider "aws" {{
  alias                       = "{name}"
  region                      = "{region}"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
}}

data "aws_region" "{name}" {{
  provider = aws.{name}
}}

output "{name}" {{
  value = data.aws_region.{name}.id
}}

resource "aws_cloudwatch_log_group" "{name}" {{
  provider          = aws.{name}
  name              = "/flow/{name}"
  retention_in_days = {days}
}}
"""
REQUIRED = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'


def told(folder: Path, *, stays: bool) -> list[str]:
    """What `terraform validate` says against a folder. The provider's maps have no order."""
    said = json.loads(terraform.run("validate", "-json", folder=folder, stays=stays).out)
    return sorted(map(str, said["diagnostics"]))


def test_each_configuration_has_its_own_region(tmp_path: Path):
    east, west = ("us-east-1", 30), ("eu-west-3", 60)
    blocks = [PROVIDER.format(name=name, region=region, days=days) for name, (region, days) in
              {"east": east, "west": west}.items()]  # fmt: skip
    (tmp_path / "main.tf").write_text("".join((REQUIRED, *blocks)))
    assert terraform.run("init", folder=tmp_path).code == 0
    shown = []
    for stays in (True, False):
        ran = terraform.run("plan", "-out=plan", folder=tmp_path, stays=stays)
        assert ran.code == 0, ran.err
        shown.append(json.loads(terraform.run("show", "-json", "plan", folder=tmp_path, stays=stays).out))
    with_it, without = ({**each, "timestamp": ""} for each in shown)
    assert with_it == without
    assert {name: each["value"] for name, each in with_it["planned_values"]["outputs"].items()} == {
        "east": "us-east-1", "west": "eu-west-3",
    }  # fmt: skip


def test_what_is_wrong_is_refused_in_the_same_words(tmp_path: Path):
    (tmp_path / "main.tf").write_text(
        f"""{REQUIRED}
resource "aws_cloudwatch_log_group" "days" {{
  retention_in_days = 31
}}

resource "aws_flow_log" "typing" {{
  vpc_id = []
  vpcs   = "vpc-1"
}}

resource "aws_nothing" "unknown" {{}}
"""
    )
    assert terraform.run("init", folder=tmp_path).code == 0
    found = told(tmp_path, stays=True)
    assert found == told(tmp_path, stays=False)
    assert len(found) > 2
