"""Reports → one self-contained page of HTML, or Markdown.

A form bounds what it shows of a long list, and tells how much it leaves out.
"""

from gen_flowlogs.show.report.html import as_html
from gen_flowlogs.show.report.markdown import as_markdown
from gen_flowlogs.show.report.origins import origins

__all__ = ["as_html", "as_markdown", "origins"]
