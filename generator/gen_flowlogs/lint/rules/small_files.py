"""Lifecycles that move nothing of a small network, since S3 leaves small files where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.aws.limits import BY_CLASS, STORAGE_CLASSES
from gen_flowlogs.diagnostics import Finding
from gen_flowlogs.lint.suppression import Suppressible
from gen_flowlogs.model import S3
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.lint.index import Index

_KEY = "transition_default_minimum_object_size"
_BY_SIZE = "all_storage_classes_128K"


def check(index: Index) -> Iterator[Suppressible]:
    """Find the buckets whose transitions do not say what becomes of small files, or cannot move them."""
    for destination in index.spec.destinations:
        if isinstance(destination, S3) and not destination.existing and not destination.retired:
            yield from _check(destination)


def _check(destination: S3) -> Iterator[Suppressible]:
    classes = tuple(dict.fromkeys(step.storage_class for step in destination.transitions))
    if not classes:
        return
    at = destination.origin.at("s3")
    archives = any(to.archived for to in map(STORAGE_CLASSES.get, classes) if to is not None)
    if destination.transition_size is None:
        move = f"`{_KEY}: {BY_CLASS}` to archive them too, or " if archives else ""
        message = (
            "S3 moves no file below 128 KB by itself, and those of a small network are often smaller; write "
            f"{move}`{_KEY}: {_BY_SIZE}` to leave them"
        )
        yield Suppressible(Finding("small-files", message, at.at("transitions")), (destination,))
    elif destination.transition_size == BY_CLASS and not archives:
        message = (
            f"{quoted(BY_CLASS)} frees the way of small files to GLACIER and DEEP_ARCHIVE only, and these move to "
            f"{listing(classes, limit=3)}; name one of the two, or take the key out"
        )
        yield Suppressible(Finding("small-files", message, at.at(_KEY)), (destination,))
