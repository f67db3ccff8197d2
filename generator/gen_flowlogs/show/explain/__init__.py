"""Answers of `explain` → what a person or another program reads."""

from __future__ import annotations

from gen_flowlogs.show.explain.json import as_json
from gen_flowlogs.show.explain.origins import Positions, origins
from gen_flowlogs.show.explain.text import as_text

__all__ = ["Positions", "as_json", "as_text", "origins"]
