"""Diagnostics → what users and their tools read: text, JSON, GitHub's workflow commands, SARIF. Prints nothing."""

from gen_flowlogs.show.colour import wants_colour
from gen_flowlogs.show.github import as_github, workflow_command
from gen_flowlogs.show.json import as_json
from gen_flowlogs.show.sarif import as_sarif
from gen_flowlogs.show.text import as_text, summary

__all__ = ["as_github", "as_json", "as_sarif", "as_text", "summary", "wants_colour", "workflow_command"]
