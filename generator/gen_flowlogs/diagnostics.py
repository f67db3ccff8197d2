"""Findings about a spec, the places that they are reported at, and the diagnostics that users see.

A `Finding` is a value that any stage may return. It names its place by an `Origin` (a path into the data of one
file), which costs nothing to carry; only when findings are shown does `stamp` ask the documents for lines and
columns. Nothing here prints, and nothing here knows what a spec means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import visible
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.rules import RULES, Severity
from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping

Path = tuple[str | int, ...]
Part = Literal["key", "value"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a value: a file, the path of the value in it, and whether its key or the value is meant.

    `stack`: the first of the stacks that the value was evaluated for; None where it reads no value of a stack.
    """

    file: str
    path: Path = ()
    part: Part = "value"
    stack: str | None = None

    def at(self, *path: str | int) -> Origin:
        """The origin of what lies below this one."""
        return Origin(self.file, self.path + path, "value", self.stack)

    def key(self, *path: str | int) -> Origin:
        """The origin of the key of what lies at (or below) this one."""
        return Origin(self.file, self.path + path, "key", self.stack)


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of one line. `line` and `column` count characters from 1; `width` is how many are meant (≥ 1)."""

    file: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake or a doubtful part of a spec. `slug` is a rule of `gen_flowlogs.rules`, which gives the severity.

    `related` are other origins, each with the words that lead to it ("first defined at"), shown after the message.
    `stands_for` is the number of findings that this one is instead of, where it says how many are not listed.
    """

    slug: str
    message: str
    at: Origin | Position
    related: tuple[tuple[str, Origin | Position], ...] = ()
    stands_for: int = 1

    @property
    def severity(self) -> Severity:
        """The severity of the rule in the catalogue."""
        return RULES[self.slug].severity


class Located(Protocol):
    """The part of a document that `stamp` uses: places and lines."""

    def locate(self, paths: Iterable[Path]) -> None:
        """Get ready for the places of these paths, all of them at once."""

    def position(self, path: Path, part: Part = "value") -> Position:
        """The place of a path; of its nearest existing ancestor where there is none."""

    def censored(self, message: str, number: int) -> str:
        """A message about a line, counted from 1, without the secrets that it quotes of it."""

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty where there is no such line."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as a user sees it: with its severity, its place and the line that it stands in."""

    severity: Severity
    slug: str
    message: str
    position: Position
    source: str  # the line as it is written; empty where there is none
    related: tuple[tuple[str, Position], ...] = ()


MOST_OF_A_KIND = 200
"""Upper bound of the findings of one rule that are listed per run; the others are counted."""


def unlisted(slug: str, count: int, at: Origin | Position) -> Finding:
    """The finding that counts the others of a rule, at the first of them."""
    message = f"{count} more of this kind from here on; they are listed once {MOST_OF_A_KIND} others are put right"
    return Finding(slug, message, at, stands_for=count)


def bounded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first `MOST_OF_A_KIND` findings of each rule, and one for all others of it."""
    count: dict[str, int] = {}
    kept: list[Finding] = []
    left: dict[str, tuple[int, Origin | Position]] = {}
    for finding in findings:
        slug = finding.slug
        if finding.stands_for == 1 and count.get(slug, 0) < MOST_OF_A_KIND:
            count[slug] = count.get(slug, 0) + 1
            kept.append(finding)
        else:
            number, at = left.get(slug, (0, finding.at))
            left[slug] = (number + finding.stands_for, at)
    return (*kept, *(unlisted(slug, number, at) for slug, (number, at) in left.items()))


LONGEST_MESSAGE = 1000
"""Characters. A message is written to stay far below; this bounds what a hostile spec can make of one."""


_UNUSUAL = pattern("[^ -~]")
_UNREADABLE = "\ufffd"  # instead of bytes that are no text: it is seen


def shown(text: str, limit: int = 60) -> str:
    """A text as a message quotes it: what cannot be printed is escaped, what is too long is cut."""
    cut = text[:limit]
    safe = cut if cut.isascii() and cut.isprintable() else _UNUSUAL.sub(_printable, cut)
    return safe if len(text) <= limit else f"{safe}…"


def _printable(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character if character == _UNREADABLE else visible(character)
    return character.encode("unicode_escape").decode("ascii")


def stamp(findings: Iterable[Finding], documents: Mapping[str, Located]) -> tuple[Diagnostic, ...]:
    """Findings as diagnostics: each once, in the order of the documents, then of lines and columns.

    `documents` maps the name of a file to it, in the order in which they are to be reported. What stands in none of
    them comes last, by file name.
    """
    findings = tuple(findings)
    _locate(findings, documents)
    order = {file: number for number, file in enumerate(documents)}
    stamped: dict[tuple[str, str, Position], Diagnostic] = {}
    for finding in findings:
        position = _place(finding.at, documents)
        message = shown(finding.message, LONGEST_MESSAGE)
        known = (finding.slug, message, position)
        if known in stamped:
            continue
        document = documents.get(position.file)
        message = masked_addresses(message) if document is None else document.censored(message, position.line)
        stamped[known] = Diagnostic(
            severity=finding.severity,
            slug=finding.slug,
            message=message,
            position=position,
            source="" if document is None else document.line(position.line),
            related=tuple((words, _place(at, documents)) for words, at in finding.related),
        )
    last = len(order)
    return tuple(
        sorted(
            stamped.values(),
            key=lambda one: (
                order.get(one.position.file, last),
                one.position.file,
                one.position.line,
                one.position.column,
                one.slug,
                one.message,
            ),
        )
    )


def _locate(findings: Iterable[Finding], documents: Mapping[str, Located]) -> None:
    paths: dict[str, list[Path]] = {}
    for finding in findings:
        for at in (finding.at, *(at for _, at in finding.related)):
            if isinstance(at, Origin) and at.file in documents:
                paths.setdefault(at.file, []).append(at.path)
    for file, wanted in paths.items():
        documents[file].locate(wanted)


def _place(at: Origin | Position, documents: Mapping[str, Located]) -> Position:
    if isinstance(at, Position):
        return at
    document = documents.get(at.file)
    return Position(at.file, 1, 1) if document is None else document.position(at.path, at.part)
