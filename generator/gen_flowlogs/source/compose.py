"""YAML events → plain data in one pass, with what is wrong on the way; the hot path of every run.

Strings, numbers, booleans, null, lists and mappings with text keys come out; an alias gives one object in several
places, so nobody may change the data. Depth and what aliases repeat are bounded here, because what comes later walks
the data as if it were a tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.source import merge
from gen_flowlogs.source.lookalikes import Look, Looks, Trail
from gen_flowlogs.source.normal_form import normal
from gen_flowlogs.source.scalars import resolve

if TYPE_CHECKING:
    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.source.events import Next
    from gen_flowlogs.source.merge import Merge
    from gen_flowlogs.source.mistakes import Mistakes

DEEPEST = 64
"""Collections in each other, aliases followed."""

_MISSING: Any = object()  # not met before
_SKIP: Any = object()  # instead of a key that is wrong and has been reported
_MERGE: Any = object()  # instead of the key `<<`


@dataclass(slots=True)
class _Anchor:
    """The value of `&name`, once it is complete; `height` and `size` count the levels and values in it."""

    value: Any = _MISSING
    text: str | None = None  # of a scalar, as written
    height: int = 0
    size: int = 0
    looks: tuple[tuple[Path, Look], ...] = ()


class Composer:
    """One pass over the events of one document. `most` is how many values its aliases may repeat."""

    __slots__ = (
        "_anchors",
        "_borrowed",
        "_deepest",
        "_get",
        "_keys",
        "_mistakes",
        "_most",
        "_plain",
        "_size",
        "in_mapping",
        "looks",
    )

    def __init__(self, get: Next, mistakes: Mistakes, most: int) -> None:
        self._get = get
        self._mistakes = mistakes
        self._most = most
        self._plain: dict[str, Any] = {}
        self._keys: dict[str, str] = {}
        self._anchors: dict[str, _Anchor] = {}
        self._deepest = 0
        self._size = 0
        self._borrowed = 0
        self.looks = Looks()
        self.in_mapping = False  # set by the caller, of the root

    def node(self, event: Any, depth: int, trail: Trail) -> Any:
        """The value that starts with this event, in a collection of this depth, at the end of `trail`."""
        if type(event) is AliasEvent:
            return self._alias(event, depth, trail)
        if event.tag is not None:
            self._mistakes.tag(event)
        if event.anchor is not None:
            return self._anchored(event, depth, trail)
        return self._content(event, depth, trail)

    def _content(self, event: Any, depth: int, trail: Trail) -> Any:
        if type(event) is ScalarEvent:
            return normal(event.value) if event.style else self._scalar(event.value, trail)
        depth += 1
        if depth > self._deepest:
            if depth > DEEPEST:
                raise self._mistakes.too_deep(event, DEEPEST)
            self._deepest = depth
        if type(event) is MappingStartEvent:
            return self._mapping(depth, trail)
        return self._sequence(depth, trail)

    def _mapping(self, depth: int, trail: Trail) -> dict[str, Any]:  # noqa: C901, PLR0912 - a call per key would cost a third
        get, keys, plain = self._get, self._keys, self._plain
        result: dict[str, Any] = {}
        merges: list[Merge] | None = None
        while True:
            event: Any = get()
            if type(event) is ScalarEvent:
                key = keys.get(event.value, _MISSING)
                if key is _MISSING or key in result or event.tag is not None or event.anchor is not None:
                    key = self._key(event, result, trail)
            elif type(event) is MappingEndEvent:
                break
            else:
                key = self._odd_key(event, result, depth, trail)
            event = get()
            if key is _MERGE:
                merges = self._merge(event, merges, depth, trail)
                continue
            if key is _SKIP:
                self._drop(event, depth, trail)
                continue
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                value = event.value
                if event.style:
                    if not value.isascii():
                        value = normal(value)
                else:
                    value = plain.get(value, _MISSING)
                    if value is _MISSING:
                        value = self._scalar(event.value, (trail, key))
            else:
                value = self.node(event, depth, (trail, key))
            result[key] = value
        if merges is not None:
            merge.take(merges, result, self.looks, trail)
            self._size -= sum(len(one.source) for one in merges)  # they count where they went
        self._size += len(result)
        return result

    def _sequence(self, depth: int, trail: Trail) -> list[Any]:
        get, plain = self._get, self._plain
        result: list[Any] = []
        while True:
            event: Any = get()
            if type(event) is ScalarEvent and event.tag is None and event.anchor is None:
                value = _MISSING if event.style else plain.get(event.value, _MISSING)
                if value is _MISSING:
                    value = self._content(event, depth, (trail, len(result)))
                result.append(value)
            elif type(event) is SequenceEndEvent:
                break
            else:
                result.append(self.node(event, depth, (trail, len(result))))
        self._size += len(result)
        return result

    def _scalar(self, text: str, trail: Trail) -> Any:
        """A plain scalar that has not been met before, or is a look-alike."""
        value, words = resolve(text)
        if words is None:
            self._plain[text] = value
        else:
            self.looks.add(trail, words)
        return value

    # what follows is rare

    def _key(self, event: Any, taken: dict[str, Any], trail: Trail) -> Any:
        """A scalar key that has not been met before, or is special in some way."""
        text = event.value
        key = normal(text)
        if event.tag is not None:
            self._mistakes.tag(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(value=key if event.style else resolve(text)[0], text=text)
        if not event.style and text == "<<":
            return _MERGE
        if not event.style and not text:
            self._mistakes.key(event)
            return _SKIP
        if key in taken:
            self._mistakes.duplicate(event, key, trail)
            return _SKIP
        if text not in ("", "<<"):  # these mean something else where they stand without quotes
            self._keys[text] = key
        return key

    def _odd_key(self, event: Any, taken: dict[str, Any], depth: int, trail: Trail) -> Any:
        """A key that is an alias or a collection."""
        anchor = self._anchors.get(event.anchor or "") if type(event) is AliasEvent else None
        if anchor is None or anchor.text is None:
            self._drop(event, depth, trail)
            self._mistakes.key(event)
            return _SKIP
        key = normal(anchor.text)
        if key in taken:
            self._mistakes.duplicate(event, key, trail)
            return _SKIP
        return key

    def _drop(self, event: Any, depth: int, trail: Trail) -> None:
        mark = self.looks.mark()
        self.node(event, depth, trail)
        self.looks.cut(mark)

    def _anchored(self, event: Any, depth: int, trail: Trail) -> Any:
        anchor = self._anchors[event.anchor] = _Anchor()
        deepest, size, mark = self._deepest, self._size, self.looks.mark()
        self._deepest = depth
        value = self._content(event, depth, trail)
        if type(event) is ScalarEvent:
            anchor.text = event.value
        anchor.height = self._deepest - depth
        anchor.size = self._size - size
        anchor.looks = self.looks.since(mark, trail)
        anchor.value = value
        self._deepest = max(deepest, self._deepest)
        return value

    def _alias(self, event: Any, depth: int, trail: Trail) -> Any:
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            raise self._mistakes.unknown_alias(event, self._anchors)
        if anchor.value is _MISSING:
            raise self._mistakes.own_alias(event)
        self._deepest = max(self._deepest, depth + anchor.height)
        if self._deepest > DEEPEST:
            raise self._mistakes.too_deep(event, DEEPEST)
        self._size += anchor.size
        self._borrowed += anchor.size
        if self._borrowed > self._most:
            raise self._mistakes.too_many(event, self._most)
        self.looks.repeat(anchor.looks, trail)
        return anchor.value

    def _merge(self, event: Any, merges: list[Merge] | None, depth: int, trail: Trail) -> list[Merge]:
        """The value of `<<`, added to what is to be merged."""
        if merges is not None:
            self._mistakes.duplicate(event, "<<", trail)
        trail = (trail, "<<")
        mark = self.looks.mark()
        inside = depth if type(event) is MappingStartEvent else depth - 1  # what an alias brings is no deeper for it
        value = self.node(event, inside, trail)
        found = merge.brought(value, self.looks.since(mark, trail))
        self.looks.cut(mark)
        if found is None:
            self._mistakes.merge(event)
        merges = merges if merges is not None else []
        merges.extend(found or ())
        return merges
