"""Givens: the reference or variable, in the terms of the root module, that an argument has in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.hcl.recognition import reference
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.hcl.evaluation import plain
from gen_flowlogs.observe.hcl.values import Missing, Symbol, Value

if TYPE_CHECKING:
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.modules import Module
    from gen_flowlogs.observe.hcl.syntax import Expression

_FURTHEST = 20


def given(expression: Expression, value: Value, scope: Scope, module: Module) -> Reference | Variable | None:
    """The traversal that an expression is, or that its unknown value has; None where the root module has none."""
    found = _traced(expression, scope, module)
    if found is not None:
        return found
    return _named(value.symbol, module) if isinstance(value, Missing) and value.symbol is not None else None


def text(given: Reference | Variable) -> str:
    """A given as the code has it."""
    return given.traversal if isinstance(given, Reference) else f"var.{given.name}"


def _traced(expression: Expression, scope: Scope, module: Module) -> Reference | Variable | None:
    """The traversal of an expression; a variable or a local value of a called module leads on to what it is set to."""
    for _ in range(_FURTHEST):
        traversal = plain(expression, scope)
        if traversal is None:
            return None
        if module.caller is None:
            return _in_root(traversal)
        root, _, name = traversal.partition(".")
        argument = module.argument(name) if root == "var" else module.local(name) if root == "local" else None
        if argument is None:
            return None
        expression = argument.expression
        scope = module.scope
        if root == "var":
            scope, module = module.caller.scope, module.caller.module
    return None


def _named(symbol: Symbol, module: Module) -> Reference | Variable | None:
    """The traversal of an unknown value: in a called module it must be an output, of each module up to the root."""
    here = module.run.modules.get(symbol.module)
    traversal = symbol.traversal
    while here is not None and here.caller is not None:
        wanted = Symbol(here.path, traversal)
        name = next((each for each in here.outputs() if _is(here.output(each), wanted)), None)
        if name is None:
            return None
        traversal = f"{here.caller.traversal}.{name}"
        here = here.caller.module
    return _in_root(traversal)


def _is(value: Value, symbol: Symbol) -> bool:
    return isinstance(value, Missing) and value.symbol == symbol


def _in_root(traversal: str) -> Reference | Variable | None:
    found = reference(traversal)
    if found is None:
        return None
    root, _, name = found.partition(".")
    return Variable(name) if root == "var" and name.replace("-", "_").isidentifier() else Reference(found)
