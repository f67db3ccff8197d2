"""Filters: every option, and field lists that one family of capture points has, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws.fields import NAMES, PRESETS, TAG_FIELD_NAMES, TAG_FIELDS
from generated_specs import words

if TYPE_CHECKING:
    from random import Random

_FAMILIES = (("vpc",), ("vpc",), ("transit_gateway",), ("vpc", "transit_gateway"))


def settings(random: Random) -> dict[str, Any]:
    """The settings of a filter that some family can have."""
    families = random.choice(_FAMILIES)
    made: dict[str, Any] = {}
    of_gateways = "transit_gateway" in families
    if words.chance(random, 0.5):
        made["traffic"] = "ALL" if of_gateways else random.choice(("ALL", "ACCEPT", "REJECT"))
    if words.chance(random, 0.4):
        made["max_aggregation_interval"] = 60 if of_gateways else random.choice((60, 600))
    if words.chance(random, 0.7):
        made["fields"] = _fields(random, families)
    if families == ("vpc",) and words.chance(random, 0.25):
        _with_tag_fields(made, random)
    return made


def _fields(random: Random, families: tuple[str, ...]) -> Any:
    have = sorted(frozenset.intersection(*(NAMES[family] for family in families)) - TAG_FIELD_NAMES)
    preset = random.choice(sorted(PRESETS))
    match random.randrange(4):
        case 0:
            return preset
        case 1:
            return words.some(random, have, 12, 1)
        case 2:
            return {"preset": preset}
    known = {name for family in ("vpc", "transit_gateway") for name in PRESETS[preset][family]}
    more = [name for name in have if name not in known]
    return {"preset": preset, "add": words.some(random, more, 5, 1)} if more else preset


def _with_tag_fields(made: dict[str, Any], random: Random) -> None:
    """Tag keys, and the fields that they fill."""
    keys = {kind: words.some(random, ("Name", "Team", "a:b"), 2, 1) for kind in words.some(random, TAG_FIELDS, 3, 1)}
    names = [name for kind in keys for name in TAG_FIELDS[kind][: len(keys[kind])]]
    made["tag_fields"] = keys
    match made.get("fields"):
        case list(before):
            made["fields"] = [*before, *names]
        case {"preset": preset, "add": list(before)}:
            made["fields"] = {"preset": preset, "add": [*before, *names]}
        case {"preset": preset} | str(preset):
            made["fields"] = {"preset": preset, "add": names}
        case None:
            made["fields"] = ["version", *names]
