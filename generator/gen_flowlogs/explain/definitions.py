"""Answers about names: a capture point, destination, filter or stack of the spec; a log group or a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import targets
from gen_flowlogs.captures.named import UnknownNameError, pairs
from gen_flowlogs.captures.targets import LookedUp, Referred
from gen_flowlogs.explain.answer import Answer, NotUnderstoodError
from gen_flowlogs.explain.recordings import flow_logs, of_spec, points
from gen_flowlogs.explain.stores import of_store_name
from gen_flowlogs.explain.what import refuse_as_id
from gen_flowlogs.phrasing import listing, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.targets import Target
    from gen_flowlogs.explain.answer import Recorded
    from gen_flowlogs.explain.ground import Ground

_MOST_IDS = 4


def of_name(what: str, ground: Ground) -> Answer:
    """The answer about a name. Raises NotUnderstoodError for one that the spec does not have."""
    found = [*_definitions(what, ground), *of_store_name(what, ground)]
    if not found:
        refuse_as_id(what)
        raise NotUnderstoodError(_unknown(what, ground))
    if len(found) == 1:
        return found[0]
    return Answer(
        what=what, heads=(f"{what}  is the name of {len(found)} definitions",), judged=False, parts=tuple(found)
    )


def _definitions(name: str, ground: Ground) -> Iterator[Answer]:
    spec = ground.spec
    if any(each.name == name for each in spec.capture_points):
        found = tuple(each for each in of_spec(ground) if each.recording.point.name == name)
        yield Answer(
            what=name,
            heads=(f"{name}  {listing(_targets(found, ground), _MOST_IDS)}",),
            judged=False,
            of_point=True,
            flow_logs=found,
        )
    if "/" in name:
        yield from _pair(name, ground)
    others: tuple[tuple[str, Iterable[str | None], Callable[[Recording], str | None]], ...] = (
        ("destination", (each.name for each in spec.destinations), lambda each: each.destination.name),
        ("filter", (each.name for each in spec.filters), lambda each: each.point.filter.name),
        ("stack", (each.name for each in spec.stacks), lambda each: each.stack.name),
    )
    for kind, names, name_of in others:
        if name in names:
            found = tuple(each for each in of_spec(ground) if name_of(each.recording) == name)
            by = f" of {points(found)}" if found else ""
            yield Answer(
                what=name, heads=(f"{name}  a {kind} of {flow_logs(found)}{by}",), judged=False, flow_logs=found
            )


def _pair(name: str, ground: Ground) -> Iterator[Answer]:
    """The answer about CAPTURE/DESTINATION, which `decode` takes too."""
    try:
        meant = {(point.name, destination.name) for point, destination in pairs(ground.spec, name)}
    except UnknownNameError:  # it may be a log group
        return
    found = tuple(
        each for each in of_spec(ground) if (each.recording.point.name, each.recording.destination.name) in meant
    )
    head = f"{name}  {listing(_targets(found, ground), _MOST_IDS)}"
    yield Answer(what=name, heads=(head,), judged=False, of_point=True, flow_logs=found)


def _targets(several: Iterable[Recorded], ground: Ground) -> list[str]:
    """The targets of some flow logs, each once; a lookup that is not alike in all stacks with those of each."""
    on: dict[str, tuple[Target, dict[str, None]]] = {}
    for each in several:
        target, stack = each.recording.target, each.recording.stack.name
        on.setdefault(_target(target, ground), (target, {}))[1][stack or ""] = None
    looked_up = sum(isinstance(target, LookedUp) for target, _ in on.values())
    return [
        f"{text} (stack{'s' if len(of) > 1 else ''} {listing(list(of), 4)})"
        if looked_up > 1 and isinstance(target, LookedUp)
        else text
        for text, (target, of) in on.items()
    ]


def _target(target: Target, ground: Ground) -> str:
    """A target, with the ids that a lookup finds now."""
    if isinstance(target, str):
        return target
    if isinstance(target, Referred) or not isinstance(target, LookedUp):
        return f"{targets.name(target)}, which only Terraform knows"
    found = ground.recorders.found(target)
    later = ", later ones at the next apply" if target.plural else ""
    if found is None:
        return f"{targets.name(target)}, all that exist at each apply" if target.plural else targets.name(target)
    now = f" ({listing(found, _MOST_IDS)})" if found else ""
    return f"{targets.name(target)}: now {len(found) or 'none'}{now}{later}"


def _unknown(what: str, ground: Ground) -> str:
    spec = ground.spec
    names = [
        *(each.name for each in (*spec.capture_points, *spec.destinations, *spec.filters)),
        *(each.name for each in spec.stacks if each.name is not None),
    ]
    near = nearest(what, dict.fromkeys(names))
    meant = f"did you mean {quoted(near)}? " if near else ""
    return (
        f"{quoted(what)} is no name in {ground.spec.file}; {meant}"
        "give a name, an id, an ARN, an IP address, a Terraform address or FILE:LINE"
    )
