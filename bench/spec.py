"""A realistic spec of N capture points, as text: several filters, three destinations, eleven lines a capture point.

python bench/spec.py 10000 > big.yaml
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
version: 1
name: bench

filters:
  security:
    traffic: ALL
    max_aggregation_interval: 60
    fields: {preset: default, add: [vpc-id, subnet-id, tcp-flags, pkt-srcaddr, pkt-dstaddr, flow-direction]}
  refused:
    traffic: REJECT
    fields: [version, srcaddr, dstaddr, srcport, dstport, action]
  wide:
    traffic: ALL
    fields: v5

destinations:
  central:
    cloudwatch_logs:
      log_group: /vpc/flow-logs/bench
      retention_days: 365
  archive:
    s3:
      bucket: acme-flow-logs-bench
      file_format: parquet
      hive_compatible_partitions: true
      per_hour_partition: true
      expire_days: 400
  plain:
    s3:
      bucket: acme-flow-logs-bench-plain
      prefix: network
      expire_days: 400

defaults:
  tags: {Owner: network-security}

capture_points:
"""

_KINDS = ("subnet", "eni", "vpc", "subnet", "eni")
_RECORDED = (("security", "central"), ("wide", "archive"), ("refused", "plain"))


def lines(count: int) -> Iterator[str]:
    """The spec, in pieces. Nothing is wrong or doubtful about it."""
    yield _HEAD
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        chosen, destination = _RECORDED[number % (2 if kind == "vpc" else 3)]
        container = f"    within: vpc-{number % 500 + 2**60:017x}\n" if kind != "vpc" else ""
        yield f"""\
  point-{number:06d}:
    {kind}: {kind}-{number + 1:017x}
    filter: {chosen}
    destinations:
      - {destination}
    description: number {number} of team {number % 40}
{container}    tags:
      Team: team-{number % 40}
      Environment: {("prod", "stage", "dev")[number % 3]}
      CostCenter: cc-{number % 97}
"""


if __name__ == "__main__":
    sys.stdout.writelines(lines(int(sys.argv[1])))
