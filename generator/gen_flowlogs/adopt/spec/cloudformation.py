"""Flow logs that CloudFormation made: it would make them again, so they are not adopted while its stack has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gen_flowlogs.observe.existing import FlowLog

STACK_TAG: Final = "aws:cloudformation:stack-name"
"""The tag that CloudFormation sets. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html"""


def stack_of(flow_log: FlowLog) -> str | None:
    """The stack that has a flow log; None where none has it, or a state of Terraform has it too."""
    if flow_log.address is not None or not isinstance(flow_log.tags, Mapping):
        return None
    return flow_log.tags.get(STACK_TAG)
