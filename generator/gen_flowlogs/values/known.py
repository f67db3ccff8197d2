"""The values that there are: of the spec, of its includes and of its stacks, and those that are built in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.aws.regions import partition_of
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.diagnostics import Finding, Origin
from gen_flowlogs.model import Value
from gen_flowlogs.phrasing import quoted
from gen_flowlogs.values.reading import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.source import Document

OF_STACKS = ("stack", "account", "region", "partition")
"""Built-in values that every stack has, and nothing without stacks."""

BUILT_IN = ("spec", *OF_STACKS)


@dataclass(frozen=True, slots=True)
class Known:
    """The values of each stack, in the order of the stacks' names; of a spec without stacks under None."""

    stacks: Mapping[str | None, Mapping[str, Value]]
    names: frozenset[str]  # all that any stack has
    findings: tuple[Finding, ...]
    own: tuple[tuple[str, Origin], ...]  # those that the spec itself defines, and so may be unused

    @property
    def has_stacks(self) -> bool:
        """Whether the spec has stacks."""
        return None not in self.stacks


def known(documents: Sequence[Document]) -> Known:
    """The values of a spec (the first document) and the files that it includes."""
    findings: list[Finding] = []
    first, *others = documents
    included: dict[str, Value] = {}
    for document in others:
        for name, value in _values(document, ("values",)):
            if name in included:
                findings.append(_twice(name, value.origin, included[name].origin))
            else:
                included[name] = value
    own = dict(_values(first, ("values",)))
    shared = {"spec": _text(first.data.get("name"), Origin(first.file, ("name",))), **included, **own}
    several: dict[str | None, Mapping[str, Value]] = {
        name: _of_stack(name, document, shared) for name, document in _stacks(documents)
    }
    return Known(
        stacks=several or {None: shared},
        names=frozenset(name for each in (shared, *several.values()) for name in each),
        findings=tuple(findings),
        own=tuple(
            [(name, value.origin) for name, value in own.items()]
            + [
                (name, value.origin)
                for stack, document in _stacks(documents)
                if document is first
                for name, value in _values(document, ("stacks", stack, "values"))
            ]
        ),
    )


def _stacks(documents: Sequence[Document]) -> list[tuple[str, Document]]:
    """The stacks by name, each with the file that has it first."""
    found: dict[str, Document] = {}
    for document in documents:
        held = document.data.get("stacks")
        if isinstance(held, dict):
            for name, raw in held.items():
                if isinstance(raw, dict):
                    found.setdefault(name, document)
    return sorted(found.items())


def _of_stack(name: str, document: Document, shared: Mapping[str, Value]) -> Mapping[str, Value]:
    raw = document.data["stacks"][name]
    at = Origin(document.file, ("stacks", name))
    region = raw.get("region")
    partition = partition_of(region) if isinstance(region, str) else None
    return {
        **shared,
        "stack": Value(name, at.key()),
        "account": _text(raw.get("account"), at.at("account")),
        "region": _text(region, at.at("region")),
        "partition": _text(partition, at.at("region")),
        **dict(_values(document, ("stacks", name, "values"))),
    }


def _text(data: object, origin: Origin) -> Value:
    return Value(data, origin, broken=not isinstance(data, str))


def _values(document: Document, path: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    held: Any = document.data
    for step in path:
        held = held.get(step) if isinstance(held, dict) else None
    if isinstance(held, dict):
        for name, data in held.items():
            if NAME.fullmatch(name) and name not in BUILT_IN:
                yield name, Value(data, Origin(document.file, (*path, name)), broken=not _is_legal(data))


def _is_legal(data: object) -> bool:
    return isinstance(data, str | int) or (isinstance(data, list) and all(isinstance(each, str) for each in data))


def _twice(name: str, later: Origin, earlier: Origin) -> Finding:
    return Finding(
        "duplicate-definition",
        f"the value {quoted(name)} is defined in two files; rename one of them",
        later.key(),
        (("first defined at", earlier.key()),),
    )
