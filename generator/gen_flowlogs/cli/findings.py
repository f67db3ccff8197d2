"""Diagnostics of a command, shown: as a result on standard output, or beside a result on standard error.

Text has the places as the command line names them. The forms that other programs read have them from the root of the
checkout, except JSON, which is for scripts that run beside the command.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, TextIO

from gen_flowlogs import show
from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.exits import CLEAN
from gen_flowlogs.cli.places import placed, placed_name, root_of_places
from gen_flowlogs.cli.specs import compiled, takes_colour, verdict

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.diagnostics import Diagnostic
    from gen_flowlogs.pipeline import Compiled

MOST_SHOWN: Final = 100
"""Diagnostics that a person is shown; the forms for programs have all."""


def say_findings(diagnostics: tuple[Diagnostic, ...], arguments: argparse.Namespace) -> None:
    """Show diagnostics as a result, on standard output."""
    text = _rendered(diagnostics, arguments, sys.stdout)
    if text:
        terminal.say(text, arguments.format)


def note_findings(diagnostics: tuple[Diagnostic, ...], arguments: argparse.Namespace) -> None:
    """Show diagnostics beside a result, on standard error."""
    text = _rendered(diagnostics, arguments, sys.stderr)
    if text:
        terminal.note(text, arguments.format)


def note_as_text(diagnostics: tuple[Diagnostic, ...]) -> None:
    """Show diagnostics beside a result as text, for a command whose `--format` is that of its result."""
    text = _most(diagnostics, sys.stderr)
    if text:
        terminal.note(text.rstrip("\n"))


def note_count(diagnostics: tuple[Diagnostic, ...], arguments: argparse.Namespace) -> None:
    """End a text with the number of findings; the forms for programs have it in them."""
    if diagnostics and arguments.format == "text":
        terminal.note(f"gen-flowlogs: {show.summary(diagnostics, len(arguments.specs))}{how_to_ignore(diagnostics)}")


def how_to_ignore(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The command that shows how the first warning is ignored; empty where errors come first, or there is none.

    A placeholder is to be replaced, so it is passed over.
    """
    slugs = dict.fromkeys(each.slug for each in diagnostics if each.slug != "placeholder")
    if not slugs or any(each.severity == "error" for each in diagnostics):
        return ""
    return f"; `gen-flowlogs rules {next(iter(slugs))}` shows how to ignore {'it' if len(slugs) == 1 else 'the first'}"


def without_errors(arguments: argparse.Namespace) -> tuple[Compiled, ...] | int:
    """The specs without their output; or the exit code where one has errors, and then all findings are noted."""
    results, diagnostics = compiled(arguments, files=False)
    code = verdict(diagnostics, strict=False)
    if code == CLEAN:
        return results
    note_findings(diagnostics, arguments)
    note_count(diagnostics, arguments)
    return code


def _rendered(diagnostics: tuple[Diagnostic, ...], arguments: argparse.Namespace, stream: TextIO | None) -> str:
    """The diagnostics in the form that is asked for, without a last newline; empty where that form has nothing."""
    match arguments.format:
        case "text":
            text = _most(diagnostics, stream)
        case "json":
            text = show.as_json(placed(diagnostics))
        case _:
            text = _for_programs(diagnostics, arguments)
    return text.rstrip("\n")


def _for_programs(diagnostics: tuple[Diagnostic, ...], arguments: argparse.Namespace) -> str:
    root = root_of_places(arguments)
    found = placed(diagnostics, root)
    match arguments.format:
        case "github":
            return show.as_github(found)
        case "sarif":
            return show.as_sarif(found, root)
        case "junit":
            specs = [placed_name(each, root) for each in arguments.specs]
            return show.as_junit(found, specs, strict=arguments.strict)
        case "gitlab":
            return show.as_gitlab(found)
    raise ValueError(arguments.format)


def _most(diagnostics: tuple[Diagnostic, ...], stream: TextIO | None) -> str:
    """As many as a person reads, errors before warnings, and how many more there are."""
    order = sorted(range(len(diagnostics)), key=lambda number: diagnostics[number].severity != "error")
    most, rest = sorted(order[:MOST_SHOWN]), order[MOST_SHOWN:]
    shown = [diagnostics[number] for number in most]
    text = show.as_text(shown, colour=takes_colour(stream), width=terminal.width(stream))
    if rest:
        text += f"… and {len(rest)} more: {show.summary([diagnostics[number] for number in rest])}\n"
    return text
