"""Work that grows with a spec and no faster: what is counted here once grew with its square."""

from __future__ import annotations

import importlib
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
import schema_samples as samples
from effort import calls
from gen_flowlogs import diagnostics, header, phrasing, pipeline, schema, source, view
from gen_flowlogs.cli import drift, spec_files, terminal
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.secrets import masked
from gen_flowlogs.source import lookalikes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SPEC = samples.SAMPLES[3]
VPC = "vpc-{:08x}"
STREAM = "arn:aws:firehose:us-east-1:222222222222:deliverystream/"
ROLE = "arn:aws:iam::222222222222:role/AWSLogDeliveryFirehoseCrossAccountRole"


def compiled(destinations: dict[str, Any], points: dict[str, Any], **more: Any) -> pipeline.Compiled:
    data = {"version": 1, "name": "a", "destinations": destinations, "capture_points": points, **more}
    return pipeline.compile(yaml.safe_dump(data).encode(), "a.yaml", read=catalogue.read, today=catalogue.TODAY)


def misspelt(number: int) -> pipeline.Compiled:
    return compiled(
        {f"d{each}x": {"cloudwatch_logs": {"log_group": f"/{each}"}} for each in range(number)},
        {f"c{each}": {"vpc": VPC.format(each), "destinations": f"dd{each}x"} for each in range(number)},
    )


def test_names_are_offered_until_the_effort_is_used_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(phrasing, "EFFORT", 1000)
    told = [each.message for each in misspelt(100).diagnostics if each.slug == "unknown-name"]
    assert len(told) == 100
    assert sum("did you mean" in message for message in told) == 10
    assert phrasing.nearest("centrl", ["central"] * 2000) == "central", "nothing bounds it outside of a run"


def queried(kind: str, settings: Callable[[int], dict[str, Any]], number: int) -> Callable[[], pipeline.Compiled]:
    return lambda: compiled(
        {f"d{each}": {kind: settings(each)} for each in range(number)},
        {f"c{each}": {"vpc": VPC.format(each), "destinations": f"d{each}"} for each in range(number)},
    )


def stacked(number: int) -> Callable[[], pipeline.Compiled]:
    return lambda: compiled(
        {"d": {"s3": {"bucket": "acme-logs", "stack": "s0", "org_id": "o-abcde12345", "expire_days": 400}}},
        {"every": {"vpcs": {"lookup": {"tags": {}}}, "stack": "all", "destinations": "d"}},
        stacks={f"s{each}": {"account": f"{111111111111 + each}", "region": "us-east-1"} for each in range(number)},
    )


def peopled(number: int) -> Callable[[], pipeline.Compiled]:
    """As many stacks as destinations and as retired ones, and five times as many capture points with tag fields."""
    tagged = {"tagged": {"fields": {"preset": "default", "add": ["instance-tag"]}, "tag_fields": {"instance": ["A"]}}}
    stacks = {f"s{each}": {"account": f"{111111111111 + each}", "region": "us-east-1"} for each in range(number)}
    groups = {f"d{each}": {"cloudwatch_logs": {"log_group": f"/{each}"}} for each in range(number)}
    kept = {
        f"k{each}": {"s3": {"bucket": f"acme-{each}", "stack": f"s{each}"}, "retired": True} for each in range(number)
    }
    points = {
        f"c{each}": {"vpc": VPC.format(each), "stack": f"s{each % number}", "destinations": f"d{each % number}"}
        for each in range(5 * number)
    }
    return lambda: compiled({**groups, **kept}, points, stacks=stacks, filters=tagged, defaults={"filter": "tagged"})


SIZES = {
    "log groups with queries": lambda number: queried(
        "cloudwatch_logs", lambda each: {"log_group": f"/{each}", "queries": True}, number
    ),
    "buckets with queries": lambda number: queried(
        "s3", lambda each: {"bucket": f"acme-{each}", "expire_days": 400, "queries": True}, number
    ),
    "streams": lambda number: queried(
        "firehose", lambda each: {"delivery_stream": f"{STREAM}s{each}", "cross_account_role": ROLE}, number
    ),
    "stacks": stacked,
    "stacks with capture points": peopled,
}


@pytest.mark.parametrize("of", SIZES.values(), ids=SIZES)
def test_calls_grow_with_the_spec(of: Callable[[int], Callable[[], pipeline.Compiled]]):
    of(20)()  # what is done once in a process is not counted
    small, middle, large = (calls(of(number)) for number in (20, 60, 140))
    assert (large - middle) / (middle - small) < 2.5, "twice as much more is twice the calls; a square would be 5 times"


def test_views_of_many_stacks_grow_with_their_capture_points():
    specs = [peopled(number)().spec for number in (20, 60, 140)]
    small, middle, large = (calls(lambda of=of: view.views(of)) for of in specs)  # type: ignore[misc]
    assert (large - middle) / (middle - small) < 2.2, "what a root module asks of the whole spec is a square"


def networks(number: int) -> bytes:
    """A spec of as many subnets of five VPCs, each with tags and a description."""
    points = {
        f"c{each}": {
            "subnet": f"subnet-{each:08x}", "within": VPC.format(each % 5), "filter": "most", "destinations": ["d"],
            "description": f"the {each}th", "tags": {"Team": f"team-{each % 7}", "Cost": f"c-{each % 11}"},
        }
        for each in range(number)
    }  # fmt: skip
    most = {"traffic": "ALL", "fields": "v5"}
    group = {"cloudwatch_logs": {"log_group": "/a", "retention_days": 365}}
    data = {"version": 1, "name": "a", "destinations": {"d": group}, "capture_points": points}
    return yaml.safe_dump({**data, "filters": {"most": most}, "defaults": {"tags": {"Owner": "a"}}}).encode()


def test_one_more_capture_point_costs_few_calls():
    """It has little of its own: its container, filter, destination, tags and paragraphs are those of many others."""

    def work(number: int) -> int:
        text = networks(number)
        return calls(lambda: pipeline.compile(text, "a.yaml", read=catalogue.read, today=catalogue.TODAY))

    work(20)
    small, large = work(200), work(600)
    assert (large - small) / 400 < 480, "there were 612 while each was judged, laid out and written by itself"


class Item(str):
    """A text that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Item.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def many(number: int) -> list[Any]:
    """Items of two types, which nothing can sort."""
    return [item for each in range(number) for item in (Item(f"i{each}"), each)]


LISTS = {
    "include": lambda items: {"include": items},
    "destinations": lambda items: {"defaults": {"destinations": items}},
    "stack": lambda items: {"defaults": {"stack": items}},
    "ids": lambda items: {"capture_points": {"c": {"vpcs": items}}},
    "value": lambda items: {"values": {"v": items}},
    "retired": lambda items: {"destinations": {"d": {"cloudwatch_logs": {"log_group": "a"}, "retired": items}}},
    "entries": lambda items: {"capture_points": {"c": {"destinations": items}}},
    "adopted": lambda items: {"capture_points": {"c": {"adopted": items}}},
    "tag keys": lambda items: {"filters": {"f": {"tag_fields": {"instance": items}}}},
    "readers": lambda items: {"destinations": {"d": {"s3": {"bucket": "acme-logs", "readers": items}}}},
    "query accounts": lambda items: {"destinations": {"d": {"s3": {"bucket": "acme-logs", "query_accounts": items}}}},
}


def test_these_are_all_lists_of_unique_items():
    text = schema.text()
    assert text.count('"uniqueItems": true') == 12, "one for each kind of list, and tag keys three times"


@pytest.mark.parametrize("put", LISTS.values(), ids=LISTS)
def test_unique_items_are_not_compared_in_pairs(put: Callable[[list[Any]], dict[str, Any]]):
    def compared(number: int) -> int:
        Item.compared = 0
        schema.check(samples.File({**SPEC, **put(many(number))}))
        return Item.compared

    assert compared(400) <= 4 * (compared(200) + 1000), "a square is 80,000 comparisons"


def test_the_findings_of_a_run_are_bounded():
    found = misspelt(diagnostics.MOST_OF_A_KIND + 50).diagnostics
    told = [each.message for each in found if each.slug == "unknown-name"]
    assert len(told) == diagnostics.MOST_OF_A_KIND + 1
    assert sum(message.startswith("50 more of this kind from here on") for message in told) == 1


def test_findings_that_stand_for_others_are_added_up():
    at = Origin("a.yaml", ("name",))
    one = Finding("tag", "a", at)
    assert diagnostics.bounded([one] * 200) == (one,) * 200
    (*listed, last) = diagnostics.bounded([one] * 150 + [diagnostics.unlisted("tag", 7, at)] + [one] * 60)
    assert listed == [one] * 200
    assert (last.stands_for, last.at) == (17, at)


def test_a_list_of_merged_mappings_is_not_walked_for_each():
    def work(number: int) -> int:
        text = "x: {<<: [" + ",".join(f"{{k{each}: on}}" for each in range(number)) + "]}\n"
        return calls(lambda: source.load(text.encode(), "a.yaml"))

    work(20)
    small, middle, large = map(work, (100, 300, 700))
    assert (large - middle) / (middle - small) < 2.5


def test_a_folder_is_looked_at_once_for_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    text = header.line("a.yaml") + "\n"
    files = {f"s{number}/terraform.tf": text for number in range(50)}
    for path in files:
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text, encoding="utf-8")
    seen: list[str] = []

    def counted(path: str) -> PurePosixPath:
        seen.append(path)
        return PurePosixPath(path)

    survey = importlib.import_module("gen_flowlogs.emit.survey")
    monkeypatch.setattr(survey, "PurePosixPath", counted)
    assert len(survey.survey(files, tmp_path, frozenset()).ours) == 50
    assert len(seen) <= 5 * len(files)


def loaded(text: str) -> Callable[[], object]:
    return lambda: source.load(text.encode(), "a.yaml")


def shown_lines(number: int) -> None:
    """Show lines of a broken file, for each of which all that stands above it is looked through."""
    lines = ["", *(f"k{each}: " + "a.b-c " * 600 for each in range(number))]
    for each in range(1, number + 1):
        masked(lines.__getitem__, each, broken=True, flow=False)


SLOW_ONCE: dict[str, Callable[[], object]] = {
    "comments that end in CR LF, above a list": loaded("# c\r\n" * 25 + "- x\r\n"),
    "directives with number signs": loaded("%##\n" * 16 + "- x\n"),
    "directives with blanks": loaded("%  \n" * 16 + "- x\n"),
    "directives of one line": loaded("%" + "#" * 100_000),
    "blank lines in a log": lambda: terminal.harmless("\n" * 20_000, "text"),
    "starts of merge conflicts": lambda: drift.has_conflict("<<<<<<<\n" * 20_000),
    "blank lines in a file that may be a spec": lambda: spec_files.names_a_spec("\n" * 60_000),
    "long lines above a broken one": lambda: shown_lines(150),
    "look-alikes in nested anchors": loaded("x: " + "".join(f"&a{each} [" for each in range(58)) + "on, " * 20_000),
    "look-alikes deep below an alias": loaded(
        "x: &x " + "[" * 58 + "on, " * 900 + "]" * 58 + "\ny: [" + "*x, " * 900 + "]\n#" + "x" * 100_000
    ),
}
"""Each took seconds or minutes, and hours of a little more of the same."""


@pytest.mark.parametrize("work", SLOW_ONCE.values(), ids=SLOW_ONCE)
def test_a_small_text_takes_no_time(work: Callable[[], object]):
    start = time.process_time()
    work()
    assert time.process_time() - start < 5


def test_look_alikes_are_repeated_until_the_steps_are_used_up(monkeypatch: pytest.MonkeyPatch):
    text = b"x: &x {a: on}\n" + b"".join(b"k%d: {<<: *x, b: off}\n" % each for each in range(100))
    assert len(source.load(text, "a.yaml").lookalikes) == 201
    monkeypatch.setattr(lookalikes, "MOST_STEPS", 50)
    known = source.load(text, "a.yaml").lookalikes
    assert ("x", "a") in known
    assert all((f"k{each}", "b") in known for each in range(100)), "what is written there is known without steps"
    assert 101 < len(known) < 201
