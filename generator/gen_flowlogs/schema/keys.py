"""Messages about keys that the language does not have, and about keys that are missing.

Comes in: a problem with the keys of a mapping. Goes out: mistakes; an unknown key is reported at itself, a missing
one at its parent's key.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema.cut import stays_empty
from gen_flowlogs.schema.language import KINDS, schema
from gen_flowlogs.schema.mistakes import Mistake, Problem, at_key
from gen_flowlogs.schema.words import alike, listed, near, subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def known(mapping: dict[str, Any]) -> tuple[str, ...]:
    """The keys that a mapping's schema has, without those that it names only to exclude them."""
    return tuple(key for key, value in mapping.get("properties", {}).items() if value != {"not": {}})


def misspelt(said: Iterable[object], legal: Iterable[str]) -> frozenset[str]:
    """The legal keys that unknown ones are near to."""
    names = tuple(legal)
    return frozenset(meant for key in said if key not in names and (meant := near(key, names)) is not None)


def unknown(problem: Problem, *, include: bool) -> Iterator[Mistake]:
    """Each key that the mapping cannot have."""
    legal = known(problem.schema)
    for key in problem.value:
        if key not in problem.schema["properties"]:
            path = (*problem.path, key)
            yield at_key(problem.file, path, "unknown-key", _unknown(key, legal, path, include=include))


def _unknown(key: str, legal: tuple[str, ...], path: Path, *, include: bool) -> str:
    where = subject(path[:-1])
    if include and len(path) == 1:
        if key in schema(include=False)["properties"]:
            return f"{quoted(key)} cannot stand in an included file, which has only {listed(legal, 'and')}"
        where = "an included file"
    meant = near(key, legal)
    if meant is not None and alike(key, meant):
        return _did_you_mean(key, where, meant)
    home = _homes().get(key)
    if home is not None:
        return f"{quoted(key)} does not stand in {where}; it belongs in {home}"
    if meant is not None:
        return _did_you_mean(key, where, meant)
    return f"unknown key {quoted(key)} in {where}, which has {listed(legal, 'and')}"


def _did_you_mean(key: str, where: str, meant: str) -> str:
    return f"unknown key {quoted(key)} in {where}; did you mean {quoted(meant)}?"


def missing(problem: Problem) -> Iterator[Mistake]:
    """The keys that must be there. Where a misspelt key is near, that one is reported alone."""
    path = problem.path
    cut = None if stays_empty(path) else path
    meant = misspelt(problem.value, known(problem.schema))
    for key in problem.limit:
        if key not in problem.value:
            finding = None
            if key not in meant:
                message = f"{subject(path)} needs {quoted(key)}{_example(problem.schema, key)}"
                finding = Finding("missing-key", message, Origin(problem.file, (*path, key), "key"))
            yield Mistake(finding, cut)


def _example(mapping: dict[str, Any], key: str) -> str:
    if mapping.get("required") == ["destinations"]:
        return ', or an "include" that brings them'
    if key == "tags":
        return "; `tags: {}` takes all there are"
    match mapping.get("properties", {}).get(key, {}).get("examples", [{}])[0]:
        case str() as digits if digits.isdecimal():
            return f', for example `{key}: "{digits}"`'
        case str() | int() as example:
            return f", for example `{key}: {example}`"
        case [str() as only]:
            return f", for example `{key}: [{only}]`"
        case _:
            return ""


_DEPENDENT = {
    "role": '"role" serves delivery to another account only: write "cross_account_role" too, or take "role" out',
    "transition_default_minimum_object_size": '"transition_default_minimum_object_size" is about "transitions", and '
    "there are none: write some, or take it out",
}
"""Key that needs another one → why, and what to do."""


def dependent(problem: Problem) -> Mistake:
    """A Firehose role without that of the other account, or a smallest file without a transition."""
    key = next(each for each in problem.limit if each in _DEPENDENT)
    return at_key(problem.file, (*problem.path, key), "missing-key", _DEPENDENT[key])


@cache
def _homes() -> dict[str, str]:
    """Key → where it belongs, in words."""
    whole = schema(include=False)
    definitions = whole["definitions"]
    places = {
        "the spec itself": whole,
        **{f"{quoted(key)}": whole["properties"][key] for key in ("terraform", "defaults")},
        "a filter": definitions["filter"],
        "a destination": definitions["destination"],
        **{f"{quoted(kind)} of a destination": definitions[kind] for kind in KINDS},
        "a capture point": definitions["capture_point"],
    }
    homes: dict[str, list[str]] = {}
    for place, mapping in places.items():
        for key in mapping["properties"]:
            homes.setdefault(key, []).append(place)
    return {key: " or ".join(found) for key, found in homes.items()}
