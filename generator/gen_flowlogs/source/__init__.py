"""YAML text → `Document`: plain data, what is wrong with the file as a file, and the places of things on demand.

One pass over libyaml's events makes the data; the lines and columns of a path are found by a second one, only when
someone asks. Never looks at what the data means, and never lets a library's message or exception out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import DocumentStartEvent, ScalarEvent, SequenceStartEvent

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import Finding, Part, Path, Position
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.secrets import censored, masked, values_of_backend, without
from gen_flowlogs.source import events, yaml_errors
from gen_flowlogs.source.compose import Composer
from gen_flowlogs.source.encoding import decode
from gen_flowlogs.source.lines import Lines
from gen_flowlogs.source.mistakes import Mistakes, StoppedError
from gen_flowlogs.source.places import Places
from gen_flowlogs.source.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST_ALIASED = 100_000
_ALIASED_PER_CHARACTER = 8
"""Upper bound of the values that aliases repeat: no real spec comes near, and reading the data stays linear."""


@dataclass(slots=True, eq=False)
class Document:
    """One file, read. `data` is shared where the file has aliases: nobody may change it.

    `lookalikes` says, by path, what other YAML readers take a plain text for: "a boolean", "an octal number", "a date"
    and the like.
    """

    file: str
    text: str
    data: dict[str, Any]
    findings: tuple[Finding, ...]
    lookalikes: dict[Path, str]
    is_mapping: bool  # the root, as far as it was read; of anything else no line is shown, since it may be no spec
    _lines: Lines
    _read: events.Reader
    _shown: dict[int, str] = field(default_factory=dict, init=False, repr=False)
    _secrets: frozenset[str] | None = field(default=None, init=False, repr=False)
    _places: Places | None = field(default=None, init=False, repr=False)
    _located: set[Path] | None = field(default=None, init=False, repr=False)  # none: every path

    @property
    def broken(self) -> bool:
        """Whether something is wrong with the file as a file; `data` then is empty, or lacks what was wrong."""
        return bool(self.findings)

    def locate(self, paths: Iterable[Path]) -> None:
        """Find the places of many paths in one reading of the text; `position` then has them."""
        self._located = set(paths)
        self._places = Places(lambda: self._read(self.text), self._lines, self._located)

    def position(self, path: Path, part: Part = "value") -> Position:
        """The place of what a path leads to; where there is nothing, of its nearest existing ancestor's key.

        What came by an alias or `<<` stands where it was written. The first path that `locate` has not been told of
        costs one more reading, and the memory for the places of everything.
        """
        if self._places is None or not (self._located is None or path in self._located):
            self._located = None
            self._places = Places(lambda: self._read(self.text), self._lines)
        return self._places.position(path, part)

    def line(self, number: int) -> str:
        """A line to show, counted from 1, without its end and without secrets; empty where there is none to show."""
        return self._masked(number) if self.is_mapping else ""

    def censored(self, message: str, number: int) -> str:
        """A message about a line, counted from 1, without the secrets that it quotes of it."""
        return without(censored(message, self._lines.line(number), self._masked(number)), self._values())

    def _masked(self, number: int) -> str:
        if number not in self._shown:  # a line is looked through once, however many findings it has
            flow = _FLOW.match(self.text) is not None
            shown = masked(self._lines.line, number, broken=self.broken, flow=flow)
            self._shown[number] = without(shown, self._values())
        return self._shown[number]

    def _values(self) -> frozenset[str]:
        if self._secrets is None:
            self._secrets = values_of_backend(self.data)
        return self._secrets


def load(data: bytes, file: str, *, read: events.Reader = events.read) -> Document:
    """Read a file's content; `file` is what messages call it. Never raises, whatever the content is."""
    text, wrong, offset = decode(data)
    lines = Lines(file, text)
    if wrong:
        finding = Finding("not-utf8", wrong, lines.position(offset, offset + 1))
        return Document(file, text, {}, (finding,), {}, is_mapping=_begins_as_mapping(text), _lines=lines, _read=read)
    mistakes = Mistakes(file, text, lines)
    values: dict[str, Any] = {}
    composer = None
    try:
        get = read(text)
        composer = Composer(get, mistakes, most=max(_LEAST_ALIASED, _ALIASED_PER_CHARACTER * len(text)))
        values = _whole(get, composer, mistakes)
    except StoppedError:
        pass
    except yaml.YAMLError as error:
        mistakes.add(yaml_errors.explain(error, lines, text))
    looks = composer.looks if composer and values else None
    return Document(
        file,
        text,
        values,
        mistakes.findings(),
        looks.collect() if looks else {},
        is_mapping=(composer is not None and composer.in_mapping) or _begins_as_mapping(text),
        _lines=lines,
        _read=read,
    )


_MAPPING = pattern(
    r"""(?:(?:%[^\n]*+|(?:\ufeff|---)?[ \t]*+(?:\#[^\n]*+|\r)?)\n)*+["']?[A-Za-z_][\w-]*+["']?[ ]*+:(?:\s|$)"""
)
"""The first key of a mapping, below empty lines, comments, directives. It takes back nothing of what it has matched: a
line that could be read in two ways would double the time, as often as there are such lines.
"""

_FLOW = pattern(r"[\ufeff \t\r\n]*\{")


def _begins_as_mapping(text: str) -> bool:
    """Whether the first key of a mapping stands before everything else in a text that could not be read as YAML."""
    return _MAPPING.match(text) is not None


def _whole(get: events.Next, composer: Composer, mistakes: Mistakes) -> dict[str, Any]:
    """The mapping that the text is. Raises `StoppedError`, and what the reader raises."""
    get()  # the start of the stream
    start = get()
    root = get() if type(start) is DocumentStartEvent else None
    if root is None or (type(root) is ScalarEvent and not root.style and resolve(root.value)[0] is None):
        raise mistakes.empty()
    if type(root) is ScalarEvent or type(root) is SequenceStartEvent:
        raise mistakes.root(root)
    composer.in_mapping = True
    values: dict[str, Any] = composer.node(root, 0, None)
    get()  # the end of the document
    after = get()
    if type(after) is DocumentStartEvent:
        raise mistakes.second(after)
    return values
