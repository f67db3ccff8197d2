"""`report`: a page on what specs record, what is never recorded, and where it goes, for those who read and prove it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import pipeline, source
from gen_flowlogs.cli import exits, inputs, report_file, roots, terminal
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.report import report
from gen_flowlogs.show.report import as_html, as_markdown, origins

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.report import Report


def run(arguments: argparse.Namespace) -> int:
    """Write the page to standard output or a file; 1 where a spec has errors."""
    names = arguments.specs
    inputs.distinct(names)
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    if target is not None:
        report_file.refuse(target, names)
    root = roots.named(arguments.root, names)
    texts = dict(inputs.spec(name) for name in names)
    today = dt.datetime.now().astimezone().date()  # only warnings depend on it, and none is shown
    results = [
        pipeline.compile(data, file, read=inputs.content, today=today, files=False, root=root)
        for file, data in texts.items()
    ]
    broken = [each for each in results if any(one.severity == "error" for one in each.diagnostics)]
    for each in broken:
        note_as_text(tuple(one for one in each.diagnostics if one.severity == "error"))
        terminal.note(f"gen-flowlogs: {shown(each.file, 200)} has errors, so there is no report")
    if broken:
        return exits.FINDINGS
    form = arguments.format or ("markdown" if target is not None and target.suffix == ".md" else "html")
    page = _page(report([each.spec for each in results]), texts, form)
    if target is None:
        terminal.say(page.removesuffix("\n"), form)
    else:
        report_file.write(target, page)
    return exits.CLEAN


def _page(value: Report, texts: Mapping[str, bytes], form: str) -> str:
    positions = _positions(value, texts)
    return as_markdown(value, positions) if form == "markdown" else as_html(value, positions)


def _positions(value: Report, texts: Mapping[str, bytes]) -> dict[Origin, Position]:
    """The position of each origin; a file that has gone meanwhile has none."""
    by_file: dict[str, list[Origin]] = {}
    for origin in origins(value):
        by_file.setdefault(origin.file, []).append(origin)
    positions: dict[Origin, Position] = {}
    for file, several in by_file.items():
        try:
            document = source.load(texts[file] if file in texts else inputs.content(file), file)
        except OSError:
            continue
        document.locate({each.path for each in several})
        positions |= {each: document.position(each.path, each.part) for each in several}
    return positions
