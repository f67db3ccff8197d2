"""Comparisons → what people and their tools read: text for a terminal, Markdown for a pull request, JSON."""

from generator.compare.forms.json import as_json
from generator.compare.forms.markdown import as_markdown
from generator.compare.forms.report import Report
from generator.compare.forms.text import as_text

__all__ = ["Report", "as_json", "as_markdown", "as_text"]
