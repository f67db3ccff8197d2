"""Small specs by chance, in a world so narrow that targets, places and names often meet.

The generator of whole specs shows the language, and seldom two flow logs of one target. Here there are a handful of
networks, groups, buckets and roles. Not each spec compiles: the compiler refuses what certainly meets.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

_VPCS = tuple(f"vpc-{number:017x}" for number in (1, 2, 3))
_SUBNETS = tuple(f"subnet-{number:017x}" for number in (1, 2))
NAMES = ("core", "edge", "data", "dmz")
PLACES = ("logs", "archive", "audit", "cold")
_STACKS = {
    "here": {"account": "111122223333", "region": "us-east-1"},
    "there": {"account": "444455556666", "region": "eu-west-1"},
}
ELSEWHERE = ({"account": "777788889999", "region": "us-east-1"}, {"account": "111122223333", "region": "eu-west-1"})
_STREAM = "arn:aws:firehose:us-east-1:111122223333:deliverystream/flow"


def spec(random: Random) -> dict[str, Any]:
    """A spec of one to four capture points."""
    data: dict[str, Any] = {"version": 1, "name": "small"}
    if random.random() < 0.4:
        data["stacks"] = copy.deepcopy(_STACKS)
    data["filters"] = {"wide": filters(random), "other": filters(random)}
    data["destinations"] = {name: destination(data, random) for name in random.sample(PLACES, random.randint(1, 3))}
    data["capture_points"] = {name: point(data, random) for name in random.sample(NAMES, random.randint(1, 4))}
    for section, names in (("capture_points", NAMES), ("destinations", PLACES)):
        for name, each in data[section].items():
            others = [other for other in names if other not in data[section] and other != name]
            if others and random.random() < 0.08:
                each["renamed_from"] = others[0]
    return data


def point(data: dict[str, Any], random: Random) -> dict[str, Any]:
    """A capture point."""
    made: dict[str, Any] = target(random)
    ((key, _),) = made.items()
    if key != "transit_gateway" and random.random() < 0.6:
        made["filter"] = random.choice(("all", "accept", "reject", "wide", "other"))
    usable = [name for name, said in data["destinations"].items() if not said.get("retired")] or ["none"]
    made["destinations"] = random.sample(usable, min(len(usable), random.choice((1, 1, 2))))
    if "stacks" in data:
        stacks = list(data["stacks"])
        made["stack"] = stacks[0]  # an id is of one account and region
        if isinstance(made[key], dict):
            made["stack"] = random.choice(("all", *stacks))
    if random.random() < 0.15:
        made["adopted"] = random.choice((["destination"], ["format"], ["format", "destination"]))
    if made.keys() & {"subnet", "subnets"} and random.random() < 0.6:
        made["within"] = random.choice((*_VPCS[:2], *data.get("capture_points", ())))
    return made


def target(random: Random) -> dict[str, Any]:
    """A key and a value for it."""
    match random.randrange(10):
        case 0 | 1 | 2 | 3:
            return {"vpc": random.choice(_VPCS)}
        case 4:
            return {"vpcs": random.sample(_VPCS, random.randint(1, 3))}
        case 5 | 6:
            return {"subnet": random.choice(_SUBNETS)}
        case 7:
            return {"vpc": random.choice(({"var": "vpc_id"}, {"ref": "var.vpc_id"}, {"lookup": {"name": "core"}}))}
        case 8:
            return {
                "vpcs": random.choice(({"var": "ids"}, {"lookup": {"tags": {}}}, {"lookup": {"tags": {"Env": "prod"}}}))
            }
    return {"transit_gateway": "tgw-00000000000000001"}


def filters(random: Random) -> dict[str, Any]:
    """The settings of a filter."""
    made: dict[str, Any] = {}
    if random.random() < 0.4:
        made["traffic"] = random.choice(("ALL", "ACCEPT", "REJECT"))
    if random.random() < 0.3:
        made["max_aggregation_interval"] = 60
    if random.random() < 0.4:
        made["fields"] = random.choice(("default", "v3", {"preset": "default", "add": ["vpc-id"]}))
    return made or {"max_aggregation_interval": 60}


def destination(data: dict[str, Any], random: Random) -> dict[str, Any]:
    """A log group, a bucket or a stream."""
    match random.randrange(9):
        case 0 | 1 | 2 | 3 | 4:
            return {"cloudwatch_logs": _log_group(random)}
        case 5 | 6 | 7:
            return {"s3": _bucket(data, random)}
    return {"firehose": {"delivery_stream": random.choice((_STREAM, {"var": "stream"}, {"ref": "var.stream"}))}}


def _log_group(random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {"log_group": random.choice(("/a", "/b", "/c", "/d"))}
    if random.random() < 0.2:
        made["existing"] = True
    else:
        made |= _some(random, kms=("create",), on_destroy=("delete",), retention_days=(30, 400, "never"))
        made |= {"class": "INFREQUENT_ACCESS"} if random.random() < 0.1 else {}
    made |= {"queries": True} if random.random() < 0.1 else {}
    if random.random() < 0.3:
        roles = (
            {"name": "flow-x"},
            {"name": "flow-y"},
            {"path": "/net/"},
            {"arn": "arn:aws:iam::111122223333:role/flow-x"},
        )
        made["role"] = random.choice(roles)
    return made


def _bucket(data: dict[str, Any], random: Random) -> dict[str, Any]:
    made: dict[str, Any] = {"bucket": random.choice(("acme-a", "acme-b", "acme-c", "acme-d"))}
    made |= _some(random, prefix=("p", "q"), file_format=("parquet",), hive_compatible_partitions=(True,))
    if "stacks" in data and random.random() < 0.8:
        made["stack"] = "here" if "here" in data["stacks"] else next(iter(data["stacks"]))
    if random.random() < 0.2:
        made["existing"] = True
    else:
        made |= _some(
            random, kms=("create",), on_destroy=("delete", "delete"), expire_days=(30, 400), versioning=(False,)
        )
    return made


def _some(random: Random, **options: tuple[Any, ...]) -> dict[str, Any]:
    return {key: random.choice(values) for key, values in options.items() if random.random() < 0.35}
