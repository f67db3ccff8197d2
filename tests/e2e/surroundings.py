"""What any spec takes for granted, read from the spec itself: ids, lookups, variables, references, existing things."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from emulator import ACCOUNT, Emulator
from language import KINDS, REGION, Kind
from world import World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEYS = {key: (kind, key == kind.keys) for kind in KINDS for key in (kind.key, kind.keys)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside the generated files, in the author's hands."""

    variables: dict[str, Any] = field(default_factory=dict)
    modules: dict[str, dict[str, str]] = field(default_factory=dict)  # name → files


def make(
    aws: Emulator,
    said: Mapping[str, Any],
    files: Mapping[str, str],
    *,
    stack: str = "",
    account: str = ACCOUNT,
    region: str = REGION,
) -> Surroundings:
    """Make what the spec names for one root module in the emulated AWS; what else its author would have."""
    there, found, numbers = World(aws, region=region, account=account), Surroundings(), count(0x5000)
    client = partial(aws.client, region=region, account=account)
    there.has_all_in(files.values())
    for kind, many, target in _targets(said, stack):
        ids = [kind.id(next(numbers)), kind.id(next(numbers))]
        value = ids if many else ids[0]
        match target:
            case {"lookup": asked}:
                name = {"Name": asked["name"]} if "name" in asked else {}
                there.has(ids[0], tags=asked.get("tags", {}) | name, inside=_container(said, asked.get("within")))
            case {"var": name}:
                found.variables[name] = value
                there.has_all_in(ids)
            case {"ref": traversal}:
                _, module, output = traversal.split(".")
                text = f'output "{output}" {{\n  value = {json.dumps(value)}\n}}\n'
                found.modules[module] = {f"{output}.tf": text, **found.modules.get(module, {})}
                there.has_all_in(ids)
    for destination in said["destinations"].values():
        _make_destination(client, destination, found)
    return found


def _targets(said: Mapping[str, Any], stack: str) -> Iterator[tuple[Kind, bool, Any]]:
    for point in said["capture_points"].values():
        where = point.get("stack", said.get("defaults", {}).get("stack", stack))
        if stack not in where and where != "all":  # one name or a list of names
            continue
        for key in point.keys() & _KEYS.keys():
            yield *_KEYS[key], point[key]


def _container(said: Mapping[str, Any], within: str | None) -> str | None:
    """The id that `within` means: itself, or that of the capture point with this name."""
    point = said["capture_points"].get(within)
    return within if point is None else next(point[key] for key in point.keys() & _KEYS.keys())


def _make_destination(client: Any, destination: Mapping[str, Any], found: Surroundings) -> None:
    match destination:
        case {"cloudwatch_logs": {"existing": True, "log_group": name}}:
            client("logs").create_log_group(logGroupName=name)
        case {"s3": {"existing": True, "bucket": name}}:
            client("s3").create_bucket(Bucket=name)
        case {"firehose": {"delivery_stream": {"var": name}}}:
            found.variables[name] = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}"
