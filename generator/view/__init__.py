"""Spec → resources as data: one module and one `View` per output file, of the same stem.

A view's fields are Terraform's arguments; every decision about them is made here, and none in a template. A view that
is None has nothing to say, and its file is not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from generator import stacks
from generator.model import ONLY, S3, CapturePoint, CloudWatchLogs, Destination, Firehose, Spec, Stack
from generator.view import (
    cloudwatch_logs,
    data,
    firehose,
    flow_logs,
    moves,
    outputs,
    providers,
    queries,
    s3,
    terraform,
    variables,
)
from generator.view.deliveries import delivery

if TYPE_CHECKING:
    from generator.policies import Place

_Named = TypeVar("_Named", CapturePoint, Destination)

Views = Mapping[str, object]
"""The stem of an output file → its view, or None."""


def views(spec: Spec) -> Views:
    """Every view of every root module; with stacks, a stem has the stack's folder before it."""
    users = stacks.users(spec)
    if spec.stacks == (ONLY,):
        return _root(spec, ONLY, users)
    return {f"{stack.name}/{stem}": view for stack in spec.stacks for stem, view in _root(spec, stack, users).items()}


def _root(spec: Spec, stack: Stack, users: stacks.Users) -> Views:
    """Every view of one root module."""
    place = stacks.place(stack)
    points = _by_name(point for point in spec.capture_points if stack in point.stacks)
    here = _by_name(each for each in spec.destinations if stacks.belongs(each, stack, spec, users))
    destinations = tuple(each for each in here if not each.retired)
    retired = tuple(each for each in here if each.retired)
    owned = tuple(each for each in destinations if _is_owned(each, stack, spec, users))
    deliveries = {each.name: delivery(each, place, owned=each in owned) for each in destinations}
    created = _created(owned, points, stack, users)
    asked = queries.view(owned, spec.capture_points, stack, _senders(owned, place, users))
    told = outputs.view(points, destinations, deliveries, place)
    said = told and (told.destination_arns, told.required_policies)  # not the ids: they refer to flow logs alone
    return {
        "terraform": terraform.view(spec, stack),
        "providers": providers.view(stack),
        "variables": variables.view(points, destinations),
        "data": data.view(points, place, (*created.values(), asked, said, *deliveries.values())),
        "flow_logs": flow_logs.view(points, deliveries),
        **created,
        "queries": asked,
        "moves": moves.view(
            points, here, (*created.values(), asked), tuple(_created(retired, points, stack, users).values())
        ),
        "outputs": told,
    }


def _by_name(things: Iterable[_Named]) -> tuple[_Named, ...]:
    """Resources stand in the order of their names, so that reordering a spec changes no byte."""
    return tuple(sorted(things, key=lambda each: each.name))


def _is_owned(destination: Destination, stack: Stack, spec: Spec, users: stacks.Users) -> bool:
    """Whether what the destination creates is created in this root module."""
    match destination:
        case S3():
            return stacks.owner(destination, spec, users) == stack
        case Firehose():
            return stack in users[destination.name]
        case _:
            return True


def _created(
    destinations: tuple[Destination, ...], points: tuple[CapturePoint, ...], stack: Stack, users: stacks.Users
) -> dict[str, object]:
    """The views of what destinations create."""
    place = stacks.place(stack)
    groups = tuple(each for each in destinations if isinstance(each, CloudWatchLogs))
    buckets = tuple(each for each in destinations if isinstance(each, S3))
    streams = tuple(each for each in destinations if isinstance(each, Firehose))
    return {
        "cloudwatch_logs": cloudwatch_logs.view(groups, stack, place),
        "s3": s3.view(buckets, stack, place, _senders(destinations, place, users)),
        "firehose": firehose.view(streams, points, stack, place),
    }


def _senders(destinations: tuple[Destination, ...], place: Place, users: stacks.Users) -> s3.Senders:
    """Who sends to each bucket; its owner, where nobody does."""
    return {
        each.name: tuple(stacks.place(user) for user in users[each.name]) or (place,)
        for each in destinations
        if isinstance(each, S3)
    }
