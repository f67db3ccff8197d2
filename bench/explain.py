"""What explaining 15,000 interfaces costs, beside loading the spec and the inventory that it is asked of.

python bench/explain.py              the limits; exit code 1 where one is not kept
python bench/explain.py --inventory  an inventory of 15,000 interfaces, to look at
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import run

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT, LARGE = 15_000, 100_000
PER_SUBNET, PER_VPC = 50, 500

MOST_READ = 4.0  # times the yardstick, which keeps all and makes no value of anything: reading an inventory
MOST_ALL = 1.0  # explaining each interface, beside loading, over loading: the spec, the inventory, and one answer
MOST_MEMORY = 1.5  # of explaining each, over the yardstick
MOST_GROWTH = 8.0  # reading 100,000 interfaces over 15,000, of which there are 6.7 times as many

YARDSTICK = "import sys, json; json.load(open(sys.argv[1], encoding='utf-8'))"
READ = 4.0  # times the yardstick, which keeps all and makes no value of anything: reading an inventory
MOST_ALL = 1.0  # explaining each interface, beside loading, over loading: the spec, the inventory, and one answer
MOST_MEMORY = 1.5  # of explaining each, over the yardstick
MOST_GROWTH = 8.0  # reading 100,000 interfaces over 15,000, of which there are 6.7 times as many

YARDSTICK = """import sys, json
text, at, found = open(sys.argv[1], encoding="utf-8").read(), 0, []
while text[at:].strip():
    one, at = json.JSONDecoder().raw_decode(text, len(text) - len(text[at:].lstrip()))
    found.append(one)"""
READ = """import sys
from gen_flowlogs.observe.inventory import files
assert len(files.read(sys.argv[1:])[0].of_kind("eni")) == {count}"""

ACCOUNT, REGION = "111122223333", "eu-west-1"


def interface_id(number: int) -> str:
    """The id of an interface."""
    return f"eni-{number:017x}"


def spec(count: int) -> str:
    """A capture point for each VPC, one for the subnets of each, and a lookup."""
    points = [
        f"  vpc-{number}: {{vpc: {_id('vpc', number)}, destinations: [archive, central]}}\n"
        f"  web-{number}: {{subnets: {{lookup: {{tags: {{Tier: web}}, within: vpc-{number}}}}}, filter: refused}}\n"
        for number in range(count // PER_VPC)
    ]
    return f"""version: 1
name: many
stacks: {{main: {{account: "{ACCOUNT}", region: {REGION}}}}}
filters:
  refused: {{traffic: REJECT, max_aggregation_interval: 60}}
destinations:
  archive: {{s3: {{bucket: acme-many, prefix: all, expire_days: 400}}}}
  central: {{cloudwatch_logs: {{log_group: /many, retention_days: 365}}}}
defaults: {{filter: all, destinations: central, stack: main}}
capture_points:
{"".join(points)}"""


def inventory(count: int) -> Iterator[str]:
    """Answers of EC2, in one document, an entry at a time: a process that is started begins as large as this one."""
    yield f'{{\n    "Account": "{ACCOUNT}",\n    "UserId": "AIDA",\n    "Arn": "arn:aws:iam::{ACCOUNT}:user/bench"'
    vpcs = (
        {"VpcId": _id("vpc", each), "OwnerId": ACCOUNT, "CidrBlock": "10.0.0.0/16", "Tags": []}
        for each in range(count // PER_VPC)
    )
    subnets = (_subnet(each) for each in range(count // PER_SUBNET))
    for key, entries in (("Vpcs", vpcs), ("Subnets", subnets), ("NetworkInterfaces", _interfaces(count))):
        yield f',\n    "{key}": ['
        for number, each in enumerate(entries):
            yield f"{',' if number else ''}\n{json.dumps(each, indent=4)}"
        yield "\n    ]"
    yield "\n}\n"


def _id(prefix: str, number: int) -> str:
    return f"{prefix}-{number:017x}"


def _subnet(number: int) -> dict[str, Any]:
    return {
        "SubnetId": _id("subnet", number),
        "SubnetArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:subnet/{_id('subnet', number)}",
        "VpcId": _id("vpc", number * PER_SUBNET // PER_VPC),
        "OwnerId": ACCOUNT,
        "CidrBlock": f"10.0.{number % 250}.0/24",
        "AvailabilityZone": f"{REGION}a",
        "State": "available",
        "Tags": [{"Key": "Tier", "Value": "web" if number % 2 else "data"}],
    }


def _interfaces(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        address = f"10.0.{number // 250 % 250}.{number % 250}"
        yield {
            "Attachment": {
                "AttachTime": "2026-01-01T00:00:00+00:00",
                "AttachmentId": _id("eni-attach", number),
                "DeleteOnTermination": True,
                "DeviceIndex": 0,
                "InstanceId": _id("i", number),
                "InstanceOwnerId": ACCOUNT,
                "Status": "attached",
            },
            "AvailabilityZone": f"{REGION}a",
            "Description": f"interface {number}",
            "Groups": [{"GroupId": _id("sg", each), "GroupName": f"group-{each}"} for each in range(5)],
            "InterfaceType": "interface",
            "Ipv6Addresses": [],
            "MacAddress": "0a:00:00:00:00:01",
            "NetworkInterfaceId": interface_id(number),
            "OwnerId": ACCOUNT,
            "PrivateDnsName": f"ip-{address.replace('.', '-')}.{REGION}.compute.internal",
            "PrivateIpAddress": address,
            "PrivateIpAddresses": [{"Primary": True, "PrivateIpAddress": address}],
            "RequesterManaged": False,
            "SourceDestCheck": True,
            "Status": "in-use",
            "SubnetId": _id("subnet", number // PER_SUBNET),
            "TagSet": [{"Key": "Name", "Value": f"node-{number}"}, {"Key": "Team", "Value": "batch"}],
            "VpcId": _id("vpc", number // PER_VPC),
        }


def main() -> int:
    """Measure and print."""
    if "--inventory" in sys.argv[1:]:
        sys.stdout.writelines(inventory(COUNT))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "spec.yaml").write_text(spec(COUNT), encoding="utf-8")
        for count in (COUNT, LARGE):
            with (folder / f"{count}.json").open("w", encoding="utf-8") as file:
                file.writelines(inventory(count))
        explain = (str(run.COMMAND), "explain", "--inventory", f"{COUNT}.json", "spec.yaml")
        read, loaded, one, every, told = run.in_turn(
            3,
            _python(READ.format(count=COUNT), f"{COUNT}.json"),
            _python(YARDSTICK, f"{COUNT}.json"),
            (*explain, interface_id(0)),
            (*explain, *map(interface_id, range(COUNT))),
            (*explain, "--format", "json", *map(interface_id, range(COUNT))),
            folder=folder,
        )
        large = run.measure(*_python(READ.format(count=LARGE), f"{LARGE}.json"), folder=folder)
    table = [
        ("reading an inventory / loading it", read.cpu / loaded.cpu, MOST_READ, read, loaded),
        ("explaining all beside loading", (every.cpu - one.cpu) / one.cpu, MOST_ALL, every, one),
        ("the same as JSON", (told.cpu - one.cpu) / one.cpu, MOST_ALL, told, one),
        ("memory of explaining all", every.memory / loaded.memory, MOST_MEMORY, every, loaded),
        (f"reading {LARGE:,} / {COUNT:,}", large.cpu / read.cpu, MOST_GROWTH, large, read),
    ]
    print(f"{f'{COUNT:,} interfaces':<34} {'ratio':>7} {'limit':>7}   CPU s and MiB, each")
    for what, ratio, limit, *costs in table:
        verdict = "" if ratio <= limit else "   TOO MUCH"
        detail = " / ".join(f"{each.cpu:.3f} s {each.memory:.0f} MiB" for each in costs)
        print(f"{what:<34} {ratio:>7.2f} {limit:>7.2f}   {detail}{verdict}")
    return int(any(ratio > limit for _, ratio, limit, *_ in table))


def _python(code: str, *arguments: str) -> tuple[str, ...]:
    return sys.executable, "-c", code, *arguments


if __name__ == "__main__":
    sys.exit(main())
