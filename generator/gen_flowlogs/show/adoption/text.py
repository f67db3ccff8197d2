"""Reports of adoptions → text for a terminal, with the next commands as a shell takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.show.adoption.report import AdoptionReport, Item, Step

_RESET, _BOLD, _GREY, _RED, _GREEN, _YELLOW = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[33m"
_COLOURS: Final = {"bad": _RED, "doubtful": _YELLOW, "good": _GREEN}
_LONGEST: Final = 2_000  # characters of a line
_MOST: Final = 100  # lines of a section


def as_text(report: AdoptionReport, *, colour: bool = False) -> str:
    """The whole report. Only the colours can steer a terminal."""
    return "".join(f"{line}\n" for line in _lines(report, colour=colour))


def _lines(report: AdoptionReport, *, colour: bool) -> Iterator[str]:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    yield paint(_safe(report.head), _BOLD)
    width = max((len(file.path) for file in report.files), default=0)
    for file in report.files:
        yield f"{paint('  +', _GREEN)} {_safe(file.path.ljust(width))}  {paint(_safe(file.holds), _GREY)}"
    for section in report.sections:
        yield f"{paint(section.head, _COLOURS[section.gravity])}"
        for item in section.items[:_MOST]:
            yield from _item(item)
        if len(section.items) > _MOST:
            yield f"  … and {len(section.items) - _MOST} more; `--format json` has all"
    if report.steps:
        yield paint("next", _BOLD)
    for number, step in enumerate(report.steps, 1):
        yield f"{number:>3}. {_safe(step.text)}"
        yield from _about(step)
        for command in step.commands:
            yield f"     {paint(command, _GREEN)}"


def _item(item: Item) -> Iterator[str]:
    yield f"  {_safe(f'{item.at}: {item.text}' if item.at and item.text else item.at or item.text)}"
    if item.remedy:
        yield f"      {_safe(item.remedy)}"


def _about(step: Step) -> Iterator[str]:
    for each in step.about[:_MOST]:
        yield f"     - {_safe(each)}"
    if len(step.about) > _MOST:
        yield f"     … and {len(step.about) - _MOST} more; `--format json` has all"


def _safe(text: str) -> str:
    return masked_addresses(shown(text, _LONGEST))
