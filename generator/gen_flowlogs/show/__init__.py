"""Diagnostics → text for people and their tools: in each form that `--format` names. Prints nothing.

The forms of a comparison are in `show.changes`.
"""

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
