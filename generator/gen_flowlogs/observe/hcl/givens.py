"""Givens: the reference or variable, in the terms of the root module, that an argument has in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures.givens import traversal
from gen_flowlogs.hcl.recognition import reference
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe.hcl.evaluation import plain
from gen_flowlogs.observe.hcl.values import Missing, Symbol, Value

if TYPE_CHECKING:
    from gen_flowlogs.observe.hcl.evaluation import Scope
    from gen_flowlogs.observe.hcl.modules import Module
    from gen_flowlogs.observe.hcl.syntax import Expression

__all__ = ["given", "traversal"]

_FURTHEST = 20


def given(expression: Expression, value: Value, scope: Scope, module: Module) -> Reference | Variable | None:
    """The traversal that an expression is, or that its unknown value has; None where the root module has none."""
    found = _traced(expression, scope, module)
    if found is not None:
        return found
    return _named(value.symbol, module) if isinstance(value, Missing) and value.symbol is not None else None


def _traced(expression: Expression, scope: Scope, module: Module) -> Reference | Variable | None:
    """The traversal of an expression; a variable or a local value of a called module leads on to what it is set to."""
    for _ in range(_FURTHEST):
        text = plain(expression, scope)
        if text is None:
            return None
        if module.caller is None:
            return _in_root(text)
        root, _, name = text.partition(".")
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
    text = symbol.traversal
    while here is not None and here.caller is not None:
        wanted = Symbol(here.path, text)
        name = next((each for each in here.outputs() if _is(here.output(each), wanted)), None)
        if name is None:
            return None
        text = f"{here.caller.traversal}.{name}"
        here = here.caller.module
    return _in_root(text)


def _is(value: Value, symbol: Symbol) -> bool:
    return isinstance(value, Missing) and value.symbol == symbol


def _in_root(text: str) -> Reference | Variable | None:
    found = reference(text)
    if found is None:
        return None
    root, _, name = found.partition(".")
    return Variable(name) if root == "var" and name.replace("-", "_").isidentifier() else Reference(found)
