"""Why the role of a flow log cannot write records to its log group, by the policies that it has.

Only what is certain is said: a policy that was not read, or has an element that is not understood, says nothing.
A problem is a clause whose subject is the role, and what to do.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing
from gen_flowlogs.policies import documents
from gen_flowlogs.policies.delivery import DOCUMENTED_ACTIONS
from gen_flowlogs.policies.documents import NotUnderstood
from gen_flowlogs.policies.evaluate import Request
from gen_flowlogs.policies.requests import FLOW_LOGS_SERVICE, assume, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.observe.existing import Role
    from gen_flowlogs.policies import Statement
    from gen_flowlogs.policies.documents import Read

Problem = tuple[str, str]

_ALIKE: Final = 0.9
"""Likeness from which an action is a needed one misspelt. No real action is more like a needed one than 0.89."""
_LONGEST: Final = 100  # characters of an action that is compared


def trust_problem(role: Role, context: Mapping[str, str]) -> Problem | None:
    """Why the flow logs service may not assume a role; None where it may, or where that is not certain.

    Args:
        role: the role.
        context: the condition keys that the service sends and whose values are known.
    """
    statements = _parsed(role.trust)
    if statements is None:
        return None
    request = assume(role.arn or "", FLOW_LOGS_SERVICE, context)
    if documents.answer(statements, request, attached="trust") not in {"silent", "deny"}:
        return None
    trusted = tuple(dict.fromkeys(_services(statements)))
    if FLOW_LOGS_SERVICE in trusted:
        return (
            f"has a trust policy that refuses {FLOW_LOGS_SERVICE} here",
            "correct the conditions, the action or the effect in its trust policy",
        )
    named = f"trusts {listing([_full(each) for each in trusted], 3)} and not" if trusted else "does not trust"
    return f"{named} {FLOW_LOGS_SERVICE}", f"let {FLOW_LOGS_SERVICE} assume it"


def write_problem(role: Role, group: str) -> Problem | None:
    """Why a role may not write to the log group of an ARN; None where it may, or where that is not certain."""
    statements = _permissions(role)
    refused = [] if statements is None else _refused(statements, role, group)
    if not refused:
        return None
    bare = bare_problem(role, group)
    if bare is not None:
        return bare
    misspelt = [pair for pair in misspellings(role) if pair[1] in refused]
    if misspelt:
        return spelling_problem(misspelt)
    return f"does not allow {listing(refused)} on {_full(f'{group}:*')}", "allow it in a policy of the role"


def is_read(role: Role) -> bool:
    """Whether the trust policy and all other policies of a role were read."""
    return _parsed(role.trust) is not None and _permissions(role) is not None


def is_certain(role: Role, context: Mapping[str, str], group: str) -> bool:
    """Whether the answers of a role that was read are certain; a permissions boundary may refuse what they allow."""
    trust, permissions = _parsed(role.trust), _permissions(role)
    if trust is None or permissions is None or role.boundary is not None:
        return False
    asked = [documents.answer(trust, assume(role.arn or "", FLOW_LOGS_SERVICE, context), attached="trust")]
    asked += [documents.answer(permissions, ask.request, attached="identity") for ask in write(group, role.arn or "")]
    return "unknown" not in asked


def bare_problem(role: Role, group: str) -> Problem | None:
    """Why a role may not write, if that is because its policy names the log group without `:*`.

    An account or a region that is not known is `*` in the ARN of the group, as it is in policies that code makes of it.
    """
    statements = _permissions(role)
    if statements is None:
        return None
    bare = [each for each in _refused(statements, role, group) if _answer(statements, each, group) == "allow"]
    if not bare:
        return None
    return (
        f"allows {listing(bare)} on the log group alone, since the resource does not end in `:*`",
        f"make the resource {_full(f'{group}:*')}",
    )


def spelling_problem(misspelt: Sequence[tuple[str, str]]) -> Problem:
    """Misspelt actions of a role, of which there are some, and their right spelling."""
    wrong, right = zip(*misspelt, strict=True)
    what = "which is no action" if len(wrong) == 1 else "which are no actions"
    return (
        f"allows {listing([_full(each) for each in wrong], 3)}, {what}",
        f"make it {listing(list(dict.fromkeys(right)))}",
    )


def misspellings(role: Role) -> tuple[tuple[str, str], ...]:
    """Actions of a role's policies that do not exist, each with the action that is meant and not allowed elsewhere."""
    statements = _permissions(role) or ()
    understood = [each for each in statements if not isinstance(each, NotUnderstood)]
    if len(understood) < len(statements):
        return ()
    actions = dict.fromkeys(action for each in understood if each.effect == "Allow" for action in each.actions)
    meant = ((action, _meant(action)) for action in actions)
    return tuple((action, right) for action, right in meant if right and not any(_allowing(statements, right)))


def _meant(text: str) -> str | None:
    """The action that is misspelt; None for one of the needed actions, a pattern, and what is not like any."""
    lowered = text.lower()
    needed = {each.lower(): each for each in DOCUMENTED_ACTIONS}
    if lowered in needed or "*" in text or "?" in text or len(text) > _LONGEST:
        return None
    of_another = needed.get(f"logs:{lowered.rpartition(':')[2]}")
    if of_another is not None:
        return of_another
    likeness, best = max((SequenceMatcher(None, each, lowered).ratio(), each) for each in needed)
    return needed[best] if likeness >= _ALIKE else None


@lru_cache(maxsize=1024)  # thousands of flow logs have one role
def _parsed(text: str | None) -> tuple[Read, ...] | None:
    """The statements of a document; None where it was not read, or is none."""
    if text is None:
        return None
    try:
        return documents.parse(text)
    except ValueError:
        return None


def _permissions(role: Role) -> tuple[Read, ...] | None:
    """All statements of the policies of a role; None where one of them was not read."""
    if not role.complete or not role.attached_documents.keys() >= set(role.attached):
        return None
    parsed = [_parsed(text) for text in (*role.inline.values(), *role.attached_documents.values())]
    if any(each is None for each in parsed):
        return None
    return tuple(statement for each in parsed if each is not None for statement in each)


def _answer(statements: Sequence[Read], action: str, resource: str) -> str:
    return documents.answer(statements, Request(None, action, resource), attached="identity")


def _allowing(statements: Sequence[Read], action: str) -> Iterator[Statement]:
    """The statements that allow an action, on whatever resource and condition."""
    for each in statements:
        if isinstance(each, NotUnderstood) or each.effect == "Deny":
            continue
        if any(fnmatchcase(action.lower(), pattern.lower()) for pattern in each.actions):
            yield each


def _refused(statements: Sequence[Read], role: Role, group: str) -> list[str]:
    """The actions on a log group that a role needs and is not allowed."""
    return [
        ask.request.action
        for ask in write(group, role.arn or "")
        if documents.answer(statements, ask.request, attached="identity") in {"silent", "deny"}
        and not _names_streams(statements, ask.request.action)
    ]


def _names_streams(statements: Sequence[Read], action: str) -> bool:
    """Whether an action is allowed on streams by name, of which a flow log may have some."""
    return any(
        ":log-stream:" in str(text) and not str(text).endswith(":log-stream:*")
        for each in _allowing(statements, action)
        for text in each.resources
    )


def _services(statements: Sequence[Read]) -> Iterator[str]:
    """The services that a trust policy allows to assume the role."""
    for each in statements:
        if isinstance(each, NotUnderstood) or each.effect == "Deny" or each.principal is None:
            continue
        if each.principal.kind == "Service":
            yield from (str(name) for name in each.principal.names)


def _full(text: str) -> str:
    return f'"{shown(text, 300)}"'
