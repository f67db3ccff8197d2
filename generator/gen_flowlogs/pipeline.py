"""The recipe: the text of a spec → diagnostics and files. Pure, except that `read` gives it the included files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gen_flowlogs import header, include, lint, output, parse, render, schema, source, view
from gen_flowlogs.diagnostics import Diagnostic, Finding, Origin, bounded, stamp
from gen_flowlogs.phrasing import bounded_effort
from gen_flowlogs.repository import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gen_flowlogs.model import Spec
    from gen_flowlogs.repository import Root

Reader = Callable[[str], bytes]
FileSet = dict[str, str]
"""Path below the folder of the output → text."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One spec, compiled. `files` is None where any diagnostic is an error."""

    file: str
    spec: Spec
    diagnostics: tuple[Diagnostic, ...]
    files: FileSet | None

    @property
    def name(self) -> str:
        """The spec's name, which its output has too; empty where it could not be read."""
        return self.spec.name


def compile(  # noqa: A001, PLR0913 - `pipeline.compile` is what it does, and most are keywords
    data: bytes, file: str, *, read: Reader, today: date, files: bool = True, root: Root | None = None
) -> Compiled:
    """Compile a spec; all of its errors come at once.

    Args:
        data: the text of the spec, as it lies on disk.
        file: how messages call it.
        read: gives an included file by the path that messages use for it; raises OSError.
        today: the day by which `expires` is judged; no output depends on it.
        files: False where only the diagnostics are wanted.
        root: the folder that no include may leave; by default that of the spec.
    """
    with bounded_effort():
        return _compile(_load(data, file, read, root), root or root_of(file), today, files=files)


_Loaded = tuple[tuple[source.Document, ...], bool, list[Finding]]
"""The documents, whether an include is missing among them, and what was found."""


def _compile(loaded: _Loaded, root: Root, today: date, *, files: bool) -> Compiled:
    documents, refused, findings = loaded
    verdicts = [schema.check(each, include=number > 0) for number, each in enumerate(documents)]
    findings += [finding for verdict in verdicts for finding in verdict.findings]
    spec, wrong = parse.parse(
        [
            parse.Source(document.file, verdict.data, document.data, document.lookalikes)
            for document, verdict in zip(documents, verdicts, strict=True)
        ]
    )
    if refused:
        spec, sure = _without_guesses(spec, wrong)
        findings += sure
    else:
        findings += wrong
    findings += output.refusals(spec, root)
    findings += lint.check(spec, today=today, earlier=findings)
    broken = any(finding.severity == "error" for finding in findings)
    return Compiled(
        spec.file,
        spec,
        stamp(bounded(findings), {document.file: document for document in documents}),
        None if broken or not files else _files(spec),
    )


def _load(data: bytes, file: str, read: Reader, root: Root | None) -> _Loaded:
    first = source.load(data, file)
    documents, refused = include.collect(first, read, root)
    return (
        documents,
        bool(refused),
        [*refused, *(finding for document in documents for finding in document.findings)],
    )


def _without_guesses(spec: Spec, findings: Iterable[Finding]) -> tuple[Spec, list[Finding]]:
    """Drop the findings that a missing include could explain: it may define the names that they miss.

    A `within` names a capture point, and an included file has none.
    """
    of_others = ("unknown-name", "no-destination", "no-stack")
    return replace(spec, complete=False), [
        finding
        for finding in findings
        if finding.slug not in of_others or (isinstance(finding.at, Origin) and finding.at.path[-1:] == ("within",))
    ]


def _files(spec: Spec) -> FileSet:
    views, line = view.written(spec), header.line(spec.file)
    if spec.terraform.folder is None:
        return render.render(views, header=line)
    return render.render_together(views, output.file_name(spec.name), header=line)
