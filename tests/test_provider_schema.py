"""Every argument and block that a template can write is the provider's, in version 5 and in 6, and a case shows it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import pytest

import catalogue
import parsed_terraform
import provider_schema
from parsed_terraform import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[str, ...]  # aws_s3_bucket_versioning, versioning_configuration, status

UNSHOWN: frozenset[Place] = frozenset()
"""What a template can write and no ok case shows."""


@functools.cache
def modules() -> tuple[tuple[str, tuple[int, ...], tuple[Block, ...], tuple[Block, ...]], ...]:
    """Each root module of each ok case: its name, the lowest provider that it admits, its blocks and the author's."""
    found = []
    for case in catalogue.ok_cases():
        folders: dict[str, dict[str, str]] = {}
        for path, text in catalogue.files(case).items():
            folder, _, name = path.rpartition("/")
            folders.setdefault(folder, {})[name] = text
        beside = parsed_terraform.module(case.stubs)
        for folder, files in folders.items():
            found.append((f"{case}/{folder}", catalogue.provider(case), parsed_terraform.module(files), beside))
    return tuple(found)


def test_every_argument_is_the_providers():
    """On the lowest provider that the output admits, and on the newest that we know of."""
    assert modules()
    problems = [
        f"{name}, provider {'.'.join(map(str, version))}: {fault}"
        for name, lowest, blocks, beside in modules()
        for version in (lowest, provider_schema.NEWEST)
        for fault in provider_schema.faults(blocks, provider_schema.at(version), beside)
    ]
    assert problems == []


def test_every_argument_of_the_templates_is_shown_by_a_case():
    """So that the test above, and Terraform's own `validate`, have seen each of them."""
    written = {place for _, _, blocks, _ in modules() for place in places(blocks)}
    writable = {
        place
        for path in (catalogue.ROOT / "templates").glob("*.tf.j2")
        for place in places(parsed_terraform.blocks(every_branch(path.read_text(encoding="utf-8"))))
    }
    assert len(writable) > 100
    assert writable - written == UNSHOWN
    assert {place for place in written - writable if place[0] in {first for first, *_ in writable}} == set()


def test_every_argument_of_the_templates_is_the_providers():
    """Whatever a case shows: the templates themselves, with each of their branches taken."""
    newest = provider_schema.at(provider_schema.NEWEST)
    for path in (catalogue.ROOT / "templates").glob("*.tf.j2"):
        for place in places(parsed_terraform.blocks(every_branch(path.read_text(encoding="utf-8")))):
            kind, *rest = place
            known = newest["resources"][kind]
            for name in rest[:-1]:
                known = known["blocks"][name] if name != "lifecycle" else {"attributes": ["prevent_destroy"]}
            assert rest[-1] in {*known["attributes"], *provider_schema.META_ARGUMENTS}, (path.name, place)


def every_branch(template: str) -> str:
    """A template as Terraform: all branches taken, one turn of each loop, and the text "x" for every value."""
    text = re.sub(r"\{%.*?%\}\n|^\{\{[^}]*\}\}\n", "", template, flags=re.MULTILINE)  # a value on its own is a comment
    text = re.sub(r"\{\{[^}]*\}\}(?= =)", "x", text)
    return re.sub(r"\{\{[^}]*\}\}", '"x"', text)


def places(blocks: Iterable[Block]) -> set[Place]:
    """Where a resource has which argument."""
    return {
        (block.labels[0], *place) for block in blocks if block.type == "resource" for place in _places(block)
    }  # fmt: skip


def _places(block: Block) -> set[Place]:
    return {(name,) for name in block.arguments} | {
        (nested.type, *place) for nested in block.blocks for place in _places(nested)
    }


LOG = 'log_destination = "x"'


@pytest.mark.parametrize(
    ("text", "version", "fault"),
    [
        (f'resource "aws_flow_log" "a" {{ {LOG}\n vpc = "x" }}', (5, 0), "no argument vpc,"),
        ('resource "aws_flow_log" "a" {\n log_group_name = "x"\n}', (5, 0), "no argument log_group_name,"),
        ('resource "aws_flow_log" "a" {\n arn = "x"\n}', (5, 0), "arn cannot be set"),
        ('resource "aws_flow_log" "a" {\n max_aggregation_interval = "600"\n}', (5, 0), "is no number"),
        ('resource "aws_flow_log" "a" {\n tags = ["x"]\n}', (5, 0), "is no map(string)"),
        ('resource "aws_flow_log" "a" {\n regional_nat_gateway_id = "x"\n}', (6, 24), "no argument regional_nat"),
        ('resource "aws_flow_log" "a" {\n tag_field_specification {\n }\n}', (6, 61), "no block tag_field_spec"),
        (
            'resource "aws_flow_log" "a" {\n tag_field_specification {\n tag_keys = ["x"]\n }\n}',
            (6, 62),
            "tag_field_specification[0]: resource_type is missing",
        ),
        (
            'resource "aws_flow_log" "a" {\n destination_options {\n }\n destination_options {\n }\n}',
            (5, 0),
            "destination_options stands there 2 times, and may 1",
        ),
        ('resource "aws_iam_role" "a" {\n name = "x"\n}', (5, 0), "assume_role_policy is missing"),
        (
            'resource "aws_s3_bucket_versioning" "a" {\n bucket = "x"\n}',
            (5, 0),
            "versioning_configuration stands there 0 times, and must 1",
        ),
        ('resource "aws_vpn" "a" {\n}', (5, 0), "aws_vpn is not in the extract"),
        ('resource "aws_flow_log" "a" {\n vpc_id = aws_iam_role.b.arn\n}', (5, 0), "there is no aws_iam_role.b"),
        ('resource "aws_flow_log" "a" {\n vpc_id = "${aws_flow_log.a.vpc}"\n}', (5, 0), "has no attribute vpc,"),
        ('data "aws_region" "a" {}\noutput "x" {\n value = data.aws_region.a.name\n}', (6, 0), "no attribute name,"),
    ],
)
def test_a_fault_is_seen(text: str, version: tuple[int, ...], fault: str):
    found = provider_schema.faults(parsed_terraform.blocks(text), provider_schema.at(version))
    assert len([one for one in found if fault in one]) == 1, found


def test_what_a_version_has_is_no_fault():
    text = 'resource "aws_flow_log" "a" {\n regional_nat_gateway_id = "x"\n}'
    assert provider_schema.faults(parsed_terraform.blocks(text), provider_schema.at((6, 25))) == []
    text = 'data "aws_region" "a" {}\noutput "x" {\n value = data.aws_region.a.name\n}'
    assert provider_schema.faults(parsed_terraform.blocks(text), provider_schema.at((5, 0))) == []
