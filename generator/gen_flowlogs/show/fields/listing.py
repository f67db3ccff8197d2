"""The record fields and the presets of some families → text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import PRESETS
from gen_flowlogs.aws.weights import ASSUMED, weighed, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gen_flowlogs.aws.fields import Field
    from gen_flowlogs.aws.kinds import Family

LINE: Final = 118
"""Characters of a line."""

_SHORT: Final[dict[Family, str]] = {"vpc": "vpc", "transit_gateway": "gateway"}


def listing_as_text(fields: Sequence[Field], families: Iterable[Family]) -> str:
    """A line for each field, and each preset with the bytes of its records."""
    longest = max(len(field.name) for field in fields)
    lines = [f"{'field':<{longest}}  since  type    bytes  in       description"]
    for field in fields:
        where = "both" if len(field.families) > 1 else _SHORT[field.families[0]]
        note = f" ({field.note})" if field.note else ""
        table = f"v{field.version:<4}  {field.type:<6}  {width(field.name).bytes:>5g}  {where:<7}"
        lines.append(f"{field.name:<{longest}}  {table}  {field.description}{note}")
    for family in families:
        lines += ["", f"presets, {family}:"]
        for name, preset in PRESETS.items():
            head = f"  {name:<9}"
            names = preset[family]
            text = f"{head}{weighed(names)}: {', '.join(names)}"
            lines += textwrap.wrap(text, LINE, subsequent_indent=" " * len(head), break_on_hyphens=False)
    return "\n".join([*lines, "", *textwrap.wrap(f"{ASSUMED}.", LINE), "`gen-flowlogs fields NAME` shows one in full."])
