"""References and variables of code that exists → how a spec says them, by where its output will be.

In a folder of the author's a traversal stays what it is. A module has a variable for each, and its call passes the
traversal. In a root module of its own neither means anything: only where a value is not known is it said all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Unmanaged
from gen_flowlogs.adopt.spec import names
from gen_flowlogs.captures import givens
from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.hcl import recognition
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.model import Given, Reference, Variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.existing import Existing, FlowLog

_RESERVED = ("source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals")
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class WrittenGivens:
    """The traversals that the code of the flow logs has. `names`: those of a module's variables."""

    situation: Situation
    values: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, flow_log: FlowLog, argument: str, value: str | None) -> Given | None:
        """The reference or variable in an argument as the spec says it; None where it cannot be said.

        `value`: that of the argument, with which the traversal must agree; None: not known.
        """
        given = flow_log.givens.get(argument)
        if given is None or isinstance(given, str) or not _is_said(given):
            return None
        traversal = givens.traversal(given)
        match self.situation:
            case SameFolder() if value is None or self.values.get(traversal) == value:
                return Reference(traversal)
            case SameModule() if value is None or self.values.get(traversal) == value:
                return Variable(self.names[traversal])
            case OtherRoot() | Unmanaged() if value is None:
                return given
        return None

    def inputs(self, used: frozenset[str]) -> dict[str, Reference | Variable]:
        """Arguments of the call of the module: the variables in `used`, each with its traversal."""
        return {
            name: Variable(traversal.removeprefix("var."))
            if _NAME.fullmatch(traversal.removeprefix("var.")) and traversal.startswith("var.")
            else Reference(traversal)
            for traversal, name in sorted(self.names.items(), key=lambda each: each[1])
            if name in used
        }


def of(existing: Existing, situation: Situation) -> WrittenGivens:
    """The traversals of all flow logs."""
    if not isinstance(situation, SameModule):
        return WrittenGivens(situation, existing.values)
    several = {
        givens.traversal(given): None
        for flow_log in existing.flow_logs
        for given in flow_log.givens.values()
        if not isinstance(given, str) and _is_said(given)
    }
    candidates = {each: (*_variables(each), f"value_{names.digest(each)}") for each in several}
    return WrittenGivens(situation, existing.values, names.chosen(candidates, _RESERVED))


def _is_said(given: Reference | Variable) -> bool:
    """Whether a spec can say a traversal; those of `Existing` are in the terms of the root module, also of calls."""
    traversal = givens.traversal(given)
    return recognition.reference(traversal) == traversal and len(traversal) <= _LONGEST


_LONGEST = 512  # characters of a reference, as the schema has it


def _variables(traversal: str) -> tuple[str, ...]:
    """Names for the variable of a traversal: `vpc_id` of `var.vpc_id`, `vpc_main_id` of `aws_vpc.main.id`."""
    steps = re.findall(r"[A-Za-z0-9_-]+", traversal)
    if steps[0] in {"var", "local"}:
        return _cut("_".join(steps[1:])), _cut("_".join(steps))
    kind, *others = steps[1:] if steps[0] in {"module", "data"} else steps
    kind = kind.removeprefix("aws_")
    return _cut("_".join((kind, *others))), _cut("_".join(steps))


def _cut(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain[: names.LONGEST] if _NAME.fullmatch(plain) else f"v_{plain}"[: names.LONGEST]
