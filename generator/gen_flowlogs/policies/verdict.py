"""Whether one flow log's records arrive, and whether anybody else gets in: the policies of a `Delivery`, judged.

In go the generated policies of one flow log as data, and an environment that says what Terraform's references will be;
out come words. It judges policies only: not tags, quotas, or whether a thing exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.model import S3, CloudWatchLogs, Destination, Firehose
from gen_flowlogs.policies.evaluate import Answer, Environment, decide, resolve
from gen_flowlogs.policies.requests import Ask, Asked, Site, site, to_bucket, to_log_group, to_other_account
from gen_flowlogs.policies.strangers import at_bucket, at_log_group, at_other_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.policies import Policy


@dataclass(frozen=True, slots=True)
class Delivery:
    """One flow log's way: from where, to where, and the policies on it that are ours.

    A policy that is None is somebody else's, or not needed, and is not judged. `owner` has the bucket and its key
    (None: the flow log's own place), `sources` are all who send there (empty: the flow log alone), `monitored` the ARNs
    of what the flow log is attached to. `role` is the ARN of the flow log's role (None: any).
    """

    place: Location
    destination: Destination
    environment: Environment
    role_trust: Policy | None = None
    role_permissions: Policy | None = None
    bucket_policy: Policy | None = None
    key_policy: Policy | None = None
    role: Text | None = None
    owner: Location | None = None
    sources: tuple[Location, ...] = ()
    organisation: str | None = None
    monitored: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing`: what AWS asks for and is not allowed. `strangers`: what others may do, or do without TLS."""

    missing: tuple[str, ...]
    strangers: tuple[str, ...]

    @property
    def delivers(self) -> bool:
        """Whether records arrive."""
        return not self.missing


def verdict(delivery: Delivery) -> Verdict:
    """Both halves. Raises `Unsupported` and `Unresolved`, which are defects of the compiler."""
    return Verdict(missing(delivery), strangers(delivery))


def missing(delivery: Delivery) -> tuple[str, ...]:
    """What AWS asks for and is not allowed."""
    return _wrong(delivery, _needed(delivery))


def strangers(delivery: Delivery) -> tuple[str, ...]:
    """What others are allowed. The same for all flow logs of one place and one destination."""
    return _wrong(delivery, _unwanted(delivery))


def _needed(delivery: Delivery) -> Iterator[Ask]:
    here = site(delivery.place, delivery.environment)
    match delivery.destination:
        case CloudWatchLogs() as to:
            return to_log_group(here, to, _role(delivery, here))
        case S3() as to:
            return to_bucket(here, to, _owner(delivery, here), delivery.organisation)
        case Firehose(cross_account_role=None):
            return iter(())  # AWS's own service-linked role puts the records; no policy of ours
        case Firehose(cross_account_role=str(other)):
            return to_other_account(here, _role(delivery, here), other, _monitored(delivery))
    raise TypeError(f"no requests for {type(delivery.destination).__name__}")


def _unwanted(delivery: Delivery) -> Iterator[Ask]:
    here = site(delivery.place, delivery.environment)
    match delivery.destination:
        case CloudWatchLogs() as to:
            return at_log_group(here, to, _role(delivery, here))
        case S3() as to:
            sources = tuple(site(each, delivery.environment) for each in delivery.sources) or (here,)
            return at_bucket(here, to, _owner(delivery, here), sources, delivery.organisation)
        case Firehose(cross_account_role=None):
            return iter(())
        case Firehose(cross_account_role=str(other)):
            return at_other_account(here, _role(delivery, here), other, _monitored(delivery))
    raise TypeError(f"no strangers for {type(delivery.destination).__name__}")


def _wrong(delivery: Delivery, asks: Iterator[Ask]) -> tuple[str, ...]:
    """The words of every ask that got another answer than the right one, each once."""
    policies: dict[Asked, Policy | None] = {
        "role_trust": delivery.role_trust,
        "role_permissions": delivery.role_permissions,
        "bucket_policy": delivery.bucket_policy,
        "key_policy": delivery.key_policy,
    }
    words: dict[str, None] = {}
    for ask in asks:
        policy = policies[ask.asked]
        if policy is None:
            continue
        answer = _answer(ask, policy, delivery.environment)
        if answer != ask.wanted and not (ask.wanted == "refuse" and answer != "allow"):
            words[f"{ask.what}: {ask.request.action} on {ask.request.resource}"] = None
    return tuple(words)


def _answer(ask: Ask, policy: Policy, environment: Environment) -> Answer:
    match ask.asked:
        case "role_trust":
            return decide(policy, ask.request, environment, attached="trust")
        case "role_permissions":
            return decide(policy, ask.request, environment, attached="identity")
        case "bucket_policy" | "key_policy":
            return decide(policy, ask.request, environment, attached="resource")


def _role(delivery: Delivery, here: Site) -> str:
    return here.identity("role/flow-logs") if delivery.role is None else resolve(delivery.role, delivery.environment)


def _owner(delivery: Delivery, here: Site) -> Site:
    return here if delivery.owner is None else site(delivery.owner, delivery.environment)


def _monitored(delivery: Delivery) -> tuple[str, ...]:
    return tuple(resolve(each, delivery.environment) for each in delivery.monitored)
