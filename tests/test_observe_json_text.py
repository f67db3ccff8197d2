"""JSON read entry by entry is the same, and is refused the same, as JSON that is read whole."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from gen_flowlogs.observe import json_text
from gen_flowlogs.observe.errors import SourceError

CHANCE = random.Random(1)


def value(depth: int = 0) -> Any:
    match CHANCE.randrange(8 if depth < 4 else 5):
        case 0:
            return CHANCE.choice(["a", 'x"y', "\U0001f600", "é", "}", "]", "\\"])
        case 1:
            return CHANCE.randrange(100)
        case 2:
            return CHANCE.choice([None, True])
        case 3:
            return 1.5
        case 4 | 5:
            return {CHANCE.choice("abcd"): value(depth + 1) for _ in range(CHANCE.randrange(4))}
    return [value(depth + 1) for _ in range(CHANCE.randrange(4))]


def damaged(text: str) -> str:
    """A text, one character of it taken, added, or the last."""
    at = CHANCE.randrange(len(text))
    added = CHANCE.choice('{}[],:" x1')
    return CHANCE.choice([text[:at], text[:at] + added + text[at:], text[:at] + text[at + 1 :], text])


def outcome(text: str, trim: json_text.Trim | None) -> object:
    try:
        return json_text.documents(text, "f", trim)
    except SourceError as error:
        return str(error)


def test_read_entry_by_entry_or_whole_is_the_same():
    refused = 0
    for _ in range(3000):
        documents = [value() for _ in range(CHANCE.randrange(1, 3))]
        indent = CHANCE.choice([None, 1])
        text = damaged(CHANCE.choice(["\n", " ", ""]).join(json.dumps(each, indent=indent) for each in documents))
        whole = outcome(text, None)
        refused += isinstance(whole, str)
        if "\\u" not in text:  # of two mistakes, another one may be found first
            assert outcome(text, lambda _, entry: entry) == whole, text
    assert 500 < refused < 2500


@pytest.mark.parametrize("trim", [None, lambda _, entry: entry])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[1,]", "line 1, column 3"),
        ('{"a": [7,\n]}', "line 1, column 9"),
        ('{"a": [[7],\n\n]}', "line 1, column 11"),
        ('[{"a": 1 ,}]', "line 1, column 10"),
        ('{"a": 1,\n}\n[2]', "line 1, column 8"),
        ("[,]", "line 1, column 2"),
        ("[1 2]", "line 1, column 4"),
    ],
)
def test_a_comma_before_a_bracket_has_its_place_on_every_python(text: str, place: str, trim: json_text.Trim | None):
    assert outcome(text, trim) == f'cannot use "f": it is not JSON at {place}'


def test_a_list_is_trimmed_and_nothing_else():
    seen: list[tuple[str | None, object]] = []

    def trim(key: str | None, entry: object) -> object:
        seen.append((key, entry))
        return len(seen)

    (first, second) = json_text.documents('{"a": [{"b": [7]}, 2], "c": {"d": [3]}}\n[4]', "f", trim)
    assert first == {"a": [1, 2], "c": {"d": [3]}}
    assert second == [3]
    assert seen == [("a", {"b": [7]}), ("a", 2), (None, 4)]


def test_the_number_of_documents_is_bounded():
    with pytest.raises(SourceError, match="it has more than 2 JSON documents"):
        json_text.documents("1 2 3", "f", most=2)


@pytest.mark.parametrize("text", ['{"Vpcs": [1], "Vpcs": []}', '{"a": 1}\n{"Vpcs": [], "b": 1, "Vpcs": [1]}'])
def test_a_list_that_is_there_twice_is_refused(text: str):
    """The first of the two would be lost, and what is in it taken for absent."""
    with pytest.raises(SourceError, match="has one key twice"):
        json_text.documents(text, "f", lambda _, entry: entry)
