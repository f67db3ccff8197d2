"""Names of definitions: legal, unique, and the same whatever the order in which things were read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Thing = TypeVar("Thing")

LONGEST = 64
_NOT_IN_NAMES = pattern(r"[^a-z0-9]+")
_GENERIC = frozenset({
    "this", "main", "default", "self", "it", "all", "enabled", "resource", "log", "logs", "flow-log",
    "flow-logs", "flowlog", "flowlogs", "vpc-flow-log", "vpc-flow-logs", "vpc-flowlog", "vpc-flowlogs",
})  # fmt: skip


@lru_cache(maxsize=4096)
def slug(text: str, *, word: str = "log") -> str:
    """A text as a name; empty where no letter or digit is in it. `word` is put before what could be no name."""
    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_NAMES.sub("-", plain).strip("-")
    if not name:
        return ""
    if not name[0].isalpha() or _looks_like_an_id(name):
        name = f"{word}-{name}"
    return name[:LONGEST].rstrip("-")


def joined(*parts: str) -> str:
    """Parts as one name; the first is cut where it would be too long. Empty where one of them is."""
    if not all(parts):
        return ""
    end = "".join(f"-{part}" for part in parts[1:])
    name = f"{parts[0][: max(LONGEST - len(end), 1)].rstrip('-')}{end}"
    return name[:LONGEST].rstrip("-") if not _looks_like_an_id(name) else ""


def is_generic(name: str) -> bool:
    """Whether a name says nothing of the thing, such as `this`."""
    return not name or name in _GENERIC


def digest(*parts: object) -> str:
    """A short hash, for what has no other name of its own. Its first letter keeps it from looking like an id."""
    return f"h{hashlib.sha256(repr(parts).encode('utf-8', 'backslashreplace')).hexdigest()[:7]}"


def chosen(
    candidates: Mapping[Thing, Iterable[str]],
    taken: Iterable[str] = (),
    weights: Mapping[Thing, int] | None = None,
) -> dict[Thing, str]:
    """A name for each thing: the first of its candidates that no other thing has or comes to.

    All things of one candidate go on to their next ones together, but for the one of most weight, so the order of
    things does not matter. The last candidate of each must be its own; `taken` are names that nothing may have.
    """
    refused = set(taken)
    left = {thing: _legal(several, refused) for thing, several in candidates.items()}
    names = {thing: next(several) for thing, several in left.items()}
    while True:
        holders: dict[str, list[Thing]] = {}
        for thing, name in names.items():
            holders.setdefault(name, []).append(thing)
        moved = False
        for things in holders.values():
            for thing in _all_but_the_first(things, weights or {}) if len(things) > 1 else ():
                following = next(left[thing], None)
                if following is not None:
                    names[thing] = following
                    moved = True
        if not moved:
            return names


def _legal(several: Iterable[str], refused: set[str]) -> Iterator[str]:
    """The candidates that can be names, each once."""
    met: set[str] = set()
    for name in several:
        if name and name not in refused and name not in met:
            met.add(name)
            yield name


def _all_but_the_first(things: list[Thing], weights: Mapping[Thing, int]) -> list[Thing]:
    """The things without the one that outweighs each of the others, if one does."""
    most = max(weights.get(thing, 0) for thing in things)
    first = [thing for thing in things if weights.get(thing, 0) == most]
    return [thing for thing in things if len(first) > 1 or thing is not first[0]]


def _looks_like_an_id(name: str) -> bool:
    return re.fullmatch(r"(?:vpc|subnet|eni|nat|tgw|tgw-attach)-[0-9a-f]{8}(?:[0-9a-f]{9})?", name) is not None
