"""The findings of the pass over the events: each mistake's words and place.

Of each rule the first ones are kept and the others counted: a file of one mistake a million times costs no more than
a sound one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yaml.events import CollectionStartEvent, MappingStartEvent, ScalarEvent

from gen_flowlogs.diagnostics import MOST_OF_A_KIND, Finding, Origin, Position, shown, unlisted
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import nearest, quoted
from gen_flowlogs.source.lookalikes import Trail, path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.source.lines import Lines

_NOTHING = pattern(r"---(?:\s|#[^\n]*+)*+\Z")
_CLOUDFORMATION = frozenset(
    f"!{name}"
    for name in ("Ref", "Sub", "GetAtt", "ImportValue", "FindInMap", "Join", "Select", "If", "Split", "GetAZs", "Cidr")
)
_TAG = pattern(r"(?:&\S*\s+)?(![^\s,\[\]{}]*)")


def nested(deepest: int) -> str:
    """The message about collections that are too deep in each other."""
    return f"lists and mappings are more than {deepest} deep in each other here; take some levels out"


class StoppedError(Exception):
    """The rest of the file cannot be read; the findings say why."""


class Mistakes:
    """Collects what is wrong in one text."""

    __slots__ = ("_count", "_file", "_first", "_found", "_lines", "_text")

    def __init__(self, file: str, text: str, lines: Lines) -> None:
        self._file = file
        self._text = text
        self._lines = lines
        self._found: list[Finding] = []
        self._count: dict[str, int] = {}
        self._first: dict[str, Position] = {}  # of those that are counted only

    def findings(self) -> tuple[Finding, ...]:
        """All findings, the counting ones last."""
        counted = (unlisted(slug, self._count[slug] - MOST_OF_A_KIND, at) for slug, at in self._first.items())
        return (*self._found, *counted)

    def add(self, finding: Finding) -> None:
        """Take in what the reader of the text has found."""
        self._found.append(finding)

    def _full(self, slug: str, event: Any) -> bool:
        """Count one more of a rule; whether enough of them are listed."""
        count = self._count[slug] = self._count.get(slug, 0) + 1
        if count == MOST_OF_A_KIND + 1:
            self._first[slug] = self._span(event)
        return count > MOST_OF_A_KIND

    def tag(self, event: Any) -> None:
        """A value with a tag; it is read as if it had none."""
        if self._full("explicit-tag", event):
            return
        start, end = event.start_mark.index, event.end_mark.index
        written = _TAG.match(self._text, start)
        if written:
            start, end = written.span(1)
        name = self._text[start:end]
        instead = "take it out, and quote what is to be a string"
        if name in _CLOUDFORMATION:
            instead = "it is CloudFormation's; for a Terraform variable write `{var: NAME}`, for a resource `{ref: …}`"
        self._add("explicit-tag", f"the tag {quoted(name)} is not allowed; {instead}", start, end)

    def duplicate(self, event: Any, key: str, trail: Trail) -> None:
        """A key that its mapping has already; the first one counts."""
        if self._full("duplicate-key", event):
            return
        message = f"the key {quoted(key)} is written twice; keep one of the two"
        if key == "<<":
            message = 'the merge key "<<" is written twice; write one with a list: "<<: [*one, *other]"'
        first = ("first written at", Origin(self._file, path((trail, key)), "key"))
        at = self._span(event)
        self._found.append(Finding("duplicate-key", message, at, () if key == "<<" else (first,)))

    def key(self, event: Any) -> None:
        """A key that is no text."""
        if self._full("key-type", event):
            return
        kind = "empty" if isinstance(event, ScalarEvent) else "a list or a mapping"
        message = f"a key is a string, and this one is {kind}; write a string"
        start = event.start_mark.index
        if isinstance(event, MappingStartEvent) and self._text.startswith("{{", start - 1):
            message = "two braces are no template here; for a Terraform variable write `{var: NAME}`"
        self._found.append(Finding("key-type", message, self._span(event)))

    def merge(self, event: Any) -> None:
        """A merge key with anything but mappings."""
        if self._full("merge-key", event):
            return
        message = 'the merge key "<<" takes a mapping, an alias of one, or a list of those'
        self._found.append(Finding("merge-key", message, self._span(event)))

    def unknown_alias(self, event: Any, names: Iterable[str]) -> StoppedError:
        """An alias that stands for nothing; `names` are those that an alias may have here."""
        near = nearest(event.anchor, names)
        hint = f'did you mean "*{shown(near, 40)}"?' if near else "quote it if it is a string"
        name = shown(event.anchor, 40)
        message = f'the alias "*{name}" leads to nothing: no "&{name}" is written above it; {hint}'
        return self._stop("yaml-syntax", message, event)

    def own_alias(self, event: Any) -> StoppedError:
        """An alias in the value that it stands for."""
        name = shown(event.anchor, 40)
        return self._stop(
            "nesting", f'the alias "*{name}" is inside the value that it repeats; write that value out', event
        )

    def too_deep(self, event: Any, deepest: int) -> StoppedError:
        """A collection, or an alias of one, that lies too deep."""
        return self._stop("nesting", nested(deepest), event)

    def too_many(self, event: Any, most: int) -> StoppedError:
        """Aliases that have repeated too much."""
        message = f"the aliases up to here repeat more than {most} values; write fewer, or split the file"
        return self._stop("alias-expansion", message, event)

    def empty(self) -> StoppedError:
        """A file without content."""
        message = "the file is empty; `gen-flowlogs init` writes a spec to start from"
        self._add("empty-spec", message, 0, 1)
        return StoppedError()

    def root(self, event: Any) -> StoppedError:
        """A file that is no mapping."""
        from gen_flowlogs.source import slips  # noqa: PLC0415 - a sound spec needs none of it

        start = event.start_mark.index
        slip = slips.terraform(start, self._lines, self._text)
        if slip is None and self._text.startswith(("version:", "name:"), start):
            slip = slips.joined(start, self._lines, self._text)
        if slip is not None and isinstance(event, ScalarEvent):
            self._found.append(slip)
            return StoppedError()
        kind = "a list" if isinstance(event, CollectionStartEvent) else "a string"
        return self._stop(
            "wrong-type", f'a spec is a mapping, and begins with "version: 1"; this file is {kind}', event
        )

    def second(self, event: Any) -> StoppedError:
        """A second document in one file."""
        message = "a second YAML document starts here; write it into a file of its own"
        if _NOTHING.match(self._text, event.start_mark.index):
            message = "a second YAML document starts here, and it is empty; take this line out"
        return self._stop("multiple-documents", message, event)

    def _stop(self, slug: str, message: str, event: Any) -> StoppedError:
        self._found.append(Finding(slug, message, self._span(event)))
        return StoppedError()

    def _add(self, slug: str, message: str, start: int, end: int) -> None:
        self._found.append(Finding(slug, message, self._lines.position(start, end)))

    def _span(self, event: Any) -> Position:
        start, end = event.start_mark.index, event.end_mark.index
        return self._lines.value(start, max(end, start + 1))
