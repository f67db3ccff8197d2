"""Diagnostics → text for people and their tools: text, JSON, GitHub's workflow commands, SARIF. Prints nothing.

The forms of a comparison are in `show.changes`.
"""

from gen_flowlogs.show.colour import wants_colour
from gen_flowlogs.show.diagnostics.github import as_github, workflow_command
from gen_flowlogs.show.diagnostics.json import as_json
from gen_flowlogs.show.diagnostics.sarif import as_sarif
from gen_flowlogs.show.diagnostics.text import as_text, summary

__all__ = ["as_github", "as_json", "as_sarif", "as_text", "summary", "wants_colour", "workflow_command"]
