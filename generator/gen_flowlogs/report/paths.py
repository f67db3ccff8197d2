"""The folder of a bucket in which the records of a day are, as AWS lays it out.

Source: VPC user guide "flow-logs-s3-path", read 2026-10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.policies.delivery import records_folder

if TYPE_CHECKING:
    from gen_flowlogs.model import S3


def records_path(destination: S3) -> str:
    """The path, with words in capitals for what differs."""
    start = "".join(str(each) for each in records_folder(destination.prefix, "ACCOUNT", hive=destination.hive))
    if destination.hive:
        day = "aws-service=vpcflowlogs/aws-region=REGION/year=YYYY/month=MM/day=DD/"
        return f"{start}/{day}{'hour=HH/' if destination.hourly else ''}"
    return f"{start}/vpcflowlogs/REGION/YYYY/MM/DD/{'HH/' if destination.hourly else ''}"
