"""The files of an adoption in each situation: adoptees and what leaves a state → path → text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding import heads
from gen_flowlogs.adopt.binding.forgetting import by_way_of_dummies, commands, in_old_root, is_by_command
from gen_flowlogs.adopt.binding.module_call import call_file, call_text
from gen_flowlogs.adopt.binding.terraform_text import Import, Moved, file, version
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, write
from gen_flowlogs.output import ADOPT, output
from gen_flowlogs.repository import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gen_flowlogs.adopt.binding.adoptee import Adoptee
    from gen_flowlogs.adopt.binding.forgetting import Leaving
    from gen_flowlogs.adopt.binding.terraform_text import Block
    from gen_flowlogs.model import Given, Spec

_OLD_ROOT: Final = "old-root{}.tf.txt"


@dataclass(frozen=True, slots=True)
class Made:
    """Files by their paths, and the lowest version of Terraform that has the blocks for the new root module."""

    files: Mapping[Path, str]
    terraform: str | None


def same_root(spec: Spec, root: Path, adoptees: Sequence[Adoptee], leaves: Sequence[Leaving]) -> Made:
    """The blocks of a root module that has the flow logs, and goes on to have them."""
    found = tuple(_in_same_root(adoptees, leaves))
    text = file(heads.of_same_root(spec.name, leaves), found)
    return Made({root / ADOPT: text} if found else {}, version(found))


def calling_root(  # noqa: PLR0913 - two are keywords
    spec: Spec,
    root: Path,
    out: Path,
    adoptees: Sequence[Adoptee],
    leaves: Sequence[Leaving],
    *,
    inputs: Mapping[str, Given],
    alias: str | None,
) -> Made:
    """The same for a root module that calls the output, with the call in a file that stays."""
    made = same_root(spec, root, adoptees, leaves)
    call = call_text(spec, root, out, inputs, alias)
    return Made({root / call_file(spec): call, **made.files}, made.terraform)


def new_root(spec: Spec, out: Path, adoptees: Sequence[Adoptee], leaves: Sequence[Leaving]) -> Made:
    """The blocks of a root module with a state of its own, one for each stack, and of the old ones."""
    folder = output(spec, out).folder
    texts: dict[Path, str] = {}
    needed = None
    imported: dict[str | None, list[Block]] = {}
    for each in sorted(adoptees, key=lambda one: str(one.target)):
        if not each.there and each.id is not None:
            imported.setdefault(each.stack, []).append(Import(each.target, each.id))
    for stack in sorted(imported, key=str):
        place = folder if stack is None else folder / stack
        texts[place / ADOPT] = file(heads.of_new_root(spec.name), imported[stack])
        needed = version(imported[stack])
    for number, one in enumerate(leaves, 1):
        name = _OLD_ROOT.format("" if number == 1 else f"-{number}")
        texts[_beside(spec) / f"{spec.name}.{name}"] = _old_root(folder, one)
    return Made(texts, needed)


def _in_same_root(adoptees: Sequence[Adoptee], leaves: Sequence[Leaving]) -> Iterator[Block]:
    """The adopted resources by their addresses, then the dummies of those that are forgotten."""
    forgotten = [address for each in leaves for address in each.along]
    for each in sorted(adoptees, key=lambda one: str(one.target)):
        if each.there:
            continue
        old = each.held[0].managed.address if each.held else None
        if old is not None and not each.on_paper:
            yield Moved(old, each.target)
        elif each.id is not None:
            yield Import(each.target, each.id)
            forgotten += [] if old is None else [old]
    yield from by_way_of_dummies(sorted(forgotten, key=str))


def _old_root(new: Path, leaves: Leaving) -> str:
    if not is_by_command(leaves):
        return file(heads.of_old_root(new, leaves), in_old_root(leaves))
    head = "".join(f"{write(Comment(line))}\n" for line in heads.of_commands(new, leaves))
    return head + "\n" + "".join(f"{line}\n" for line in commands(leaves))


def _beside(spec: Spec) -> Path:
    """The folder of the spec."""
    return Path("specs") if spec.file in STANDARD_INPUT else Path(spec.file).parent
