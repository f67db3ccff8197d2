"""The stacks of a comparison → words about several of them.

A sentence may name the stack that it is about (in the name of a role, say). Sentences that differ in nothing else are
one: about `each of these stacks` and `another stack`, or with `<stack>`, `<account>` and `<region>` for the names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gen_flowlogs.compare.comparison import Comparison
    from gen_flowlogs.model import Stack

_FEW = 4  # stacks that are named
_THIS, _ANOTHER = 'the stack "<stack>"', 'the stack "<other stack>"'
_OTHER = pattern(r'(?<=the stack )"([^"<>]+)"')


class Stacks:
    """The stacks of a comparison."""

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
        return f"in the {noun} {listing(sorted(names), _FEW)}"

    def general(self, sentence: str, stack: str | None) -> str:
        """A sentence without the names of its stack and of any other stack."""
        generalise = self._generalise.get(stack or "")
        if generalise is None:
            return sentence
        return _OTHER.sub(
            lambda found: '"<other stack>"' if found[1] in self._stacks else found[0], generalise(sentence)
        )

    def one(self, sentences: Sequence[tuple[str, str | None]]) -> str:
        """One sentence for several that are the same in general."""
        first, stack = sentences[0]
        if all(each == first for each, _ in sentences):
            return first
        return self.general(first, stack).replace(_THIS, "each of these stacks").replace(_ANOTHER, "another stack")


def _generaliser(stack: Stack) -> Callable[[str], str]:
    names = {stack.name: "<stack>", stack.account: "<account>", stack.region: "<region>"}
    known = {name: word for name, word in names.items() if name is not None}
    longest_first: Iterable[str] = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(map(re.escape, longest_first))})(?![A-Za-z0-9])")
    return lambda sentence: pattern.sub(lambda match: known[match[1]], sentence)
