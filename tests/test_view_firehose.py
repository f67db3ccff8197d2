"""The condition of a stream's delivery role: as many ids as are literal, and patterns for more."""

from __future__ import annotations

import re

import pytest

from gen_flowlogs.view.firehose import MOST_LITERAL
from small_language import compiled

STREAM = {
    "firehose": {
        "delivery_stream": "arn:aws:firehose:us-east-1:444455556666:deliverystream/s",
        "cross_account_role": "arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole",
    }
}


def monitored(number: int) -> list[str]:
    points = {"c": {"vpcs": [f"vpc-{each:08x}" for each in range(number)], "destinations": "d"}}
    result = compiled(destinations={"d": STREAM}, capture_points=points)
    assert result.files is not None, result.diagnostics
    return re.findall(r":vpc/([^\"]+)\"", result.files["firehose.tf"])


@pytest.mark.parametrize("number", [1, MOST_LITERAL - 1, MOST_LITERAL])
def test_ids_up_to_the_limit_are_literal(number: int):
    assert monitored(number) == [f"vpc-{each:08x}" for each in range(number)]


def test_more_ids_than_the_limit_are_a_pattern():
    assert monitored(MOST_LITERAL + 1) == ["*"]
