"""Heads: the comments at the top of the files of an adoption, which name what to take out of the code and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gen_flowlogs.adopt.binding.forgetting import Leaving


_OF_SPEC: Final = "The flow logs of the spec {},"


def is_of_spec(text: str, spec: str) -> bool:
    """Whether the text of an `adopt.tf` was written for a spec."""
    return text.startswith(f"# {_OF_SPEC.format(spec)} ")


def of_new_root(spec: str) -> Iterator[str]:
    """The head of `adopt.tf` in a root module with a state of its own."""
    yield f"{_OF_SPEC.format(spec)} imported. Delete this file once it is applied."


def of_same_root(spec: str, leaves: Sequence[Leaving]) -> Iterator[str]:
    """The head of `adopt.tf` in the root module that has the flow logs."""
    yield f"{_OF_SPEC.format(spec)} under their new addresses. Delete this file once it is applied."
    yield from _leaving(leaves)
    if any(each.along for each in leaves):
        yield ""
        yield "All but flow logs that moves to gen_flowlogs_forgets is no longer managed, and AWS keeps it. To go on"
        yield "managing one of these, leave it in the code and take its `moved` block out of this file."


def of_old_root(new: Path, leaves: Leaving) -> Iterator[str]:
    """The head of the blocks for an old root module. `new`: the folder of the output."""
    yield f"For the root module whose state is {leaves.state.file}: put this into a file that ends in .tf there."
    yield f"Apply {new.as_posix()} first, then this; then delete both adopt.tf and this."
    yield from _leaving((leaves,))


def of_commands(new: Path, leaves: Leaving) -> Iterator[str]:
    """The head of the commands for an old root module whose Terraform has no blocks for it."""
    yield f"For the root module whose state is {leaves.state.file}: run these lines in its folder."
    yield f"Apply {new.as_posix()} first, and plan here once the code is changed too:"
    yield "nothing may be created or destroyed."
    yield from _leaving((leaves,), "line below")


def _leaving(several: Sequence[Leaving], way: str = "`moved` block below") -> Iterator[str]:
    gone = sorted({block for leaves in several for block in leaves.blocks})
    if gone:
        yield ""
        yield "In the same change, take these out of the code (where a module makes them, switch them off):"
        yield from (f"  {block}" for block in gone)
    if any(each.calls for leaves in several for each in leaves.along):
        yield ""
        yield f"Where a module goes on to make one of them without the flow log, leave out its {way}."
    stay = sorted({item for leaves in several for item in leaves.stay.items()})
    if stay:
        yield ""
        yield "These must stay in the code, or Terraform deletes them:"
        yield from (f"  {block} ({why})" for block, why in stay)
