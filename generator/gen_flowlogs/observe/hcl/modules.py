"""Modules: a folder with the values that it is called with, and what the traversals in it lead to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.observe.addresses import Call, step
from gen_flowlogs.observe.existing import Where
from gen_flowlogs.observe.hcl import inputs, providers
from gen_flowlogs.observe.hcl.evaluation import Effort, Scope, evaluate
from gen_flowlogs.observe.hcl.expansion import collected, instances
from gen_flowlogs.observe.hcl.resources import Resource
from gen_flowlogs.observe.hcl.types import convert
from gen_flowlogs.observe.hcl.values import Missing, Symbol, Value, failed, named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gen_flowlogs.observe.addresses import Key
    from gen_flowlogs.observe.hcl.folders import Folder
    from gen_flowlogs.observe.hcl.sources import Sources
    from gen_flowlogs.observe.hcl.syntax import Argument, Block, Expression


@dataclass(frozen=True, slots=True)
class Caller:
    """The call of a module: the calling module, the block, and the scope of the instance."""

    module: Module
    name: str
    key: Key
    block: Block
    scope: Scope

    @property
    def traversal(self) -> str:
        """The call in the terms of the calling module."""
        return step(Call(self.name, self.key))


@dataclass(frozen=True, slots=True)
class Run:
    """A reading of one root module: the values of its variables, and what is the same in all of its modules."""

    inputs: inputs.Inputs
    sources: Sources
    workspace: str | None
    effort: Effort = field(default_factory=Effort)
    modules: dict[str, Module] = field(default_factory=dict)
    unset: set[str] = field(default_factory=set)  # variables of the root module that were asked for, and have no value


@dataclass(eq=False)
class Module:
    """A module of one instance."""

    folder: Folder
    run: Run
    caller: Caller | None = None
    _values: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.run.modules[self.path] = self

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls that lead here from the root module."""
        return () if self.caller is None else (*self.caller.module.calls, Call(self.caller.name, self.caller.key))

    @property
    def path(self) -> str:
        """The address of the module; empty for the root module."""
        return ".".join(step(each) for each in self.calls)

    @property
    def scope(self) -> Scope:
        """The scope of what is not expanded."""
        return Scope(self, self.run.effort)

    def find(self, root: str, steps: Sequence[str | int]) -> tuple[Value, int]:
        """The value of the first steps of a traversal behind its root, and how many steps these are."""
        names = [each for each in steps[:2] if isinstance(each, str)]
        match root, names:
            case "var", [name, *_]:
                return self._once(f"var.{name}", lambda: self._variable(name)), 1
            case "local", [name, *_]:
                return self._once(f"local.{name}", lambda: self._local(name)), 1
            case "module", [name, *_]:
                return self._once(f"module.{name}", lambda: self.called(name)), 1
            case "data", [type_, name]:
                return self._once(f"data.{type_}.{name}", lambda: self.resource("data", type_, name)), 2
            case "terraform", ["workspace", *_]:
                given = self.run.workspace
                return (Missing("the workspace is not known") if given is None else given), 1
            case (("var" | "local" | "module" | "data" | "path" | "terraform" | "self" | "each" | "count"), _):
                return Missing(f"{shown(root)} has no value here"), len(steps)
            case _, [name, *_]:
                return self._once(f"{root}.{name}", lambda: self.resource("resource", root, name)), 1
        return failed(f"{shown(root)} is no reference"), len(steps)

    def where(self, provider: str = "aws") -> Where:
        """The location of what a provider of this module makes."""
        own = providers.where(self.folder, provider, self.scope)
        if own is not None or self.caller is None:
            return own or Where()
        passed = providers.passed(self.caller.block, provider)
        return Where() if passed is None else self.caller.module.where(passed)

    def default_tags(self, provider: str = "aws") -> Value:
        """The tags that a provider of this module gives to all that it makes."""
        own = providers.default_tags(self.folder, provider, self.scope)
        passed = None if self.caller is None else providers.passed(self.caller.block, provider)
        if own is not None or self.caller is None or passed is None:
            return own
        return self.caller.module.default_tags(passed)

    def argument(self, name: str) -> Argument | None:
        """The argument of the call that sets a variable; None in the root module."""
        return None if self.caller is None else self.caller.block.arguments.get(name)

    def local(self, name: str) -> Argument | None:
        """The argument of `locals` that sets a local value."""
        return self._locals.get(name)

    def output(self, name: str) -> Value:
        """The value of an output, in the terms of this module."""
        entry = self.folder.only("output", name)
        block = None if entry is None else self.folder.block(entry)
        if block is None or "value" not in block.arguments:
            return Missing(f"the output {shown(name)} is not declared")
        return self._once(f"output.{name}", lambda: evaluate(block.arguments["value"].expression, self.scope))

    def outputs(self) -> tuple[str, ...]:
        """The names of its outputs."""
        return tuple(each.piece.labels[0] for each in self.folder.labelled("output"))

    def resource(self, mode: str, type_: str, name: str) -> Value:
        """A resource or a data source: its instances, as `count` and `for_each` make them."""
        traversal = f"{type_}.{name}" if mode == "resource" else f"data.{type_}.{name}"
        symbol = Symbol(self.path, traversal)
        entry = self.folder.only(mode, type_, name)
        block = None if entry is None else self.folder.block(entry)
        if entry is None or block is None:
            return Missing(f"{shown(traversal)} is not declared here", symbol)
        expanded = instances(block, self.scope)
        if isinstance(expanded, Missing):
            return Missing(f"{shown(traversal)}: {expanded.why}", symbol)
        made = {
            key: Resource(module=self, entry=entry, block=block, data=mode == "data", key=key, scope=scope)
            for key, scope in expanded
        }
        return collected(block, made)

    def called(self, name: str) -> Value:
        """A module call: its instances."""
        symbol = Symbol(self.path, f"module.{name}")
        entry = self.folder.only("module", name)
        block = None if entry is None else self.folder.block(entry)
        if block is None:
            return Missing(f"module.{shown(name)} is not declared here", symbol)
        folder = self.source_of(name)
        if folder is None:
            return Missing(f"the source of module.{shown(name)} is not at hand", symbol)
        expanded = instances(block, self.scope)
        if isinstance(expanded, Missing):
            return Missing(f"module.{shown(name)}: {expanded.why}", symbol)
        made = {key: Called(Module(folder, self.run, Caller(self, name, key, block, scope))) for key, scope in expanded}
        return collected(block, made)

    def source_of(self, name: str) -> Folder | None:
        """The folder of the module that a call names, where it is at hand."""
        entry = self.folder.only("module", name)
        block = None if entry is None else self.folder.block(entry)
        found = None if block is None else self.run.sources.folder(self.folder, (*self.calls, Call(name)), block)
        return None if found is None or self.is_below(found) else found

    def is_below(self, folder: Folder) -> bool:
        """Whether a folder is that of this module, or of one that leads to it."""
        return folder is self.folder or (self.caller is not None and self.caller.module.is_below(folder))

    def _once(self, key: str, value: Callable[[], Value]) -> Value:
        if key not in self._values:
            self._values[key] = Missing(f"{shown(key)} refers to itself")
            self._values[key] = value()
        return self._values[key]

    @cached_property
    def _locals(self) -> dict[str, Argument]:
        found: dict[str, Argument] = {}
        for entry in self.folder.of("locals"):
            block = self.folder.block(entry)
            if block is not None:
                found |= block.arguments
        return found

    def _local(self, name: str) -> Value:
        argument = self._locals.get(name)
        symbol = None if self.calls else Symbol("", f"local.{name}")
        if argument is None:
            return Missing(f"local.{shown(name)} is not declared here", symbol)
        value = evaluate(argument.expression, self.scope)
        return named(value, symbol)

    def _variable(self, name: str) -> Value:
        symbol = None if self.calls else Symbol("", f"var.{name}")
        entry = self.folder.only("variable", name)
        block = None if entry is None else self.folder.block(entry)
        if block is None:
            return Missing(f"var.{shown(name)} is not declared here", symbol)
        type_ = block.arguments["type"].expression if "type" in block.arguments else None
        if inputs.is_sensitive(block, self.scope):
            return Missing(f"var.{shown(name)} is sensitive", symbol)
        value = convert(self._given(name, block, type_), type_)
        return named(value, symbol)

    def _given(self, name: str, block: Block, type_: Expression | None) -> Value:
        argument = self.argument(name)
        if self.caller is not None and argument is not None:
            return evaluate(argument.expression, self.caller.scope)
        if self.caller is None:
            try:
                return self.run.inputs.of(name, type_)
            except KeyError:
                pass
        if "default" in block.arguments:
            return evaluate(block.arguments["default"].expression, self.scope)
        if self.caller is None:
            self.run.unset.add(name)
        return Missing(f"var.{shown(name)} has no value")


@dataclass(frozen=True, slots=True)
class Called:
    """An instance of a module call, whose outputs are asked for."""

    module: Module

    def get(self, name: str) -> Value:
        """An output, in the terms of the calling module."""
        value = self.module.output(name)
        caller = self.module.caller
        if not isinstance(value, Missing) or caller is None:
            return value
        symbol = Symbol(caller.module.path, f"{caller.traversal}.{name}")
        return Missing(value.why, symbol, value.near, value.failed)
