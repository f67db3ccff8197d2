"""Notes on two versions of a spec beside their resources: names, backends and stacks that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.model import ONLY, S3, Firehose, Spec, creates_key
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gen_flowlogs.model import Destination, Stack

_FEW = 4  # names in a line


def notes(old: Spec | None, new: Spec | None) -> Iterator[str]:
    """One line for each note."""
    if old is None or new is None:
        if old is not None:
            refused = any(map(_protected, old.destinations))
            rest = ", which refuses as long as `on_destroy: keep` protects a bucket or a key" if refused else ""
            yield (
                f"the spec {quoted(old.name)} is gone: what it made is destroyed only by `terraform destroy` in its "
                f"output folder, before that goes too{rest}"
            )
        return
    if old.name != new.name:
        yield (
            f"the name changes from {quoted(old.name)} to {quoted(new.name)}, and the output folder with it: move the "
            "state along, or Terraform makes everything again beside the old"
        )
    elif old.terraform.backend != new.terraform.backend:
        yield "the backend changes: run `terraform init -migrate-state`, or Terraform makes everything again"
    if (old.stacks == (ONLY,)) == (new.stacks == (ONLY,)):
        yield from _stacks(old, new)
    else:
        yield (
            "the spec gets or loses `stacks`, and each has a state of its own: move the old state there, or destroy "
            "what it has first"
        )


def _protected(destination: Destination) -> bool:
    """Whether a resource of a destination has `prevent_destroy`."""
    if isinstance(destination, Firehose) or destination.existing or destination.retired:
        return False
    return destination.on_destroy == "keep" and (isinstance(destination, S3) or creates_key(destination))


def _stacks(old: Spec, new: Spec) -> Iterator[str]:
    """The stacks that are gone, and those in another account or region; one line for all that share it."""
    now = {stack.name: stack for stack in new.stacks}
    gone = [was for was in old.stacks if was.name not in now]
    kept = [(was, now[was.name]) for was in old.stacks if was.name in now]
    if gone:
        names = " ".join(f"`--drop-stack {was.name}`" for was in gone[:_FEW]) + (" and so on" if gone[_FEW:] else "")
        yield (
            f"{_named(gone)} gone: apply once more, so that what was made there is destroyed, and then build with "
            f"{names}"
        )
    moved = [was for was, stack in kept if was.account != stack.account]
    if moved:
        accounts = listing(sorted({str(was.account) for was in moved}), _FEW)
        yield (
            f"{_going(moved)} to another account: what was made in {accounts} stays there, and Terraform loses sight "
            "of it; a stack of another name is safer"
        )
    moved = [was for was, stack in kept if was.account == stack.account and was.region != stack.region]
    if moved:
        regions = listing(sorted({str(was.region) for was in moved}), _FEW)
        yield (
            f"{_going(moved)} to another region: what was made in {regions} is replaced by AWS provider 6 and lost "
            "sight of by provider 5; a stack of another name is safer"
        )


def _named(stacks: Sequence[Stack]) -> str:
    names = listing([quoted(stack.name) for stack in stacks], _FEW)
    return f"the stack {names} is" if len(stacks) == 1 else f"the stacks {names} are"


def _going(stacks: Sequence[Stack]) -> str:
    names = listing([quoted(stack.name) for stack in stacks], _FEW)
    return f"the stack {names} goes" if len(stacks) == 1 else f"the stacks {names} go"
