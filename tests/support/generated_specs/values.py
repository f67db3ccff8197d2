"""The data of a plan → the same meaning, with values, `stack: each` and `retired` as a list of stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valued import Valued

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Plan


def put(main: dict[str, Any], parts: dict[str, dict[str, Any]], plan: Plan, random: Random) -> None:
    """Let one spec of four read values at some of the places that can, and say it otherwise where it can."""
    if random.random() > 0.25:
        return
    files = [main, *parts.values()]
    if "" not in plan.stacks:
        for file in files:
            for name, raw in file.get("destinations", {}).items():
                _otherwise(raw, plan, name, random)
    rewriting = Valued(random, random.choice((0.1, 0.5)))
    for file in files:
        file.update(rewriting.file(file))
    stacks = {name: raw for file in files for name, raw in file.get("stacks", {}).items()}
    for name, value in rewriting.values.items():
        holders: list[dict[str, Any]] = list(stacks.values()) if stacks and random.random() < 0.3 else [main]
        if parts and holders == [main] and random.random() < 0.5:
            holders = [random.choice(list(parts.values()))]
        for each in holders:
            each.setdefault("values", {})[name] = value


def _otherwise(raw: dict[str, Any], plan: Plan, name: str, random: Random) -> None:
    settings = raw.get("s3")
    users = plan.users(name)
    using = {stack for point in users for stack in point.stacks}
    if settings is not None and using == {settings.get("stack")} and random.random() < 0.7:
        settings["stack"] = "each"
    if raw.get("retired") is True and random.random() < 0.7:
        if settings is None:
            raw["retired"] = sorted(plan.stacks)
        elif "stack" in settings:
            raw["retired"] = [settings["stack"]]
            settings["stack"] = "each"
