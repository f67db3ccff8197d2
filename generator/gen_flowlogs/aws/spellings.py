"""Other spellings: of a record field, with hyphens in log formats, with underscores as a column of Parquet; of traffic.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html (read 2026-10).
"""

from __future__ import annotations

TRAFFIC = {
    **dict.fromkeys(("allow", "allowed", "accepted", "permit", "permitted", "pass"), "ACCEPT"),
    **dict.fromkeys(("deny", "denied", "drop", "dropped", "block", "blocked", "rejected"), "REJECT"),
    **dict.fromkeys(("any", "both", "every", "everything", "*"), "ALL"),
}
"""Word of firewalls, in lower case → the traffic that it is here; the built-in filter has the same name."""


def column(name: str) -> str:
    """The column of a field in Parquet, and its key in our own output."""
    return name.replace("-", "_")


def spelled(text: str) -> str:
    """A field as log formats spell it: `log_status` and `log-status` are one."""
    return text.strip().lower().replace("_", "-")
