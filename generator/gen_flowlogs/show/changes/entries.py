"""Changes → the entries that a person reads: one for all addresses and stacks of one action, reason and cause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.phrasing import listing
from gen_flowlogs.show.changes.stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.compare.comparison import Action, Change
    from gen_flowlogs.show.changes.report import Line, Report

_FEW = 4  # groups of stacks that are named
_MOST = 6  # addresses that are named
_MANY_KEYS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """Changes of one action with one reason and one cause.

    `groups`: stacks in words, empty in a spec without several, and the addresses there. `followers`: addresses that
    are replaced only because they refer to one that is new.
    """

    action: Action
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    moved_from: tuple[str, ...]
    reason: str
    line: Line
    followers: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The addresses, the first of many, and their stacks."""
        named = [f"{listing(compact(addresses), _MOST)} {where}".rstrip() for where, addresses in self.groups[:_FEW]]
        left = sum(len(addresses) for _, addresses in self.groups[_FEW:])
        return "; ".join(named) + (f"; and {left} more in other stacks" if left else "")

    @property
    def why(self) -> str:
        """The addresses before a move, the reason, and the followers."""
        told = self.action == "move" and len(self.moved_from) > 1  # by the names in the reason
        before = f"was {listing(compact(self.moved_from), _MOST)}; " if self.moved_from and not told else ""
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


@dataclass(frozen=True, slots=True)
class _Key:
    """Equal for changes that are told in one entry."""

    action: Action
    moved: bool
    reason: str
    line: Line
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A change in all stacks that have it. `reason`: with the key of its address."""

    change: Change
    where: str
    reason: str


def entries(report: Report) -> tuple[Entry, ...]:
    """The changes of a report in the order of their first addresses."""
    stacks = Stacks(report.comparison)
    by_address: dict[tuple[object, ...], list[Change]] = {}
    for change in report.comparison.changes:
        general = stacks.general(change.reason, change.stack)
        line = report.lines[change] if general == change.reason else None  # each new stack has a line of its own
        by_address.setdefault((change.action, change.address, change.moved_from, general, line), []).append(change)
    together: dict[_Key, list[_Told]] = {}
    for changes in by_address.values():
        first = changes[0]
        reason = stacks.one([(each.reason, each.stack) for each in changes])
        where = stacks.where([each.stack for each in changes if each.stack is not None])
        key = _Key(
            action=first.action,
            moved=first.moved_from is not None,
            reason=_without_key(reason, first.address),
            line=report.lines[first],
            follows=first.follows,
        )
        together.setdefault(key, []).append(_Told(change=first, where=where, reason=reason))
    return tuple(_entries(together))


def _entries(together: Mapping[_Key, Sequence[_Told]]) -> Iterator[Entry]:
    """One entry for each key; followers are told with the address that they refer to, if that has their cause too."""
    leaders = {
        (key.action, each.where, key.line, each.change.address): key
        for key, several in together.items()
        if not key.follows
        for each in several
    }
    followers: dict[_Key, dict[str, None]] = {}
    alone: dict[_Key, list[_Told]] = {}
    for key, several in together.items():
        for each in several:
            known = (leaders.get((key.action, each.where, key.line, address)) for address in key.follows)
            leader = next((found for found in known if found is not None), None)
            if leader is not None and not key.moved:
                followers.setdefault(leader, {})[each.change.address] = None
            else:
                alone.setdefault(key, []).append(each)
    for key, several in alone.items():
        groups: dict[str, dict[str, None]] = {}
        for each in several:
            groups.setdefault(each.where, {})[each.change.address] = None
        one = len({each.change.address for each in several}) == 1
        yield Entry(
            action=key.action,
            groups=tuple((where, tuple(addresses)) for where, addresses in groups.items()),
            moved_from=tuple(dict.fromkeys(each.change.moved_from for each in several if each.change.moved_from)),
            reason=several[0].reason if one else key.reason,
            line=key.line,
            followers=tuple(followers.get(key, ())),
        )


def _without_key(reason: str, address: str) -> str:
    """A reason without the key of its address."""
    key = address.partition('["')[2].removesuffix('"]')
    return re.sub(rf"(?<=[/\"]){re.escape(key)}(?=\")", "<key>", reason) if key else reason
