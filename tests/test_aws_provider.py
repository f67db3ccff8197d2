"""What is kept of the provider's schema: is it what the provider says, and do our tables agree with it?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import make_provider_extract as extract
import provider_schema
import terraform
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.replacement import REPLACING
from gen_flowlogs.aws.versions import FEATURES

DATA = Path(__file__).parent / "data"
KEPT, NEWEST = provider_schema.extract("5.100"), provider_schema.extract("6.69.1")
FLOORS = {
    "deletion_protection": "deletion_protection_enabled",
    "log_group_class": "log_group_class",
    "transition_size": "transition_default_minimum_object_size",
    "regional_nat_gateway": "regional_nat_gateway_id",
    "tag_fields": "tag_field_specification",
}
"""Feature of the provider → the argument or block that it needs."""


def names(resource: str) -> set[str]:
    known = (KEPT["resources"][resource], NEWEST["resources"][resource])
    return {name for part in known for kind in ("attributes", "blocks") for name in part.get(kind, {})}


@pytest.mark.parametrize("resource", REPLACING)
def test_what_replaces_is_an_argument(resource: str) -> None:
    assert REPLACING[resource] <= names(resource) | {"expected_bucket_owner"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_kinds_are_arguments_and_data_sources(kind: Any) -> None:
    assert kind.argument in names("aws_flow_log")
    assert kind.data_source in KEPT["data_sources"]
    if kind.plural_data_source is not None:
        assert KEPT["data_sources"][kind.plural_data_source]["attributes"]["ids"][1] == "computed"


def test_features_are_asked_for_from_the_release_that_has_them_first() -> None:
    """Each as it was bisected: the release before does not have it."""
    bisected = {one["path"]: one for one in json.loads((DATA / "provider-floors.json").read_text())}
    ours = {name for name, of in FEATURES.items() if of.tool == "aws_provider"}
    assert FLOORS.keys() == ours - {"aws_provider", "sovereign_cloud"}  # a base, and no argument
    for feature, argument in FLOORS.items():
        assert bisected[argument]["since"] == FEATURES[feature].version


def test_each_floor_was_bisected_between_two_releases_in_a_row() -> None:
    for one in provider_schema.floors():
        (major, minor), before = one["since"], one["not_in"]
        assert before == (major, minor - 1), one
        place = one["kind"], one["path"]
        assert place not in {(kind, path) for _, kind, path in provider_schema.places(provider_schema.at(before))}
        assert place in {(kind, path) for _, kind, path in provider_schema.places(provider_schema.at((major, minor)))}
        assert one["source"].startswith("https://pypi.org/project/")


def test_the_page_of_the_data_names_every_file() -> None:
    rows = (line.split(" | ")[0] for line in (DATA / "README.md").read_text().splitlines() if line.startswith("| `"))
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    files = (each.relative_to(DATA).as_posix() for each in DATA.rglob("*") if each.is_file())
    assert named == {*files} - {"README.md"}


def test_each_deprecation_has_a_version_and_a_source() -> None:
    told = json.loads((DATA / "provider-deprecations.json").read_text())
    assert {(one["kind"], one["path"]) for one in told} >= {("data.aws_region", "id"), ("data.aws_region", "name")}
    for one in told:
        assert re.fullmatch(r"\d+\.\d+\.\d+( or before)?", one["since"]), one
        assert one["source"].startswith(("https://", "terraform providers schema -json of ")), one


def test_no_extract_has_what_is_deprecated_in_it() -> None:
    gone = provider_schema.deprecations()
    assert not gone.keys() & set(provider_schema.places(NEWEST))
    old = {place for place, since in gone.items() if since == "5.100.0 or before"}
    assert len(old) > 15
    assert not old & set(provider_schema.places(KEPT))


@pytest.mark.skipif(terraform.provider_version() != (5, 100, 0), reason="the extract is of provider 5.100.0")
def test_extract_is_what_the_provider_says(tmp_path: Path) -> None:
    required = '{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}}'
    (tmp_path / "main.tf.json").write_text(required)
    assert terraform.run("init", folder=tmp_path).code == 0
    said = terraform.run("providers", "schema", "-json", folder=tmp_path)
    blocks = extract.by_kind(json.loads(said.out))
    text = extract.extracted("hashicorp/aws 5.100.0", {kind: extract.block(block) for kind, block in blocks.items()})
    assert text == (DATA / "provider-5.100.json").read_text()
