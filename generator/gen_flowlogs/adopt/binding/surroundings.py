"""Surroundings: what the code of a root module stops declaring together with the resources that are adopted.

Whoever takes a flow log out of the code takes out, or switches off, its log group, role, bucket and key with it, and
Terraform would delete them. They are found in the state: the flow logs depend on them, or share with them a module
that has nothing else. One that any other resource depends on is shared, and stays in the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.state_graph import Graph, text
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Set as AbstractSet

    from gen_flowlogs.adopt.binding.state_graph import Node
    from gen_flowlogs.observe.addresses import Call
    from gen_flowlogs.observe.existing import Managed, State

_WHOLE: Final = frozenset({
    "aws_cloudwatch_log_group",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_kinesis_firehose_delivery_stream",
    "aws_kms_key",
    "aws_s3_bucket",
})  # fmt: skip
_PARTS: Final = {
    "aws_iam_role_": "aws_iam_role",
    "aws_kms_alias": "aws_kms_key",
    "aws_kms_key_policy": "aws_kms_key",
    "aws_s3_bucket_": "aws_s3_bucket",
}
"""Start of a type → the type that it is a part of, and goes with."""

OLD_ROOT: Final = "the old root module still manages it"
"""The reason that most blocks stay in an old root module."""

_HELPERS: Final = ("null_resource", "random_", "terraform_data", "time_")
"""Starts of types that hold nothing in AWS, and that modules make names of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The resources of a state that go with those that are adopted. `going`: those that nothing else needs.

    `shared`: block that must stay in the code → the reason.
    """

    going: tuple[Managed, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()


def surroundings(state: State, taken: Collection[str], *, old_root: bool = False) -> Surroundings:
    """The surroundings of the resources at some addresses of a state, which are adopted.

    `old_root`: whether the root module goes on without them, so that only their modules and parts go too.
    """
    graph = Graph(state)
    counts = {node: sum(str(each.address) in taken for each in several) for node, several in graph.nodes.items()}
    some = {node for node, count in counts.items() if count}
    every = {node for node in some if counts[node] == len(graph.nodes[node])}
    together = set(_together(graph, every))
    going = (together | _connected(graph, some)) - some
    calls = {node[0][0] for node in some if node[0]} if old_root else None
    shared: dict[Node, str] = {}
    queue = sorted(going, key=str)
    while queue:
        node = queue.pop()
        if node in going and (
            why := _reason(graph, node, going, every, together) or _stays_declared(graph, node, (going, every), calls)
        ):
            going.remove(node)
            shared[node] = why
            queue += sorted((graph.needs(node) | graph.needed_by(node)) & going, key=str)
    several = [each for node in going for each in graph.nodes[node]]
    return Surroundings(
        going=tuple(sorted(several, key=lambda each: str(each.address))),
        shared=tuple(sorted({text(node): why for node, why in shared.items()}.items())),
    )


def _connected(graph: Graph, some: AbstractSet[Node]) -> set[Node]:
    """The blocks that some depend on, with their parts, and those that these depend on."""
    found: set[Node] = set()
    queue = list(some)
    while queue:
        node = queue.pop()
        near = {each for each in graph.needs(node) if each[1] in _WHOLE or _whole_of(each[1])}
        if node[1] in _WHOLE:
            near |= {each for each in graph.needed_by(node) if _whole_of(each[1]) == node[1]}
        queue += near - found
        found |= near
    return found


def _together(graph: Graph, every: AbstractSet[Node]) -> Iterator[Node]:
    """The blocks in each module that has nothing but these, and what belongs to them."""
    judged: dict[tuple[object, ...], bool] = {}
    for node in every:
        for depth in range(len(node[0]), 0, -1):
            path = node[0][:depth]
            if path not in judged:
                judged[path] = all(each in every or _goes_along(each[1]) for each in graph.modules[path])
                if judged[path]:
                    yield from graph.modules[path]
            if not judged[path]:
                break


def _goes_along(type_: str) -> bool:
    return type_ in _WHOLE or _whole_of(type_) is not None or type_.startswith(_HELPERS)


def _whole_of(type_: str) -> str | None:
    """The type of which a type is a part; None where it is none."""
    return next((whole for start, whole in _PARTS.items() if type_.startswith(start)), None)


def _reason(
    graph: Graph, node: Node, going: AbstractSet[Node], every: AbstractSet[Node], together: AbstractSet[Node]
) -> str:
    """The reason that a block stays; empty where it goes."""
    needing = [text(each) for each in graph.needed_by(node) if each not in going and each not in every]
    if needing:
        return f"{min(needing)} depends on it"
    whole = _whole_of(node[1])
    wholes = [each for each in graph.needs(node) if each[1] == whole]
    if node not in together and wholes and not any(each in going or each in every for each in wholes):
        return f"it belongs to {min(map(text, wholes))}, which stays"
    return ""


def _stays_declared(
    graph: Graph, node: Node, leaving: tuple[AbstractSet[Node], ...], calls: AbstractSet[Call] | None
) -> str:
    """The reason that a block stays in an old root module: only what a module makes, and parts, have to go."""
    if calls is None or (node[0] and node[0][0] in calls):
        return ""
    whole = _whole_of(node[1])
    wholes = [each for each in graph.needs(node) if each[1] == whole]
    return "" if any(each in several for each in wholes for several in leaving) else OLD_ROOT
