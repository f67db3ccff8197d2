"""Gaps of the emulated EC2 where it describes transit gateway attachments."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend

_OWNER = "transit-gateway-owner-id"


def attachment_filters(put: Any) -> None:
    """Tags and the gateway's owner filter, too."""
    describe = EC2Backend.describe_transit_gateway_attachments

    def describe_transit_gateway_attachments(self: Any, **asked: Any) -> Any:
        return [each for each in describe(self, **asked) if _matches(each, asked["filters"] or {})]

    put(EC2Backend, "describe_transit_gateway_attachments", describe_transit_gateway_attachments)


def _matches(attachment: Any, filters: dict[str, list[str]]) -> bool:
    tags = {tag["key"]: tag["value"] for tag in attachment.get_tags()}
    told = {f"tag:{key}": value for key, value in tags.items()} | {_OWNER: attachment.transit_gateway_owner_id}
    asked = (name for name in filters if name.startswith("tag:") or name == _OWNER)
    return all(told.get(name) in filters[name] for name in asked)
