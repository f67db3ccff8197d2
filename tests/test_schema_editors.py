"""The published schemas, before every judge that authors meet: ajv, RE2, check-jsonschema and yaml-language-server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml

import catalogue
from catalogue import ROOT
from gen_flowlogs import HOMEPAGE, SCHEMAS, schema
from gen_flowlogs.aws import fields, regions
from gen_flowlogs.schema import editors
from gen_flowlogs.schema.authored import authored
from gen_flowlogs.schema.language import schema as literal
from gen_flowlogs.schema.portable import portable

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = {False: schema.SCHEMA_FILE, True: schema.INCLUDE_SCHEMA_FILE}
PUBLISHED = {include: json.loads(schema.text(include=include)) for include in FILES}
PLAIN = {include: json.loads(schema.text(include=include, plain=True)) for include in FILES}
OK = catalogue.ok_cases()
SAMPLE = OK[::8]
"""The cases that yaml-language-server reads in CI; it takes a while for each."""

BIN = Path(sys.executable).parent
INSTALLED = ROOT / ".venv" / "editors"
needs_node = pytest.mark.skipif(
    not (INSTALLED / "node_modules/yaml-language-server").is_dir() or shutil.which("node") is None,
    reason="ajv and yaml-language-server are not installed: `make test` installs them where node and npm are",
)


def nodes(value: object) -> Iterator[dict[str, Any]]:
    match value:
        case dict():
            yield value
            for each in value.values():
                yield from nodes(each)
        case list():
            for each in value:
                yield from nodes(each)


def test_the_committed_copies_are_those_of_today():
    for include, name in FILES.items():
        assert (ROOT / "schemas" / name).read_text(encoding="utf-8") == schema.text(include=include), "make golden"


def test_they_have_an_address_and_name_their_version():
    for include, name in FILES.items():
        for one in (PUBLISHED[include], PLAIN[include]):
            assert one["$id"] == f"{SCHEMAS}/{name}"
            assert one["$schema"] == "http://json-schema.org/draft-07/schema#"
            assert one["$comment"] == schema.stamp()
    assert SCHEMAS.startswith("https://")
    assert SCHEMAS.split("/")[3:5] == HOMEPAGE.split("/")[3:5]


def test_only_editors_keywords_are_beyond_the_standard():
    known = {
        "$schema", "$id", "$comment", "$ref", "title", "description", "default", "examples", "type", "enum", "const",
        "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "properties", "required", "additionalProperties",
        "propertyNames", "minProperties", "maxProperties", "dependencies", "definitions", "items", "minItems",
        "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
    }  # fmt: skip
    named = {"properties", "definitions", "dependencies", "defaultSnippets", "examples", "default"}

    def keywords(node: object) -> Iterator[str]:
        if isinstance(node, list):
            for each in node:
                yield from keywords(each)
        elif isinstance(node, dict):
            yield from node
            for key, value in node.items():
                inner = value.values() if key in named and isinstance(value, dict) else [value]
                for each in inner if key not in {"defaultSnippets", "examples", "default", "enum", "const"} else ():
                    yield from keywords(each)

    for include in FILES:
        assert set(keywords(PLAIN[include])) <= known
        assert set(keywords(PUBLISHED[include])) - known == set(editors.KEYWORDS)


def test_re2_takes_every_pattern():
    re2 = pytest.importorskip("re2")
    patterns = {node["pattern"] for one in PUBLISHED.values() for node in nodes(one) if "pattern" in node}
    assert len(patterns) > 30
    for each in patterns:
        assert "(?" not in each.replace("(?:", "")
        re2.compile(each)


def test_the_portable_form_admits_the_same():
    """Each spec and included file of the cases, and the same with another value at each place, one by one."""
    count = 0
    for include in FILES:
        before = authored(literal(include=include))
        theirs = jsonschema_rs.Draft7Validator(before)
        ours = jsonschema_rs.Draft7Validator(portable(before))
        for data in samples(include=include):
            for changed in (data, *mutations(data)):
                count += 1
                assert ours.is_valid(changed) == theirs.is_valid(changed), changed
    assert count > 3000


def samples(*, include: bool) -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "tests/cases").glob("ok/*/**/*.yaml"))[::5] + sorted(ROOT.glob("specs/*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and ("version" in data) != include and path.name != "case.yaml":
            yield json.loads(json.dumps(data, default=str))


VALUES: tuple[object, ...] = (
    None,
    5,
    True,
    "x",
    "aws",
    "vpc-0a1b2c3d4e5f67890",
    "{env}",
    [],
    ["x"],
    {},
    {"ref": "a.b.c"},
)


def mutations(data: Any) -> Iterator[Any]:
    """The data with each of VALUES at each place, and without each key."""
    text = json.dumps(data)
    for path in places(data):
        for value in VALUES:
            changed = json.loads(text)
            at(changed, path[:-1])[path[-1]] = value
            yield changed
        if isinstance(path[-1], str):
            changed = json.loads(text)
            del at(changed, path[:-1])[path[-1]]
            yield changed


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data[:1]) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def test_check_jsonschema_finds_nothing():
    program = BIN / "check-jsonschema"
    if not program.exists():
        pytest.skip("check-jsonschema is not installed on this system")
    specs = [str(case.folder / case.spec) for case in OK]
    ran = subprocess.run(
        [str(program), "--schemafile", str(ROOT / "schemas" / schema.SCHEMA_FILE), *specs],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout.strip()) == (0, "ok -- validation done"), ran.stdout


HEAD = "version: 1\nname: a\n"
WHOLE = "destinations: {d: {s3: {bucket: acme-logs}}}\ndefaults: {destinations: d}\n"
COMPLETED = {
    "fields in a list": "filters:\n  f:\n    fields: [@]\n",
    "fields in lines": "filters:\n  f:\n    fields:\n      - @\n",
    "fields": "filters:\n  f:\n    fields: @\n",
    "presets": "filters:\n  f:\n    fields:\n      preset: @\n",
    "filters": "capture_points:\n  c:\n    filter: @\n",
    "a target": "capture_points:\n  c:\n    vpc: @\n",
    "a target in lines": "capture_points:\n  c:\n    vpc:\n      @\n",
    "regions": "stacks:\n  c:\n    region: @\n",
    **{
        f"backend {name}": f"terraform:\n  backend:\n    {name}:\n      @\n"
        for name in ("s3", "gcs", "azurerm", "http", "cloud")
    },
}
JUDGED = {
    "a sound spec": "capture_points: {c: {vpc: vpc-0a1b2c3d4e5f67890}}\n",
    "an unknown field": "filters: {f: {fields: [vpc_id]}}\ncapture_points: {c: {vpc: vpc-0a1b2c3d4e5f67890}}\n",
    "a wrong id": "capture_points: {c: {vpc: vpc-nonsense}}\n",
    "a wrong key": "capture_points: {c: {vpc: vpc-0a1b2c3d4e5f67890, filtr: all}}\n",
    "a secret": "capture_points: {c: {vpc: vpc-0a1b2c3d4e5f67890}}\nterraform: {backend: {s3: {secret_key: x}}}\n",
}


@cache
def answers() -> tuple[list[str], dict[str, Any]]:
    asked = [
        *({"name": name, "text": HEAD + text.replace("@", ""), "at": len(HEAD) + text.index("@")}
          for name, text in COMPLETED.items()),
        *({"name": name, "text": HEAD + WHOLE + text} for name, text in JUDGED.items()),
        {"name": "hover", "text": f"{HEAD}filters: {{f: {{fields: [vpc-id]}}}}\n", "hover": len(HEAD) + 15},
        *({"name": str(case), "text": without_modeline(case.folder / case.spec)} for case in SAMPLE),
    ]  # fmt: skip
    schemas = [
        {"name": "spec", "schema": PUBLISHED[False], "keywords": list(editors.KEYWORDS)},
        {"name": "include", "schema": PUBLISHED[True], "keywords": list(editors.KEYWORDS)},
        {"name": "plain", "schema": PLAIN[False], "keywords": []},
        {"name": "plain-include", "schema": PLAIN[True], "keywords": []},
    ]
    ran = subprocess.run(
        ["node", str(ROOT / "tests/support/editors.mjs"), str(INSTALLED)],
        input=json.dumps({"schemas": schemas, "asked": [{"schema": "spec", **each} for each in asked]}),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    return found["wrong"], found["answers"]


def without_modeline(path: Path) -> str:
    return re.sub(r"^# yaml-language-server:.*", "#", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


@needs_node
def test_ajv_is_content_in_its_strictest_mode():
    assert answers()[0] == []


@needs_node
def test_yaml_language_server_finds_nothing_in_a_sound_spec():
    found = answers()[1]
    said = {str(case): [each for each in found[str(case)] if "Unused anchor" not in each] for case in SAMPLE}
    assert said == {str(case): [] for case in SAMPLE}
    assert found["a sound spec"] == []


@needs_node
def test_yaml_language_server_finds_what_is_wrong():
    found = answers()[1]
    assert re.match(r'Value is not accepted. Valid values: "version", "account-id"', found["an unknown field"][0])
    assert found["a wrong id"] == ["expected the id of a VPC, such as vpc-0a1b2c3d4e5f67890"]
    assert found["a wrong key"] == ["Property filtr is not allowed."]
    assert found["a secret"] == ["Property secret_key is not allowed."]


@needs_node
def test_names_complete_with_their_meaning():
    found = {name: dict(answers()[1][name]) for name in COMPLETED}
    for name in ("fields in a list", "fields in lines"):
        assert {each.name for each in fields.FIELDS} <= found[name].keys()
        assert found[name]["tcp-flags"].startswith("TCP flags seen")
    assert set(fields.PRESETS) <= found["fields"].keys()
    assert set(fields.PRESETS) == found["presets"].keys()
    assert all(each.startswith("Of a VPC: version, ") for each in found["presets"].values())
    assert {"all", "accept", "reject"} < found["filters"].keys()
    assert found["filters"]["reject"] == "Built in: what security groups or network ACLs rejected."
    assert found["regions"].keys() >= regions.KNOWN
    assert found["regions"]["eusc-de-east-1"] == "Partition aws-eusc."
    for name in ("a target", "a target in lines"):
        assert {"{var: vpc_id}", "{ref: module.network.vpc_id}", "{lookup: {name: core}}"} <= found[name].keys()
    assert not any("[object" in label for labels in found.values() for label in labels)


@needs_node
def test_no_secret_is_offered_and_markdown_is_read():
    found = answers()[1]
    for name in COMPLETED:
        offered = {label for label, _ in found[name]}
        assert offered & {"access_key", "secret_key", "token", "password", "client_secret", "sas_token", "key"} == set()
    assert "bucket" in {label for label, _ in found["backend s3"]}
    assert "`gen-flowlogs fields`" in found["hover"]
    assert "\\`" not in found["hover"]
