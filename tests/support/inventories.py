"""Answers of EC2 and AWS Config, as the AWS CLI prints them, about resources that flow logs can be on."""

from __future__ import annotations

import json
from typing import Any

ACCOUNT = "111122223333"
OTHER = "444455556666"
REGION = "eu-west-1"


def id_of(prefix: str, number: int) -> str:
    return f"{prefix}-{number:017x}"


def tags(**of: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in of.items()]


def vpc(number: int, *, owner: str = ACCOUNT, **of: str) -> dict[str, Any]:
    return {
        "OwnerId": owner,
        "InstanceTenancy": "default",
        "CidrBlockAssociationSet": [
            {"AssociationId": "a-1", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
            {"AssociationId": "a-2", "CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "disassociated"}},
        ],
        "IsDefault": False,
        "Tags": tags(**of),
        "VpcId": id_of("vpc", number),
        "State": "available",
        "CidrBlock": "10.0.0.0/16",
        "DhcpOptionsId": "dopt-1",
    }


def subnet(number: int, inside: int, *, owner: str = ACCOUNT, region: str = REGION, **of: str) -> dict[str, Any]:
    return {
        "AvailabilityZoneId": "euw1-az1",
        "OwnerId": owner,
        "SubnetArn": f"arn:aws:ec2:{region}:{owner}:subnet/{id_of('subnet', number)}",
        "Tags": tags(**of),
        "SubnetId": id_of("subnet", number),
        "State": "available",
        "VpcId": id_of("vpc", inside),
        "CidrBlock": f"10.0.{number % 250}.0/24",
        "AvailableIpAddressCount": 251,
        "AvailabilityZone": f"{region}a",
    }


def interface(
    number: int, inside: int, vpc_: int, *, owner: str = ACCOUNT, region: str = REGION, **of: str
) -> dict[str, Any]:
    address = f"10.0.{number // 250 % 250}.{number % 250}"
    return {
        "Association": {"IpOwnerId": "amazon", "PublicDnsName": "ec2.example", "PublicIp": f"198.51.100.{number % 250}"},
        "Attachment": {
            "AttachTime": "2026-01-01T00:00:00+00:00",
            "AttachmentId": id_of("eni-attach", number),
            "DeleteOnTermination": True,
            "DeviceIndex": 0,
            "InstanceId": id_of("i", number),
            "InstanceOwnerId": owner,
            "Status": "attached",
        },
        "AvailabilityZone": f"{region}a",
        "Description": "the interface of a batch node",
        "Groups": [{"GroupId": id_of("sg", each), "GroupName": f"group-{each}"} for each in range(5)],
        "InterfaceType": "interface",
        "Ipv6Addresses": [{"Ipv6Address": f"2001:db8::{number:x}", "IsPrimaryIpv6": False}],
        "MacAddress": "0a:00:00:00:00:01",
        "NetworkInterfaceId": id_of("eni", number),
        "OwnerId": owner,
        "PrivateDnsName": "ip-10-0-0-4.eu-west-1.compute.internal",
        "PrivateIpAddress": address,
        "PrivateIpAddresses": [
            {
                "Association": {"IpOwnerId": "amazon", "PublicIp": f"198.51.100.{number % 250}"},
                "Primary": True,
                "PrivateDnsName": "ip-10-0-0-4.eu-west-1.compute.internal",
                "PrivateIpAddress": address,
            },
            {
                "Association": {"IpOwnerId": ACCOUNT, "PublicIp": f"203.0.113.{number % 250}"},
                "Primary": False,
                "PrivateIpAddress": f"10.1.{number // 250 % 250}.{number % 250}",
            },
        ],
        "Ipv4Prefixes": [{"Ipv4Prefix": "10.2.0.0/28"}],
        "RequesterManaged": False,
        "SourceDestCheck": True,
        "Status": "in-use",
        "SubnetId": id_of("subnet", inside),
        "TagSet": tags(**of),
        "VpcId": id_of("vpc", vpc_),
    }


def transit_gateway(number: int, *, owner: str = ACCOUNT, state: str = "available", **of: str) -> dict[str, Any]:
    return {
        "TransitGatewayId": id_of("tgw", number),
        "TransitGatewayArn": f"arn:aws:ec2:{REGION}:{owner}:transit-gateway/{id_of('tgw', number)}",
        "State": state,
        "OwnerId": owner,
        "Tags": tags(**of),
    }


def attachment(number: int, gateway: int, *, type_: str = "vpc", resource: str = "vpc-1", **of: str) -> dict[str, Any]:
    return {
        "TransitGatewayAttachmentId": id_of("tgw-attach", number),
        "TransitGatewayId": id_of("tgw", gateway),
        "TransitGatewayOwnerId": ACCOUNT,
        "ResourceOwnerId": OTHER,
        "ResourceType": type_,
        "ResourceId": resource,
        "State": "available",
        "Tags": tags(**of),
    }


def connect(number: int, gateway: int, transport: int) -> dict[str, Any]:
    return {
        "TransitGatewayAttachmentId": id_of("tgw-attach", number),
        "TransportTransitGatewayAttachmentId": id_of("tgw-attach", transport),
        "TransitGatewayId": id_of("tgw", gateway),
        "State": "available",
        "Tags": [],
    }


def nat_gateway(number: int, vpc_: int, inside: int | None = None, **of: str) -> dict[str, Any]:
    """A zonal one in a subnet, or a regional one."""
    mode = {"AvailabilityMode": "regional"} if inside is None else {"SubnetId": id_of("subnet", inside)}
    return {
        "NatGatewayId": id_of("nat", number),
        "NatGatewayAddresses": [{"AllocationId": "eipalloc-1", "PublicIp": "198.51.100.1"}],
        "State": "available",
        "VpcId": id_of("vpc", vpc_),
        "Tags": tags(**of),
        **mode,
    }


def flow_log(number: int, target: str) -> dict[str, Any]:
    return {
        "CreationTime": "2026-01-01T00:00:00+00:00",
        "DeliverLogsStatus": "SUCCESS",
        "FlowLogId": id_of("fl", number),
        "FlowLogStatus": "ACTIVE",
        "ResourceId": target,
        "TrafficType": "ALL",
        "LogDestinationType": "s3",
        "LogDestination": "arn:aws:s3:::acme-flow-logs",
        "LogFormat": "${version} ${srcaddr}",
        "MaxAggregationInterval": 600,
        "Tags": [],
    }


def caller(account: str = ACCOUNT) -> dict[str, str]:
    return {"UserId": "AIDA", "Account": account, "Arn": f"arn:aws:sts::{account}:assumed-role/audit/me"}


def result(type_: str, id_: str, *, account: str = ACCOUNT, region: str = REGION, **of: object) -> str:
    """A result of `select-aggregate-resource-config`, which is a string of JSON."""
    return json.dumps({
        "resourceType": f"AWS::EC2::{type_}",
        "resourceId": id_,
        "accountId": account,
        "awsRegion": region,
        "configuration": of,
    })
