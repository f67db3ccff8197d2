"""Adoptee: one resource that exists, with its address in the output, and the states that have it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.terraform_text import written
from gen_flowlogs.adopt.situation import OtherRoot
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.existing import Managed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.addresses import Address
    from gen_flowlogs.observe.existing import Existing, FlowLog, State

FLOW_LOG: Final = "aws_flow_log"


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """A resource in a state; None for one of which only the address is known."""

    state: State | None
    managed: Managed


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adoptee:
    """A resource to adopt. `target`: its address in the root module of the output, or of the call of the output.

    `stack`: the name of the stack of the output. `held`: where states have it, but for its address in the output.
    `there`: whether the root module of the output has it already. `on_paper`: whether the state has an argument that
    the output leaves out though AWS has the same, so that a `moved` block would replace the resource, and an `import`
    block does not.
    """

    target: Address
    id: str | None
    stack: str | None
    held: tuple[Holding, ...] = ()
    there: bool = False
    on_paper: bool = False


def old_ones(held: tuple[Holding, ...], target: Address, situation: Situation) -> tuple[tuple[Holding, ...], bool]:
    """The states that have a resource elsewhere than the output does, and whether the output has it already.

    A state of a source is an old one, also where it has the resource at the same address, unless the output is in it,
    or another state has the resource too.
    """
    elsewhere = tuple(each for each in held if each.managed.address != target)
    if isinstance(situation, OtherRoot) and not elsewhere:
        return held, False
    return elsewhere, len(elsewhere) < len(held)


class Holdings:
    """The states of `Existing`, to be asked which of them has a resource."""

    def __init__(self, existing: Existing) -> None:
        self._flow_logs: dict[str, list[Holding]] = {}
        self._at: dict[str, list[Holding]] = {}
        for state in existing.states:
            for each in state.resources:
                holding = Holding(state, each)
                self._at.setdefault(str(each.address), []).append(holding)
                if each.address.type == FLOW_LOG and each.id is not None:
                    self._flow_logs.setdefault(each.id, []).append(holding)

    def of_flow_log(self, log: FlowLog) -> tuple[Holding, ...]:
        """The states that have a flow log; its address alone where no state was read."""
        if log.id is not None and log.id in self._flow_logs:
            return tuple(self._flow_logs[log.id])
        return self.at(log.address, log.id, log.provider or "")

    def exactly(self, address: Address) -> Sequence[Holding]:
        """The states that have whatever it is at an address."""
        return self._at.get(str(address), ())

    def at(self, address: Address | None, id_: str | None, provider: str = "") -> tuple[Holding, ...]:
        """The states that have an id at an address. A source other than a state may know the address as well."""
        if address is None:
            return ()
        found = self._at.get(str(address), [])
        same = [each for each in found if id_ is None or each.managed.id in (None, id_)] or found[:1]
        return tuple(same) or (Holding(None, Managed(address=address, id=id_, provider=provider)),)


def command_of(address: Address) -> str:
    """An address as a word of a shell."""
    try:
        return shlex.quote(written(address))
    except ValueError:
        return shlex.quote(str(address))
