"""Comparisons → what people and their tools read: text for a terminal, Markdown for a pull request, JSON."""

from gen_flowlogs.compare.forms.json import as_json
from gen_flowlogs.compare.forms.markdown import as_markdown
from gen_flowlogs.compare.forms.report import Report
from gen_flowlogs.compare.forms.text import as_text

__all__ = ["Report", "as_json", "as_markdown", "as_text"]
