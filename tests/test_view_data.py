"""The local value that ends the principal of CloudWatch Logs, evaluated by Terraform in every partition."""

from __future__ import annotations

import json
import re
from pathlib import Path

import catalogue
import terraform
from gen_flowlogs.aws.regions import PARTITIONS
from gen_flowlogs.policies.requests import LOGS_SUFFIX

CASE = Path("tests/cases/ok/log-groups/expected/data.tf")


@terraform.needs_terraform
def test_the_principal_of_cloudwatch_logs_is_right_in_every_partition(tmp_path: Path):
    text = (catalogue.ROOT / CASE).read_text()
    found = re.search(r"  aws__logs_suffix = (.*?)\n}\n", text, re.DOTALL)
    assert found
    outputs = {}
    for name, partition in PARTITIONS.items():
        value = found[1].replace("data.aws_partition.current.partition", json.dumps(name))
        value = value.replace("data.aws_partition.current.dns_suffix", json.dumps(partition.dns_suffix))
        outputs[name] = f'output "{name}" {{\n  value = {value}\n}}\n'
    (tmp_path / "main.tf").write_text("".join(outputs.values()))
    assert terraform.run("init", folder=tmp_path).code == 0
    assert terraform.run("apply", "-auto-approve", folder=tmp_path).code == 0
    said = json.loads(terraform.run("output", "-json", folder=tmp_path).out)
    assert {name: each["value"] for name, each in said.items()} == {
        name: LOGS_SUFFIX.get(name, "amazonaws.com") for name in PARTITIONS
    }
