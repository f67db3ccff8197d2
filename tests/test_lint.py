"""Lint beyond single cases: stacks, ignored warnings, findings that depend on each other, and cost.

The rules themselves are judged by tests/cases/err and docs/rules.md.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

import catalogue
from effort import calls
from gen_flowlogs import lint, pipeline
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.lint.rules import name_conflict_references
from gen_flowlogs.model import Spec, Stack
from gen_flowlogs.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 1, 15)
VPC = "vpc-0a1b2c3d4e5f67890"
KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab"


def compiled(text: str) -> pipeline.Compiled:
    whole = f"version: 1\nname: test\n{dedent(text)}"
    return pipeline.compile(whole.encode(), "spec.yaml", read=lambda _: b"", today=TODAY, files=False)


def spec(text: str) -> Spec:
    result = compiled(text)
    assert [each.message for each in result.diagnostics if each.severity == "error"] == []
    return result.spec


def slugs(text: str) -> list[str]:
    return [each.slug for each in compiled(text).diagnostics]


def said(of: Spec) -> list[str]:
    return sorted(finding.slug for finding in lint.check(of, today=TODAY))


def in_stacks(of: Spec, *stacks: Stack, **homes: Stack) -> Spec:
    """The spec with stacks: those of each capture point by its name (`_` for `-`), otherwise all."""
    points = tuple(
        replace(point, stacks=(homes[name],) if (name := point.name.replace("-", "_")) in homes else stacks)
        for point in of.capture_points
    )
    return replace(of, stacks=stacks, capture_points=points)


EAST = Stack("east", "111122223333", "us-east-1", None, Origin("spec.yaml", ("stacks", "east")))
WEST = Stack("west", "111122223333", "us-west-2", None, Origin("spec.yaml", ("stacks", "west")))
OTHER = Stack("other", "444455556666", "us-east-1", None, Origin("spec.yaml", ("stacks", "other")))
CHINA = Stack("china", "777788889999", "cn-north-1", None, Origin("spec.yaml", ("stacks", "china")))

TWICE = """
destinations: {central: {cloudwatch_logs: {log_group: /flow-logs}}}
defaults: {destinations: central}
capture_points:
  a: {vpc: {lookup: {name: core}}}
  b: {vpc: {lookup: {name: core}}, filter: all}
"""


def test_one_lookup_in_two_stacks_finds_two_things():
    twice = compiled(TWICE).spec
    assert said(twice) == ["duplicate-flow-log"]
    assert said(in_stacks(twice, EAST, WEST)) == ["duplicate-flow-log"]
    assert said(in_stacks(twice, EAST, WEST, a=EAST, b=WEST)) == []


def test_a_log_group_is_another_one_in_another_stack():
    mixed = spec(
        """
        filters: {more: {fields: {preset: default, add: [vpc-id]}}}
        destinations: {central: {cloudwatch_logs: {log_group: /flow-logs}}}
        defaults: {destinations: central}
        capture_points:
          a: {vpc: {var: one}}
          b: {vpc: {var: two}, filter: more}
        """
    )
    assert said(mixed) == ["mixed-formats"]
    assert said(in_stacks(mixed, EAST, WEST)) == ["mixed-formats"]
    assert said(in_stacks(mixed, EAST, WEST, a=EAST, b=WEST)) == []


def test_a_bucket_is_the_same_one_in_every_stack():
    mixed = spec(
        """
        filters: {more: {fields: {preset: default, add: [vpc-id]}}}
        destinations: {archive: {s3: {bucket: acme-logs, expire_days: 400}}}
        defaults: {destinations: archive}
        capture_points:
          a: {vpc: {var: one}}
          b: {vpc: {var: two}, filter: more}
        """
    )
    owned = replace(mixed, destinations=(replace(mixed.destinations[0], stack="east"),))
    owned = replace(
        owned, capture_points=tuple(replace(each, destinations=owned.destinations) for each in owned.capture_points)
    )
    assert said(in_stacks(owned, EAST, WEST, a=EAST, b=WEST)) == ["mixed-formats"]


def test_two_stacks_of_one_account_cannot_both_create_a_role():
    named = spec(
        """
        destinations: {central: {cloudwatch_logs: {log_group: /flow-logs, role: {name: delivery}}}}
        capture_points: {a: {vpcs: {lookup: {tags: {}}}, destinations: central}}
        """
    )
    assert said(named) == []
    assert said(in_stacks(named, EAST, WEST)) == ["name-conflict"]
    assert said(in_stacks(named, EAST, OTHER)) == []


def test_a_lookup_cannot_see_into_another_stack():
    inside = spec(
        """
        destinations: {stream: {firehose: {delivery_stream: {var: stream}}}}
        defaults: {destinations: stream}
        capture_points:
          inner: {subnets: {lookup: {tags: {}, within: outer}}, filter: all}
          outer: {vpc: {var: vpc}, filter: accept, lint: {ignore: {partial-capture: a test}}}
        """
    )
    assert said(in_stacks(inside, EAST, WEST)) == []
    assert said(in_stacks(inside, EAST, WEST, outer=EAST, inner=WEST)) == ["lookup-within"]


GROUP = "cloudwatch_logs: {{log_group: /a, {}}}".format
STREAM = "firehose: {{delivery_stream: 'arn:aws:firehose:us-east-1:{}:deliverystream/a'{}}}".format
THEIRS = ", cross_account_role: 'arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole'"


@pytest.mark.parametrize(
    ("settings", "stack", "expected"),
    [
        (GROUP(f"kms: 'arn:aws:kms:us-east-1:111122223333:{KEY}'"), EAST, []),
        (GROUP(f"kms: 'arn:aws:kms:us-east-1:111122223333:{KEY}'"), WEST, ["option-not-available"]),
        (GROUP("role: {arn: 'arn:aws:iam::111122223333:role/a'}"), WEST, []),
        (GROUP("role: {arn: 'arn:aws:iam::111122223333:role/a'}"), OTHER, ["option-not-available"]),
        (STREAM("111122223333", ""), EAST, []),
        (STREAM("111122223333", ""), OTHER, ["missing-key"]),
        (STREAM("444455556666", THEIRS), EAST, []),
        (STREAM("444455556666", THEIRS), OTHER, ["option-not-available"]),
    ],
)
def test_what_a_stack_rules_out(settings: str, stack: Stack, expected: list[str]):
    one = spec(f"destinations: {{a: {{{settings}}}}}\ncapture_points: {{a: {{vpc: {{var: v}}, destinations: a}}}}")
    assert said(one) == []
    assert said(in_stacks(one, stack)) == expected


def test_tag_fields_are_not_to_be_had_in_china():
    tagged = spec(
        """
        filters: {owners: {fields: [srcaddr, instance-tag], tag_fields: {instance: [Owner]}}}
        destinations: {stream: {firehose: {delivery_stream: {var: stream}}}}
        capture_points: {a: {vpc: {var: v}, filter: owners, destinations: stream}}
        """
    )
    assert said(in_stacks(tagged, EAST)) == []
    assert said(in_stacks(tagged, CHINA)) == ["tag-fields"]


def test_a_new_region_of_a_stack_is_a_doubt():
    one = spec(
        """
        destinations: {a: {cloudwatch_logs: {log_group: /a}}}
        capture_points: {a: {vpc: {var: v}, destinations: a}}
        """
    )
    assert said(in_stacks(one, replace(EAST, region="us-east-9"))) == ["unknown-region"]


COVERED = """
filters:
  fewer: {{fields: [srcaddr, dstaddr]}}
  often: {{max_aggregation_interval: 60}}
  more: {{fields: {{preset: default, add: [vpc-id]}}}}
  tagged: {{fields: {{preset: default, add: [instance-tag]}}, tag_fields: {{instance: [Name]}}}}
  tagged-otherwise: {{fields: {{preset: default, add: [instance-tag]}}, tag_fields: {{instance: [Owner]}}}}
destinations:
  here: {{firehose: {{delivery_stream: {{var: here}}}}}}
  there: {{firehose: {{delivery_stream: {{var: there}}}}}}
defaults: {{destinations: here}}
capture_points:
  outer: {{vpc: {vpc}{outer}}}
  inner: {{{inner}}}
"""


@pytest.mark.parametrize(
    ("outer", "inner", "covered"),
    [
        ("", "subnet: {var: s}, within: outer", 1),
        ("", f"subnet: {{var: s}}, within: {VPC}", 1),
        ("", "subnet: {var: s}, within: vpc-0a1b2c3d4e5f67891", 0),
        ("", "subnet: {var: s}", 0),
        ("", "subnet: {var: s}, within: outer, destinations: there", 0),
        ("", "subnet: {var: s}, within: outer, destinations: [here, there]", 1),
        ("", "subnets: {lookup: {tags: {}, within: outer}}", 1),
        ("", "regional_nat_gateway: {var: n}, within: outer", 0),
        ("", "eni: {var: e}, within: outer, filter: accept", 1),
        (", filter: accept", "eni: {var: e}, within: outer, filter: accept", 1),
        (", filter: reject", "eni: {var: e}, within: outer, filter: accept", 0),
        (", filter: accept", "eni: {var: e}, within: outer", 0),
        (", filter: more", "eni: {var: e}, within: outer", 1),
        ("", "eni: {var: e}, within: outer, filter: more", 0),
        (", filter: often", "eni: {var: e}, within: outer", 1),
        ("", "eni: {var: e}, within: outer, filter: often", 0),
        (", filter: tagged", "eni: {var: e}, within: outer", 1),
        (", filter: tagged", "eni: {var: e}, within: outer, filter: tagged-otherwise", 0),
        (", expires: 2030-01-01", "eni: {var: e}, within: outer", 0),
        (", expires: 2030-01-02", "eni: {var: e}, within: outer, expires: 2030-01-01", 1),
        ("", f"vpc: {VPC}, filter: fewer", 1),
        ("", f"vpc: {VPC}, filter: fewer, destinations: there", 0),
        (", filter: accept", f"vpc: {VPC}, filter: reject", 0),
        ("", f"vpcs: [{VPC}, vpc-0a1b2c3d4e5f67891], filter: fewer", 1),
    ],
)  # fmt: skip
def test_what_covers_what(outer: str, inner: str, covered: int):
    told = said(spec(COVERED.format(vpc=VPC, outer=outer, inner=inner)))
    assert told.count("covered-capture") == covered


KEPT = """
destinations:
  central:
    cloudwatch_logs: {{log_group: /a, retention_days: 30}}
    {destination}
{spec}
capture_points:
  a: {{vpc: {vpc}, destinations: central, expires: 2026-01-01{point}}}
  b: {{vpc: vpc-0a1b2c3d4e5f67899, destinations: central}}
"""


@pytest.mark.parametrize(
    ("spec", "destination", "point", "expected"),
    [
        ("", "", "", ["retention", "expires"]),
        ("lint: {ignore: {retention: a, expires: b}}", "", "", []),
        ("", "lint: {ignore: {retention: a}}", "", ["expires"]),
        ("", "", ", lint: {ignore: {expires: a}}", ["retention"]),
        ("lint: {ignore: {retention: a}}", "lint: {ignore: {retention: b}}", "", ["expires"]),
        ("", "lint: {ignore: {expires: not its business}}", "", ["retention", "unused-ignore", "expires"]),
        ("", "", ", lint: {ignore: {retention: not its business}}", ["retention", "expires", "unused-ignore"]),
        ("lint: {ignore: {look-alike: a, unused-ignore: b}}", "", "", ["retention", "expires"]),
        ("", "", ", lint: {ignore: {look-alike: a, expires: b, unused-ignore: c}}", ["retention"]),
    ],
)
def test_who_ignores_what(spec: str, destination: str, point: str, expected: list[str]):
    assert slugs(KEPT.format(vpc=VPC, spec=spec, destination=destination, point=point)) == expected


ELSEWHERE = """
destinations:
  short: {{cloudwatch_logs: {{log_group: /a, retention_days: 30}}}}
  long: {{s3: {{bucket: acme-flow-logs, expire_days: 2555}}}}
filters:
  fewer: {{fields: {{preset: default, add: [vpc-id]}}}}
capture_points:
  a: {{vpc: {vpc}, filter: fewer, destinations: short}}
  b: {{{other}, destinations: long}}
"""


@pytest.mark.parametrize(
    ("other", "is_reported"),
    [
        (f"vpc: {VPC}, filter: fewer", False),
        (f"vpcs: [{VPC}, vpc-0a1b2c3d4e5f67899], filter: fewer", False),
        ("vpcs: {lookup: {tags: {}}}, filter: fewer", False),
        (f"vpc: {VPC}", True),  # without the field
        ("vpc: vpc-0a1b2c3d4e5f67899, filter: fewer", True),
        ("vpcs: {lookup: {tags: {team: core}}}, filter: fewer", True),
        (f"vpc: {VPC}, filter: fewer, expires: 2026-12-31", True),
    ],
)
def test_records_that_another_capture_point_keeps_may_be_deleted_sooner(other: str, *, is_reported: bool):
    assert ("retention" in slugs(ELSEWHERE.format(vpc=VPC, other=other))) is is_reported


def test_unused_ignores_are_not_told_of_what_was_not_understood():
    text = KEPT.format(vpc=VPC, spec="lint: {ignore: {look-alike: a}}\nnonsense: 1", destination="", point="")
    assert "unused-ignore" not in slugs(text)


def test_what_is_broken_is_not_compared():
    twice = compiled(TWICE).spec
    elsewhere = Finding("unknown-key", "", Origin("spec.yaml", ("capture_points", "c", "filtre"), "key"))
    here = Finding("unknown-key", "", Origin("spec.yaml", ("capture_points", "b", "filtre"), "key"))
    shared = Finding("unknown-key", "", Origin("spec.yaml", ("destinations", "central", "s3"), "key"))
    doubt = Finding("look-alike", "", Origin("spec.yaml", ("capture_points", "b", "tags", "x")))
    for earlier, expected in (((), 1), ((elsewhere,), 1), ((here,), 0), ((shared,), 0), ((doubt,), 1)):
        assert len(lint.check(twice, today=TODAY, earlier=earlier)) == expected, earlier


def many(count: int, point: str) -> Spec:
    lines = "".join(
        f"  p{number}: {{{point.format(number=number, id=f'vpc-{number:017x}')}}}\n" for number in range(count)
    )
    head = "destinations: {a: {cloudwatch_logs: {log_group: /a}}}\ndefaults: {destinations: a}\n"
    return compiled(f"{head}capture_points:\n{lines}").spec


def seconds(of: Spec) -> float:
    start = time.process_time()
    lint.check(of, today=TODAY)
    return time.process_time() - start


def test_ten_times_the_capture_points_cost_ten_times_as_much():
    few, lots = (many(count, "vpc: {id}, tags: {{Name: p{number}}}") for count in (400, 4_000))
    assert calls(lambda: lint.check(lots, today=TODAY)) < 11 * calls(lambda: lint.check(few, today=TODAY))


@pytest.mark.parametrize(
    "point",
    [
        f"vpc: {VPC}",
        f"vpc: {VPC}, filter: reject",
        "vpc: {{ref: module.a.id}}, filter: reject",
        f"eni: eni-0a1b2c3d4e5f67890, within: {VPC}",
        "eni: {{var: e}}, within: p{number}, filter: accept",
        "subnets: {{lookup: {{tags: {{}}, within: p0}}}}",
        "eni: eni-0a1b2c3d4e5f67890, within: p{number}",
        'vpc: {id}, tags: {{"aws:x": p{number}}}',
        "vpcs: {{lookup: {{tags: {{}}}}}}",
        "vpcs: {{lookup: {{tags: {{Env: prod, Name: p{number}}}}}}}",
        "subnets: {{lookup: {{tags: {{Env: prod}}, within: {id}}}}}",
    ],
)
def test_what_is_wrong_everywhere_does_not_cost_the_square(point: str):
    assert seconds(many(4_000, point)) < 2


def test_many_targets_inside_of_one_lookup_do_not_cost_the_square():
    found = many(4_000, "vpc: {id}")
    points = "".join(f"  q{number}: {{vpcs: {{lookup: {{tags: {{N: q{number}}}}}}}}}\n" for number in range(4_000))
    head = "destinations: {a: {cloudwatch_logs: {log_group: /a}}}\ndefaults: {destinations: a}\n"
    wide = compiled(f"{head}capture_points:\n  every: {{vpcs: {{lookup: {{tags: {{}}}}}}}}\n{points}").spec
    both = replace(wide, capture_points=(*found.capture_points, *wide.capture_points))
    assert seconds(both) < 4


SHARED = """
destinations:
  d: {cloudwatch_logs: {log_group: /d, kms: create}}
  e: {cloudwatch_logs: {log_group: /e, role: {name: e}}}
  b: {s3: {bucket: acme-flow-logs, expire_days: 400}}
  old: {cloudwatch_logs: {log_group: /old}, retired: true}
"""
ONE_STACK = 'stacks: {east: {account: "111122223333", region: us-east-1}}\ndefaults: {stack: all}\n'


def together(folder: Path, **specs: str) -> catalogue.Said:
    """What is said of some specs that include one file of destinations."""
    (folder / "shared.yaml").write_text(SHARED, encoding="utf-8")
    for name, text in specs.items():
        (folder / f"{name}.yaml").write_text(
            f"version: 1\nname: {name}\ninclude: [shared.yaml]\n{text}", encoding="utf-8"
        )
    return catalogue.command("build", *(f"{name}.yaml" for name in specs), folder=folder)


def recorded(destination: str) -> str:
    return f"capture_points: {{a: {{subnet: {{var: s}}, destinations: {destination}}}}}\n"


def test_what_an_included_file_defines_and_nobody_uses_is_not_created(tmp_path: Path):
    said = together(tmp_path, p=recorded("d"), q=recorded("e"))
    assert (said.code, said.beside) == (0, "")
    for name, own, others in (("p", "/d", "/e"), ("q", "/e", "/d")):
        written = "".join(catalogue.folder_files(tmp_path / "out" / name).values())
        assert f'"{own}"' in written
        assert f'"{others}"' not in written
        assert "acme-flow-logs" not in written
        assert "from = aws_cloudwatch_log_group.old" in written


def test_what_is_wrong_hides_no_use_of_an_included_destination(tmp_path: Path):
    said = together(tmp_path, p="capture_points: {a: {subnet: nonsense, destinations: 5}, b: {subnet: x, filter: f}}\n")
    assert said.code == 1
    assert "unused-definition" not in said.err


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (recorded("d"), recorded("d"), None),
        (recorded("b"), recorded("b"), 'both create the bucket "acme-flow-logs" (in "b")'),
        (recorded("b"), recorded("d"), None),
        (ONE_STACK + recorded("d"), recorded("d"), None),
        (ONE_STACK + recorded("d"), ONE_STACK + recorded("e"), None),
        (
            ONE_STACK + recorded("d"), ONE_STACK + recorded("d"),
            'the log group "/d", the alias "alias/flow-logs-d-east" and the role "flow-logs-d-east" (in "d")',
        ),
        (ONE_STACK + recorded("e"), ONE_STACK.replace("east:", "there:") + recorded("e"), 'group "/e" and the role'),
        (ONE_STACK + recorded("e"), ONE_STACK.replace("east-1", "east-2") + recorded("e"), 'both create the role "e"'),
        (ONE_STACK + recorded("e"), ONE_STACK.replace("1111", "9999") + recorded("e"), None),
        (ONE_STACK + recorded("b"), ONE_STACK.replace("us-east-1", "cn-north-1") + recorded("b"), None),
        (ONE_STACK + recorded("b"), ONE_STACK.replace("1111", "9999") + recorded("b"), 'the bucket "acme-flow-logs"'),
    ],
)  # fmt: skip
def test_two_specs_of_one_call_cannot_create_one_thing(tmp_path: Path, one: str, other: str, expected: str | None):
    said = together(tmp_path, p=one, q=other)
    if expected is None:
        assert (said.code, said.beside) == (0, "")
        return
    assert said.code == 1
    assert expected in said.err
    assert said.err.startswith('q.yaml:3:1: error: "p" and "q" would ')
    assert "(the other is at p.yaml:3:1) [name-conflict]" in said.err
    assert not (tmp_path / "out").exists()


def test_every_type_of_the_templates_is_one_of_the_output_s_own():
    text = "".join(path.read_text(encoding="utf-8") for path in (catalogue.ROOT / "templates").glob("*.j2"))
    types = set(re.findall(r'^resource "(\w+)"', text, re.MULTILINE))
    assert types == {*name_conflict_references.TYPES, name_conflict_references.FLOW_LOG}


def test_findings_have_the_severity_of_their_list():
    of = compiled(
        KEPT.format(vpc=VPC, spec="", destination="", point="") + f"  c: {{vpc: {VPC}, destinations: central}}\n"
    )
    assert {each.slug: each.severity for each in of.diagnostics} == {
        slug: RULES[slug].severity for slug in ("retention", "expires", "duplicate-flow-log")
    }


def test_another_capture_point_of_the_target_says_what_it_is_within():
    shared = spec(
        f"""
        destinations:
          a: {{cloudwatch_logs: {{log_group: /a, retention_days: 400}}}}
          b: {{s3: {{bucket: acme-logs}}}}
        capture_points:
          whole: {{vpc: {VPC}, destinations: a}}
          one: {{subnet: {{var: s}}, filter: accept, destinations: a}}
          other: {{subnet: {{ref: var.s}}, within: {VPC}, destinations: b}}
        """
    )
    assert said(shared).count("covered-capture") == 1
    assert said(in_stacks(shared, EAST, WEST, whole=EAST, other=EAST)).count("covered-capture") == 0
