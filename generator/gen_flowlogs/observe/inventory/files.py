"""Files of an inventory → `Inventory` and `Existing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.observe.existing import Existing


def read(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> tuple[Inventory, Existing]:
    """All that some files, folders and standard input (`-`) tell of what accounts have now.

    Raises SourceError for the first that cannot be used: unreadable, cut off in the middle of its JSON, not recognised.
    An answer that AWS cut off is read, and the kinds in it are not whole.
    """
    raise NotImplementedError
