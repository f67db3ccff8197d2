"""The plans of `--prove`, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.proven.planned import PlanOfRoot, plan_of
from gen_flowlogs.observe import SourceError, json_text, reading

if TYPE_CHECKING:
    from collections.abc import Sequence


def plans(files: Sequence[str]) -> tuple[PlanOfRoot, ...]:
    """All plans. Raises SourceError for the first file that has none."""
    return tuple(map(_plan, files))


def _plan(file: str) -> PlanOfRoot:
    try:
        documents = json_text.documents(reading.of_file(file).text, file)
        if len(documents) != 1:
            why = f"it has {len(documents)} JSON documents, and a plan is one" if documents else "it is empty"
            raise SourceError(file, why, "give what `terraform show -json PLAN` prints, each plan in a file of its own")
        return plan_of(documents[0], file)
    except RecursionError as error:
        raise SourceError(file, "its JSON is nested too deeply") from error
