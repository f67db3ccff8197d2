"""Spec → resources as data: one module and one `View` per output file, of the same stem.

A view's fields are Terraform's arguments; every decision about them is made here, and none in a template. A view that
is None has nothing to say, and its file is not written.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.model import S3, CloudWatchLogs, Firehose, Spec, Stack
from generator.policies import AMBIENT
from generator.view import cloudwatch_logs, data, firehose, flow_logs, moves, outputs, s3, terraform, variables
from generator.view.deliveries import delivery

Views = Mapping[str, object]
"""The stem of an output file → its view, or None."""


def views(spec: Spec, stack: Stack) -> Views:
    """Every view of one root module."""
    place = AMBIENT
    points = tuple(point for point in spec.capture_points if stack in point.stacks)
    used = {destination.name for point in points for destination in point.destinations}
    destinations = spec.destinations
    deliveries = {each.name: delivery(each, place) for each in destinations}
    groups = cloudwatch_logs.view(
        tuple(each for each in destinations if isinstance(each, CloudWatchLogs)), stack, place
    )
    buckets = s3.view(tuple(each for each in destinations if isinstance(each, S3)), stack, place)
    streams = firehose.view(
        tuple(each for each in destinations if isinstance(each, Firehose) and each.name in used), points, stack, place
    )
    told = outputs.view(points, destinations, deliveries, place)
    said = told and (told.destination_arns, told.required_policies)  # not the ids: they refer to flow logs alone
    users = (groups, buckets, streams, said, tuple(deliveries.values()))
    return {
        "terraform": terraform.view(spec, stack),
        "variables": variables.view(points, destinations),
        "data": data.view(points, place, users),
        "flow_logs": flow_logs.view(points, deliveries),
        "cloudwatch_logs": groups,
        "s3": buckets,
        "firehose": streams,
        "moves": moves.view(points, destinations, (groups, buckets, streams)),
        "outputs": told,
    }
