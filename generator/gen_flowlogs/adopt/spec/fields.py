"""The format of a flow log as AWS has it → the fields of a filter, as a preset or a list in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.fields import DEFAULT, NAMES, PRESETS, names_of
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Family

_FORMAT = pattern(r"\s*(?:\$\{[^{}\s]+\}\s*)+")
_LEAST = 3  # fields that a preset must have for its name to say more than a list


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields as a filter says them: a preset, further names, or both; neither is AWS's default."""

    preset: str | None = None
    names: tuple[str, ...] = ()


class UnknownFormat(ValueError):  # noqa: N818 - its text is the reason, a clause
    """A format that no filter can say."""


def read(text: str | None, family: Family) -> tuple[str, ...]:
    """The names in a format, in order. Raises UnknownFormat for one that the compiler refuses."""
    if text is None:
        return DEFAULT[family]
    if not _FORMAT.fullmatch(text):
        raise UnknownFormat("its format is no list of fields such as ${version}")
    names = names_of(text)
    unknown = next((name for name in names if name not in NAMES[family]), None)
    if unknown is not None:
        raise UnknownFormat(f"its format has the field {unknown}, which this version does not know for its kind")
    if len(set(names)) < len(names):
        raise UnknownFormat("its format has one field twice")
    return names


def said(names: tuple[str, ...], family: Family) -> Fields:
    """Names as a filter says them best: by the preset that they are, or that they begin with."""
    if names == DEFAULT[family]:
        return Fields()
    several = {preset: held[family] for preset, held in PRESETS.items()}
    whole = next((preset for preset, held in several.items() if held == names), None)
    if whole is not None:
        return Fields(preset=whole)
    begin = [preset for preset, held in several.items() if len(held) >= _LEAST and held == names[: len(held)]]
    longest = max(begin, key=lambda preset: len(several[preset]), default=None)
    return Fields(names=names) if longest is None else Fields(longest, names[len(several[longest]) :])
