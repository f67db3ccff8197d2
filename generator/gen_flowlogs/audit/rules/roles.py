"""Roles that do not let flow logs write their records (`role-refuses`), by the policies that they have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.adopt.role_policies import is_certain, is_read
from gen_flowlogs.audit import answers
from gen_flowlogs.audit.ground import named
from gen_flowlogs.audit.results import NotJudged
from gen_flowlogs.audit.uses import Use, uses
from gen_flowlogs.model import Firehose
from gen_flowlogs.phrasing import listing
from gen_flowlogs.policies.requests import to_other_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Result
    from gen_flowlogs.observe.existing import Role
    from gen_flowlogs.policies.evaluate import Request


def check(ground: Ground) -> Iterator[Result]:
    """Judge each role with each destination that it is used for."""
    judged = dead_logging.Judged()
    for use in uses(ground):
        arn = use.match.flow_log.role
        if not isinstance(arn, str):
            if use.word == "log group":
                yield use.not_seen(named(use.match.flow_log), "its role is not known")
            continue
        role = ground.things.role(arn)
        if role == "gone":
            yield use.deviation("role-refuses", arn, "does not exist", "create the role again")
        elif role == "not seen" or not is_read(role):
            yield use.not_seen(arn, "the policies of the role were not read")
        elif isinstance(use.match.recording.destination, Firehose):
            yield from _to_other_account(role, use)
        else:
            yield from _to_group(role, use, judged)


def _to_group(role: Role, use: Use, judged: dead_logging.Judged) -> Iterator[Result]:
    log = use.match.flow_log
    context = dead_logging.context_of(log, role)
    problems = tuple(judged.problems(role, context, use.arn))
    for text, remedy in problems:
        yield use.deviation("role-refuses", role.arn or role.name, text, remedy)
    if not problems and not is_certain(role, context, use.arn):
        yield NotJudged(
            location=use.location,
            subject=role.arn or role.name,
            why="its policies have elements that are not understood, or a permissions boundary",
        )


def _to_other_account(role: Role, use: Use) -> Iterator[Result]:
    """A role that hands records over to the role of another account."""
    recording, across, site = use.match.recording, use.match.flow_log.cross_account_role, use.site
    arn = role.arn or role.name
    texts = [role.trust or "", *role.inline.values(), *role.attached_documents.values()]
    trust, *others = (answers.statements(each) for each in texts)
    if not isinstance(across, str) or site is None or trust is None:
        yield NotJudged(location=use.location, subject=arn, why="the role of the other account is not known")
        return
    permissions = [one for each in others if each is not None for one in each]
    monitored = (site.arn("ec2", f"{recording.point.kind.resource}/{recording.target}"),)
    no: list[Request] = []
    unclear: list[Request] = []
    for ask in to_other_account(site, arn, across, monitored):
        of_role = ask.asked == "role_permissions"
        found = answers.refused(
            permissions if of_role else trust, (ask.request,), attached="identity" if of_role else "trust"
        )
        no += found[0]
        unclear += found[1]
    if no:
        text = f"does not allow {listing(list(dict.fromkeys(each.action for each in no)))}"
        yield use.deviation("role-refuses", arn, text, "allow it in a policy of the role, or in its trust policy")
    elif unclear or role.boundary is not None:
        yield NotJudged(location=use.location, subject=arn, why="its policies have elements that are not understood")
