"""Flow logs that exist, as observed: one with everything usual, and any by chance, also with hostile texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from gen_flowlogs.aws.fields import DEFAULT, PRESETS
from gen_flowlogs.aws.kinds import ENI, TRANSIT_GATEWAY, VPC
from gen_flowlogs.observe.addresses import Address, Call
from gen_flowlogs.observe.existing import Existing, FlowLog, LogGroup, Options, Source, Unknown, Where

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT = "111122223333"
HERE = Where(account=ACCOUNT, region="us-east-1", partition="aws")
ELSEWHERE = Where(account="444455556666", region="eu-west-1", partition="aws")
STATE = Source("network.tfstate")
ROLE = f"arn:aws:iam::{ACCOUNT}:role/flow-logs"
GROUP = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/vpc/central"
BUCKET = "arn:aws:s3:::acme-archive"


def vpc(number: int) -> str:
    return f"vpc-{number:017x}"


def to_group(number: int, **others: Any) -> FlowLog:
    """A flow log of a VPC to a log group."""
    usual: dict[str, Any] = {
        "source": STATE,
        "where": HERE,
        "id": f"fl-{number:017x}",
        "kind": VPC,
        "target": vpc(number),
        "traffic": "ALL",
        "log_destination": GROUP,
        "role": ROLE,
    }
    return FlowLog(**{**usual, **others})


def to_bucket(number: int, **others: Any) -> FlowLog:
    """A flow log of a VPC to a bucket."""
    return to_group(number, **{"role": None, "destination_type": "s3", "log_destination": BUCKET, **others})


def group(**others: Any) -> LogGroup:
    """The log group of `to_group`."""
    return LogGroup(**{"source": STATE, "where": HERE, "name": "/vpc/central", "retention_days": 400, **others})


def existing(*flow_logs: FlowLog, **others: Any) -> Existing:
    return Existing(flow_logs=flow_logs, **others)


def _mostly(usual: list[Any], odd: list[Any]) -> st.SearchStrategy[Any]:
    """One of the usual values, and seldom an odd one."""
    return st.integers(0, 29).flatmap(lambda each: st.sampled_from(odd if each == 29 else usual))


_texts = st.one_of(
    st.sampled_from(["", "x", "${var.a}", "{env}", "a: b # c", "on", "012", "\u2028", '"', "'", "<<", "é", "\r"]),
    st.text(max_size=8),
)
_keys = st.one_of(st.sampled_from(["Name", "Team", "aws:x", "<<", "{a}", "yes", "? x", "- x", "#"]), _texts)
_tags: st.SearchStrategy[Mapping[str, str] | Unknown] = st.one_of(
    st.just({}),
    st.sampled_from([{"Name": "core"}, {"Name": "core", "Team": "net"}]),
    st.dictionaries(_keys, _texts, max_size=3),
    st.just(Unknown("var.tags has no default")),
)
_labels = st.sampled_from(["this", "main", "core", "core_s3", "Flow-Logs", "all", "vpc_0a1b2c3d", "a__b", "é"])
_index = st.one_of(st.none(), st.integers(0, 2), st.sampled_from(["a", "b", 'q"${x}', "\n"]))
_addresses = st.one_of(
    st.none(),
    st.builds(
        Address,
        type=st.just("aws_flow_log"),
        label=_labels,
        key=_index,
        calls=st.lists(st.builds(Call, _labels, _index), max_size=2).map(tuple),
    ),
)
_written = {
    family: [" ".join(f"${{{name}}}" for name in held) for held in (names, names[:5])]
    for family, names in DEFAULT.items()
}
_formats = _mostly(
    [
        None,
        *_written["vpc"],
        _written["vpc"][0].replace(" ", "  "),
        " ".join(f"${{{name}}}" for name in (*PRESETS["v5"]["vpc"], "reject-reason")),
        "${version} ${vpc-id}",
        "${version}${vpc-id}",
    ],
    ["${nothing}", "${version} ${version}", "{version}", ""],
)
_groups = _mostly(
    [GROUP, f"{GROUP}:*", None],
    [
        GROUP.replace("us-east-1", "eu-west-1"),
        "arn:aws:logs:us-east-1:111122223333:log-group:aws/x",
        "no ARN",
        Unknown("a data source"),
    ],
)
_buckets = _mostly(
    [BUCKET, f"{BUCKET}/", f"{BUCKET}/net", f"{BUCKET}/net/"],
    [f"{BUCKET}//", f"{BUCKET}/AWSLogs", "arn:aws:s3:::x--x-s3"],
)
_options = st.builds(Options, file_format=st.sampled_from(["plain-text", "parquet"]), hive=st.booleans())


@st.composite
def flow_logs(draw: st.DrawFn) -> FlowLog:
    """Any flow log."""
    number = draw(st.integers(1, 4))
    kind, target = draw(
        _mostly(
            [(VPC, vpc(number)), (ENI, f"eni-{number:08x}"), (TRANSIT_GATEWAY, f"tgw-{number:017x}")],
            [(VPC, "vpc-x\n"), (None, vpc(number))],
        )
    )
    usual: dict[str, Any] = {
        "id": draw(st.one_of(st.none(), st.integers(0, 99).map(lambda each: f"fl-{each:017x}"))),
        "where": draw(_mostly([HERE, HERE, ELSEWHERE], [Where(), Where(account=ACCOUNT)])),
        "kind": kind,
        "target": target,
        "traffic": draw(_mostly(["ALL", "ALL", "REJECT", "ACCEPT"], [None, "FOO", Unknown("var.x")])),
        "interval": draw(_mostly([600, 60], [7, Unknown("var.y")])),
        "log_format": draw(_formats),
        "tags": draw(_tags),
        "address": draw(_addresses),
        "tainted": draw(_mostly([False], [True])),
    }
    match draw(st.sampled_from(["group", "bucket", "stream"])):
        case "group":
            name = draw(_mostly(["/vpc/central", "/vpc/other"], ["{x}", ""]))
            role = draw(_mostly([ROLE], [ROLE.replace(ACCOUNT, "444455556666"), "", "x", None]))
            return to_group(1, **usual, log_destination=draw(_groups), log_group_name=name, role=role)
        case "bucket":
            return to_bucket(1, **usual, log_destination=draw(_buckets), options=draw(_options))
    stream = f"arn:aws:firehose:us-east-1:{ACCOUNT}:deliverystream/flow"
    across = draw(st.sampled_from([None, "arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole"]))
    return to_group(
        1,
        **usual,
        destination_type="kinesis-data-firehose",
        log_destination=stream,
        role=draw(st.sampled_from([None, ROLE])),
        cross_account_role=across,
    )
