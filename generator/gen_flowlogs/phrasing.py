"""Phrases of messages: quoting, listing, the nearest name. Bounded, whatever a spec has."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


OWN_FILE = "in a `.tf` file of your own beside the generated ones"
"""The place of blocks that the author adds: `import`, `moved`, `removed`."""


def quoted(value: object) -> str:
    """A value in double quotes; what cannot be printed is escaped, what is too long is cut."""
    text = shown(str(value)).replace('"', '\\"')
    return f'"{text}"'


def ignoring(slug: str) -> str:
    """The words by which an author ignores a warning, in a definition or at the top of the spec."""
    return f'ignore this: `lint: {{ignore: {{{slug}: "why"}}}}`'


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `name` may have been meant to be; None where none is near, or effort is used up."""
    if len(name) > _LONGEST_NAME:
        return None
    known = tuple(names)
    left = _left.get()
    if left is not None:
        if left[0] < len(known):
            return None
        left[0] -= len(known)
    letters = sorted(name)  # two that changed places are a slip; `difflib` may find another name as near
    swapped = next((each for each in known if len(each) == len(name) and sorted(each) == letters), None)
    if swapped is not None:
        return swapped
    from difflib import get_close_matches  # noqa: PLC0415 - most runs have nothing to correct

    near = get_close_matches(name, known, n=1, cutoff=_LIKENESS)
    return near[0] if near else None


_LONGEST_NAME = 200
"""Characters. Nothing longer is a misspelt name, and the comparison costs the product of both lengths."""


_LIKENESS = 0.7
"""Ratio of `difflib` from which a name is near: below it, other words are found (`region` is like `version`)."""


EFFORT = 100_000
"""Upper bound of names compared per run, about a second: a spec with thousands of typos usually repeats one."""

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextmanager
def bounded_effort() -> Iterator[None]:
    """Let `nearest` compare at most `EFFORT` names within this context, and then answer None."""
    token = _left.set([EFFORT])
    try:
        yield
    finally:
        _left.reset(token)


def listing(names: Sequence[str], limit: int = 8, last: str = "and") -> str:
    """`a, b and c`; beyond `limit` names, `a, b, … and 5 more`."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} and {len(names) - limit} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def counted(count: int, one: str, several: str | None = None) -> str:
    """A number of things: `no flow logs`, `1 flow log`, `1,200 flow logs`."""
    number = f"{count:,}" if count else "no"
    return f"{number} {one if count == 1 else several or f'{one}s'}"


def days(count: int) -> str:
    """A number of days in words."""
    return "1 day" if count == 1 else f"{count} days"
