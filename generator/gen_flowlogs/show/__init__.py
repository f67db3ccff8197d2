"""Diagnostics → text for people and their tools: in each form that `--format` names. Prints nothing.

A form is imported when it is asked for: a run needs one. The forms of a comparison are in `show.changes`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gen_flowlogs.show.colour import wants_colour
    from gen_flowlogs.show.diagnostics.github import as_github, workflow_command
    from gen_flowlogs.show.diagnostics.gitlab import as_gitlab
    from gen_flowlogs.show.diagnostics.json import as_json
    from gen_flowlogs.show.diagnostics.junit import as_junit
    from gen_flowlogs.show.diagnostics.sarif import as_sarif
    from gen_flowlogs.show.diagnostics.text import as_text, summary

__all__ = [
    "as_github",
    "as_gitlab",
    "as_json",
    "as_junit",
    "as_sarif",
    "as_text",
    "summary",
    "wants_colour",
    "workflow_command",
]

_MODULES: Final = {
    "as_github": "diagnostics.github",
    "as_gitlab": "diagnostics.gitlab",
    "as_json": "diagnostics.json",
    "as_junit": "diagnostics.junit",
    "as_sarif": "diagnostics.sarif",
    "as_text": "diagnostics.text",
    "summary": "diagnostics.text",
    "wants_colour": "colour",
    "workflow_command": "diagnostics.github",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
