"""Where a rule of lint and a sentence of diff rest on one fact, both say the same of it.

Each agreement takes a spec, asks lint about it and diff about one edit of it, and returns what it compared and what
disagrees. More specs can be given to `disagreements`; they may be broken, since rules about two flow logs that AWS
takes for one are errors.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from gen_flowlogs import lint
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.compare import compare
from gen_flowlogs.diagnostics import Origin
from gen_flowlogs.model import Lookup
from generated_specs import specs
from mutations import ACCOUNT, compiled, spec, vpc
from test_generated_specs import compiled as compiled_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gen_flowlogs.compare import Comparison
    from gen_flowlogs.diagnostics import Finding
    from gen_flowlogs.model import CapturePoint, Spec

TODAY = dt.date(2026, 11, 25)
CHANCE = 100


@dataclass(frozen=True)
class Judged:
    """One fact that both were asked about. `wrong`: how they disagree; empty where they do not."""

    what: str
    wrong: str = ""


def findings(judged: Spec, *slugs: str) -> list[Finding]:
    return [each for each in lint.check(judged, today=TODAY) if each.slug in slugs]


def points_of(finding: Finding) -> list[str]:
    """The capture points that a finding is about: where it stands, and the places that it leads to."""
    places = (finding.at, *(at for _, at in finding.related))
    return [str(at.path[1]) for at in places if isinstance(at, Origin) and at.path[:1] == ("capture_points",)]


def without(judged: Spec, name: str) -> Spec | None:
    """The spec without a capture point; None where another one needs its name, or no other is left."""
    others = tuple(each for each in judged.capture_points if each.name != name)
    named = {each.within for each in others} | {
        each.target.within for each in others if isinstance(each.target, Lookup)
    }
    return replace(judged, capture_points=others) if others and name not in named else None


def effects(comparison: Comparison, name: str) -> set[tuple[str, str]]:
    """Kind and destination of the effects on one capture point's records."""
    return {(each.effect, each.destination) for each in comparison.effects if each.capture_point == name}


def subjects(judged: Spec, name: str) -> set[object]:
    return {(each.subject, each.sink) for each in recordings(judged) if each.point.name == name}


def twice_is_one(judged: Spec) -> Iterator[Judged]:
    """duplicate-flow-log: of two flow logs that are one, taking one out loses nothing where the other one stays."""
    for finding in findings(judged, "duplicate-flow-log"):
        later, earlier = (*points_of(finding), "")[:2]
        rest = without(judged, later) if later != earlier and earlier else None
        if rest is None:
            continue
        comparison = compare(judged, rest)
        told = effects(comparison, later)
        shared = {sink for _, sink in subjects(judged, later)} & {sink for _, sink in subjects(rest, earlier)}
        to = {each.destination.name for each in recordings(judged) if each.point.name == later and each.sink in shared}
        all_of_it = subjects(judged, later) <= subjects(rest, earlier) or "looks up" in finding.message
        lost = {destination for kind, destination in told if kind == "lost"} & to
        covered = {destination for kind, destination in told if kind == "covered"} & to
        wrong = "" if covered and not (lost and all_of_it) else f"{sorted(told)}"
        yield Judged(f"{later} is {earlier} once more", wrong)


def covered_is_covered(judged: Spec) -> Iterator[Judged]:
    """covered-capture: without the covered one, diff says that the records go on by the other one."""
    for finding in findings(judged, "covered-capture"):
        point, wider = points_of(finding)
        rest = without(judged, point)
        if rest is None:
            continue
        comparison = compare(judged, rest)
        said = [
            each.message
            for each in comparison.effects
            if each.effect == "covered" and each.capture_point == point and f'"{each.destination}"' in finding.message
        ]
        wrong = "" if said and all("but still by" in each and "without" not in each for each in said) else str(said)
        if "shares a target" not in finding.message:
            named = {each.destination for each in comparison.effects if f'"{each.destination}"' in finding.message}
            lost = {each for each in named if ("lost", each) in effects(comparison, point)}
            wrong = wrong or (f"lost in {sorted(lost)}" if lost else "")
        yield Judged(f"{point} is covered by {wider}", wrong)


def both_ways_twice(judged: Spec) -> Iterator[Judged]:
    """covered-capture: with the covered one added, diff says that its records are there twice."""
    for finding in findings(judged, "covered-capture"):
        point, wider = points_of(finding)
        rest = without(judged, point)
        if rest is None:
            continue
        comparison = compare(rest, judged)
        twice = [each.message for each in comparison.effects if each.effect == "twice"]
        wrong = "" if any(point in each and wider in each for each in twice) else str(twice)
        yield Judged(f"{point} makes records of {wider} twice", wrong)


def covered_is_told(judged: Spec) -> Iterator[Judged]:
    """The other way: where diff says that all records of a capture point go on, whole and as fine, lint warns of it."""
    warned = {name for each in findings(judged, "covered-capture", "duplicate-flow-log") for name in points_of(each)}
    by_name = {each.name: each for each in judged.capture_points}
    for point in judged.capture_points:
        rest = None if point.ignores or judged.ignores else without(judged, point.name)
        comparison = None if rest is None else compare(judged, rest)
        if comparison is None:
            continue
        mine = [each for each in comparison.effects if each.capture_point == point.name]
        others = {each.message.rpartition(" by ")[2].partition(",")[0] for each in mine}
        if not mine or {each.effect for each in mine} != {"covered"} or len(others) != 1:
            continue
        wider = by_name[others.pop()]
        whole = all("without" not in each.message and "but still" in each.message for each in mine)
        if whole and {each.destination for each in mine} == {each.name for each in point.destinations}:
            wrong = "" if point.name in warned or not _as_fine(point, wider) else "lint does not warn"
            yield Judged(f"{point.name} goes on by {wider.name}", wrong)


def _as_fine(point: CapturePoint, wider: CapturePoint) -> bool:
    """Whether the other one records as often, as long, and the same tags."""
    one, other = (each.filter.interval(each.kind.family) for each in (point, wider))
    stays = wider.expires is None or (point.expires is not None and wider.expires >= point.expires)
    return other <= one and stays and point.filter.tag_fields in ((), wider.filter.tag_fields)


def twins_are_one(judged: Spec) -> Iterator[Judged]:
    """duplicate-flow-log of two stacks: out of one of them, a lookup loses nothing that it records in the other."""
    for finding in findings(judged, "duplicate-flow-log"):
        if "are one account and region" not in finding.message:
            continue
        name = points_of(finding)[0]
        point = next(each for each in judged.capture_points if each.name == name)
        where = [(each.account, each.region) for each in point.stacks]
        later = next(each for number, each in enumerate(point.stacks) if where[number] in where[:number])
        fewer = replace(point, stacks=tuple(each for each in point.stacks if each is not later))
        points = tuple(fewer if each is point else each for each in judged.capture_points)
        told = effects(compare(judged, replace(judged, capture_points=points)), name)
        lost = sorted(each for each in told if each[0] == "lost")
        yield Judged(f"{name} looks up the same in two stacks", str(lost) if lost else "")


def unused_holds_nothing(judged: Spec) -> Iterator[Judged]:
    """unused-definition: without an unused destination, no flow log changes and no record is lost, moved or missing."""
    for finding in findings(judged, "unused-definition"):
        assert isinstance(finding.at, Origin)
        if finding.at.path[0] != "destinations" or len(finding.at.path) > 2:  # a filter, a stack, or tags
            continue
        name = str(finding.at.path[1])
        rest = replace(judged, destinations=tuple(each for each in judged.destinations if each.name != name))
        comparison = compare(judged, rest)
        logs = [each.address for each in comparison.changes if each.capture_point is not None]
        told = [each.effect for each in comparison.effects if each.capture_point is not None]
        yield Judged(f"{name} is unused", str([*logs, *told]) if logs or told else "")


def halves_are_halves(judged: Spec) -> Iterator[Judged]:
    """partial-capture: without it, diff says that its traffic is recorded nowhere else, or by its own half alone."""
    for finding in findings(judged, "partial-capture"):
        name = points_of(finding)[0]
        point = next(each for each in judged.capture_points if each.name == name)
        whole = replace(point.filter, name="both-halves", traffic_type="ALL")
        points = tuple(replace(each, filter=whole) if each is point else each for each in judged.capture_points)
        missing = "rejected" if point.filter.traffic_type == "ACCEPT" else "accepted"
        said = [each.message for each in compare(judged, replace(judged, capture_points=points)).effects
                if each.effect == "gained" and each.capture_point == name]  # fmt: skip
        good = said and all(each.startswith(f"{missing} traffic of {name}") for each in said)
        yield Judged(f"{name} records one half", "" if good else str(said))


AGREEMENTS: tuple[Callable[[Spec], Iterator[Judged]], ...] = (
    twice_is_one,
    covered_is_covered,
    both_ways_twice,
    covered_is_told,
    twins_are_one,
    unused_holds_nothing,
    halves_are_halves,
)


def disagreements(specs: Iterable[tuple[str, Spec]]) -> tuple[dict[str, int], list[str]]:
    """How often each agreement was asked for, and every disagreement with the name of its spec."""
    asked = {each.__name__: 0 for each in AGREEMENTS}
    wrong: list[str] = []
    for name, judged in specs:
        for agreement in AGREEMENTS:
            for each in agreement(judged):
                asked[agreement.__name__] += 1
                if each.wrong:
                    wrong.append(f"{name}: {agreement.__name__}: {each.what}: {each.wrong}")
    return asked, wrong


# Specs by hand

Data = dict[str, Any]
ALL_VPCS: Data = {"lookup": {"tags": {}}}
PROD: Data = {"lookup": {"tags": {"env": "prod"}}}
SUBNET = "subnet-00000000000000001"
LOGS: Data = {name: {"cloudwatch_logs": {"log_group": f"/flow/{name}"}} for name in ("one", "two")}
STREAM = {name: {"firehose": {"delivery_stream": said}} for name, said in (
    ("one", {"var": "stream"}), ("two", {"ref": "var.stream"}))}  # fmt: skip
HERE = {"account": ACCOUNT, "region": "us-east-1"}


def data(points: Data, destinations: Data | None = None, **more: Any) -> Data:
    return {"version": 1, "name": "n", "capture_points": points, "destinations": destinations or LOGS, **more}


def to(destinations: Any = "one", **more: Any) -> Data:
    return {"destinations": destinations, **more}


SPECS: dict[str, Data] = {
    "one id twice": data({"a": to(vpc=vpc(1)), "b": to(vpc=vpc(1))}),
    "one of several ids twice": data({"a": to(vpcs=[vpc(1), vpc(2)]), "b": to(vpc=vpc(1))}),
    "a variable and a reference to it": data({"a": to(vpc={"var": "v"}), "b": to(vpc={"ref": "var.v"})}),
    "a stream and a reference to it": data({"a": to(vpc=vpc(1)), "b": to("two", vpc=vpc(1))}, STREAM),
    "a lookup of everything, and an id": data({"every": to(vpcs=ALL_VPCS), "a": to(vpc=vpc(1))}),
    "a lookup of everything, and another sink": data({"every": to(vpcs=ALL_VPCS), "a": to("two", vpc=vpc(1))}),
    "a lookup of everything, and half of an id": data({
        "every": to(vpcs=ALL_VPCS), "a": to(vpc=vpc(1), filter="accept"),
    }),
    "a lookup of more": data({"every": to(vpcs=ALL_VPCS), "a": to(vpcs=PROD, filter="reject")}),
    "a lookup of every subnet": data({
        "every": to(subnets=ALL_VPCS), "a": to(subnet=SUBNET, filter="reject"), "b": to("two", subnet=SUBNET),
    }),
    "a lookup of one, and of several": data({"a": to(vpcs=PROD), "b": to(vpc=PROD)}),
    "half of one id": data({"a": to(vpc=vpc(1)), "b": to(vpc=vpc(1), filter="accept")}),
    "both halves, and one of them alone": data({
        "a": to(vpc=vpc(1), filter="accept"), "b": to("two", vpc=vpc(1), filter="reject"),
        "c": to(vpc=vpc(2), filter="reject"),
    }),
    "inside by name": data({"v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, within="v")}),
    "inside by id": data({"v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, within=vpc(1), filter="reject")}),
    "inside of what is inside": data({
        "v": to(vpc=vpc(1)), "s": to("two", subnet=SUBNET, within="v"),
        "e": to(eni="eni-00000000000000001", within="s"),
    }),
    "inside of a variable in two spellings": data({
        "v": to(vpc={"var": "v"}), "w": to("two", vpc={"ref": "var.v"}), "s": to(subnet=SUBNET, within="w"),
    }),
    "inside of every VPC": data({"every": to(vpcs=ALL_VPCS), "s": to(subnet=SUBNET, within=vpc(7))}),
    "inside, and elsewhere too": data({"v": to(vpc=vpc(1)), "s": to(["one", "two"], subnet=SUBNET, within="v")}),
    "inside, and finer": data(
        {"v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, within="v", filter="fine")},
        filters={"fine": {"max_aggregation_interval": 60}},
    ),
    "three of one id": data({
        "a": to(vpc=vpc(1)), "b": to(vpc=vpc(1), filter="accept"), "c": to(vpc=vpc(1), filter="few"),
    }, filters={"few": {"traffic": "ACCEPT", "fields": ["srcaddr", "dstaddr"]}}),
    "inside, and elsewhere with a coarser one": data({
        "v": to(vpc=vpc(1)), "w": to("two", vpc=vpc(1), filter="few"),
        "s": to(["one", "two"], subnet=SUBNET, within="v"),
    }, filters={"few": {"traffic": "ACCEPT", "fields": ["srcaddr", "dstaddr"]}}),
    "inside, as only the one of its target says that goes": data({
        "v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, within="v"), "t": to(subnet=SUBNET, filter="reject"),
    }),
    "inside, as another one of all of its targets says": data(
        {
            "v": to(vpc=vpc(1)), "s": to(subnets=[SUBNET, SUBNET[:-1] + "2"]),
            "t": to("two", subnets=[SUBNET, SUBNET[:-1] + "2", SUBNET[:-1] + "3"], within="v"),
        },
    ),
    "inside, as another one of its target says": data(
        {
            "v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, filter="reject"),
            "t": to("two", subnet=SUBNET, within="v", expires="2030-01-01"),
        },
    ),
    "inside, and the best of two goes on": data(
        {
            "few": to(vpc=vpc(1), filter="few"), "v": to(vpc=vpc(1)), "s": to(subnet=SUBNET, within=vpc(1)),
        },
        filters={"few": {"fields": ["srcaddr", "dstaddr"]}},
    ),
    "an attachment of a gateway": data({
        "hub": to(transit_gateway="tgw-00000000000000001"),
        "link": to(transit_gateway_attachment="tgw-attach-00000000000000001", within="hub"),
    }),
    "twin stacks": data(
        {"a": to(vpcs=PROD, stack="all")}, {"one": {"s3": {"bucket": "acme-b", "existing": True}}},
        stacks={"x": HERE, "y": HERE},
    ),
    "an unused destination": data({"a": to(vpc=vpc(1))}),
    "expires first": data({"a": to(vpc=vpc(1), expires="2027-01-01"), "b": to(vpc=vpc(1), filter="accept")}),
}  # fmt: skip


def understood(data: Data) -> Spec:
    """The spec, be it one that AWS would refuse."""
    found = compiled(data).spec
    assert found.complete
    return found


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_by_hand(name: str):
    assert disagreements([(name, understood(SPECS[name]))])[1] == []


def test_every_agreement_is_asked_for():
    asked, _ = disagreements((name, understood(each)) for name, each in SPECS.items())
    assert {name for name, count in asked.items() if count == 0} == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (data({"a": to(vpc={"var": "v"})}), data({"a": to(vpc={"ref": "var.v"})})),
        (data({"a": to(vpcs={"var": "v"})}), data({"a": to(vpcs={"ref": "var.v"})})),
        *(
            tuple(data({"a": to(vpc=vpc(1))}, {"one": STREAM[name]}) for name in order)
            for order in (("one", "two"), ("two", "one"))
        ),
    ],
)
def test_one_thing_in_two_spellings_changes_nothing(old: Data, new: Data):
    comparison = compare(spec(old), spec(new))
    assert (comparison.changes, comparison.effects, comparison.hints, comparison.notes) == ((), (), (), ())


def test_specs_by_chance():
    """Those of a generator, which are valid; CHANCE of them take some seconds."""
    generated = ((each.name, compiled_of(each).spec) for each in specs(29, CHANCE))
    asked, wrong = disagreements(generated)
    assert wrong == []
    assert asked["covered_is_covered"] > 5


def test_a_disagreement_is_told(monkeypatch: pytest.MonkeyPatch):
    """The judge itself: where lint says nothing of a covered one, it is a disagreement."""
    monkeypatch.setattr("gen_flowlogs.lint.check", lambda *_, **__: ())
    _, wrong = disagreements([("x", understood(SPECS["half of one id"]))])
    assert wrong == ["x: covered_is_told: b goes on by a: lint does not warn"]
