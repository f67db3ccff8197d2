"""Firehose destinations → the source account's role, where the stream is in another account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.captures import givens, locations
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, Ref, Text, interpolate
from gen_flowlogs.model import CapturePoint, Firehose, Ids, OwnRole, Stack
from gen_flowlogs.policies import Policy
from gen_flowlogs.policies import firehose as policies_of
from gen_flowlogs.view import targets
from gen_flowlogs.view.roles import DEFAULT_PATH, RoleWithPolicy, role

if TYPE_CHECKING:
    from gen_flowlogs.aws.kinds import Kind
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.model import Given
    from gen_flowlogs.root_modules import Writers

MOST_LITERAL = 25
"""Literal ids that a policy lists; beyond them it names all resources of a kind, to stay within 10,240 characters."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The resources that one destination creates."""

    comment: Comment
    role: RoleWithPolicy


@dataclass(frozen=True, slots=True)
class View:
    """`firehose.tf`."""

    destinations: tuple[Destination, ...]


def view(destinations: tuple[Firehose, ...], writers: Writers, stack: Stack, location: Location) -> View | None:
    """The resources that destinations create; None where they create none. All arguments are of one root module."""
    made = tuple(
        _destination(each, writers.get(each.key, ()), stack, location)
        for each in destinations
        if isinstance(each.role, OwnRole)
    )
    return View(made) if made else None


def _destination(
    destination: Firehose, using: tuple[CapturePoint, ...], stack: Stack, location: Location
) -> Destination:
    assert isinstance(destination.role, OwnRole)  # noqa: S101 - `view` asked
    assert destination.cross_account_role is not None  # noqa: S101 - `parse` gives a role to no other, `lint` refuses
    name = naming.role_name(destination, stack)
    assert name is not None  # noqa: S101 - of a role of its own
    arn = locations.role_arn(name, location, path=destination.role.path or DEFAULT_PATH)
    return Destination(
        Comment(f"destinations.{destination.name}"),
        role(
            destination,
            destination.role,
            stack,
            trust=policies_of.trust(),
            permissions=permissions(destination.cross_account_role, arn, using, location),
        ),
    )


def permissions(
    cross_account_role: Given, role_arn: Text, using: tuple[CapturePoint, ...], location: Location
) -> Policy:
    """The permissions of the source account's role. `using`: the capture points that record into the destination."""
    return policies_of.permissions(role_arn, givens.terraform(cross_account_role), _monitored(using, location))


def _monitored(using: tuple[CapturePoint, ...], location: Location) -> tuple[Text, ...]:
    """ARNs of the targets of the destination's flow logs, for the condition on passing the role."""
    literal = [(point.kind, id_) for point in using if isinstance(point.target, Ids) for id_ in point.target.ids]
    if len(literal) > MOST_LITERAL:
        literal = []
        using_all = list(using)
    else:
        using_all = [point for point in using if not isinstance(point.target, Ids)]
    exact = [_arn(kind, id_, location) for kind, id_ in literal]
    exact += [_arn(point.kind, targets.single(point), location) for point in using_all if _is_one(point)]
    every = [_arn(point.kind, "*", location) for point in using_all if not _is_one(point)]
    return tuple(dict.fromkeys(exact + every))


def _is_one(point: CapturePoint) -> bool:
    return not point.plural and not isinstance(point.target, Ids)


def _arn(kind: Kind, id_: str | Ref, location: Location) -> Text:
    return locations.arn("ec2", interpolate(f"{kind.resource}/", id_), location)
