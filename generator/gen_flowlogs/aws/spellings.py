"""The two spellings of a record field: with hyphens in log formats, with underscores as a column of Parquet.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html (read 2026-10).
"""

from __future__ import annotations


def column(name: str) -> str:
    """The column of a field in Parquet, and its key in our own output."""
    return name.replace("-", "_")


def spelled(text: str) -> str:
    """A field as log formats spell it: `log_status` and `log-status` are one."""
    return text.strip().lower().replace("_", "-")
