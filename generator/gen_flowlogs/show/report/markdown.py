"""Reports → Markdown with the same sections as the page.

GitHub takes 65,536 characters. Where all is too much, the descriptions of fields go first, then capture points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.phrasing import counted, listing
from gen_flowlogs.show.markdown_text import code, plain
from gen_flowlogs.show.report.blocks import Block, fitted, joined
from gen_flowlogs.show.report.markdown_records import care, evidence, layouts, never, weights
from gen_flowlogs.show.report.markdown_specs import coverage, destinations, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.report import Report
    from gen_flowlogs.report.sections import SpecPart

    _OfSpec = Callable[[SpecPart], Block]

LONGEST_PAGE: Final = 60_000
"""Bytes of UTF-8, with room to spare for what is put around it."""

MARK: Final = "<!-- gen-flowlogs report -->"

_MOST_SPECS: Final = 25


def as_markdown(report: Report, positions: Mapping[Origin, Position]) -> str:
    """The page. `positions`: those of `origins`."""
    specs = report.specs[:_MOST_SPECS]
    blocks = [_head(report)]
    blocks += _section("Map", specs, report, coverage)
    blocks += _section("Capture points", specs, report, lambda spec: points(spec, positions))
    blocks += [never(report), care(report), *layouts(report.formats)]
    blocks += _section("Destinations", specs, report, lambda spec: destinations(spec, positions))
    blocks += [evidence(report), weights(report)]
    return fitted(blocks, LONGEST_PAGE)


def _section(title: str, specs: Sequence[SpecPart], report: Report, block: _OfSpec) -> Iterator[Block]:
    yield Block(0, (f"## {title}\n",))
    for spec in specs:
        if len(report.specs) > 1:
            yield Block(0, (f"### {plain(spec.name)}\n",))
        yield block(spec)
    if len(report.specs) > len(specs):
        yield Block(0, (f"… and {counted(len(report.specs) - len(specs), 'more spec')}\n",))


def _head(report: Report) -> Block:
    files = listing([code(spec.file) for spec in report.specs], 4)
    asks = "the spec asks" if len(report.specs) == 1 else "the specs ask"
    verb = "records" if len(report.specs) == 1 else "record"
    lines = [MARK, f"# What {plain(report.title)} {verb}", "", *(f"{plain(each)}\n" for each in report.lead)]
    lines += [" · ".join(f"**{plain(tile.value)}** {plain(tile.label)}" for tile in report.tiles), ""]
    lines += [f"From {files}. It shows what {asks} for; `gen-flowlogs audit` compares that with what AWS has."]
    return Block(0, (joined(lines),))
