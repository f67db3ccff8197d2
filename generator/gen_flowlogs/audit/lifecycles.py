"""Lifecycles of buckets as they are, in the form of a state: the ends that they set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.observe import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def expires_at_some_time(lifecycle: Mapping[str, object], prefix: str) -> bool:
    """Whether an enabled rule lets the objects below a prefix expire."""
    return any(
        attributes.number(expiration, "days") or expiration.get("date")
        for expiration in _expirations(lifecycle, prefix)
    )


def expire_days(lifecycle: Mapping[str, object], prefix: str) -> int | None:
    """The days after which the objects below a prefix expire; the fewest of several rules, None for ever."""
    found = [attributes.number(each, "days") for each in _expirations(lifecycle, prefix)]
    return min((each for each in found if isinstance(each, int) and each), default=None)


def _expirations(lifecycle: Mapping[str, object], prefix: str) -> Iterator[Mapping[str, object]]:
    for rule in attributes.mappings(lifecycle.get("rule")):
        if rule.get("status") == "Enabled" and _is_about(rule, prefix):
            yield from attributes.mappings(rule.get("expiration"))


def _is_about(rule: Mapping[str, object], prefix: str) -> bool:
    """Whether a rule is about all objects below a prefix; one that asks for tags or sizes too is not."""
    filters = list(attributes.mappings(rule.get("filter")))
    of = [*filters, *(each for one in filters for each in attributes.mappings(one.get("and")))]
    if any(one.get(key) for one in of for key in ("tag", "tags", "object_size_greater_than", "object_size_less_than")):
        return False
    prefixes = [str(one["prefix"]) for one in (rule, *of) if isinstance(one.get("prefix"), str)]
    return all(f"{prefix}/".startswith(each) for each in prefixes if each)
