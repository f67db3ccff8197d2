"""Values that change, each in one sentence: in which stacks, and what Terraform does by it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.comparison import Change
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.model import Spec

_DONE = {
    "create": "created", "update": "updated", "replace": "replaced", "destroy": "destroyed", "move": "moved",
    "forget": "forgotten",
}  # fmt: skip


def notes(old: Spec | None, new: Spec | None, changes: Iterable[Change]) -> Iterator[str]:
    """A sentence for each value that is another one now, for all stacks in which it changes alike."""
    if old is None or new is None or not new.values.places:
        return
    written = {value.origin for values in new.values.stacks.values() for value in values.values()}
    done: dict[tuple[Origin, str | None], Counter[str]] = {}
    for change in changes:
        first = next((each.origin for each in change.causes if not each.old and each.origin in written), None)
        if first is not None:
            done.setdefault((first, change.stack), Counter())[_DONE[change.action]] += 1
    alike: dict[tuple[str, str, str], list[str | None]] = {}
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for stack, values in new.values.stacks.items():
        before = old.values.stacks.get(stack, {})
        for name, value in values.items():
            if name in before and before[name].data != value.data and (value.origin, stack) in done:
                key = name, _shown(before[name].data), _shown(value.data)
                alike.setdefault(key, []).append(stack)
                counts.setdefault(key, Counter()).update(done[value.origin, stack])
    for (name, was, now), stacks in alike.items():
        named = [quoted(stack) for stack in stacks if stack is not None]
        where = f" of the stack{'s' if len(named) > 1 else ''} {listing(named, 3)}" if named else ""
        count = listing([f"{number} {word}" for word, number in sorted(counts[name, was, now].items())])
        yield f"the value {quoted(name)}{where} changes from {was} to {now}: {count}"


def _shown(data: object) -> str:
    if isinstance(data, list):
        return listing([quoted(each) for each in data], 3)
    return quoted(data) if isinstance(data, str) else str(data).lower()
