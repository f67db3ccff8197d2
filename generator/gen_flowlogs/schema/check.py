"""Document → findings, and the data that is sound.

jsonschema-rs says yes or no. Only after a no (or where it cannot tell) does jsonschema look for the mistakes, and only
in the definitions that have some: it takes a hundred times as long.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.schema.cut import without
from gen_flowlogs.schema.language import SECTIONS, schema, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jsonschema_rs import Draft7Validator

    from gen_flowlogs.schema.mistakes import Mistake

MOST = 200
"""The most mistakes that are listed for one file."""


class Checkable(Protocol):
    """The part of a `gen_flowlogs.source.Document` that is read here."""

    file: str
    data: dict[str, Any]

    @property
    def broken(self) -> bool:
        """Whether something is wrong with the file as a file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking one file against the schema.

    `data` has no value of a wrong type or shape, but may lack what must be there: keys of the spec, of a definition
    and of the settings of a destination or a backend. Of a sound file it is the very data of the document.
    """

    findings: tuple[Finding, ...]
    data: dict[str, Any]


def check(document: Checkable, *, include: bool = False) -> Verdict:
    """Find the mistakes of one file, and cut them out of its data. `include`: another file takes it in.

    Of more than `MOST` mistakes the first ones are listed, and that there are more. Of a file that could not be read
    nothing is said.
    """
    data = document.data
    if _accepts(_validator(None, include=include), data) or (document.broken and not data):
        return Verdict((), data)
    suspect = _suspect(data, include=include)
    found: list[Mistake] = []
    findings: dict[object, Finding] = {}
    for mistake in _mistakes(document, suspect, include=include):
        found.append(mistake)
        if mistake.finding is not None:
            findings.setdefault(_identity(mistake.finding), mistake.finding)
        if len(findings) > MOST:
            findings.popitem()
            more = f"more than {MOST} mistakes; the others are listed once these are put right"
            findings[()] = Finding("out-of-range", more, Origin(document.file))
            return Verdict(tuple(findings.values()), _sound(data, suspect, include=include))
    if not found:  # the fast validator could not tell
        return Verdict((), data)
    return Verdict(
        tuple(findings.values()), without(data, (mistake.cut for mistake in found if mistake.cut is not None))
    )


def _mistakes(document: Checkable, suspect: dict[str, Any], *, include: bool) -> Iterator[Mistake]:
    from jsonschema import Draft7Validator, validators  # noqa: PLC0415 - a sound spec does not need it

    from gen_flowlogs.schema.messages import mistakes  # noqa: PLC0415 - nor this
    from gen_flowlogs.schema.mistakes import problem  # noqa: PLC0415
    from gen_flowlogs.schema.repeats import unique_items  # noqa: PLC0415

    validator = validators.extend(Draft7Validator, {"uniqueItems": unique_items})  # type: ignore[no-untyped-call]  # typeshed's gap
    for error in validator(schema(include=include)).iter_errors(suspect):
        yield from mistakes(problem(error, document.file), data=document.data, include=include)


def _identity(finding: Finding) -> object:
    """Findings that share it are one: the first thing said of a value, and each different thing said of a key."""
    of_key = isinstance(finding.at, Origin) and finding.at.part == "key"
    return (finding.at, finding.slug, finding.message) if of_key else finding.at


@cache
def _validator(name: str | None, *, include: bool) -> Draft7Validator:
    """The fast validator of a whole file, or of the value of one top-level key."""
    from jsonschema_rs import Draft7Validator  # noqa: PLC0415 - commands without a spec do not need it

    return Draft7Validator(schema(include=include) if name is None else section(name, include=include))


def _accepts(validator: Draft7Validator, data: object) -> bool:
    """Whether data is certainly valid. Data that the fast validator cannot read is not."""
    try:
        return validator.is_valid(data)
    except (ValueError, OverflowError, RecursionError):  # a lone surrogate, say
        return False


def _suspect(data: dict[str, Any], *, include: bool) -> dict[str, Any]:
    """The data without the definitions that are sound, but for one of each section: an empty one would be a mistake."""
    suspect = dict(data)
    for name in SECTIONS:
        entries = data.get(name)
        if isinstance(entries, dict) and len(entries) > 1 and name in schema(include=include)["properties"]:
            wrong = {key: entries[key] for key in _wrong(name, entries, include=include)}
            sound = next((key for key in entries if key not in wrong), None)
            suspect[name] = wrong if sound is None else {sound: entries[sound], **wrong}
    return suspect


def _sound(data: dict[str, Any], suspect: dict[str, Any], *, include: bool) -> dict[str, Any]:
    """The data without each definition, and each other top-level value, that has a mistake anywhere."""
    legal = schema(include=include)["properties"]
    cut: list[tuple[str, ...]] = [(name,) for name in suspect if name not in legal]
    for name, value in suspect.items():
        if name in legal and name in SECTIONS and isinstance(value, dict):
            cut += [(name, key) for key in _wrong(name, value, include=include)]
        elif name in legal and not _accepts(_validator(name, include=include), value):
            cut.append((name,))
    return without(data, cut)


def _wrong(name: str, entries: dict[str, Any], *, include: bool) -> Iterable[str]:
    """The names of a section whose definition, or which themselves, are not valid."""
    validator = _validator(name, include=include)
    return [key for key, value in entries.items() if not _accepts(validator, {key: value})]
