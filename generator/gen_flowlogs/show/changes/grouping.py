"""Effects → the sentences that a person reads: one for all stacks, destinations and capture points that share it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import HERE
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing
from gen_flowlogs.show.changes.stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.compare.comparison import Comparison, Effect, EffectKind

_MOST = 6  # subjects that are named
_SUBJECT = "\ue001"  # the mark of a capture point, or of an address, in a sentence about several
_REPLACE = f"-replace='{_SUBJECT}'"


@dataclass(frozen=True, slots=True)
class _Shared:
    """Equal for effects that differ in their stacks and subjects alone, later in their stacks, later in nothing."""

    effect: EffectKind
    sentence: str  # with HERE and the mark of its subject
    subject: str
    where: str
    stack: str | None  # the stack, if it is one


def effects(comparison: Comparison) -> Iterator[tuple[EffectKind, str]]:
    """Each effect in words, once for all stacks, destinations and capture points that have it."""
    stacks = Stacks(comparison)
    by_stack: dict[tuple[object, ...], list[Effect]] = {}
    for each in comparison.effects:
        key = (each.subject, each.destination, each.effect, stacks.general(each.template, each.stack))
        by_stack.setdefault(key, []).append(each)
    destinations: dict[_Shared, dict[str, None]] = {}
    for several in by_stack.values():
        first = several[0]
        names = [each.stack for each in several if each.stack is not None]
        sentence = stacks.one([(each.template, each.stack) for each in several])
        shared = _Shared(
            effect=first.effect,
            sentence=_marked(sentence, first.subject),
            subject=first.subject,
            where=stacks.where(names),
            stack=names[0] if len(names) == 1 else None,
        )
        destinations.setdefault(shared, {})[first.destination] = None
    sentences: dict[tuple[EffectKind, str], list[_Shared]] = {}
    for shared, to in destinations.items():
        sentences.setdefault((shared.effect, shared.sentence.replace(HERE, listing(list(to)))), []).append(shared)
    for (kind, sentence), several_shared in sentences.items():
        for where, subjects in _by_stacks(several_shared, sentence):
            message = _named(sentence, subjects)
            yield kind, f"{where}: {message}" if where else message


def _by_stacks(several: Sequence[_Shared], sentence: str) -> Iterator[tuple[str, list[str]]]:
    """Stacks in words, and the subjects there; `STACK/SUBJECT` if each subject is in a stack of its own."""
    by_where: dict[str, list[_Shared]] = {}
    for each in several:
        by_where.setdefault(each.where, []).append(each)
    nameable = _SUBJECT in sentence and _REPLACE not in sentence
    single = [each for each in several if each.where and each.stack is not None]
    if nameable and len({each.where for each in single}) > 1:
        yield "", [f"{each.stack}/{each.subject}" for each in single]
        by_where = {where: those for where, those in by_where.items() if those[0] not in single}
    for where, those in by_where.items():
        yield where, [each.subject for each in those]


def _marked(sentence: str, subject: str) -> str:
    """A sentence with a mark in the place of its subject."""
    if not subject:
        return sentence
    marked = re.sub(rf"(?<= of ){re.escape(subject)}(?=[ ,])", _SUBJECT, sentence, count=1)
    return marked.replace(_REPLACE.replace(_SUBJECT, subject), _REPLACE)


def _named(sentence: str, subjects: Sequence[str]) -> str:
    """A marked sentence with its subjects, the first of many."""
    flags = " ".join(_REPLACE.replace(_SUBJECT, name) for name in subjects[:_MOST])
    whole = sentence.replace(_REPLACE, flags + (" …" if len(subjects) > _MOST else ""))
    return whole.replace(_SUBJECT, listing(subjects, _MOST))


def in_stack(message: str, stack: str | None, comparison: Comparison) -> str:
    """A message about one stack, with its name if the spec has several."""
    where = Stacks(comparison).where([stack] if stack is not None else [])
    return f"{where}: {message}" if where else message
