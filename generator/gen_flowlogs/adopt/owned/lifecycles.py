"""Lifecycles of buckets: the arguments that a state has → the settings of a spec, where it says the same."""

from __future__ import annotations

from collections.abc import Mapping

from gen_flowlogs.adopt.owned.owning import NotOwned
from gen_flowlogs.aws.limits import BY_CLASS, lifecycle_problem
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.view.s3 import NONCURRENT_DAYS

_NAME = "flow-logs"
_ABORT_DAYS = 7
_KNOWN = frozenset({
    "id", "status", "filter", "prefix", "abort_incomplete_multipart_upload", "transition", "expiration",
    "noncurrent_version_expiration",
})  # fmt: skip


_BLOCKS = {
    "abort_incomplete_multipart_upload": {"days_after_initiation"},
    "expiration": {"days"},
    "noncurrent_version_expiration": {"noncurrent_days"},
    "transition": {"days", "storage_class"},
}
"""Block of a rule → its arguments that a spec says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLifecycle:
    """The settings of a lifecycle: (days, storage class) steps, and an age at which records expire."""

    expire_days: int | None
    transitions: tuple[tuple[int, str], ...]
    size: str | None


def at(value: object, *path: str) -> object:
    """A value below nested blocks, of which each is alone, in a list or not; None where there is none."""
    for key in path:
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        value = one.get(key) if isinstance(one, Mapping) else None
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def lifecycle(settings: Mapping[str, object], bucket: str) -> OwnLifecycle:
    """The lifecycle of a bucket. Raises NotOwned where the spec would write another one."""
    rule = at(settings, "rule")
    if not isinstance(rule, Mapping):
        raise NotOwned("its lifecycle has more than one rule, or none")
    other = next((key for key, value in rule.items() if key not in _KNOWN and _says(value)), None)
    if other is not None or _says(rule.get("filter")) or _says(rule.get("prefix")):
        raise NotOwned(f"its lifecycle has `{other or 'filter'}`, which a spec has no key for")
    if (rule.get("id"), rule.get("status")) != (_NAME, "Enabled"):
        raise NotOwned(f"the rule of its lifecycle is not called {_NAME}, or is off")
    if at(rule, "abort_incomplete_multipart_upload", "days_after_initiation") != _ABORT_DAYS:
        raise NotOwned(f"its lifecycle does not end incomplete uploads after {_ABORT_DAYS} days")
    return _settings(settings, rule, bucket)


def _settings(settings: Mapping[str, object], rule: Mapping[str, object], bucket: str) -> OwnLifecycle:
    for block, own in _BLOCKS.items():
        if any(_says(value) for each in _each(rule.get(block)) for key, value in each.items() if key not in own):
            raise NotOwned(f"its lifecycle has more in `{block}` than a spec has keys for")
    days = at(rule, "expiration", "days") or None
    noncurrent = at(rule, "noncurrent_version_expiration", "noncurrent_days") or None
    transitions = tuple((each.get("days"), each.get("storage_class")) for each in _each(rule.get("transition")))
    size = settings.get("transition_default_minimum_object_size")
    if noncurrent != (None if days is None else NONCURRENT_DAYS):
        raise NotOwned("its lifecycle deletes older versions after other days than the spec would")
    if not all(isinstance(step[0], int) and isinstance(step[1], str) for step in transitions):
        raise NotOwned("its lifecycle has a transition that a spec has no key for")
    made = tuple(sorted((int(str(step[0])), str(step[1])) for step in transitions))
    expires = days if isinstance(days, int) else None
    if (days is not None and expires is None) or lifecycle_problem(made, expires) is not None:
        raise NotOwned(f"a spec has no key for the lifecycle of {bucket}")
    if size == BY_CLASS and not made:
        raise NotOwned("its lifecycle has a smallest size without transitions")
    return OwnLifecycle(expire_days=expires, transitions=made, size=BY_CLASS if size == BY_CLASS else None)


def _each(blocks: object) -> list[Mapping[str, object]]:
    return [each for each in (blocks if isinstance(blocks, list) else [blocks]) if isinstance(each, Mapping)]


def _says(value: object) -> bool:
    """Whether an argument has anything in it: blocks of a state are there with nothing in them too."""
    match value:
        case list():
            return any(map(_says, value))
        case Mapping():
            return any(map(_says, value.values()))
        case _:
            return bool(value)
