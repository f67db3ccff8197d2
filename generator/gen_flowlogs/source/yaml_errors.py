"""Errors of libyaml or PyYAML → findings in the compiler's own words, at the place that helps.

The libraries' own messages never reach a user: they differ between the two and are written for those who know the
grammar.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from gen_flowlogs.aws.kinds import BY_KEY
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import Finding, Position, shown
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.source.compose import DEEPEST
from gen_flowlogs.source.mistakes import nested

if TYPE_CHECKING:
    from gen_flowlogs.source.lines import Lines

_FORBIDDEN = pattern("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Problem:
    """A problem, the words of the library that identify it, and the compiler's own message."""

    signs: tuple[str, ...]  # each stands in the library's context or problem
    message: str
    slug: str = "yaml-syntax"
    opened: str = ""  # words for the place where the unfinished thing starts; empty: not named
    at_start: bool = False  # the finding stands where the unfinished thing starts


_INDENT = "the indentation of this line fits none of the lines above it; give it that of its siblings"
_VALUE = "a value is expected here"

_PROBLEMS = (
    _Problem(("maximum nesting depth",), nested(DEEPEST), "nesting"),
    _Problem(
        ("mapping values are not allowed",),
        'a second ":" in one value; put quotes around a string that holds ": ", or indent the lines of a mapping alike',
    ),
    _Problem(
        ("sequence entries are not allowed",),
        'a "-" does not fit here; write each item of a list on a line of its own, all in one column',
    ),
    _Problem(("mapping keys are not allowed",), 'a "?" does not fit here; put quotes around a string that starts so'),
    _Problem(
        ("simple key", "expected ':'"),
        'this line is neither a "key: value" nor part of the value above; is its ":" missing?',
        at_start=True,
    ),
    _Problem(
        ("expected ',' or ']'",), 'a list in brackets lacks a "," or its closing "]"', opened="the list is opened at"
    ),
    _Problem(
        ("expected ',' or '}'",),
        'a mapping in braces lacks a "," or its closing "}"',
        opened="the mapping is opened at",
    ),
    _Problem(("quoted scalar", "end of stream"), "this quote is never closed", at_start=True),
    _Problem(("quoted scalar", "document"), "this quote is not closed before the end of the document", at_start=True),
    _Problem(
        ("quoted scalar", "escape character"),
        r"no such escape; between double quotes write \\ for a backslash, or use single quotes",
    ),
    _Problem(
        ("quoted scalar", "escape code"),
        r"no such character; write an escape as \xNN, \uNNNN or \UNNNNNNNN, a surrogate only in a pair",
    ),
    _Problem(("quoted scalar", "decimal"), r"an unfinished escape; write it as \xNN, \uNNNN or \UNNNNNNNN"),
    _Problem(("tab character",), "a tab cannot indent a line; use spaces"),
    _Problem(
        ("block scalar", "indentation indicator"),
        'the number behind "|" or ">" is 1 to 9; put quotes around a string that starts with one of them',
    ),
    _Problem(
        ("block scalar",),
        'only a comment may follow "|" or ">" on its line; put quotes around a string that starts with one of them',
    ),
    _Problem(("alias",), 'an alias is "*" and a name; put quotes around a string that starts with "*"'),
    _Problem(("anchor",), 'an anchor is "&" and a name; put quotes around a string that starts with "&"'),
    _Problem(
        ("tag",),
        "this language has no tags; put quotes around a string that starts with an exclamation mark",
        "explicit-tag",
    ),
    _Problem(("incompatible YAML document",), "a %YAML line of another version than 1.1 or 1.2; leave it out"),
    _Problem(("irective",), 'a line that starts with "%" gives instructions to YAML readers; this one is unknown'),
    _Problem(("expected <document start>",), "this is behind the end of the spec; check the indentation and quotes"),
    _Problem(("expected '<document start>'",), "this is behind the end of the spec; check the indentation and quotes"),
    _Problem(("expected '-' indicator",), _INDENT, opened="the list starts at"),
    _Problem(("block collection", "expected <block end>"), _INDENT, opened="the list starts at"),
    _Problem(("block mapping", "expected"), _INDENT, opened="the mapping starts at"),
    _Problem(("node content",), _VALUE),
)

_UNKNOWN = _Problem((), "this is not YAML; check quotes, brackets and indentation")


def explain(error: Exception, lines: Lines, text: str) -> Finding:
    """The finding for what a reader raised."""
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked(error, lines, text)
    return _forbidden(lines, text) or Finding("yaml-syntax", "this is not YAML", lines.position(0, 1))


def _forbidden(lines: Lines, text: str) -> Finding | None:
    """The first character that YAML does not allow, if there is one."""
    found = _FORBIDDEN.search(text)
    if not found:
        return None
    from gen_flowlogs.source.slips import odd_character  # noqa: PLC0415 - a sound spec needs none of it

    odd = odd_character(found.start(), lines, text)
    if odd is not None:
        return odd
    name = f"U+{ord(found[0]):04X}"
    message = f'the character {name} is not allowed in YAML; between double quotes write "\\u{ord(found[0]):04x}"'
    return Finding("yaml-syntax", message, lines.position(found.start(), found.end()))


def _marked(error: yaml.MarkedYAMLError, lines: Lines, text: str) -> Finding:
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        return Finding("yaml-syntax", _UNMERGED, lines.position(*conflict.span()))
    said = f"{error.context or ''}; {error.problem or ''}"
    start = _index(error.context_mark)
    here = _index(error.problem_mark)
    if here is None:
        here = start if start is not None else 0
    if "cannot start any token" in said:
        return Finding("yaml-syntax", _stray(text[here : here + 3]), lines.position(here, here + 1))
    if text.startswith("${", here - 1) and "expected" in said:
        return _expression(text, here, lines)
    value = _VALUE_WITHOUT_QUOTES.search(text, max(0, here - 80), here)
    if value is not None and "expected" in said:
        return _unquoted(value, lines, text)
    problem = next((one for one in _PROBLEMS if all(sign in said for sign in one.signs)), _UNKNOWN)
    slip = _slip(problem, start if problem.at_start and start is not None else here, lines, text)
    if slip is not None:
        return slip
    message = _narrower(problem, lines, text, here) or problem.message
    related: tuple[tuple[str, Position], ...] = ()
    if start is not None and problem.at_start:
        here = start
    elif start is not None and problem.opened and not text[here:].strip():
        here = start  # the place that it is missing at is the end of the file
    elif start is not None and problem.opened:
        related = ((problem.opened, lines.position(start, start + 1)),)
    return Finding(problem.slug, message, lines.position(here, here + 1), related)


_CONFLICT = pattern(r"^(?:<{7}|>{7}|\|{7}|={7}$)(?= |$)", re.MULTILINE)
_UNMERGED = (
    "Git has left a conflict here: keep what is right of both sides, and remove the lines that begin with <<<<<<<, "
    "======= and >>>>>>>"
)
_OF_PAIRS = {"mapping values are not allowed", "simple key"}
"""Signs of the problems of a line that is no pair of a key and a value, or two."""


def _slip(problem: _Problem, at: int, lines: Lines, text: str) -> Finding | None:
    """The finding for a slip in this line or in the one above, which tells more than the problem."""
    from gen_flowlogs.source import slips  # noqa: PLC0415 - a sound spec needs none of it

    odd = slips.odd_character(at, lines, text)
    if odd is not None:
        return odd
    if _OF_PAIRS & set(problem.signs):
        return slips.terraform(at, lines, text) or slips.joined(at, lines, text) or slips.dashed(at, lines, text)
    return slips.joined(at, lines, text, flow=True) if problem.message is _INDENT else None


_BEFORE_EXPRESSION = pattern(r"(?:([a-z_]{1,40}):[ \t]+)?([^\s,{}\[\]]{0,80})$")
_EXPRESSION = pattern(r"(?:\{[^{}\r\n]{0,120}\}|[^\s,\]{}]){1,60}")
_TAKES_REFERENCE = frozenset((*BY_KEY, "arn", "kms", "delivery_stream", "cross_account_role", "permissions_boundary"))


def _expression(text: str, here: int, lines: Lines) -> Finding:
    """The finding for `${…}` without quotes between braces or brackets; `here`: its brace, where YAML stops."""
    before = _BEFORE_EXPRESSION.search(text, max(0, here - 130), here)
    more = _EXPRESSION.match(text, here)
    start, end = before.start(2) if before else here - 1, more.end() if more else here + 1
    whole = text[start:end]
    traversal = recognition.reference(whole)
    instead = f'put the whole text in quotes, "{shown(whole)}"'
    if traversal is not None and before is not None and before[1] in _TAKES_REFERENCE:
        instead = f"write `{recognition.mapping(traversal)}`"
    message = f"{quoted(whole)} without quotes starts a mapping at its brace; {instead}"
    return Finding("yaml-syntax", message, lines.position(start, end))


_VALUE_WITHOUT_QUOTES = pattern(r"(\{[a-z][a-z0-9_]{0,63}\})[ \t]*$")


def _unquoted(value: re.Match[str], lines: Lines, text: str) -> Finding:
    """The finding for `{name}` and more without quotes, which YAML takes for a mapping."""
    more = re.compile(r"(?:\{[a-z][a-z0-9_]{0,63}\}|[^\s,\]{}]){0,60}").match(text, value.end())
    whole = value[0] + (more[0] if more else "")
    message = f'{shown(value[1])} without quotes starts a mapping; put the whole text in quotes, "{shown(whole)}"'
    return Finding("yaml-syntax", message, lines.position(value.start(), value.end(1)))


def _narrower(problem: _Problem, lines: Lines, text: str, here: int) -> str:
    """A message for what the library tells no further apart; empty where there is none."""
    if problem.message is _INDENT and text.startswith(":", here):
        return 'this ":" has no key before it'
    if problem.message is _INDENT and not lines.starts(here):
        return "the value ends before this; put the whole text in quotes, and write a quote inside single quotes twice"
    if problem.message is _VALUE and not text[here:].strip():
        return "the file ends where a value is expected; is a bracket or brace not closed?"
    return ""


def _stray(start: str) -> str:
    """The message for the characters that no value starts with."""
    character = start[:1]
    if start == "```":
        return "this line is Markdown, and a spec is YAML alone: take out the lines that start with ```"
    if character == "\t":
        return "a tab cannot indent a line; use spaces"
    if not character:
        return "the file ends where a value is expected"
    return f'a string cannot start with "{shown(character)}"; put it in quotes'


def _index(mark: yaml.Mark | None) -> int | None:
    return None if mark is None else int(mark.index)
