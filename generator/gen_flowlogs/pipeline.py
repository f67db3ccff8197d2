"""The recipe: the text of a spec → diagnostics and files. Pure, except that `read` gives it the included files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gen_flowlogs import header, include, lint, output, parse, schema, source, values
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import Diagnostic, Finding, bounded, stamp
from gen_flowlogs.phrasing import bounded_effort
from gen_flowlogs.repository import root_of
from gen_flowlogs.values.explain import explained

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gen_flowlogs.captures.inventory import Inventory
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
    data: bytes,
    file: str,
    *,
    read: Reader,
    today: date,
    files: bool = True,
    root: Root | None = None,
    applied: bool = False,
    inventory: Inventory | None = None,
) -> Compiled:
    """Compile a spec; all of its errors come at once.

    Args:
        data: the text of the spec, as it lies on disk.
        file: how messages call it.
        read: gives an included file by the path that messages use for it; raises OSError.
        today: the day by which `expires` is judged; no output depends on it.
        files: False where only the diagnostics are wanted.
        root: the folder that no include may leave; by default that of the spec.
        applied: True for what another version may have compiled and applied: its `requires` is not asked.
        inventory: what the accounts have now, by which more is certain; no output depends on it.
    """
    with bounded_effort():
        first = source.load(data, file)
        unmet = None if applied else schema.unmet(first.data, file)
        if unmet is not None:
            return _refused(first, unmet)
        loaded = _load(first, read, root)
        return _compile(loaded, root or root_of(file), today, files=files, inventory=inventory)


def _refused(document: source.Document, unmet: Finding) -> Compiled:
    """A spec for another version of the compiler: nothing in it is judged, not even what it includes."""
    spec, _ = parse.parse([parse.Source(document.file, {}, {}, {})])
    return Compiled(document.file, spec, stamp((unmet,), {document.file: document}), None)


_Loaded = tuple[tuple[source.Document, ...], bool, list[Finding]]
"""The documents, whether an include is missing or broken among them, and what was found."""


def understood(data: bytes, file: str) -> Spec:
    """The Spec of a text that includes nothing, as far as it can be understood; nothing is reported."""
    with bounded_effort():
        return _understood(((source.load(data, file),), False, []))[0]


def _compile(loaded: _Loaded, root: Root, today: date, *, files: bool, inventory: Inventory | None = None) -> Compiled:
    documents = loaded[0]
    spec, evaluation, findings = _understood(loaded)
    findings += output.refusals(spec, root)
    findings += lint.check(spec, today=today, earlier=findings, inventory=inventory)
    broken = any(finding.severity == "error" for finding in findings)
    return Compiled(
        spec.file,
        spec,
        stamp(
            bounded(explained(findings, evaluation, spec.capture_points)),
            {document.file: document for document in documents},
        ),
        None if broken or not files else files_of(spec),
    )


def _understood(loaded: _Loaded) -> tuple[Spec, values.Evaluation, list[Finding]]:
    """The Spec of some documents, and all findings of the stages before lint."""
    documents, partial, findings = loaded
    evaluation = values.evaluate(documents)
    sources: list[parse.Source] = []
    for number, each in enumerate(evaluation.files):
        sound = schema.check_evaluated(each, include=number > 0)
        findings += sound.findings
        looks = each.document.lookalikes
        whole = sound.whole and not evaluation.findings
        sources.append(
            parse.Source(each.document.file, sound.data, each.data, looks, sound.variants, whole, sound.unread)
        )
    unread = any(not each.unread.isdisjoint(_OF_VALUES) for each in sources)
    findings += _without_guesses(evaluation.findings) if partial or unread else evaluation.findings
    spec, wrong = parse.parse(sources)
    spec = replace(spec, values=evaluation.values, unused_values=evaluation.unused)
    if partial:
        spec = replace(spec, complete=False)
    findings += _without_guesses(wrong) if partial else wrong
    return spec, evaluation, findings


def _load(first: source.Document, read: Reader, root: Root | None) -> _Loaded:
    documents, refused = include.collect(first, read, root)
    return (
        documents,
        bool(refused) or any(each.broken and not each.data for each in documents[1:]),
        [*refused, *(finding for document in documents for finding in document.findings)],
    )


def _without_guesses(findings: Iterable[Finding]) -> list[Finding]:
    """Drop the findings that an include which cannot be read could explain: it may define the names that they miss."""
    return [finding for finding in findings if finding.slug not in _OF_OTHERS]


_OF_VALUES = (("values",), ("stacks",))
"""The sections that values are defined in."""

_OF_OTHERS = ("unknown-name", "missing-value", "no-destination", "no-stack", "missing-key")
"""Rules that a file which cannot be read could satisfy."""


def files_of(spec: Spec) -> FileSet:
    """The output of a sound spec."""
    from gen_flowlogs import render, view  # noqa: PLC0415 - who asks for diagnostics alone needs no views

    views, line = view.written(spec), header.line(spec.file)
    if spec.terraform.folder is None:
        return render.render(views, header=line)
    return render.render_together(views, output.file_name(spec.name), header=line)
