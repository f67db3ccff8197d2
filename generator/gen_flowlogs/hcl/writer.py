"""A value → HCL text, by its exact type. Jinja's `finalize` is `write`, so that no template can forget to quote.

Several lines come out without indentation; `layout` sets it. A line ends in an opening bracket where it opens
something and starts with the closing one where it closes it; a string never spans lines. `layout` relies on that.
What no writer knows (None, a dict, a list, Jinja's Undefined) raises TypeError.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gen_flowlogs.hcl.types import (
    Argument,
    Call,
    Comment,
    Each,
    Indexed,
    Interpolation,
    Label,
    Map,
    Name,
    Own,
    Ref,
    Type,
)
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

# Characters that nobody sees, or that reorder what one sees: controls, default-ignorables, bidirectional controls,
# line separators (Unicode 15, DerivedCoreProperties "Default_Ignorable_Code_Point" and PropList "Bidi_Control").
_UNSEEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SURROGATES = pattern("[\ud800-\udfff]")
_PLAIN = pattern(r"[ !#&-\[\]-~]*")  # printable ASCII without `"`, `\`, `$` and `%`: nearly every string there is
_ESCAPED = pattern(rf'["\\{_UNSEEN}]|[$%](?=\{{)')
_HIDDEN = pattern(f"[{_UNSEEN}\ud800-\udfff]")

# Words by which scanners of Terraform are told to be silent. checkov looks for them in every line, also inside of
# strings (checkov/common/comment/enum.py of 3.3); the others are treated as if they did, which costs nothing. Each as
# its comments are documented: trivy and tfsec "trivy:ignore:", "tfsec:ignore:"; checkov "checkov:skip=", with two other
# names; terrascan "ts:skip="; tflint "tflint-ignore:"; KICS "kics-scan ignore"; semgrep "nosemgrep", bandit "nosec";
# SonarQube "NOSONAR"; gitleaks "gitleaks:allow"; detect-secrets "pragma: allowlist secret".
_DIRECTIVE = pattern(
    ":(?=ignore|skip|allow)|tflint-ignore|kics-scan|nosec|nosem|nosonar|allowlist (?:nextline )?secret",
    re.IGNORECASE,
)
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "$": "$$", "%": "%%"}

# `terraform fmt` aligns by grapheme clusters. A key shows no character that could join its neighbour (UAX #29), so
# that one character is one column: these and all marks are escaped there.
_JOINING = pattern(
    "[\u0d4e\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff9e\uff9f"
    "\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
)


def write(value: Any) -> str:
    """HCL for one value; a template's output. Raises TypeError for what has no form in HCL, ValueError for bad text."""
    try:
        writer = WRITERS[type(value)]
    except KeyError:
        # An Undefined of Jinja raises its own error here, with the name that is missing.
        raise TypeError(f"HCL has no form for the {type(value).__name__} {value}") from None
    return writer(value)


def visible(text: str) -> str:
    """Text on one line, with every unseen character shown by its number."""
    return _HIDDEN.sub(_numbered, text)


def harmless(text: str) -> str:
    """Text on one line of a comment: visible, and no scanner takes any of it for a directive."""
    return text if _is_plain(text) else _undirected(visible(text))


def _undirected(text: str) -> str:
    """Text, between quotes or of a comment, with the number of a character instead of it in each directive."""
    return _DIRECTIVE.sub(lambda found: f"\\u{ord(found[0][0]):04x}{found[0][1:]}", text)


def _is_plain(text: str) -> bool:
    """Whether a text certainly stands in HCL as it is; asked of every string, so it answers fast and not exactly."""
    return _PLAIN.fullmatch(text) is not None and not (
        "ignore" in text
        or "skip" in text
        or "nos" in text
        or "scan" in text
        or "allow" in text
        or (not text.islower() and _DIRECTIVE.search(text) is not None)
    )


def expression(value: Any) -> str:
    """HCL for a value inside another one, where a comment would swallow what follows."""
    try:
        writer = _EXPRESSIONS[type(value)]
    except KeyError:
        raise TypeError(f"no expression of HCL: the {type(value).__name__} {value!r}") from None
    return writer(value)


@lru_cache(maxsize=4096)
def string(text: str) -> str:
    """A text in quotes."""
    return f'"{text if _is_plain(text) else _escaped(text)}"'


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    """Escape a text for a place between quotes. No escape needs to look behind: `$${` is written `$$${`."""
    if _SURROGATES.search(text):
        raise ValueError(f"{text!r} holds half of a surrogate pair, which is no character")
    return _undirected(_ESCAPED.sub(_escape, text))


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or _numbered(match)


def _numbered(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    escaped = text if _is_plain(text) else _escaped(text)
    if not escaped.isascii():
        escaped = "".join(char if _stands_alone(char) else _numbered_key(char) for char in escaped)
    return f'"{escaped}"'


def _stands_alone(char: str) -> bool:
    return char.isascii() or (unicodedata.category(char)[0] in "LNPSZ" and not _JOINING.match(char))


def _numbered_key(char: str) -> str:
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def _interpolation(value: Interpolation) -> str:
    last = len(value.parts) - 1
    return f'"{"".join(_part(part, before_ref=number < last) for number, part in enumerate(value.parts))}"'


def _part(part: str | Ref, *, before_ref: bool) -> str:
    if isinstance(part, Ref):
        return f"${{{str.__str__(part)}}}"
    escaped = _escaped(part)
    if before_ref and escaped.endswith("$"):
        return escaped[:-1] + "\\u0024"  # `$${` would be an escape, and the reference text
    return escaped


def _float(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"HCL has no number {value}")
    return repr(value)


def _tuple(value: tuple[Any, ...]) -> str:
    if len(value) > 1:
        return "[\n" + "".join([f"{expression(item)},\n" for item in value]) + "]"
    return f"[{expression(value[0])}]" if value else "[]"


def mapping(value: Map, written: Callable[[Any], str] = expression) -> str:
    """A map, with another `written` where its values are to be written otherwise."""
    if not value.items:
        return "{}"
    return "{\n" + "".join([f"{_key(key)} = {written(item)}\n" for key, item in value.items]) + "}"


def _call(value: Call) -> str:
    args = [expression(arg) for arg in value.args]
    if any("\n" in arg for arg in args[:-1]):
        return f"{value.name}(\n" + "".join([f"{arg},\n" for arg in args]) + ")"
    return f"{value.name}({', '.join(args)})"


def _each(value: Each) -> str:
    return f"{{ for key, value in {value.source} : key => value.{value.attribute} }}"


def _indexed(value: Indexed) -> str:
    return ".".join(name if key is None else f"{name}[{expression(key)}]" for name, key in value.steps)


def comment_lines(value: Comment) -> list[str]:
    """The lines of a comment, without the `#` of each."""
    ended = f"{value}\v"  # so that the last line counts, be it empty; no other break is one with this one
    return [f" {harmless(line)}".rstrip() for line in ended.splitlines()]


def _comment(value: Comment) -> str:
    return "\n".join([f"#{line}" for line in comment_lines(value)])


def _quoted(value: Label) -> str:
    return f'"{value}"'


_EXPRESSIONS: dict[type, Callable[[Any], str]] = {
    str: string,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _float,
    tuple: _tuple,
    Ref: str.__str__,
    Argument: str.__str__,
    Own: str.__str__,
    Interpolation: _interpolation,
    Map: mapping,
    Call: _call,
    Each: _each,
    Indexed: _indexed,
}
WRITERS: dict[type, Callable[[Any], str]] = {
    **_EXPRESSIONS,
    Label: _quoted,
    Name: str.__str__,
    Type: str.__str__,
    Comment: _comment,
}
"""All that a template can output, by its exact type; in an expression, less."""
