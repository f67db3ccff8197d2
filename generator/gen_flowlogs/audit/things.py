"""Things that flow logs use: log groups, buckets, streams, roles and keys that exist, by their ARNs.

A thing that is not found is certainly gone where AWS was asked for it, and else not seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gen_flowlogs.aws import arns
from gen_flowlogs.captures.inventory import LOG_GROUP

if TYPE_CHECKING:
    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.observe.existing import Bucket, EncryptionKey, Existing, LogGroup, Role, Stream

Lacking = Literal["gone", "not seen"]


class Things:
    """The things of `Existing`, each found in one step."""

    def __init__(self, existing: Existing, inventory: Inventory) -> None:
        self._absent = existing.absent
        self._inventory = inventory
        self._groups = {(each.where.account, each.where.region, each.name): each for each in existing.log_groups}
        self._roles = {each.arn: each for each in existing.roles}
        self._buckets: dict[str, Bucket] = {}
        for bucket in existing.buckets:
            known = self._buckets.get(bucket.name)
            if known is None or len(bucket.settings) > len(known.settings):  # another account only names it
                self._buckets[bucket.name] = bucket
        self._streams = {each.arn: each for each in existing.streams}
        self._keys: dict[str, EncryptionKey] = {}
        for key in existing.keys:
            self._keys[key.arn] = key
            self._keys |= {f"{key.arn.rpartition(':')[0]}:{alias}": key for alias in key.aliases}

    def log_group(self, arn: str) -> LogGroup | Lacking:
        """A log group, by its ARN without `:*`."""
        of = arns.parse(arn)
        if of is None:
            return "not seen"
        found = self._groups.get((of.account, of.region, of.resource.removeprefix("log-group:")))
        if found is None and self._inventory.is_whole(LOG_GROUP, (of.account, of.region)):
            return "gone"
        return found or self._lacking(arn)

    def bucket(self, arn: str) -> Bucket | Lacking:
        """A bucket, by its ARN."""
        return self._buckets.get(arn.rpartition(":")[2]) or self._lacking(arn)

    def stream(self, arn: str) -> Stream | Lacking:
        """A delivery stream, by its ARN."""
        return self._streams.get(arn) or self._lacking(arn)

    def role(self, arn: str) -> Role | Lacking:
        """A role, by its ARN."""
        return self._roles.get(arn) or self._lacking(arn)

    def key(self, arn: str) -> EncryptionKey | Lacking:
        """A key, by its ARN or by that of an alias."""
        return self._keys.get(arn) or self._lacking(arn)

    def _lacking(self, arn: str) -> Lacking:
        return "gone" if arn in self._absent else "not seen"
