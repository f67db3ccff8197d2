"""What diff says to a person: each change once, at the line that causes it, with both values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
from gen_flowlogs.show.markdown_text import escaped
from mutations import DROP, Mutation, mutated, vpc

if TYPE_CHECKING:
    from pathlib import Path

STACKS = {name: {"account": f"1111222200{number:02}", "region": "us-east-1"} for number, name in enumerate("abc")}
FILTERS: dict[str, Any] = {"filters": {"wide": {"fields": {"preset": "default", "add": ["vpc-id"]}}}}
DESTINATIONS: dict[str, Any] = {
    "destinations": {
        "central": {"cloudwatch_logs": {"log_group": "/flow/central", "retention_days": 400}},
        "archive": {"s3": {"bucket": "acme-logs", "stack": "a", "org_id": "o-abcdefghij"}},
    }
}
MAIN: dict[str, Any] = {
    "version": 1,
    "name": "prod",
    "include": ["filters.yaml", "destinations.yaml"],
    "stacks": STACKS,
    "defaults": {"stack": "all", "filter": "wide", "destinations": ["central", "archive"], "tags": {"Team": "net"}},
    "capture_points": {
        "core": {"vpcs": {"lookup": {"tags": {"net": "core"}}}},
        "edge": {"vpc": vpc(1), "stack": "a", "filter": "reject", "destinations": "archive"},
    },
}
FILES = {"main": MAIN, "filters": FILTERS, "destinations": DESTINATIONS}


def write(folder: Path, files: dict[str, dict[str, Any]]) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False))


def said(folder: Path, *changed: tuple[str, dict[str, Any]], form: str = "text", files: Any = FILES) -> str:
    write(folder / "old", files)
    new = {name: mutated(data, *(Mutation("", of) for at, of in changed if at == name)) for name, data in files.items()}
    write(folder / "new", new)
    told = catalogue.command("diff", "old/main.yaml", "new/main.yaml", "--format", form, folder=folder)
    assert (told.code, told.err) == (0, "")
    return told.out


def fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def entries(text: str) -> list[tuple[str, str]]:
    """The lines of the changes before the records: mark, addresses and place; and the reason."""
    lines = text.partition("\nrecords\n")[0].splitlines()[1:]
    lines = [line for line in lines if not line.startswith(("hint:", "note:"))]
    return [(line.strip(), reason.strip()) for line, reason in zip(lines[::2], lines[1::2], strict=True)]


def source(folder: Path, place: str) -> str:
    """The line of a file that a place names."""
    file, _, number = place.removesuffix(" (before)").rpartition(":")
    return (folder / file).read_text().splitlines()[int(number) - 1].strip()


WIDE, CENTRAL, CORE = "filters.wide.", "destinations.central.cloudwatch_logs.", "capture_points.core."

CAUSES: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("fields", "filters", {WIDE + "fields": ["srcaddr", "dstaddr"]}, ["fields:"]),
    ("a filter's new key", "filters", {WIDE + "max_aggregation_interval": 60}, ["max_aggregation_interval: 60"]),
    ("a filter's traffic", "filters", {WIDE + "traffic": "REJECT"}, ["traffic: REJECT"]),
    ("retention", "destinations", {CENTRAL + "retention_days": 731}, ["retention_days: 731"]),
    ("a key taken out", "destinations", {CENTRAL + "retention_days": DROP}, ["retention_days: 400"]),
    ("role", "destinations", {CENTRAL + "role": {"path": "/x/"}}, ["path: /x/"]),
    ("the filter by default", "main", {"defaults.filter": "accept"}, ["filter: accept"]),
    ("the filter of one", "main", {CORE + "filter": "accept"}, ["filter: accept"]),
    ("tags by default", "main", {"defaults.tags": {"Team": "ops"}}, ["Team: ops"]),
    ("tags of one", "main", {CORE + "tags": {"Team": "ops"}}, ["Team: ops"]),
    ("a target", "main", {"capture_points.edge.vpc": vpc(9)}, [f"vpc: {vpc(9)}"]),
    ("destinations by default", "main", {"defaults.destinations": "archive"}, ["destinations: archive", "central:"]),
    ("stacks of one", "main", {CORE + "stack": ["a", "b"]}, ["stack:"]),
    ("a stack that goes", "main", {"stacks.c": DROP}, ["c:"]),
    ("a stack that comes", "main", {"stacks.d": {"account": "111122220099", "region": "us-east-1"}}, ["d:"]),
    ("a region", "main", {"stacks.b.region": "us-west-2"}, ["region: us-west-2"]),
    ("an account", "main", {"stacks.b.account": "444455556666"}, ["account: '444455556666'"]),
    ("a capture point that comes", "main", {"capture_points.x": {"vpc": vpc(3), "stack": "a"}}, ["x:"]),
    ("a capture point that goes", "main", {"capture_points.edge": DROP}, ["edge:"]),
    ("owner of a bucket", "destinations", {"destinations.archive.s3.stack": "b"}, ["stack: b"]),
    ("retired", "destinations", {"destinations.archive.retired": True}, ["retired: true"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "expected"), [row[1:] for row in CAUSES], ids=[row[0] for row in CAUSES])
def test_the_line_that_causes_a_change(tmp_path: Path, file: str, change: dict[str, Any], expected: list[str]):
    changes = [(file, change)]
    if "destinations.archive.retired" in change:  # then nobody sends to it
        changes.append(("main", {"defaults.destinations": "central", "capture_points.edge": DROP}))
        expected = ["retired: true", "destinations: central", "edge:"]
    places = {line.rpartition("  ")[2] for line, _ in entries(said(tmp_path, *changes))}
    assert places
    assert {source(tmp_path, place) for place in places} == {*expected}
    if DROP in change.values():
        assert any(place.endswith(" (before)") for place in places)


def test_what_follows_from_a_filter_has_its_line(tmp_path: Path):
    """The queries of a destination ask for the fields that its senders record."""
    asked = {CENTRAL + "queries": True}
    old = {
        **FILES,
        "destinations": mutated(DESTINATIONS, Mutation("", asked)),
        "filters": mutated(FILTERS, Mutation("", {WIDE + "max_aggregation_interval": 60})),
    }
    text = said(tmp_path, ("filters", {WIDE + "fields": ["srcaddr", "dstaddr"]}), files=old)
    told = entries(text)
    assert any("aws_cloudwatch_query_definition" in line for line, _ in told)
    assert {source(tmp_path, line.rpartition("  ")[2]) for line, _ in told} == {"fields:"}


def test_the_same_in_json(tmp_path: Path):
    """Every address of every stack, at the same line."""
    changes = json.loads(said(tmp_path, ("filters", {WIDE + "traffic": "REJECT"}), form="json"))["changes"]
    assert len(changes) == 2 * len(STACKS)
    assert {(each["file"], source(tmp_path, f"{each['file']}:{each['line']}")) for each in changes} == {
        ("new/filters.yaml", "traffic: REJECT")
    }


VALUES: list[tuple[str, dict[str, Any], str]] = [
    ("destinations", {CENTRAL + "retention_days": 731}, "retention_in_days: 400 → 731"),
    ("destinations", {CENTRAL + "retention_days": "never"}, "retention_in_days: 400 → for ever"),
    ("destinations", {CENTRAL + "on_destroy": "delete"}, "skip_destroy: true → false"),
    ("destinations", {"destinations.archive.s3.expire_days": 500}, "expire_days: not set → 500"),
    ("destinations", {"destinations.archive.tags": {"Team": "ops", "a": "b"}},
     'tags: Team "net" → "ops" and a not set → "b"'),
    ("destinations", {"destinations.archive.s3.per_hour_partition": True},
     "destination_options: per_hour_partition not set → true"),
    ("filters", {WIDE + "max_aggregation_interval": 60}, "max_aggregation_interval: 600 → 60"),
    ("filters", {WIDE + "fields": {"preset": "default", "add": ["vpc-id", "az-id"]}}, "log_format adds az-id"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "expected"), VALUES, ids=[row[2] for row in VALUES])
def test_old_and_new_of_each_value(tmp_path: Path, file: str, change: dict[str, Any], expected: str):
    assert any(reason.startswith(expected) for _, reason in entries(said(tmp_path, (file, change))))


def test_what_a_policy_holds_is_not_told(tmp_path: Path):
    text = said(tmp_path, ("destinations", {CENTRAL + "role": {"permissions": "documented"}}))
    assert {reason for _, reason in entries(text)} == {"assume_role_policy changes", "policy changes"}


def many(count: int) -> dict[str, Any]:
    stacks = {
        f"acct-{number:03}": {"account": f"{111122220000 + number}", "region": "us-east-1"} for number in range(count)
    }
    destinations = {"destinations": {"central": DESTINATIONS["destinations"]["central"]}}
    main = {**MAIN, "stacks": stacks, "defaults": {**MAIN["defaults"], "destinations": "central"}}
    main["capture_points"] = {"core": MAIN["capture_points"]["core"]}
    return {"main": main, "filters": FILTERS, "destinations": destinations}


def test_what_is_so_in_many_stacks_is_told_once(tmp_path: Path):
    text = said(tmp_path, ("destinations", {CENTRAL + "log_group": "/flow/x"}), files=many(301))
    assert len(text.splitlines()) < 20
    told = entries(text)
    assert told[0] == (
        "-/+ aws_cloudwatch_log_group.central in all 301 stacks  new/destinations.yaml:4",
        'name: "/flow/central" → "/flow/x"; replaced with it: aws_flow_log.core__central',
    )
    assert told[1] == (
        "-/+ aws_iam_role.central in all 301 stacks  new/destinations.yaml:4",
        'name: "flow-logs-flow-central-<stack>" → "flow-logs-flow-x-<stack>"',
    )
    moved = "in all 301 stacks: accepted and rejected traffic of core is delivered to the log group /flow/x instead"
    assert f"  moved: {moved}" in text


def test_few_stacks_are_named(tmp_path: Path):
    text = said(tmp_path, ("destinations", {CENTRAL + "retention_days": 731}), files=many(3))
    assert "~ aws_cloudwatch_log_group.central in the stacks acct-000, acct-001 and acct-002  new" in text
    one = {f"stacks.acct-{number:03}": DROP for number in range(1, 301)}
    gone = said(fresh(tmp_path / "gone"), ("main", one), files=many(301))
    assert len(gone.splitlines()) < 20
    assert "in the stacks acct-001, acct-002, acct-003, acct-004 and 296 more" in gone
    assert "each of these stacks is removed" in gone


def test_stacks_that_differ_are_told_apart(tmp_path: Path):
    changes = {"stacks.b": DROP, CORE + "stack": ["a", "c"]}
    text = said(tmp_path, ("main", changes), ("destinations", {CENTRAL + "retention_days": 731}))
    assert "~ aws_cloudwatch_log_group.central in the stacks a and c" in text
    assert 'the stack "b" is removed' in text


def test_no_line_twice(tmp_path: Path):
    """Two destinations, two addresses, and a rename that was forgotten."""
    renamed = {CORE[:-1]: DROP, "capture_points.kernel": MAIN["capture_points"]["core"]}
    for folder, changes in (("a", [("filters", {WIDE + "fields": "default"})]), ("b", [("main", renamed)])):
        lines = [
            line
            for line in said(fresh(tmp_path / folder), *changes).splitlines()
            if line.startswith(("hint", "  ", "note"))
        ]
        assert len(lines) == len(set(lines))
    told = said(fresh(tmp_path / "c"), ("main", renamed))
    assert told.count("renamed_from: core") == 1


def test_of_very_many_the_first_are_told(tmp_path: Path):
    points = {
        f"p-{number:03}": {"vpc": vpc(number + 100), "stack": "a", "destinations": "archive"} for number in range(120)
    }
    old = {**FILES, "main": {**MAIN, "capture_points": {**MAIN["capture_points"], **points}}}
    renamed = {f"capture_points.{name}": DROP for name in points}
    renamed |= {f"capture_points.q-{name}": of for name, of in points.items()}
    text = said(tmp_path, ("main", renamed), files=old)
    assert "  … and 140 more changes; `--format json` has all" in text.splitlines()
    assert len(text.splitlines()) < 240
    assert text.count(" looks like ") == 8
    assert "hint: 112 more definitions look like renamed ones: write `renamed_from` there too" in text


def test_the_destinations_of_one_sentence_are_named(tmp_path: Path):
    text = said(tmp_path, ("filters", {WIDE + "fields": {"preset": "default", "add": ["vpc-id", "az-id"]}}))
    assert "the records of core in archive and central get az-id" in text


def test_replacements_that_follow(tmp_path: Path):
    text = said(tmp_path, ("destinations", {CENTRAL + "role": {"path": "/x/"}}), files=many(3))
    assert [reason for _, reason in entries(text)] == [
        'path: "/" → "/x/"; replaced with it: aws_flow_log.core__central and aws_iam_role_policy.central'
    ]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_no_page_that_the_repository_of_the_reader_does_not_have(tmp_path: Path, form: str):
    changes = {"destinations.archive.s3.stack": "b"}
    text = said(tmp_path, ("destinations", changes), ("main", {CORE + "filter": "reject"}), form=form)
    assert ".md" not in text


def test_our_code_is_code_in_markdown():
    assert escaped("write `renamed_from: core` there") == "write `renamed_from: core` there"
    assert escaped("one ` alone, `a|b` and <c>") == "one <code> alone, </code>a&#124;b&#96; and &#60;c&#62;"
    assert escaped("`@octocat`") == "`@octocat`"
