"""A plan → YAML: which definitions are in which file, what is a default, and how it is written down.

All of that has no meaning, and depends on the plan's `style` alone: an edited plan is written like the one before.
"""

from __future__ import annotations

import copy
import re
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from generated_specs import values, words
from valued import literal_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generated_specs.plan import Plan, Point

MAIN = "spec.yaml"
_PARTS = ("shared/destinations.yaml", "parts/more.yaml", "shared/stacks and filters.yml")
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./-]*")
_TAKEN_FOR_OTHERS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def files(plan: Plan) -> dict[str, str]:
    """Path → text of each file; the spec itself is `MAIN`."""
    random = Random(plan.style)
    data = _data(copy.deepcopy(plan), random)
    parts = _parts(data, random) if random.random() < 0.3 else {}
    if parts:
        data["include"] = list(parts)
    values.put(data, parts, plan, Random(f"{plan.style} values"))
    return {path: _text(each, random) for path, each in {MAIN: data, **parts}.items()}


def _data(plan: Plan, random: Random) -> dict[str, Any]:
    stacked = "" not in plan.stacks
    defaults = _defaults(plan, random, stacked=stacked)
    whole = {
        "version": 1,
        "name": plan.name,
        "requires": _requires(Random(f"{plan.style} requires")),
        "terraform": {**plan.terraform, **_backend(plan)},
        "lint": plan.lint,
        "audit": plan.audit,
        "stacks": {
            each.name: {"account": each.account, "region": each.region, **each.settings}
            for each in plan.stacks.values()
            if stacked
        },
        "filters": plan.filters,
        "destinations": {each.name: {each.kind: each.settings, **each.extras} for each in plan.destinations.values()},
        "defaults": defaults,
        "capture_points": {
            each.name: _point(each, plan, defaults, random, stacked=stacked) for each in plan.points.values()
        },
    }
    return _shuffled({key: value for key, value in whole.items() if value not in ({}, [], "")}, random)


def _requires(random: Random) -> str:
    """Versions of gen-flowlogs among which every one is; empty for most specs."""
    return random.choice((">=0.1", "> 0.0.1 , != 0.0.9,<=900", "<900.1.2")) if random.random() < 0.1 else ""


def _backend(plan: Plan) -> dict[str, Any]:
    """The backend, whose texts are written as they must be where values may be read."""
    return {"backend": literal_settings(plan.terraform["backend"])} if "backend" in plan.terraform else {}


def _defaults(plan: Plan, random: Random, *, stacked: bool) -> dict[str, Any]:
    """Defaults that some capture point can make use of."""
    made: dict[str, Any] = {"tags": plan.tags} if plan.tags else {}
    first: list[Point] = list(plan.points.values())
    if random.random() < 0.3:
        made["filter"] = random.choice(first).filter
    if random.random() < 0.4:
        made["destinations"] = _listed(random.choice(first).destinations, random)
    if stacked and random.random() < 0.5:
        made["stack"] = _stacks(random.choice(first), plan, random)
    return made


def _point(point: Point, plan: Plan, defaults: dict[str, Any], random: Random, *, stacked: bool) -> dict[str, Any]:
    own = {"filter": point.filter, "destinations": _entries(point, random)}
    if stacked:
        own["stack"] = _stacks(point, plan, random)
    usual = {"filter": "all", **defaults}
    kept = {
        key: value
        for key, value in own.items()
        if _names(value, plan) != _names(usual.get(key, ()), plan) or random.random() < 0.1
    }
    return {point.key: point.target, **kept, **_shuffled(point.extras, random)}


def _entries(point: Point, random: Random) -> Any:
    """The destinations of a capture point, and what is adopted of one alone."""
    named = _listed(point.destinations, random)
    sent = {name: {name: {"adopted": parts}} for name, parts in point.sent.items() if name in point.destinations}
    return [sent.get(name, name) for name in point.destinations] if sent else named


def _names(value: Any, plan: Plan) -> tuple[str, ...]:
    """Names in an order that does not matter; `all` stands for every stack. What a name is sent with counts."""
    names = (value,) if isinstance(value, str) else tuple(map(str, value))
    return tuple(sorted(plan.stacks)) if names == ("all",) and "" not in plan.stacks else tuple(sorted(names))


def _listed(names: tuple[str, ...], random: Random) -> Any:
    return names[0] if len(names) == 1 and random.random() < 0.7 else list(names)


def _stacks(point: Point, plan: Plan, random: Random) -> Any:
    if set(point.stacks) == set(plan.stacks) and random.random() < 0.7:
        return "all"
    return _listed(point.stacks, random)


def _parts(data: dict[str, Any], random: Random) -> dict[str, dict[str, Any]]:
    """Files to include, and what is taken out of the spec for them."""
    parts: dict[str, dict[str, Any]] = {path: {} for path in words.some(random, _PARTS, 2, 1)}
    for section in ("stacks", "filters", "destinations", "capture_points"):
        for name in list(data.get(section, {})):
            if random.random() < 0.6:
                parts[random.choice(list(parts))].setdefault(section, {})[name] = data[section].pop(name)
        if data.get(section) == {}:
            del data[section]
    if "defaults" in data and random.random() < 0.5:
        parts[random.choice(list(parts))]["defaults"] = data.pop("defaults")
    return {path: part for path, part in parts.items() if part}


def _shuffled(data: dict[str, Any], random: Random) -> dict[str, Any]:
    return dict(random.sample(list(data.items()), len(data)))


class _Dumper(yaml.SafeDumper):
    """Quotes whatever some reader of YAML takes for something else than a text."""

    quote: str

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True

    def _string(self, value: str) -> yaml.ScalarNode:
        plain = _PLAIN.fullmatch(value) and value.lower() not in _TAKEN_FOR_OTHERS
        style = None if plain else "|" if "\n" in value else self.quote
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _Dumper._string)


def _text(data: dict[str, Any], random: Random) -> str:
    dumper = type("Dumper", (_Dumper,), {"quote": random.choice("'\"")})
    flow = random.choice((False, False, None, None, True))
    options: Iterable[tuple[str, Any]] = (
        ("sort_keys", False), ("default_flow_style", flow), ("allow_unicode", True), ("width", 110),
        ("indent", random.choice((2, 4))),
    )  # fmt: skip
    return yaml.dump(data, Dumper=dumper, **dict(options))
