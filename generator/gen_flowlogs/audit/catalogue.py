"""The rules of an audit. Their slugs are public; `docs/audit.md` has a row for each.

They are about what AWS has, and those of `gen_flowlogs.rules` about what a spec says.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.controls import CIS, HUB, SECURITY_HUB, VPC_FLOW_LOGS
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.rules import Severity


@dataclass(frozen=True, slots=True)
class AuditRule:
    """One slug, its severity and what it is about in a line. `controls`: those that fail with it, by their ids."""

    slug: str
    severity: Severity
    title: str
    controls: tuple[str, ...] = ()


def _of_frameworks(*frameworks: str) -> tuple[str, ...]:
    """The controls of some frameworks that AWS itself names, each with the ids of its versions."""
    ids: dict[str, list[str]] = {}
    for each in VPC_FLOW_LOGS:
        if each.source == SECURITY_HUB and each.framework in frameworks:
            ids.setdefault(each.framework, []).append(" ".join(filter(None, (each.version, *each.ids))))
    return tuple(f"{framework} {', '.join(several)}" for framework, several in ids.items())


_EC2_6: Final = _of_frameworks(HUB, CIS)

_RULES: Final = (
    AuditRule("vpc-unrecorded", "error", "a VPC of the account whose rejected traffic no flow log records", _EC2_6),
    AuditRule("not-applied", "error", "a flow log of the spec that AWS does not have"),
    AuditRule("flow-log-drift", "error", "a flow log that differs from the spec"),
    AuditRule("delivery-failing", "error", "a flow log whose records AWS cannot deliver"),
    AuditRule("destination-gone", "error", "a flow log whose log group, bucket or stream does not exist"),
    AuditRule("role-refuses", "error", "a role that does not let a flow log write its records"),
    AuditRule("bucket-refuses", "error", "a policy of a bucket that does not let records arrive"),
    AuditRule("key-refuses", "error", "a policy of a KMS key that does not let records be encrypted"),
    AuditRule("stream-tag", "error", "a delivery stream without the tag that lets records in"),
    AuditRule("vpc-partly-recorded", "warning", "a VPC of the account that is recorded only in part"),
    AuditRule("undeclared", "warning", "a flow log that no spec declares"),
    AuditRule("destination-drift", "warning", "a log group or bucket that differs from the spec"),
    AuditRule("target-gone", "warning", "a target of the spec that does not exist"),
    AuditRule("recorded-twice", "warning", "traffic that two flow logs write to one place"),
    AuditRule("never-expires", "warning", "records that are kept for ever"),
    AuditRule("quota-near", "warning", "a resource that has nearly as many flow logs as AWS allows"),
    AuditRule("unused-exemption", "warning", "an exemption of a spec that exempts nothing"),
    AuditRule("expired-exemption", "warning", "an expired exemption of a spec"),
)

RULES: Final[Mapping[str, AuditRule]] = MappingProxyType({rule.slug: rule for rule in _RULES})
