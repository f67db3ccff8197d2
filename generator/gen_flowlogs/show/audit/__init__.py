"""Audits → text, Markdown and JSON."""

from gen_flowlogs.show.audit.json import as_json
from gen_flowlogs.show.audit.markdown import as_markdown
from gen_flowlogs.show.audit.report import AuditReport
from gen_flowlogs.show.audit.text import as_text

__all__ = ["AuditReport", "as_json", "as_markdown", "as_text"]
