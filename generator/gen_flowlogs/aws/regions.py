"""AWS's partitions and regions: which partition a region belongs to, and what names have which ending there.

Tables and functions of text alone; nothing is asked of AWS. A region that is not listed may still be real: AWS opens
new ones, so lint warns of it and nothing more.

Source: `partitions.json` and `endpoints.json` of botocore 1.44.5 (2026-10), https://github.com/boto/botocore. The
patterns are botocore's with the digits and letters of ASCII spelt out, so that Python, JSON Schema and Terraform's RE2
read them alike; they do not overlap, because none of the words between hyphens holds a hyphen.
"""

from __future__ import annotations

from functools import lru_cache

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition. `pattern` is anchored and matches its regions, known or not; `dns_suffix` ends its host names."""

    name: str
    pattern: str
    dns_suffix: str
    regions: tuple[str, ...]


PARTITIONS: dict[str, Partition] = {
    each.name: each
    for each in (
        Partition("aws", "^(us|eu|ap|sa|ca|me|af|il|mx)-[a-z0-9]+-[0-9]+$", "amazonaws.com", (
            "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
            "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
            "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2",
            "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1",
            "me-central-1", "me-south-1", "me-west-1", "mx-central-1", "sa-east-1", "sa-west-1", "us-east-1",
            "us-east-2", "us-west-1", "us-west-2",
        )),
        Partition("aws-cn", "^cn-[a-z0-9]+-[0-9]+$", "amazonaws.com.cn", ("cn-north-1", "cn-northwest-1")),
        Partition("aws-us-gov", "^us-gov-[a-z0-9]+-[0-9]+$", "amazonaws.com", ("us-gov-east-1", "us-gov-west-1")),
        Partition("aws-eusc", "^eusc-(de)-[a-z0-9]+-[0-9]+$", "amazonaws.eu", ("eusc-de-east-1",)),
        Partition("aws-iso", "^us-iso-[a-z0-9]+-[0-9]+$", "c2s.ic.gov", ("us-iso-east-1", "us-iso-west-1")),
        Partition("aws-iso-b", "^us-isob-[a-z0-9]+-[0-9]+$", "sc2s.sgov.gov", ("us-isob-east-1", "us-isob-west-1")),
        Partition("aws-iso-e", "^eu-isoe-[a-z0-9]+-[0-9]+$", "cloud.adc-e.uk", ("eu-isoe-west-1",)),
        Partition("aws-iso-f", "^us-isof-[a-z0-9]+-[0-9]+$", "csp.hci.ic.gov", ("us-isof-east-1", "us-isof-south-1")),
    )
}  # fmt: skip

KNOWN: frozenset[str] = frozenset(region for partition in PARTITIONS.values() for region in partition.regions)
"""Every region that there was when we looked."""

_ON_BY_DEFAULT = frozenset({
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1",
    "us-east-2", "us-west-1", "us-west-2",
})  # fmt: skip

_PATTERNS = tuple((pattern(partition.pattern), partition.name) for partition in PARTITIONS.values())


@lru_cache(maxsize=1024)
def partition_of(region: str) -> str | None:
    """The partition that a region of this shape belongs to, known or not; None for a text of no region's shape."""
    return next((name for pattern, name in _PATTERNS if pattern.fullmatch(region)), None)


def is_opt_in(region: str) -> bool:
    """Whether an account has to enable a region first: those of the partition aws that came after 2019-03-20.

    Source: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html (2026-11). Earlier
    editions of the page on flow logs in S3 asked for a bucket of the same region there, and elsewhere for one of a
    region that is on by default; today's does not speak of it.
    """
    return region not in _ON_BY_DEFAULT and partition_of(region) == "aws"


def dns_suffix(partition: str) -> str:
    """The end of the host names of a partition. Raises KeyError for a partition that does not exist."""
    return PARTITIONS[partition].dns_suffix


LOGS_WITH_DNS_SUFFIX = ("aws-cn", "aws-iso", "aws-iso-b")
"""Partitions in which the service principal of CloudWatch Logs ends in the partition's DNS suffix.

In all others it ends in `amazonaws.com`, whatever their DNS suffix. Those of Firehose, of log delivery and of flow logs
do so everywhere. Source: data source `aws_service_principal` of provider 5.100.0, planned in each partition, 2026-11.
"""


def logs_suffix(partition: str) -> str:
    """The end of the service principal of CloudWatch Logs. Raises KeyError for a partition that does not exist."""
    own = dns_suffix(partition)
    return own if partition in LOGS_WITH_DNS_SUFFIX else "amazonaws.com"


TAG_FIELD_REGIONS: frozenset[str] = frozenset({
    "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1",
    "ap-southeast-2", "ap-southeast-3", "ca-central-1", "eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1",
    "eu-west-2", "eu-west-3", "me-central-1", "me-south-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1",
    "us-gov-west-1", "us-west-1", "us-west-2",
})  # fmt: skip
"""Regions with the service-linked role that the tag fields of version 11 need.

Source: "Supported Regions" of https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-slr.html (2026-10). AWS may
have added others since; China is not among them.
"""
