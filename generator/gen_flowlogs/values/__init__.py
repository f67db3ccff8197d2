"""Documents → the same with every value in its place: what follows sees literals alone.

A definition that reads no value stays the object that it is. One that does becomes one evaluated copy, a variant, for
all stacks in which its values are equal. Nothing here raises for what an author wrote, and nothing is evaluated that
the spec does not use: the capture points of the stacks that they are in, the filters and destinations of those that
use them, and a bucket for the stack that has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import Values
from gen_flowlogs.values.evaluate import Variant
from gen_flowlogs.values.known import known
from gen_flowlogs.values.parts import varies
from gen_flowlogs.values.places import PLACES, UNNAMED
from gen_flowlogs.values.reading import Read, reads
from gen_flowlogs.values.work import Name, Reading, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.diagnostics import Path
    from gen_flowlogs.source import Document

__all__ = ["Evaluated", "Evaluation", "Name", "Variant", "evaluate"]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One file. In `data`, a definition with variants is the first of them."""

    document: Document
    data: dict[str, Any]
    variants: Mapping[Name, tuple[Variant, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The files of a spec, evaluated, what is wrong with their values, and which of them nothing reads."""

    files: tuple[Evaluated, ...]
    values: Values
    findings: tuple[Finding, ...]
    unused: tuple[tuple[str, Origin], ...]


def evaluate(documents: Sequence[Document]) -> Evaluation:
    """Evaluate a spec (the first document) and the files that it includes."""
    reading: Reading = {(each.file, name): what for each in documents for name, what in _reading(each)}
    _add_default_tags(documents, reading)
    values = known(documents)
    work = Work(documents, values, reading)
    if reading:
        work.do()
    read = {name for what in reading.values() for each in what for name in each.names}
    return Evaluation(
        files=tuple(_evaluated(each, work.variants.get(each.file, {})) for each in documents),
        values=Values(stacks=values.stacks, places=_places(reading)),
        findings=(*values.findings, *_mistakes(reading), *work.findings),
        unused=tuple((name, at) for name, at in values.own if name not in read),
    )


def _reading(document: Document) -> Iterator[tuple[Name, tuple[Read, ...]]]:
    """The definitions of a file that read a value, or that are not alike in all of their stacks."""
    for section, place in PLACES.items():
        held = document.data.get(section)
        if isinstance(held, dict):
            for name, raw in held.items():
                inner = place.at(name) if section in UNNAMED else place
                what = () if inner is None else tuple(reads(raw, inner))
                if what or (section == "destinations" and varies(raw)):
                    yield (section, name), what


def _add_default_tags(documents: Sequence[Document], reading: Reading) -> None:
    """Let each destination read what the tags of `defaults` read, since it has them too."""
    tags = [what for (_, name), what in reading.items() if name == ("defaults", "tags")]
    names = tuple(dict.fromkeys(name for what in tags for each in what for name in each.names))
    for document in documents if names else ():
        held = document.data.get("destinations")
        for name in held if isinstance(held, dict) else ():
            key = (document.file, ("destinations", name))
            reading[key] = (*reading.get(key, ()), Read((), names, elsewhere=True))


def _places(reading: Reading) -> dict[tuple[str, str, str], tuple[tuple[Path, tuple[str, ...]], ...]]:
    return {
        (file, *name): tuple((each.path, each.names) for each in what if not each.elsewhere)
        for (file, name), what in reading.items()
    }


def _mistakes(reading: Reading) -> Iterator[Finding]:
    for (file, name), what in reading.items():
        for read in what:
            if read.mistake:
                slug = "invalid-format" if read.text else "wrong-type"
                yield Finding(slug, read.mistake, Origin(file, (*name, *read.path)))


def _evaluated(document: Document, variants: Mapping[Name, tuple[Variant, ...]]) -> Evaluated:
    if not variants:
        return Evaluated(document, document.data)
    data = dict(document.data)
    for (section, name), several in variants.items():
        if data[section] is document.data[section]:
            data[section] = dict(document.data[section])
        data[section][name] = several[0].data
    return Evaluated(document, data, variants)
