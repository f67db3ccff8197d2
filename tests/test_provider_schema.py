"""Every argument and block that a template can write is the provider's, in version 5 and in 6, and a case shows it.

The judges are the extracts of tests/data; they judge every case, the committed output, and a fixed sample of generated
specs.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import catalogue
import generated_specs
import parsed_terraform
import provider_schema
from gen_flowlogs import pipeline
from parsed_terraform import Block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Place = tuple[str, ...]  # aws_s3_bucket_versioning, versioning_configuration, status

UNSHOWN: frozenset[Place] = frozenset()
"""What a template can write and no ok case shows."""


SAMPLE = (26, 25)
"""Seed and number of the generated specs."""


@dataclass(frozen=True)
class Module:
    """One root module: its name, the lowest provider that it admits, its blocks and the author's."""

    name: str
    lowest: tuple[int, ...]
    blocks: tuple[Block, ...]
    beside: tuple[Block, ...] = ()


@functools.cache
def modules() -> tuple[Module, ...]:
    """Each root module of each ok case."""
    return tuple(
        Module(f"{case}/{folder}", catalogue.provider(case), parsed_terraform.module(files), beside)
        for case in catalogue.ok_cases()
        for beside in (parsed_terraform.module(case.stubs),)
        for folder, files in by_folder(catalogue.files(case))
    )


@functools.cache
def generated() -> tuple[Module, ...]:
    """Each root module of the sample; nothing is known of what a generated spec refers to."""
    found = []
    for one in generated_specs.specs(*SAMPLE):
        compiled = pipeline.compile(
            one.files[one.main].encode(),
            one.main,
            read=lambda path, one=one: one.files[path].encode(),
            today=catalogue.TODAY,
        )
        assert compiled.files is not None
        for folder, files in by_folder(compiled.files):
            blocks = parsed_terraform.module(files)
            found.append(Module(f"{one.name}/{folder}", catalogue.admitted(files["terraform.tf"]), blocks))
    return tuple(found)


def by_folder(files: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The files of each root module."""
    folders: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = text
    return sorted(folders.items())


def problems(module: Module) -> list[str]:
    """Faults on the lowest provider that the output admits, and on the newest that we know of."""
    return [
        f"{module.name}, provider {'.'.join(map(str, version))}: {fault}"
        for version in (module.lowest, provider_schema.NEWEST)
        for fault in provider_schema.faults(module.blocks, provider_schema.at(version), module.beside)
    ]


def test_every_argument_is_the_providers():
    assert modules()
    assert [problem for module in modules() for problem in problems(module)] == []


def test_every_argument_of_generated_specs_is_the_providers():
    """But for what they refer to and do not have beside them: the author's own resources."""
    assert len(generated()) > SAMPLE[1]
    found = [problem for module in generated() for problem in problems(module)]
    assert [problem for problem in found if ": there is no " not in problem] == []


def test_every_argument_of_the_templates_is_shown_by_a_case():
    """So that the test above, and Terraform's own `validate`, have seen each of them."""
    written = {place for module in modules() for place in places(module.blocks)}
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
                known = (
                    known["blocks"][name]
                    if name != "lifecycle"
                    else {"attributes": ["prevent_destroy", "ignore_changes"]}
                )
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
        ('resource "aws_flow_log" "a" {\n tag_field_specification {\n }\n}', (6, 55), "no block tag_field_spec"),
        (
            'resource "aws_flow_log" "a" {\n tag_field_specification {\n tag_keys = ["x"]\n }\n}',
            (6, 56),
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
        (
            'resource "aws_cloudwatch_log_group" "a" {\n log_group_class = "x"\n}',
            (5, 29),
            "no argument log_group_class,",
        ),
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


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'output "x" {\n value = data.aws_region.a.id\n}',
            "output.x: id of data.aws_region is deprecated since 6.47.0",
        ),
        ('output "x" {\n value = "${data.aws_region.a.name}"\n}', "output.x: name of data.aws_region is"),
        ('resource "aws_s3_bucket" "a" {\n acl = "x"\n}', "resource.aws_s3_bucket.a: acl is deprecated"),
        ('resource "aws_s3_bucket" "a" {\n versioning {\n }\n}', "resource.aws_s3_bucket.a: versioning is deprecated"),
    ],
)
def test_what_is_deprecated_is_seen(text: str, fault: str):
    (found,) = provider_schema.deprecated(parsed_terraform.blocks(text))
    assert found.startswith(fault)


def test_what_is_not_deprecated_is_not_seen():
    text = 'output "x" {\n value = [data.aws_region.a.region, aws_s3_bucket.a.id, data.aws_vpc.a.id]\n}'
    assert provider_schema.deprecated(parsed_terraform.blocks(text)) == []


@pytest.mark.parametrize("every", [modules, generated], ids=["cases", "generated"])
def test_nothing_is_written_that_some_version_deprecates(every: Callable[[], tuple[Module, ...]]):
    """Whatever the lowest version is: `terraform init` takes the newest, and reports what is deprecated there."""
    found = [f"{module.name}: {fault}" for module in every() for fault in provider_schema.deprecated(module.blocks)]
    assert found == []


def test_a_module_as_it_was_before_is_seen():
    """Were the region read from `data.aws_region` again, each module that needs it would be named."""
    before = [
        (module, parsed_terraform.blocks('output "x" {\n value = data.aws_region.current.id\n}'))
        for module in modules()
        if ("data", "aws_service", "ec2") in {(block.type, *block.labels) for block in module.blocks}
    ]
    assert len(before) > 20
    assert all(provider_schema.deprecated((*module.blocks, *blocks)) for module, blocks in before)
