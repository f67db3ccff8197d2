"""The arguments of `decode` → what is asked for: record formats, files, columns and conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import BY_NAME, PRESETS
from gen_flowlogs.aws.spellings import spelled
from gen_flowlogs.captures.named import UnknownNameError, pairs
from gen_flowlogs.cli import exits
from gen_flowlogs.cli.asked_specs import understood
from gen_flowlogs.cli.inputs import distinct
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.decode.conditions import Condition, ConditionError, condition
from gen_flowlogs.decode.formats import Column, column_of
from gen_flowlogs.decode.formats import asked as fields_asked
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing, nearest, quoted
from gen_flowlogs.repository import ENDINGS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that is asked for. `formats`: none where headers name the fields; `named`: the spec and name in messages."""

    formats: tuple[tuple[str, ...], ...]
    named: str
    files: tuple[str, ...]
    columns: tuple[str, ...] | None
    conditions: tuple[Condition, ...]
    asked_fields: tuple[str, ...]

    def columns_known(self) -> tuple[Column, ...] | None:
        """The columns of an output without any record; None where they are not known."""
        names = self.columns if self.columns is not None else self.formats[0] if len(self.formats) == 1 else None
        return None if names is None else tuple(map(column_of, names))


def asked(arguments: argparse.Namespace) -> Asked | int:
    """The values of arguments, or the exit code of a spec with errors. Raises UsageError and FileError."""
    words: list[str] = list(arguments.words)
    formats: tuple[tuple[str, ...], ...] = ()
    named = "--fields"
    conditions = tuple(_condition(text) for text in arguments.where)
    if arguments.fields is not None:
        formats = (_fields(arguments),)
    elif not arguments.header:
        if len(words) < 2:
            raise exits.UsageError(_without_spec(words))
        spec, what, *words = words
        if spec == "-" and words in ([], ["-"]):
            raise exits.UsageError("the spec and the records cannot both come from standard input: name files")
        made = understood([spec], arguments.root, "nothing is decoded")
        if isinstance(made, int):
            return made
        try:
            found = pairs(made[0].spec, what)
        except UnknownNameError as error:
            raise exits.UsageError(str(error)) from error
        formats = tuple(dict.fromkeys(point.filter.fields(point.kind.family) for point, _ in found))
        named = f"{what} in {shown(spec, 200)}"
    files = tuple(words) or ("-",)
    distinct(files)
    columns = None if arguments.columns is None else _columns(arguments.columns)
    known = {*BY_NAME, *(name for names in formats for name in names)}
    fields = tuple(dict.fromkeys((*(columns or ()), *(each.field for each in conditions))))
    _refuse_unknown(fields, known)
    return Asked(formats=formats, named=named, files=files, columns=columns, conditions=conditions, asked_fields=fields)


def _fields(arguments: argparse.Namespace) -> tuple[str, ...]:
    names = fields_asked(arguments.fields, arguments.family)
    if not names:
        raise exits.UsageError(f"--fields: name fields or a preset: {listing(list(PRESETS), 20)}")
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        near = nearest(unknown[0], [*BY_NAME, *PRESETS])
        hint = f"; did you mean {near}?" if near else "; `gen-flowlogs fields` lists fields and presets"
        raise exits.UsageError(f"--fields: there is no field or preset {quoted(unknown[0])}{hint}")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise exits.UsageError(f"--fields names {twice} more than once")
    return names


def _columns(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(spelled(name) for name in text.split(",") if name.strip()))
    if not names:
        raise exits.UsageError("--columns names no field: write names, such as srcaddr,action")
    return names


def _condition(text: str) -> Condition:
    try:
        return condition(text)
    except ConditionError as error:
        raise exits.UsageError(f"--where: {error}") from error


def _refuse_unknown(fields: Iterable[str], known: set[str]) -> None:
    for name in fields:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else "`gen-flowlogs fields` lists them"
            raise exits.UsageError(f"there is no field {quoted(name)}; {hint}")


def _without_spec(words: list[str]) -> str:
    if not words:
        return (
            "name the format of the records: SPEC WHAT, --fields LIST, or --header for files that have one; files "
            "come last"
        )
    if not words[0].endswith((*ENDINGS, "-")):
        return (
            f"{shown(words[0], 80)} is no spec; name the format of the records: `gen-flowlogs decode SPEC WHAT "
            f"{shown(words[0], 80)}`, or --fields LIST, or --header"
        )
    return (
        f"name a capture point or destination: `gen-flowlogs decode {shown(words[0], 80)} WHAT`; without a spec, give "
        "--fields LIST or --header"
    )
