"""Edges → a Mermaid map of capture points and destinations, with what changes marked. Bounded.

A name in a spec is lower-case letters, digits and hyphens; nothing else of a spec stands in the map, so nothing in it
needs an escape. A node's id is a number, since a name may be a word of Mermaid's (`end`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.compare.comparison import Edge

MOST_NODES = 60
MOST_EDGES = 200  # Mermaid draws nothing at all from 500 on (`maxEdges`, https://mermaid.js.org/config/schema-docs)
_ARROWS = {
    "same": "---",
    "create": "-->|new|",
    "update": "-->|updated|",
    "replace": "-.->|replaced|",
    "destroy": "-.->|gone|",
    "move": "-->|moved|",
    "forget": "-.->|no longer managed|",
}
_COLOURS = {"create": "#2da44e", "replace": "#cf222e", "destroy": "#cf222e", "update": "#bf8700", "move": "#8250df"}


def lines(edges: Sequence[Edge]) -> Iterator[str]:
    """The lines of the diagram; what changes comes first, and what is too much is counted in a last node."""
    nodes: dict[tuple[str, str], str] = {}
    drawn: list[Edge] = []
    for edge in sorted(edges, key=lambda each: each.state == "same"):
        ends = [("p", edge.capture_point), ("d", edge.destination)]
        new = [end for end in ends if end not in nodes]
        if len(nodes) + len(new) > MOST_NODES or len(drawn) == MOST_EDGES:
            continue
        nodes |= {end: f"{end[0]}{len(nodes) + number}" for number, end in enumerate(new)}
        drawn.append(edge)
    yield "flowchart LR"
    for (kind, name), id_ in nodes.items():
        yield f'  {id_}["{name}"]' if kind == "p" else f'  {id_}[("{name}")]'
    for edge in drawn:
        source, target = nodes["p", edge.capture_point], nodes["d", edge.destination]
        yield f"  {source} {_ARROWS[edge.state]} {target}"
    for state, colour in _COLOURS.items():
        numbers = [str(number) for number, edge in enumerate(drawn) if edge.state == state]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} stroke:{colour},stroke-width:2px"
    if len(drawn) < len(edges):
        yield f'  more["and {len(edges) - len(drawn)} more"]'
