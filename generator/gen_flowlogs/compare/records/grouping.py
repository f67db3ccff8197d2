"""Facts about single targets → effects in words, one for all targets and traffic that share a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gen_flowlogs.captures.recordings import BOTH
from gen_flowlogs.captures.targets import names
from gen_flowlogs.compare.comparison import Effect, EffectKind
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.captures.recordings import Recording
    from gen_flowlogs.captures.targets import Target

Targets = Callable[[str | None, str], frozenset["Target"]]
"""Stack and capture point → all its targets, before and after."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about one target of a flow log. `what`: the traffic, or another subject of the sentence."""

    of: Recording
    effect: EffectKind
    what: str
    says: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence about the records, except for its traffic and targets."""

    stack: str | None
    point: str
    destination: str
    effect: EffectKind
    says: str
    transit: bool  # a transit gateway's traffic is neither accepted nor rejected


def grouped(facts: Iterable[Fact], targets: Targets) -> Iterator[Effect]:
    """One effect for all targets and traffic of a capture point that share a sentence."""
    sentences: dict[_Sentence, dict[Target, dict[str, None]]] = {}
    for fact in facts:
        stack, point, destination = fact.of.identity
        sentence = _Sentence(
            stack=stack,
            point=point,
            destination=destination,
            effect=fact.effect,
            says=fact.says,
            transit=fact.of.point.kind.family == "transit_gateway",
        )
        sentences.setdefault(sentence, {}).setdefault(fact.of.target, {})[fact.what] = None
    for sentence, of in sentences.items():
        together: dict[str, list[Target]] = {}
        for target, whats in of.items():
            together.setdefault(_what(whats, transit=sentence.transit), []).append(target)
        for what, several in together.items():
            every = len(several) == len(targets(sentence.stack, sentence.point))
            named = sentence.point if every else f"{sentence.point} ({names(several)})"
            yield Effect(
                capture_point=sentence.point,
                destination=sentence.destination,
                effect=sentence.effect,
                template=f"{what} of {named} {sentence.says}",
                stack=sentence.stack,
                subject=named,
            )


def _what(whats: Iterable[str], *, transit: bool) -> str:
    traffic = [each for each in BOTH if each in whats]
    if not traffic:
        return " and ".join(whats)
    return "the traffic" if transit else f"{' and '.join(traffic)} traffic"
