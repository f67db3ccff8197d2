"""Gaps of the emulated Athena."""

from __future__ import annotations

import json
from typing import Any

from moto.athena.responses import AthenaResponse


def untagged(put: Any) -> None:
    """No tags are an empty list of tags."""

    def list_tags_for_resource(self: Any) -> str:
        return json.dumps(self.athena_backend.list_tags_for_resource(self._get_param("ResourceARN")) or {"Tags": []})

    put(AthenaResponse, "list_tags_for_resource", list_tags_for_resource)


def delete_named_query(put: Any) -> None:
    """The action that is missing."""

    def delete(self: Any) -> str:
        self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"), None)
        return "{}"

    put(AthenaResponse, "delete_named_query", delete)
