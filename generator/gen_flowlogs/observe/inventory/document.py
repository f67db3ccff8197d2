"""`inventory.json`, the own form of an inventory: written by `gen-flowlogs inventory`, and read again.

`docs/inventory.schema.json` describes it. One resource is one line, so that two of them can be compared by `diff`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.captures.inventory import Attachment, Interface, Inventory, Resource, Scope
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import (
    Bucket,
    EncryptionKey,
    Existing,
    FlowLog,
    LogGroup,
    Note,
    Role,
    Stream,
)
from gen_flowlogs.observe.inventory import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RESOURCES: Final = "resources"

_MARK: Final = "gen_flowlogs_inventory"
_VERSION: Final = 1
_CLASSES: Final[dict[str, type[Resource]]] = {
    kinds.ENI.singular: Interface,
    kinds.TRANSIT_GATEWAY_ATTACHMENT.singular: Attachment,
}
_LISTS: Final[dict[str, type]] = {
    "flow_logs": FlowLog,
    "log_groups": LogGroup,
    "roles": Role,
    "buckets": Bucket,
    "keys": EncryptionKey,
    "streams": Stream,
    "notes": Note,
}
"""Keys of the document and fields of `Existing`, and what is in each."""


def written(inventory: Inventory, existing: Existing) -> str:
    """The text of `inventory.json`."""
    parts = [
        f'"{_MARK}": {_VERSION}',
        _list("scopes", inventory.scopes),
        _list(RESOURCES, inventory.resources.values()),
        *(_list(key, getattr(existing, key)) for key in _LISTS),
        f'"absent": {json.dumps(sorted(existing.absent))}',
        f'"complete": {json.dumps(existing.complete)}',
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _list(key: str, values: Iterable[object]) -> str:
    lines = ",\n".join(json.dumps(forms.written(each)) for each in values)
    return f'"{key}": [\n{lines}\n]' if lines else f'"{key}": []'


def is_own(value: Mapping[str, object]) -> bool:
    """Whether a document is of the own form, of any version."""
    return _MARK in value


def resource(entry: object) -> Resource | None:
    """A resource of an own document; None for an entry that is none."""
    if not isinstance(entry, dict) or not {"id", "kind", "location"} <= entry.keys():
        return None
    kind: Any = entry["kind"]
    try:
        return forms.read(_CLASSES.get(kind, Resource) if isinstance(kind, str) else Resource, entry, RESOURCES)
    except forms.FormError:
        return None


def read(of: Mapping[str, object], file: str) -> tuple[Inventory, Existing]:
    """An own document, whose resources `resource` has read already. Raises SourceError."""
    if of[_MARK] != _VERSION:
        raise SourceError(file, "it is an inventory of another version of gen-flowlogs", "collect it again")
    try:
        resources = of.get(RESOURCES, [])
        if not isinstance(resources, list):
            raise forms.FormError(RESOURCES)
        for place, each in enumerate(resources):
            if not isinstance(each, Resource):
                raise forms.FormError(f"{RESOURCES}[{place}]")
        inventory = Inventory(
            resources={each.id: each for each in resources}, scopes=forms.several(Scope, of.get("scopes"), "scopes")
        )
        lists: dict[str, Any] = {key: forms.several(class_, of.get(key), key) for key, class_ in _LISTS.items()}
        absent, complete = of.get("absent", []), of.get("complete", True)
        if not isinstance(absent, list) or not all(isinstance(each, str) for each in absent):
            raise forms.FormError("absent")
        if not isinstance(complete, bool):
            raise forms.FormError("complete")
        return inventory, Existing(**lists, absent=frozenset(absent), complete=complete, files=1)
    except forms.FormError as error:
        raise SourceError(file, f"its `{error}` is not that of an inventory", "collect it again") from error
