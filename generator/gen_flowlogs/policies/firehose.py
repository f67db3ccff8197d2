"""The policies that let AWS deliver flow logs to a stream of another account: a role on each side.

Source: VPC user guide, "firehose-cross-account-delivery", read 2026-10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.policies import Condition, Policy, Principal, Statement
from gen_flowlogs.policies.delivery import DELIVERY

if TYPE_CHECKING:
    from gen_flowlogs.hcl import Text


def trust() -> Policy:
    """Let the delivery service assume the source account's role. AWS documents no condition key for this call."""
    return Policy((Statement(sid=None, actions=("sts:AssumeRole",), principal=Principal("Service", (DELIVERY,))),))


def permissions(role_arn: Text, cross_account_role: str, monitored: tuple[Text, ...]) -> Policy:
    """The permissions that the source account's role needs to deliver to a stream of another account.

    `monitored`: ARNs of the targets of the flow logs. The delivery actions have no resource level.
    """
    return Policy(
        (
            Statement(
                sid="PassToDelivery",
                actions=("iam:PassRole",),
                resources=(role_arn,),
                conditions=(
                    Condition("StringEquals", "iam:PassedToService", (DELIVERY,)),
                    Condition("StringLike", "iam:AssociatedResourceARN", monitored),
                ),
            ),
            Statement(
                sid="ManageDelivery",
                actions=(
                    "logs:CreateLogDelivery",
                    "logs:DeleteLogDelivery",
                    "logs:GetLogDelivery",
                    "logs:ListLogDeliveries",
                ),
                resources=("*",),
            ),
            Statement(sid="AssumeDestinationRole", actions=("sts:AssumeRole",), resources=(cross_account_role,)),
        )
    )


def destination_trust(role_arn: Text) -> Policy:
    """Only the source account's role may assume the role of the stream's account."""
    return Policy((Statement(sid="SourceRole", actions=("sts:AssumeRole",), principal=Principal("AWS", (role_arn,))),))


def destination_permissions() -> Policy:
    """The permissions that the role of the stream's account needs. AWS documents no resource level for them."""
    return Policy(
        (
            Statement(
                sid="PrepareStream",
                actions=("firehose:TagDeliveryStream", "iam:CreateServiceLinkedRole"),
                resources=("*",),
            ),
        )
    )
