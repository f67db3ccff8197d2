"""What exists, for tests: flow logs and states by hand, as a source tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import catalogue
from gen_flowlogs import naming, pipeline
from gen_flowlogs.aws.fields import log_format
from gen_flowlogs.captures.recordings import TRAFFIC
from gen_flowlogs.model import S3, CloudWatchLogs, ExistingRole, Firehose, OwnRole, store_name
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.existing import FlowLog, Managed, Options, Source, State, Where

if TYPE_CHECKING:
    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.model import Spec

ACCOUNT, REGION = "111122223333", "us-east-1"
VPC = "vpc-0a1b2c3d4e5f67890"
GATEWAY = "tgw-0a1b2c3d4e5f67890"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/records"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/records"
HERE = Where(account=ACCOUNT, region=REGION, partition="aws")
HEAD = f"""version: 1
name: net
destinations:
  group: {{cloudwatch_logs: {{log_group: /records, existing: true, role: {{arn: "{ROLE}"}}}}}}
  bucket: {{s3: {{bucket: acme-records, existing: true}}}}
  below: {{s3: {{bucket: acme-records, prefix: some/where, existing: true}}}}
  stream: {{firehose: {{delivery_stream: "arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/records"}}}}
"""


def spec(text: str, *, head: str = HEAD, file: str = "specs/net.yaml", sound: bool = True) -> Spec:
    """A spec, by default without errors."""
    data = f"{head}{text}".encode()
    result = pipeline.compile(data, file, read=catalogue.read, today=catalogue.TODAY)
    assert result.files is not None or not sound, [each.message for each in result.diagnostics]
    return result.spec


def log(id_: str = "fl-1", *, at: str | None = None, file: str = "state.json", **values: Any) -> FlowLog:
    """A flow log of the VPC to the log group, but for some values."""
    address = None if at is None else addresses.parse(at)
    given = {"where": HERE, "target": VPC, "traffic": "ALL", "log_destination": GROUP, "role": ROLE, **values}
    return FlowLog(source=Source(file, at or id_), id=id_, address=address, **given)


def to_bucket(id_: str, arn: str, **values: Any) -> FlowLog:
    """A flow log of the VPC to a bucket."""
    return log(id_, destination_type="s3", log_destination=arn, role=None, **values)


def managed(at: str, id_: str | None = None, *needs: str, **values: Any) -> Managed:
    """A resource of a state."""
    return Managed(address=addresses.parse(at), id=id_, needs=needs, **values)


def state(*resources: Managed, file: str = "state.json", version: str | None = "1.9.0", **values: Any) -> State:
    """A state."""
    return State(file=file, terraform_version=version, resources=resources, **values)


def applied(recording: Recording, number: int) -> FlowLog:
    """The flow log that AWS has after the apply of a recording."""
    account, region = recording.location
    account, region = account or ACCOUNT, region or REGION
    destination = recording.destination
    tail = ""
    match destination:
        case CloudWatchLogs():
            kind, arn = "cloud-watch-logs", f"arn:aws:logs:{region}:{account}:log-group:{store_name(destination)}"
        case S3():
            tail = f"/{destination.prefix}/" if destination.prefix else ""
            kind, arn = "s3", f"arn:aws:s3:::{store_name(destination)}"
        case Firehose():
            kind, arn = "kinesis-data-firehose", str(destination.stream)
    role = getattr(destination, "role", None)
    across = destination.cross_account_role if isinstance(destination, Firehose) else None
    if isinstance(role, OwnRole):
        role = f"arn:aws:iam::{account}:role{role.path or '/'}{naming.role_name(destination, recording.stack)}"
    elif isinstance(role, ExistingRole):
        role = role.arn if isinstance(role.arn, str) else ROLE
    traffic = next(name for name, records in TRAFFIC.items() if records == recording.traffic)
    return FlowLog(
        source=Source("x.json", str(number)),
        where=Where(account=account, region=region),
        id=f"fl-{number}",
        target=str(recording.target),
        traffic=None if recording.point.kind.family == "transit_gateway" else traffic,
        destination_type=kind,
        log_destination=arn + tail,
        role=role,
        cross_account_role=across if isinstance(across, str) else None,
        log_format=log_format(recording.fields),
        interval=recording.interval,
        options=Options(file_format=destination.file_format, hive=destination.hive, hourly=destination.hourly)
        if isinstance(destination, S3)
        else Options(),
        tag_fields=recording.point.filter.tag_fields,
        tags=dict(recording.point.tags),
    )
