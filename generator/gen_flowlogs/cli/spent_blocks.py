"""Blocks of an adoption that are still in a folder when their addresses have gone from the output.

Terraform fails at an `import` block whose address has gone, and calls that a bug of its own; a `moved` block of that
kind deletes. They were for one apply, so the file is to be deleted after it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import ADOPT
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gen_flowlogs import emit
    from gen_flowlogs.compare.plan.instances import Instances
    from gen_flowlogs.model import Spec
    from gen_flowlogs.pipeline import Compiled

_LARGEST: Final = 50_000_000  # bytes of a file that is read


def spent_blocks(planned: Iterable[emit.Plan], results: Sequence[Compiled]) -> Iterator[str]:
    """A line for each file of blocks with an address that the output does not have any more."""
    for plan, result in zip(planned, (each for each in results if each.files is not None), strict=True):
        found = dict(_files(plan.folder, result.spec))
        if found:
            yield from _spent(found, result.spec)


def _spent(found: Mapping[str | None, tuple[Path, str]], spec: Spec) -> Iterator[str]:
    # Half of the package, and few specs have such a file.
    from gen_flowlogs.adopt.binding.terraform_text import targets  # noqa: PLC0415
    from gen_flowlogs.compare.plan.instances import instances  # noqa: PLC0415

    modules = instances(spec)
    for stack, (path, text) in found.items():
        gone = [str(each) for each in targets(text) if not _has(modules[stack], str(each), each.base)]
        if gone:
            yield (
                f"{shown(path.as_posix(), 500)}: its blocks are for {listing(gone, 3)}, which the output has no "
                "more, so a plan fails or deletes what they would keep; delete the file, and unless it has been "
                f"applied, write it anew: `gen-flowlogs adopt` with --spec {shown(spec.file, 500)}"
            )


def _files(folder: Path, spec: Spec) -> Iterator[tuple[str | None, tuple[Path, str]]]:
    """The file of blocks in each root module of a spec: stack → path and text."""
    for stack in spec.stacks:
        path = (folder if stack.name is None else folder / stack.name) / ADOPT
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST:
                from gen_flowlogs.adopt.binding.heads import is_of_spec  # noqa: PLC0415 - as for `_spent`

                text = path.read_text(encoding="utf-8")
                if is_of_spec(text, spec.name):
                    yield stack.name, (path, text)


def _has(module: Instances, address: str, base: str) -> bool:
    """Whether a root module has an address; with keys that only Terraform knows, whether it has its resource."""
    instance = module.by_address.get(base)
    return address in module.by_address or (instance is not None and instance.for_each is not None)
