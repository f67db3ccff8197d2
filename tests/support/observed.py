"""What exists, for tests: flow logs and states by hand, as a source tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import catalogue
from gen_flowlogs import pipeline
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.existing import FlowLog, Managed, Source, State, Where

if TYPE_CHECKING:
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
