"""Changes and effects → the lines that a person reads: one for all addresses and stacks of which it is true.

A sentence may name the stack that it is about (in the name of a role, say). Sentences that differ in nothing else are
one, with `<stack>`, `<account>` and `<region>` in the place of the names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.compare.comparison import HERE
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gen_flowlogs.compare.comparison import Action, Change, Comparison, Effect, EffectKind
    from gen_flowlogs.model import Stack
    from gen_flowlogs.show.changes.report import Line, Report

_FEW = 4  # stacks that are named
_MOST = 6  # addresses that are named
_MANY_KEYS = 3
_SUBJECT = "\ue001"  # the mark of a capture point, or of an address, in a sentence about several
_REPLACE = f"-replace='{_SUBJECT}'"


@dataclass(frozen=True, slots=True)
class Entry:
    """Changes of one action with one reason and one cause. `where`: the stacks; empty in a spec without several.

    `followers`: addresses that are replaced only because they refer to one that is new.
    """

    action: Action
    addresses: tuple[str, ...]
    moved_from: tuple[str, ...]
    where: str
    reason: str
    line: Line
    followers: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The addresses, the first of many, and their stacks."""
        return listing(compact(self.addresses), _MOST) + (f" {self.where}" if self.where else "")

    @property
    def why(self) -> str:
        """The addresses before a move, the reason, and the followers."""
        before = f"was {listing(compact(self.moved_from), _MOST)}; " if self.moved_from else ""
        after = f"; replaced with it: {listing(compact(self.followers), _MOST)}" if self.followers else ""
        return f"{before}{self.reason}{after}"


def compact(addresses: Sequence[str]) -> list[str]:
    """Addresses for people: many keys of one resource are counted."""
    bases: dict[str, list[str]] = {}
    for each in addresses:
        bases.setdefault(each.partition("[")[0], []).append(each)
    return [
        text
        for base, several in bases.items()
        for text in (several if len(several) < _MANY_KEYS else [f"{base}[…] ({len(several)} instances)"])
    ]


def entries(report: Report) -> tuple[Entry, ...]:
    """The changes of a report in the order of their first addresses."""
    stacks = _Stacks(report.comparison)
    by_address: dict[tuple[object, ...], list[Change]] = {}
    for change in report.comparison.changes:
        general = stacks.general(change.reason, change.stack)
        line = report.lines[change] if general == change.reason else None  # each new stack has a line of its own
        by_address.setdefault((change.action, change.address, change.moved_from, general, line), []).append(change)
    together: dict[_Key, list[_Told]] = {}
    for changes in by_address.values():
        first = changes[0]
        reason = stacks.one([(each.reason, each.stack) for each in changes])
        key = _Key(
            action=first.action,
            moved=first.moved_from is not None,
            where=stacks.where([each.stack for each in changes if each.stack is not None]),
            reason=_without_key(reason, first.address),
            line=report.lines[first],
            follows=first.follows,
        )
        together.setdefault(key, []).append((first, reason))
    return tuple(_entries(together))


@dataclass(frozen=True, slots=True)
class _Key:
    """Equal for changes that are told in one entry."""

    action: Action
    moved: bool
    where: str
    reason: str
    line: Line
    follows: tuple[str, ...]


_Told = tuple["Change", str]
"""A change, and its reason with the key of its address."""


def _entries(together: Mapping[_Key, Sequence[_Told]]) -> Iterator[Entry]:
    """One entry for each key; followers are told with the address that they refer to, if that has their cause too."""
    leaders = {
        (key.action, key.where, key.line, change.address): key
        for key, changes in together.items()
        if not key.follows
        for change, _ in changes
    }
    followers: dict[_Key, list[str]] = {}
    led: set[_Key] = set()
    for key, changes in together.items():
        known = (leaders.get((key.action, key.where, key.line, address)) for address in key.follows)
        leader = next((each for each in known if each is not None), None)
        if leader is not None and not key.moved:
            followers.setdefault(leader, []).extend(each.address for each, _ in changes)
            led.add(key)
    for key, changes in together.items():
        if key in led:
            continue
        yield Entry(
            action=key.action,
            addresses=tuple(each.address for each, _ in changes),
            moved_from=tuple(each.moved_from for each, _ in changes if each.moved_from),
            where=key.where,
            reason=key.reason if len(changes) > 1 else changes[0][1],
            line=key.line,
            followers=tuple(followers.get(key, ())),
        )


def _without_key(reason: str, address: str) -> str:
    """A reason without the key of its address."""
    key = address.partition('["')[2].removesuffix('"]')
    return re.sub(rf"(?<=[/\"]){re.escape(key)}(?=\")", "<key>", reason) if key else reason


def effects(comparison: Comparison) -> Iterator[tuple[EffectKind, str]]:
    """Each effect in words, once for all stacks, destinations and capture points that have it."""
    stacks = _Stacks(comparison)
    by_stack: dict[tuple[object, ...], list[Effect]] = {}
    for each in comparison.effects:
        key = (each.subject, each.destination, each.effect, stacks.general(each.template, each.stack))
        by_stack.setdefault(key, []).append(each)
    destinations: dict[tuple[EffectKind, str, str], dict[str, None]] = {}
    for several in by_stack.values():
        names = [each.stack for each in several if each.stack is not None]
        where = stacks.where(names)
        sentence = stacks.one([(each.template, each.stack) for each in several])
        first = several[0]
        sentence = _marked(sentence, first.subject)
        message = f"{where}: {sentence}" if where else sentence
        destinations.setdefault((first.effect, message, first.subject), {})[first.destination] = None
    subjects: dict[tuple[EffectKind, str], dict[str, None]] = {}
    for (kind, message, subject), several_names in destinations.items():
        subjects.setdefault((kind, message.replace(HERE, listing(list(several_names)))), {})[subject] = None
    for (kind, message), several_subjects in subjects.items():
        flags = " ".join(_REPLACE.replace(_SUBJECT, name) for name in list(several_subjects)[:_MOST])
        more = " …" if len(several_subjects) > _MOST else ""
        whole = message.replace(_REPLACE, flags + more)
        yield kind, whole.replace(_SUBJECT, listing(list(several_subjects), _MOST))


def _marked(sentence: str, subject: str) -> str:
    """A sentence with a mark in the place of its subject."""
    if not subject:
        return sentence
    marked = re.sub(rf"(?<= of ){re.escape(subject)}(?=[ ,])", _SUBJECT, sentence, count=1)
    return marked.replace(_REPLACE.replace(_SUBJECT, subject), _REPLACE)


def in_stack(message: str, stack: str | None, comparison: Comparison) -> str:
    """A message about one stack, with its name if the spec has several."""
    where = _Stacks(comparison).where([stack] if stack is not None else [])
    return f"{where}: {message}" if where else message


class _Stacks:
    """The stacks of a comparison, for words about several of them."""

    def __init__(self, comparison: Comparison) -> None:
        self._stacks = {each.name: each for each in comparison.stacks if each.name is not None}
        self._generalise = {name: _generaliser(each) for name, each in self._stacks.items()}

    def where(self, names: Sequence[str]) -> str:
        """`in the stack one`, `in all 301 stacks`; empty where there is one stack."""
        if len(self._stacks) < 2 or not names:
            return ""
        if len(set(names)) == len(self._stacks) > _FEW:
            return f"in all {len(self._stacks)} stacks"
        noun = "stack" if len(names) == 1 else "stacks"
        return f"in the {noun} {listing(names, _FEW)}"

    def general(self, sentence: str, stack: str | None) -> str:
        """A sentence without the names of its stack."""
        generalise = self._generalise.get(stack or "")
        return sentence if generalise is None else generalise(sentence)

    def one(self, sentences: Sequence[tuple[str, str | None]]) -> str:
        """One sentence for several that are the same in general."""
        first, stack = sentences[0]
        return first if all(each == first for each, _ in sentences) else self.general(first, stack)


def _generaliser(stack: Stack) -> Callable[[str], str]:
    names = {stack.name: "<stack>", stack.account: "<account>", stack.region: "<region>"}
    known = {name: word for name, word in names.items() if name is not None}
    longest_first: Iterable[str] = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, longest_first))})(?![A-Za-z0-9])")
    return lambda sentence: pattern.sub(lambda match: known[match[1]], sentence)
