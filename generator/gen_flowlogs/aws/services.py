"""The codes of AWS services in `pkt-src-aws-service` and `pkt-dst-aws-service`.

Sources, read 2026-11: the lists under those fields of
https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html and of
https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html. The codes are those of AWS's address ranges.
"""

from __future__ import annotations

from typing import Final

# fmt: off
SERVICES: Final[tuple[tuple[str, str, bool], ...]] = (
    ("AMAZON", "AWS, no service of its own", True),
    ("AMAZON_APPFLOW", "Amazon AppFlow", True),
    ("AMAZON_CONNECT", "Amazon Connect", True),
    ("API_GATEWAY", "Amazon API Gateway", True),
    ("AURORA_DSQL", "Amazon Aurora DSQL", False),
    ("CHIME_MEETINGS", "Amazon Chime meetings", True),
    ("CHIME_VOICECONNECTOR", "Amazon Chime Voice Connector", True),
    ("CLOUD9", "AWS Cloud9", True),
    ("CLOUDFRONT", "Amazon CloudFront", True),
    ("CLOUDFRONT_ORIGIN_FACING", "Amazon CloudFront, towards origins", False),
    ("CODEBUILD", "AWS CodeBuild", True),
    ("DYNAMODB", "Amazon DynamoDB", True),
    ("EBS", "Amazon EBS", True),
    ("EC2", "Amazon EC2", True),
    ("EC2_INSTANCE_CONNECT", "EC2 Instance Connect", True),
    ("GLOBALACCELERATOR", "AWS Global Accelerator", True),
    ("IVS_LOW_LATENCY", "Amazon IVS, low latency", False),
    ("IVS_REALTIME", "Amazon IVS, real time", False),
    ("KINESIS_VIDEO_STREAMS", "Amazon Kinesis Video Streams", True),
    ("MEDIA_PACKAGE_V2", "AWS Elemental MediaPackage v2", False),
    ("ROUTE53", "Amazon Route 53", True),
    ("ROUTE53_HEALTHCHECKS", "Route 53 health checks", True),
    ("ROUTE53_HEALTHCHECKS_PUBLISHING", "Route 53, publishing of health checks", True),
    ("ROUTE53_RESOLVER", "Route 53 Resolver", True),
    ("S3", "Amazon S3", True),
    ("WORKSPACES_GATEWAYS", "Amazon WorkSpaces gateways", True),
)
# fmt: on
"""Code, name, and whether AWS documents it for transit gateways too. In AWS's order."""
