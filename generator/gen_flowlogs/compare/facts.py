"""Facts about single targets → effects in words: what differs only in the target or the traffic is told together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.changes import Effect, EffectKind
from gen_flowlogs.compare.recordings import BOTH
from gen_flowlogs.compare.targets import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.recordings import Recording
    from gen_flowlogs.compare.targets import Target

Targets = Mapping[tuple[str | None, str], frozenset["Target"]]
"""(stack, capture point) → all its targets, before and after."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about one target of a flow log. `what`: the traffic, or another thing of the capture point's."""

    of: Recording
    effect: EffectKind
    what: str
    says: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What is told in one line, but for the traffic and the targets."""

    stack: str | None
    point: str
    destination: str
    effect: EffectKind
    says: str


def told(facts: Iterable[Fact], targets: Targets) -> Iterator[Effect]:
    """One effect for all targets and traffic of a capture point of which the same is to be said."""
    lines: dict[_Line, dict[Target, dict[str, None]]] = {}
    transit: set[str] = set()
    for fact in facts:
        line = _Line(*fact.of.pair, fact.effect, fact.says)
        lines.setdefault(line, {}).setdefault(fact.of.subject[1], {})[fact.what] = None
        if fact.of.point.kind.family == "transit_gateway":
            transit.add(fact.of.point.name)
    for line, of in lines.items():
        together: dict[str, list[Target]] = {}
        for target, whats in of.items():
            together.setdefault(_what(whats, transit=line.point in transit), []).append(target)
        for what, several in together.items():
            every = len(several) == len(targets[line.stack, line.point])
            named = line.point if every else f"{line.point} ({words(several)})"
            yield Effect(
                line.point, line.destination, line.effect, f"{what} of {named} {line.says}", stack=line.stack
            )  # fmt: skip


def _what(whats: Iterable[str], *, transit: bool) -> str:
    traffic = [each for each in BOTH if each in whats]
    if not traffic:
        return " and ".join(whats)
    return "the traffic" if transit else f"{' and '.join(traffic)} traffic"
