"""Dead logging: `Existing` → notes on flow logs whose records do not arrive, as far as it is certain.

Nothing is concluded from what was not read: a role whose policies the source does not have is not judged.
Sources: AWS's messages are those of "Troubleshoot VPC Flow Logs" in the VPC user guide (2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.role_policies import (
    Problem,
    bare_problem,
    misspellings,
    spelling_problem,
    trust_problem,
    write_problem,
)
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.model import Reference
from gen_flowlogs.observe.answers.log_groups import group_of
from gen_flowlogs.observe.existing import Note, Source, Unknown
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.existing import Existing, FlowLog, Role

_REPORTED: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    (
        "Access error",
        {
            "cloud-watch-logs": "check the trust policy of its role, and that its permissions name the group with `:*`",
            "s3": "check the policy of the bucket, and that of its key",
        },
    ),
    (
        "Rate limited",
        {"cloud-watch-logs": "CloudWatch Logs throttles it: deliver to S3, or ask AWS for a higher quota"},
    ),
    ("Unknown error", {}),
)
"""Beginnings of AWS's messages → what to do, by the type of the destination."""


def notes(existing: Existing) -> tuple[Note, ...]:
    """One note for each cause, which names the flow logs that it concerns; none is `partial`."""
    roles = {each.arn: each for each in existing.roles if each.arn is not None}
    roles |= {f"{each.address}.arn": each for each in existing.roles if each.address is not None and each.arn is None}
    judged = Judged()
    causes: dict[tuple[Source, str, str], list[str]] = {}
    for flow_log in existing.flow_logs:
        found = tuple(_causes(flow_log, existing, roles, judged)) or tuple(_reported(flow_log))
        for cause in found:
            causes.setdefault(cause, []).append(_name(flow_log))
    dead = tuple(
        Note(source, f"{_subject(names)} cannot deliver: {text}", remedy, partial=False)
        for (source, text, remedy), names in causes.items()
    )
    named = {note.source for note in dead}
    return (*dead, *_misspelt(existing, roles, named))


def _misspelt(existing: Existing, roles: dict[str, Role], named: set[Source]) -> Iterator[Note]:
    """Misspelt actions without which records may arrive all the same, of the roles that no other note names."""
    used = {id(role): role for each in existing.flow_logs if (role := _role_of(each, roles)) is not None}
    for role in (each for each in used.values() if each.source not in named):
        found = misspellings(role)
        if found:
            text, remedy = spelling_problem(found)
            yield Note(role.source, f"the role {quoted(role.name)} {text}", remedy, partial=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """The problems of roles, each asked for once: thousands of flow logs may have one role, and few groups."""

    trust: dict[tuple[int, tuple[tuple[str, str], ...]], Problem | None] = field(default_factory=dict)
    write: dict[tuple[int, str], Problem | None] = field(default_factory=dict)

    def problems(self, role: Role, context: dict[str, str], group: str | None) -> Iterator[Problem]:
        """Why a role may not be assumed, and why it may not write to a group."""
        own = id(role)  # in code, several may have no ARN
        sent = (own, tuple(context.items()))
        if sent not in self.trust:
            self.trust[sent] = trust_problem(role, context)
        found = [self.trust[sent]]
        if group is not None:
            if (own, group) not in self.write:
                self.write[own, group] = write_problem(role, group)
            found.append(self.write[own, group])
        yield from (each for each in found if each is not None)


def _causes(
    flow_log: FlowLog, existing: Existing, roles: dict[str, Role], judged: Judged
) -> Iterator[tuple[Source, str, str]]:
    """Each cause that is certain: its source, a clause, and what to do."""
    for what, arn in needs(flow_log):
        if arn in existing.absent:
            source = Source(flow_log.source.file, arn)
            yield source, f'the {what} "{shown(arn, 300)}" does not exist', f"make the {what}, or delete the flow log"
    role = _role_of(flow_log, roles)
    if role is None or flow_log.destination_type != "cloud-watch-logs":
        return
    group, name = group_arn(flow_log), group_of(flow_log)
    problems = list(judged.problems(role, context_of(flow_log, role), group))
    if group is None and name is not None:
        bare = bare_problem(role, _near_group_arn(flow_log, name))
        problems += [] if bare is None else [bare]
    for text, remedy in problems:
        yield role.source, f"its role {quoted(role.name)} {text}", remedy


def _role_of(flow_log: FlowLog, roles: dict[str, Role]) -> Role | None:
    """The role of a flow log: by its ARN, or by the reference that its code has, where no source tells the ARN."""
    if isinstance(flow_log.role, Unknown):
        given = flow_log.givens.get("iam_role_arn")
        return roles.get(given.traversal) if isinstance(given, Reference) else None
    return None if flow_log.role is None else roles.get(flow_log.role)


def needs(flow_log: FlowLog) -> Iterator[tuple[str, str]]:
    """The role and the destination of a flow log: the word for each, and its ARN."""
    if isinstance(flow_log.role, str):
        yield "role", flow_log.role
    group = group_arn(flow_log)
    if group is not None:
        yield "log group", group
    if isinstance(flow_log.log_destination, str):
        match flow_log.destination_type:
            case "s3":
                yield "bucket", flow_log.log_destination.partition("/")[0]
            case "kinesis-data-firehose":
                yield "delivery stream", flow_log.log_destination


def group_arn(flow_log: FlowLog) -> str | None:
    """The ARN of the log group of a flow log, without `:*`; None for another destination, or where it is not known."""
    name = group_of(flow_log)
    if name is None:
        return None
    if isinstance(flow_log.log_destination, str) and ":log-group:" in flow_log.log_destination:
        return flow_log.log_destination.removesuffix(":*")
    where = flow_log.where
    if where.account is None or where.region is None or where.partition is None:
        return None
    return f"arn:{where.partition}:logs:{where.region}:{where.account}:log-group:{name}"


def _near_group_arn(flow_log: FlowLog, name: str) -> str:
    """The ARN of a log group, with `*` for what no source tells of its location."""
    where = flow_log.where
    return f"arn:{where.partition or 'aws'}:logs:{where.region or '*'}:{where.account or '*'}:log-group:{name}"


def context_of(flow_log: FlowLog, role: Role) -> dict[str, str]:
    """The condition keys that AWS sends as it assumes the role of a flow log, as far as their values are known.

    The flow log's own ARN is left out where the trust policy does not ask for it.
    """
    where, context = flow_log.where, {}
    if where.account is not None:
        context["aws:SourceAccount"] = where.account
        asks = "aws:sourcearn" in (role.trust or "").lower()
        if asks and where.region is not None and where.partition is not None and flow_log.id is not None:
            arn = f"arn:{where.partition}:ec2:{where.region}:{where.account}:vpc-flow-log/{flow_log.id}"
            context["aws:SourceArn"] = arn
    return context


def _reported(flow_log: FlowLog) -> Iterator[tuple[Source, str, str]]:
    """AWS's own message about a delivery, where no cause of it is found."""
    if flow_log.error is not None:
        yield Source(flow_log.source.file), *reported(flow_log, flow_log.error)


def reported(flow_log: FlowLog, message: str) -> Problem:
    """AWS's own message about the delivery of a flow log, and what to do where the message is a known one."""
    kind = flow_log.destination_type if isinstance(flow_log.destination_type, str) else ""
    remedy = next((remedies.get(kind, "") for text, remedies in _REPORTED if message.startswith(text)), "")
    return f'AWS reports "{shown(message, 200)}"', remedy


def _name(flow_log: FlowLog) -> str:
    return shown(flow_log.id or str(flow_log.address or flow_log.source.at or "one"))


def _subject(names: list[str]) -> str:
    return f"flow log{'s' if len(names) > 1 else ''} {listing(names, 3)}"
