"""Reasons: why an instance changes, in a line. Values of a spec are shown as messages show them: escaped and cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.compare.values import Listing, Object, Symbol, Text, Unknown, Value, unknowns
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gen_flowlogs.compare.decide import Decision, Difference

KEYED = "its address gets or loses a key"

_MOST = 4
_LONG = 120  # characters of a value; two that long are no easier to tell apart when they are cut
_FORMAT = "log_format"


def reason(decision: Decision) -> str:
    """Why the action is what it is; of a creation or an end it is told elsewhere."""
    match decision.action:
        case "replace":
            forcing = [each for each in decision.differences if each.forces]
            return "; ".join(_difference(each) for each in forcing[:_MOST]) + _perhaps(decision.differences)
        case "update":
            return f"changes {listing(list(dict.fromkeys(each.argument for each in decision.differences)))}"
        case "move":
            return "has another name"
        case "forget":
            return "retired: it stays as it is, and Terraform manages it no longer"
    return ""


def owner(address: str) -> tuple[str, str | None]:
    """What an address stands for: the capture point and destination of a flow log, otherwise (destination, None)."""
    kind, _, rest = address.partition(".")
    label = rest.partition("[")[0]
    first, _, second = label.partition("__")
    if kind == "aws_flow_log":
        return _name(first), _name(second)
    return _name(label), None


def _name(label: str) -> str:
    """The way back from `naming.label`."""
    name = label.replace("_", "-")
    assert naming.label(name) == label  # noqa: S101 - labels are reversible
    return name


def _difference(difference: Difference) -> str:
    missing = sorted({each.address for each in unknowns(difference.new)})
    if missing:
        return f"{difference.argument} refers to {listing(missing)}, which is made anew"
    if difference.argument == "for_each":
        if difference.old is None or difference.new is None:
            return f"{KEYED}; what its ids had before would stay with `moved` blocks of your own beside the output"
        return f"its ids come from {show(difference.new)}, and came from {show(difference.old)}"
    if difference.argument == _FORMAT:
        return _format(difference)
    if any(isinstance(each, str) and len(each) > _LONG for each in (difference.old, difference.new)):
        return f"{difference.argument} is another one"
    return f"{difference.argument}: {show(difference.old)} → {show(difference.new)}"


def _perhaps(differences: Iterable[Difference]) -> str:
    """Terraform compares values, not names: where all that forces may turn out the same, it does less, or nothing."""
    sure = [each for each in differences if not each.may_be_equal or any(unknowns(each.new))]
    if any(each.forces for each in sure):
        return ""
    less = "it is updated in place" if sure else "nothing happens"
    return f" ({less} where both are the same value, which only Terraform can see)"


def _format(difference: Difference) -> str:
    old, new = _fields(difference.old), _fields(difference.new)
    if old is None or new is None:
        return f"log_format: {_whose(old)} → {_whose(new)} fields"
    said = [
        f"{verb} {listing(names)}"
        for verb, names in (
            ("adds", [each for each in new if each not in old]),
            ("drops", [each for each in old if each not in new]),
        )
        if names
    ]
    return f"log_format {' and '.join(said) or 'has another order'}"


def _whose(names: list[str] | None) -> str:
    return "the default" if names is None else "own"


def _fields(value: Value) -> list[str] | None:
    return [each.strip("${}") for each in value.split()] if isinstance(value, str) else None


def show(value: Value) -> str:
    """A value for people."""
    match value:
        case None:
            return "nothing"
        case str():
            return quoted(value)
        case Symbol():
            return shown(value.shown)
        case Unknown(address):
            return f"what {address} becomes"
        case Text(parts):
            return shown("".join(part if isinstance(part, str) else f"<{show(part)}>" for part in parts), 100)
        case Object(items):
            return "{" + listing([f"{shown(key)}: {show(each)}" for key, each in items], 4) + "}"
        case Listing(items):
            return listing([show(each) for each in items], 4)
        case bool():
            return "true" if value else "false"
    return str(value)
