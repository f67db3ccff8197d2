"""The specs of a command line, read and compiled: what `build`, `check` and `lint` have in common.

A spec that cannot be read ends the command; a broken one does not, so that all diagnostics are shown at once.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, TextIO

from gen_flowlogs import pipeline, show, source
from gen_flowlogs.cli import inputs, roots
from gen_flowlogs.cli.exits import CLEAN, FINDINGS
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.dataclass import replace
from gen_flowlogs.diagnostics import Diagnostic, Finding, Origin, shown, stamp
from gen_flowlogs.lint.rules import duplicate_flow_log_specs, name_conflict_specs
from gen_flowlogs.output import output
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.pipeline import Compiled


def compiled(
    arguments: argparse.Namespace, *, files: bool = True, inventory: Inventory | None = None
) -> tuple[tuple[Compiled, ...], tuple[Diagnostic, ...]]:
    """Every spec of `arguments`, and the diagnostics of all of them, each spec's in order; `files`: with their output.

    `inventory`: what the accounts of the specs have now, by which more is certain.
    Raises FileError for a spec that cannot be read, UsageError for one that is named twice.
    """
    inputs.distinct(arguments.specs)
    root = roots.named(arguments.root, arguments.specs)
    texts = [inputs.spec(name) for name in arguments.specs]
    today = arguments.as_of or dt.datetime.now().astimezone().date()
    results = tuple(
        pipeline.compile(data, file, read=inputs.content, today=today, files=files, root=root, inventory=inventory)
        for file, data in texts
    )
    found = [diagnostic for result in results for diagnostic in result.diagnostics]
    together = _together(texts, results)
    return _without_shared(results, together), (*dict.fromkeys(found), *together)


def verdict(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """The exit code that the diagnostics make."""
    severities = {diagnostic.severity for diagnostic in diagnostics}
    return FINDINGS if "error" in severities or (strict and severities) else CLEAN


def takes_colour(stream: TextIO | None) -> bool:
    """Whether a stream, which may be closed, is to be written to in colour."""
    return stream is not None and show.wants_colour(stream, os.environ)


def _together(texts: list[tuple[str, bytes]], results: tuple[Compiled, ...]) -> tuple[Diagnostic, ...]:
    """Diagnostics about two specs of one call together."""
    if len(results) < 2:
        return ()
    several = [result.spec for result in results]
    findings = [
        *_same_names(texts, results),
        *name_conflict_specs.conflicting(several),
        *duplicate_flow_log_specs.conflicting(several),
    ]
    if not findings:
        return ()
    documents = {file: source.load(data, file) for file, data in texts}
    places = [at for finding in findings for _, at in finding.related if isinstance(at, Origin)]
    for file in {at.file for at in places} - documents.keys():  # of what they include
        documents[file] = source.load(inputs.content(file), file)
    return stamp(findings, documents)


def _without_shared(results: tuple[Compiled, ...], together: Iterable[Diagnostic]) -> tuple[Compiled, ...]:
    """The specs, without the files of those that have one output: which of them belong there is not known."""
    sharing = {
        file
        for diagnostic in together
        if diagnostic.slug == "duplicate-spec"
        for file in (diagnostic.position.file, *(at.file for _, at in diagnostic.related))
    }
    return tuple(replace(each, files=None) if each.file in sharing else each for each in results)


def _same_names(texts: list[tuple[str, bytes]], results: tuple[Compiled, ...]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for (file, _), result in zip(texts, results, strict=True):
        if not result.name:
            continue
        place = output(result.spec, OUT).path
        identity = os.path.realpath(place)
        if identity in first:
            earlier = first[identity]
            message = (
                f"two specs are named {quoted(result.name)}, and both would write {shown(place.as_posix(), 200)}; give "
                "one of them another `name`"
            )
            there = ("the other is", Origin(earlier, ("name",)))
            yield Finding("duplicate-spec", message, Origin(file, ("name",)), (there,))
        else:
            first[identity] = file
