"""`inventory.json`, the own form of an inventory: written by `gen-flowlogs inventory`, and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.observe.existing import Existing


def written(inventory: Inventory, existing: Existing) -> str:
    """The text of `inventory.json`, which `docs/inventory.schema.json` describes."""
    raise NotImplementedError
