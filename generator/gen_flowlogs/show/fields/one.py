"""A record field → text: all that the tables have about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import empty_values, pitfalls
from gen_flowlogs.aws.field_values import values
from gen_flowlogs.aws.fields import DEFAULT, PRESETS, source
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.aws.weights import width
from gen_flowlogs.columns import wrapped
from gen_flowlogs.show.fields.listing import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.kinds import Family

_HEAD: Final = 12  # characters of a heading, with the space behind it
_TITLES: Final[dict[Family, str]] = {"vpc": "the VPC family", "transit_gateway": "transit gateways"}


def one_as_text(field: Field, families: Sequence[Family], columns: int | None = None) -> str:
    """A field in full. `families`: those to show, all of which have it; `columns`: of the terminal."""
    fitted = partial(wrapped, width=min(columns or LINE, LINE))
    lines = [
        fitted(f"{field.name}: {field.description}", indent=2),
        *([fitted(f"({field.note})")] if field.note else []),
        "",
    ]
    for head, text in _facts(field, families):
        lines.append(fitted(f"{head:<{_HEAD}}{text}", indent=_HEAD))
    lines += [fitted(text, indent=indent) for text, indent in _values(field, families)]
    reasons = empty_values.reasons(field.name)
    if reasons:
        lines += ["", f"it is `-` where (in Parquet {empty_values.IN_PARQUET[field.type]})"]
        lines += [fitted(f"  {each}", indent=2) for each in reasons]
    cautions = [each for each in pitfalls.of_field(field.name) if set(each.families) & set(families)]
    if cautions:
        lines += ["", "take care"]
        lines += [fitted(f"  {each.title}. {each.text}", indent=4) for each in cautions]
    sources = [source(family) for family in families]
    sources += [pitfalls.SOURCES[each.source] for each in cautions]
    return "\n".join([*lines, "", "sources", *(f"  {each}" for each in dict.fromkeys(sources))])


def _facts(field: Field, families: Sequence[Family]) -> Iterator[tuple[str, str]]:
    yield "since", f"version {field.version} of flow logs"
    yield "kinds", ", ".join(kind.title for kind in KINDS if kind.family in families)
    default = [_TITLES[family] for family in families if field.name in DEFAULT[family]]
    yield "default", f"in AWS's default format of {' and '.join(default)}" if default else "no"
    for family in families:
        of = f"of {_TITLES[family]}: " if len(families) > 1 else ""
        yield "presets", f"{of}{_presets(field, family)}"
    yield "Parquet", f"column {field.name.replace('-', '_')}, {field.type}"
    by_kind = {kind: width(field.name, kind) for kind in KINDS if kind.family in families}
    usual = width(field.name)
    yield "width", f"about {usual.bytes:g} byte{'' if usual.bytes == 1 else 's'} of text: {usual.because}"
    for kind, other in by_kind.items():
        if other != usual:
            yield "", f"at a {kind.title} {other.bytes:g}: {other.because}"


def _presets(field: Field, family: Family) -> str:
    having = [name for name, preset in PRESETS.items() if field.name in preset[family]]
    return "all" if len(having) == len(PRESETS) else ", ".join(having) or "none"


def _values(field: Field, families: Sequence[Family]) -> Iterator[tuple[str, int]]:
    """Lines, and the columns before what is broken off each."""
    several = values(field.name, families)
    if not several:
        return
    yield "", 0
    yield "values (AWS may add others: pass unknown ones on)", 0
    longest = max(len(each.value) for each in several)
    for each in several:
        only = next((f", {_TITLES[family]} only" for family in families if each.families == (family,)), "")
        doubt = ", reported and not documented" if each.certainty == "reported" else ""
        meaning = each.meaning if each.meaning == each.label else f"{each.label}: {each.meaning}"
        head = f"  {each.value:<{longest}}  "
        yield f"{head}{meaning}{only if len(families) > 1 else ''}{doubt}", len(head)
