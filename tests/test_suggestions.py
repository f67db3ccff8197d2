"""Snippets and commands that messages suggest in back-quotes: each can be pasted as it is, but for `…` and NAMES."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import catalogue
import gen_flowlogs
from commands import SPEC, say
from gen_flowlogs import schema
from gen_flowlogs.cli.parser import arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE = re.compile(r"^\S+:\d+:\d+: (?:error|warning): (.*) \[[a-z-]+\]$", re.MULTILINE)


def suggestions() -> list[str]:
    texts = (case.expected.read_text() for case in catalogue.err_cases())
    return sorted({each for text in texts for said in _MESSAGE.findall(text) for each in re.findall("`([^`]+)`", said)})


SNIPPETS = [each for each in suggestions() if ": " in each or re.match(r"[\[{-]", each)]


def keys(value: object) -> Iterator[str]:
    """The keys of a snippet; names of values and placeholders in capitals are the author's own."""
    match value:
        case dict():
            for key, below in value.items():
                if not str(key).isupper():
                    yield str(key)
                if key != "values":
                    yield from keys(below)
        case list():
            for each in value:
                yield from keys(each)


def of_language(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", ())
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from of_language(below)


def test_each_snippet_is_yaml_with_keys_of_the_language():
    assert len(SNIPPETS) > 60
    known = set(of_language(json.loads(schema.text())))
    for each in SNIPPETS:
        name_in_braces = re.fullmatch(r"\{[A-Za-z_]+\}", each)
        assert name_in_braces or set(keys(yaml.safe_load(each.replace("…", "x")))) <= known, each


@pytest.mark.parametrize("command", [each for each in suggestions() if each.startswith("gen-flowlogs ")])
def test_each_command_parses(command: str):
    assert arguments_of(shlex.split(command)[1:])


def test_a_package_to_install_is_that_of_the_extra():
    extras = tomllib.loads((catalogue.ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    sources = Path(gen_flowlogs.__file__).parent.rglob("*.py")
    named = [each for file in sources for each in re.findall('pip install "([^"{]+)"', file.read_text())]
    assert sorted(named) == sorted(each for extra in ("hcl", "live", "parquet") for each in extras[extra])


@pytest.mark.parametrize("name", ["[central, lake]", "central, lake", "central lake", "central - lake"])
def test_a_list_that_is_one_name_is_offered_as_one(name: str, tmp_path: Path):
    text = SPEC.replace("destinations: central", f'destinations: "{name}"')
    text = text.replace("capture_points:", "  lake: {s3: {bucket: acme-logs, expire_days: 400}}\ncapture_points:")
    (tmp_path / "small.yaml").write_text(text)
    assert "; write a list, `[central, lake]` [unknown-name]" in say("lint", "small.yaml", folder=tmp_path).out


@pytest.mark.parametrize(("name", "meant"), [("allow", "accept"), ("DENIED", "reject"), ("any", "all"), ("ALL", "all")])
def test_words_of_firewalls_lead_to_a_filter(name: str, meant: str, tmp_path: Path):
    (tmp_path / "small.yaml").write_text(f"{SPEC}    filter: {name}\n")
    said = say("lint", "small.yaml", folder=tmp_path).out
    assert f'no filter is called "{name}"; did you mean "{meant}"?' in said
