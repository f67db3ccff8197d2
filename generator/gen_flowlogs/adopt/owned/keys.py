"""Keys that a spec can own: those that are what `kms: create` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.adopt.owned import policy_meaning
from gen_flowlogs.adopt.owned.owning import NotOwned, location_of, sayable_tags
from gen_flowlogs.adopt.owned.policy_meaning import NoPolicy
from gen_flowlogs.captures import locations
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.policies import Policy, delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.adopt.owned.owning import Owning, OwnTags
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.model import Stack
    from gen_flowlogs.observe.existing import EncryptionKey
    from gen_flowlogs.policies import Statement


def of_group(arn: str, group: str, place: Place, stack: Stack, tags: OwnTags, owning: Owning) -> bool:  # noqa: PLR0913, PLR0917
    """Whether the key of a log group is what the spec would create for it. `tags`: those of the log group."""
    if owning.extent != "all":
        return False
    location = location_of(place)
    statement = delivery.log_group_key(location, locations.log_group_arn(group, location))
    return _is_own(arn, (statement,), naming.key_alias(group, stack), location, (place, tags), owning)


def of_bucket(  # noqa: PLR0913, PLR0917
    arn: str, bucket: str, place: Place, stack: Stack, sources: Sequence[Location], tags: OwnTags, owning: Owning
) -> bool:
    """Whether the key of a bucket is what the spec would create for it. `tags`: those of the bucket."""
    statement = delivery.bucket_key(sources)
    return _is_own(arn, (statement,), naming.key_alias(bucket, stack), location_of(place), (place, tags), owning)


def _is_own(  # noqa: PLR0913, PLR0917
    arn: str,
    statements: tuple[Statement, ...],
    alias: str,
    location: Location,
    at: tuple[Place, OwnTags],
    owning: Owning,
) -> bool:
    place, tags = at
    key = next((each for each in owning.existing.keys if each.arn == arn), None)
    thing = ("key", arn, place)
    if key is None or thing in owning.refused:
        return False
    try:
        _judge(key, Policy((delivery.key_administration(location), *statements)), alias, tags)
    except NotOwned as error:
        owning.refuse(thing, key.source, str(error))
        return False
    return True


def _judge(key: EncryptionKey, policy: Policy, alias: str, tags: OwnTags) -> None:
    """Raises NotOwned with the first thing that the spec would overwrite, add or leave behind."""
    if key.aliases != (alias,):
        raise NotOwned(f"its aliases are not {quoted(alias)} alone, which the spec would create")
    if key.rotation is not True:
        raise NotOwned("its rotation is off, or not known, and the spec would turn it on")
    try:
        same = policy_meaning.of_text(key.policy) == policy_meaning.of_policy(policy)
    except NoPolicy as error:
        raise NotOwned(f"of its policy: {error}") from error
    if not same:
        raise NotOwned("its policy differs in meaning from the one that the spec would write")
    if sayable_tags(key.tags, "kms") != tags:
        raise NotOwned("its tags are not those of its log group or bucket, which the spec would give it")
