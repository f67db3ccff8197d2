"""`audit`: compare AWS with specs. Changes nothing, in AWS or on disk."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

from gen_flowlogs import audit as auditing
from gen_flowlogs.cli import exits, inventories, terminal
from gen_flowlogs.cli import inventory as survey
from gen_flowlogs.cli.asked_specs import document, positions, understood
from gen_flowlogs.cli.specs import takes_colour
from gen_flowlogs.dataclass import replace
from gen_flowlogs.show.audit import AuditReport, as_json, as_markdown, as_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.audit import Audit
    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.cli.asked_specs import AskedSpec
    from gen_flowlogs.diagnostics import Origin, Position
    from gen_flowlogs.observe.existing import Existing


def run(arguments: argparse.Namespace) -> int:
    """Audit and show; 3 where anything could not be looked at, else 1 where there are findings."""
    _refuse(arguments)
    specs = understood(arguments.specs, arguments.root, "nothing is audited")
    if isinstance(specs, int):
        return specs
    inventory, existing = _known(specs, arguments)
    existing = replace(existing, values={**existing.values, **_values(arguments)})
    today = arguments.as_of or dt.datetime.now().astimezone().date()
    found = auditing.audit(
        auditing.Ground(specs=tuple(each.spec for each in specs), inventory=inventory, existing=existing, today=today)
    )
    report = AuditReport(audit=found, specs=tuple(each.file for each in specs), places=_places(found, specs))
    terminal.say(_rendered(report, arguments.format).rstrip("\n"), arguments.format)
    if found.not_seen:
        return exits.FAILED
    counts = found.deviations if arguments.strict else found.count("error")
    return exits.FINDINGS if counts else exits.CLEAN


def _refuse(arguments: argparse.Namespace) -> None:
    """Raise UsageError for options that do not go together."""
    if bool(arguments.inventory) == arguments.live:
        what = "both are given" if arguments.live else "neither is given"
        raise exits.UsageError(f"`audit` needs --inventory PATH or --live, and {what}")
    if not arguments.live:
        for name in ("profile", "role", "external_id", "region"):
            if getattr(arguments, name):
                raise exits.UsageError(f"--{name.replace('_', '-')} is about --live: add that, or take it out")
    inventories.refuse(arguments)
    survey.refuse(arguments)


def _known(specs: Sequence[AskedSpec], arguments: argparse.Namespace) -> tuple[Inventory, Existing]:
    """The inventory, and the flow logs with what they use. Raises FileError."""
    if arguments.live:
        return survey.collected([each.spec for each in specs], arguments)
    return inventories.read(arguments)


def _values(arguments: argparse.Namespace) -> Mapping[str, str]:
    """The values of variables and references; what else these files tell may no longer be there. Raises FileError."""
    if not arguments.values:
        return {}
    from gen_flowlogs import observe  # noqa: PLC0415 - most calls have none

    try:
        return observe.read(arguments.values).values
    except observe.SourceError as error:
        raise exits.FileError(str(error)) from error


def _places(found: Audit, specs: Sequence[AskedSpec]) -> Mapping[Origin, Position]:
    """The line of each origin."""
    origins = (
        *(each.origin for each in found.deviations),
        *(each.deviation.origin for each in found.exempted),
        *(each.exemption.origin for each in found.exempted),
    )
    texts = {each.file: each.data for each in specs}
    return positions(dict.fromkeys(each for each in origins if each is not None), lambda file: document(file, texts))


def _rendered(report: AuditReport, form: str) -> str:
    match form:
        case "text":
            return as_text(report, colour=takes_colour(sys.stdout))
        case "markdown":
            return as_markdown(report)
        case "json":
            return as_json(report)
    raise ValueError(form)
