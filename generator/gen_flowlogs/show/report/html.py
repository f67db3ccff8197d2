"""Reports → one page of HTML that needs nothing else: no script, no font, no picture, no request.

Texts of a spec come through Jinja's escapes or through `Words`. The policy of the page allows its own style sheet, by
its hash, and nothing else, so that no markup in a text could load or run anything even if an escape were forgotten.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined

from gen_flowlogs.aws import controls, never_recorded, pitfalls
from gen_flowlogs.aws.weights import ASSUMED
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import counted, listing
from gen_flowlogs.report.phrases import Link
from gen_flowlogs.shipped import shipped, text_of
from gen_flowlogs.show.report import page
from gen_flowlogs.show.report.never import never_by_kind
from gen_flowlogs.show.report.origins import LONGEST_FILE, place
from gen_flowlogs.show.report.words import Words, prose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.report import Report
    from gen_flowlogs.report.sections import SpecPart

FIRST_LINES: Final = '<!doctype html>\n<html lang="en">\n<!-- gen-flowlogs report -->\n'
"""The beginning of every page, by which one is recognised."""


def as_html(report: Report, positions: Mapping[Origin, Position]) -> str:
    """The page. `positions`: those of `origins`; an origin without one is shown as its file."""
    pages = page.pages(report)
    style = _style()
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            report=report,
            pages=pages,
            specs_left=len(report.specs) - len(pages),
            layouts=report.formats[: page.MOST_LAYOUTS],
            more_layouts=report.formats[page.MOST_LAYOUTS : page.MOST_LISTED],
            layouts_left=max(len(report.formats) - page.MOST_LISTED, 0),
            files=listing([shown(spec.file, LONGEST_FILE) for spec in report.specs], 4),
            style=style,
            policy=_policy(style),
            words=Words(page.anchors(report, pages)),
            prose=prose,
            counted=counted,
            listing=listing,
            place=lambda origin: place(origin, positions),
            file_name=lambda file: shown(file, LONGEST_FILE),
            most_cases=page.MOST_CASES,
            assumed=ASSUMED,
            traffic_of=_traffic,
            never=never_by_kind(report),
            never_recorded=never_recorded,
            controls=controls,
            sources=pitfalls.SOURCES,
        )
    )


def _traffic(spec: SpecPart) -> tuple[tuple[str, str, str], ...]:
    """The kinds of traffic that there are, with the letters and the meaning of each."""
    there = {edge.traffic for edge in spec.edges}
    meanings = (("ALL", "all traffic"), ("REJECT", "rejected traffic only"), ("ACCEPT", "accepted traffic only"))
    return tuple((kind.lower(), _letters(kind), meaning) for kind, meaning in meanings if kind in there)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _style() -> str:
    """The style sheet, as the page has it: between the tags of `style`."""
    return f"\n{text_of(_TEMPLATES / 'page.css')}"


_TEMPLATES = shipped("templates/report", "templates/report")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FunctionLoader(lambda name: text_of(_TEMPLATES / name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["link"] = lambda part: Link(part.name, part.anchor)
    made.filters["link_of_layout"] = lambda part: Link(part.title, part.anchor)
    made.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    made.filters["letters"] = _letters
    return made


def _letters(traffic: str) -> str:
    """The beginning of a kind of traffic that tells it from the others, for a narrow column."""
    return "AC" if traffic == "ACCEPT" else traffic[:1]
