"""Spec → resources as data: one module and one `View` per output file, of the same stem.

A view's fields are Terraform's arguments; every decision about them is made here, and none in a template. The file of
a view that is None is not written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.model import ONLY, S3, CloudWatchLogs, Destination, Firehose, Spec
from gen_flowlogs.root_modules import root_modules, writers
from gen_flowlogs.view import (
    cloudwatch_logs,
    data,
    firehose,
    flow_logs,
    moves,
    outputs,
    prefixed,
    providers,
    queries,
    s3,
    terraform,
    variables,
)
from gen_flowlogs.view.deliveries import delivery

if TYPE_CHECKING:
    from gen_flowlogs.root_modules import RootModule, Writers

Views = Mapping[str, object]
"""The stem of an output file → its view, or None."""


def views(spec: Spec) -> Views:
    """Every view of every root module; with stacks, a stem has the stack's folder before it."""
    roots, all_writers = root_modules(spec), writers(spec.capture_points)
    if spec.stacks == (ONLY,):
        return _root(spec, roots[0], all_writers)
    return {
        f"{root.stack.name}/{stem}": view for root in roots for stem, view in _root(spec, root, all_writers).items()
    }


def written(spec: Spec) -> Views:
    """Every view as it is written: in a folder of the author's, with names that no file beside it has by chance."""
    made = views(spec)
    return made if spec.terraform.folder is None else prefixed.prefixed(made, naming.prefix(spec.name))


def _root(spec: Spec, root: RootModule, all_writers: Writers) -> Views:
    """Every view of one root module. `all_writers`: those of all root modules, for a bucket that several write to."""
    points, destinations = root.points, root.destinations
    ours = {each.name for each in root.creates}
    deliveries = {each.name: delivery(each, root.location, owned=each.name in ours) for each in destinations}
    created = _created(root.creates, root)
    query_view = queries.view(root.creates, root.writers, all_writers, root.admits)
    output_view = outputs.view(root, deliveries)
    # The ids of flow logs are left out: they refer to flow logs alone.
    values = output_view and (output_view.destination_arns, output_view.required_policies)
    return {
        "terraform": terraform.view(spec, root.stack, root.versions),
        "providers": providers.view(root.stack),
        "variables": variables.view(points, tuple(variables.uses(destinations, root.creates))),
        "data": data.view(points, root.location, (*created.values(), query_view, values, *deliveries.values())),
        "flow_logs": flow_logs.view(points, deliveries),
        **created,
        "queries": query_view,
        "moves": moves.view(
            points, root.mentions, (*created.values(), query_view), tuple(_created(root.retired, root).values())
        ),
        "outputs": output_view,
    }


def _created(destinations: tuple[Destination, ...], root: RootModule) -> dict[str, object]:
    """The views of the resources that destinations create."""
    groups = tuple(each for each in destinations if isinstance(each, CloudWatchLogs))
    buckets = tuple(each for each in destinations if isinstance(each, S3))
    streams = tuple(each for each in destinations if isinstance(each, Firehose))
    return {
        "cloudwatch_logs": cloudwatch_logs.view(groups, root.stack, root.location),
        "s3": s3.view(buckets, root.stack, root.location, root.admits),
        "firehose": firehose.view(streams, root.writers, root.stack, root.location),
    }
