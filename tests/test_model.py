"""A filter answers for a family of capture points; a destination says whether a key is created for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gen_flowlogs.aws.fields import DEFAULT
from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.model import CloudWatchLogs, ExistingKey, Filter, OwnKey, OwnRole, ServiceKey, creates_key

PLAIN = Filter(
    name="plain",
    traffic_type="ALL",
    max_aggregation_interval=None,
    preset="default",
    names=(),
    tag_fields=(),
    origin=None,
)
GROUP = CloudWatchLogs(
    name="central",
    log_group="/flow-logs/central",
    existing=False,
    retention_days=365,
    kms=ServiceKey(),
    log_class="STANDARD",
    deletion_protection=None,
    on_destroy="keep",
    role=OwnRole(),
    tags=(),
    renamed_from=None,
    retired=False,
    queries=False,
    ignores={},
    origin=Origin("spec.yaml"),
)


@pytest.mark.parametrize(
    ("said", "vpc", "transit_gateway"),
    [(None, 600, 60), (60, 60, 60), (600, 600, 60)],
)
def test_a_filter_has_an_interval_for_each_family(said: int | None, vpc: int, transit_gateway: int):
    chosen = replace(PLAIN, max_aggregation_interval=said)
    assert (chosen.interval("vpc"), chosen.interval("transit_gateway")) == (vpc, transit_gateway)


@pytest.mark.parametrize("said", ["ALL", "ACCEPT", "REJECT"])
def test_a_transit_gateway_records_all_traffic(said: str):
    chosen = replace(PLAIN, traffic_type=said)
    assert (chosen.traffic("vpc"), chosen.traffic("transit_gateway")) == (said, "ALL")


def test_a_filter_has_fields_for_each_family():
    assert PLAIN.fields("transit_gateway") == DEFAULT["transit_gateway"]
    assert replace(PLAIN, names=("vpc-id",)).fields("vpc") == (*DEFAULT["vpc"], "vpc-id")
    assert replace(PLAIN, preset=None, names=("end", "start")).fields("vpc") == ("end", "start")


def test_a_key_is_created_with_what_it_encrypts():
    assert creates_key(replace(GROUP, kms=OwnKey()))
    assert not creates_key(replace(GROUP, kms=OwnKey(), existing=True))
    assert not creates_key(GROUP)
    assert not creates_key(replace(GROUP, kms=ExistingKey("arn:aws:kms:us-east-1:111122223333:key/1")))
