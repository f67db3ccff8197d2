"""Names in a spec → names in Terraform and AWS.

Labels cannot collide: a spec name has no underscore and no two hyphens in a row, so `-` → `_` is reversible and `__`
stands only between a capture point and a destination.
"""

from __future__ import annotations

from functools import cache

from gen_flowlogs.hcl import Label
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import (
    CloudWatchLogs,
    Destination,
    Firehose,
    GivenArn,
    OwnRole,
    Reference,
    Stack,
    Variable,
    store_name,
)

_NOT_IN_NAMES = pattern(r"[^A-Za-z0-9]+")
_ROLE_NAME_LIMIT = 64  # IAM and STS quotas, AWS user guide "reference_iam-quotas"
_ALIAS_NAME_LIMIT = 256  # KMS API, CreateAlias


@cache
def label(name: str) -> str:
    """A spec name as it stands in a Terraform address."""
    return name.replace("-", "_")


def block_label(name: str) -> Label:
    """A spec name as the label of a block."""
    return Label(label(name))


def flow_log_label(capture_point: str, destination: str) -> Label:
    """The label of the flow log of one (capture point, destination) pair."""
    return Label(f"{label(capture_point)}__{label(destination)}")


def labels_of_flow_log(text: str) -> tuple[str, str]:
    """The way back, for an address in a text of somebody else's: the labels of the capture point and the destination.

    What this package makes itself carries their names; see `view.resources`.
    """
    capture_point, _, destination = text.partition("__")
    return capture_point, destination


def prefix(spec: str) -> str:
    """The start of the names that the output of a spec has for itself in a folder of the author's."""
    return f"flowlogs_{label(spec)}__"


def instance(address: str, key: str) -> str:
    """The address of one instance of a `for_each`: `aws_flow_log.core__central["vpc-1"]`, as Terraform writes it."""
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    return f'{address}["{escaped}"]'


def workspace(spec: str, stack: Stack) -> str:
    """The name of a root module's state where a slash would end a name: a workspace, or a part of an address.

    Two names make no third one alike, since neither has an underscore.
    """
    return "_".join(("gen-flowlogs", spec) if stack.name is None else ("gen-flowlogs", spec, stack.name))


def role_name(destination: Destination, stack: Stack) -> str | None:
    """The name of the role that is created for a destination in a stack; None where none is.

    Derived from what the role is for, so that renaming a destination replaces nothing; cut to IAM's 64 characters
    with a hash at its end. Of a log group's name without a letter or digit a hash is all there is. IAM knows no
    regions, so two stacks of one account need two names.
    """
    if not isinstance(destination, CloudWatchLogs | Firehose) or not isinstance(destination.role, OwnRole):
        return None
    if destination.role.name is not None:
        return destination.role.name
    return _derived("flow-logs", _subject(destination), stack, limit=_ROLE_NAME_LIMIT)


def key_alias(subject: str, stack: Stack) -> str:
    """The alias of a created key; `subject` is the log group or the bucket it encrypts."""
    return "alias/" + _derived("flow-logs", subject, stack, limit=_ALIAS_NAME_LIMIT - len("alias/"))


def _subject(destination: CloudWatchLogs | Firehose) -> str:
    if isinstance(destination, Firehose):
        given = destination.stream
    else:
        given = destination.log_group.arn if isinstance(destination.log_group, GivenArn) else destination.log_group
    match given:
        case Reference(traversal):
            return traversal
        case Variable(name):
            return name
        case text if isinstance(destination, CloudWatchLogs):
            return store_name(destination) or text
        case arn:
            return arn.rpartition("/")[2]


def _derived(prefix: str, subject: str, stack: Stack, *, limit: int) -> str:
    parts = (prefix, subject) if stack.name is None else (prefix, subject, stack.name)
    name = "-".join(_NOT_IN_NAMES.sub("-", part).strip("-") or _digest(part) for part in parts)
    return name if len(name) <= limit else f"{name[: limit - 9].rstrip('-')}-{_digest(name)}"


def _digest(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 - slow to import, and few names need it

    return sha256(text.encode()).hexdigest()[:8]
