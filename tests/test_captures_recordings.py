"""Recordings: each flow log of a spec as a value, and what contains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import catalogue
from gen_flowlogs import pipeline, view
from gen_flowlogs.captures.recordings import Containers, recordings

if TYPE_CHECKING:
    from gen_flowlogs.model import Spec

VPC = "vpc-0a1b2c3d4e5f67890"


def spec(text: str) -> Spec:
    head = "version: 1\nname: test\ndestinations: {d: {cloudwatch_logs: {log_group: /d}}, e: {s3: {bucket: acme-e}}}\n"
    result = pipeline.compile(
        f"{head}{text}".encode(), "spec.yaml", read=catalogue.read, today=catalogue.TODAY, files=False
    )
    assert [each.message for each in result.diagnostics if each.severity == "error"] == []
    return result.spec


def test_a_recording_is_a_flow_log():
    of = spec(
        f"""
filters: {{often: {{traffic: ACCEPT, max_aggregation_interval: 60, fields: [srcaddr]}}}}
capture_points:
  a: {{vpcs: [{VPC}, vpc-0a1b2c3d4e5f67891], filter: often, destinations: [d, e]}}
  b: {{transit_gateway: tgw-0a1b2c3d4e5f67890, destinations: d}}
  c: {{vpc: {{var: x}}, filter: reject, destinations: d}}
"""
    )
    made = list(recordings(of))
    assert [each.address for each in made] == [
        f'aws_flow_log.a__d["{VPC}"]',
        'aws_flow_log.a__d["vpc-0a1b2c3d4e5f67891"]',
        f'aws_flow_log.a__e["{VPC}"]',
        'aws_flow_log.a__e["vpc-0a1b2c3d4e5f67891"]',
        "aws_flow_log.b__d",
        "aws_flow_log.c__d",
    ]
    assert [each.interval for each in made] == [60, 60, 60, 60, 60, 600]
    assert [sorted(each.traffic) for each in made[3:]] == [["accepted"], ["accepted", "rejected"], ["rejected"]]
    assert (made[0].fields, len(made[4].fields)) == (("srcaddr",), 36)
    assert made[0].subject == ((None, None), VPC)
    assert made[0].identity == (None, "a", "d")
    assert made[0].sink == made[4].sink != made[2].sink
    assert view.views(of)


def test_a_spec_is_not_needed():
    assert list(recordings(None)) == []


def test_a_recording_has_its_containers_each_once():
    of = spec(
        f"""
capture_points:
  every: {{vpcs: {{lookup: {{tags: {{}}}}}}, destinations: d}}
  core: {{vpc: {VPC}, destinations: e}}
  inside: {{subnet: subnet-0a1b2c3d4e5f67890, within: {VPC}, destinations: e}}
"""
    )
    every, core, inside = recordings(of)
    containers = Containers(of)
    assert list(containers.around(every)) == []
    assert list(containers.around(core)) == [(every.subject,)]
    assert list(containers.around(inside)) == [(core.subject,), (every.subject,)]
