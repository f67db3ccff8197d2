"""Match: a Spec and `Existing` → which recording is which flow log that exists.

Two are one where target, traffic and sink are equal and their locations may be one: AWS allows no second flow log of
these. All other arguments are differences of the pair.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from gen_flowlogs.match.matches import Ambiguous, Match, Matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.model import Given, Spec
    from gen_flowlogs.observe.existing import Existing

__all__ = ["Ambiguous", "Match", "Matches", "match"]


def match(spec: Spec, existing: Existing, *, inputs: Mapping[str, Given] = MappingProxyType({})) -> Matches:
    """Match the recordings of a spec with the flow logs that exist.

    Args:
        spec: the spec.
        existing: what exists; its `values` are those of variables and references.
        inputs: variable of the output as a module → what the call of the module passes for it.
    """
    raise NotImplementedError
