"""The same events once more → where each key and value stands. Only runs when a finding is shown.

A tree is kept of the paths that are wanted and of what has an anchor, which an alias may lead to; the rest is passed
over. `<<` leads to the mappings that it brings, so the tree is never larger than the file. It ends quietly where the
text can no longer be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.source.compose import DEEPEST
from gen_flowlogs.source.normal_form import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gen_flowlogs.diagnostics import Part, Path, Position
    from gen_flowlogs.source.events import Next
    from gen_flowlogs.source.lines import Lines

Span: TypeAlias = tuple[int, int]
_Entries: TypeAlias = "dict[str | int, _Entry]"
_Wanted: TypeAlias = dict[str | int, Any] | None  # by key what is wanted below it; None: everything

_MERGE: Any = object()  # instead of the key `<<`
_NOTHING: Any = object()


class _EndError(Exception):
    """The text goes on in a way that `compose` has refused."""


@dataclass(slots=True, eq=False)
class _Node:
    """A value. `key` is the place of the key that it was written under."""

    span: Span
    key: Span | None
    shape: str = "scalar"  # or flow, block
    text: str | None = None  # of a scalar that an alias may use as a key
    entries: _Entries | None = None
    merges: list[_Node] | None = None

    def find(self, key: str | int) -> _Entry | None:
        """The entry of a key, its own or one that `<<` brings."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.entries and key in node.entries:
                return node.entries[key]
            waiting.extend(reversed(node.merges or ()))
        return None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value in a collection, and the key that leads to it here."""

    key: Span | None
    node: _Node


class Places:
    """The places of some paths of one text, or of all of them."""

    __slots__ = ("_anchors", "_depth", "_get", "_lines", "_root")

    def __init__(self, read: Callable[[], Next], lines: Lines, paths: Iterable[Path] | None = None) -> None:
        self._lines = lines
        self._depth = 0
        self._anchors: dict[str, _Node | None] = {}  # none: not complete yet
        self._root = _Node((0, 0), None)
        try:
            self._get = read()
            self._get()  # the start of the stream
            self._get()  # the start of the document
            root = self._get()
            if isinstance(root, CollectionStartEvent):
                self._fill(self._root, root, None if paths is None else _wanted(paths))
        except (yaml.YAMLError, _EndError):
            return  # what was read so far has its places

    def position(self, path: Path, part: Part) -> Position:
        """The place of the key or the value at a path; the key of the nearest ancestor where there is none."""
        entry = _Entry(None, self._root)
        for key in path:
            below = entry.node.find(key)
            if below is None:
                part = "key"
                break
            entry = below
        if entry.node is self._root:
            return self._lines.position(0, 1)
        return self._lines.value(*_span(entry, part))

    def _fill(self, node: _Node, event: Any, wanted: _Wanted) -> None:
        """Read what lies in the collection that starts with this event."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _EndError
        node.shape = "flow" if event.flow_style else "block"
        entries = node.entries = {}
        if type(event) is MappingStartEvent:
            self._mapping(node, entries, wanted)
        else:
            self._sequence(entries, wanted)
        self._depth -= 1

    def _sequence(self, entries: _Entries, wanted: _Wanted) -> None:
        number = 0
        while not isinstance(event := self._get(), CollectionEndEvent):
            self._enter(entries, number, None, event, wanted)
            number += 1

    def _mapping(self, node: _Node, entries: _Entries, wanted: _Wanted) -> None:
        while not isinstance(event := self._get(), CollectionEndEvent):
            key = _marks(event)
            name = self._name(event)
            if name is _MERGE:
                apart: _Entries = {}
                self._enter(apart, 0, key, self._get(), None)
                node.merges = node.merges or []
                node.merges.extend(_merged(apart[0].node))
            else:
                self._enter({} if name is None else entries, name or "", key, self._get(), wanted)

    def _name(self, event: Any) -> Any:
        """The key that starts with this event; `None` where it is none."""
        if type(event) is ScalarEvent:
            if event.anchor is not None:
                self._anchors[event.anchor] = _Node(_marks(event), None, text=event.value)
            if not event.style and event.value in ("<<", ""):
                return _MERGE if event.value else None
            return normal(event.value)
        apart: _Entries = {}
        self._enter(apart, 0, None, event, None)
        text = apart[0].node.text
        return None if text is None else normal(text)

    def _enter(self, entries: _Entries, name: str | int, key: Span | None, event: Any, wanted: _Wanted) -> None:
        """Put the value that starts with this event under a name; the one written first stays."""
        anchor = event.anchor
        if type(event) is AliasEvent:
            found = self._anchors.get(anchor)
            if found is None:
                raise _EndError
            entries.setdefault(name, _Entry(key, found))
            return
        below = None if wanted is None or anchor is not None else wanted.get(name, _NOTHING)
        if below is _NOTHING and entries:  # the first entry is where a collection starts
            self._pass(event)
            return
        node = _Node(_marks(event), key)
        entries.setdefault(name, _Entry(key, node))
        if anchor is not None:
            self._anchors[anchor] = None
        if type(event) is ScalarEvent:
            node.text = event.value if anchor is not None else None
        elif below is _NOTHING:
            self._pass(event)
        else:
            self._fill(node, event, below)
        if anchor is not None and self._anchors[anchor] is None:
            self._anchors[anchor] = node

    def _pass(self, event: Any) -> None:
        """Go to the end of the value that starts with this event, and keep only what has an anchor."""
        depth = 0
        while True:
            if isinstance(event, CollectionEndEvent):
                depth -= 1
            elif isinstance(event, NodeEvent):
                if type(event) is not AliasEvent and event.anchor is not None:
                    self._enter({}, "", None, event, None)
                elif isinstance(event, CollectionStartEvent):
                    depth += 1
            if depth == 0:
                return
            event = self._get()


def _wanted(paths: Iterable[Path]) -> dict[str | int, Any]:
    """The paths as a tree of mappings."""
    tree: dict[str | int, Any] = {}
    for path in paths:
        below = tree
        for key in path:
            below = below.setdefault(key, {})
    return tree


def _marks(event: Any) -> Span:
    return event.start_mark.index, event.end_mark.index


def _merged(node: _Node) -> list[_Node]:
    """The mappings that a `<<` with this value brings."""
    entries = node.entries or {}
    if 0 in entries:
        return [entry.node for entry in entries.values()]
    return [node]


def _span(entry: _Entry, part: Part) -> Span:
    node = entry.node
    if part == "key" and entry.key:
        return entry.key
    if node.shape == "block":
        first = next(iter((node.entries or {}).values()), None)
        return node.key or (first and first.key) or node.span
    if node.span[0] == node.span[1]:
        return node.key or entry.key or node.span
    return node.span
