"""Evaluate expressions: their syntax and a scope → a value, or the reason that it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.observe.addresses import index
from gen_flowlogs.observe.hcl import functions, operators
from gen_flowlogs.observe.hcl.steps import elements, step
from gen_flowlogs.observe.hcl.syntax import (
    Attribute,
    Comprehension,
    Conditional,
    Expression,
    FunctionCall,
    Index,
    Listing,
    Literal,
    Name,
    Operation,
    Splat,
    Table,
    Template,
    Unsupported,
)
from gen_flowlogs.observe.hcl.values import LONGEST, Missing, Value, failed, joined, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DEEPEST: Final = 64
MOST_STEPS: Final = 500_000


class Names(Protocol):
    """A module, as the first steps of a traversal ask for it."""

    def find(self, root: str, steps: Sequence[str | int]) -> tuple[Value, int]:
        """The value of the first steps behind the root, and how many steps these are."""


@dataclass(slots=True)
class Effort:
    """Steps of evaluation that are left, and the depth of the one that is on its way."""

    steps: int = MOST_STEPS
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """A module and the names that are bound beside it: `each`, `count`, iterators and those of `for`."""

    names: Names
    effort: Effort
    bound: Mapping[str, Value] = field(default_factory=dict)

    def binding(self, bound: Mapping[str, Value]) -> Scope:
        """The same with more names."""
        return replace(self, bound={**self.bound, **bound})


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of an expression."""
    effort = scope.effort
    effort.steps -= 1
    if effort.depth > DEEPEST:
        return Missing("it is nested too deeply, or refers to itself")
    if effort.steps < 0:
        return Missing("there is too much to evaluate")
    effort.depth += 1
    try:
        return _evaluate(expression, scope)
    finally:
        effort.depth -= 1


def _evaluate(expression: Expression, scope: Scope) -> Value:  # noqa: C901 - one arm for each form of the syntax
    match expression:
        case Literal(value):
            return value
        case Template(parts):
            return _template(parts, scope)
        case Name() | Attribute() | Index():
            return _traversal(expression, scope)
        case Splat(of, steps):
            return _splat(evaluate(of, scope), steps, scope)
        case FunctionCall():
            return _call(expression, scope)
        case Conditional(condition, yes, no):
            decided = truth(evaluate(condition, scope))
            if isinstance(decided, Missing):
                return Missing(decided.why, failed=decided.failed)
            return evaluate(yes if decided else no, scope)
        case Operation(operator, left, right):
            first = None if left is None else evaluate(left, scope)
            return operators.operate(operator, first, evaluate(right, scope))
        case Listing(items):
            return [evaluate(each, scope) for each in items]
        case Table(items):
            return _table(items, scope)
        case Comprehension():
            return _comprehension(expression, scope)
        case Unsupported(why):
            return Missing(why)
    raise AssertionError(expression)


def plain(expression: Expression, scope: Scope) -> str | None:
    """The text of an expression that is a traversal and nothing more, its indexes as values; None for any other."""
    match expression:
        case Template((only,)):
            return plain(only, scope)
        case Name(name):
            return None if name in scope.bound else name
        case Attribute(of, name):
            before = plain(of, scope)
            return None if before is None else f"{before}.{name}"
        case Index(of, key):
            before, its = plain(of, scope), evaluate(key, scope)
            if before is None or isinstance(its, bool) or not isinstance(its, (str, int)):
                return None
            return before + index(its)
    return None


def _template(parts: tuple[Expression, ...], scope: Scope) -> Value:
    if len(parts) == 1:
        return evaluate(parts[0], scope)
    return joined([text(evaluate(each, scope)) for each in parts])


def _traversal(expression: Expression, scope: Scope) -> Value:
    """The value of a traversal, whose first steps a module knows, if its root is a name at all."""
    steps: list[tuple[Value, bool]] = []
    while isinstance(expression, (Attribute, Index)):
        if isinstance(expression, Attribute):
            steps.append((expression.name, True))
        else:
            steps.append((evaluate(expression.key, scope), False))
        expression = expression.of
    steps.reverse()
    if not isinstance(expression, Name):
        value, used = evaluate(expression, scope), 0
    elif expression.name in scope.bound:
        value, used = scope.bound[expression.name], 0
    else:
        known = [key for key, _ in steps if isinstance(key, (str, int))]
        value, used = scope.names.find(expression.name, known)
    for key, dotted in steps[used:]:
        value = step(value, key, dotted=dotted)
    return value


def _splat(value: Value, steps: tuple[str | Expression, ...], scope: Scope) -> Value:
    match value:
        case Missing():
            return Missing(value.why, failed=value.failed)
        case None:
            return []
        case list():
            found = value
        case _:
            found = [value]
    for each in steps:
        key = each if isinstance(each, str) else evaluate(each, scope)
        found = [step(item, key, dotted=isinstance(each, str)) for item in found]
    return found


def _call(call: FunctionCall, scope: Scope) -> Value:
    arguments = [evaluate(each, scope) for each in call.arguments]
    if call.spread and arguments:
        last = arguments.pop()
        if not isinstance(last, list):
            return Missing(last.why) if isinstance(last, Missing) else failed("only a list can be spread")
        arguments += last
    return functions.call(call.name, arguments)


def _table(items: tuple[tuple[Expression, Expression], ...], scope: Scope) -> Value:
    found: dict[str, Value] = {}
    for key, value in items:
        name = text(evaluate(key, scope))
        if isinstance(name, Missing):
            return Missing(name.why, failed=name.failed)
        found[name] = evaluate(value, scope)
    return found


def _comprehension(each: Comprehension, scope: Scope) -> Value:
    walked = elements(evaluate(each.of, scope))
    if isinstance(walked, Missing):
        return walked
    found: list[tuple[str, Value]] = []
    for inner in _scopes(each, walked, scope):
        wanted = True if each.condition is None else truth(evaluate(each.condition, inner))
        if isinstance(wanted, Missing):
            return Missing(wanted.why, failed=wanted.failed)
        if wanted:
            key = "" if each.key is None else text(evaluate(each.key, inner))
            if isinstance(key, Missing):
                return Missing(key.why, failed=key.failed)
            found.append((key, evaluate(each.value, inner)))
        if scope.effort.steps < 0 or len(found) > LONGEST:
            return Missing("there is too much to evaluate")
    return [value for _, value in found] if each.key is None else dict(found)


def _scopes(each: Comprehension, walked: list[tuple[Value, Value]], scope: Scope) -> Iterator[Scope]:
    for key, value in walked:
        if len(each.names) > 1:
            yield scope.binding({each.names[0]: key, each.names[1]: value})
        else:
            yield scope.binding({each.names[0]: value})
