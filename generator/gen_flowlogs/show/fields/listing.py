"""The record fields and the presets of some families → text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import PRESETS
from gen_flowlogs.aws.weights import ASSUMED, weighed, width
from gen_flowlogs.columns import beside, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.kinds import Family

LINE: Final = 118
"""Columns of a line, on a terminal that has them."""

_SHORT: Final[dict[Family, str]] = {"vpc": "vpc", "transit_gateway": "gateway"}


def listing_as_text(fields: Sequence[Field], families: Iterable[Family], columns: int | None = None) -> str:
    """A line for each field, and each preset with the bytes of its records. `columns`: of the terminal."""
    line = min(columns or LINE, LINE)
    longest = max(len(field.name) for field in fields)
    lines = [beside(f"{'field':<{longest}}  since  type    bytes  in       ", "description", columns)]
    for field in fields:
        where = "both" if len(field.families) > 1 else _SHORT[field.families[0]]
        note = f" ({field.note})" if field.note else ""
        table = f"v{field.version:<4}  {field.type:<6}  {width(field.name).bytes:>5g}  {where:<7}"
        lines.append(beside(f"{field.name:<{longest}}  {table}  ", f"{field.description}{note}", columns))
    for family in families:
        lines += ["", f"presets, {family}:"]
        for name, preset in PRESETS.items():
            head = f"  {name:<9}"
            names = preset[family]
            lines.append(wrapped(f"{head}{weighed(names)}: {', '.join(names)}", line, len(head)))
    more = wrapped("`gen-flowlogs fields FIELD` shows one in full.", columns)
    return "\n".join([*lines, "", wrapped(f"{ASSUMED}.", line), more])
