"""Scan the text of a `.tf` file: cut it into its top-level blocks, without comments, and parse none of them.

A parser of HCL is slow, so only blocks that are asked for are parsed. Two things that python-hcl2 reads wrongly never
reach it: an escaped `$${` is three characters that no file has, and a heredoc is a string that refers to its text here.
"""

from __future__ import annotations

import re
from typing import Final

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.hcl.pieces import ESCAPED, HEREDOC, Fault, Heredoc, Piece, Scanned

DEEPEST: Final = 60  # brackets and strings in one another
LONGEST: Final = 400_000  # characters of one block

_CODE = pattern(r'[^"#/<{}\[\]()\n]+')
_TEXT = pattern(r'[^"\\$%\n]+')
_COMMENT = pattern(r"#[^\n]*|//[^\n]*|/\*[\s\S]*?\*/")
_HEREDOC = pattern(r"<<(-?)[ \t]*([A-Za-z_][\w-]*)[ \t]*\n")
_HEAD = pattern(r'\s*([A-Za-z_][\w-]*)((?:\s*"[^"\n]*"|[ \t]+[A-Za-z_][\w-]*)*)\s*')
_LABEL = pattern(r'"([^"\n]*)"|([A-Za-z_][\w-]*)')
_QUOTED_NAME = pattern(
    r'(?m)^([ \t]*)"(?!(?:for|in|if|else|endif|endfor|null|true|false)")([A-Za-z_][\w-]*)"([ \t]*=(?![=>]))'
)
_MAP_BLOCK = pattern(r"(?m)^([ \t]*(?:tags|default))[ \t]*\{")
_TEXTS: Final = ('"', "<<")
_QUOTED_CHARACTERS: Final = {"\n": "\\n", '"': '\\"', "\\": "\\\\"}
_CLOSING = {"{": "}", "[": "]", "(": ")", "${": "}", '"': '"'}
_FOREIGN = pattern("[\ufdd0-\ufdd2]")


class _BrokenError(Exception):
    """The rest of a file cannot be cut into blocks."""


@dataclass(slots=True)
class _Scan:
    """A scan on its way. `out` is the text so far of the block; `open` the brackets and strings around."""

    text: str
    at: int = 0
    line: int = 1
    start: int = 1
    head: str = ""
    out: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    heredocs: list[Heredoc] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """A text as `scan` takes it: without a byte order mark, with LF alone, and without the stand-ins."""
    return _FOREIGN.sub("\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def scan(text: str) -> Scanned:
    """Cut a clean text into its top-level blocks."""
    state = _Scan(text)
    try:
        while state.at < len(state.text):
            if state.open and state.open[-1] in _TEXTS:
                _string(state)
            else:
                _code(state)
        _end(state)
    except _BrokenError as error:
        state.faults.append(Fault(state.start, str(error)))
    whole = "".join((*state.whole, *state.out))
    return Scanned(tuple(state.pieces), tuple(state.faults), _modern(whole), tuple(state.heredocs))


def quoted(heredoc: Heredoc) -> str | None:
    """The text of a heredoc as the string in quotes that means the same; None where its template is not valid."""
    state = _Scan(_dedented(heredoc.text) if heredoc.trims else heredoc.text, open=["<<"])
    try:
        while state.at < len(state.text):
            (_string if state.open[-1] in _TEXTS else _code)(state)
    except _BrokenError:
        return None
    return f'"{"".join(state.out)}"' if state.open == ["<<"] and not state.heredocs else None


def _dedented(text: str) -> str:
    lines = text.split("\n")
    indents = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
    least = min(indents, default=0)
    return "\n".join(line[least:] for line in lines)


def _string(state: _Scan) -> None:
    found = _TEXT.match(state.text, state.at)
    if found:
        _take(state, found[0])
        return
    here = state.text[state.at : state.at + 3]
    if here in ESCAPED:
        _take(state, here, ESCAPED[here])
    elif here[:2] in {"${", "%{"}:
        _take(state, here[:2])
        _push(state, "${")
    elif state.open[-1] == "<<":
        _take(state, here[0], _QUOTED_CHARACTERS.get(here[0]))
    elif here[0] == "\\":
        _take(state, here[:2])
    elif here[0] == "\n":
        raise _BrokenError("a string has no end in its line")
    else:
        _take(state, here[0])
        if here[0] == '"':
            state.open.pop()


def _code(state: _Scan) -> None:  # noqa: C901 - one arm for each character that means something
    found = _CODE.match(state.text, state.at)
    if found:
        _take(state, found[0])
        return
    here = state.text[state.at]
    comment = _COMMENT.match(state.text, state.at) if here in "#/" else None
    heredoc = _HEREDOC.match(state.text, state.at) if here == "<" else None
    if comment:
        _take(state, comment[0], "\n" * comment[0].count("\n") or " ")
    elif state.text.startswith("/*", state.at):
        raise _BrokenError("a comment has no end")
    elif heredoc:
        _heredoc(state, heredoc)
    elif here in '"{[(':
        if here == "{" and not state.open:
            state.head = "".join(state.out)
        _take(state, here)
        _push(state, here)
    elif here in "}])":
        if not state.open or _CLOSING[state.open[-1]] != here:
            raise _BrokenError(f'a "{here}" closes nothing')
        _take(state, here)
        state.open.pop()
        if not state.open and here == "}":
            _end_of_block(state)
    else:
        _take(state, here)
        if here == "\n" and not state.open:
            _end_of_line(state)


def _take(state: _Scan, source: str, text: str | None = None) -> None:
    """Go on behind `source`, which is `text` in the block."""
    state.out.append(source if text is None else text)
    state.at += len(source)
    state.line += source.count("\n")


def _push(state: _Scan, bracket: str) -> None:
    state.open.append(bracket)
    if len(state.open) > DEEPEST:
        raise _BrokenError(f"brackets are more than {DEEPEST} deep in one another")


def _heredoc(state: _Scan, found: re.Match[str]) -> None:
    end = re.compile(rf"(?m)^[ \t]*{re.escape(found[2])}[ \t]*$").search(state.text, found.end())
    if end is None:
        raise _BrokenError("a heredoc has no end")
    text = state.text[found.end() : end.start()]
    name = f'"{HEREDOC}{len(state.heredocs)}{HEREDOC}"'
    state.heredocs.append(Heredoc(text, trims=bool(found[1])))
    source = state.text[found.start() : end.end()]
    _take(state, source, name + "\n" * source.count("\n"))


def _end_of_block(state: _Scan) -> None:
    head = _HEAD.fullmatch(state.head)
    text = "".join(state.out)
    if head is None:
        state.faults.append(Fault(state.start, "it is no block of Terraform"))
    elif len(text) > LONGEST:
        state.faults.append(Fault(state.start, f"the block has more than {LONGEST} characters"))
    else:
        labels = tuple(quoted or bare for quoted, bare in _LABEL.findall(head[2]))
        blank = len(text) - len(text.lstrip("\n"))
        state.pieces.append(
            Piece(
                type=head[1],
                labels=labels,
                text=_modern(text[blank:]),
                line=state.start + blank,
                heredocs=tuple(state.heredocs),
            )
        )
    state.heredocs.clear()
    _begin(state)


def _end(state: _Scan) -> None:
    if state.open:
        raise _BrokenError("it has no end")
    _end_of_line(state)


def _end_of_line(state: _Scan) -> None:
    if "".join(state.out).strip():
        state.faults.append(Fault(state.start, "it is no block of Terraform"))
    _begin(state)


def _begin(state: _Scan) -> None:
    state.whole += state.out
    state.out.clear()
    state.start = state.line


def _modern(text: str) -> str:
    """A text of Terraform 0.11 as later ones write it: maps as blocks, and quoted names of arguments."""
    return _MAP_BLOCK.sub(r"\1 = {", _QUOTED_NAME.sub(r"\1 \2 \3", text))
