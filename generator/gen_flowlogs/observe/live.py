"""Live accounts: asks AWS for all flow logs of some accounts and regions, and for what they use and nothing else.

The only module that knows boto3, which is an extra and imported when it is needed.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.aws import arns
from gen_flowlogs.aws.regions import KNOWN, partition_of
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.asking import failures
from gen_flowlogs.observe.asking.account import caller_of, existing_of, flow_logs_of, joined
from gen_flowlogs.observe.asking.caller import Caller, Refusal
from gen_flowlogs.observe.asking.failures import AWS
from gen_flowlogs.observe.asking.survey import Entry, survey
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Existing, Note, Source
from gen_flowlogs.phrasing import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.captures.locations import LocationKey
    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.asking.caller import Ask
    from gen_flowlogs.observe.asking.survey import Progress

_ATTEMPTS: Final = 8
"""Of one call that AWS throttles, or answers with an error of its own; each waits longer than the one before."""

_MAKING: Final = threading.Lock()
"""Held while a client is made of a session, which several askers share."""


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
    with _opened(profile) as session:
        places = tuple(dict.fromkeys(regions)) or _region_of(session)
        return _read(session, places, roles, external_id)


def collect(
    places: Sequence[LocationKey],
    *,
    profile: str | None = None,
    role: str | None = None,
    external_id: str | None = None,
    progress: Progress | None = None,
) -> tuple[Inventory, Existing]:
    """All that some accounts and regions have: networks, and flow logs with what they use.

    Args:
        places: accounts and regions; None: the account of the credentials, the region that is configured.
        profile: a profile of AWS's configuration files.
        role: the name of a role to assume in each account, with its path; none: only the account of the credentials.
        external_id: sent when the role is assumed.
        progress: told of each step.

    An account that cannot be entered, a region that cannot be asked and a call that AWS denies are notes and part of
    the scopes. Raises SourceError without boto3, credentials, region or network, and where nothing could be read.
    """
    _refuse_wrong([region for _, region in places if region is not None], ())
    with _opened(profile) as session:
        own = _own(session, [region for _, region in places if region is not None] or _region_of(session))
        entry = Entry(
            own=replace(own, ask=_answered(own.ask)),
            role=role,
            assume=lambda arn, region: _answered_of(_assumed(session, arn, external_id, region)),
        )
        found = survey(entry, _places(session, own, places), progress or (lambda done, total, account: None))
    if not any(scope.kinds for scope in found[0].scopes):
        first = found[1].notes[0]
        raise SourceError(first.source.file, first.text, first.remedy)
    return found


@contextmanager
def _opened(profile: str | None) -> Iterator[Any]:
    """A session of boto3. Raises SourceError without boto3, and for its failures, also those of the work with it."""
    try:
        boto3 = import_module("boto3")
        errors = import_module("botocore.exceptions")
        parsers = import_module("botocore.parsers")
    except ImportError as error:
        raise SourceError(AWS, "boto3 is not installed", 'run `pip install "gen-flowlogs[live]"`') from error
    try:
        yield boto3.Session(profile_name=profile)
    except (errors.BotoCoreError, parsers.ResponseParserError, ValueError, OSError, EOFError) as error:
        raise failures.explained(error) from error


def _own(session: Any, regions: Sequence[str]) -> Caller:
    """The identity of a session's credentials, as the first region tells it that can be reached."""
    errors = import_module("botocore.exceptions")
    ask = _asker(session)
    failed: Exception | None = None
    refusal: Refusal | None = None
    for region in dict.fromkeys(regions):
        try:
            caller = caller_of(ask, region)
        except (errors.HTTPClientError, errors.ConnectionError) as error:
            failed = failed or error
            continue
        if isinstance(caller, Caller):
            return caller
        refusal = refusal or caller
    if refusal is None and failed is not None:
        raise failed
    note = _not_entered(None, refusal or Refusal("other", "no region"))
    raise SourceError(note.source.file, note.text, note.remedy)


def _places(session: Any, own: Caller, places: Sequence[LocationKey]) -> list[tuple[str, str]]:
    """Accounts and regions, with those of the session where a place leaves one open."""
    here = _region_of(session)[0] if any(region is None for _, region in places) else ""
    return [(account or own.account, region or here) for account, region in places]


def _answered_of(ask: Ask | Refusal) -> Ask | Refusal:
    return ask if isinstance(ask, Refusal) else _answered(ask)


def _answered(ask: Ask) -> Ask:
    """The same calls, of which none raises: a region that cannot be reached is a refusal like others."""
    errors = import_module("botocore.exceptions")
    parsers = import_module("botocore.parsers")

    def answered(service: str, operation: str, region: str, **parameters: Any) -> Answer | Refusal:
        try:
            return ask(service, operation, region, **parameters)
        except (errors.BotoCoreError, parsers.ResponseParserError) as error:
            return Refusal("other", type(error).__name__)

    return answered


def _read(session: Any, regions: Sequence[str], roles: Sequence[str], external_id: str | None) -> Existing:
    """One part for each account that can be entered. Raises SourceError where no region of any could be read."""
    parts: dict[str, Existing] = {}
    notes: list[Note] = []
    read = 0
    for role in dict.fromkeys(roles) or (None,):
        ask = _asker(session) if role is None else _assumed(session, role, external_id, regions[0])
        caller = ask if isinstance(ask, Refusal) else caller_of(ask, regions[0])
        if isinstance(caller, Refusal):
            notes.append(_not_entered(role, caller))
        elif caller.account not in parts:
            listed = {region: flow_logs_of(caller, region) for region in regions}
            parts[caller.account] = existing_of(caller, listed)
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


def _assumed(session: Any, role: str, external_id: str | None, region: str) -> Ask | Refusal:
    """Calls in the name of a role, or AWS's refusal to assume it."""
    parameters = {"RoleArn": role, "RoleSessionName": "gen-flowlogs"}
    if external_id is not None:
        parameters["ExternalId"] = external_id
    reply = _asker(session)("sts", "assume_role", region, **parameters)
    if isinstance(reply, Refusal):
        return reply
    of = attributes.mapping(reply.get("Credentials"))
    return _asker(
        session,
        aws_access_key_id=of.get("AccessKeyId"),
        aws_secret_access_key=of.get("SecretAccessKey"),
        aws_session_token=of.get("SessionToken"),
    )


def _not_entered(role: str | None, refusal: Refusal) -> Note:
    if role is None:
        return Note(
            Source(AWS), f"it does not accept the credentials ({shown(refusal.code)})", "log in again, or check them"
        )
    remedy = "its trust policy must allow the credentials' own identity, and that one sts:AssumeRole"
    return Note(Source(role), f"the role cannot be assumed ({shown(refusal.code)})", remedy)


def _config(service: str) -> Any:
    """Settings of a client. The first question goes to `sts`, so that without a network the answer comes soon."""
    return import_module("botocore.config").Config(
        retries={"mode": "standard", "total_max_attempts": 3 if service == "sts" else _ATTEMPTS},
        connect_timeout=10,
        read_timeout=60,
        user_agent_extra="gen-flowlogs",
    )


def _asker(session: Any, **credentials: object) -> Ask:
    """Calls from any thread, with a session's credentials or others: all pages, and again where AWS throttles."""
    errors = import_module("botocore.exceptions")
    clients: dict[tuple[str, str], Any] = {}

    def ask(
        service: str,
        operation: str,
        region: str,
        *,
        each_page: Callable[[Answer], None] | None = None,
        **parameters: object,
    ) -> Answer | Refusal:
        with _MAKING:  # making a client is not safe in threads, using it is
            if (service, region) not in clients:
                clients[service, region] = session.client(
                    service, region_name=region, config=_config(service), **credentials
                )
        client = clients[service, region]
        try:
            if client.can_paginate(operation):
                pages = client.get_paginator(operation).paginate(**parameters)
                if each_page is None:
                    return dict(pages.build_full_result())
                for page in pages:
                    each_page(page)
                return {}
            return dict(getattr(client, operation)(**parameters))
        except errors.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", "no code"))
            return Refusal(failures.kind(code), code)
        except errors.ParamValidationError:
            return Refusal("other", "InvalidParameter")  # a name that AWS cannot have given, as those of an edited role

    return ask
