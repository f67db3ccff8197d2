"""Diagnostics → workflow commands, which GitHub Actions shows as annotations on the lines of a pull request.

Source of the syntax and the escapes: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import Diagnostic, shown
from gen_flowlogs.show.diagnostics import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST_PATH = 4096
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_MESSAGE = str.maketrans(_IN_MESSAGE)
_PROPERTY = str.maketrans({**_IN_MESSAGE, ":": "%3A", ",": "%2C"})


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each; `endColumn` is the last column that is meant."""
    return "".join(_one(diagnostic) for diagnostic in diagnostics)


def _one(diagnostic: Diagnostic) -> str:
    at = diagnostic.position
    properties = {
        "file": shown(at.file, _LONGEST_PATH),
        "line": str(at.line),
        "col": str(at.column),
        "endColumn": str(at.column + at.width - 1),
        "title": diagnostic.slug,
    }
    return f"{workflow_command(diagnostic.severity, properties, phrases.message(diagnostic))}\n"


def workflow_command(name: str, properties: Mapping[str, str], message: str) -> str:
    """One workflow command, without a line end. `##[` inside of it, which older runners take for another, is broken."""
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{message.translate(_MESSAGE)}".replace("##[", "##\\[")
