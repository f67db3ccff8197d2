"""Stand-ins: texts for what only Terraform knows, so that a flow log and a recording of one reference are equal.

Code alone does not tell the id behind `aws_vpc.main.id`. Where a flow log and a spec both have that reference, they
mean one thing whatever it is. A stand-in is compared, and never shown or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.captures import givens
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.existing import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.observe.existing import Existing, FlowLog

_ARNS: Final = {
    "cloud-watch-logs": "arn:aws:logs:::log-group:{}",
    "s3": "arn:aws:s3:::{}",
    "kinesis-data-firehose": "arn:aws:firehose:::{}",
}


def values(existing: Existing) -> Mapping[str, str]:
    """The values of references and variables, and a stand-in for each that no source tells."""
    found = dict(existing.values)
    for log in existing.flow_logs:
        for argument, value, form in _parts(log):
            given = log.givens.get(argument)
            if isinstance(value, Unknown) and isinstance(given, Reference | Variable):
                traversal = givens.traversal(given)
                found.setdefault(traversal, form.format(traversal))
    return found


def text(log: FlowLog, argument: str, value: str | Unknown | None, known: Mapping[str, str]) -> str | None:
    """The value of an argument of a flow log, or its stand-in; None where it has neither."""
    if not isinstance(value, Unknown):
        return value
    given = log.givens.get(argument)
    return known.get(givens.traversal(given)) if isinstance(given, Reference | Variable) else None


def _parts(log: FlowLog) -> Iterator[tuple[str, str | Unknown | None, str]]:
    if log.kind is not None:
        yield log.kind.argument, log.target, "{}"
    yield "log_group_name", log.log_group_name, "{}"
    if isinstance(log.destination_type, str) and log.destination_type in _ARNS:
        yield "log_destination", log.log_destination, _ARNS[log.destination_type]
