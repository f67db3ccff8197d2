"""The fields of flow log records, as the emulated AWS knows them.

Written down a second time, on purpose, from AWS's user guides ("flow-log-records", "tgw-flow-logs", read 2026-10): the
compiler's own table would agree with itself.
"""

from __future__ import annotations

_VPC = """
    version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
    vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr
    region az-id sublocation-type sublocation-id
    pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path
    ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id
    ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id
    reject-reason resource-id encryption-status
    instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2
    interface-type next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type
"""

_TRANSIT_GATEWAY = """
    version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id
    tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni
    tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id
    srcaddr dstaddr srcport dstport protocol packets bytes start end log-status type
    packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired
    tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service
"""

VPC = tuple(_VPC.split())
TRANSIT_GATEWAY = tuple(_TRANSIT_GATEWAY.split())
VPC_DEFAULT = VPC[:14]
TRANSIT_GATEWAY_DEFAULT = TRANSIT_GATEWAY


def log_format(fields: tuple[str, ...]) -> str:
    """Fields as AWS writes them in a format."""
    return " ".join(f"${{{field}}}" for field in fields)
