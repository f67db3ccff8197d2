"""Policies of buckets that do not let records arrive (`bucket-refuses`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit import answers
from gen_flowlogs.audit.results import NotJudged
from gen_flowlogs.audit.uses import Use, uses
from gen_flowlogs.model import S3
from gen_flowlogs.observe.answers.buckets import ENCRYPTION, LIFECYCLE, POLICY
from gen_flowlogs.observe.existing import Bucket
from gen_flowlogs.phrasing import listing
from gen_flowlogs.policies.requests import DELIVERY_SERVICE, from_delivery, put, read_acl, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Result
    from gen_flowlogs.policies.evaluate import Request
    from gen_flowlogs.policies.requests import Site


_SETTINGS: Final = {POLICY: "policy", LIFECYCLE: "lifecycle", ENCRYPTION: "encryption"}


def check(ground: Ground) -> Iterator[Result]:
    """Judge the policy of each bucket for each location that sends to it. A bucket that is gone is reported already."""
    for use in uses(ground):
        destination = use.match.recording.destination
        bucket = ground.things.bucket(use.arn) if use.word == "bucket" else None
        if isinstance(destination, S3) and isinstance(bucket, Bucket):
            unread = (
                [] if bucket.complete else [what for type_, what in _SETTINGS.items() if type_ not in bucket.settings]
            )
            if unread:
                yield use.not_seen(use.arn, f"the {listing(unread)} of the bucket was not read")
            yield from _judged(bucket, destination, use)


def _judged(bucket: Bucket, to: S3, use: Use) -> Iterator[Result]:
    policy, site = bucket.settings.get(POLICY, {}).get("policy"), use.site
    if not isinstance(policy, str):
        if bucket.complete:
            remedy = f"let {DELIVERY_SERVICE} put objects and read the ACL"
            yield use.deviation("bucket-refuses", use.arn, "has no policy, so no record arrives", remedy)
        return
    statements = answers.statements(policy)
    if statements is None or site is None:
        yield NotJudged(location=use.location, subject=use.arn, why="its policy cannot be read, or for whom is unknown")
        return
    no, unclear = answers.refused(statements, _requests(site, to, bucket.name), attached="resource")
    if no:
        actions = listing(list(dict.fromkeys(each.action for each in no)))
        text = f"has a policy that does not let {DELIVERY_SERVICE} do {actions} for {site.account} in {site.region}"
        yield use.deviation("bucket-refuses", use.arn, text, "allow it in the policy of the bucket")
    elif unclear:
        yield NotJudged(location=use.location, subject=use.arn, why="its policy has conditions that are not understood")


def _requests(site: Site, to: S3, name: str) -> tuple[Request, ...]:
    """The requests that AWS documents for every delivery: read the ACL, and put an object that the owner controls."""
    sender = from_delivery(site, to.org_id)
    return (
        read_acl(site.bucket(name), sender),
        put(site.bucket(name, record(site, to)), sender, "bucket-owner-full-control"),
    )
