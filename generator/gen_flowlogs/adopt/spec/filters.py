"""The filters of a spec: built-in ones where they say the same, and names that tell what the others record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.spec import fields, names
from gen_flowlogs.aws.fields import DEFAULT
from gen_flowlogs.aws.kinds import AGGREGATION_INTERVALS
from gen_flowlogs.parse.filters import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.adopt.spec.drafts import Chosen


def named(chosen: Iterable[Chosen]) -> dict[Chosen, str]:
    """The name of each filter. Two that differ in their family alone are built in, or have fields of their own."""
    several = dict.fromkeys(chosen)
    built_in = {each: each.traffic.lower() for each in several if is_built_in(each)}
    own = {each: _candidates(each) for each in several if each not in built_in}
    return {**built_in, **names.chosen(own, BUILT_IN)}


def is_built_in(chosen: Chosen) -> bool:
    """Whether a filter that is built in says the same."""
    default = chosen.interval == AGGREGATION_INTERVALS[chosen.family][0]
    return default and chosen.fields == DEFAULT[chosen.family] and not chosen.tag_fields


def has_interval(chosen: Chosen) -> bool:
    """Whether a filter must say its interval."""
    return chosen.interval != AGGREGATION_INTERVALS[chosen.family][0]


def _candidates(chosen: Chosen) -> tuple[str, ...]:
    said = fields.said(chosen.fields, chosen.family)
    if chosen.fields == DEFAULT[chosen.family]:
        of_fields = ""
    elif said.preset is not None and said.preset != "default" and not said.names:
        of_fields = said.preset
    else:
        of_fields = f"{len(chosen.fields)}-fields"
    interval = f"{chosen.interval}s" if has_interval(chosen) else ""
    base = "-".join(part for part in (chosen.traffic.lower(), of_fields, interval) if part)
    family = "transit-gateway" if chosen.family == "transit_gateway" else ""
    return (base, names.joined(base, family), names.joined(base, names.digest(chosen)))
