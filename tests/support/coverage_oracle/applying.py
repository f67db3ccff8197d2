"""Two readings → what one apply of each stack does to flow logs and to what they need, and where it fails half way.

Terraform destroys before it creates at one address, and at two addresses in any order. A flow log changes in place in
nothing but its tags, so each difference here replaces it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from coverage_oracle.clashes import clashes
from coverage_oracle.reading import partition, role
from coverage_oracle.things import homes, logs, things

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coverage_oracle.reading import Reading
    from coverage_oracle.things import Log, Thing

NEW = "known after apply"
_FIELDS, _WHERE = 3, 7
"""The places of two arguments in what `arguments` returns."""


@dataclass(slots=True)
class Applied:
    """What one apply of every stack does. `failing`: the created things that AWS refuses, and whether for good."""

    old: list[Log]
    new: list[Log]
    actions: dict[Log | Thing, str] = field(default_factory=dict)
    after: dict[Log, Log] = field(default_factory=dict)  # old → new at the same address
    left_behind: set[Log | Thing] = field(default_factory=set)
    destroyed: dict[tuple[Any, ...], list[Thing]] = field(default_factory=dict)
    created: dict[tuple[Any, ...], list[Thing]] = field(default_factory=dict)
    failing: dict[Thing, str] = field(default_factory=dict)  # → "for good", "until another stack", "perhaps"
    refused: dict[str | None, list[Thing]] = field(default_factory=dict)  # stack → what Terraform refuses to destroy
    untouched: set[str | None] = field(default_factory=set)  # stacks with a plan that Terraform certainly refuses
    undeletable: list[Thing] = field(default_factory=list)  # buckets with records, protected log groups
    managed: list[Thing] = field(default_factory=list)  # what the old spec created
    fresh: dict[str | None, set[tuple[str, str]]] = field(default_factory=dict)  # stack → what is created there
    at: dict[Log | Thing, tuple[Any, ...]] = field(default_factory=dict)  # what goes → its address in the plan
    previous: dict[Thing, Thing] = field(default_factory=dict)  # new → old at the same address
    shut_out: set[Log] = field(default_factory=set)  # adopted ones that go on, and that a policy no longer admits


def applied(before: Reading, now: Reading) -> Applied:
    """Apply the change."""
    result = Applied(list(logs(before)), list(logs(now)))
    for stack in dict.fromkeys((*before.places, *now.places)):
        _stack(result, before, now, stack)
    result.failing.update(clashes(result, before))
    for stack in result.refused:
        if before.places[stack] == now.places[stack]:
            _nothing(result, stack)
    return result


def _nothing(result: Applied, stack: str | None) -> None:
    """Take back all of a stack: Terraform refuses its plan. Of another region, provider 5 does not refuse."""
    result.untouched.add(stack)
    for by_identity in (result.destroyed, result.created):
        for several in by_identity.values():
            several[:] = [each for each in several if each.stack != stack]


def _stack(result: Applied, before: Reading, now: Reading, stack: str | None) -> None:
    was, is_ = before.places.get(stack), now.places.get(stack)
    away = was is not None and is_ is not None and was[0] != is_[0]
    moved_region = not away and was is not None and is_ is not None and was[1] != is_[1]
    old_things = [each for each in things(before) if each.stack == stack]
    result.managed += old_things
    old_logs = [each for each in result.old if each.stack == stack]
    if away:
        result.left_behind |= {*old_things, *old_logs}
        old_things, old_logs = [], []
    state = _moved_things({each.address: each for each in old_things}, now, stack)
    kept = {each.address for each in things(now, retired=True) if each.stack == stack and not _is_of_iam(each)}
    kept |= {(kind, now.destinations[name]["old_name"]) for kind, name in kept}
    fresh: set[tuple[str, str]] = set()
    for each in (each for each in things(now) if each.stack == stack):
        old = state.pop(each.address, None)
        action = "create" if old is None else "same"
        if old is not None and (_differs(old, each) or (moved_region and not _is_of_iam(each))):
            action = "replace"
        result.actions[each] = action
        if old is not None:
            result.previous[each] = old
        if action != "same":
            fresh.add(each.address)
            result.created.setdefault(each.identity, []).append(each)
        if old is not None and action == "replace":
            _destroy(result, old, each)
    for address, each in state.items():
        result.actions[each] = "forget" if address in kept else "destroy"
        result.at[each] = address
        if address not in kept:
            _destroy(result, each, None)
    result.fresh[stack] = fresh
    _logs(result, (before, now), stack, old_logs, fresh, again=moved_region)


def _is_of_iam(thing: Thing) -> bool:
    """Whether it knows no region, and holds no records."""
    return thing.address[0] in ("role", "role policy")


def _differs(old: Thing, new: Thing) -> bool:
    if new.address[0] == "key":
        return False
    if new.address[0] == "role policy":
        return old.identity != new.identity or _policy_name(old) != _policy_name(new)
    if new.address[0] != "log group":
        return old.identity != new.identity
    wanted = new.settings.get("class", "STANDARD")
    return old.identity != new.identity or wanted not in ("STANDARD", old.settings.get("class", "STANDARD"))


def _policy_name(policy: Thing) -> str:
    """The name of an inline policy, which is that of its role unless the spec has another."""
    name: str = policy.settings.get("role", {}).get("policy_name", policy.identity[3])
    return name


def _destroy(result: Applied, thing: Thing, again: Thing | None) -> None:
    if again is not None and again.refuses:
        result.refused.setdefault(thing.stack, []).append(thing)
    elif (thing.address[0] == "bucket" and thing.stays) or thing.protected:
        result.undeletable.append(thing)
    result.destroyed.setdefault(thing.identity, []).append(thing)


def _moved_things(state: dict[Any, Thing], now: Reading, stack: str | None) -> dict[Any, Thing]:
    created = {each.address for each in things(now) if each.stack == stack}
    for name, said in now.destinations.items():
        for kind in ("log group", "bucket", "bucket policy", "key", "alias", "role", "role policy"):
            source, target = (kind, said["old_name"]), (kind, name)
            if source in state and target in created and target not in state:
                state[target] = state.pop(source)
    return state


def _logs(
    result: Applied,
    specs: tuple[Reading, Reading],
    stack: str | None,
    old_logs: list[Log],
    fresh: set[Any],
    *,
    again: bool,
) -> None:
    before, now = specs
    at = _moved_logs({each.address[:2] for each in old_logs}, now, stack)
    state = {(*at[each.address[:2]], each.address[2]): each for each in old_logs}
    result.at |= {each: address for address, each in state.items()}
    for new in (each for each in result.new if each.stack == stack):
        old = state.pop(new.address, None)
        if old is None:
            result.actions[new] = "create"
            continue
        adopted, released = _adopted(old, new)
        wanted, has = arguments(now, new, fresh, old), arguments(before, old, set())
        same = not again and not released and _left(has, adopted) == _left(wanted, adopted)
        if same and adopted and has != wanted:
            made = _goes_on_with(old, new, adopted)
            result.new[result.new.index(new)] = made
            new = made  # noqa: PLW2901 - what comes of it instead
            if not _admitted(specs, old, new):
                result.shut_out.add(new)
        result.after[old] = new
        result.actions[new] = ("move" if old.address != new.address else "same") if same else "replace"
        result.actions[old] = result.actions[new]
    for old in state.values():
        result.actions[old] = "destroy"


def _adopted(old: Log, new: Log) -> tuple[frozenset[str], frozenset[str]]:
    """What Terraform leaves as it is in a flow log, and what it no longer leaves: AWS may have another form of that."""
    was, is_ = (each.point.adopted[each.destination] for each in (old, new))
    released = was - is_
    return is_, released - {"format"} if new.point.default_fields else released  # the provider keeps what it has


def _left(arguments_: tuple[Any, ...], adopted: frozenset[str]) -> tuple[Any, ...]:
    """The arguments that are compared."""
    left_out = {_FIELDS} if "format" in adopted else set()
    left_out |= {_WHERE} if "destination" in adopted else set()
    return tuple(each for number, each in enumerate(arguments_) if number not in left_out)


def _goes_on_with(old: Log, new: Log, adopted: frozenset[str]) -> Log:
    """The flow log that there is after the apply: with the old sink or fields."""
    if "format" in adopted and not new.point.default_fields:
        fields = {"fields": old.point.fields, "default_fields": old.point.default_fields}
        new = replace(new, point=replace(new.point, **fields))
    return replace(new, sink=old.sink, needs=old.needs) if "destination" in adopted else new


def _named(said: Mapping[str, Any]) -> Any:
    """The log group or bucket of a destination, which an ARN may name."""
    named = said.get("log_group") or said.get("bucket") or said["arn"]
    return re.sub(r"^arn:.*:(log-group:|::)", "", named) if isinstance(named, str) else named


def _admitted(specs: tuple[Reading, Reading], old: Log, new: Log) -> bool:
    """Whether what Terraform changes in policies still lets a flow log deliver to its old sink."""
    before, now = specs
    was, said = before.destinations[old.destination], now.destinations[new.destination]
    if was["kind"] == "cloudwatch_logs" and _named(was) != _named(said):
        own = "arn" not in said.get("role", {}) and said.get("role", {}).get("permissions") != "documented"
        encrypted = not was.get("existing") and was.get("kms") == "create"
        return not own and not encrypted
    for name, each in now.destinations.items() if was["kind"] == "s3" else ():
        owner = now.owner(name)
        here = owner == "-" or partition(now.places[owner]) == old.sink[1]
        if (
            each["kind"] == "s3"
            and _named(each) == _named(was)
            and here
            and not each.get("existing")
            and not each["retired"]
        ):
            senders = [now.places[stack] for stack in now.senders(name)]
            folder = each.get("prefix", "").removesuffix("/")
            return folder == old.sink[3] and ("org_id" in each or old.subject[0] in senders)
    return True


def _moved_logs(bases: set[Any], now: Reading, stack: str | None) -> dict[Any, Any]:
    at = {base: base for base in bases}  # new → old
    for point in now.points.values():
        for name in point.destinations if stack in point.stacks else ():
            old_names = (now.destinations[name]["old_name"], name)
            chain = [(p, d) for p in (point.old_name, point.name) if p for d in old_names if d]
            for source, target in pairwise(chain):
                if source in at and target not in at:
                    at[target] = at.pop(source)
    return {old: new for new, old in at.items()}


def arguments(spec: Reading, log: Log, fresh: set[Any], old: Log | None = None) -> tuple[Any, ...]:
    """All that replaces a flow log when it differs; `fresh`: what the change creates, whose ARN nobody knows yet."""
    point, said, place = log.point, spec.destinations[log.destination], spec.places[log.stack]
    fields: Any = "default" if point.default_fields else point.fields
    if old is not None and point.default_fields:
        fields = "default" if old.point.default_fields else old.point.fields  # the provider keeps what it has
    by = role(said, log.stack, place[0])
    store = "log group" if said["kind"] == "cloudwatch_logs" else "bucket"
    ours = log.stack in homes(spec, log.destination) and not said.get("existing")
    where = NEW if ours and (store, log.destination) in fresh else log.sink
    if said["kind"] == "s3" and where == NEW:
        where = (NEW, log.sink[-1])
    who = NEW if ("role", log.destination) in fresh else by and (by if place[0] is None else by[:4])
    options = tuple(said.get(each) or None for each in ("hive_compatible_partitions", "per_hour_partition"))
    return (
        point.kind, log.subject[1], point.traffic, fields, point.interval, point.tag_fields,
        said["kind"], where, (said.get("file_format", "plain-text"), *options) if said["kind"] == "s3" else (),
        who, str(said.get("cross_account_role")),
    )  # fmt: skip
