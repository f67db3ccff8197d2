"""The schema is what editors and the compiler need, agrees with the tables, and both validators agree on it."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

import aws_shapes
import schema_samples as samples
from gen_flowlogs import schema, source
from gen_flowlogs.aws import fields, limits
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.hcl import Ref
from gen_flowlogs.rules import RULES
from gen_flowlogs.schema import language
from gen_flowlogs.schema.authored import authored

if TYPE_CHECKING:
    from collections.abc import Iterator


MAIN = language.schema(include=False)
INCLUDE = language.schema(include=True)
DEFINITIONS = MAIN["definitions"]
EXCLUDED = {"not": {}}


def subschemas(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every schema within the schema, with the path of it; conditions and what follows them too."""
    if not isinstance(node, dict):
        return
    yield path, node
    for key in ("properties", "definitions", "dependencies"):
        for name, below in node.get(key, {}).items():
            yield from subschemas(below, (*path, key, name))
    for key in ("if", "then", "else", "items", "additionalProperties", "propertyNames", "not"):
        yield from subschemas(node.get(key), (*path, key))
    for key in ("allOf", "oneOf"):
        for number, below in enumerate(node.get(key, [])):
            yield from subschemas(below, (*path, key, str(number)))


SUBSCHEMAS = tuple(subschemas(MAIN))
# A condition, and what it narrows, are about properties that are described elsewhere.
PROPERTIES = {
    path: node
    for path, node in SUBSCHEMAS
    if path[-2:-1] == ("properties",) and not {"if", "else"} & set(path) and node != EXCLUDED
}


def definition(name: str, *path: str) -> dict[str, Any]:
    return samples.at(DEFINITIONS, (name, *path))


def verdicts(data: Any, whole: dict[str, Any]) -> tuple[bool, bool]:
    return jsonschema_rs.Draft7Validator(whole).is_valid(data), jsonschema.Draft7Validator(whole).is_valid(data)


def alone(node: dict[str, Any]) -> dict[str, Any]:
    return {**node, "definitions": DEFINITIONS}


def test_it_is_draft_07_with_a_version_in_its_name():
    jsonschema.Draft7Validator.check_schema(MAIN)
    jsonschema.Draft7Validator.check_schema(INCLUDE)
    assert (MAIN["$id"], INCLUDE["$id"]) == ("urn:gen-flowlogs:schema:v1", "urn:gen-flowlogs:schema:v1:include")
    assert schema.SCHEMA_FILE == "flowlogs-v1.schema.json"
    assert schema.text().endswith("}\n")
    assert schema.text(include=True).endswith("}\n")


@pytest.mark.parametrize("path", PROPERTIES, ids="/".join)
def test_every_property_is_told_to_editors(path: tuple[str, ...]):
    node = PROPERTIES[path]
    assert node["title"]
    assert re.fullmatch(r"[A-Z`].*[.)]", node["description"], re.DOTALL)
    assert node["examples"]
    for value in (*node["examples"], *([node["default"]] if "default" in node else [])):
        assert verdicts(value, alone(node)) == (True, True), value


def test_every_mapping_is_closed():
    for path, node in SUBSCHEMAS:
        if "properties" in node and not {"if", "then", "else"} & {*path[-1:]}:
            assert "additionalProperties" in node, path
        if node.get("type") == "object":
            assert node.get("additionalProperties", True) is not True, path


def test_alternatives_are_bare_so_that_their_errors_are_plain():
    for path, node in SUBSCHEMAS:
        assert "anyOf" not in node, path
        assert all(set(one) == {"required"} for one in node.get("oneOf", [])), path
        assert all(set(one) in ({"$ref"}, {"not"}) for one in node.get("allOf", [])), path
        assert "$ref" not in node or set(node) == {"$ref"}, f"{path}: draft 07 ignores what stands beside a $ref"


def test_every_text_is_bounded_and_every_pattern_has_words():
    for path, node in SUBSCHEMAS:
        if path[-1:] == ("if",):
            continue
        if "pattern" in node:
            assert node["pattern"].startswith("^"), path
            assert node["pattern"].endswith(r"$(?!\n)"), path
            assert node["patternErrorMessage"].startswith("expected "), path
        words = {"enum", "const", "pattern", "maxLength"}
        if "string" in node.get("type", ()) and path[-3:-1] != ("definitions", "tags"):
            bounded = words & node.keys() or "then" in node or path[-1] in {"target", "additionalProperties"}
            assert bounded, path


def test_it_agrees_with_the_tables():
    points = DEFINITIONS["capture_point"]
    keys = [key for kind in KINDS for key in (kind.singular, kind.plural)]
    assert [one["required"] for one in points["oneOf"]] == [[key] for key in keys]
    for kind in KINDS:
        pattern = kind.id_pattern + r"(?!\n)"
        assert points["properties"][kind.singular]["pattern"] == pattern
        assert points["properties"][kind.plural]["items"]["pattern"] == pattern
    assert definition("preset", "enum") == list(fields.PRESETS)
    tag_fields = definition("filter", "properties", "tag_fields", "properties")
    assert {
        key: tuple(re.findall(r"`([a-z-]+(?:-2)?)`", one["description"])) for key, one in tag_fields.items()
    } == dict(fields.TAG_FIELDS)
    cloudwatch_logs = definition("cloudwatch_logs", "properties")
    assert cloudwatch_logs["retention_days"]["enum"] == [*aws_shapes.RETENTION_DAYS, "never"]
    assert cloudwatch_logs["class"]["enum"] == list(aws_shapes.LOG_GROUP_CLASSES)
    step = definition("s3", "properties", "transitions", "items", "properties", "storage_class")
    assert sorted(step["enum"]) == sorted(limits.STORAGE_CLASSES)
    assert definition("s3", "properties", "prefix", "maxLength") == limits.PREFIX_LENGTH
    warnings = [rule.slug for rule in RULES.values() if rule.severity == "warning"]
    assert definition("lint", "properties", "ignore", "propertyNames", "enum") == warnings


SHAPES = (
    ("key", definition("kms", "then", "pattern"), aws_shapes.key_problem),
    ("role", definition("role_arn", "pattern"), aws_shapes.role_problem),
    ("policy", definition("policy_arn", "pattern"), aws_shapes.policy_problem),
    ("stream", definition("firehose", "properties", "delivery_stream", "pattern"), aws_shapes.stream_problem),
    (
        "cross_account_role",
        definition("firehose", "properties", "cross_account_role", "pattern"),
        aws_shapes.cross_account_role_problem,
    ),
    ("role_name", definition("role_name", "pattern"), aws_shapes.role_name_problem),
    ("role_path", definition("role_path", "pattern"), aws_shapes.role_path_problem),
)


@pytest.mark.parametrize(("pattern", "problem"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
@given(data=st.data())
@settings(max_examples=60)
def test_what_it_lets_through_is_what_the_tables_know(pattern: str, problem: Any, data: st.DataObject):
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(max_codepoint=126)))
    assume(len(text.rpartition("/")[2]) <= 64 and len(text) <= 512)  # what `maxLength` says
    assert problem(text) is None


@given(st.from_regex(definition("traversal", "pattern"), alphabet=st.characters(max_codepoint=126)))
def test_a_reference_that_it_lets_through_can_be_written(text: str):
    Ref(text)


def test_a_date_is_a_day_of_the_calendar():
    day = re.compile(definition("capture_point", "properties", "expires", "pattern"))
    first = date(2000, 1, 1)
    days = {(first + timedelta(number)).isoformat() for number in range((date(2100, 1, 1) - first).days)}
    for year in range(2000, 2100):
        for month in range(14):
            for number in range(33):
                text = f"{year}-{month:02}-{number:02}"
                assert bool(day.search(text)) == (text in days), text
    assert not day.search("2027-03-31\n")


@pytest.mark.parametrize("number", range(len(samples.SAMPLES)))
def test_a_sound_spec_comes_back_as_it_is(number: int):
    data = samples.SAMPLES[number]
    assert verdicts(data, MAIN) == (True, True)
    verdict = schema.check(samples.File(data))
    assert verdict.findings == ()
    assert verdict.data is data


def test_a_sound_included_file_comes_back_as_it_is():
    assert verdicts(samples.INCLUDED, INCLUDE) == (True, True)
    assert schema.check(samples.File(samples.INCLUDED), include=True).data is samples.INCLUDED
    assert schema.check(samples.File({}), include=True).findings == ()


@pytest.mark.parametrize("path", samples.SHIPPED, ids=str)
def test_shipped_specs_are_sound(path: Any):
    document = source.load(path.read_bytes(), path.name)
    include = path.name != "spec.yaml" and "version" not in document.data
    assert verdicts(document.data, authored(INCLUDE if include else MAIN)) == (True, True)


def reached(node: Any, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The properties of the schema that a value has."""
    yield path
    for one in node.get("allOf", []):
        if "$ref" in one:
            name = one["$ref"].rpartition("/")[2]
            yield from reached(DEFINITIONS[name], value, ("definitions", name))
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        yield from reached(DEFINITIONS[name], value, ("definitions", name))
    if isinstance(value, list) and "items" in node:
        for item in value:
            yield from reached(node["items"], item, (*path, "items"))
    if isinstance(value, dict):
        for key, item in value.items():
            known = key in node.get("properties", {})
            if known or isinstance(node.get("additionalProperties"), dict):
                step = ("properties", key) if known else ("additionalProperties",)
                below = node["properties"][key] if known else node["additionalProperties"]
                yield from reached(below, item, (*path, *step))


def test_the_samples_have_every_property():
    seen = {path for data in samples.SAMPLES for path in reached(MAIN, data, ())}
    assert sorted(PROPERTIES.keys() - seen) == []


def relaxed() -> dict[str, Any]:
    """The schema without what data may lack after a mistake was cut out."""
    lax = copy.deepcopy(MAIN)
    for key in ("required", "if", "else"):
        del lax[key]
    for name in ("stacks", "destinations", "capture_points"):
        del lax["properties"][name]["minProperties"]
    for name in ("firehose", "stack"):
        del lax["definitions"][name]["required"]
    for name in ("cloudwatch_logs", "s3"):
        del lax["definitions"][name]["then"]["else"]
        del lax["definitions"][name]["else"]["required"]
    for name in ("s3", "firehose"):
        del lax["definitions"][name]["dependencies"]
    backends = lax["properties"]["terraform"]["properties"]["backend"]["properties"]
    for name in ("assume_role", "assume_role_with_web_identity"):
        del backends["s3"]["properties"][name]["required"]
    for key in ("required", "dependencies"):
        del backends["http"][key]
    for name in ("destination", "capture_point"):
        choices = [one["required"][0] for one in lax["definitions"][name].pop("oneOf")]
        pairs = [(one, other) for one in choices for other in choices if one < other]
        lax["definitions"][name]["allOf"] = [{"not": {"required": list(pair)}} for pair in pairs]
    return lax


RELAXED = jsonschema_rs.Draft7Validator(relaxed())
RAW = re.compile(
    r"is not of type|does not match|unexpected|is a required|not valid under|is not one of|non-empty|schema"
)

names = st.sampled_from(
    [key for data in samples.SAMPLES[:1] for path in samples.places(data) for key in path if isinstance(key, str)]
)
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-1, 700), st.floats(), st.text(max_size=70), names,
        st.sampled_from([samples.at(data, path) for data in samples.SAMPLES for path in samples.places(data)]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(names, st.text(max_size=70)).map(str), inner, max_size=3)
    ),
    max_leaves=4,
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """A sample in which up to three values are taken out, put in or replaced."""
    data = draw(st.sampled_from(samples.SAMPLES))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in samples.places(data) if path] or [("name",)]))
        match draw(st.sampled_from(["delete", "replace", "insert"])):
            case "delete":
                data = samples.without_value(data, path) if len(list(samples.places(data))) > 1 else data
            case "replace":
                data = samples.with_value(data, path, draw(values))
            case _:
                path = (*path[:-1], draw(names)) if isinstance(path[-1], str) else path
                data = samples.with_value(data, path, draw(values))
    return data


@given(spoilt())
@example({})
@example({"version": 1, "audit": {"exempt": {"vpc-0a1b2c3d": {"reason": None, "expires": "2027-06-30"}}}})
@example({"terraform": {"backend": {"s3": {"bucket": "b", "assume_role": {"role_arn": None}}}}})
@example({"version": 1.0, "name": "a", "include": ["x"], "capture_points": {"a": {"vpc": {"var": "x"}}}})
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_validators_agree_and_every_mistake_is_told(data: dict[str, Any]):
    fast, slow = verdicts(data, MAIN)
    assert fast == slow
    before = copy.deepcopy(data)
    verdict = schema.check(samples.File(data))
    assert (verdict.findings == ()) == fast
    assert repr(data) == repr(before)
    assert [error.instance_path for error in RELAXED.iter_errors(verdict.data)] == []
    for finding in verdict.findings:
        assert RULES[finding.slug].severity == "error"
        assert finding.message.isprintable()
        assert len(finding.message) <= 700
        assert not RAW.search(finding.message), finding.message
        assert not finding.message.endswith((" ", ":", ";"))


@given(spoilt())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_validators_agree_on_included_files(data: dict[str, Any]):
    fast, slow = verdicts(data, INCLUDE)
    assert fast == slow
    assert (schema.check(samples.File(data), include=True).findings == ()) == fast


@pytest.mark.parametrize("written", ["365", "365.0", "365.00", "3.65e2"])
def test_a_whole_number_may_be_written_in_any_way(written: str):
    spec = f"""
version: 1
name: demo
terraform: {{backend: {{s3: {{max_retries: {written}}}}}}}
destinations: {{a: {{cloudwatch_logs: {{log_group: /a, retention_days: {written}}}}}}}
capture_points: {{core: {{vpc: vpc-0a1b2c3d4e5f67890, destinations: a}}}}
"""
    document = source.load(spec.encode(), "s.yaml")
    verdict = schema.check(document)
    assert (verdict.findings, verdict.data) == ((), document.data)
