"""Sinks: which two destinations write beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import pipeline
from gen_flowlogs.captures import sinks
from gen_flowlogs.model import ONLY, Stack

if TYPE_CHECKING:
    from gen_flowlogs.model import Destination

ARN = "arn:aws:firehose:us-east-1:111122223333:deliverystream/s"
EAST = Stack("east", "111122223333", "us-east-1")
ALSO = Stack("also-east", "111122223333", "us-east-1")
WEST = Stack("west", "111122223333", "us-west-2")


def destinations(*settings: str) -> tuple[Destination, ...]:
    lines = "".join(f"  d{number}: {{{each}}}\n" for number, each in enumerate(settings))
    text = f"version: 1\nname: test\ndestinations:\n{lines}"
    compiled = pipeline.compile(text.encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY, files=False)
    assert len(compiled.spec.destinations) == len(settings)
    return compiled.spec.destinations


@pytest.mark.parametrize(
    ("settings", "stack", "same"),
    [
        ("cloudwatch_logs: {log_group: /a}", ALSO, True),
        ("cloudwatch_logs: {log_group: /a}", WEST, False),
        ("cloudwatch_logs: {log_group: {var: g}, existing: true, role: {name: r}}", ALSO, False),
        ("s3: {bucket: acme-logs}", WEST, True),
        (f"firehose: {{delivery_stream: '{ARN}'}}", WEST, True),
        ("firehose: {delivery_stream: {var: s}}", ALSO, False),
    ],
)
def test_a_sink_in_two_stacks(settings: str, stack: Stack, *, same: bool):
    (made,) = destinations(settings)
    assert (sinks.sink(made, EAST) == sinks.sink(made, stack)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("s3: {bucket: acme-logs}", "s3: {bucket: acme-logs, file_format: parquet}", True),
        ("s3: {bucket: acme-logs}", "s3: {bucket: acme-logs, prefix: a}", False),
        ("s3: {bucket: acme-logs, prefix: a}", "s3: {bucket: acme-logs, prefix: b}", False),
        ("firehose: {delivery_stream: {var: s}}", "firehose: {delivery_stream: {ref: var.s}}", True),
        ("firehose: {delivery_stream: {var: s}}", "firehose: {delivery_stream: {var: t}}", False),
        ("firehose: {delivery_stream: {var: s}}", f"firehose: {{delivery_stream: '{ARN}'}}", False),
        ("cloudwatch_logs: {log_group: acme-logs}", "s3: {bucket: acme-logs}", False),
        ("s3: {bucket: {var: b}, existing: true}", "s3: {bucket: {ref: var.b}, existing: true}", True),
        ("s3: {bucket: {var: b}, existing: true}", "s3: {bucket: {var: b}, existing: true, prefix: p}", False),
        ("s3: {bucket: {ref: local.b}, existing: true}", "s3: {arn: {ref: local.b}, existing: true}", False),
        ("s3: {bucket: acme-logs, existing: true}", "s3: {arn: 'arn:aws:s3:::acme-logs', existing: true}", True),
        ("s3: {bucket: {ref: local.b}, existing: true}", "s3: {bucket: acme-logs, existing: true}", False),
    ],
)
def test_two_destinations_of_one_sink(one: str, other: str, *, same: bool):
    first, second = destinations(one, other)
    assert (sinks.sink(first, EAST) == sinks.sink(second, EAST)) is same


@pytest.mark.parametrize(
    ("settings", "name", "quoted"),
    [
        ("cloudwatch_logs: {log_group: /a}", "the log group /a", 'the log group "/a"'),
        ("s3: {bucket: acme-logs}", "the bucket acme-logs", 'the bucket "acme-logs"'),
        ("s3: {bucket: acme-logs, prefix: p}", "p/ in the bucket acme-logs", '"p/" of the bucket "acme-logs"'),
        ("s3: {bucket: {ref: local.b}, existing: true, prefix: p}", "p/ in the bucket local.b",
         '"p/" of the bucket of "local.b"'),
        ("cloudwatch_logs: {arn: {var: g}, existing: true, role: {name: r}}", "the log group var.g",
         'the log group of "g"'),
        ("firehose: {delivery_stream: {var: s}}", "the stream var.s", 'the delivery stream of "s"'),
        ("firehose: {delivery_stream: {ref: module.m.s}}", "the stream module.m.s",
         'the delivery stream of "module.m.s"'),
        (f"firehose: {{delivery_stream: '{ARN}'}}", f"the stream {ARN}", 'the delivery stream "s"'),
    ],
)  # fmt: skip
def test_a_sink_has_a_name(settings: str, name: str, quoted: str):
    (made,) = destinations(settings)
    assert (sinks.name(made), sinks.quoted_name(made)) == (name, quoted)
    assert sinks.is_open(made) is ("var." in name or "module." in name or "local." in name)


@pytest.mark.parametrize(
    ("settings", "arn"),
    [
        ("cloudwatch_logs: {log_group: /a}", "arn:aws:logs:us-east-1:111122223333:log-group:/a"),
        ("cloudwatch_logs: {log_group: /a}", "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/a:*"),
        ("s3: {bucket: acme-logs}", "arn:aws:s3:::acme-logs"),
        ("s3: {bucket: acme-logs}", "arn:aws:s3:::acme-logs/"),
        ("s3: {bucket: acme-logs, prefix: a/b}", "arn:aws:s3:::acme-logs/a/b"),
        ("s3: {bucket: acme-logs, prefix: a/b}", "arn:aws:s3:::acme-logs/a/b/"),
        (f"firehose: {{delivery_stream: '{ARN}'}}", ARN),
    ],
)
def test_an_arn_of_aws_leads_to_a_sink_however_it_is_spelled(settings: str, arn: str):
    (destination,) = destinations(settings)
    assert sinks.observed(arn) == sinks.sink(destination, ONLY)


@pytest.mark.parametrize(
    "arn", ["", "*", "arn:aws:sns:us-east-1:111122223333:x", "arn:aws:s3:::", "arn:aws:logs:x:y:z"]
)
def test_any_other_text_leads_to_none(arn: str):
    assert sinks.observed(arn) is None
