"""The specs of a command line, read and compiled: what `build`, `check` and `lint` have in common.

A spec that cannot be read ends the command; a broken one does not, so that all of them are told about at once.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from generator import pipeline, show, source
from generator.cli import terminal
from generator.cli.exits import CLEAN, FINDINGS, FileError, UsageError
from generator.cli.parser import COMMANDS
from generator.diagnostics import Diagnostic, Finding, Origin, shown, stamp

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from generator.pipeline import Compiled

STDIN = "<stdin>"
"""What standard input is called in diagnostics and headers."""


def compiled(
    arguments: argparse.Namespace, *, files: bool = True
) -> tuple[tuple[Compiled, ...], tuple[Diagnostic, ...]]:
    """Every spec of `arguments`, and the diagnostics of all of them, each spec's in order; `files`: with their output.

    Raises FileError for a spec that cannot be read, UsageError for standard input named twice.
    """
    if arguments.specs.count("-") > 1:
        raise UsageError("standard input can be read once: `-` is there more than once")
    texts = [_text(name) for name in arguments.specs]
    today = arguments.as_of or dt.datetime.now().astimezone().date()
    results = tuple(pipeline.compile(data, file, read=_read, today=today, files=files) for file, data in texts)
    found = [diagnostic for result in results for diagnostic in result.diagnostics]
    return results, (*dict.fromkeys(found), *_same_names(texts, results))


def verdict(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """The exit code that the diagnostics make."""
    severities = {diagnostic.severity for diagnostic in diagnostics}
    return FINDINGS if "error" in severities or (strict and severities) else CLEAN


def takes_colour(stream: TextIO | None) -> bool:
    """Whether a stream, which may be closed, is to be written to in colour."""
    return stream is not None and show.wants_colour(stream, os.environ)


def say_findings(diagnostics: tuple[Diagnostic, ...], form: str) -> None:
    """Show diagnostics as a result, on standard output."""
    text = _rendered(diagnostics, form, colour=takes_colour(sys.stdout))
    if text:
        terminal.say(text)


def note_findings(diagnostics: tuple[Diagnostic, ...], form: str) -> None:
    """Show diagnostics beside a result, on standard error."""
    text = _rendered(diagnostics, form, colour=takes_colour(sys.stderr))
    if text:
        terminal.note(text)


def _rendered(diagnostics: tuple[Diagnostic, ...], form: str, *, colour: bool) -> str:
    """The diagnostics in one of the forms, without a last newline; text and github are empty where there are none."""
    match form:
        case "text":
            text = show.as_text(diagnostics, colour=colour)
        case "json":
            text = show.as_json(diagnostics)
        case "github":
            text = show.as_github(diagnostics)
        case "sarif":
            text = show.as_sarif(diagnostics)
        case _:
            raise ValueError(form)
    return text.rstrip("\n")


def _text(name: str) -> tuple[str, bytes]:
    if name == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        return STDIN, sys.stdin.buffer.read()
    try:
        return name, _read(name)
    except OSError as error:
        hint = f" (the command `{name}` goes first)" if name in COMMANDS else ""
        raise FileError(f"cannot read {shown(name, 200)}{hint}: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise UsageError(f"{os.fsencode(name)!r} is not the name of a file") from error


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def _same_names(texts: list[tuple[str, bytes]], results: tuple[Compiled, ...]) -> tuple[Diagnostic, ...]:
    first: dict[str, str] = {}
    findings = []
    for (file, _), result in zip(texts, results, strict=True):
        if not result.name:
            continue
        if result.name in first:
            earlier = first[result.name]
            message = f'the name "{result.name}" is taken: both specs would write out/{result.name}'
            there = (("first in", Origin(earlier, ("name",))),) if earlier != file else ()
            findings.append(Finding("duplicate-spec", message, Origin(file, ("name",)), there))
        else:
            first[result.name] = file
    if not findings:
        return ()
    return stamp(findings, {file: source.load(data, file) for file, data in texts})
