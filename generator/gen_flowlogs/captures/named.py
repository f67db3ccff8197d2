"""A name in a spec → the capture points, each with a destination, whose records are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.phrasing import listing, nearest, quoted

if TYPE_CHECKING:
    from gen_flowlogs.model import CapturePoint, Destination, Spec

Pair = tuple["CapturePoint", "Destination"]


class UnknownNameError(Exception):
    """A name that means no records of a spec, or two kinds of them; the message says what does."""


def pairs(spec: Spec, what: str) -> tuple[Pair, ...]:
    """The capture points with their destinations that a name means: CAPTURE, DESTINATION or CAPTURE/DESTINATION.

    A definition that reads values of stacks has several variants of one name, and all of them are meant.
    """
    every = [(point, destination) for point in spec.capture_points for destination in point.destinations]
    point_name, slash, destination_name = what.partition("/")
    if slash:
        found = [each for each in every if each[0].name == point_name and each[1].name == destination_name]
        if not found:
            raise UnknownNameError(_without_pair(every, spec, point_name, destination_name))
        return tuple(found)
    of_point = [each for each in every if each[0].name == what]
    of_destination = [each for each in every if each[1].name == what]
    if of_point and of_destination and _names(of_point) != _names(of_destination):
        raise UnknownNameError(
            f"{quoted(what)} is a capture point and a destination: name one of them as CAPTURE/DESTINATION, such as "
            f"{of_point[0][0].name}/{of_point[0][1].name}"
        )
    found = of_point or of_destination
    if not found:
        raise UnknownNameError(_unknown(spec, what))
    return tuple(found)


def _names(several: list[Pair]) -> set[tuple[str, str]]:
    return {(point.name, destination.name) for point, destination in several}


def _without_pair(every: list[Pair], spec: Spec, point: str, destination: str) -> str:
    if point not in {each.name for each in spec.capture_points}:
        return _unknown(spec, point)
    names = sorted({to.name for each, to in every if each.name == point})
    return f"{point} has no destination {quoted(destination)}: it has {listing(names)}"


def _unknown(spec: Spec, what: str) -> str:
    if what in {each.name for each in spec.destinations}:
        return f"no capture point has the destination {quoted(what)}, so it gets no records"
    points = sorted({each.name for each in spec.capture_points})
    destinations = sorted({each.name for each in spec.destinations})
    near = nearest(what, [*points, *destinations])
    hint = f"did you mean {near}? " if near else ""
    return (
        f"there is no capture point or destination {quoted(what)}: {hint}capture points are {listing(points)}; "
        f"destinations are {listing(destinations)}"
    )
