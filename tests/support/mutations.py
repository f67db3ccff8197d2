"""Changes of a spec, one after the other touching every argument of every resource that the compiler emits.

A base is a spec that compiles; a mutation sets values in it, by path, or takes keys out. `pairs` gives each mutation
with both versions; `random_pairs` several at once, as many as one likes, the same for the same seed.
"""

from __future__ import annotations

import copy
import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from gen_flowlogs import pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.model import Spec
    from gen_flowlogs.pipeline import Compiled

DROP = object()
"""Takes a key out."""

ACCOUNT = "111122223333"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
STREAM = "arn:aws:firehose:us-east-1:{}:deliverystream/{}"
ACROSS = "arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole{}"
VARIABLES: dict[str, Any] = {
    "one_vpc": "vpc-00000000000000aaa", "same_vpc": "vpc-00000000000000aaa", "subnets": ["subnet-00000000000000aaa"],
    "plain_subnets": ["subnet-00000000000000aaa"], "subnet_ids": ["subnet-00000000000000aaa"],
    "subnet_map": {"a": "subnet-00000000000000aaa"},
    "literal_subnets": {"a": "subnet-00000000000000001", "b": "subnet-00000000000000002"},
    "set_map": {"a": "subnet-00000000000000aaa"}, "interfaces": {"a": "eni-00000000000000aaa"},
    "key_arn": KEY, "boundary_arn": BOUNDARY, "role_arn": f"arn:aws:iam::{ACCOUNT}:role/given",
    "far_role_arn": ACROSS.format("C"), "group": "/flow/given",
    "group_arn": f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/flow/given", "bucket": "acme-given-logs",
    "bucket_arn": "arn:aws:s3:::acme-given-logs", "stream_arn": STREAM.format(ACCOUNT, "given"),
}  # fmt: skip
"""Values of the variables that the bases use."""


def vpc(number: int) -> str:
    return f"vpc-{number:017x}"


def base(on_destroy: str) -> dict[str, Any]:
    """A spec with one stack and something of everything that needs no lookup."""
    return {
        "version": 1,
        "name": "base",
        "stacks": {"main": {"account": ACCOUNT, "region": "us-east-1"}},
        "filters": {
            "wide": {"max_aggregation_interval": 60, "fields": {"preset": "default", "add": ["vpc-id", "tcp-flags"]}},
            "refused": {"traffic": "REJECT"},
            "transit": {"fields": {"preset": "default"}},
        },
        "destinations": {
            "logs": {
                "cloudwatch_logs": {
                    "log_group": "/flow/logs", "retention_days": 365, "kms": "create", "on_destroy": on_destroy,
                    "role": {"path": "/network/"}, "queries": True,
                },
                "tags": {"Owner": "a"},
            },
            "plain": {"cloudwatch_logs": {"log_group": "/flow/plain", "on_destroy": on_destroy}},
            "theirs": {"cloudwatch_logs": {
                "log_group": "/flow/theirs", "existing": True, "role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/theirs"},
            }},
            "archive": {
                "s3": {
                    "bucket": "acme-flow-logs", "prefix": "p", "file_format": "parquet",
                    "hive_compatible_partitions": True, "kms": "create", "expire_days": 400, "on_destroy": on_destroy,
                    "transitions": [{"after_days": 90, "storage_class": "GLACIER_IR"}], "queries": True,
                },
                "tags": {"Owner": "a"},
            },
            "bare": {"s3": {"bucket": "acme-bare-logs", "on_destroy": on_destroy, "versioning": False}},
            "outside": {"s3": {"bucket": "acme-outside-logs", "existing": True}},
            "stream": {"firehose": {"delivery_stream": STREAM.format(ACCOUNT, "flow")}},
            "across": {"firehose": {
                "delivery_stream": STREAM.format("444455556666", "flow"), "cross_account_role": ACROSS.format("A"),
            }},
        },
        "defaults": {"stack": "main", "destinations": "plain"},
        "capture_points": {
            "core": {"vpc": vpc(1), "filter": "wide", "destinations": ["logs", "archive"], "tags": {"Team": "net"}},
            "edge": {"vpcs": [vpc(2), vpc(3)], "destinations": ["plain", "bare"]},
            "dmz": {"subnet": "subnet-00000000000000001", "filter": "refused", "destinations": ["theirs", "outside"]},
            "hub": {"transit_gateway": "tgw-00000000000000001", "filter": "transit"},
            "link": {"transit_gateway_attachment": "tgw-attach-00000000000000001", "destinations": "stream"},
            "nic": {"eni": "eni-00000000000000001", "destinations": "across"},
            "open": {"vpc": {"var": "one_vpc"}, "destinations": ["plain"]},
            "nets": {"subnets": {"var": "subnets"}, "destinations": ["outside"]},
        },
    }  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """`changes`: path, with dots → value. `refused`: Terraform does not plan it where `on_destroy` is keep."""

    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    refused: bool = False


D, P, F = "destinations.", "capture_points.", "filters."
LOGS, PLAIN, ARCHIVE, BARE = (
    f"{D}logs.cloudwatch_logs.",
    f"{D}plain.cloudwatch_logs.",
    f"{D}archive.s3.",
    f"{D}bare.s3.",
)

MUTATIONS: tuple[Mutation, ...] = tuple(
    Mutation(name, changes, name.startswith("!"))
    for name, changes in {
        # what changes nothing
        "nothing": {},
        "interval-said": {F + "refused.max_aggregation_interval": 600},
        "class-said": {PLAIN + "class": "STANDARD"},
        "path-said": {PLAIN + "role": {"path": "/"}},
        "traffic-said": {F + "wide.traffic": "ALL"},
        "description": {P + "core.description": "what is here"},
        "within": {P + "dmz.within": "core"},
        "expires": {P + "core.expires": "2099-01-01"},
        "format-said": {ARCHIVE + "per_hour_partition": False, BARE + "file_format": "plain-text"},
        "prefix-slash": {ARCHIVE + "prefix": "p/"},
        "fields-said": {F + "refused.fields": "default"},
        "filter-renamed": {F + "narrow": {"traffic": "REJECT"}, P + "dmz.filter": "narrow", F + "refused": DROP},
        "key-said": {PLAIN + "kms": "aws"},
        "ids-reordered": {P + "edge.vpcs": [vpc(3), vpc(2)]},
        # flow logs
        "traffic": {F + "refused.traffic": "ACCEPT"},
        "interval": {F + "wide.max_aggregation_interval": 600},
        "interval-up": {F + "refused.max_aggregation_interval": 60},
        "fields-more": {F + "wide.fields": {"preset": "default", "add": ["vpc-id", "tcp-flags", "az-id"]}},
        "fields-order": {F + "wide.fields": {"preset": "default", "add": ["tcp-flags", "vpc-id"]}},
        "fields-own": {F + "refused.fields": ["srcaddr", "dstaddr", "action"]},
        "fields-default": {F + "wide.fields": DROP},
        "fields-default-and-traffic": {F + "wide.fields": DROP, F + "wide.traffic": "REJECT"},
        "tags-flow-log": {P + "core.tags": {"Team": "other"}},
        "tags-gone": {P + "core.tags": DROP},
        "tags-none": {P + "core.tags": "none"},
        "tags-default": {"defaults.tags": {"All": "things"}},
        "target": {P + "core.vpc": vpc(9)},
        "target-kind": {P + "core.vpc": DROP, P + "core.subnet": "subnet-00000000000000009"},
        "target-eni": {P + "nic.eni": "eni-00000000000000002"},
        "target-subnet": {P + "dmz.subnet": "subnet-00000000000000002"},
        "target-gateway": {P + "hub.transit_gateway": "tgw-00000000000000002"},
        "target-attachment": {P + "link.transit_gateway_attachment": "tgw-attach-00000000000000002"},
        "target-other-family": {P + "link": {"vpc": vpc(8), "destinations": "stream"}},
        "var-to-literal": {P + "open.vpc": vpc(7)},
        "literal-to-var": {P + "core.vpc": {"var": "one_vpc"}, P + "open": DROP},
        "vars-to-literals": {P + "nets.subnets": ["subnet-00000000000000bbb"]},
        "vars-to-map": {P + "nets.subnets": {"var": "subnet_map", "keyed": True}},
        "ref-to-map": {P + "nets.subnets": {"ref": "local.subnets_beside", "keyed": True}},
        "id-more": {P + "edge.vpcs": [vpc(2), vpc(3), vpc(4)]},
        "id-less": {P + "edge.vpcs": [vpc(3)]},
        "id-other": {P + "edge.vpcs": [vpc(2), vpc(4)]},
        "singular-to-plural": {P + "core.vpc": DROP, P + "core.vpcs": [vpc(1)]},
        "plural-to-singular": {P + "edge.vpcs": DROP, P + "edge.vpc": vpc(2)},
        "singular-to-vars": {P + "dmz.subnet": DROP, P + "dmz.subnets": {"var": "subnets"}},
        "point-new": {P + "fresh": {"vpc": vpc(5)}},
        "point-gone": {P + "edge": DROP},
        "pair-new": {P + "core.destinations": ["logs", "archive", "outside"]},
        "pair-gone": {P + "core.destinations": ["logs"]},
        "destination-other": {P + "hub.destinations": "outside"},
        # renames
        "renamed-point": {P + "core": DROP, P + "kernel": {
            "vpc": vpc(1), "filter": "wide", "destinations": ["logs", "archive"], "tags": {"Team": "net"},
            "renamed_from": "core"}},
        "renamed-and-tagged": {P + "core": DROP, P + "kernel": {
            "vpc": vpc(1), "filter": "wide", "destinations": ["logs", "archive"], "renamed_from": "core"}},
        "renamed-and-replaced": {P + "core": DROP, P + "kernel": {
            "vpc": vpc(1), "filter": "refused", "destinations": ["logs", "archive"], "renamed_from": "core"}},
        "renamed-plural": {P + "edge": DROP, P + "rim": {
            "vpcs": [vpc(2), vpc(4)], "destinations": ["plain", "bare"], "renamed_from": "edge"}},
        "renamed-to-plural": {P + "hub": DROP, P + "hubs": {
            "transit_gateways": ["tgw-00000000000000001"], "filter": "transit", "renamed_from": "hub"}},
        "renamed-onto-old": {P + "core": DROP, P + "open.renamed_from": "core",
                             P + "open.destinations": ["plain", "logs"]},
        "not-renamed": {P + "hub": DROP, P + "node": {"transit_gateway": "tgw-00000000000000001", "filter": "transit"}},
        "renamed-variable": {P + "open.vpc": {"var": "same_vpc"}},
        # adopted flow logs
        "adopted": {P + "core.adopted": ["destination", "format"]},
        "adopted-group": {P + "dmz.adopted": ["destination"], D + "theirs.cloudwatch_logs.log_group": "/flow/hers"},
        "adopted-prefix": {P + "core.adopted": ["destination"], ARCHIVE + "prefix": "q"},
        "adopted-bucket": {P + "nets.destinations": [{"outside": {"adopted": ["destination"]}}],
                           D + "outside.s3.bucket": "acme-elsewhere-logs"},
        "adopted-stream": {P + "link.adopted": ["destination"],
                           D + "stream.firehose.delivery_stream": STREAM.format(ACCOUNT, "other")},
        "adopted-class": {P + "edge.adopted": ["destination"], PLAIN + "class": "INFREQUENT_ACCESS"},
        "adopted-fields": {P + "core.adopted": ["format"], F + "wide.fields": ["srcaddr", "dstaddr", "action"]},
        "adopted-fields-default": {P + "core.adopted": ["format"], F + "wide.fields": DROP},
        "adopted-and-replaced": {P + "core.adopted": ["destination", "format"], F + "wide": {"traffic": "REJECT"},
                                 ARCHIVE + "prefix": "q"},
        "adopted-and-renamed": {P + "core": DROP, P + "kernel": {
            "vpc": vpc(1), "filter": "wide", "adopted": ["destination"], "destinations": ["logs", "archive"],
            "tags": {"Team": "net"}, "renamed_from": "core"}, ARCHIVE + "prefix": "q"},
        # log groups, roles, keys
        "retention": {LOGS + "retention_days": 30},
        "retention-never": {LOGS + "retention_days": "never"},
        "retention-default": {LOGS + "retention_days": DROP},
        "keep": {LOGS + "on_destroy": "keep", ARCHIVE + "on_destroy": "keep"},
        "delete": {LOGS + "on_destroy": "delete", ARCHIVE + "on_destroy": "delete"},
        "group-key-none": {LOGS + "kms": "aws"},
        "group-key-arn": {LOGS + "kms": KEY},
        "group-key-new": {PLAIN + "kms": "create"},
        "group-key-arn-new": {PLAIN + "kms": KEY},
        "group-class": {PLAIN + "class": "INFREQUENT_ACCESS"},
        "group-name": {PLAIN + "log_group": "/flow/other"},
        "group-name-role-kept": {PLAIN + "log_group": "/flow/other", PLAIN + "role": {"name": "flow-logs-flow-plain"}},
        "group-name-with-key": {LOGS + "log_group": "/flow/other"},
        "group-existing": {PLAIN + "existing": True, PLAIN + "on_destroy": DROP},
        "group-tags": {D + "logs.tags": {"Owner": "b"}},
        "group-no-tags": {D + "logs.tags": DROP},
        "role-name": {LOGS + "role.name": "other"},
        "role-path": {LOGS + "role.path": "/elsewhere/"},
        "role-path-none": {LOGS + "role": DROP},
        "role-boundary": {LOGS + "role.permissions_boundary": BOUNDARY},
        "role-policy-name": {LOGS + "role.policy_name": "write"},
        "role-policy-and-role-name": {LOGS + "role.policy_name": "write", LOGS + "role.name": "other"},
        "role-description": {LOGS + "role.description": "delivers"},
        "role-tags": {LOGS + "role.tags": {"Owner": "b", "Purpose": "delivery"}},
        "role-tags-none": {LOGS + "role.tags": "none"},
        "role-documented": {LOGS + "role.permissions": "documented"},
        "role-existing": {PLAIN + "role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/theirs"}},
        "role-existing-same": {PLAIN + "role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/flow-logs-flow-plain-main"}},
        "role-existing-other": {D + "theirs.cloudwatch_logs.role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/others"}},
        "role-own": {D + "theirs.cloudwatch_logs.role": DROP},
        "theirs-name": {D + "theirs.cloudwatch_logs.log_group": "/flow/hers"},
        "group-key-ref": {LOGS + "kms": {"ref": "aws_kms_key.beside.arn"}},
        "group-key-var": {PLAIN + "kms": {"var": "key_arn"}},
        "role-ref": {PLAIN + "role": {"arn": {"ref": "aws_iam_role.beside.arn"}}},
        "role-var": {D + "theirs.cloudwatch_logs.role": {"arn": {"var": "role_arn"}}},
        "role-boundary-var": {LOGS + "role.permissions_boundary": {"var": "boundary_arn"}},
        "theirs-ref": {D + "theirs.cloudwatch_logs.log_group": {"ref": "aws_cloudwatch_log_group.beside.name"}},
        "theirs-arn-ref": {D + "theirs.cloudwatch_logs.log_group": DROP,
                           D + "theirs.cloudwatch_logs.arn": {"ref": "aws_cloudwatch_log_group.beside.arn"}},
        "theirs-arn": {D + "theirs.cloudwatch_logs.log_group": DROP, D + "theirs.cloudwatch_logs.arn":
                       f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/flow/theirs"},
        "queries-none": {LOGS + "queries": DROP, ARCHIVE + "queries": DROP},
        "queries-new": {PLAIN + "queries": True, BARE + "queries": True},
        # buckets
        "bucket-hourly": {ARCHIVE + "per_hour_partition": True},
        "bucket-plain": {ARCHIVE + "file_format": "plain-text"},
        "bucket-flat": {ARCHIVE + "hive_compatible_partitions": False},
        "bucket-no-options": {ARCHIVE + "file_format": DROP, ARCHIVE + "hive_compatible_partitions": DROP},
        "bucket-options": {BARE + "file_format": "parquet"},
        "bucket-prefix": {ARCHIVE + "prefix": "q"},
        "bucket-no-prefix": {ARCHIVE + "prefix": DROP},
        "bucket-key-none": {ARCHIVE + "kms": "aws"},
        "bucket-key-arn": {ARCHIVE + "kms": KEY},
        "bucket-key-new": {BARE + "kms": "create"},
        "bucket-expire": {ARCHIVE + "expire_days": 500},
        "bucket-no-expire": {ARCHIVE + "expire_days": DROP},
        "bucket-transitions": {ARCHIVE + "transitions": [{"after_days": 60, "storage_class": "GLACIER_IR"}]},
        "bucket-no-transitions": {ARCHIVE + "transitions": DROP},
        "bucket-small-files": {ARCHIVE + "transition_default_minimum_object_size": "varies_by_storage_class"},
        "bucket-versioning": {BARE + "versioning": True},
        "bucket-no-versioning": {ARCHIVE + "versioning": False},
        "bucket-tags": {D + "archive.tags": {"Owner": "b"}},
        "bucket-organisation": {ARCHIVE + "org_id": "o-abcdefghij", ARCHIVE + "query_accounts": ["222233334444"]},
        "bucket-readers": {ARCHIVE + "readers": ["999988887777", "arn:aws:iam::999988887777:role/siem"]},
        "bucket-existing": {BARE + "existing": True, BARE + "versioning": DROP, BARE + "on_destroy": DROP},
        "bucket-key-ref": {ARCHIVE + "kms": {"ref": "aws_kms_key.beside.arn"}},
        "bucket-key-var": {BARE + "kms": {"var": "key_arn"}},
        "outside-ref": {D + "outside.s3.bucket": {"ref": "aws_s3_bucket.beside.bucket"}},
        "outside-var-in-prefix": {D + "outside.s3.bucket": {"var": "bucket"}, D + "outside.s3.prefix": "net"},
        "outside-arn-ref": {D + "outside.s3.bucket": DROP, D + "outside.s3.arn": {"ref": "aws_s3_bucket.beside.arn"}},
        "outside-arn": {D + "outside.s3.bucket": DROP, D + "outside.s3.arn": "arn:aws:s3:::acme-outside-logs"},
        "outside-name": {D + "outside.s3.bucket": "acme-elsewhere-logs"},
        "!bucket-name": {BARE + "bucket": "acme-other-logs"},
        "!bucket-name-with-key": {ARCHIVE + "bucket": "acme-other-logs"},
        # streams
        "stream-name": {D + "stream.firehose.delivery_stream": STREAM.format(ACCOUNT, "other")},
        "stream-role": {D + "across.firehose.cross_account_role": ACROSS.format("B")},
        "stream-own-role": {D + "across.firehose.role": {"name": "mine", "path": "/x/"}},
        "stream-existing-role": {D + "across.firehose.role": {"arn": f"arn:aws:iam::{ACCOUNT}:role/mine"}},
        "stream-own-role-shaped": {D + "across.firehose.role": {
            "policy_name": "pass", "description": "passes", "tags": "none"}},
        "stream-tags": {D + "across.tags": {"Owner": "b"}},
        "stream-var": {D + "stream.firehose.delivery_stream": {"var": "stream_arn"}},
        "stream-role-var": {D + "across.firehose.cross_account_role": {"var": "far_role_arn"}},
        "stream-own-role-ref": {D + "across.firehose.role": {"arn": {"ref": "aws_iam_role.beside.arn"}}},
        "stream-more": {P + "more": {"vpc": vpc(6), "destinations": "across"}},
        # destinations that come and go
        "destination-kind": {D + "stream": {"s3": {"bucket": "acme-third-logs", "on_destroy": "delete"}}},
        "destination-new": {D + "second": {"cloudwatch_logs": {"log_group": "/flow/second"}},
                            P + "hub.destinations": ["plain", "second"]},
        "destination-gone": {D + "bare": DROP, P + "edge.destinations": ["plain"]},
        "destination-retired": {D + "bare.retired": True, P + "edge.destinations": ["plain"]},
        "group-retired": {D + "logs.retired": True, P + "core.destinations": ["archive"]},
    }.items()
)  # fmt: skip


def _renamed_destination(spec: dict[str, Any], old: str, new: str) -> None:
    spec["destinations"][new] = {**spec["destinations"].pop(old), "renamed_from": old}
    for point in spec["capture_points"].values():
        several = point.get("destinations")
        if isinstance(several, list):
            point["destinations"] = [new if each == old else each for each in several]
        elif several == old:
            point["destinations"] = new
    if spec["defaults"]["destinations"] == old:
        spec["defaults"]["destinations"] = new


RENAMED = ("logs", "plain", "theirs", "archive", "bare", "outside", "stream", "across")
"""Destinations that are renamed, each in a mutation of its own."""


def mutated(spec: Mapping[str, Any], *mutations: Mutation) -> dict[str, Any]:
    """A copy of a spec with mutations applied. Raises KeyError where one has nothing to change."""
    found: dict[str, Any] = copy.deepcopy(dict(spec))
    for mutation in mutations:
        for path, value in mutation.changes.items():
            *above, last = path.split(".")
            at = found
            for key in above:
                at = at.setdefault(key, {})
            if value is DROP:
                del at[last]
            else:
                at[last] = copy.deepcopy(value)
    return found


@dataclass(frozen=True)
class Pair:
    """Two versions of one spec."""

    name: str
    old: Compiled
    new: Compiled
    refused: bool  # whether Terraform will not plan it


def compiled(spec: Mapping[str, Any]) -> Compiled:
    """A spec, compiled; `files` is None where it has errors."""
    text = yaml.safe_dump(dict(spec), sort_keys=False).encode()
    return pipeline.compile(text, "spec.yaml", read=_nothing, today=dt.date(2026, 1, 1))


def spec(data: Mapping[str, Any]) -> Spec:
    """The Spec of a spec that has no errors."""
    result = compiled(data)
    wrong = [each.message for each in result.diagnostics if each.severity == "error"]
    assert not wrong, wrong
    return result.spec


def pairs(on_destroy: str) -> Iterator[Pair]:
    """Every mutation of one base, alone, and back again."""
    data = base(on_destroy)
    old = compiled(data)
    assert old.files is not None, [each.message for each in old.diagnostics]
    for mutation in MUTATIONS:
        new = compiled(mutated(data, mutation))
        assert new.files is not None, (mutation.name, [each.message for each in new.diagnostics])
        refused = mutation.refused and on_destroy == "keep"
        yield Pair(mutation.name, old, new, refused)
        if not any("renamed_from" in str(value) or "retired" in path for path, value in mutation.changes.items()):
            yield Pair(f"{mutation.name}, back", new, old, refused)
    for name in RENAMED:
        renamed = copy.deepcopy(data)
        _renamed_destination(renamed, name, f"new-{name}")
        new = compiled(renamed)
        assert new.files is not None, (name, [each.message for each in new.diagnostics])
        yield Pair(f"renamed {name}", old, new, False)
    yield renamed_and_retired(on_destroy)


def renamed_twice() -> Iterator[Pair]:
    """A capture point and its destination that both have `renamed_from`, from every state that they may be in."""
    for plural in (False, True):
        target: dict[str, Any] = {"vpcs": [vpc(1), vpc(2)]} if plural else {"vpc": vpc(1)}
        new = _small({"kernel": {**target, "renamed_from": "core"}}, {"hub": "central"})
        for point in ("core", "kernel"):
            for destination in ("central", "hub"):
                old = _small({point: target}, {destination: ""})
                yield Pair(f"{point} and {destination} renamed, plural: {plural}", old, new, False)


_SMALL: dict[str, Any] = {
    "version": 1, "name": "small", "stacks": {"main": {"account": ACCOUNT, "region": "us-east-1"}},
    "defaults": {"stack": "main"},
}  # fmt: skip


def _small(points: Mapping[str, Any], destination: Mapping[str, str]) -> Compiled:
    """Capture points that all send to one destination: its name, and the one that it had before, or nothing."""
    ((name, before),) = destination.items()
    group: dict[str, Any] = {"cloudwatch_logs": {"log_group": "/core"}}
    renamed = {"renamed_from": before} if before else {}
    found = compiled(
        {
            **_SMALL,
            "destinations": {name: {**group, **renamed}},
            "capture_points": {each: {**said, "destinations": name} for each, said in points.items()},
        }
    )
    assert found.files is not None, [each.message for each in found.diagnostics]
    return found


def renamed_and_retired(on_destroy: str) -> Pair:
    """A destination whose old address is all that the state knows when it is let go."""
    data = base(on_destroy)
    old = compiled(data)
    _renamed_destination(data, "logs", "former")
    data["destinations"]["former"]["retired"] = True
    data["capture_points"]["core"]["destinations"] = ["archive"]
    new = compiled(data)
    assert new.files is not None, [each.message for each in new.diagnostics]
    return Pair("renamed and retired", old, new, False)


def sample() -> Iterator[Pair]:
    """Every mutation once, in as few specs as it takes for none to touch what another one touches."""
    data = base("delete")
    old = compiled(data)
    groups: list[list[Mutation]] = []
    for mutation in MUTATIONS:
        for group in groups:
            if not any(_touch(mutation, other) for other in group) and _compiles(data, *group, mutation):
                group.append(mutation)
                break
        else:
            groups.append([mutation])
    for group in groups:
        yield Pair(", ".join(each.name for each in group), old, compiled(mutated(data, *group)), False)
    yield renamed_and_retired("delete")


def _touch(one: Mutation, other: Mutation) -> bool:
    """Whether they change one capture point, one destination or one filter."""
    return bool({_thing(path) for path in one.changes} & {_thing(path) for path in other.changes})


def _thing(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")[:2])


def _compiles(data: Mapping[str, Any], *mutations: Mutation) -> bool:
    try:
        return compiled(mutated(data, *mutations)).files is not None
    except (KeyError, TypeError):
        return False


def stacked() -> dict[str, Any]:
    """A spec of two stacks, of which one has the bucket of both."""
    place = {"account": ACCOUNT, "region": "us-east-1"}
    return {
        "version": 1,
        "name": "stacked",
        "stacks": {"one": place, "two": place},
        "destinations": {
            "logs": {"cloudwatch_logs": {"log_group": "/flow/logs", "on_destroy": "delete"}},
            "more": {"cloudwatch_logs": {"log_group": "/flow/more", "on_destroy": "delete"}},
            "shared": {"s3": {"bucket": "acme-shared-logs", "stack": "one", "kms": "create", "on_destroy": "delete"}},
        },
        "capture_points": {
            "first": {"vpc": vpc(1), "stack": "one", "destinations": ["logs", "shared"]},
            "second": {"vpc": vpc(2), "stack": "two", "destinations": ["more", "shared"]},
        },
    }


STACKED: tuple[Mutation, ...] = tuple(
    Mutation(name, changes)
    for name, changes in {
        "nothing": {},
        "bucket-name": {D + "shared.s3.bucket": "acme-other-logs"},
        "bucket-owner": {D + "shared.s3.stack": "two"},
        "bucket-prefix": {D + "shared.s3.prefix": "p"},
        "bucket-organisation": {D + "shared.s3.org_id": "o-abcdefghij"},
        "no-sender": {P + "second.destinations": ["more"]},
        "point-moves": {P + "second.stack": "one"},
        "stack-new": {"stacks.three": {"account": ACCOUNT, "region": "us-east-1"}, P + "third": {
            "vpc": vpc(3), "stack": "three", "destinations": "shared"}},
        "group-name": {D + "logs.cloudwatch_logs.log_group": "/flow/other"},
        "group-retired": {D + "logs.retired": True, P + "first.destinations": ["shared"]},
    }.items()
)  # fmt: skip


def stacked_pairs() -> Iterator[Pair]:
    """Every mutation of the two stacks, and back again."""
    old = compiled(stacked())
    for mutation in STACKED:
        new = compiled(mutated(stacked(), mutation))
        assert new.files is not None, (mutation.name, [each.message for each in new.diagnostics])
        yield Pair(f"stacked {mutation.name}", old, new, refused=False)
        if "retired" not in mutation.name:
            yield Pair(f"stacked {mutation.name}, back", new, old, refused=False)


def random_pairs(count: int, seed: int, on_destroy: str = "delete") -> Iterator[Pair]:
    """Pairs of specs that are each a few mutations away from the base."""
    chance = random.Random(seed)
    data = base(on_destroy)
    plain = [
        each
        for each in MUTATIONS
        if not any("renamed_from" in str(value) or "retired" in path for path, value in each.changes.items())
    ]
    made = 0
    while made < count:
        before, after = chance.sample(plain, chance.randint(0, 3)), chance.sample(MUTATIONS, chance.randint(1, 4))
        try:
            old, new = compiled(mutated(data, *before)), compiled(mutated(data, *after))
        except (KeyError, TypeError):
            continue
        if old.files is not None and new.files is not None:
            made += 1
            yield Pair(
                f"{'+'.join(each.name for each in before)} → {'+'.join(each.name for each in after)}", old, new, False
            )


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)
