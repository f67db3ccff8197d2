"""Comparisons → text for people and their tools: text for a terminal, Markdown for a pull request, JSON."""

from gen_flowlogs.show.changes.json import as_json
from gen_flowlogs.show.changes.markdown import as_markdown
from gen_flowlogs.show.changes.report import NOTHING, Line, Report, Since
from gen_flowlogs.show.changes.text import as_text

__all__ = ["NOTHING", "Line", "Report", "Since", "as_json", "as_markdown", "as_text"]
