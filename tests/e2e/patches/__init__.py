"""Where the emulator's answers are not AWS's: one patch each, by name and reason, that can be put on and taken off.

A patch is a function that gets `put(owner, attribute, value)`. It wraps what stands there at that moment, so that
patches of one function stack. Nothing here loosens a check: each makes the emulator keep what it was told, offer what
AWS offers, or refuse what AWS refuses. `test_patches.py` shows for each that it is still needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

from patches import athena, flow_logs, gateway, logs, transit_gateways

Put = Callable[[Any, str, Any], None]


@dataclass(frozen=True, slots=True)
class Patch:
    """One gap of the emulator and what closes it."""

    name: str
    reason: str
    close: Callable[[Put], None]


PATCHES: tuple[Patch, ...] = (
    Patch(
        "destination-options",
        "the options and the cross-account role of a flow log are dropped, so each plan wants to replace it",
        flow_logs.destination_options,
    ),
    Patch("s3-prefix", "the prefix of an S3 destination is taken for a part of the bucket's name", flow_logs.s3_prefix),
    Patch(
        "log-group-arn",
        "a log group given by its ARN is not found, and delivery to it is reported as failed",
        flow_logs.log_group_arn,
    ),
    Patch(
        "transit-gateway-format",
        "the default format of a transit gateway is told to be a VPC's",
        flow_logs.transit_gateway_format,
    ),
    Patch(
        "service-rules",
        "AWS's rules of traffic type, transit gateways' interval and record fields are not checked",
        flow_logs.service_rules,
    ),
    Patch(
        "duplicates",
        "ACCEPT and REJECT to one destination are taken for one flow log; AWS compares the configuration too",
        flow_logs.duplicates,
    ),
    Patch(
        "client-token",
        "a request that is sent again, its answer lost on the way, is refused as a duplicate of itself",
        flow_logs.client_token,
    ),
    Patch(
        "attachment-filters",
        "transit gateway attachments cannot be looked up by tag or by the gateway's owner: all of them match",
        transit_gateways.attachment_filters,
    ),
    Patch("log-group-class", "the class of a log group is dropped, so each plan wants to replace it", logs.group_class),
    Patch("query-definitions", "CloudWatch Logs has no query definitions", logs.query_definitions),
    Patch("untagged-workgroup", "an Athena workgroup without tags is said not to exist", athena.untagged),
    Patch("delete-named-query", "Athena's named queries cannot be deleted", athena.delete_named_query),
    Patch(
        "server-errors",
        "an action that is not there, or that breaks, answers 500, which the provider tries again for minutes",
        gateway.server_errors,
    ),
)


@contextmanager
def applied(chosen: Iterable[Patch] = PATCHES) -> Iterator[None]:
    """The emulator with these patches; as it was, afterwards."""
    with ExitStack() as undo:

        def put(owner: Any, attribute: str, value: Any) -> None:
            undo.enter_context(mock.patch.object(owner, attribute, value, create=not hasattr(owner, attribute)))

        for patch in chosen:
            patch.close(put)
        yield
