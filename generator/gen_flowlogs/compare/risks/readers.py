"""Readers of a bucket that come or go → who can read the records then, and who no longer."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.comparison import Effect, EffectKind
from gen_flowlogs.model import S3, ExistingKey
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.names import Definitions
    from gen_flowlogs.model import Destination

_MANY = 100  # readers, as many as a destination may have: none of them is left out


def of_existing(destinations: Definitions[Destination]) -> Iterator[Effect]:
    """The effects for buckets of others, whose owners write the policy."""
    for each in chain.from_iterable(destinations.new.variants.values()):
        if isinstance(each, S3) and each.existing and not each.retired:
            for kind, message in changed(
                destinations.old_of(each.name, each.variant[0] if each.variant else None), each
            ):
                yield Effect(capture_point=None, destination=each.name, effect=kind, template=message)


def changed(old: Destination | None, new: S3) -> Iterator[tuple[EffectKind, str]]:
    """The readers to whom the records of a destination are opened, and those to whom they are no longer open."""
    before = old if isinstance(old, S3) and old.bucket == new.bucket and not old.retired else None
    same_place = before is not None and before.prefix == new.prefix
    had, has = before.readers if before else (), new.readers
    comes = tuple(each for each in has if not same_place or each not in had)
    goes = tuple(each for each in had if not same_place or each not in has)
    if comes:
        yield "opened", f"{sinks.quoted_name(new)} is opened to {_named(comes)}{_others_write(new)}"
    if goes and before is not None:
        rest = ", once its owner removes that from its policy" if new.existing else ""
        yield "closed", f"{sinks.quoted_name(before)} is no longer opened to {_named(goes)}{rest}"


def _named(readers: tuple[str, ...]) -> str:
    words = [f"the account {each}" if each.isdecimal() else f"the role {quoted(each)}" for each in readers]
    return listing(words, _MANY)


def _others_write(destination: S3) -> str:
    """The policy that the owner of an existing bucket or key has to write first."""
    if destination.existing:
        return ", once its owner adds the output `required_policies` to its policy"
    if isinstance(destination.kms, ExistingKey):
        return ", once the owner of its key adds the output `required_policies` to the policy of the key"
    return ""
