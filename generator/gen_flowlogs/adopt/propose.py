"""`Existing` → `Proposal`: the text of a spec whose flow logs are those that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt.proposal import Own, Proposal

if TYPE_CHECKING:
    from datetime import date

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.existing import Existing
    from gen_flowlogs.repository import Root


def propose(  # noqa: PLR0913 - all are keywords
    existing: Existing,
    *,
    name: str,
    situation: Situation,
    own: Own = "flow-logs",
    today: date,
    file: str | None = None,
    root: Root | None = None,
) -> Proposal:
    """Propose a spec.

    Args:
        existing: what exists.
        name: the name of the spec, already checked.
        situation: which state has the flow logs.
        own: the extent of what the spec owns.
        today: the day by which the compiler judges `expires`.
        file: the path of the spec; by default `specs/NAME.yaml`.
        root: the folder that the output must be in; by default that of the spec's file.
    """
    raise NotImplementedError
