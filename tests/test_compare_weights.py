"""Weights of records in `diff`: they agree with the Terraform of both versions, and with the changes beside them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
from gen_flowlogs.aws.delivery_prices import OF
from gen_flowlogs.aws.fields import DEFAULT, PRESETS, names_of
from gen_flowlogs.aws.weights import record_bytes
from gen_flowlogs.compare import compare
from gen_flowlogs.show.changes.weights import BASIS

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import DiffCase

TIMES = "\N{MULTIPLICATION SIGN}"
CASES = catalogue.diff_cases()
REPORTS: dict[DiffCase, dict[str, Any]] = {
    case: json.loads((case.folder / "expected.json").read_text(encoding="utf-8")) for case in CASES
}
WEIGHED = [case for case, report in REPORTS.items() if report["weight"]["records"]]

FLOW_LOG = re.compile(r'^resource "aws_flow_log" "(?P<label>\w+)" \{\n(?P<body>.*?)^\}', re.MULTILINE | re.DOTALL)


def formats(case: DiffCase, spec: str) -> dict[str, set[tuple[str, ...]]]:
    """The fields of the flow logs in the Terraform of a spec, by their labels; AWS's default where none is set."""
    files = case.version(spec).files
    assert files
    found: dict[str, set[tuple[str, ...]]] = {}
    for text in files.values():
        for each in FLOW_LOG.finditer(text):
            names = names_of(each["body"].partition("log_format")[2].partition("\n")[0].replace("$${", "${"))
            family = "transit_gateway" if "transit_gateway" in each["body"] else "vpc"
            found.setdefault(each["label"], set()).add(names or DEFAULT[family])
    return found


@pytest.mark.parametrize("case", WEIGHED, ids=str)
def test_bytes_are_those_of_the_formats_in_the_terraform(case: DiffCase):
    before, after = formats(case, "old.yaml"), formats(case, "new.yaml")
    for each in REPORTS[case]["weight"]["records"]:
        label = f"{each['capture_point']}__{each['destination']}".replace("-", "_")
        assert each["after"] in {record_bytes(names) for names in after[label]}
        assert each["before"] in {record_bytes(names) for several in before.values() for names in several}
        assert each["before"] != each["after"]
        assert f"from {each['before']} to {each['after']} bytes" in each["message"]


def test_a_format_that_changes_has_a_weight():
    """`log_format` among what forces a replacement, with other bytes, is never silent."""
    silent = {case.name for case, report in REPORTS.items() if not report["weight"]["records"] and _replaced(report)}
    assert silent == SAME_WEIGHT


def _replaced(report: dict[str, Any]) -> bool:
    return any("log_format" in each["forced_by"] for each in report["changes"])


SAME_WEIGHT = {"diff/adopted-no-longer"}
"""Cases whose flow logs are replaced only if AWS has another format than both versions of the spec."""


def _net(report: dict[str, Any]) -> int:
    """Flow logs that Terraform creates, less those that it destroys."""
    flow_logs = [each["action"] for each in report["changes"] if each["address"].startswith("aws_flow_log.")]
    return flow_logs.count("create") - flow_logs.count("destroy")


def _refused(report: dict[str, Any]) -> bool:
    """Whether a flow log is there and its records cannot arrive: it is no delivery."""
    return any(each["effect"] == "lost" and ", since " in each["message"] for each in report["coverage"])


def test_deliveries_are_the_flow_logs_that_come_and_go():
    compared = {case: report for case, report in REPORTS.items() if not _refused(report)}
    assert len(compared) > 100
    for case, report in compared.items():
        assert sum(each["count"] for each in report["weight"]["deliveries"]) == _net(report), case
    for case, report in REPORTS.items():
        if _refused(report):
            assert sum(each["count"] for each in report["weight"]["deliveries"]) < _net(report), case


# The sentences

BEFORE: dict[str, Any] = {
    "version": 1,
    "name": "demo",
    "stacks": {"main": {"account": "111122223333", "region": "us-east-1"}},
    "defaults": {"stack": "main", "destinations": "central"},
    "filters": {
        "plain": {"fields": "default"},
        "rich": {"fields": "security"},
        "often": {"fields": "security", "max_aggregation_interval": 60},
        "refused": {"traffic": "REJECT"},
        "short": {"fields": ["srcaddr", "dstaddr", "srcport"]},
        "long": {"fields": [name for name in PRESETS["v11"]["vpc"] if name != "encryption-status"]},
        "longer": {"fields": "v11"},
    },
    "destinations": {
        "central": {"cloudwatch_logs": {"log_group": "/flow/central"}},
        "archive": {"s3": {"bucket": "acme-flow-logs"}},
        "columns": {"s3": {"bucket": "acme-flow-columns", "file_format": "parquet"}},
        "stream": {
            "firehose": {"delivery_stream": "arn:aws:firehose:us-east-1:111122223333:deliverystream/aws-flow-logs"}
        },
    },
    "capture_points": {
        "core": {"vpc": "vpc-00000000000000001", "filter": "plain"},
        "keep": {"vpc": "vpc-00000000000000002", "destinations": ["central", "archive", "columns", "stream"]},
    },
}


def sentences(folder: Path, change: tuple[dict[str, Any], dict[str, Any]]) -> list[str]:
    """The sentences about weights of changed capture points, in text, which Markdown and JSON must agree with."""
    old, new = ({**BEFORE, "capture_points": {**BEFORE["capture_points"], **points}} for points in change)
    for name, spec in (("old", old), ("new", new)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(spec, sort_keys=False))
    said = {}
    for form in ("text", "markdown", "json"):
        told = catalogue.command("diff", "old.yaml", "new.yaml", "--format", form, folder=folder)
        assert (told.code, told.err) == (0, "")
        said[form] = told.out
    found = [line.removeprefix("  weight: ") for line in said["text"].splitlines() if line.startswith("  weight: ")]
    for each in found:
        assert f"- weight: {each}\n" in said["markdown"]
    weight = json.loads(said["json"])["weight"]
    assert weight["assumed"] == BASIS
    assert bool(found) == any(weight[part] for part in ("records", "services", "deliveries"))
    for form in ("text", "markdown"):
        assert said[form].count("AWS publishes no widths") == bool(weight["records"])
    return found


CORE = BEFORE["capture_points"]["core"]
RICH = {**CORE, "filter": "rich"}

MORE = f"records of core grow from 111 to 241 bytes ({TIMES}2.2): delivery costs 2.2 times as much"

CHANGES: list[tuple[str, dict[str, Any], dict[str, Any], list[str]]] = [
    ("nothing", CORE, CORE, []),
    (
        "fields",
        CORE,
        RICH,
        [MORE],
    ),
    (
        "fewer fields",
        RICH,
        {**CORE, "filter": "short"},
        [f"records of core shrink from 241 to 28 bytes ({TIMES}0.12): delivery costs 0.12 times as much"],
    ),
    (
        "a field that hardly counts",
        {**CORE, "filter": "long"},
        {**CORE, "filter": "longer"},
        ["records of core grow from 592 to 594 bytes: delivery costs about the same"],
    ),
    (
        "other fields and another interval",
        CORE,
        {**CORE, "filter": "often"},
        [MORE.replace("delivery", "delivery of as many records")],
    ),
    (
        "default again, which Terraform does not undo",
        RICH,
        CORE,
        [],
    ),
    (
        "another destination beside it",
        CORE,
        {**CORE, "destinations": ["central", "archive"]},
        ["+1 delivery: core to archive"],
    ),
    ("one destination less", {**CORE, "destinations": ["central", "archive"]}, CORE, ["-1 delivery: core to archive"]),
    (
        "S3 instead",
        CORE,
        {**CORE, "destinations": "archive"},
        ["for core, S3 instead of CloudWatch: about half per GB in us-east-1 (2026-10)"],
    ),
    (
        "CloudWatch instead",
        {**CORE, "destinations": "archive"},
        CORE,
        ["for core, CloudWatch instead of S3: about twice as much per GB in us-east-1 (2026-10)"],
    ),
    (
        "Parquet instead",
        {**CORE, "destinations": "archive"},
        {**CORE, "destinations": "columns"},
        ["for core, Parquet in S3 instead of S3: about 1.1 times as much per GB in us-east-1 (2026-10)"],
    ),
    (
        "a stream instead",
        CORE,
        {**CORE, "destinations": "stream"},
        ["for core, Firehose instead of CloudWatch: another price per GB, which gen-flowlogs does not know"],
    ),
    (
        "fields and destinations",
        CORE,
        {**RICH, "destinations": ["archive", "columns"]},
        [
            f"{MORE.partition(':')[0]}: with the other price per GB, delivery costs 1.09 times as much in {OF}",
            "for core, S3 instead of CloudWatch: about half per GB in us-east-1 (2026-10)",
            "+1 delivery: core to columns",
        ],
    ),
    (
        "fields, and a service whose price is not known",
        CORE,
        {**RICH, "destinations": "stream"},
        [
            f"records of core grow from 111 to 241 bytes ({TIMES}2.2), at another price per GB",
            "for core, Firehose instead of CloudWatch: another price per GB, which gen-flowlogs does not know",
        ],
    ),
    (
        "a lookup",
        CORE,
        {"vpcs": {"lookup": {"tags": {"Tier": "edge"}}}, "filter": "plain", "destinations": ["central", "archive"]},
        ["+1 delivery for each target: core to archive"],
    ),
    (
        "more ids",
        {"vpcs": ["vpc-00000000000000001"], "filter": "plain"},
        {"vpcs": [f"vpc-{number:017}" for number in (1, 3, 4, 5)], "filter": "plain"},
        ["+3 deliveries: core to central (3)"],
    ),
    (
        "a format that one destination keeps",
        {**CORE, "destinations": ["central", {"archive": {"adopted": ["format"]}}]},
        {**RICH, "destinations": ["central", {"archive": {"adopted": ["format"]}}]},
        [MORE.replace("core", "core in central")],
    ),
    (
        "both destinations by others of their kind",
        {**CORE, "destinations": ["central", "columns"]},
        {**CORE, "destinations": ["stream", "archive"]},
        [
            "for core, S3 instead of Parquet in S3: about 0.88 times as much per GB in us-east-1 (2026-10)",
            "for core, Firehose instead of CloudWatch: another price per GB, which gen-flowlogs does not know",
        ],
    ),
    ("other traffic alone", CORE, {**CORE, "filter": "refused"}, []),
]


@pytest.mark.parametrize(("old", "new", "expected"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES])
def test_the_sentences(old: dict[str, Any], new: dict[str, Any], expected: list[str], tmp_path: Path):
    assert sentences(tmp_path, ({"core": old}, {"core": new})) == expected


def test_a_regional_nat_gateway_weighs_otherwise(tmp_path: Path):
    gateway = {"regional_nat_gateway": "nat-00000000000000001"}
    assert sentences(tmp_path, ({"core": {**gateway, "filter": "plain"}}, {"core": {**gateway, "filter": "rich"}})) == [
        f"records of core grow from 91 to {241 - 20 - 23 - 14} bytes ({TIMES}2): delivery costs 2 times as much"
    ]


def test_many_capture_points_share_a_sentence(tmp_path: Path):
    names = [f"point-{number}" for number in range(9)]
    old, new = (
        {name: {"vpc": f"vpc-{number:017}", "filter": chosen} for number, name in enumerate(names, 100)}
        for chosen in ("plain", "rich")
    )
    (sentence,) = sentences(tmp_path, (old, new))
    assert sentence.startswith("records of point-0, point-1, point-2, point-3, point-4, point-5 and 3 more grow from")


def test_a_spec_that_is_new_or_gone_has_its_deliveries():
    case = next(each for each in CASES if each.name == "diff/filter-fields")
    spec = case.version("old.yaml").spec
    for old, new, sign in ((None, spec, 1), (spec, None, -1)):
        weights = compare(old, new).weights
        assert sum(each.count for each in weights.deliveries) == sign * 4
        assert not weights.records
        assert not weights.services


def test_each_delivery_has_the_bytes_of_its_records(tmp_path: Path):
    sentences(tmp_path, ({"core": CORE}, {"core": CORE, "rich": {**RICH, "destinations": ["central", "archive"]}}))
    told = catalogue.command("diff", "old.yaml", "new.yaml", "--format", "json", folder=tmp_path)
    deliveries = json.loads(told.out)["weight"]["deliveries"]
    assert sorted((each["destination"], each["count"], each["bytes"]) for each in deliveries) == [
        ("archive", 1, 241),
        ("central", 1, 241),
    ]


def test_presets_that_a_preset_grows_to_are_heavier():
    for family in ("vpc", "transit_gateway"):
        sizes = [record_bytes(PRESETS[f"v{version}"][family]) for version in (3, 4, 5, 7, 8, 9, 10, 11)]
        assert sizes == sorted(sizes)
