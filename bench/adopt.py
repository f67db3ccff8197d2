"""What adopting 10,000 flow logs costs, against what nobody can do without: loading their state as JSON.

python bench/adopt.py          the limits; exit code 1 where one is not kept
python bench/adopt.py --state  a state of 10,000 flow logs, to look at
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import run

COUNT = 10_000
MOST_READ = 7.0  # times the yardstick, which makes no value of a flow log: reading a state into what adopt knows of it
MOST_ADOPT = 3.0  # times loading the state and `build` of the spec that comes out

YARDSTICK = "import sys, json; json.load(open(sys.argv[1], encoding='utf-8'))"
READ = "import sys; from gen_flowlogs import observe; assert len(observe.read(sys.argv[1:]).flow_logs) == {count}"

ACCOUNT, REGION = "111122223333", "eu-west-1"
PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
FORMAT = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${action}"


def state(count: int) -> dict[str, Any]:
    """A state as `terraform state pull` prints it: a module for every ten flow logs, and a log group for each."""
    resources: list[dict[str, Any]] = []
    for number in range(0, count, 10):
        module = f'module.network["{number}"]'
        numbers = range(number, min(number + 10, count))
        group = {
            "module": module,
            "mode": "managed",
            "type": "aws_cloudwatch_log_group",
            "name": "this",
            "provider": PROVIDER,
            "instances": [_group(number)],
        }
        resources += [group, {
            "module": module,
            "mode": "managed",
            "type": "aws_flow_log",
            "name": "this",
            "provider": PROVIDER,
            "instances": [_flow_log(each, number) for each in numbers],
        }]  # fmt: skip
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "bench",
        "outputs": {},
        "resources": resources,
    }


def _group(number: int) -> dict[str, Any]:
    attributes = {
        "arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/flow-logs/{number}",
        "id": f"/flow-logs/{number}",
        "kms_key_id": "",
        "log_group_class": "STANDARD",
        "name": f"/flow-logs/{number}",
        "name_prefix": "",
        "retention_in_days": 90,
        "skip_destroy": False,
        "tags": None,
        "tags_all": {"Team": "net"},
    }
    return {"schema_version": 0, "attributes": attributes, "sensitive_attributes": [], "private": "bnVsbA=="}


def _flow_log(number: int, group: int) -> dict[str, Any]:
    id_ = f"fl-{number:017x}"
    attributes = {
        "arn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-flow-log/{id_}",
        "deliver_cross_account_role": "",
        "destination_options": [],
        "eni_id": None,
        "iam_role_arn": f"arn:aws:iam::{ACCOUNT}:role/flow-logs",
        "id": id_,
        "log_destination": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/flow-logs/{group}",
        "log_destination_type": "cloud-watch-logs",
        "log_format": FORMAT,
        "log_group_name": f"/flow-logs/{group}",
        "max_aggregation_interval": 600,
        "subnet_id": f"subnet-{number:017x}",
        "tags": {"Name": f"subnet-{number}"},
        "tags_all": {"Name": f"subnet-{number}", "Team": "net"},
        "traffic_type": "ALL",
        "transit_gateway_attachment_id": None,
        "transit_gateway_id": None,
        "vpc_id": None,
    }
    return {
        "index_key": f"subnet-{number}",
        "schema_version": 0,
        "attributes": attributes,
        "sensitive_attributes": [],
        "private": "bnVsbA==",
        "dependencies": ["aws_subnet.private", "module.network.aws_cloudwatch_log_group.this"],
    }


def main() -> int:
    """Measure and print."""
    if "--state" in sys.argv[1:]:
        print(json.dumps(state(COUNT), indent=2))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "state.json"
        path.write_text(json.dumps(state(COUNT), indent=2), encoding="utf-8")
        read, loaded = run.in_turn(
            3,
            (sys.executable, "-c", READ.format(count=COUNT), str(path)),
            (sys.executable, "-c", YARDSTICK, str(path)),
            folder=folder,
        )
        adopted = run.measure(str(run.COMMAND), "adopt", str(path), "--state", "other", "--name", "big", folder=folder)
        built = run.measure(str(run.COMMAND), "build", "specs/big.yaml", folder=folder)
    needed = run.Cost(loaded.cpu + built.cpu, max(loaded.memory, built.memory))
    table = [
        ("reading a state / loading it", read, loaded, MOST_READ),
        ("adopt / loading and build", adopted, needed, MOST_ADOPT),
    ]
    print(f"{COUNT:,} flow logs{'':<15} {'ratio':>7} {'limit':>7}   CPU s and MiB, each")
    for what, one, other, limit in table:
        ratio = one.cpu / other.cpu
        verdict = "" if ratio <= limit else "   TOO MUCH"
        costs = f"{one.cpu:.3f} s {one.memory:.0f} MiB / {other.cpu:.3f} s {other.memory:.0f} MiB"
        print(f"{what:<31} {ratio:>7.2f} {limit:>7.2f}   {costs}{verdict}")
    return int(any(one.cpu / other.cpu > limit for _, one, other, limit in table))


if __name__ == "__main__":
    sys.exit(main())
