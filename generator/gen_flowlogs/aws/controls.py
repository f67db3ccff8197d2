"""Controls of compliance frameworks that ask for VPC flow logs: their ids, by framework and version.

They all ask one thing: a flow log of each VPC that has its rejected traffic. Sources, read 2026-11: the page of
Security Hub names the ids of the frameworks that EC2.6 answers, CIS up to 5.0.0; the others are those to which the
scanner prowler maps its check `vpc_flow_logs_enabled`, and not held against the benchmarks themselves.

https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6
https://github.com/prowler-cloud/prowler/tree/master/prowler/compliance/aws
"""

from __future__ import annotations

from typing import Final

from gen_flowlogs.dataclass import dataclass

SECURITY_HUB: Final = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-6"
PROWLER: Final = "https://github.com/prowler-cloud/prowler/tree/master/prowler/compliance/aws"
READ: Final = "2026-11"


@dataclass(frozen=True, slots=True)
class Control:
    """The ids of a framework, in one of its versions. `version` is empty where it has none."""

    framework: str
    version: str
    ids: tuple[str, ...]
    source: str


HUB: Final = "AWS Security Hub"
CIS: Final = "CIS AWS Foundations Benchmark"

VPC_FLOW_LOGS: Final[tuple[Control, ...]] = (
    Control(HUB, "", ("EC2.6",), SECURITY_HUB),
    Control(CIS, "1.2.0", ("2.9",), SECURITY_HUB),
    Control(CIS, "1.4.0", ("3.9",), SECURITY_HUB),
    Control(CIS, "1.5.0", ("3.9",), PROWLER),
    Control(CIS, "2.0.0", ("3.9",), PROWLER),
    Control(CIS, "3.0.0", ("3.7",), SECURITY_HUB),
    Control(CIS, "4.0.1", ("3.7",), PROWLER),
    Control(CIS, "5.0.0", ("3.7",), SECURITY_HUB),
    Control(CIS, "6.0", ("4.7",), PROWLER),
    Control(CIS, "7.0", ("4.7",), PROWLER),
    Control(
        "NIST SP 800-53",
        "Rev. 5",
        ("AC-4(26)", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "AU-12", "CA-7", "SI-7(8)"),
        SECURITY_HUB,
    ),
    Control("NIST SP 800-171", "Rev. 2", ("3.1.20", "3.3.1", "3.13.1"), SECURITY_HUB),
    Control("PCI DSS", "3.2.1", ("10.3.3", "10.3.4", "10.3.5", "10.3.6"), SECURITY_HUB),
)
"""The controls that a flow log with the rejected traffic of each VPC serves."""
