"""The query of Logs Insights that shows the latest records of a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import replace
from gen_flowlogs.hcl import Call
from gen_flowlogs.model import store_name
from gen_flowlogs.view.insights import query_set

if TYPE_CHECKING:
    from gen_flowlogs.model import CapturePoint, CloudWatchLogs


def latest(destination: CloudWatchLogs, writers: tuple[CapturePoint, ...]) -> str:
    """A query for each record format in a log group, an empty line between."""
    known = destination if store_name(destination) is not None else replace(destination, log_group="LOG_GROUP")
    made = query_set(known, writers)
    if made is None:
        return ""
    return "\n\n".join(
        _text(value) for name, value in made.definition.for_each.items if name.rpartition("/")[2] == "records"
    )


def _text(value: object) -> str:
    """The lines of a query, which is a call of `join` in Terraform."""
    match value:
        case Call(name="join", args=(_, tuple() as lines)):
            return "\n".join(map(str, lines))
    raise TypeError(value)
