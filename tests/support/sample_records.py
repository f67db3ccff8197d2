"""Sample records of any format, as AWS writes them: the values, the line, the file and the place of the file in S3.

Nothing here asks the generator how it reads them. Written after the VPC user guide "flow-log-records" and
"flow-logs-s3-path" and the transit gateway guide "tgw-flow-logs", read 2026-10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

VALUES: Mapping[str, str] = {
    "version": "11",
    "account-id": "111122223333",
    "interface-id": "eni-0a1b2c3d4e5f60001",
    "srcaddr": "10.0.1.5",
    "dstaddr": "192.0.2.1",
    "srcport": "49152",
    "dstport": "443",
    "protocol": "6",
    "packets": "25",
    "bytes": "20000",
    "start": "1791000120",
    "end": "1791000178",
    "action": "ACCEPT",
    "log-status": "OK",
    "vpc-id": "vpc-0a1b2c3d4e5f60002",
    "subnet-id": "subnet-0a1b2c3d4e5f60003",
    "instance-id": "i-0a1b2c3d4e5f60004",
    "tcp-flags": "19",
    "type": "IPv4",
    "pkt-srcaddr": "10.0.1.6",
    "pkt-dstaddr": "2001:db8::2",
    "region": "eu-west-1",
    "az-id": "euw1-az1",
    "sublocation-type": "localzone",
    "sublocation-id": "euw1-lz1",
    "pkt-src-aws-service": "AMAZON",
    "pkt-dst-aws-service": "S3",
    "flow-direction": "egress",
    "traffic-path": "8",
    "ecs-cluster-arn": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop",
    "ecs-cluster-name": "shop",
    "ecs-container-instance-arn": "arn:aws:ecs:eu-west-1:111122223333:container-instance/shop/0a01",
    "ecs-container-instance-id": "0a01",
    "ecs-container-id": "0a02-265927825",
    "ecs-second-container-id": "0a03-265927825",
    "ecs-service-name": "basket",
    "ecs-task-definition-arn": "arn:aws:ecs:eu-west-1:111122223333:task-definition/basket:7",
    "ecs-task-arn": "arn:aws:ecs:eu-west-1:111122223333:task/shop/0a04",
    "ecs-task-id": "0a04",
    "reject-reason": "BPA",
    "resource-id": "nat-0a1b2c3d4e5f60005",
    "encryption-status": "1",
    "instance-tag": "web%20server",
    "instance-tag-2": "team%2Fa",
    "interface-tag": "front",
    "interface-tag-2": "blue",
    "asg-tag": "web-asg",
    "asg-tag-2": "green",
    "interface-type": "nat_gateway",
    "next-hop-interface-id": "eni-0a1b2c3d4e5f60006",
    "next-hop-subnet-id": "subnet-0a1b2c3d4e5f60007",
    "next-hop-az-id": "euw1-az2",
    "next-hop-vpc-id": "vpc-0a1b2c3d4e5f60008",
    "next-hop-interface-type": "vpc_endpoint",
    "resource-type": "TransitGateway",
    "tgw-id": "tgw-0a1b2c3d4e5f60009",
    "tgw-attachment-id": "tgw-attach-0a1b2c3d4e5f60010",
    "tgw-src-vpc-account-id": "222233334444",
    "tgw-dst-vpc-account-id": "333344445555",
    "tgw-src-vpc-id": "vpc-0a1b2c3d4e5f60011",
    "tgw-dst-vpc-id": "vpc-0a1b2c3d4e5f60012",
    "tgw-src-subnet-id": "subnet-0a1b2c3d4e5f60013",
    "tgw-dst-subnet-id": "subnet-0a1b2c3d4e5f60014",
    "tgw-src-eni": "eni-0a1b2c3d4e5f60015",
    "tgw-dst-eni": "eni-0a1b2c3d4e5f60016",
    "tgw-src-az-id": "euw1-az3",
    "tgw-dst-az-id": "euw1-az4",
    "tgw-pair-attachment-id": "tgw-attach-0a1b2c3d4e5f60017",
    "packets-lost-no-route": "101",
    "packets-lost-blackhole": "102",
    "packets-lost-mtu-exceeded": "103",
    "packets-lost-ttl-expired": "104",
}
"""A record of a flow, with a value of its own for each field, so that a value in the wrong column is seen."""

_KNOWN_WITHOUT_TRAFFIC = frozenset(
    {"version", "account-id", "interface-id", "start", "end", "log-status", "vpc-id", "subnet-id", "region", "az-id",
     "resource-type", "tgw-id", "tgw-attachment-id"}
)  # fmt: skip


def flow(**changes: str) -> dict[str, str]:
    """A record of a flow; `dst_port="22"` changes the field `dstport`, `pkt_srcaddr` that of `pkt-srcaddr`."""
    return {**VALUES, **{name.replace("_", "-"): value for name, value in changes.items()}}


def empty(status: str) -> dict[str, str]:
    """A record of an interval without traffic (`NODATA`) or with lost records (`SKIPDATA`)."""
    values = {name: value if name in _KNOWN_WITHOUT_TRAFFIC else "-" for name, value in VALUES.items()}
    return {**values, "log-status": status}


def line(names: Iterable[str], values: Mapping[str, str]) -> str:
    """One record of a format: its fields in order, a space between."""
    return " ".join(values[name] for name in names)


def file(names: Iterable[str], records: Iterable[Mapping[str, str]]) -> str:
    """A text file in S3, unpacked: the names of the fields, and a line for each record."""
    listed = tuple(names)
    return "".join(f"{each}\n" for each in (" ".join(listed), *(line(listed, record) for record in records)))


def key(
    account: str,
    region: str,
    when: datetime,
    *,
    prefix: str,
    hive: bool,
    hourly: bool,
    parquet: bool,
    service: str = "",
) -> str:
    """The key of a file in its bucket. `service`: how the Hive layout calls the folder of the service."""
    if hive:
        parts = [f"aws-account-id={account}", f"{service or 'aws-service'}=vpcflowlogs", f"aws-region={region}"]
        parts += [f"year={when:%Y}", f"month={when:%m}", f"day={when:%d}", *([f"hour={when:%H}"] if hourly else [])]
    else:
        parts = [account, "vpcflowlogs", region, f"{when:%Y}", f"{when:%m}", f"{when:%d}"]
        parts += [f"{when:%H}"] if hourly else []
    name = f"{account}_vpcflowlogs_{region}_fl-0a1b2c3d4e5f67890_{when:%Y%m%dT%H%MZ}_6aff0c0a.log."
    folder = "/".join(([prefix] if prefix else []) + ["AWSLogs", *parts])
    return f"{folder}/{name}{'parquet' if parquet else 'gz'}"
