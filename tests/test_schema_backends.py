"""The settings of a backend that the schema knows are those that Terraform's own backend has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import terraform
from gen_flowlogs.aws.versions import FEATURES, NEW_IN_S3_BACKEND
from gen_flowlogs.schema import backends, language

if TYPE_CHECKING:
    from pathlib import Path

BACKENDS: dict[str, Any] = language.schema(include=False)["properties"]["terraform"]["properties"]["backend"][
    "properties"
]
EXCLUDED = {"not": {}}
NO_NAME = {"http", "cloud"}
"""Backends whose own settings do not name the state: an address holds its name, or a block in `cloud`."""
each_backend = pytest.mark.parametrize("kind", BACKENDS)


@terraform.needs_terraform
@each_backend
def test_terraform_has_every_setting(kind: str, tmp_path: Path):
    """`init` reads a backend's block before it asks anybody, and names each argument that there is not."""
    block = "cloud" if kind == "cloud" else f'backend "{kind}"'
    nested = {"workspaces": BACKENDS["cloud"]["properties"]["workspaces"]} if kind == "cloud" else {}
    names = [name for name in BACKENDS[kind]["propertyNames"]["enum"] if name not in nested]
    inside = "".join(f"{name} {{\n{settings(each['propertyNames']['enum'])}}}\n" for name, each in nested.items())
    text = f"terraform {{\n  {block} {{\n{settings(names)}{inside}  }}\n}}\n"
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    said = terraform.run("init", "-no-color", folder=tmp_path)
    refused = re.findall(r'An argument named "(\w+)" is not expected', said.out + said.err)
    assert refused == ["no_such_setting"] * (1 + len(nested))


def settings(names: list[str]) -> str:
    return "".join(f"    {name} = null\n" for name in [*names, "no_such_setting"])


@each_backend
def test_every_excluded_setting_is_the_state_or_a_secret(kind: str):
    excluded = {name for name, node in BACKENDS[kind]["properties"].items() if node == EXCLUDED}
    secrets = {name for backend, name in backends.SECRETS if backend == kind and name != "web_identity_token"}
    assert len(excluded - secrets) == (kind not in NO_NAME)
    assert secrets <= excluded
    assert excluded <= set(BACKENDS[kind]["propertyNames"]["enum"])


def test_settings_with_a_floor_are_settings():
    names = set(BACKENDS["s3"]["propertyNames"]["enum"])
    assert names >= NEW_IN_S3_BACKEND
    assert names >= {name.removeprefix("s3_") for name in FEATURES if name.startswith("s3_")} - {"settings"}
