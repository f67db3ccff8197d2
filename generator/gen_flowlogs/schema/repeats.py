"""Items that are in a list twice, found in one pass over it.

jsonschema compares each item of a list with each other one where it cannot sort them, which takes the square of their
number. Comes in: a list. Goes out: the repeated items, and jsonschema's keyword `uniqueItems`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError


def repeats(items: list[Any]) -> Iterator[tuple[int, int]]:
    """Each index whose item is in the list earlier, and the first index that has it."""
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        earlier = first.setdefault(repr(item), index)
        if earlier != index:
            yield index, earlier


def unique_items(_validator: object, wanted: object, items: object, _schema: object) -> Iterator[ValidationError]:
    """Check the keyword `uniqueItems` as `jsonschema.validators.extend` takes it."""
    from jsonschema import ValidationError  # noqa: PLC0415 - a sound spec does not need it

    if wanted and isinstance(items, list) and any(repeats(items)):
        yield ValidationError("an item is in the list twice")
