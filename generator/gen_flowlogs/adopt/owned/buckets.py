"""Buckets that a spec can own: those of which every sub-resource has what the compiler writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.owned import keys, policy_meaning
from gen_flowlogs.adopt.owned.lifecycles import OwnLifecycle, at, lifecycle
from gen_flowlogs.adopt.owned.owning import NotOwned, OwnTags, location_of, sayable_tags
from gen_flowlogs.adopt.owned.policy_meaning import NoPolicy
from gen_flowlogs.adopt.spec.sinks import BucketSink
from gen_flowlogs.aws import arns
from gen_flowlogs.aws.limits import bucket_name_problem
from gen_flowlogs.captures import locations
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing, quoted
from gen_flowlogs.policies import Policy, delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.adopt.owned.owning import Owning, Thing
    from gen_flowlogs.adopt.spec.places import Place
    from gen_flowlogs.adopt.spec.sinks import Sink
    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.model import Stack
    from gen_flowlogs.observe.existing import Bucket

_START = "aws_s3_bucket_"
_PUBLIC = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_NEEDED = frozenset({
    "public_access_block", "ownership_controls", "server_side_encryption_configuration", "lifecycle_configuration",
    "policy",
})  # fmt: skip
"""Sub-resources that the spec writes for every bucket; with versions one more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBucket:
    """The settings of a bucket, as a spec says them."""

    key: str | None
    creates_key: bool
    versioning: bool
    lifecycle: OwnLifecycle
    tags: OwnTags


def own_bucket(sink: Sink, places: tuple[Place, ...], stack: Stack, owning: Owning) -> OwnBucket | None:
    """The settings of the bucket of a sink, if the spec can own it. `places`: those of its flow logs."""
    if owning.extent != "all" or not isinstance(sink, BucketSink) or not isinstance(sink.bucket, str):
        return None
    thing = thing_of(sink, places[0])
    bucket = next((each for each in owning.existing.buckets if each.name == sink.bucket), None)
    if bucket is None or sink.by_arn or thing in owning.refused:
        return None
    try:
        owning.judge_shared(thing)
        return _settings(bucket, sink, _only(places), stack, owning)
    except NotOwned as error:
        for place in places:
            owning.refuse(thing_of(sink, place), bucket.source, str(error))
        return None


def _only(places: tuple[Place, ...]) -> Place:
    if len(places) > 1:
        raise NotOwned("flow logs of several accounts or regions send to it, and no source shows which one owns it")
    return places[0]


def thing_of(sink: BucketSink, place: Place) -> Thing:
    """The bucket of a sink, as `Owning` has it."""
    return ("bucket", str(sink.bucket), place)


def _settings(bucket: Bucket, sink: BucketSink, place: Place, stack: Stack, owning: Owning) -> OwnBucket:
    location = location_of(place)
    if bucket.where.region not in {None, place.region} or bucket.where.account not in {None, place.account}:
        raise NotOwned("it is in another account or region than its flow logs")
    problem = bucket_name_problem(bucket.name)
    if problem is not None:
        raise NotOwned(f"its name {problem}")
    settings = {name.removeprefix(_START): values for name, values in bucket.settings.items()}
    _judge_parts(settings)
    key = _key(settings["server_side_encryption_configuration"])
    tags = sayable_tags(bucket.tags, "s3")
    _judge_policy(settings["policy"], sink, location)
    return OwnBucket(
        key=key,
        creates_key=key is not None and keys.of_bucket(key, bucket.name, place, stack, (location,), tags, owning),
        versioning="versioning" in settings,
        lifecycle=lifecycle(settings["lifecycle_configuration"], bucket.name),
        tags=tags,
    )


def _judge_parts(settings: Mapping[str, Mapping[str, object]]) -> None:
    lacking = sorted(_NEEDED - settings.keys())
    if lacking:
        raise NotOwned(f"the spec would add {listing([f'{_START}{each}' for each in lacking])}")
    others = sorted(settings.keys() - _NEEDED - {"versioning"})
    if others:
        raise NotOwned(f"a spec has no key for {listing([f'{_START}{each}' for each in others])}")
    if not all(settings["public_access_block"].get(each) is True for each in _PUBLIC):
        raise NotOwned("it does not block all public access, as the spec would")
    if at(settings["ownership_controls"], "rule", "object_ownership") != "BucketOwnerEnforced":
        raise NotOwned("its ownership controls are not BucketOwnerEnforced, as the spec would make them")
    if "versioning" in settings and at(settings["versioning"], "versioning_configuration", "status") != "Enabled":
        raise NotOwned("its versioning is neither enabled nor absent")


def _key(settings: Mapping[str, object]) -> str | None:
    rule = settings.get("rule")
    default = at(settings, "rule", "apply_server_side_encryption_by_default")
    if default is None or at(rule, "bucket_key_enabled"):
        raise NotOwned("its encryption has settings that a spec has no key for")
    algorithm, key = at(default, "sse_algorithm"), at(default, "kms_master_key_id") or None
    if algorithm == "AES256" and key is None:
        return None
    if algorithm != "aws:kms" or not isinstance(key, str) or arns.parse(key) is None or ":key/" not in key:
        raise NotOwned(f"its encryption is {quoted(algorithm)} with the key {quoted(key)}, which a spec cannot have")
    return key


def _judge_policy(settings: Mapping[str, object], sink: BucketSink, location: Location) -> None:
    text = settings.get("policy")
    arn = locations.bucket_arn(str(sink.bucket), location)
    own = Policy((
        *delivery.bucket(arn, sink.prefix, (location,), hive=sink.options.hive),
        delivery.tls_only(arn),
    ))  # fmt: skip
    try:
        observed = policy_meaning.of_text(text if isinstance(text, str) else json.dumps(text))
    except NoPolicy as error:
        raise NotOwned(f"of its policy: {error}") from error
    if observed != policy_meaning.of_policy(own):
        raise NotOwned("its policy differs in meaning from the one that the spec would write")
