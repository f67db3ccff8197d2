"""Spec → resources as data: one module and one `View` per output file, of the same stem.

A view's fields are Terraform's arguments; every decision about them is made here, and none in a template. A view that
is None has nothing to say, and its file is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, Destination, Firehose, Spec, Stack
from gen_flowlogs.view import (
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
from gen_flowlogs.view.deliveries import delivery
from gen_flowlogs.view.roots import Root, Whole, roots, whole

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location

Views = Mapping[str, object]
"""The stem of an output file → its view, or None."""


def views(spec: Spec) -> Views:
    """Every view of every root module; with stacks, a stem has the stack's folder before it."""
    known = whole(spec)
    if spec.stacks == (ONLY,):
        return _root(spec, roots(spec, known)[0], known)
    return {
        f"{root.stack.name}/{stem}": view
        for root in roots(spec, known)
        for stem, view in _root(spec, root, known).items()
    }


def _root(spec: Spec, root: Root, known: Whole) -> Views:
    """Every view of one root module."""
    stack, points, destinations = root.stack, root.points, root.destinations
    place = locations.of(stack)
    owned = tuple(each for each in destinations if not isinstance(each, S3) or known.owners[each.name] == stack)
    ours = {each.name for each in owned}
    deliveries = {each.name: delivery(each, place, owned=each.name in ours) for each in destinations}
    created = _created(owned, root, known)
    asked = queries.view(owned, root.writers, known.writers, _senders(owned, place, known))
    told = outputs.view(root, deliveries, _admitted(destinations, stack, known))
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
            points, root.here, (*created.values(), asked), tuple(_created(root.retired, root, known).values())
        ),
        "outputs": told,
    }


def _created(destinations: tuple[Destination, ...], root: Root, known: Whole) -> dict[str, object]:
    """The views of what destinations create."""
    stack, place = root.stack, locations.of(root.stack)
    groups = tuple(each for each in destinations if isinstance(each, CloudWatchLogs))
    buckets = tuple(each for each in destinations if isinstance(each, S3))
    streams = tuple(each for each in destinations if isinstance(each, Firehose))
    return {
        "cloudwatch_logs": cloudwatch_logs.view(groups, stack, place),
        "s3": s3.view(buckets, stack, place, _senders(destinations, place, known)),
        "firehose": firehose.view(streams, root.writers, stack, place),
    }


def _admitted(destinations: tuple[Destination, ...], stack: Stack, known: Whole) -> Mapping[str, tuple[Location, ...]]:
    """Bucket → the places whose records its policies must admit, as this root module tells it.

    The owner tells of everybody, and then nobody else says a part of it. Where nobody owns it, each tells of itself.
    """
    place = locations.of(stack)
    told: dict[str, tuple[Location, ...]] = {}
    for each in destinations:
        if isinstance(each, S3):
            owner = known.owners[each.name]
            told[each.name] = (place,) if owner is None else _places(each, place, known) if owner == stack else ()
    return told


def _senders(destinations: tuple[Destination, ...], place: Location, known: Whole) -> s3.Senders:
    """Who sends to each bucket; its owner, where nobody does."""
    return {each.name: _places(each, place, known) for each in destinations if isinstance(each, S3)}


def _places(destination: S3, place: Location, known: Whole) -> tuple[Location, ...]:
    return tuple(locations.of(user) for user in known.users[destination.name]) or (place,)
