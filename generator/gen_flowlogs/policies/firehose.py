"""The policies that let AWS deliver flow logs to a stream: a role on each side of two accounts, and the stream's key.

Sources: VPC user guide, "firehose-cross-account-delivery", and CloudWatch Logs user guide,
"AWS-logs-infrastructure-Firehose", read 2026-10; for the key, AWS's notice on streams with customer keys, as quoted in
https://github.com/ministryofjustice/modernisation-platform/issues/12957, read 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import locations
from gen_flowlogs.policies import Condition, Policy, Principal, Statement
from gen_flowlogs.policies.delivery import DELIVERY

if TYPE_CHECKING:
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text

LINKED_ROLE = "AWSServiceRoleForLogDelivery"
LINKED_PATH = f"/aws-service-role/{DELIVERY}/"


def trust() -> Policy:
    """Let the delivery service assume the source account's role. AWS documents no condition key for this call."""
    return Policy((Statement(sid=None, actions=("sts:AssumeRole",), principal=Principal("Service", (DELIVERY,))),))


def permissions(role_arn: Text, cross_account_role: Text, monitored: tuple[Text, ...]) -> Policy:
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


def stream_key(location: Location) -> Statement:
    """The statement that the policy of the stream's key needs, if the stream has a key of the customer's.

    Streams made since 2026-04-20, and from 2027-02-28 all of them, ask it of every caller of PutRecord. That the caller
    is log delivery's service-linked role in the account of the stream is what AWS's pages suggest, and not tried.
    """
    role = locations.role_arn(LINKED_ROLE, location, path=LINKED_PATH)
    return Statement(
        sid="LogDeliveryUsesStreamKey",
        actions=("kms:Decrypt", "kms:GenerateDataKey"),
        resources=("*",),
        principal=Principal("AWS", (role,)),
    )
