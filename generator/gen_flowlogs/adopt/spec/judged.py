"""A spec as the compiler judges it: its mistakes by definition, and the warnings that it must ignore."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NoReturn

from gen_flowlogs import lint, pipeline
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lint.index import build_index
from gen_flowlogs.lint.suppression import holder_of
from gen_flowlogs.model import CapturePoint

if TYPE_CHECKING:
    from datetime import date

    from gen_flowlogs.adopt.spec.plan import Holder
    from gen_flowlogs.adopt.spec.yaml_text import Line
    from gen_flowlogs.lint.suppression import Suppressible
    from gen_flowlogs.pipeline import Compiled
    from gen_flowlogs.repository import Root


@dataclass(frozen=True, slots=True)
class Mistake:
    """An error of the compiler, and the definition that it is at; None: of none."""

    holder: Holder | None
    message: str


def compiled(text: str, file: str, *, today: date, root: Root | None) -> Compiled:
    """The spec of a text, which includes nothing."""
    return pipeline.compile(text.encode(), file, read=_nothing, today=today, files=False, root=root)


def mistakes(result: Compiled, lines: tuple[Line, ...]) -> tuple[Mistake, ...]:
    """The errors of a spec. `lines`: those of its text."""
    return tuple(
        Mistake(lines[each.position.line - 1].holder if each.position.line <= len(lines) else None, each.message)
        for each in result.diagnostics
        if each.severity == "error"
    )


def warned(text: str, file: str, *, today: date) -> dict[Holder, tuple[str, ...]]:
    """The rules that warn of a spec, by what can ignore each: a destination first, which many may share."""
    index = build_index(pipeline.understood(text.encode(), file), today=today)
    found: dict[Holder, set[str]] = defaultdict(set)
    for rule in (*lint.WARNINGS, *lint.COMPARING_WARNINGS):
        for warning in rule(index):
            found[_holder(warning)].add(warning.finding.slug)
    return {holder: tuple(sorted(slugs)) for holder, slugs in found.items()}


def _holder(warning: Suppressible) -> Holder:
    subjects = sorted(warning.subjects, key=lambda each: isinstance(each, CapturePoint))
    return holder_of(subjects[0]) if subjects else ("", "")


def _nothing(path: str) -> NoReturn:
    raise FileNotFoundError(path)
