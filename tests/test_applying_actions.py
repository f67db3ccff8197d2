"""The actions of docs/applying-role.md: those of the data, for every type that a template writes, and AWS's own."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import catalogue
from applying_actions import handlers, in_page, table
from make_provider_extract import KINDS

PAGE = catalogue.ROOT / "docs" / "applying-role.md"
FOUND = importlib.util.find_spec("cfnlint")
AUTHORS = {"aws_kinesis_firehose_delivery_stream"}
"""In the extracts for the sake of examples, and never in the output."""


def test_every_type_of_the_output_is_in_the_data():
    assert {each for each in KINDS if each not in AUTHORS | {"data.aws_region"}} == set(table())


def test_the_page_has_the_actions_of_the_data():
    shown = in_page(PAGE.read_text(encoding="utf-8"))
    assert shown == {name: each.actions for name, each in table().items() if each.actions}


def test_what_no_schema_names_has_a_source():
    added = [(each.type, action, source) for each in table().values() for action, source in each.added.items()]
    assert len(added) > 10
    assert all(source for _, _, source in added)


def test_three_that_are_easily_forgotten_are_there():
    actions = table()["aws_flow_log"].of_schema
    assert {"iam:PassRole", "iam:CreateServiceLinkedRole", "logs:CreateLogDelivery"} <= actions


@pytest.mark.skipif(FOUND is None, reason="cfn-lint, which ships AWS's schemas, is not installed")
def test_the_actions_are_of_the_handlers_in_awss_own_schemas():
    assert FOUND is not None
    assert FOUND.origin is not None
    named = handlers(Path(FOUND.origin).parent / "data" / "schemas")
    for each in table().values():
        if each.schema is not None:
            assert each.of_schema <= named[each.schema], each.type
            assert not each.added.keys() & named[each.schema], each.type
