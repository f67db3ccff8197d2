"""The same events once more → where each key and value stands. Only runs when a finding is shown.

The tree has an entry for every value as it is written; an alias leads to what it stands for, and `<<` to the
mappings that it brings, so it is never larger than the file. It ends quietly where the text can no longer be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent

from generator.source.compose import DEEPEST
from generator.source.scalars import normal

if TYPE_CHECKING:
    from generator.diagnostics import Part, Path, Position
    from generator.source.events import Next
    from generator.source.lines import Lines

Span: TypeAlias = tuple[int, int]

_MERGE: Any = object()  # instead of the key `<<`


class _EndError(Exception):
    """The text goes on in a way that `compose` has refused."""


@dataclass(slots=True, eq=False)
class _Node:
    """A value. `key` is the place of the key that it was written under."""

    span: Span
    key: Span | None
    shape: str = "scalar"  # or flow, block
    text: str | None = None  # of a scalar that an alias may use as a key
    entries: dict[str | int, _Entry] | None = None
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


class _Entry(NamedTuple):
    """A value in a collection, and the key that leads to it here."""

    key: Span | None
    node: _Node


class Places:
    """The places of one text."""

    __slots__ = ("_anchors", "_get", "_lines", "_root")

    def __init__(self, get: Next, lines: Lines) -> None:
        self._get = get
        self._lines = lines
        self._anchors: dict[str, _Node | None] = {}  # none: not complete yet
        self._root = _Node((0, 0), None)
        try:
            while type(get()) is not DocumentStartEvent:
                pass
            self._fill(self._root, get(), 1)
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

    def _fill(self, node: _Node, event: Any, depth: int) -> None:
        """Read what lies in the collection that starts with this event."""
        if depth > DEEPEST:
            raise _EndError
        node.shape = "flow" if event.flow_style else "block"
        entries = node.entries = {}
        if type(event) is MappingStartEvent:
            self._mapping(node, entries, depth)
            return
        while not isinstance(event := self._get(), CollectionEndEvent):
            self._enter(entries, len(entries), None, event, depth)

    def _mapping(self, node: _Node, entries: dict[str | int, _Entry], depth: int) -> None:
        while not isinstance(event := self._get(), CollectionEndEvent):
            key = _marks(event)
            name = self._name(event, depth)
            if name is _MERGE:
                apart: dict[str | int, _Entry] = {}
                self._enter(apart, 0, key, self._get(), depth - 1)
                node.merges = [*(node.merges or ()), *_merged(apart[0].node)]
            else:
                self._enter({} if name is None else entries, name or "", key, self._get(), depth)

    def _name(self, event: Any, depth: int) -> Any:
        """The key that starts with this event; `None` where it is none."""
        if type(event) is ScalarEvent:
            if event.anchor is not None:
                self._anchors[event.anchor] = _Node(_marks(event), None, text=event.value)
            if not event.style and event.value in ("<<", ""):
                return _MERGE if event.value else None
            return normal(event.value)
        apart: dict[str | int, _Entry] = {}
        self._enter(apart, 0, None, event, depth)
        text = apart[0].node.text
        return None if text is None else normal(text)

    def _enter(
        self, entries: dict[str | int, _Entry], name: str | int, key: Span | None, event: Any, depth: int
    ) -> None:
        """Put the value that starts with this event under a name; the one written first stays."""
        if type(event) is AliasEvent:
            found = self._anchors.get(event.anchor or "")
            if found is None:
                raise _EndError
            entries.setdefault(name, _Entry(key, found))
            return
        node = _Node(_marks(event), key)
        entries.setdefault(name, _Entry(key, node))
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        if type(event) is ScalarEvent:
            node.text = event.value if event.anchor is not None else None
        else:
            self._fill(node, event, depth + 1)
        if event.anchor is not None and self._anchors[event.anchor] is None:
            self._anchors[event.anchor] = node


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
