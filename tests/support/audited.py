"""A world that an audit finds nothing in, for tests: a spec, an inventory of its account, and all that is applied."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import catalogue
from gen_flowlogs import policies
from gen_flowlogs.audit import Ground
from gen_flowlogs.captures import locations
from gen_flowlogs.captures.inventory import Interface, Inventory, Resource, Scope
from gen_flowlogs.captures.recordings import recordings
from gen_flowlogs.observe.answers import buckets
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, Existing, LogGroup, Role, Source, Stream
from gen_flowlogs.policies import delivery, destinations
from gen_flowlogs.policies.plain import plain
from observed import ACCOUNT, GROUP, HERE, REGION, ROLE, VPC, applied, spec

if TYPE_CHECKING:
    from collections.abc import Callable

    from gen_flowlogs.model import Spec
    from gen_flowlogs.policies import Policy

HALF, SANDBOX = "vpc-00000000000000001", "vpc-00000000000000002"
SUBNET, ENI = "subnet-00000000000000001", "eni-00000000000000001"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-1111-2222-3333-444455556666"
BUCKET = "arn:aws:s3:::acme-records"
STREAM = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/records"
PLACE = (ACCOUNT, REGION)
TEXT = f"""version: 1
name: net
stacks: {{main: {{account: "{ACCOUNT}", region: {REGION}}}}}
defaults: {{stack: main}}
destinations:
  central: {{cloudwatch_logs: {{log_group: /records, retention_days: 365, kms: "{KEY}", role: {{arn: "{ROLE}"}}}}}}
  archive: {{s3: {{bucket: acme-records, prefix: some/where, expire_days: 400}}}}
  stream: {{firehose: {{delivery_stream: "{STREAM}"}}}}
capture_points:
  core: {{vpc: {VPC}, filter: all, destinations: [central, archive]}}
  half: {{vpc: {HALF}, filter: reject, destinations: archive}}
  web: {{subnet: {SUBNET}, filter: reject, destinations: stream}}
audit:
  exempt:
    {HALF}: {{reason: the firewall records what is accepted}}
    {SANDBOX}: {{reason: a sandbox without data, expires: "2027-06-30"}}
"""
KINDS = frozenset({
    "vpc", "subnet", "eni", "transit_gateway", "transit_gateway_attachment", "regional_nat_gateway", "flow_log",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class World:
    """A spec, and all that is there."""

    text: str
    inventory: Inventory
    existing: Existing

    @property
    def ground(self) -> Ground:
        """The ground of an audit of it."""
        one = spec(self.text, head="")
        return Ground(specs=(one,), inventory=self.inventory, existing=self.existing, today=catalogue.TODAY)

    def spec(self, old: str, new: str) -> World:
        """The world with another text in its spec."""
        assert self.text.count(old) == 1, old
        return replace(self, text=self.text.replace(old, new))

    def having(self, **values: Any) -> World:
        """The world with other things that exist."""
        return replace(self, existing=replace(self.existing, **values))

    def each(self, name: str, change: Callable[[Any], Any]) -> World:
        """The world with each thing of a field of `Existing` changed; one that becomes None is gone."""
        return self.having(**{name: tuple(new for each in getattr(self.existing, name) if (new := change(each)))})

    def without(self, id_: str) -> World:
        """The world without a resource."""
        assert id_ in self.inventory.resources
        left = {key: each for key, each in self.inventory.resources.items() if key != id_}
        return replace(self, inventory=Inventory(resources=left, scopes=self.inventory.scopes))

    def having_state(self, id_: str, state: str) -> World:
        """The world with a resource in another state."""
        resources = {**self.inventory.resources, id_: replace(self.inventory.resources[id_], state=state)}
        return replace(self, inventory=Inventory(resources=resources, scopes=self.inventory.scopes))

    def tagged(self, id_: str, **tags: str) -> World:
        """The world with other tags on a resource."""
        resources = {**self.inventory.resources, id_: replace(self.inventory.resources[id_], tags=tags)}
        return replace(self, inventory=Inventory(resources=resources, scopes=self.inventory.scopes))

    def scope(self, **values: Any) -> World:
        """The world whose only scope has other values."""
        (scope,) = self.inventory.scopes
        changed = (replace(scope, **values),)
        return replace(self, inventory=Inventory(resources=self.inventory.resources, scopes=changed))


def text_of(policy: Policy) -> str:
    """A policy as IAM's JSON."""
    return json.dumps(plain(policies.document(policy), {}))


def world() -> World:
    """The world as it should be."""
    one = spec(TEXT, head="")
    return World(text=TEXT, inventory=_inventory(), existing=_existing(one))


def _inventory() -> Inventory:
    vpcs = [Resource(id=each, kind="vpc", location=PLACE, owner=ACCOUNT) for each in (VPC, HALF, SANDBOX)]
    subnet = Resource(id=SUBNET, kind="subnet", location=PLACE, owner=ACCOUNT, parent=VPC)
    eni = Interface(id=ENI, kind="eni", location=PLACE, owner=ACCOUNT, parent=SUBNET, vpc=VPC)
    shared = Resource(id="vpc-0000000000000000f", kind="vpc", location=PLACE, owner="999988887777")
    resources = {each.id: each for each in (*vpcs, subnet, eni, shared)}
    return Inventory(resources=resources, scopes=(Scope(location=PLACE, kinds=KINDS),))


def _existing(one: Spec) -> Existing:
    here = locations.of(one.stacks[0])
    source = Source("aws.json")
    group, bucket = (next(each for each in one.destinations if each.name == name) for name in ("central", "archive"))
    logs = [
        replace(applied(each, number), where=HERE, id=f"fl-0000000{number}")
        for number, each in enumerate(recordings(one))
    ]
    return Existing(
        flow_logs=tuple(logs),
        log_groups=(LogGroup(source=source, where=HERE, name="/records", retention_days=365, key=KEY),),
        roles=(
            Role(
                source=source,
                where=HERE,
                name="records",
                arn=ROLE,
                trust=text_of(delivery.role_trust(here)),
                inline={"records": text_of(destinations.role_permissions(group, GROUP, here))},
            ),
        ),
        buckets=(
            Bucket(
                source=source,
                where=HERE,
                name="acme-records",
                complete=True,
                settings={
                    buckets.POLICY: {"policy": text_of(destinations.own_bucket(bucket, BUCKET, (here,)))},
                    buckets.VERSIONING: {"versioning_configuration": [{"status": "Enabled"}]},
                    buckets.LIFECYCLE: {"rule": [{"status": "Enabled", "expiration": [{"days": 400}]}]},
                },
            ),
        ),
        keys=(
            EncryptionKey(
                source=source,
                where=HERE,
                arn=KEY,
                policy=text_of(destinations.own_key(destinations.log_group_key(group, here), here)),
            ),
        ),
        streams=(Stream(source=source, where=HERE, arn=STREAM, name="records", tags={"LogDeliveryEnabled": "true"}),),
    )
