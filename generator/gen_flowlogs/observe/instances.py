"""Instances of resources, as a state or a plan has them: the one form that raw and shown states are read into."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.addresses import Address
from gen_flowlogs.observe.attributes import known, texts
from gen_flowlogs.observe.existing import Managed, Note, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Given
    from gen_flowlogs.observe.attributes import Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One resource instance. `needs`: the managed resources that it depends on, without keys."""

    address: Address
    at: str  # the text of the address
    values: Attributes
    needs: tuple[str, ...] = ()
    tainted: bool = False
    provider: str = ""


@dataclass(slots=True, kw_only=True)
class Collection:
    """The instances of one source, by the text of their addresses, and what was wrong on the way.

    `planned` are those that a plan creates; `data` has the values of data sources, by their addresses.
    `declared`: the addresses without keys that the code has; None where the source has no code. `givens`: address →
    argument → the reference or variable that the code has there; `values` are theirs.
    """

    file: str
    terraform_version: str | None = None
    lineage: str | None = None
    serial: int | None = None
    declared: frozenset[str] | None = None
    managed: dict[str, Instance] = field(default_factory=dict)
    planned: dict[str, Instance] = field(default_factory=dict)
    data: dict[str, Attributes] = field(default_factory=dict)
    givens: dict[str, dict[str, Given]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    deposed: dict[str, tuple[Address, int]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    damaged: bool = False

    def add(self, instance: Instance) -> None:
        """Add an instance that the state has; of two at one address the first."""
        if instance.at in self.managed:
            self.damage(instance.at, "the address is there twice, and the first one is read")
        else:
            self.managed[instance.at] = instance

    def add_deposed(self, address: Address) -> None:
        """Add an older object of an instance, which waits to be destroyed."""
        at = str(address)
        self.deposed[at] = (address, self.deposed.get(at, (address, 0))[1] + 1)

    def note(self, at: str, text: str, remedy: str = "") -> None:
        """Note what is not in `Existing` as one would expect."""
        self.notes.append(Note(Source(self.file, at), text, remedy))

    def damage(self, at: str | None, text: str) -> None:
        """Note what is wrong with the source, which is not whole then."""
        self.damaged = True
        self.notes.append(Note(Source(self.file, at), text, DAMAGED))

    def resources(self) -> Iterator[Managed]:
        """All that the state manages; also what has nothing but older objects."""
        for at, each in self.managed.items():
            yield Managed(
                address=each.address,
                id=known(each.values, "id"),
                needs=each.needs,
                tainted=each.tainted,
                deposed=self.deposed[at][1] if at in self.deposed else 0,
                provider=each.provider,
            )
        for at, (address, count) in self.deposed.items():
            if at not in self.managed:
                yield Managed(address=address, id=None, deposed=count)


DAMAGED: Final = "make the file again"


def address_of(*, module: object, type_: object, name: object, key: object) -> Address:
    """The address of an instance by its parts, as JSON has them. Raises ValueError for anything else."""
    if not (isinstance(type_, str) and isinstance(name, str) and (module is None or isinstance(module, str))):
        raise ValueError(name)
    if not (key is None or isinstance(key, str) or (type(key) is int and key >= 0)):
        raise ValueError(name)
    base = _without_key(module or "", type_, name)
    if key is None:
        return base
    return Address(type=base.type, label=base.label, key=key, calls=base.calls)


@lru_cache(maxsize=4096)
def _without_key(module: str, type_: str, name: str) -> Address:
    found = addresses.parse(f"{module}.{type_}.{name}" if module else f"{type_}.{name}")
    if found.type != type_ or found.label != name or found.key is not None:
        raise ValueError(name)
    return found


def data_at(address: Address) -> str:
    """The text of the address of a data source."""
    text, own = str(address), str(replace(address, calls=()))
    return f"{text.removesuffix(own)}data.{own}"


def needs(value: object) -> tuple[str, ...]:
    """The managed resources among the dependencies that a state lists."""
    return tuple(each for each in texts(value) if not _is_data(each))


@lru_cache(maxsize=4096)
def _is_data(address: str) -> bool:
    return re.match(r"(?:module\.[^.]+\.)*data\.", address) is not None
