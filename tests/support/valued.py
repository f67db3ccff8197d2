"""A spec's data → the same spec, with values read at places that may read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gen_flowlogs.values.places import PLACES, Place

if TYPE_CHECKING:
    from random import Random

LONGEST = 1024


_BRACES = re.compile(r"([$%]\{[^{}]*\}?)|[{}]")


def literal(text: str) -> str:
    """A text as an author writes it where a value may be read: each brace twice, but for Terraform's."""
    return _BRACES.sub(lambda found: found[1] or found[0] * 2, text)


def literal_settings(settings: Any) -> Any:
    """The settings of a backend, with all texts so."""
    match settings:
        case str():
            return literal(settings)
        case dict():
            return {key: literal_settings(each) for key, each in settings.items()}
        case list():
            return [literal_settings(each) for each in settings]
    return settings


class Valued:
    """Gathers values while data is rewritten; `values` has them by name."""

    def __init__(self, random: Random, chance: float = 0.6, prefix: str = "v") -> None:
        self._prefix = prefix
        self.values: dict[str, Any] = {}
        self._random = random
        self._chance = chance

    def file(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data of a file, rewritten. It is left as it is where it reads values already."""
        made = dict(data)
        for section, place in PLACES.items():
            held = data.get(section)
            if isinstance(held, dict):
                if section == "defaults":
                    made[section] = self._below(held, place)
                else:
                    made[section] = {name: self._below(raw, place) for name, raw in held.items()}
        return made

    def _below(self, data: Any, place: Place) -> Any:
        if place.form is not None and self._may(data) and self._random.random() < self._chance:
            return self._read(data, place.form)
        if isinstance(data, dict) and set(data) != {"value"}:
            return {key: self._below(each, inner) if (inner := place.at(key)) else each for key, each in data.items()}
        if isinstance(data, list):
            return [
                self._below(each, inner) if (inner := place.at(number)) else each for number, each in enumerate(data)
            ]
        return data

    def _may(self, data: Any) -> bool:
        match data:
            case str():
                return len(data) <= LONGEST and "{" not in data and "}" not in data and "\0" not in data
            case bool() | int():
                return abs(data) < 2**53
            case list():
                return bool(data) and all(isinstance(each, str) and self._may(each) for each in data)
        return False

    def _read(self, data: Any, form: str) -> Any:
        if form == "text" and isinstance(data, str) and data and self._random.random() < 0.7:
            start = self._random.randrange(len(data))
            end = self._random.randrange(start, len(data)) + 1
            if start and data[start - 1] in "$%":  # braces behind these are Terraform's
                start = 0
            return f"{data[:start]}{{{self._named(data[start:end])}}}{data[end:]}"
        return {"value": self._named(data)}

    def _named(self, data: Any) -> str:
        name = f"{self._prefix}{len(self.values)}"
        self.values[name] = data
        return name
