"""Live accounts, asked with the credentials of the environment. Nothing is changed in AWS.

`read` is for `adopt`: flow logs and what they use. `collect` is for `inventory` and `audit`: networks too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import KNOWN, is_opt_in, partition_of
from gen_flowlogs.dataclass import dataclass, replace
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.asking.account import caller_of, emptiness, existing_of, flow_logs_of, joined
from gen_flowlogs.observe.asking.caller import Caller, Refusal
from gen_flowlogs.observe.asking.failures import AWS
from gen_flowlogs.observe.asking.session import answered, asker, assumed, opened
from gen_flowlogs.observe.asking.survey import Entry, survey
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Existing, Note, Source
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.asking.caller import Ask
    from gen_flowlogs.observe.asking.survey import Progress


def read(
    regions: Sequence[str] = (),
    *,
    profile: str | None = None,
    roles: Sequence[str] = (),
    external_id: str | None = None,
) -> Existing:
    """All flow logs of some accounts and regions, with the groups, roles, buckets, keys and streams that they use.

    Args:
        regions: AWS's regions; none: the one that the environment or the profile names.
        profile: a profile of AWS's configuration files.
        roles: ARNs of roles to assume, one for each account; none: the account of the credentials.
        external_id: sent when the roles are assumed.

    A call that AWS denies is a note, and `complete` is False then; the note is partial where it hides flow logs. Raises
    SourceError without boto3, credentials, region or network, and where no account and region could be read at all.
    """
    _refuse_wrong(regions, roles)
    with opened(profile) as session:
        places = tuple(dict.fromkeys(regions)) or _region_of(session)
        return _read(session, places, roles, external_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The way into accounts: credentials, and a role to assume in each.

    `profile`: of AWS's configuration files. `role`: its name, which is the same in each account, with its path; None:
    only the account of the credentials is asked. `external_id`: sent when the role is assumed.
    """

    profile: str | None = None
    role: str | None = None
    external_id: str | None = None


def collect(
    places: Sequence[LocationKey],
    access: Access,
    *,
    buckets: Mapping[str, Iterable[str]] | None = None,
    progress: Progress | None = None,
) -> tuple[Inventory, Existing]:
    """All that some accounts and regions have: networks, and flow logs with what they use.

    Args:
        places: accounts and regions; None: the account of the credentials, the region that is configured.
        access: the way into them.
        buckets: account → names of its buckets, which flow logs of other accounts may use.
        progress: told of each step.

    An account that cannot be entered, a region that cannot be asked and a call that AWS denies are notes and part of
    the scopes. Raises SourceError without boto3, credentials, region or network, and where nothing could be read.
    """
    _refuse_wrong([region for _, region in places if region is not None], ())
    with opened(access.profile) as session:
        own = _own(session, [region for _, region in places if region is not None] or _region_of(session))

        def assume(arn: str, region: str) -> Ask | Refusal:
            ask = assumed(session, own.ask, arn, access.external_id, region)
            return ask if isinstance(ask, Refusal) else answered(ask)

        entry = Entry(own=own, role=access.role, assume=assume)
        found = survey(entry, _places(session, own, places), buckets or {}, progress or _unseen)
    if not any(scope.kinds for scope in found[0].scopes):
        first = found[1].notes[0]
        raise SourceError(first.source.file, first.text, first.remedy)
    return found


def _unseen(done: int, total: int, account: str) -> None:
    """Show nothing."""


_TRIED: Final = 3
"""Regions that are asked for the identity of the credentials: without a network, each takes half a minute."""


def _own(session: Any, regions: Sequence[str]) -> Caller:
    """The identity of a session's credentials. A region that may be disabled or unreachable is not asked alone."""
    usual = sorted(dict.fromkeys(regions), key=lambda each: each not in KNOWN or is_opt_in(each))
    ask = asker(session)
    for region in usual[:_TRIED]:
        caller = caller_of(answered(ask), region)
        if isinstance(caller, Caller):
            return caller
    refused = caller_of(ask, usual[0])  # raises what cannot be answered, such as no credentials
    if isinstance(refused, Caller):
        return replace(refused, ask=answered(ask))
    note = _not_entered(None, refused)
    raise SourceError(note.source.file, note.text, note.remedy)


def _places(session: Any, own: Caller, places: Sequence[LocationKey]) -> list[tuple[str, str]]:
    """Accounts and regions, with those of the session where a place leaves one open."""
    here = _region_of(session)[0] if any(region is None for _, region in places) else ""
    return [(account or own.account, region or here) for account, region in places]


def _read(session: Any, regions: Sequence[str], roles: Sequence[str], external_id: str | None) -> Existing:
    """One part for each account that can be entered. Raises SourceError where no region of any could be read."""
    parts: dict[str, Existing] = {}
    notes: list[Note] = []
    read = 0
    for role in dict.fromkeys(roles) or (None,):
        ask = asker(session) if role is None else assumed(session, asker(session), role, external_id, regions[0])
        caller = ask if isinstance(ask, Refusal) else caller_of(ask, regions[0])
        if isinstance(caller, Refusal):
            notes.append(_not_entered(role, caller))
        elif caller.account not in parts:
            listed = {region: flow_logs_of(caller, region) for region in regions}
            found = existing_of(caller, listed)
            parts[caller.account] = replace(found, notes=(*found.notes, *emptiness(caller, listed)))
            read += sum(not isinstance(each, Refusal) for each in listed.values())
    found = joined((*parts.values(), Existing(notes=tuple(notes), complete=not notes)))
    if not read:
        first = found.notes[0]
        raise SourceError(first.source.file, first.text, first.remedy)
    return found


def _refuse_wrong(regions: Sequence[str], roles: Sequence[str]) -> None:
    """Raise SourceError for what is no region and no ARN of a role, before AWS is asked."""
    for region in regions:
        if partition_of(region) is None:
            near = nearest(region, sorted(KNOWN))
            raise SourceError(AWS, f"{quoted(region)} is no region", f"do you mean {near}?" if near else "")
    for role in roles:
        arn = arns.parse(role)
        if arn is None or arn.service != "iam" or not arn.resource.startswith("role/"):
            raise SourceError(AWS, f"{quoted(role)} is not the ARN of a role", "give arn:aws:iam::ACCOUNT:role/NAME")


def _region_of(session: Any) -> tuple[str, ...]:
    region = session.region_name
    if not isinstance(region, str) or partition_of(region) is None:
        why = "no region is configured" if not region else f"the configured region {quoted(region)} is none"
        raise SourceError(AWS, why, "give --region, or set AWS_REGION")
    return (region,)


def _not_entered(role: str | None, refusal: Refusal) -> Note:
    if role is None:
        return Note(
            Source(AWS), f"it does not accept the credentials ({shown(refusal.code)})", "log in again, or check them"
        )
    remedy = "its trust policy must allow the credentials' own identity, and that one sts:AssumeRole"
    return Note(Source(role), f"the role cannot be assumed ({shown(refusal.code)})", remedy)
