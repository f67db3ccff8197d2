"""Log groups, buckets, keys and roles: applies that fail, and records that are deleted or unreadable."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coverage_oracle import Oracle
    from coverage_oracle.things import Thing
    from disagreements import Found
    from gen_flowlogs.compare import Comparison


_UNREAD = ("the Glue database ", "the Athena workgroup ")
"""The oracle has no queries, and what they need."""


def blocked(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """Applies that Terraform refuses or that fail half way."""
    applied = oracle.applied
    said = {
        (each.stack, each.destination): each.message
        for each in comparison.effects
        if each.effect == "blocked" and not each.message.startswith(_UNREAD)
    }
    renamed = _renamed(oracle)
    refused = [each for several in applied.refused.values() for each in several]
    known = {
        (each.stack, name)
        for each in (*refused, *applied.undeletable)
        for name in (each.address[1], renamed.get(each.address[1]))
    } | {(each.stack, each.address[1]) for each in applied.failing}
    for thing, how in applied.failing.items():
        if (thing.stack, thing.address[1]) in said:
            continue
        if how != "perhaps":
            yield f"the {thing.address[0]} exists {how}, not said", f"{thing.identity}"
        elif thing.stack not in applied.untouched and thing.identity[-1] not in "".join(comparison.hints):
            yield f"the {thing.address[0]} may exist, not said", f"{thing.identity}"
    for thing in applied.undeletable:
        if not {(thing.stack, name) for name in (thing.address[1], renamed.get(thing.address[1]))} & said.keys():
            yield f"a {thing.address[0]} cannot be destroyed, not said", f"{thing.identity}"
    for at, message in said.items():
        if at not in known and (at[0], renamed.get(at[1])) not in known:
            yield "blocked, but it is not", f"{at}: {message}"


def history(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    """Records that exist: deleted, unreadable, or kept for ever."""
    words: dict[tuple[str | None, str | None], str] = defaultdict(str)
    for each in comparison.effects:
        if each.effect in ("history", "unmanaged", "blocked", "kept"):
            words[each.stack, each.destination] += f" {each.message}"
    for new, old in oracle.applied.previous.items():
        if new.stack in oracle.applied.refused:
            continue
        same = oracle.applied.actions[new] == "same"
        yield from (
            (kind, f"{old.identity}") for kind in _goes_on(old, new, words[new.stack, new.address[1]], same=same)
        )
    renamed = _renamed(oracle)
    for thing in (each for several in oracle.applied.destroyed.values() for each in several):
        if thing.stack not in oracle.applied.refused:
            name = thing.address[1]
            text = words[thing.stack, name] + words[thing.stack, renamed.get(name)]
            yield from ((kind, f"{thing.identity}") for kind in _ends(thing, text))
    yield from _older_files(comparison, oracle)


def _goes_on(old: Thing, new: Thing, words: str, *, same: bool) -> Iterator[str]:
    kind = new.address[0]
    keys = [each.settings.get("kms") for each in (old, new)]
    leaves = kind == "log group" and old.identity != new.identity and old.stays
    if leaves and keys == ["create", "create"] and "read" not in words:
        yield "what a key that follows its group leaves unreadable, not said"
    if kind in ("log group", "bucket") and same and "older than" not in words:
        option, usual = ("retention_days", 365) if kind == "log group" else ("expire_days", "never")
        was, will = (_days(each.settings.get(option, usual)) for each in (old, new))
        if will < was:
            yield "shorter retention, not said"


def _days(said: int | str) -> int:
    return 10**9 if said == "never" else int(said)


def _ends(thing: Thing, words: str) -> Iterator[str]:
    kind = thing.address[0]
    if kind in ("log group", "bucket") and not (thing.stays or thing.protected) and "deleted" not in words:
        yield f"a {kind} with its records is deleted, not said"
    if kind == "key" and "scheduled for deletion" not in words:
        yield "a key is destroyed, not said"


def _older_files(comparison: Comparison, oracle: Oracle) -> Iterator[Found]:
    gone = (each for several in oracle.applied.destroyed.values() for each in several if not each.stays)
    deleted = [each.identity[-1] for each in gone if each.address[0] == "bucket"]  # a given bucket is no text
    for each in comparison.effects:
        bucket = oracle.now.destinations.get(each.destination, {}).get("bucket")
        if "older files stay as they are" in each.message and bucket in deleted:
            yield "older files stay, but their bucket is deleted", each.message


def _renamed(oracle: Oracle) -> Mapping[str, str]:
    """Old name of a destination → its new one."""
    return {each["old_name"]: name for name, each in oracle.now.destinations.items() if each["old_name"]}
