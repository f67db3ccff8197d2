"""A bucket and its settings, asked of S3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gen_flowlogs.observe import attributes
from gen_flowlogs.observe.answers import buckets, values
from gen_flowlogs.observe.asking.caller import Refusal
from gen_flowlogs.observe.existing import Bucket, Source, Unknown, Where

if TYPE_CHECKING:
    from gen_flowlogs.observe.asking.caller import Caller

SETTINGS: Final = (
    "get_bucket_policy", "get_bucket_lifecycle_configuration", "get_bucket_encryption", "get_bucket_versioning",
    "get_public_access_block", "get_bucket_ownership_controls", "get_bucket_tagging",
)  # fmt: skip


def bucket(region: str, name: str, caller: Caller) -> Bucket | None:
    """A bucket; None where it does not exist. That of another account is not described, only named.

    Args:
        region: the region of a flow log that delivers to it; S3 leads from there to the bucket's own.
        name: its name.
        caller: the identity that asks. With its account in the call, AWS denies what is another account's.
    """
    owner: dict[str, Any] = {"Bucket": name, "ExpectedBucketOwner": caller.account}
    source, arn = Source(caller.title, name), f"arn:{caller.partition}:s3:::{name}"
    place = caller.ask("s3", "get_bucket_location", region, **owner)
    if isinstance(place, Refusal):
        if place.kind == "absent":
            caller.absent.add(arn)
            return None
        if place.kind == "other":
            caller.refuse("s3", "get_bucket_location", name, place)
        return Bucket(
            source=source,
            where=Where(partition=caller.partition),
            name=name,
            tags=Unknown("AWS denies to describe it: it may be another account's"),
        )
    replies = {each: caller.ask("s3", each, region, **owner) for each in SETTINGS}
    denied = {each: reply for each, reply in replies.items() if isinstance(reply, Refusal) and reply.kind != "absent"}
    for each, reply in denied.items():
        caller.refuse("s3", each, name, reply)
    answers = [attributes.mapping(reply) for reply in replies.values()]
    tags = attributes.mapping(replies["get_bucket_tagging"]).get("TagSet")
    return Bucket(
        source=source,
        where=Where(
            account=caller.account,
            region=buckets.region_of(place.get("LocationConstraint")),
            partition=caller.partition,
        ),
        name=name,
        tags=Unknown("AWS did not return its tags") if "get_bucket_tagging" in denied else values.tags(tags),
        settings={type_: each for of in answers for type_, each in buckets.settings(of).items()},
        complete=not denied,
    )
