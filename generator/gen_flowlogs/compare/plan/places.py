"""The places of the output of both versions: a spec whose place changes is destroyed in one, and created in the other.

Two Specs → whether the place is another one, the words for it, and the blocks that keep what the old place has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.output import file_name, identity
from gen_flowlogs.phrasing import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gen_flowlogs.compare.plan.actions import ModulePlan
    from gen_flowlogs.model import Spec

_EXAMPLE: Final = "aws_flow_log."
_CALLED: Final = "module.NAME."


def kind(spec: Spec) -> str:
    """The kind of a place: `root`, `module` or `folder`."""
    return identity(spec)[0]


def is_other(old: Spec, new: Spec) -> bool:
    """Whether the output goes to another place, where another state has it, or the same one at other addresses."""
    return identity(old) != identity(new)


def reason(old: Spec, new: Spec) -> str:
    """The reason of every change that the new place makes."""
    return f"the output moves from {_words(old)} to {_words(new)}"


def keeps_files(old: Spec | None, new: Spec | None) -> bool:
    """Whether the old root modules stay with their files, and are destroyed by a `terraform destroy` in them."""
    return old is not None and kind(old) == "root" and (new is None or is_other(old, new))


def note(old: Spec) -> str:
    """The order of the applies, and what is to be done at the old place."""
    first = f"{_leave(old)}, or keep its resources, before you apply the new output"
    return f"the output moves: {first}, since both have the same names in AWS"


def gone(old: Spec) -> str:
    """The note about a spec that is gone, and whose resources another root module has in its state."""
    return f"the spec {quoted(old.name)} is removed, and its output stays: {_leave(old)}, which destroys its resources"


def hints(old: Spec | None, new: Spec | None, modules: Iterable[ModulePlan]) -> Iterator[str]:
    """The blocks that keep what both places have."""
    if old is None or new is None or not is_other(old, new):
        return
    both = [each for module in modules for each in _in_both(module)]
    if not both:
        return
    example = next((each for each in both if each.startswith(_EXAMPLE)), both[0])
    base = example.partition("[")[0]  # a `removed` block takes no key
    each = "it" if len(both) == 1 else f"each of the {len(both)} resources that both have"
    start, end = (_CALLED if kind(spec) == "module" else "" for spec in (old, new))
    if {kind(old), kind(new)} == {"module", "folder"}:
        yield (
            "if one root module has the old and the new output, `moved` blocks in it keep the resources: "
            f"`from = {start}{example}`, `to = {end}{example}`, and so on for {each}"
        )
    leaves = (
        "never apply or destroy in the old output folder again"
        if kind(old) == "root"
        else f"write `removed` blocks with `destroy = false` in the old root module (`from = {start}{base}`)"
    )
    yield (
        f"to keep the resources in another state, {leaves}, and write `import` blocks in the new root module (`to = "
        f"{end}{example}`, `id` as the old state has it), for {each}"
    )


def _in_both(module: ModulePlan) -> list[str]:
    if module.old is None or module.new is None:
        return []
    return sorted(module.old.by_address.keys() & module.new.by_address.keys())


def _words(spec: Spec) -> str:
    match kind(spec):
        case "root":
            return "a root module of its own"
        case "module":
            return "a called module"
        case "folder":
            return f"the folder {quoted(spec.terraform.folder)}"
    raise ValueError(kind(spec))


def _leave(spec: Spec) -> str:
    """Advise on how the old place gives up what it has."""
    match kind(spec):
        case "root":
            return "run `terraform destroy` in the old output folder"
        case "module":
            return "remove the call of the module and apply"
        case "folder":
            return f"delete {quoted(file_name(spec.name))} in {quoted(spec.terraform.folder)} and apply"
    raise ValueError(kind(spec))
