"""The plan of one root module beside the destinations of the whole spec, for whatever judges the risks to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.compare.risks.retiring import Retiring
    from gen_flowlogs.model import Destination


@dataclass(frozen=True, slots=True)
class Scope:
    """One root module. `retiring`: the old destinations that the new spec could keep as retired ones."""

    module: ModulePlan
    destinations: Definitions[Destination]
    retiring: Retiring

    def may_retire(self, name: str) -> bool:
        """Whether the new spec could keep an old destination as a retired one, in all the stacks that have it."""
        return self.retiring.is_possible(self.destinations.old.variants[name])
