"""Notes beside records, on standard error: misfits, headers that differ, files that cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.fields import BY_NAME, PRESETS
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.record_files import shown_name
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from gen_flowlogs.decode.pieces import Misfit

_MOST_SHOWN: Final = 100
_MOST_KINDS: Final = 20
_MOST_HEADERS: Final = 20
_FLOW_LOG: Final = pattern(r"(?<![0-9A-Za-z])fl-[0-9a-f]{8,17}(?![0-9A-Za-z])")


class Notes:
    """The notes of one run, and the exit code that they make. `expected`: the record formats of the spec, if any."""

    def __init__(self, expected: tuple[tuple[str, ...], ...], named: str) -> None:
        self.misfits = 0
        self._expected = expected
        self._named = named
        self._kinds: Counter[str] = Counter()
        self._shown: Counter[str] = Counter()
        self._headers: set[tuple[str, ...]] = set()
        self._missing: set[str] = set()
        self._warnings = 0
        self._unreadable = 0

    def misfit(self, file: str, misfit: Misfit) -> None:
        """Note a record that does not fit; after very many of them, only their number is noted in the end."""
        self.misfits += 1
        kind = misfit.kind if misfit.kind in self._kinds or len(self._kinds) < _MOST_KINDS else "other reasons"
        self._kinds[kind] += 1
        if self.misfits <= _MOST_SHOWN:
            self._shown[kind] += 1
            place = f"{file}:{misfit.number}" if misfit.unit == "line" else f"{file}: {misfit.unit} {misfit.number}"
            terminal.note(f"{place}: {misfit.reason}")

    def unreadable(self, file: str, why: str) -> None:
        """Note a file that cannot be read to its end."""
        self._unreadable += 1
        terminal.note(f"gen-flowlogs: cannot read all of {file}: {why}")

    def lost(self, message: str) -> None:
        """Note a file that cannot be read at all."""
        self._unreadable += 1
        terminal.note(f"gen-flowlogs: {message}")

    def header(self, name: str, fields: tuple[str, ...], *, order: bool = True) -> None:
        """Note the first header of each kind that is not of the spec, and fields that AWS is not known to have.

        `order`: whether the order of the fields counts.
        """
        if fields in self._headers or len(self._headers) >= _MOST_HEADERS:
            return
        self._headers.add(fields)
        unknown = [each for each in fields if each not in BY_NAME]
        if unknown:
            self._warn(f"{_called(name)}: {listing(unknown)} {_are(unknown)} not in the catalogue: read as text")
        is_known = fields in self._expected or (not order and set(fields) in map(set, self._expected))
        if self._expected and not is_known:
            self._warn(f"{_called(name)}: {self._difference(fields)}; records are read by the header")

    def missing(self, file: str, fields: list[str]) -> None:
        """Note, once for each field, that records do not have it."""
        new = [each for each in fields if each not in self._missing]
        if new:
            self._missing.update(new)
            self._warn(f"{file}: its records have no {listing(new, last='or')}; the output has no value there")

    def dropped(self, file: str, fields: list[str], of: str) -> None:
        """Note, once, that CSV has the columns `of` a spec or of the first records, and none for some fields."""
        if "" not in self._missing:
            self._missing.add("")
            self._warn(f"{file}: the CSV has the columns of {of}, without {listing(fields)}: name all with --columns")

    def end(self, records: int) -> None:
        """Note how many records do not fit."""
        for kind, count in self._kinds.most_common():
            if count > self._shown[kind]:
                terminal.note(f"gen-flowlogs: … and {count - self._shown[kind]:,} more: {kind}")
        if self.misfits:
            does = "1 record does" if self.misfits == 1 else f"{self.misfits:,} records do"
            terminal.note(
                f"gen-flowlogs: {does} not fit the format; {records:,} {'was' if records == 1 else 'were'} read"
            )
            hint = _hint(self._kinds, records)
            if hint:
                terminal.note(f"gen-flowlogs: {hint}")

    def code(self, *, strict: bool) -> int:
        """The exit code."""
        if self._unreadable:
            return exits.FAILED
        return exits.FINDINGS if self.misfits or (strict and self._warnings) else exits.CLEAN

    def _warn(self, text: str) -> None:
        self._warnings += 1
        terminal.note(f"gen-flowlogs: {text}")

    def _difference(self, fields: tuple[str, ...]) -> str:
        nearest = max(self._expected, key=lambda each: len(set(each) & set(fields)))
        more = [each for each in fields if each not in nearest]
        less = [each for each in nearest if each not in fields]
        if not more and not less:
            return f"its header has the fields of {self._named} in another order"
        parts = [f"adds {listing(more)}"] if more else []
        parts += [f"lacks {listing(less)}"] if less else []
        return f"its header is not that of {self._named}: the header {' and '.join(parts)}"


def _called(name: str) -> str:
    flow_log = _FLOW_LOG.search(name.rpartition("/")[2])
    return shown_name(name) + (f" ({flow_log[0]})" if flow_log else "")


def _are(several: list[str]) -> str:
    return "is" if len(several) == 1 else "are"


def _hint(kinds: Counter[str], records: int) -> str:
    """The preset that has as many fields as records that never fit."""
    found = re.match(r"(\d+) fields? instead of", next(iter(kinds), "")) if not records else None
    if found is None:
        return ""
    names = [name for name, preset in PRESETS.items() if len(preset["vpc"]) == int(found[1])]
    return f"--fields {names[0]} has {found[1]} fields" if names else ""
