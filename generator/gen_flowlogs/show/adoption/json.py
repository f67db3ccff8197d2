"""Reports of adoptions → JSON: one object, with the names that the text has."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from gen_flowlogs.secrets import masked_addresses

if TYPE_CHECKING:
    from gen_flowlogs.show.adoption.report import AdoptionReport, Item


def as_json(report: AdoptionReport) -> str:
    """The whole report; no section is cut."""
    return json.dumps(
        {
            "version": 1,
            "summary": report.head,
            "whole": report.whole,
            "files": [asdict(file) for file in report.files],
            **{section.key: [_item(item) for item in section.items] for section in report.sections},
            "steps": [asdict(step) for step in report.steps],
        },
        indent=2,
    )


def _item(item: Item) -> dict[str, str]:
    return {key: masked_addresses(value) for key, value in asdict(item).items() if value}
