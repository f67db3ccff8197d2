"""What is worth knowing about two specs beside their resources: names, states and stacks that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.model import ONLY, S3, Firehose, Spec, creates_key
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.model import Destination


def notes(old: Spec | None, new: Spec | None) -> Iterator[str]:
    """A line for each."""
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
    """Whether something of it has `prevent_destroy`."""
    if isinstance(destination, Firehose) or destination.existing or destination.retired:
        return False
    return destination.on_destroy == "keep" and (isinstance(destination, S3) or creates_key(destination))


def _stacks(old: Spec, new: Spec) -> Iterator[str]:
    now = {stack.name: stack for stack in new.stacks}
    for was in old.stacks:
        stack = now.get(was.name)
        name = quoted(was.name)
        if stack is None:
            yield (
                f"the stack {name} is gone: apply it once more, so that what it made is destroyed, and then build with "
                f"`--drop-stack {was.name}`"
            )
        elif was.account != stack.account:
            yield (
                f"the stack {name} goes to another account: what it made in {was.account} stays there, and Terraform "
                "loses sight of it; a stack of another name is safer"
            )
        elif was.region != stack.region:
            yield (
                f"the stack {name} goes to another region: what it made in {was.region} is replaced by AWS provider 6 "
                "and lost sight of by provider 5; a stack of another name is safer"
            )
