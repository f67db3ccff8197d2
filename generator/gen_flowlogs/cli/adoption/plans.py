"""The plans of `--prove`, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.proven.planned import PlanOfRoot, plan_of
from gen_flowlogs.observe import SourceError, json_text, reading

if TYPE_CHECKING:
    from collections.abc import Sequence


def plans(files: Sequence[str]) -> tuple[PlanOfRoot, ...]:
    """All plans, each once. Raises SourceError for the first file that has none."""
    texts: dict[str, str] = {}
    for file in files:
        texts.setdefault(reading.of_file(file).text, file)
    return tuple(_plan(text, file) for text, file in texts.items())


def _plan(text: str, file: str) -> PlanOfRoot:
    try:
        documents = json_text.documents(text, file)
        if len(documents) != 1:
            why = f"it has {len(documents)} JSON documents, and a plan is one" if documents else "it is empty"
            raise SourceError(file, why, "give what `terraform show -json PLAN` prints, each plan in a file of its own")
        return plan_of(documents[0], file)
    except RecursionError as error:
        raise SourceError(file, "its JSON is nested too deeply") from error
