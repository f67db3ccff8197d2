"""One definition that reads values → its variants: one evaluated copy for all stacks whose values are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gen_flowlogs.dataclass import dataclass, field
from gen_flowlogs.diagnostics import Finding, Origin, Path
from gen_flowlogs.phrasing import listing, nearest, quoted
from gen_flowlogs.values.known import BUILT_IN, OF_STACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gen_flowlogs.model import Value
    from gen_flowlogs.values.known import Known
    from gen_flowlogs.values.reading import Read

Stacks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A definition as it is for some stacks; without stacks in the spec, `stacks` is empty.

    `broken`: the paths in it that could not be evaluated, and that still have what is written there.
    """

    stacks: Stacks
    data: Any
    broken: tuple[Path, ...] = ()


@dataclass(slots=True)
class Evaluator:
    """Evaluates definitions, and gathers what is wrong with the values that they read."""

    known: Known
    findings: list[Finding] = field(default_factory=list)
    _reported: set[tuple[Origin, str]] = field(default_factory=set)

    def variants(
        self, data: Any, reads: Sequence[Read], origin: Origin, stacks: Stacks, *, needed: bool = True
    ) -> tuple[Variant, ...]:
        """The variants of a definition for some stacks; `()` of them: for the spec without stacks.

        `needed`: whether a value that is missing in a stack is a mistake. If not, another stack lends its own: of what
        is retired the names are not written, but it must not be missing in the output.
        """
        names = tuple(dict.fromkeys(name for read in reads for name in read.names))
        groups: dict[tuple[object, ...], tuple[Mapping[str, Value], list[str | None]]] = {}
        for stack in stacks or (None,):
            values = self._values(stack, names, needed=needed)
            groups.setdefault(tuple(_identity(values.get(name)) for name in names), (values, []))[1].append(stack)
        self._report(reads, origin, stacks or (None,), needed=needed)
        return tuple(
            self._variant(data, reads, origin, tuple(each for each in group if each is not None), values)
            for values, group in groups.values()
        )

    def _values(self, stack: str | None, names: Iterable[str], *, needed: bool) -> Mapping[str, Value]:
        own = self.known.stacks.get(stack, {})
        lacking = () if needed else [name for name in names if name not in own]
        lenders = {name: each for name in lacking for each in self.known.stacks.values() if name in each}
        return {**own, **{name: each[name] for name, each in lenders.items()}} if lenders else own

    def _variant(
        self, data: Any, reads: Sequence[Read], origin: Origin, stacks: Stacks, values: Mapping[str, Value]
    ) -> Variant:
        broken: list[Path] = []
        for read in reads:
            if read.elsewhere:
                continue
            used = [values.get(name) for name in read.names]
            if read.mistake or any(each is None or each.broken for each in used):
                broken.append(read.path)
            elif read.text is None:
                data = _with(data, read.path, values[read.names[0]].data)
            elif any(isinstance(each.data, list) for each in used if each is not None):
                broken.append(read.path)
                self._list_in_text(read, values, origin)
            else:
                filled = read.text.filled({name: values[name].data for name in read.names})
                data = _with(data, read.path, filled)
        return Variant(stacks, data, tuple(broken))

    def _report(self, reads: Iterable[Read], origin: Origin, stacks: Iterable[str | None], *, needed: bool) -> None:
        """Report the names that read nothing, each once for a definition."""
        stacks = tuple(stacks)
        for read in reads:
            if read.elsewhere:
                continue
            at = origin.at(*read.path)
            for name in read.names:
                lacking = [stack for stack in stacks if name not in self.known.stacks.get(stack, {})]
                wrong = lacking and (needed or name not in self.known.names)
                if wrong and (at, name) not in self._reported:
                    self._reported.add((at, name))
                    self.findings.append(self._lacking(name, lacking, at))

    def _lacking(self, name: str, stacks: Sequence[str | None], at: Origin) -> Finding:
        if name in OF_STACKS:
            message = f"`{name}` is a value of stacks, and the spec has none: write `stacks`, or the {name} itself"
            return Finding("unknown-name", message, at)
        if name not in self.known.names:
            near = nearest(name, sorted({*self.known.names, *BUILT_IN}))
            hint = f"did you mean {quoted(near)}?" if near else "define it under `values`"
            return Finding("unknown-name", f"no value is called {quoted(name)}; {hint}", at)
        several = f"the stack {quoted(stacks[0])}" if len(stacks) == 1 else f"the stacks {listing(_quoted(stacks), 3)}"
        message = (
            f"{quoted(name)} has no value in {several}, where this is used: give it one there, or one for all stacks "
            "in the `values` of the spec"
        )
        return Finding("missing-value", message, at)

    def _list_in_text(self, read: Read, values: Mapping[str, Value], origin: Origin) -> None:
        at = origin.at(*read.path)
        for name in read.names:
            if isinstance(values[name].data, list) and (at, name) not in self._reported:
                self._reported.add((at, name))
                self.findings.append(
                    Finding(
                        "wrong-type",
                        f"the value {quoted(name)} is a list, and a list cannot be part of a string",
                        at,
                        (("it is written at", values[name].origin),),
                    )
                )


def _quoted(names: Iterable[str | None]) -> list[str]:
    return [quoted(name) for name in names]


def _identity(value: Value | None) -> object:
    """Equal for two values that are evaluated alike: true is not 1, nor 1 the text 1."""
    if value is None or value.broken:
        return None
    data = tuple(value.data) if isinstance(value.data, list) else value.data
    return type(data), data


def _with(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at a path; copies only what is on the way."""
    if not path:
        return value
    key, *rest = path
    copied = list(data) if isinstance(data, list) else dict(data)
    copied[key] = _with(data[key], tuple(rest), value)  # type: ignore[index]
    return copied
