"""Sessions of boto3: the calls that everything else asks AWS by. The only module that knows boto3.

boto3 is an extra, and imported when it is needed.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.asking import failures
from gen_flowlogs.observe.asking.caller import Refusal
from gen_flowlogs.observe.asking.failures import AWS
from gen_flowlogs.observe.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gen_flowlogs.observe.answers.values import Answer
    from gen_flowlogs.observe.asking.caller import Ask

_ATTEMPTS: Final = 8
"""Of one call that AWS throttles, or answers with an error of its own; each waits longer than the one before."""

_MAKING: Final = threading.Lock()
"""Held while a client is made of a session, which several askers share."""


@contextmanager
def opened(profile: str | None) -> Iterator[Any]:
    """A session of boto3. Raises SourceError without boto3, and for its failures, also those of the work with it.

    Its region is the one that Terraform would take: boto3 alone knows no AWS_REGION.
    """
    try:
        boto3 = import_module("boto3")
        errors = import_module("botocore.exceptions")
        parsers = import_module("botocore.parsers")
    except ImportError as error:
        raise SourceError(AWS, "boto3 is not installed", 'run `pip install "gen-flowlogs[live]"`') from error
    try:
        yield boto3.Session(profile_name=profile, region_name=os.environ.get("AWS_REGION") or None)
    except (errors.BotoCoreError, parsers.ResponseParserError, ValueError, OSError, EOFError) as error:
        raise failures.explained(error) from error


def asker(session: Any, **credentials: object) -> Ask:
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


def assumed(session: Any, ask: Ask, role: str, external_id: str | None, region: str) -> Ask | Refusal:
    """Calls in the name of a role, or AWS's refusal to assume it, which is asked by `ask`."""
    parameters: dict[str, Any] = {"RoleArn": role, "RoleSessionName": "gen-flowlogs"}
    if external_id is not None:
        parameters["ExternalId"] = external_id
    reply = ask("sts", "assume_role", region, **parameters)
    if isinstance(reply, Refusal):
        return reply
    of = attributes.mapping(reply.get("Credentials"))
    return asker(
        session,
        aws_access_key_id=of.get("AccessKeyId"),
        aws_secret_access_key=of.get("SecretAccessKey"),
        aws_session_token=of.get("SessionToken"),
    )


def answered(ask: Ask) -> Ask:
    """The same calls, of which none raises: a region that cannot be reached is a refusal like others."""
    errors = import_module("botocore.exceptions")
    parsers = import_module("botocore.parsers")

    def call(service: str, operation: str, region: str, **parameters: Any) -> Answer | Refusal:
        try:
            return ask(service, operation, region, **parameters)
        except (errors.BotoCoreError, parsers.ResponseParserError) as error:
            return Refusal("other", type(error).__name__)

    return call


def _config(service: str) -> Any:
    """Settings of a client. The first question goes to `sts`, so that without a network the answer comes soon."""
    return import_module("botocore.config").Config(
        retries={"mode": "standard", "total_max_attempts": 3 if service == "sts" else _ATTEMPTS},
        connect_timeout=10,
        read_timeout=60,
        user_agent_extra="gen-flowlogs",
    )
