"""`report`: a page on what specs record, what is never recorded, and where it goes, for those who read and prove it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli import exits, report_file, terminal
from gen_flowlogs.cli.asked_specs import document, positions, understood
from gen_flowlogs.report import report
from gen_flowlogs.show.report import as_html, as_markdown, origins

if TYPE_CHECKING:
    import argparse

    from gen_flowlogs.cli.asked_specs import AskedSpec

_NOT_HERE: Final = (
    "a page of HTML is for a browser, not for a terminal: write it into a file with `-o report.html`, or show it as "
    "text with `--format markdown` (`-o -` prints it all the same)"
)


def run(arguments: argparse.Namespace) -> int:
    """Write the page to standard output or a file; 1 where a spec has errors. HTML on a terminal is a UsageError."""
    names = arguments.specs
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    if target is not None:
        report_file.refuse(target, names)
    form = arguments.format or ("markdown" if target is not None and target.suffix == ".md" else "html")
    if arguments.output is None and form == "html" and sys.stdout is not None and sys.stdout.isatty():
        raise exits.UsageError(_NOT_HERE)
    specs = understood(names, arguments.root, "there is no report")
    if isinstance(specs, int):
        return specs
    page = _page(specs, form)
    if target is None:
        terminal.say(page.removesuffix("\n"), form)
    else:
        terminal.note(report_file.write(target, page))
    return exits.CLEAN


def _page(specs: tuple[AskedSpec, ...], form: str) -> str:
    value = report([each.spec for each in specs])
    texts = {each.file: each.data for each in specs}
    places = positions(origins(value), lambda file: document(file, texts))
    return as_markdown(value, places) if form == "markdown" else as_html(value, places)
