"""Blocks that no view has (`moved`, `removed`, `import`, the call of a module) → the text of a file with them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, Indexed, Label, Name, layout, write
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.addresses import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.hcl import Ref

_SINCE: Final = {"moved": "1.1", "import": "1.5", "removed": "1.7"}
"""Block → the first version of Terraform that has it. A `moved` block that leads out of a module of another package
needs 1.3. Source: the CHANGELOG of each version, read 2026-11."""

OWN_FLOOR: Final = "1.5"
"""The lowest version of Terraform that the generated output asks for, whatever a spec uses."""


@dataclass(frozen=True, slots=True)
class Moved:
    """`moved { from … to … }`."""

    source: Address
    target: Address


@dataclass(frozen=True, slots=True)
class Removed:
    """`removed { from … }`, which leaves the resource in AWS as it is. `source` has no key."""

    source: Address


@dataclass(frozen=True, slots=True)
class Import:
    """`import { to … id … }`."""

    target: Address
    id: str


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """`module "label" { source … }`. `providers`: the name of the alias of `aws` that it passes, if any."""

    label: str
    source: str
    arguments: tuple[tuple[str, str | Ref], ...]
    provider: Ref | None = None


Block = Moved | Removed | Import | ModuleCall


def file(head: Iterable[str], blocks: Iterable[Block]) -> str:
    """The text of a file: comments, the version of Terraform if the blocks need more than the output, and the blocks.

    Raises ValueError for an address that HCL has no form for.
    """
    blocks = tuple(blocks)
    parts = [f"{write(Comment(line))}\n" for line in head]
    needed = version(blocks)
    if needed is not None and needed > OWN_FLOOR:
        parts.append(f"\nterraform {{\n  required_version = {write(f'>= {needed}')}\n}}\n\n")
    parts += ["\n", *(f"{_block(each)}\n" for each in blocks)]
    return layout("".join(parts))


def version(blocks: Iterable[Block]) -> str | None:
    """The lowest version of Terraform that has all of these blocks; None for none."""
    kinds = {type(each) for each in blocks}
    found = [_SINCE[word] for kind, word in _WORDS.items() if kind in kinds]
    return max(found, default=None)


_WORDS: Final[dict[type, str]] = {Moved: "moved", Import: "import", Removed: "removed"}


def written(address: Address) -> str:
    """An address as Terraform takes it, in a file as well as on its command line, in visible characters only.

    Raises ValueError for a name that HCL cannot have, as Terraform before 0.12 allowed.
    """
    return write(_indexed(address))


def _indexed(address: Address) -> Indexed:
    calls = [each for call in address.calls for each in (("module", None), (call.name, call.key))]
    return Indexed((*calls, (address.type, None), (address.label, address.key)))


def _block(block: Block) -> str:
    match block:
        case Moved(source, target):
            return f"moved {{\n  from = {written(source)}\n  to = {written(target)}\n}}\n"
        case Removed(source):
            return f"removed {{\n  from = {written(source)}\n\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"
        case Import(target, id_):
            return f"import {{\n  to = {written(target)}\n  id = {write(id_)}\n}}\n"
        case ModuleCall():
            return _call(block)
    raise TypeError(block)


def _call(call: ModuleCall) -> str:
    lines = [f"module {write(Label(call.label))} {{", f"  source = {write(call.source)}"]
    if call.provider is not None:
        lines += ["", "  providers = {", f"    aws = {write(call.provider)}", "  }"]
    if call.arguments:
        lines += ["", *(f"  {write(Name(name))} = {write(value)}" for name, value in call.arguments)]
    return "\n".join([*lines, "}", ""])


def targets(text: str) -> Iterator[Address]:
    """The addresses that the blocks of a file lead to, as `file` writes them, but for those of dummies."""
    for line in text.splitlines():
        found = _TO.fullmatch(line)
        with contextlib.suppress(ValueError):
            if found is not None and (address := addresses.parse(found[1])).label != _DUMMY:
                yield address


def dummy(type_: str, number: int | None = None) -> Address:
    """The address by way of which a resource is forgotten; without a number, that of all of a type."""
    return Address(type=type_, label=_DUMMY, key=number)


_DUMMY: Final = "gen_flowlogs_forgets"
_TO: Final = pattern(r"  to += (.+)")


def is_expressible(address: Address) -> bool:
    """Whether a block can have an address; Terraform before 0.12 allowed names that no block has."""
    try:
        written(address)
    except ValueError:
        return False
    return True
