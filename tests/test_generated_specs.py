"""The generator of specs: its specs compile, are the same for the same seed, and use the whole language."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import catalogue
from gen_flowlogs import pipeline, source
from gen_flowlogs.schema.language import schema
from generated_specs import Generated, pairs, specs
from generated_specs.edits import EDITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COMPILED, READ, EDITED = 300, 1000, 120

_NO_DATA_SOURCE = "the provider looks up one of them only: lookup-plural"
NOT_REACHED: Mapping[str, str] = {
    ".capture_points.*.vpcs.lookup.within": "nothing contains a VPC: lookup-within",
    **{
        f".capture_points.*.{key}.{path}": _NO_DATA_SOURCE
        for key in ("transit_gateways", "regional_nat_gateways")
        for path in ("lookup", "lookup.tags", "lookup.within", "lookup.allow_empty")
    },
}
"""Path of the schema → why no generated spec has it."""


def compiled(one: Generated) -> pipeline.Compiled:
    return pipeline.compile(
        one.files[one.main].encode(),
        one.main,
        read=lambda path: one.files[path].encode(),
        today=catalogue.TODAY,
    )


def errors(one: Generated) -> list[str]:
    return [each.message for each in compiled(one).diagnostics if each.severity == "error"]


def test_specs_compile():
    assert {one.name: found for one in specs(1, COMPILED) if (found := errors(one))} == {}


def test_specs_compile_after_edits_too():
    assert {(one.name, one.edits): found for one in pairs(3, EDITED) if (found := errors(one.new))} == {}


def test_pairs_are_the_same_for_a_seed_and_know_every_edit():
    assert list(pairs(7, 20)) == list(pairs(7, 20))
    assert {edit for pair in pairs(8, 300) for edit in pair.edits} == set(EDITS)
    assert all(1 <= len(pair.edits) <= 3 for pair in pairs(7, 20))
    assert [pair.old for pair in pairs(7, 20)] == list(specs(7, 20))


def test_specs_are_the_same_for_a_seed_and_differ_between_seeds():
    assert list(specs(7, 20)) == list(specs(7, 20))
    assert not {one.files[one.main] for one in specs(7, 20)} & {one.files[one.main] for one in specs(8, 20)}


def test_specs_use_the_whole_language():
    seen: set[str] = set()
    for one in specs(2, READ):
        for path, text in one.files.items():
            document = source.load(text.encode(), path)
            assert not document.findings, f"{one.name}: {document.findings}"
            seen.update(_said(_schema(), document.data, ""))
    legal = set(_legal(_schema(), ""))
    assert seen <= legal, "the walk over the schema is too narrow"
    assert sorted(legal - seen) == sorted(NOT_REACHED)


@cache
def _schema() -> dict[str, Any]:
    return json.loads(json.dumps(schema(include=False)))


def _resolved(below: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to by `$ref` and `allOf`."""
    whole: dict[str, Any] = {}
    for part in (below, *below.get("allOf", ())):
        if "$ref" in part:
            whole |= _resolved(_schema()["definitions"][part["$ref"].rpartition("/")[2]])
        whole |= {key: value for key, value in part.items() if key not in ("$ref", "allOf")}
    return whole


def _legal(below: Mapping[str, Any], path: str) -> Iterator[str]:
    """The path of each key that a spec may have, and of each value of a closed set."""
    below = _resolved(below)
    for value in below.get("enum", ()):
        yield f"{path} = {value}"
    known = below.get("properties", {})
    for key in {*known, *below.get("propertyNames", {}).get("enum", ())}:
        if known.get(key) != {"not": {}}:
            yield f"{path}.{key}"
            yield from _legal(known.get(key, {}), f"{path}.{key}")
    if isinstance(below.get("additionalProperties"), dict) and "enum" not in below.get("propertyNames", {}):
        yield from _legal(below["additionalProperties"], f"{path}.*")
    if isinstance(below.get("items"), dict):
        yield from _legal(below["items"], f"{path}[]")


def _said(below: Mapping[str, Any], data: Any, path: str) -> Iterator[str]:
    """The paths, as `_legal` spells them, of what a spec says."""
    below = _resolved(below)
    match data:
        case dict():
            known = {
                **{key: {} for key in below.get("propertyNames", {}).get("enum", ())},
                **below.get("properties", {}),
            }
            for key, value in data.items():
                if key in known:
                    yield f"{path}.{key}"
                    yield from _said(known[key], value, f"{path}.{key}")
                else:
                    yield from _said(below.get("additionalProperties", {}), value, f"{path}.*")
        case list():
            for value in data:
                yield from _said(below.get("items", {}), value, f"{path}[]")
        case _ if data in below.get("enum", ()):
            yield f"{path} = {data}"
