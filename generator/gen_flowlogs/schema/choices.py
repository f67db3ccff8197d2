"""Messages about keys of which exactly one is needed, and about keys that exclude each other.

Comes in: a problem with the keys of a mapping. Goes out: mistakes. Of two keys that exclude each other the later one
is reported, and names the earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.schema import backends, other_places, synonyms
from gen_flowlogs.schema.cut import stays_empty
from gen_flowlogs.schema.keys import known, misspelt
from gen_flowlogs.schema.language import schema
from gen_flowlogs.schema.mistakes import Mistake, Problem, at_key
from gen_flowlogs.schema.words import listed, subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def explain(problem: Problem) -> Iterator[Mistake]:
    """A mapping with none, or with too many, of the keys of which one is needed."""
    match problem.keyword:
        case "oneOf" if isinstance(problem.value, dict):
            yield from _definition(problem)
        case "maxProperties" | "minProperties" if problem.path[2:3] == ("destinations",):
            yield _entry(problem)
        case "maxProperties":
            said = [key for key in problem.value if key in known(problem.schema)]
            yield from _too_many(problem, said, _why(problem.path))
        case "minProperties":
            yield _too_few(problem)


def _entry(problem: Problem) -> Mistake:
    """An entry of a capture point's destinations that has not exactly one name."""
    has = f"names {len(problem.value)} destinations: write an item for each" if problem.value else "is empty: name one"
    message = f"{subject(problem.path)} {has}, `- NAME: {{adopted: […]}}`"
    slug = "too-many-choices" if problem.value else "no-choice"
    return Mistake(Finding(slug, message, Origin(problem.file, problem.path)), problem.path)


def _definition(problem: Problem) -> Iterator[Mistake]:
    """A capture point without exactly one target, or a destination without exactly one kind."""
    legal = [choice["required"][0] for choice in problem.limit]
    said = [key for key in problem.value if key in legal]
    if len(problem.path) > 2:  # a plural target
        yield from _target(problem, said, legal)
        return
    point = problem.path[0] == "capture_points"
    if said:
        one = "a capture point has one target" if point else "a destination has one kind"
        why = f"{one}; take one of them out, or write it in another {'capture point' if point else 'destination'}"
        yield from _too_many(problem, said, why)
    elif not _is_meant(problem, legal, point=point):
        lacks = "no target" if point else "no kind"
        message = f"{subject(problem.path)} has {lacks}: write exactly one of {listed(legal)}"
        yield Mistake(Finding("no-choice", message, Origin(problem.file, problem.path, "key")), None)


def _is_meant(problem: Problem, legal: Sequence[str], *, point: bool) -> bool:
    """Whether an unknown key, which is reported, is one of the legal ones in other words."""
    meant = misspelt(problem.value, _definition_keys(point=point)) | {
        synonyms.meant(key, problem.path) for key in problem.value
    }
    return bool(meant & set(legal)) or any(other_places.chooses(key, problem.path) for key in problem.value)


def _target(problem: Problem, said: Sequence[str], legal: Sequence[str]) -> Iterator[Mistake]:
    """A plural target that is said in no way, or in several."""
    path = problem.path
    if said:
        yield from _too_many(problem, said, _why(path))
    else:
        lacks = "has no target" if problem.value else "is empty"
        message = f"{subject(path)} {lacks}: write exactly one of {listed(legal)}"
        meant = misspelt(problem.value, legal) or any(other_places.chooses(key, path) for key in problem.value)
        yield Mistake(None if meant else Finding("no-choice", message, Origin(problem.file, path, "key")), path)


def _definition_keys(*, point: bool) -> Sequence[str]:
    return known(schema(include=False)["definitions"]["capture_point" if point else "destination"])


def _too_many(problem: Problem, said: Sequence[str], why: str) -> Iterator[Mistake]:
    for later in said[1:]:
        message = f"{quoted(later)} beside {quoted(said[0])}: {why}"
        path = (*problem.path, later)
        yield at_key(problem.file, path, "too-many-choices", message, first=(*problem.path, said[0]))


def _why(path: Path) -> str:
    match path:
        case ("terraform", *_):
            return "Terraform keeps its state in one place; take one of them out"
        case (*_, "lookup"):
            return 'a lookup is by "tags" or by "name"; write the name as the tag `Name`'
        case ("destinations", *_):
            return "one of them is all that is used; take the other out"
        case _:
            return "a target is given in one way; take one of them out"


def _too_few(problem: Problem) -> Mistake:
    path, legal = problem.path, known(problem.schema)
    cut = None if stays_empty(path) else path
    if problem.schema.get("maxProperties") == 1:
        message = f"{subject(path)} is empty: write exactly one of {listed(legal)}"
        return Mistake(Finding("no-choice", message, Origin(problem.file, path, "key")), cut)
    ending = f": write one of {listed(legal)}, or take the key out" if legal else ": write at least one"
    return Mistake(Finding("out-of-range", f"{subject(path)} is empty{ending}", Origin(problem.file, path)), cut)


def excluded(problem: Problem, data: dict[str, Any]) -> Mistake:
    """A key that cannot stand here: it is the compiler's own, a secret, or another key excludes it."""
    path, key = problem.path, str(problem.path[-1])
    if problem.limit:  # of a value, such as an address
        slug, message = backends.secret_within(path)
        return Mistake(Finding(slug, message, Origin(problem.file, path)), path)
    if path[0] == "terraform":
        slug, message = backends.excluded(path)
        return at_key(problem.file, path, slug, message)
    siblings: Any = data
    for step in path[:-1]:
        siblings = siblings[step]
    if key == "arn" and siblings.get("existing") is not True:
        if "existing" in siblings and not isinstance(siblings["existing"], bool):
            return Mistake(None, path)  # that is reported alone
        message = '"arn" is of what exists already: write `existing: true` too, or the name of what is to be created'
        return at_key(problem.file, path, "missing-key", message)
    other, why = _excludes(key, siblings)
    first, later = sorted((key, other), key=list(siblings).index)
    message = f"{quoted(later)} beside {quoted(first)}: {why}; take one of them out"
    mistake = at_key(problem.file, (*path[:-1], later), "conflicting-keys", message, first=(*path[:-1], first))
    return Mistake(mistake.finding, path)


def _excludes(key: str, siblings: dict[str, Any]) -> tuple[str, str]:
    """The key that excludes another one, and why."""
    match key:
        case "keyed":
            return "lookup", "the keys of a lookup are the ids that it finds"
        case "log_group" | "bucket":
            return "arn", "an ARN replaces the name"
    if "existing" in siblings:
        return "existing", "what exists already is not managed here"
    return "arn", "the shape of a role that exists already is not managed here"
