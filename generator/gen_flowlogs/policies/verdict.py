"""Whether the records of one flow log arrive: the policies of a `Delivery`, judged.

Input: the generated policies of one flow log as data, and an environment with the strings that Terraform's references
will be. Output: words. Judges policies only: not tags, quotas, or whether a resource exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.model import S3, CloudWatchLogs, Destination, Firehose, Reference, Variable
from gen_flowlogs.policies.evaluate import Answer, Environment, decide, resolve
from gen_flowlogs.policies.requests import Ask, Asked, Site, site, to_bucket, to_log_group, to_other_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.captures.locations import Location
    from gen_flowlogs.hcl import Text
    from gen_flowlogs.policies import Policy


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of one flow log: its location, its destination, and the generated policies that AWS asks.

    A policy that is None is not generated or not needed, and is not judged. `owner` has the bucket and its key (None:
    the flow log's own location), `sources` are all senders (empty: the flow log alone), `monitored` the ARNs of the
    targets of the flow log. `role` is the ARN of the flow log's role (None: any), `key` that of its log group's key
    (None: it has none).
    """

    location: Location
    destination: Destination
    environment: Environment
    role_trust: Policy | None = None
    role_permissions: Policy | None = None
    bucket_policy: Policy | None = None
    key_policy: Policy | None = None
    role: Text | None = None
    key: Text | None = None
    owner: Location | None = None
    sources: tuple[Location, ...] = ()
    organisation: str | None = None
    monitored: tuple[Text, ...] = ()


def missing(delivery: Delivery) -> tuple[str, ...]:
    """List the requests of AWS's delivery that the policies refuse.

    Raises `Unsupported` and `Unresolved`, which are defects of the compiler.
    """
    return wrongly_answered(delivery, needed(delivery))


def needed(delivery: Delivery) -> Iterator[Ask]:
    """The requests that AWS makes while it delivers."""
    here = site(delivery.location, delivery.environment)
    match delivery.destination:
        case CloudWatchLogs() as to:
            return to_log_group(here, to, role_of(delivery, here), key_of(delivery))
        case S3() as to:
            return to_bucket(here, to, owner_of(delivery, here), delivery.organisation)
        case Firehose(cross_account_role=None):
            return iter(())  # AWS's own service-linked role puts the records; no policy of ours
        case Firehose(cross_account_role=str() | Reference() | Variable() as given):
            other = resolve(givens.terraform(given), delivery.environment)
            return to_other_account(here, role_of(delivery, here), other, monitored_by(delivery))
    raise TypeError(f"no requests for {type(delivery.destination).__name__}")


def wrongly_answered(delivery: Delivery, asks: Iterator[Ask]) -> tuple[str, ...]:
    """The words of every ask with another answer than the right one, each once."""
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
        answer = answer_of(ask, policy, delivery.environment)
        if answer != ask.wanted and not (ask.wanted == "refuse" and answer != "allow"):
            words[f"{ask.what}: {ask.request.action} on {ask.request.resource}"] = None
    return tuple(words)


def answer_of(ask: Ask, policy: Policy, environment: Environment) -> Answer:
    """The answer of a policy to a request, by the rules for its kind of policy."""
    match ask.asked:
        case "role_trust":
            return decide(policy, ask.request, environment, attached="trust")
        case "role_permissions":
            return decide(policy, ask.request, environment, attached="identity")
        case "bucket_policy" | "key_policy":
            return decide(policy, ask.request, environment, attached="resource")


def role_of(delivery: Delivery, here: Site) -> str:
    """The ARN of the flow log's role."""
    return here.identity("role/flow-logs") if delivery.role is None else resolve(delivery.role, delivery.environment)


def key_of(delivery: Delivery) -> str | None:
    """The ARN of the log group's key."""
    return None if delivery.key is None else resolve(delivery.key, delivery.environment)


def owner_of(delivery: Delivery, here: Site) -> Site:
    """The account and region of the bucket and its key."""
    return here if delivery.owner is None else site(delivery.owner, delivery.environment)


def monitored_by(delivery: Delivery) -> tuple[str, ...]:
    """The ARNs of the resources that the flow log is attached to."""
    return tuple(resolve(each, delivery.environment) for each in delivery.monitored)
