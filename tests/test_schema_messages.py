"""What the schema's mistakes are called, where they are said to stand, and what is left of the data."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import schema_samples as samples
from gen_flowlogs import schema, source
from gen_flowlogs.diagnostics import Finding, Origin

if TYPE_CHECKING:
    from gen_flowlogs.schema import Verdict

BASE: dict[str, Any] = {
    "version": 1,
    "name": "test",
    "filters": {"f": {}},
    "destinations": {
        "logs": {"cloudwatch_logs": {"log_group": "a"}},
        "files": {"s3": {"bucket": "abc"}},
        "stream": {"firehose": {"delivery_stream": {"var": "stream"}}},
    },
    "capture_points": {"core": {"vpc": "vpc-0a1b2c3d", "destinations": "logs"}},
}
CORE = "capture_points.core"
LOGS = "destinations.logs.cloudwatch_logs"
FILES = "destinations.files.s3"


def check(data: dict[str, Any], *, include: bool = False) -> Verdict:
    return schema.check(samples.File(data), include=include)


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    data = BASE
    for place, value in changes.items():
        data = samples.with_value(data, tuple(place.split(".")), value)
    return data


def told(finding: Finding) -> tuple[str, str, str]:
    """Slug, place (keys end in `:`) and message."""
    assert isinstance(finding.at, Origin)
    place = ".".join(map(str, finding.at.path)) + (":" if finding.at.part == "key" else "")
    return finding.slug, place, finding.message


ONE_MISTAKE = source.load(Path(__file__).with_name("schema_messages.yaml").read_bytes(), "").data["mistakes"]


@pytest.mark.parametrize("case", ONE_MISTAKE, ids=lambda case: f"{case['at']}{case.get('below', '')} {case['slug']}")
def test_one_mistake_is_one_finding(case: dict[str, Any]):
    (finding,) = check(changed({case["at"]: case["value"]})).findings
    assert told(finding)[:2] == (case["slug"], case["at"] + case.get("below", ""))
    assert case["says"] in finding.message


def test_nothing_at_all_lacks_what_a_spec_needs():
    assert [told(finding) for finding in check({}).findings] == [
        ("missing-key", "version:", 'the spec needs "version", for example `version: 1`'),
        ("missing-key", "name:", 'the spec needs "name", for example `name: prod`'),
        ("missing-key", "destinations:", 'the spec needs "destinations", or an "include" that brings them'),
        ("missing-key", "capture_points:", 'the spec needs "capture_points", or an "include" that brings them'),
    ]


def test_a_file_of_definitions_alone_may_be_one_that_specs_include():
    (finding,) = check({"filters": {"security": {"traffic": "REJECT"}}}).findings
    assert told(finding)[:2] == ("missing-key", "version:")
    assert 'needs "version" and "name"; if specs include this file, lint one of them' in finding.message
    lacking = check({"filters": {"security": {"traffic": "REJECT"}}, "version": 1}).findings
    assert [told(each)[1] for each in lacking] == ["name:", "destinations:", "capture_points:"]


def test_a_file_that_cannot_be_read_lacks_nothing():
    assert schema.check(samples.File({}, broken=True)).findings == ()
    assert schema.check(source.load(b"a: [", "a.yaml")).findings == ()


@pytest.mark.parametrize(
    ("at", "value", "said"),
    [
        ("capture_points.core", {"vcp": "vpc-0a1b2c3d"}, ["capture_points.core.vcp:"]),
        ("capture_points.core", {"vpc": {"lokup": {"name": "a"}}}, ["capture_points.core.vpc.lokup:"]),
        ("destinations.files", {"s_3": {"bucket": "abc"}}, ["destinations.files.s_3:"]),
        ("destinations.files.s3", {"buckets": "abc"}, ["destinations.files.s3.buckets:"]),
        ("lint", {"ignores": {}}, ["lint.ignores:"]),
    ],
)
def test_a_misspelt_key_is_not_also_missing(at: str, value: Any, said: list[str]):
    assert [told(finding)[1] for finding in check(changed({at: value})).findings] == said


def test_of_keys_that_exclude_each_other_the_later_names_the_earlier():
    data = changed({CORE: {"subnet": "subnet-0a1b2c3d", "filter": "f", "vpc": "vpc-0a1b2c3d", "eni": "eni-0a1b2c3d"}})
    findings = check(data).findings
    assert [told(finding)[1] for finding in findings] == [f"{CORE}.vpc:", f"{CORE}.eni:"]
    for finding in findings:
        assert finding.related == (('"subnet" is at', Origin("spec.yaml", (*CORE.split("."), "subnet"), "key")),)


def test_all_mistakes_come_at_once():
    data = changed({
        "name": 5,
        "filters.f": {"traffic": "all", "fields": [], "zz": 1},
        "filters.G": {"traffic": "any"},
        LOGS: {"retention_days": 2, "existing": True, "role": {}},
        CORE: {"vpc": "x", "tags": {"a": 1, "b": 2}, "destinations": [1, "a", 2]},
    })  # fmt: skip
    assert sorted(told(finding)[:2] for finding in check(data).findings) == sorted([
        ("wrong-type", "name"),
        ("invalid-value", "filters.f.traffic"),
        ("out-of-range", "filters.f.fields"),
        ("unknown-key", "filters.f.zz:"),
        ("invalid-format", "filters.G:"),
        ("invalid-value", "filters.G.traffic"),
        ("missing-key", f"{LOGS}.log_group:"),
        ("invalid-value", f"{LOGS}.retention_days"),
        ("conflicting-keys", f"{LOGS}.existing:"),
        ("out-of-range", f"{LOGS}.role"),
        ("invalid-format", f"{CORE}.vpc"),
        ("wrong-type", f"{CORE}.tags.a"),
        ("wrong-type", f"{CORE}.tags.b"),
        ("wrong-type", f"{CORE}.destinations.0"),
        ("wrong-type", f"{CORE}.destinations.2"),
    ])  # fmt: skip


def test_only_what_is_broken_is_cut_out():
    data = changed({
        "name": 5,
        "filters.f": {"traffic": "all", "fields": "security"},
        "filters.g": 5,
        f"{FILES}.transitions": [{"after_days": 30, "storage_class": "GLACIER"}, {"after_days": 90}],
        f"{FILES}.prefix": "p",
        f"{LOGS}": {"existing": True, "kms": "create"},
        "capture_points.x": {"vpc": {"lookup": {"tags": {"a": 1}}}, "tags": {"a": "b", "c": 1}, "eni": "eni-0a1b2c3d"},
    })  # fmt: skip
    verdict = check(data)
    assert verdict.data == {
        "version": 1,
        "filters": {"f": {"fields": "security"}},
        "destinations": {
            "logs": {"cloudwatch_logs": {"existing": True}},
            "files": {"s3": {"bucket": "abc", "prefix": "p"}},
            "stream": BASE["destinations"]["stream"],
        },
        "capture_points": {"core": BASE["capture_points"]["core"], "x": {"tags": {"a": "b"}}},
    }
    assert verdict.data["destinations"]["stream"] is data["destinations"]["stream"]


def test_an_included_file_has_definitions_only():
    said = [told(finding) for finding in check({"version": 1, "names": {}, **samples.INCLUDED}, include=True).findings]
    assert said == [
        (
            "unknown-key",
            "version:",
            (
                '"version" is no key of an included file, which has only "values", "defaults", "stacks", "filters", '
                '"destinations" and "capture_points"'
            ),
        ),
        (
            "unknown-key",
            "names:",
            (
                'unknown key "names" in an included file, which has "values", "defaults", "stacks", "filters", '
                '"destinations" and "capture_points"'
            ),
        ),
    ]


def test_of_too_many_mistakes_the_first_are_listed():
    points = {f"p{number}": {"vpc": "vpc-0a1b2c3d"} for number in range(1000)}
    broken = {f"q{number}": {"vpc": "x", "tags": {"a": 1}} for number in range(1000)}
    verdict = check(changed({"capture_points": {**points, **broken}, "filters": 5, "zz": 1}))
    assert len(verdict.findings) == schema.MOST + 1
    more = f"more than {schema.MOST} mistakes; the others are listed once these are put right"
    assert told(verdict.findings[-1]) == ("out-of-range", "", more)
    assert verdict.data == {
        "version": 1, "name": "test", "destinations": BASE["destinations"], "capture_points": points,
    }  # fmt: skip


def test_one_mistake_among_many_capture_points_is_found_quickly():
    points = {f"p{number}": {"vpc": f"vpc-{number:017x}", "tags": {"a": "b"}} for number in range(50_000)}
    data = changed({"capture_points": {**points, "x": {"vpc": "x"}}})
    check(changed({CORE: 5}))  # what is loaded on the first use
    before = time.process_time()
    verdict = check(data)
    assert time.process_time() - before < 3  # jsonschema alone takes seven seconds or more
    assert [told(finding)[1] for finding in verdict.findings] == ["capture_points.x.vpc"]
    assert len(verdict.data["capture_points"]) == 50_001


def test_hostile_texts_are_shown_short_and_safely():
    text = "\x1b[31m\u202e" + "x" * 100_000
    findings = check(changed({"name": text, f"filters.{text}": {}, f"{CORE}.{text}": text, "version": text})).findings
    assert len(findings) == 4
    for finding in findings:
        assert finding.message.isprintable()
        assert len(finding.message) < 500


def test_a_text_that_the_fast_validator_cannot_read_is_judged_by_the_other():
    assert check(changed({f"{CORE}.description": "\ud800"})).findings == ()
    ((slug, place, _),) = [told(finding) for finding in check(changed({"name": "\ud800"})).findings]
    assert (slug, place) == ("invalid-format", "name")
