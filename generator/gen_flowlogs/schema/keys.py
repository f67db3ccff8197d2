"""Messages about keys that the language does not have, and about keys that are missing.

Comes in: a problem with the keys of a mapping. Goes out: mistakes; an unknown key is reported at itself, a missing
one at its parent's key.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import backends, other_places, synonyms, texts
from gen_flowlogs.schema.cut import stays_empty
from gen_flowlogs.schema.language import INCLUDABLE, KINDS, schema
from gen_flowlogs.schema.mistakes import Mistake, Problem, at_key
from gen_flowlogs.schema.references import STORES
from gen_flowlogs.schema.words import alike, listed, near, subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_FOREIGN = {
    **dict.fromkeys(
        ("AWSTemplateFormatVersion", "Resources"),
        "a template of CloudFormation, and no spec: `gen-flowlogs init` writes a spec to start from",
    ),
    "FlowLogs": "an answer of the AWS CLI, and no spec: `gen-flowlogs adopt` writes a spec of such flow logs",
    "terraform_version": "a state or a plan of Terraform, and no spec: `gen-flowlogs adopt` writes one of it",
}
"""Key of a document of another program → what that is, and the command that helps."""


def _foreign(value: object, path: Path) -> str | None:
    """The key by which a whole file is another program's; None for a spec, sound or not."""
    return next((key for key in _FOREIGN if key in value), None) if path == () and isinstance(value, dict) else None


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
    foreign = _foreign(problem.value, problem.path)
    if foreign is not None:
        yield at_key(problem.file, (foreign,), "unknown-key", f"this is {_FOREIGN[foreign]}")
        yield from (Mistake(None, (key,)) for key in problem.value if key not in (foreign, *legal))
        return
    for key in problem.value if not _is_inline(problem.path) else ():
        if key not in problem.schema["properties"]:
            path = (*problem.path, key)
            odd = texts.odd(key)
            message = (
                f"unknown key {quoted(key)} in {subject(problem.path)}{odd}"
                if odd
                else _joined(key, legal, problem.value[key])
                or _unknown(key, legal, path, problem.value[key], include=include)
            )
            yield at_key(problem.file, path, "unknown-key", message)


def _joined(key: str, legal: tuple[str, ...], value: object) -> str:
    """The message of a key and its value without a space between them; empty for any other."""
    joined, _, rest = key.partition(":")
    is_cut = value is not None and rest[:1] in ("{", "[")  # at the ":" inside of its braces
    if not rest or joined not in legal or not (value is None or is_cut):
        return ""
    pair = f"{joined}: {rest.strip()}{'…' if is_cut else ''}"
    return f'{quoted(key)} lacks a space behind its ":"; write {quoted(pair)}'


def _unknown(key: str, legal: tuple[str, ...], path: Path, value: object, *, include: bool) -> str:
    where = subject(path[:-1])
    if key == "keyed":
        return f'"keyed" is no key of {where}; it belongs beside the `ref` or `var` of a plural target'
    if include and len(path) == 1:
        if key in schema(include=False)["properties"]:
            return f"{quoted(key)} is no key of an included file, which has only {listed(legal, 'and')}"
        where = "an included file"
    meant = backends.OTHER_NAMES.get(key.lower()) if path[:-1] == backends.WHERE else None
    if meant is not None:
        return _did_you_mean(key, where, meant)
    meant = near(key, legal)
    if meant is not None and alike(key, meant):
        return _did_you_mean(key, where, meant)
    advice = other_places.advice(key, path[:-1], value)
    if advice is not None:
        return f"{quoted(key)} is no key of {where}; {advice}"
    synonym = synonyms.meant(key, path[:-1])
    if synonym is not None:
        return _did_you_mean(key, where, synonym)
    home = _homes().get(key)
    if home is not None:
        return f"{quoted(key)} is no key of {where}; it belongs in {home}"
    if meant is not None:
        return _did_you_mean(key, where, meant)
    return f"unknown key {quoted(key)} in {where}, which has {listed(legal, 'and')}"


def _did_you_mean(key: str, where: str, meant: str) -> str:
    return f"unknown key {quoted(key)} in {where}; did you mean {quoted(meant)}?"


def missing(problem: Problem) -> Iterator[Mistake]:
    """The keys that must be there. Where a misspelt key is near, that one is reported alone."""
    path, mapping = problem.path, problem.schema
    cut = None if stays_empty(path) else path
    if path and path[-1] in KINDS:  # the name of a log group or bucket is needed on a condition
        mapping = schema(include=False)["definitions"][path[-1]]
    if _foreign(problem.value, path) is not None:
        yield Mistake(None, cut)
        return
    if path == () and _is_included(problem.value):
        text = 'the spec needs "version" and "name"; if specs include this file, lint one of them, and this with it'
        yield Mistake(Finding("missing-key", text, Origin(problem.file, ("version",), "key")), cut)
        return
    legal = known(schema(include=False) if path == () else mapping)  # of a spec, the part with `required` has no others
    meant = misspelt(problem.value, legal) | {synonyms.meant(key, path) for key in problem.value}
    meant |= {key.partition(":")[0] for key in problem.value}
    is_advised = any(other_places.chooses(key, path) for key in problem.value)
    for key in problem.limit:
        if key not in problem.value:
            finding = None
            if _is_inline(path):
                message = f"define {quoted(path[-1])} under `destinations`, and write its name here"
                yield at_key(problem.file, path, "unknown-key", message)
                return
            by_arn = key in STORES and "arn" in problem.value  # then that is what is wrong
            if key not in meant and not by_arn and not is_advised:
                message = f"{subject(path)} needs {quoted(key)}{_example(mapping, key)}"
                finding = Finding("missing-key", message, Origin(problem.file, (*path, key), "key"))
            yield Mistake(finding, cut)


def _is_inline(path: Path) -> bool:
    """Whether a mapping is a destination where a capture point has the name of one."""
    return (
        path[:1] == ("capture_points",) and path[2:3] == ("destinations",) and path[4:] in [(kind,) for kind in KINDS]
    )


def _is_included(value: dict[str, Any]) -> bool:
    """Whether a file has nothing but definitions, as those have that specs include."""
    return any(value.values()) and set(value) <= set(INCLUDABLE)


def _example(mapping: dict[str, Any], key: str) -> str:
    if "destinations" in mapping.get("required", ()):
        return ', or an "include" that brings them'
    if key == "tags":
        return "; `tags: {}` takes all there are"
    if key == "ignore":
        return ', for example `ignore: {retention: "why"}`'
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
    "query_accounts": '"query_accounts" is about the table of "queries" of a bucket with "org_id": write both, or take '
    "it out",
    "lock_address": '"lock_address" without "unlock_address" would lock the state for ever: write both',
    "unlock_address": '"unlock_address" without "lock_address" has no lock to release: write both',
}
"""Key that needs another one → why, and what to do."""


def dependent(problem: Problem) -> Iterator[Mistake]:
    """Each key that needs another one, which is missing."""
    for key, needed in problem.limit.items():
        if key in problem.value and not problem.value.keys() >= set(needed):
            yield at_key(problem.file, (*problem.path, key), "missing-key", _DEPENDENT[key])


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
