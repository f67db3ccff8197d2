"""A problem that jsonschema found, and the mistake it stands for.

Comes in: an error of jsonschema. Goes out: the few of its parts that count; never its message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import Finding, Origin, Path

if TYPE_CHECKING:
    from jsonschema import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """A keyword of the schema that a value does not satisfy."""

    file: str
    path: Path
    keyword: str
    limit: Any  # what the keyword says
    value: Any
    schema: dict[str, Any]  # the mapping that the keyword stands in
    of_name: bool  # `value` is the name of a key of what stands at `path`


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. Without a finding, another one already says it; without `cut`, all of the data can stay."""

    finding: Finding | None
    cut: Path | None


def problem(error: ValidationError, file: str) -> Problem:
    """The parts of an error."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    of_name = "propertyNames" in error.absolute_schema_path
    path = tuple(error.absolute_path)
    return Problem(file, path, str(error.validator), error.validator_value, error.instance, schema, of_name)


def at_key(file: str, path: Path, slug: str, message: str, *, first: Path | None = None) -> Mistake:
    """A key that cannot stay; `first` is the earlier key that excludes it."""
    related = () if first is None else ((f'"{first[-1]}" is at', Origin(file, first, "key")),)
    return Mistake(Finding(slug, message, Origin(file, path, "key"), related), path)
