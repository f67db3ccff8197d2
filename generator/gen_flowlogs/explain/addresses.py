"""Answers about Terraform addresses: the definitions that a resource or data source of the output comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs import naming
from gen_flowlogs.aws import kinds
from gen_flowlogs.captures.targets import LookedUp
from gen_flowlogs.dataclass import replace
from gen_flowlogs.explain.answer import Answer, Cause, NotUnderstoodError
from gen_flowlogs.explain.recordings import flow_logs, of_spec
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.phrasing import nearest, quoted
from gen_flowlogs.view import data
from gen_flowlogs.view.flow_logs import FlowLog
from gen_flowlogs.view.heads import blocks
from gen_flowlogs.view.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.explain.answer import Recorded
    from gen_flowlogs.explain.ground import Ground
    from gen_flowlogs.explain.what import TerraformAddress
    from gen_flowlogs.view.heads import Head
    from gen_flowlogs.view.resources import Block

_OF_ALL: Final = {"aws_caller_identity", "aws_partition", "aws_service"}
"""Data sources that come from no definition: the account, the partition and the region of a root module."""

Placed = tuple["Head", str | None, "Block"]
"""The head of a block, the stack of its root module, and the block."""


def placed(ground: Ground) -> Iterator[Placed]:
    """The resources and data sources of the output; stacks may have the same addresses."""
    for stem, view in ground.views.items():
        stack = stem.rpartition("/")[0] or None
        yield from ((head, stack, block) for head, block in blocks(view))


def of_address(what: str, asked: TerraformAddress, ground: Ground, stack: str | None = None) -> Answer:
    """The answer about an address, in one stack or in all. Raises NotUnderstoodError for one that is not there."""
    base = asked.head.address
    found = [each for each in placed(ground) if each[0] == asked.head and stack in {None, each[1]}]
    if not found:
        of_all = asked.head.data and asked.head.type in _OF_ALL
        if of_all and any(isinstance(each, data.View) for each in ground.views.values()):
            return Answer(what=what, heads=(f"{what}: reads the account and region of a root module",), judged=False)
        raise NotUnderstoodError(_unknown(what, base, ground))
    block = found[0][2]
    stacks = {each[1] for each in found}
    causes = tuple(_causes(block, ground, stacks))
    recorded = tuple(each for each in of_spec(ground) if each.recording.stack.name in stacks and _is_of(each, block))
    if isinstance(block, FlowLog):
        recorded = tuple(_with_key(recorded, base, asked, what, ground))
        return Answer(what=what, heads=(what,), judged=False, flow_logs=recorded, causes=causes)
    if isinstance(block, data.DataSource):
        head = f"{what}: finds the targets of {flow_logs(recorded)}"
        return Answer(what=what, heads=(head,), judged=False, flow_logs=recorded, causes=causes)
    labels = ", ".join(dict.fromkeys(_label(each) for each in recorded))
    verb = f"lets {flow_logs(recorded)} deliver" if isinstance(block, Role) else f"serves {flow_logs(recorded)}"
    head = f"{what}: {verb}{f': {labels}' if labels else ''}"
    return Answer(what=what, heads=(head,), judged=False, flow_logs=recorded, causes=causes)


def _is_of(recorded: Recorded, block: Block) -> bool:
    recording = recorded.recording
    point = block.capture_point in {None, recording.point.name}
    return point and block.destination in {None, recording.destination.name}


def _label(recorded: Recorded) -> str:
    return str(naming.flow_log_label(recorded.recording.point.name, recorded.recording.destination.name))


def _causes(block: Block, ground: Ground, stacks: set[str | None]) -> Iterator[Cause]:
    spec = ground.spec
    for point in spec.capture_points:
        if point.name == block.capture_point and not stacks.isdisjoint({each.name for each in point.stacks}):
            yield Cause(text=f"capture_points.{point.name}", origin=point.origin.key())
            yield from _destinations(block, ground)
            by = point.filter_origin.path[:1] == ("defaults",)
            if point.filter.origin is not None:
                text = f"filter {point.filter.name}"
                yield Cause(text=text, origin=point.filter.origin.key(), note="by defaults" if by else "")
            return
    yield from _destinations(block, ground)


def _destinations(block: Block, ground: Ground) -> Iterator[Cause]:
    for destination in ground.spec.destinations:
        if destination.name == block.destination:
            yield Cause(text=f"destinations.{destination.name}", origin=destination.origin.key())
            return


def _with_key(
    recorded: tuple[Recorded, ...], base: str, asked: TerraformAddress, what: str, ground: Ground
) -> Iterator[Recorded]:
    """The flow logs of an address: all of its instances, or the one of a key."""
    if asked.key is None:
        yield from recorded
        return
    instance = naming.instance(base, asked.key)
    found = [each for each in recorded if each.recording.point.plural and _may_have(each, asked.key, ground)]
    if not found:
        raise NotUnderstoodError(f"{quoted(what)} is no instance: {base} has no key {quoted(asked.key)}")
    yield from (replace(each, recording=replace(each.recording, address=instance)) for each in found)


def _may_have(recorded: Recorded, key: str, ground: Ground) -> bool:
    """Whether a flow log of several targets has an instance of a key, or may have one."""
    target, point = recorded.recording.target, recorded.recording.point
    if isinstance(target, str):
        return target == key
    if isinstance(target, LookedUp):
        found = ground.recorders.found(target)
        if found is not None:
            return key in found
    keyed = isinstance(point.target, Variable | Reference) and point.target.keyed
    return keyed or kinds.of_id(key) is point.kind


def _unknown(what: str, base: str, ground: Ground) -> str:
    near = nearest(base, dict.fromkeys(head.address for head, _, _ in placed(ground)))
    meant = f"; did you mean {near}?" if near else ""
    return f"{quoted(what)} is not in the output of {ground.spec.file}{meant}"
