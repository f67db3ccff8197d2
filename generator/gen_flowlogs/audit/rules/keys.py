"""Policies of KMS keys that do not let records be encrypted (`key-refuses`).

Asked is only what no delivery can do without: a log group's service decrypts and makes data keys, that of buckets makes
data keys. The key of AWS itself, `aws/s3`, has no policy that anybody sets, and no flow log can use it from elsewhere.
Sources: "Encrypt log data in CloudWatch Logs" and "Amazon S3 bucket permissions for flow logs", 2026-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.audit import answers, encryption
from gen_flowlogs.audit.results import NotJudged
from gen_flowlogs.audit.uses import Use, uses
from gen_flowlogs.model import S3
from gen_flowlogs.observe.existing import Bucket, LogGroup, Unknown
from gen_flowlogs.phrasing import listing
from gen_flowlogs.policies.evaluate import Request
from gen_flowlogs.policies.requests import DELIVERY_SERVICE, Site, from_delivery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.audit.ground import Ground
    from gen_flowlogs.audit.results import Result

_OF_GROUPS: Final[tuple[str, ...]] = ("kms:Decrypt", "kms:GenerateDataKey")
_OF_BUCKETS: Final[tuple[str, ...]] = ("kms:GenerateDataKey",)


def check(ground: Ground) -> Iterator[Result]:
    """Judge the policy of each key that a destination is encrypted with."""
    for use in uses(ground):
        thing = _encrypted(ground, use)
        site = use.site
        arn = None if site is None else encryption.key_arn(thing, site)
        if isinstance(thing, LogGroup) and isinstance(thing.key, Unknown):
            yield use.not_seen(use.arn, "its key is not known")
        if site is None or arn is None or thing is None:
            continue
        key = ground.things.key(arn)
        if key == "gone":
            yield use.deviation("key-refuses", arn, "does not exist", "create another key, and encrypt with that one")
        elif key == "not seen" or key.policy is None:
            yield use.not_seen(arn, "the policy of the key was not read")
        else:
            yield from _judged(key.arn, key.policy, use, site)


def _encrypted(ground: Ground, use: Use) -> LogGroup | Bucket | None:
    """The log group or bucket of a use, as far as it was seen; a stream has its key to itself."""
    found: object = None
    match use.word:
        case "log group":
            found = ground.things.log_group(use.arn)
        case "bucket":
            found = ground.things.bucket(use.arn)
    return found if isinstance(found, LogGroup | Bucket) else None


def _judged(arn: str, policy: str, use: Use, site: Site) -> Iterator[Result]:
    statements = answers.statements(policy)
    if statements is None:
        yield NotJudged(location=use.location, subject=arn, why="its policy is no document")
        return
    destination = use.match.recording.destination
    if isinstance(destination, S3):
        service, context = DELIVERY_SERVICE, from_delivery(site, destination.org_id)
    else:
        service, context = site.logs_service, {"kms:EncryptionContext:aws:logs:arn": use.arn}
    actions = _OF_BUCKETS if isinstance(destination, S3) else _OF_GROUPS
    requests = [Request(service, action, arn, context) for action in actions]
    no, unclear = answers.refused(statements, requests, attached="resource")
    if no:
        text = f"has a policy that does not let {service} do {listing([each.action for each in no])} for {use.arn}"
        yield use.deviation("key-refuses", arn, text, "allow it in the policy of the key")
    elif unclear:
        yield NotJudged(location=use.location, subject=arn, why="its policy has conditions that are not understood")
