"""Roles that a spec can own: those whose policies mean what the compiler writes, with one of its two permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.adopt.owned import policy_meaning
from gen_flowlogs.adopt.owned.owning import NotOwned, OwnTags, location_of, sayable_tags
from gen_flowlogs.adopt.owned.policy_meaning import NoPolicy
from gen_flowlogs.adopt.spec.sinks import GroupSink
from gen_flowlogs.aws import arns
from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.policies import Policy, delivery

if TYPE_CHECKING:
    from gen_flowlogs.adopt.owned.groups import OwnGroup
    from gen_flowlogs.adopt.owned.owning import Owning, Thing
    from gen_flowlogs.adopt.owned.policy_meaning import Meaning
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.observe.existing import Role

Permissions = Literal["least", "documented"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRole:
    """The settings of a role, as a spec says them. `tags`: all of them; `of_destination`: those that it inherits."""

    name: str
    path: str
    boundary: str | None
    permissions: Permissions
    policy_name: str
    description: str | None
    tags: OwnTags
    of_destination: OwnTags


def own_role(sink: Sink, place: Place, group: OwnGroup | None, owning: Owning) -> OwnRole | None:
    """The settings of the role that delivers to a log group, if the spec can own it. `group`: where that is owned."""
    if owning.extent != "all" or not isinstance(sink, GroupSink) or not isinstance(sink.role, str):
        return None
    thing = thing_of(sink, place)
    role = next((each for each in owning.existing.roles if _is(each, sink.role)), None)
    if role is None or thing in owning.refused or not isinstance(sink.group, str):
        return None
    try:
        owning.judge_shared(thing)
        location = location_of(place)
        group_arn = sink.group if sink.by_arn else str(locations.log_group_arn(sink.group, location))
        return _settings(role, group_arn, location, group)
    except NotOwned as error:
        owning.refuse(thing, role.source, str(error))
        return None


def thing_of(sink: GroupSink, place: Place) -> Thing:
    """The role of a sink, as `Owning` has it."""
    return ("role", str(sink.role), place)


def _is(role: Role, arn: str) -> bool:
    if role.arn is not None:
        return role.arn == arn
    parsed = arns.parse(arn)
    if parsed is None or role.where.account not in {None, parsed.account}:
        return False
    return parsed.resource == f"role{role.path}{role.name}"


def _settings(role: Role, group_arn: str, location: Location, group: OwnGroup | None) -> OwnRole:
    if not role.complete:
        raise NotOwned("not all of its policies were read")
    if role.attached:
        raise NotOwned(f"the policy {quoted(role.attached[0])} is attached to it, and a spec has inline ones alone")
    if len(role.inline) != 1:
        raise NotOwned(f"it has {len(role.inline)} inline policies, and a spec gives it one")
    ((name, text),) = role.inline.items()
    return OwnRole(
        name=role.name,
        path=role.path,
        boundary=role.boundary or None,
        permissions=_permissions(role, text, group_arn, location, None if group is None else group.key),
        policy_name=name,
        description=role.description or None,
        tags=_tags(role, () if group is None else group.tags),
        of_destination=() if group is None else group.tags,
    )


def _permissions(role: Role, text: str, group_arn: str, location: Location, key: str | None) -> Permissions:
    trust, granted = _meaning(role.trust, "trust policy"), _meaning(text, "inline policy")
    use = () if key is None else (delivery.role_uses_key(key, location),)
    known: dict[Permissions, tuple[Policy, Policy]] = {
        "least": (delivery.role_trust(location), delivery.role_permissions(group_arn)),
        "documented": (delivery.documented_trust(), delivery.documented_permissions()),
    }
    trusting = [name for name, (policy, _) in known.items() if trust == policy_meaning.of_policy(policy)]
    if not trusting:
        raise NotOwned("its trust policy differs in meaning from both that the spec would write")
    for each in trusting:
        if granted == policy_meaning.of_policy(Policy((*known[each][1].statements, *use))):
            return each
    raise NotOwned("its inline policy differs in meaning from the one that the spec would write")


def _meaning(text: str | None, what: str) -> Meaning:
    try:
        return policy_meaning.of_text(text)
    except NoPolicy as error:
        raise NotOwned(f"of its {what}: {error}") from error


def _tags(role: Role, of_destination: OwnTags) -> OwnTags:
    tags = sayable_tags(role.tags, "iam")
    lacks = next((key for key, _ in of_destination if key not in dict(tags)), None)
    if tags and lacks is not None:
        raise NotOwned(f"it lacks the tag {quoted(lacks)} of its log group, which a spec gives to both")
    return tags
