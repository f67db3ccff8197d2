"""Gaps of the emulated CloudWatch Logs."""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse


def group_class(put: Any) -> None:
    """A log group keeps its class and tells it; STANDARD where none was asked for."""
    create, describe = LogsResponse.create_log_group, LogGroup.to_describe_dict

    def create_log_group(self: Any) -> Any:
        answer = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.log_group_class = self._get_param("logGroupClass") or "STANDARD"
        return answer

    def to_describe_dict(self: Any) -> dict[str, Any]:
        return {**describe(self), "logGroupClass": getattr(self, "log_group_class", "STANDARD")}

    put(LogsResponse, "create_log_group", create_log_group)
    put(LogGroup, "to_describe_dict", to_describe_dict)


def query_definitions(put: Any) -> None:
    """PutQueryDefinition, DescribeQueryDefinitions, DeleteQueryDefinition; kept with the backend."""

    def kept(self: Any) -> dict[str, dict[str, Any]]:
        return self.logs_backend.__dict__.setdefault("_query_definitions", {})

    def put_query_definition(self: Any) -> str:
        known = self._get_param("queryDefinitionId") or str(uuid.uuid4())
        kept(self)[known] = {
            "queryDefinitionId": known,
            "name": self._get_param("name"),
            "queryString": self._get_param("queryString"),
            "logGroupNames": self._get_param("logGroupNames") or [],
        }
        return json.dumps({"queryDefinitionId": known})

    def describe_query_definitions(self: Any) -> str:
        start = self._get_param("queryDefinitionNamePrefix") or ""
        return json.dumps(
            {"queryDefinitions": [each for each in kept(self).values() if each["name"].startswith(start)]}
        )

    def delete_query_definition(self: Any) -> str:
        return json.dumps({"success": kept(self).pop(self._get_param("queryDefinitionId"), None) is not None})

    put(LogsResponse, "put_query_definition", put_query_definition)
    put(LogsResponse, "describe_query_definitions", describe_query_definitions)
    put(LogsResponse, "delete_query_definition", delete_query_definition)
