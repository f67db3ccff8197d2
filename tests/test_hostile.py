"""Nothing that a spec says becomes code: at every place of the language where a text may stand, keys among them.

The places are read from the schema, so that a new key is among them by itself. A place that a case has is tried in that
case, any other one in a small spec made for it. What is put there is refused, or Terraform itself evaluates the
literals that it has become to exactly that text, and everything around them is what it is for a harmless word.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import schema_places
import terraform
from gen_flowlogs import pipeline
from gen_flowlogs.diagnostics import LONGEST_MESSAGE
from gen_flowlogs.source import load
from gen_flowlogs.values import places as values
from test_hcl import PIECES, evaluated, hostile, nfc
from valued import literal as written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Data = dict[str, Any]

MANY = "GEN_FLOWLOGS_FUZZ" in os.environ
WORD = "zq7x"
FEW = 12
MORE = 8  # of a place that no case has: between them they have all
LONG = "${x}\n" * 5_000
NO_TEXT = "\ud800"  # JSON writes half of a surrogate pair as an escape
TEXTS = tuple(dict.fromkeys(map(nfc, (*PIECES, *hostile(150)))))

NAMES = {"filters", "destinations", "capture_points", "stacks", "tags", "names", "config", "values", "exempt"}
"""Mappings whose keys are the author's."""

_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_REFERENCE = re.compile(r"(?<!\$)\$\{[a-z0-9_]+\.[^{}]*\}")
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
_DERIVED = re.compile(r"[A-Za-z0-9/_.-]*")


class Place:
    """Where a text stands in a spec, and the spec with another one there. `data`: of a case."""

    def __init__(self, data: Data | None, path: tuple[str | int, ...], *, key: bool) -> None:
        self._data, self.path, self.key = data, path, key
        self._reads = not key and reads(path)
        self.of_a_case = data is not None

    def __repr__(self) -> str:
        return ".".join(map(str, self.path)) + (" (key)" if self.key else "")

    def put(self, text: str) -> pipeline.Compiled:
        text = written(text) if self._reads else text
        if self._data is None:
            return compiled(schema_places.built((kind(self.path), self.key), text))
        data = _renamed(self._data, str(self.path[-1]), text) if self.key else _with(self._data, self.path, text)
        return compiled(data)


def reads(path: tuple[str | int, ...]) -> bool:
    """Whether a text at a path may have a value in it."""
    section, *rest = path
    place = values.PLACES.get(str(section))
    if section not in values.UNNAMED:
        rest = rest[1:]
    for step in rest:
        place = None if place is None else place.at(step)
    return place is not None and place.form == "text"


def compiled(data: Data) -> pipeline.Compiled:
    document = json.dumps(data, ensure_ascii=True).encode()
    return pipeline.compile(document, "spec.yaml", read=catalogue.read, today=catalogue.TODAY)


def _with(value: Any, path: tuple[str | int, ...], text: str) -> Any:
    if not path:
        return text
    if isinstance(value, list):
        return [_with(each, path[1:], text) if number == path[0] else each for number, each in enumerate(value)]
    return {key: _with(each, path[1:], text) if key == path[0] else each for key, each in value.items()}


def _renamed(value: Any, old: str, new: str, path: tuple[str | int, ...] = ()) -> Any:
    """A name is renamed wherever it stands, or it would dangle."""
    match value:
        case dict():
            return {new if key == old else key: _renamed(each, old, new, (*path, key)) for key, each in value.items()}
        case list():
            return [_renamed(each, old, new, (*path, number)) for number, each in enumerate(value)]
        case _ if value == old:
            return written(new) if path and reads(path) else new
    return value


def has_names(path: tuple[str | int, ...]) -> bool:
    """Whether the keys of what stands at a path are the author's; of a list of names, those of an entry are too."""
    return bool(path) and (path[-1] in NAMES or (isinstance(path[-1], int) and path[-2] in NAMES))


def walk(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], bool]]:
    if isinstance(value, str):
        yield path, False
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from walk(each, (*path, number))
    elif isinstance(value, dict) and set(value) != {"value"}:
        for key, each in value.items():
            if has_names(path):
                yield (*path, key), True
            yield from walk(each, (*path, key))


def kind(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """A path without what the author named: two places of one kind obey one rule."""
    return tuple("*" if isinstance(step, int) or has_names(path[:at]) else step for at, step in enumerate(path))


def places() -> tuple[Place, ...]:
    """One place of each kind, in the smallest case that has it."""
    found: dict[tuple[tuple[str, ...], bool], Place] = {}
    specs = [path for case in catalogue.ok_cases() if not (path := case.folder / case.spec).parent.match("includes")]
    for path in sorted(specs, key=lambda path: path.stat().st_size):
        data = load(path.read_bytes(), path.name).data
        for at, key in walk(data):
            found.setdefault((kind(at), key), Place(data, at, key=key))
    known = schema_places.places()
    assert found.keys() <= set(known), "a case has a place that the walk over the schema has not"
    return tuple(found.get((path, key)) or Place(None, path, key=key) for path, key in known)


PLACES = places()


def skeleton(files: dict[str, str]) -> tuple[Counter[str], Counter[str]]:
    """The literals, and what is around them: lines without comments and alignment, in no order."""
    text = _COMMENT.sub("", "\n".join(files.values()))
    around = _LITERAL.sub("…", text)
    return Counter(_LITERAL.findall(text)), Counter(" ".join(line.split()) for line in around.split("\n") if line)


class Expected:
    """Literals that Terraform is to evaluate, and what each must be."""

    def __init__(self) -> None:
        self.literals: list[str] = []
        self.texts: list[set[str]] = []
        self.about: list[str] = []

    def compare(self, place: Place, text: str, files: dict[str, str], plain: dict[str, str]) -> None:
        literals, around = skeleton(files)
        usual, usually = skeleton(plain)
        assert around == usually, (place, text)
        new, old = literals - usual, usual - literals
        becomes = _without_wildcards(text) if "lookup" in place.path and not place.key else text
        texts = {_no_references(each).replace(WORD, becomes) for each in old}
        for literal in new:
            self.literals.append(_literal_without_references(literal, old))
            self.texts.append(texts)
            self.about.append(f"{place}: {text!r}")

    def check(self, folder: Path) -> None:
        chunks = [self.literals[start : start + 500] for start in range(0, len(self.literals), 500)]
        got = evaluated({f"c{n}": f"[{', '.join(chunk)}]" for n, chunk in enumerate(chunks)}, folder)
        values = [value for n in range(len(chunks)) for value in got[f"c{n}"]]
        wrong = [
            f"{about}: {value!r} is none of {sorted(texts)}"
            for about, value, texts in zip(self.about, values, self.texts, strict=True)
            if value not in texts and not (_DERIVED.fullmatch(value) and _derived(value, texts))
        ]
        assert not wrong, "\n".join(wrong[:20])


def _without_wildcards(text: str) -> str:
    """What EC2 takes literally where it would take the text for a pattern."""
    return "".join(f"\\{char}" if char in "*?\\" else char for char in text)


def _no_references(literal: str) -> str:
    """A harmless literal as text; it has no escapes."""
    return _REFERENCE.sub("", literal[1:-1]).replace("$${", "${")


def _literal_without_references(literal: str, old: Counter[str]) -> str:
    """Terraform cannot evaluate references here. Those of the harmless literals are taken out, and no others."""
    for reference in {found for each in old for found in _REFERENCE.findall(each)}:
        literal = literal.replace(reference, "")
    return literal


def _derived(value: str, texts: set[str]) -> bool:
    """Names of roles and keys are made of letters and digits of other names."""
    return any(_short(each).startswith(_short(value)[:40]) for each in texts)


def _short(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")


def test_there_are_places():
    assert len(PLACES) >= 247
    assert len({(kind(place.path), place.key) for place in PLACES}) == len(PLACES)
    assert sum(place.of_a_case for place in PLACES) > 100


def test_a_place_that_takes_any_text_is_tried_where_it_does():
    """A made spec that is refused for another reason would hide what its place does."""
    refused = {place: place.put(WORD).diagnostics for place in PLACES if not place.of_a_case}
    other = {
        repr(place): [each.message for each in found]
        for place, found in refused.items()
        if any(each.severity == "error" and WORD not in each.message for each in found)
    }
    assert all("lookup" in place and "cannot look up several" in words[0] for place, words in other.items()), other


@pytest.mark.fuzz
@terraform.needs_terraform
def test_every_place_of_a_text(tmp_path: Path, record_property: Any):
    chance = random.Random(7)
    put, refused, accepted = 0, 0, Expected()
    for place in PLACES:
        plain = place.put(WORD)
        few = [each for each in chance.sample(TEXTS, FEW if place.of_a_case else MORE) if not each.isalnum()]
        open_to_any = place.of_a_case and any(place.put(text).files is not None for text in few)
        many = TEXTS if MANY else chance.sample(TEXTS, len(TEXTS) // 6)  # with all places, each of them often
        for text in (*(many if open_to_any else few), LONG, NO_TEXT):
            result = place.put(text)
            put += 1
            if result.files is None:
                refused += 1
                assert any(each.severity == "error" for each in result.diagnostics)
                assert all(len(each.message) < LONGEST_MESSAGE for each in result.diagnostics)
            else:
                assert plain.files is not None, (place, text)
                accepted.compare(place, text, dict(result.files), dict(plain.files))
    record_property(
        "hostile", f"{put} put, {refused} refused, {len(accepted.literals)} literals evaluated, {len(PLACES)} places"
    )
    accepted.check(tmp_path)
