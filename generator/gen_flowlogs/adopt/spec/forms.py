"""Forms: parts of flow logs that AWS spells otherwise than the compiler does, which the compiled view tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming, view
from gen_flowlogs.aws import arns
from gen_flowlogs.captures.locations import AMBIENT
from gen_flowlogs.model import CloudWatchLogs, store_name
from gen_flowlogs.policies.evaluate import Unresolved, resolve
from gen_flowlogs.view import flow_logs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.adopt.spec.grouping import Point
    from gen_flowlogs.adopt.spec.plan import Plan
    from gen_flowlogs.model import Destination, Part, Spec

_ARN = "arn:{partition}:logs:{region}:{account}:log-group:{name}"


def adopted(spec: Spec, plan: Plan) -> dict[tuple[str, str], tuple[Part, ...]]:
    """The parts to adopt, by the names of capture point and destination. `spec`: the plan, compiled."""
    points = {name: point for point, name in plan.points.items()}
    known: dict[object, str] = {}
    destinations = {each.name: each for each in spec.destinations}
    made: dict[tuple[str, str], tuple[Part, ...]] = {}
    for its_view in view.views(spec).values():
        if isinstance(its_view, flow_logs.View):
            for each in its_view.flow_logs:
                parts = tuple(_parts(each, points[each.capture_point], plan, destinations[each.destination], known))
                if parts:
                    made[each.capture_point, each.destination] = parts
    return made


def _parts(
    written: flow_logs.FlowLog, point: Point, plan: Plan, destination: Destination, known: dict[object, str]
) -> Iterator[Part]:
    number = next(
        number for number, sink in enumerate(point.sinks) if plan.destination(point, sink) == destination.name
    )
    observed = point.drafts[0][number].flow_log
    given = observed.log_destination
    alike = (given, point.place, destination.key)  # many flow logs are
    if isinstance(given, str) and given and alike not in known:
        known[alike] = _expected(written, given, point, destination)
    if not given or (isinstance(given, str) and known[alike] != given):
        yield "destination"
    # Without a format, Terraform keeps the one that AWS has.
    if isinstance(observed.log_format, str) and written.log_format not in {None, observed.log_format}:
        yield "format"


def _expected(written: flow_logs.FlowLog, given: str, point: Point, destination: Destination) -> str:
    """The ARN that Terraform compares with the one that AWS has; that itself where it is not known before the plan."""
    try:
        return resolve(written.log_destination, _environment(given, point, destination))
    except Unresolved:
        return given


def _environment(given: str, point: Point, destination: Destination) -> Mapping[str, str]:
    """The values of references at a place; what is not known of it is that of the ARN."""
    arn = arns.parse(given.removesuffix(":*"))
    place = point.place
    values = {
        "account": place.account or (arn.account if arn else ""),
        "region": place.region or (arn.region if arn else ""),
        "partition": place.partition or (arn.partition if arn else given.split(":")[1] if ":" in given else ""),
    }
    known = {str(getattr(AMBIENT, part)): value for part, value in values.items()}
    name = store_name(destination) if isinstance(destination, CloudWatchLogs) else None
    if name is not None:
        known[f"aws_cloudwatch_log_group.{naming.label(destination.name)}.arn"] = _ARN.format(**values, name=name)
    return known
