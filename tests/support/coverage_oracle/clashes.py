"""What AWS has already when an apply is to create it → what fails, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coverage_oracle.reading import role, store
from coverage_oracle.things import homes, things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coverage_oracle.applying import Applied
    from coverage_oracle.reading import Reading
    from coverage_oracle.things import Thing


def clashes(result: Applied, before: Reading) -> dict[Thing, str]:
    """Created thing → `for good`, `until another stack` is applied, or `perhaps`, by the order that Terraform takes."""
    unmanaged = set(_unmanaged(before))
    gone = {each for several in result.destroyed.values() for each in several}
    failing: dict[Thing, str] = {}
    for new in (each for several in result.created.values() for each in several):
        if new.address[0] in ("bucket policy", "key", "role policy"):
            continue
        found = {_clash(result, new, old, gone=old in gone) for old in result.managed if old.clash == new.clash}
        found |= {"for good"} if new.clash in unmanaged or _waits_for_protected(result, new) else set()
        for how in ("perhaps", "until another stack", "for good"):
            if how in found:
                failing[new] = how
    return failing


def _waits_for_protected(result: Applied, new: Thing) -> bool:
    """Whether it comes in the place of a log group that AWS refuses to delete."""
    old = result.previous.get(new)
    return old is not None and old.protected and old in result.undeletable


def _unmanaged(before: Reading) -> Iterator[tuple[Any, ...]]:
    """What is somebody else's, and what was retired."""
    yield from (each.clash for each in things(before, retired=True) if each.address[0] in ("log group", "bucket"))
    for name, said in before.destinations.items():
        for stack in dict.fromkeys((*before.senders(name), *homes(before, name))):
            place = before.places[stack]
            if said.get("existing"):
                yield store(said, stack, place)
            by = role(said, stack, place[0])
            if by is not None and not by[4] and by[0] == "role":
                yield ("role", by[1], by[3].lower())


def _clash(result: Applied, new: Thing, old: Thing, *, gone: bool) -> str:
    here = old.stack == new.stack and old not in result.left_behind
    if here and not gone:
        return ""  # another holder goes on with it: a mistake in the spec, which the compiler refuses
    if here and not old.stays:
        return "" if result.previous.get(new) is old else "perhaps"
    return "until another stack" if gone and not old.stays else "for good"
