"""Notes on two versions of a spec beside their resources: names, backends and stacks that change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import output
from gen_flowlogs.compare.advice.renamed_stacks import MOVE_STATE
from gen_flowlogs.compare.plan import places
from gen_flowlogs.model import ONLY, S3, Firehose, Spec, creates_key
from gen_flowlogs.phrasing import listing, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gen_flowlogs.model import Destination, Stack

_FEW = 4  # names in a line


def notes(old: Spec | None, new: Spec | None, renamed: Collection[str] = ()) -> Iterator[str]:
    """One line for each note. `renamed`: old stacks that probably have another name now."""
    if old is None or new is None:
        if old is not None and places.kind(old) != "root":
            yield places.gone(old)
        elif old is not None:
            refused = any(map(_protected, old.destinations))
            rest = "; Terraform refuses that while `on_destroy: keep` protects a bucket or a key" if refused else ""
            yield (
                f"the spec {quoted(old.name)} is removed: run `terraform destroy` in its output folder before you "
                f"delete the folder, or its resources stay in AWS{rest}"
            )
        return
    if places.is_other(old, new):
        yield places.note(old)
        return
    if old.name != new.name:
        yield _renamed(old, new)
    elif any(old.terraform.backend_of(each.name) != new.terraform.backend_of(each.name) for each in new.stacks):
        moving = _moving_state(old, new)
        yield f"the backend changes, so the state moves: {moving}, or Terraform creates everything again"
    if (old.stacks == (ONLY,)) == (new.stacks == (ONLY,)):
        yield from _stacks(old, new, renamed)
    elif old.stacks == (ONLY,):
        yield (
            "the spec gets `stacks`, each with a state of its own: move the old state to the stack of its account and "
            f"region ({MOVE_STATE}), or run `terraform destroy` before this change, which destroys its resources"
        )
    else:
        yield (
            "the spec loses `stacks`, and has one state again: move the state of the stack that stays to the output "
            f"folder ({MOVE_STATE}), and run `terraform destroy` in the others"
        )


def _moving_state(old: Spec, new: Spec) -> str:
    """The way of the state to another backend. Source: https://developer.hashicorp.com/terraform/cli/cloud/migrating."""
    kinds = tuple(spec.terraform.backend[0] if spec.terraform.backend else "" for spec in (old, new))
    if kinds[1] == "cloud":
        return "run `terraform init` and let it move the state"
    if kinds[0] == "cloud":
        return (
            "HCP Terraform cannot migrate its state, so run `terraform state pull > FILE` before this change and "
            "`terraform state push FILE` after `terraform init -reconfigure`"
        )
    return "run `terraform init -migrate-state`"


def _renamed(old: Spec, new: Spec) -> str:
    """The note about a spec of another name, whose output is in a folder or in a file of that name."""
    changes = f"the name changes from {quoted(old.name)} to {quoted(new.name)}, and the"
    match places.kind(new):
        case "folder":
            return (
                f"{changes} file in the folder with it: delete {quoted(output.file_name(old.name))} there in the same "
                "change, or Terraform creates everything twice; the names of its variables and outputs change too"
            )
        case "module":
            return f"{changes} output folder with it: change `source` in the call of the module; no resource changes"
    return (
        f"{changes} output folder with it: move the state along ({MOVE_STATE}), or Terraform creates everything a "
        "second time"
    )


def _protected(destination: Destination) -> bool:
    """Whether a resource of a destination has `prevent_destroy`."""
    if isinstance(destination, Firehose) or destination.existing or destination.retired:
        return False
    return destination.on_destroy == "keep" and (isinstance(destination, S3) or creates_key(destination))


def _stacks(old: Spec, new: Spec, renamed: Collection[str]) -> Iterator[str]:
    """The stacks that are gone, and those in another account or region; one line for all that share it."""
    now = {stack.name: stack for stack in new.stacks}
    gone = [was for was in old.stacks if was.name not in now]
    left = [was for was in gone if was.name not in renamed]
    kept = [(was, now[was.name]) for was in old.stacks if was.name in now]
    if left:
        yield (
            f"{_named(left)} removed: apply once more, which destroys {_its(left)} resources, and then run "
            f"`gen-flowlogs build {_drops(left)}`"
        )
    if len(left) < len(gone):
        moved = [was for was in gone if was not in left]
        yield (
            f"{_named(moved)} removed: move the state or apply once more, which destroys {_its(moved)} resources, and "
            f"then run `gen-flowlogs build {_drops(moved)}`"
        )
    same = [(was, stack) for was, stack in kept if was.account == stack.account]
    yield from _assumed(stack for was, stack in same if _entered_by(was) != _entered_by(stack))
    moved = [was for was, stack in kept if was.account != stack.account]
    if moved:
        accounts = listing(sorted({str(was.account) for was in moved}), _FEW)
        yield (
            f"{_going(moved)} to another account: the resources in {accounts} stay there, and Terraform no longer "
            "manages them; give the stack another name instead, and remove the old one later"
        )
    moved = [was for was, stack in kept if was.account == stack.account and was.region != stack.region]
    if moved:
        regions = listing(sorted({str(was.region) for was in moved}), _FEW)
        yield (
            f"{_going(moved)} to another region: AWS provider 6 replaces the resources in {regions}, and provider "
            "5 no longer manages them; give the stack another name instead, and remove the old one later"
        )


def _entered_by(stack: Stack) -> object:
    """The role that Terraform assumes and how, wherever the spec has it."""
    role = stack.assume_role
    return role and (role.arn, role.external_id, role.session_name, role.duration)


def _assumed(stacks: Iterable[Stack]) -> Iterator[str]:
    """One line for the stacks that Terraform enters in another way."""
    names = [quoted(stack.name) for stack in stacks]
    if names:
        which = f"the stack{'s' if names[1:] else ''} {listing(names, _FEW)}"
        yield f"`assume_role` of {which} changes: Terraform applies with another role, and no resource changes"


def _drops(stacks: Sequence[Stack]) -> str:
    names = " ".join(f"--drop-stack {stack.name}" for stack in stacks[:_FEW])
    return names + (" …" if stacks[_FEW:] else "")


def _named(stacks: Sequence[Stack]) -> str:
    names = listing([quoted(stack.name) for stack in stacks], _FEW)
    return f"the stack {names} is" if len(stacks) == 1 else f"the stacks {names} are"


def _going(stacks: Sequence[Stack]) -> str:
    names = listing([quoted(stack.name) for stack in stacks], _FEW)
    return f"the stack {names} moves" if len(stacks) == 1 else f"the stacks {names} move"


def _its(stacks: Sequence[Stack]) -> str:
    return "its" if len(stacks) == 1 else "their"
