"""Differences of arguments → text: old → new for every scalar, by key for tags and options, shortly for the rest.

Values of a spec are shown as messages show them: escaped and cut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.plan.values import Listing, Object, Symbol, Text, Unknown, Value, unknowns
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import OWN_FILE, listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gen_flowlogs.compare.plan.actions import PlannedChange
    from gen_flowlogs.compare.plan.compared import Difference

GETS_KEY = "its address gets an instance key"
LOSES_KEY = "its address loses its instance key"

_MOVES = f"`moved` blocks {OWN_FILE} keep the flow logs whose ids stay"
_MOST = 4
_LONG = 120  # characters of a value; longer ones are no easier to tell apart when they are cut
_FORMAT = "log_format"
_DESCRIBED = frozenset({"aws_iam_role"})  # types with a description of the author's


def reason(planned: PlannedChange) -> str:
    """The reason for a replacement, an update, a move or a `removed` block; empty for any other action."""
    described = planned.resource.TYPE in _DESCRIBED
    match planned.action:
        case "replace":
            forcing = [each for each in planned.differences if each.forces]
            others = [
                each
                for each in planned.differences
                if not each.forces and (each.adopted or not any(unknowns(each.new)))
            ]
            beside = [text for each in others if (described or each.name != "description") and (text := in_words(each))]
            also = f"; also {'; '.join(beside[:_MOST])}" if beside else ""
            return _joined(forcing, described=described) + also + _perhaps(planned.differences)
        case "update":
            return _joined(planned.differences, described=described) + _perhaps(planned.differences)
        case "move":
            return _renamed(planned)
        case "forget":
            return "retired: stays as it is, and Terraform no longer manages it"
    return ""


def _renamed(planned: PlannedChange) -> str:
    """The names that a move follows."""
    assert planned.old is not None  # noqa: S101 - a move has both
    assert planned.new is not None  # noqa: S101 - likewise
    old, new = planned.old.resource, planned.new.resource
    names = ((old.capture_point, new.capture_point), (old.destination, new.destination))
    return f"renamed: {' and '.join(f'{quoted(was)} → {quoted(now)}' for was, now in names if was != now)}"


def followed(planned: PlannedChange) -> tuple[str, ...]:
    """The new addresses that an instance refers to, if it is replaced for no other reason."""
    references = [tuple(unknowns(each.new)) for each in planned.differences if each.forces]
    if planned.action != "replace" or not all(references):
        return ()
    return tuple(dict.fromkeys(unknown.address for several in references for unknown in several))


def _joined(differences: Sequence[Difference], *, described: bool) -> str:
    """The differences, each once; arguments whose values would not help a reader are listed at the end.

    `described`: a description is the author's own, and no consequence of another difference.
    """
    whole = {each: in_words(each) for each in differences}
    phrases = list(dict.fromkeys(text for text in whole.values() if text))
    if not described:
        phrases = [text for text in phrases if not text.startswith("description: ")] or phrases
    opaque = list(dict.fromkeys(each.name for each, text in whole.items() if not text))
    if opaque:
        phrases.insert(
            min(len(phrases), _MOST - 1),
            f"{listing(opaque)} {'change' if opaque[1:] or opaque[0].endswith('s') else 'changes'}",
        )
    more = [f"and {len(phrases) - _MOST} more"] if len(phrases) > _MOST else []
    return "; ".join(phrases[:_MOST] + more)


def in_words(difference: Difference) -> str:
    """One difference; empty where both values are too long, or policies, or texts that only a program reads."""
    name, old, new = difference.name, difference.old, difference.new
    if difference.adopted and not difference.is_change:
        return f"`adopted` no longer keeps {name}" if difference.forces else f"{name} becomes that of the spec"
    missing = sorted({each.address for each in unknowns(new)})
    if missing:
        return f"{name} refers to the new {listing(missing)}"
    if difference.argument == "for_each":
        if old is None or new is None:
            keyed = GETS_KEY if old is None else LOSES_KEY
            return f"{keyed}; {_MOVES}"
        if _is_map(old) is not _is_map(new):
            keys = f"keys of the map {show(new)}" if _is_map(new) else f"ids of {show(new)}"
            return f"its instance keys become the {keys}; {_MOVES}"
        return f"ids: {show(old)} → {show(new)}"
    if difference.argument == _FORMAT:
        return _format(old, new)
    match old, new:
        case (Object() | None, Object() | None):
            return _by_key(name, old, new)
        case (Listing() | None, Listing() | None):
            return f"{name}: {show(old)} → {show(new)}" if _is_flat(old) and _is_flat(new) else ""
    if name == "retention_in_days":
        old, new = ("for ever" if each == 0 else each for each in (old, new))
        return f"{name}: {show(old) if old is None else old} → {show(new) if new is None else new}"
    return "" if _is_long(old) or _is_long(new) else f"{name}: {show(old)} → {show(new)}"


def _is_map(value: Value) -> bool:
    """Whether the keys of a `for_each` are those of a map of the author's, and no ids."""
    return isinstance(value, Symbol) and isinstance(value.identity, tuple) and value.identity[0] == "tomap"


def _by_key(name: str, old: Object | None, new: Object | None) -> str:
    """The keys that change in an object of scalars."""
    before, after = dict(old.items if old else ()), dict(new.items if new else ())
    if not all(_is_scalar(each) for each in (*before.values(), *after.values())):
        return ""
    changed = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    phrases = [f"{shown(key)} {show(before.get(key))} → {show(after.get(key))}" for key in changed]
    return f"{name}: {listing(phrases, _MOST)}"


def _is_scalar(value: Value) -> bool:
    return not isinstance(value, Object | Listing) and not _is_long(value)


def _is_flat(value: Value) -> bool:
    return value is None or (isinstance(value, Listing) and all(map(_is_scalar, value.items)))


def _is_long(value: Value) -> bool:
    return isinstance(value, str) and (len(value) > _LONG or "\n" in value)


def _perhaps(differences: Iterable[Difference]) -> str:
    """Terraform compares values, not names: if all that force may turn out equal, it updates, or does nothing."""
    forcing = [each for each in differences if each.forces]
    told = [each for each in differences if each.forces or not each.adopted]  # the rest is ignored
    sure = [each for each in told if not each.may_be_equal or any(unknowns(each.new))]
    if any(each.forces or not forcing for each in sure):
        return ""
    less = "it is updated in place" if sure else "nothing happens"
    if forcing and all(each.adopted for each in forcing):
        return f" ({less} unless AWS has another value, which only Terraform knows)"
    return f" ({less} if both are the same value, which only Terraform knows)"


def _format(old: Value, new: Value) -> str:
    before, after = _fields(old), _fields(new)
    if before is None or after is None:
        return f"log_format: {_whose(before)} → {_whose(after)} fields"
    phrases = [
        f"{verb} {listing(names)}"
        for verb, names in (
            ("adds", [each for each in after if each not in before]),
            ("drops", [each for each in before if each not in after]),
        )
        if names
    ]
    return f"log_format {' and '.join(phrases) or 'has another order'}"


def _whose(names: list[str] | None) -> str:
    return "the default" if names is None else "own"


def _fields(value: Value) -> list[str] | None:
    return [each.strip("${}") for each in value.split()] if isinstance(value, str) else None


def show(value: Value) -> str:
    """A value for people."""
    match value:
        case None:
            return "not set"
        case str():
            return '"' + shown(value, _LONG).replace('"', '\\"') + '"'
        case Symbol():
            return shown(value.shown, _LONG)
        case Unknown(address):
            return f"the future {address}"
        case Text(parts):
            return shown("".join(part if isinstance(part, str) else f"<{show(part)}>" for part in parts), 100)
        case Object(items):
            return "{" + listing([f"{shown(key)}: {show(each)}" for key, each in items], 4) + "}"
        case Listing(items):
            return listing(list(_shown(items)), _MOST) or "none"
        case bool():
            return "true" if value else "false"
    return str(value)


def _shown(items: Iterable[Value]) -> Iterator[str]:
    return (show(each) for each in items)
