"""Diagnostics → what users and their tools read: text, JSON, GitHub's workflow commands, SARIF. Prints nothing."""

from generator.show.colour import wants_colour
from generator.show.github import as_github
from generator.show.json import as_json
from generator.show.sarif import as_sarif
from generator.show.text import as_text, summary

__all__ = ["as_github", "as_json", "as_sarif", "as_text", "summary", "wants_colour"]
