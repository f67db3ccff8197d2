"""Diagnostics → JUnit XML, which CI servers show beside the results of tests.

A spec without findings is a test case that passes. Each finding is a test case: an error is a failure; so is a warning
under `--strict`, which is otherwise a skipped one, since it fails no check.
Source: https://github.com/jenkinsci/xunit-plugin, `junit-10.xsd`, by which tests/test_show_programs.py judges it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.diagnostics import Diagnostic

_LONGEST_PATH = 4096
_ILLEGAL = pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 has no way to write, not even as a reference."""
_ESCAPED = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def as_junit(diagnostics: Sequence[Diagnostic], specs: Iterable[str] = (), *, strict: bool = False) -> str:
    """One suite; `specs` are the files of the specs, of which those that have no finding pass."""
    with_findings = {diagnostic.position.file for diagnostic in diagnostics}
    passed = [each for each in dict.fromkeys(specs) if each not in with_findings]
    failed = sum(_fails(diagnostic, strict=strict) for diagnostic in diagnostics)
    counts = {
        "tests": len(diagnostics) + len(passed),
        "failures": failed,
        "errors": 0,
        "skipped": len(diagnostics) - failed,
        "time": 0,
    }
    names = _names(diagnostics)
    numbers = " ".join(f'{name}="{count}"' for name, count in counts.items())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        f'<testsuite name="gen-flowlogs" {numbers}>',
        *(_case(each, "no findings", "") for each in passed),
        *(_finding(each, name, strict=strict) for each, name in zip(diagnostics, names, strict=True)),
        "</testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _names(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A name for each finding that no other one of its file has: readers keep one test case of a name."""
    seen: Counter[tuple[str, str]] = Counter()
    names = []
    for diagnostic in diagnostics:
        at = diagnostic.position
        name = f"{diagnostic.slug} at line {at.line}, column {at.column}"
        seen[at.file, name] += 1
        number = seen[at.file, name]
        names.append(name if number == 1 else f"{name} ({number})")
    return names


def _finding(diagnostic: Diagnostic, name: str, *, strict: bool) -> str:
    at = diagnostic.position
    message = phrases.message(diagnostic)
    if _fails(diagnostic, strict=strict):
        text = f"{phrases.place(at)}: {diagnostic.severity}: {message}"
        inner = f"<failure type={_quoted(diagnostic.slug)} message={_quoted(message)}>{_text(text)}</failure>"
    else:
        inner = f"<skipped type={_quoted(diagnostic.slug)} message={_quoted(message)}/>"
    return _case(at.file, name, inner)


def _case(file: str, name: str, inner: str) -> str:
    return f'<testcase classname={_quoted(shown(file, _LONGEST_PATH))} name={_quoted(name)} time="0">{inner}</testcase>'


def _fails(diagnostic: Diagnostic, *, strict: bool) -> bool:
    return strict or diagnostic.severity == "error"


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'


def _text(text: str) -> str:
    """A text as XML has it, in an element or an attribute; what XML cannot have is shown as an escape."""
    return _ILLEGAL.sub(lambda found: shown(found[0]), text).translate(_ESCAPED)
