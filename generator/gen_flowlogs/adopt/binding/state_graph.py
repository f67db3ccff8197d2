"""State → the graph of its blocks: which of them needs which, by the dependencies that Terraform wrote down.

A node is a block in an instance of its module. A state names dependencies without any key, so one is followed to
all instances of a block, but for those in another instance of a module that both are in.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from gen_flowlogs.observe.addresses import Address, Call, Key
    from gen_flowlogs.observe.existing import Managed, State

Node = tuple[tuple["Call", ...], str, str]
"""The calls of the module, with their keys; the type and the label of the block."""


def node_of(address: Address) -> Node:
    """The node that an address is an instance of."""
    return address.calls, address.type, address.label


def text(node: Node) -> str:
    """The block as a person finds it in the code: without the keys of module calls."""
    calls, type_, label = node
    return "".join(f"module.{call.name}." for call in calls) + f"{type_}.{label}"


class Graph:
    """The blocks of a state. The cost is that of its resources and their dependencies."""

    def __init__(self, state: State) -> None:
        self.nodes: dict[Node, list[Managed]] = {}
        for each in state.resources:
            self.nodes.setdefault(node_of(each.address), []).append(each)
        self._by_text: dict[str, list[Node]] = {}
        for node in self.nodes:
            self._by_text.setdefault(text(node), []).append(node)
        self._by_keys: dict[tuple[str, int], dict[tuple[Key, ...], list[Node]]] = {}

    def needs(self, node: Node) -> AbstractSet[Node]:
        """The blocks that one depends on."""
        return self._edges[0].get(node, frozenset())

    def needed_by(self, node: Node) -> AbstractSet[Node]:
        """The blocks that depend on one."""
        return self._edges[1].get(node, frozenset())

    @cached_property
    def modules(self) -> dict[tuple[Call, ...], list[Node]]:
        """Module instance → the blocks in it, and in the modules that it calls."""
        found: dict[tuple[Call, ...], list[Node]] = {}
        for node in self.nodes:
            for depth in range(1, len(node[0]) + 1):
                found.setdefault(node[0][:depth], []).append(node)
        return found

    @cached_property
    def _edges(self) -> tuple[dict[Node, set[Node]], dict[Node, set[Node]]]:
        needs: dict[Node, set[Node]] = {}
        needed_by: dict[Node, set[Node]] = {}
        for node, several in self.nodes.items():
            named = {each.needs for each in several}
            for base in {base for bases in named for base in bases}:
                for other in self._reached(node, base):
                    if other != node:
                        needs.setdefault(node, set()).add(other)
                        needed_by.setdefault(other, set()).add(node)
        return needs, needed_by

    def _reached(self, node: Node, base: str) -> list[Node]:
        """The nodes of a block that another one can mean."""
        there = self._by_text.get(base, [])
        if not there:
            return []
        shared = 0
        for call, other in zip(node[0], there[0][0], strict=False):
            if call.name != other.name:
                break
            shared += 1
        if (base, shared) not in self._by_keys:
            index: dict[tuple[Key, ...], list[Node]] = {}
            for each in there:
                index.setdefault(tuple(call.key for call in each[0][:shared]), []).append(each)
            self._by_keys[base, shared] = index
        return self._by_keys[base, shared].get(tuple(call.key for call in node[0][:shared]), [])
