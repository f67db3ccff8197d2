"""A destination → the stacks for which it is evaluated, and what it is there: one bucket of its own, or retired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.values.membership import EACH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gen_flowlogs.values.evaluate import Stacks

OF_WRITERS = ("prefix", "file_format", "hive_compatible_partitions", "per_hour_partition")
"""Settings of a bucket that the flow logs of its writers have too."""


@dataclass(frozen=True, slots=True)
class Part:
    """The stacks of a destination that are alike but for values. `whole`: the evaluated copy stands for all stacks."""

    stacks: Stacks
    changes: Mapping[str, Any]  # what takes the place of `retired`, and of `stack` of a bucket
    needed: bool  # False: a value that is missing is no mistake
    whole: bool = False


def varies(raw: object) -> bool:
    """Whether a destination is not alike in all of its stacks, also where it reads no value."""
    match raw:
        case {"s3": {"stack": "each"}} | {"retired": list()}:
            return True
    return False


def parts(raw: Mapping[str, Any], users: Stacks, everything: Stacks) -> Iterator[Part]:
    """The parts of a destination, of whatever shape its data is; none where nothing uses it."""
    retired = raw.get("retired")
    settings = raw.get("s3")
    owner = settings.get("stack") if isinstance(settings, dict) else None
    if isinstance(owner, str) and owner in everything:
        yield Part((owner,), {}, needed=retired is not True, whole=True)
        return
    gone = everything if retired is True else _named(retired, everything)
    for stacks, is_gone in ((gone, True), (tuple(each for each in users if each not in gone), False)):
        changes = {"retired": is_gone} if _is_list_of_names(retired) else {}
        if not isinstance(settings, dict):
            yield from (Part(each, changes, needed=not is_gone) for each in (stacks,) if each)
            continue
        if owner == EACH:
            yield from (Part((stack,), {**changes, "stack": stack}, needed=not is_gone) for stack in stacks)
        elif stacks and settings.get("existing") is True:
            yield Part(stacks, changes, needed=not is_gone)
        elif stacks:
            yield Part(stacks[:1], changes, needed=not is_gone, whole=len(stacks) > 1)  # refused, if it is


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> Mapping[str, Any]:
    """A destination's data with the changes of a part."""
    made = dict(data)
    if "retired" in changes:
        made["retired"] = changes["retired"]
    if "stack" in changes:
        made["s3"] = {**data["s3"], "stack": changes["stack"]}
    return made


def _is_list_of_names(retired: object) -> bool:
    """Whether `retired` lists stacks as it should; another list stays, for the schema to refuse."""
    texts = [each for each in retired if isinstance(each, str)] if isinstance(retired, list) else []
    return isinstance(retired, list) and len(set(texts)) == len(retired)


def _named(retired: object, everything: Stacks) -> Stacks:
    return tuple(each for each in everything if isinstance(retired, list) and each in retired)
