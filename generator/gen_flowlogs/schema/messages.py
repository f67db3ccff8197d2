"""Problems that jsonschema finds → mistakes that an author reads, in the compiler's own words.

Each keyword of the schema leads to the module that explains it: `keys` explains unknown and missing keys, `choices`
keys that exclude each other, and `hints` and `names` add to a wrong value how to fix it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.hcl import recognition
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.rules import RULES
from gen_flowlogs.schema import backends, choices, hints, keys, names
from gen_flowlogs.schema.mistakes import Mistake, Problem, at_key
from gen_flowlogs.schema.repeats import repeats
from gen_flowlogs.schema.words import ENTRIES, kind, show, subject, types

if TYPE_CHECKING:
    from collections.abc import Iterator


_REASONS = {"each": "means each of them", "all": "means all of them"}
"""Reserved name of a stack → why."""

_LONG = 30
"""Words of a message that is read at once."""

_DEVICE = "is that of a device on Windows, where no folder can have it"
"""Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file."""


def mistakes(problem: Problem, *, data: dict[str, Any], include: bool) -> Iterator[Mistake]:
    """Explain a problem, and name the part of the data to cut. `data` is the whole file's."""
    if problem.of_name:
        yield _name(problem)
        return
    match problem.keyword:
        case "additionalProperties":
            yield from keys.unknown(problem, include=include)
        case "required":
            yield from keys.missing(problem)
        case "dependencies":
            yield from keys.dependent(problem)
        case "oneOf" | "maxProperties" | "minProperties":
            yield from choices.explain(problem)
        case "not" if problem.path == ("name",):
            message = f"the name {quoted(problem.value)} {_DEVICE}; choose another name for this spec"
            yield Mistake(Finding("reserved-name", message, Origin(problem.file, problem.path)), problem.path)
        case "not":
            yield choices.excluded(problem, data)
        case "uniqueItems":
            yield from _twice(problem)
        case _:
            slug, message = _value(problem)
            yield Mistake(Finding(slug, message, Origin(problem.file, problem.path)), problem.path)


def _value(problem: Problem) -> tuple[str, str]:
    """Slug and message of a value that is wrong in itself."""
    path, value, limit = problem.path, problem.value, problem.limit
    what = subject(path)
    if value is None:
        return "wrong-type", f"{what} {_empty(path)}"
    match problem.keyword:
        case "type":
            wanted = hints.wanted(path) or types(limit)
            if path[:2] == backends.WHERE:  # whatever is written there may be a secret
                named = path == backends.WHERE and value in backends.KINDS
                hint = f": write `backend: {{{value}: {{…}}}}`" if named else ""
                return "wrong-type", f"{what} takes {wanted}, not {kind(value)}{hint}"
            if limit == "integer" and "enum" in problem.schema and not _is_number(value):
                return "wrong-type", hints.of_choice(value, problem.schema["enum"], path)[1]
            return "wrong-type", f"{what} takes {wanted}, not {show(value)}{hints.of_type(value, limit, path)}"
        case "const":
            return "invalid-value", f"{what} is {limit}, the only one that this compiler knows, not {show(value)}"
        case "enum":
            return hints.of_choice(value, limit, path)
        case "pattern":
            expected = problem.schema["patternErrorMessage"]
            if path[:2] == backends.WHERE:
                return "invalid-format", f"{what} does not fit: {expected}"
            advice = names.of_shape(value, path)
            message = f"{show(value)} does not fit {what}: {expected}{advice}"
            if (
                advice
                and len(message.split()) > _LONG
                and (
                    recognition.holds_expression(str(value))
                    or path[-2:-1] == ("readers",)
                    or path[-1] in ("ref", "var")
                )
            ):
                message = f"{show(value)} does not fit {what}{advice}"  # which has a legal form too
            return "invalid-format", message
        case _:
            return "out-of-range", f"{what} {_range(problem)}"


def _is_number(value: object) -> bool:
    """Whether a value is a number, or a text of digits: then that is what is wrong with it."""
    return isinstance(value, float) or (isinstance(value, str) and value.isdecimal())


def _range(problem: Problem) -> str:
    """Explain a value that is too large or too small, or has too many or too few items."""
    value, limit = problem.value, problem.limit
    match problem.keyword:
        case "minLength" | "minItems" if not value:
            return _empty(problem.path)
        case "minLength":
            return f"is shorter than {limit} characters: {show(value)}"
        case "maxLength":
            return f"has {len(value)} characters, and at most {limit} are allowed"
        case "maxItems":
            return f"has {len(value)} items, and at most {limit} are allowed"
        case "minimum":
            return f"is {limit} or more, not {show(value)}"
        case "maximum":
            return f"is {limit} or less, not {show(value)}"
        case keyword:
            raise AssertionError(keyword)


def _empty(path: Path) -> str:
    match path:
        case (("version" | "name"),) | ("stacks", _, "account" | "region") | (*_, "reason" | "role_arn"):
            return "is empty: give it a value"
    return f"is empty: give it a value, or take {'it' if isinstance(path[-1], int) else 'the key'} out"


def _name(problem: Problem) -> Mistake:
    """A key that authors choose themselves, where it cannot be chosen so."""
    name, path = str(problem.value), (*problem.path, str(problem.value))
    if problem.keyword == "pattern" and not 0 < len(name) <= problem.schema.get("maxLength", len(name)):
        return Mistake(None, path)  # its length is told already
    if path[:2] == backends.WHERE:
        return at_key(problem.file, path, "unknown-key", backends.unknown(name, problem.path))
    what = "value" if path[-2:-1] == ("values",) else ENTRIES.get(str(path[0]), "key") if len(path) == 2 else "key"
    what = "exemption" if path[:2] == ("audit", "exempt") else what
    slug, message = _about_name(problem, name, what)
    return at_key(problem.file, path, slug, message)


def _about_name(problem: Problem, name: str, what: str) -> tuple[str, str]:
    match problem.keyword:
        case "not":
            why = "is built in" if what in ("filter", "value") else _REASONS.get(name, _DEVICE)
            return "reserved-name", f"the {what} {quoted(name)} {why}; choose another name for this one"
        case "enum" if name in RULES:
            return "invalid-value", f"{quoted(name)} is an error, and only warnings can be ignored"
        case "enum":
            return "invalid-value", f"{quoted(name)} is no warning of this compiler{hints.of_rule(name, problem.limit)}"
        case "minLength":
            return "out-of-range", f"the name of this {what} is empty"
        case "maxLength":
            return "out-of-range", f"a name has at most {problem.limit} characters, and this one has {len(name)}"
        case "pattern" if what == "exemption":
            return "invalid-format", f"{quoted(name)} cannot be exempt: {problem.schema['patternErrorMessage']}"
        case "pattern":
            expected = problem.schema["patternErrorMessage"]
            advice = names.of_name(name)
            message = f"{quoted(name)} cannot name a {what}"
            is_long = advice and len(f"{message}: {expected}{advice}".split()) > _LONG  # it has a legal form too
            return "invalid-format", f"{message}{advice}" if is_long else f"{message}: {expected}{advice}"
        case keyword:
            raise AssertionError(keyword)


def _twice(problem: Problem) -> Iterator[Mistake]:
    """Each item of a list that stands in it earlier."""
    path: Path = problem.path
    for index, earlier in repeats(problem.value):
        message = f"{show(problem.value[index])} is in {subject(path)} twice; take one of them out"
        related = (("first at", Origin(problem.file, (*path, earlier))),)
        yield Mistake(Finding("duplicate-item", message, Origin(problem.file, (*path, index)), related), path)
