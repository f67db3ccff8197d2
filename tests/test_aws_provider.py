"""What is kept of the provider's schema: is it what the provider says, and do our tables agree with it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import make_provider_extract as extract
import terraform
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.replacement import REPLACING
from gen_flowlogs.aws.versions import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
KEPT = json.loads((DATA / "provider-5.100.json").read_text())
ADDED = json.loads((DATA / "provider-6-additions.json").read_text())


def names(resource: str) -> set[str]:
    kept, added = KEPT["resources"][resource], ADDED["resources"].get(resource, {})
    return {name for part in (kept, added) for kind in ("attributes", "blocks") for name in part.get(kind, {})}


@pytest.mark.parametrize("resource", REPLACING)
def test_what_replaces_is_an_argument(resource: str) -> None:
    assert REPLACING[resource] <= names(resource) | {"expected_bucket_owner"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_kinds_are_arguments_and_data_sources(kind: Any) -> None:
    assert kind.argument in names("aws_flow_log")
    assert kind.data_source in KEPT["data_sources"]
    if kind.plural_data_source is not None:
        assert KEPT["data_sources"][kind.plural_data_source]["attributes"]["ids"][1] == "computed"


def test_additions_and_features_name_the_same_versions() -> None:
    added = ADDED["resources"]["aws_flow_log"]
    assert added["attributes"]["regional_nat_gateway_id"]["since"] == FEATURES["regional_nat_gateway"].version
    assert added["blocks"]["tag_field_specification"]["since"].startswith(FEATURES["tag_fields"].version)


def parts(value: Any) -> Iterator[Any]:
    yield value
    for below in value.values() if isinstance(value, dict) else ():
        yield from parts(below)


def test_each_addition_has_a_version_and_a_source() -> None:
    told = [part for part in parts(ADDED) if isinstance(part, dict) and "since" in part]
    assert len(told) == 8
    assert all(part["source"].startswith("https://") for part in told)


@pytest.mark.skipif(terraform.provider_version() != (5, 100, 0), reason="the extract is of provider 5.100.0")
def test_extract_is_what_the_provider_says(tmp_path: Path) -> None:
    required = '{"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}}}'
    (tmp_path / "main.tf.json").write_text(required)
    assert terraform.run("init", folder=tmp_path).code == 0
    said = terraform.run("providers", "schema", "-json", folder=tmp_path)
    assert extract.extracted(json.loads(said.out)) == (DATA / "provider-5.100.json").read_text()
