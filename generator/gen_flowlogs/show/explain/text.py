"""Answers → text for a terminal: what it is, who records it, what may, and what would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import counted
from gen_flowlogs.secrets import masked_addresses
from gen_flowlogs.show.explain.never import paragraphs
from gen_flowlogs.show.explain.sinks import retention, sink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.explain import Answer, Cause, Duplicate, Recorded
    from gen_flowlogs.explain.answer import Via
    from gen_flowlogs.show.explain.origins import Positions

_RESET, _BOLD, _YELLOW = "\x1b[0m", "\x1b[1m", "\x1b[33m"
_MOST: Final = 40  # flow logs of one answer
_LONGEST: Final = 2_000  # characters of a line
_TITLES: Final[dict[Via, str]] = {
    "itself": "itself",
    "subnet": "its subnet",
    "vpc": "its VPC",
    "transit_gateway_attachment": "its transport",
    "transit_gateway": "its gateway",
}
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class _Page:
    """All that the answers of one page share. `tables`: those that are written; many resources have one."""

    positions: Positions
    colour: bool
    tables: dict[tuple[object, ...], str] = field(default_factory=dict)

    def painted(self, text: str, style: str) -> str:
        """A line in a style, where there are colours."""
        return f"{style}{text}{_RESET}" if self.colour else text


def as_text(answers: Sequence[Answer], positions: Positions, *, colour: bool = False) -> str:
    """The answers, with an empty line between two, and at the end what none of their flow logs records.

    Only the colours can steer a terminal.
    """
    page = _Page(positions, colour)
    told = "\n".join("".join(_parts(each, page)) for each in answers)
    return told + "".join(f"{each}\n" for each in paragraphs(answers))


def _parts(answer: Answer, page: _Page) -> Iterator[str]:
    for head in (*answer.heads[:-1], answer.heads[-1] + _causes(answer, page.positions)):
        yield f"{page.painted(_safe(head), _BOLD)}\n"
    # The tuples live as long as the answers, so that the same one is known by its id.
    parts = id(answer.flow_logs), id(answer.possible), id(answer.duplicates), answer.outwards, answer.traffic
    if parts not in page.tables:
        page.tables[parts] = "".join(f"{line}\n" for line in _table(answer, page))
    yield page.tables[parts]
    for note in answer.notes:
        yield f"{_safe(note)}\n"
    if answer.to_record:
        yield f"to record it: {'    or '.join(_safe(each) for each in answer.to_record)}\n"
    for part in answer.parts:
        yield "\n"
        yield from _parts(part, page)


def _table(answer: Answer, page: _Page) -> Iterator[str]:
    """The lines of the flow logs that record something, of the duplicates among them, and of those that may."""
    counts = _counts(answer)
    if counts:
        yield counts
    if answer.flow_logs:
        yield from _gap(answer)
        yield from _rows(answer.flow_logs, page.positions, outwards=answer.outwards)
    for duplicate in answer.duplicates:
        yield page.painted(_safe(_duplicate(duplicate)), _YELLOW)
    if answer.possible:
        yield "may record it:"
        yield from _rows(answer.possible, page.positions, outwards=answer.outwards)


def _gap(answer: Answer) -> Iterator[str]:
    if answer.outwards:
        yield ""


def _causes(answer: Answer, positions: Positions) -> str:
    """` ← capture_points.core (specs/prod.yaml:19), destinations.central (:13)`: a file is named where it changes."""
    said: list[str] = []
    before = ""
    for cause in answer.causes:
        place, before = _place(cause, positions, before)
        said.append(f"{cause.text} ({', '.join(filter(None, (place, cause.note)))})")
    return f" ← {', '.join(said)}" if said else ""


def _place(cause: Cause, positions: Positions, before: str) -> tuple[str, str]:
    if cause.origin is None:
        return "", before
    at = positions[cause.origin]
    return f"{'' if at.file == before else at.file}:{at.line}", at.file


def _counts(answer: Answer) -> str:
    if not (answer.outwards and answer.flow_logs):
        return ""
    if not answer.traffic:
        return f"recorded by {counted(len(answer.flow_logs), 'flow log')}"
    numbers = [sum(traffic in each.recording.traffic for each in answer.flow_logs) for traffic in BOTH]
    said = [
        f"{traffic}: {counted(number, 'flow log') if not place else number or 'none'}{_together(answer, traffic)}"
        for place, (traffic, number) in enumerate(zip(BOTH, numbers, strict=True))
    ]
    return "   ".join(said)


def _together(answer: Answer, traffic: str) -> str:
    """`, two of them into one stream`: the duplicates of some traffic."""
    several = [each for each in answer.duplicates if traffic in each.traffic]
    return "".join(f", {_number(len(each.recorded))} of them into one {_store(each)}" for each in several)


def _store(duplicate: Duplicate) -> str:
    text = sink(duplicate.recorded[0].recording.destination)
    return "bucket" if text.startswith("s3://") else text.rpartition(" ")[0]


def _duplicate(duplicate: Duplicate) -> str:
    traffic = "all" if duplicate.traffic == BOTH else duplicate.traffic[0]
    times = "twice" if len(duplicate.recorded) == 2 else f"{_number(len(duplicate.recorded))} times"
    points = ", ".join(each.recording.point.name for each in duplicate.recorded)
    into = sink(duplicate.recorded[0].recording.destination)
    return f"duplicate: {traffic} traffic reaches {'' if into.startswith('s3://') else 'the '}{into} {times} ({points})"


def _rows(several: Sequence[Recorded], positions: Positions, *, outwards: bool) -> Iterator[str]:
    some = several[:_MOST]
    names = [f"{each.recording.point.name} → {each.recording.destination.name}" for each in some]
    width = max(len(each) for each in names)
    title = ""
    for each, name in zip(some, names, strict=True):
        recording = each.recording
        traffic = recording.point.filter.traffic(recording.point.kind.family)
        now = _TITLES[each.via] if outwards else ""
        indent = "  " + (f"{now if now != title else '':<14}" if outwards else "")
        where = f"{sink(recording.destination)}{retention(recording.destination)}"
        fields = f"{len(recording.fields):>2} fields  {recording.record_bytes:>3} B"
        yield _safe(f"{indent}{name:<{width}}  {traffic:<6}  {recording.interval:>3} s  {fields}  {where}")
        at = positions[recording.point.origin.key()]
        stack = f"{recording.stack.name}: " if recording.stack.name is not None else ""
        yield _safe(f"{' ' * len(indent)}{at.file}:{at.line}   {stack}{recording.address}")
        if each.decides:
            yield _safe(f"{' ' * len(indent)}{each.decides}")
        title = now
    if len(several) > len(some):
        yield f"  … and {len(several) - len(some)} more; `--format json` has all"


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _safe(text: str) -> str:
    return masked_addresses(shown(text, _LONGEST))
