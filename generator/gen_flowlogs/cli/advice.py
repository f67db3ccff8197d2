"""Advice on a commit that a hook refuses: the files that are on disk and not in it, and the commands that add them.

Comes in: a copy of the index that a command has run in (`cli/staged.py`). Goes out: lines on standard error. Files of
the working tree are compared, and never written; a difference of line ends alone is Git's.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs import include, source
from gen_flowlogs.cli import inputs, roots, shell, terminal
from gen_flowlogs.cli.drift import plans
from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git import index
from gen_flowlogs.cli.git.checkout import filter_of, left_out, overlooked
from gen_flowlogs.cli.patterns import among, divided
from gen_flowlogs.cli.renewal import VERSION, renewal
from gen_flowlogs.cli.selection import is_spec
from gen_flowlogs.cli.spec_files import SpecFiles
from gen_flowlogs.cli.specs import compiled
from gen_flowlogs.cli.twins import about_twin
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.output import output_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from gen_flowlogs import emit
    from gen_flowlogs.cli.staged import Staged
    from gen_flowlogs.repository import Root

_MOST: Final = 10
"""Files that a command names; for more it names their folder."""


def without_untracked(staged: Staged, specs: Sequence[str]) -> list[str]:
    """The specs without those that are named, are on disk and are not in the commit: each is noted."""
    plain, _ = divided(specs)
    untracked = [each for each in plain if not os.path.lexists(each) and os.path.lexists(staged.on_disk(each))]
    for each in untracked:
        terminal.note(f"gen-flowlogs: {shown(each, 200)} is not in the commit, so it is not judged")
    return [each for each in specs if each not in untracked]


def on_disk(specs: Sequence[str], staged: Staged) -> list[str]:
    """The specs without those that a sparse checkout leaves out, which are not there to be built."""
    missing = [each for each in specs if not os.path.lexists(staged.on_disk(each))]
    skipped = left_out(staged.repository) if missing else frozenset()
    absent = {each for each in missing if _from_root(each, staged) in skipped}
    return [each for each in specs if each not in absent]


def differing(arguments: argparse.Namespace, staged: Staged) -> bool:
    """Whether a file that the specs are made of is not on disk as the commit has it: each is noted."""
    why = ", and build works on files, so nothing was built"
    return _note_sources(arguments.specs, arguments.root, staged, why)


def lacking(arguments: argparse.Namespace, staged: Staged) -> None:
    """Note what a refused commit lacks: sources that are on disk otherwise, and output, for each spec at fault."""
    if arguments.command == "lint":
        _note_sources(arguments.specs, arguments.root, staged)
        return
    results, _ = compiled(arguments)
    known = SpecFiles()
    planned = iter(plans(results, Path(arguments.out), known))
    for result in results:
        plan = next(planned) if result.files is not None else None
        if plan is None or plan.stale:
            differs = _note_sources([result.file], arguments.root, staged)
            if plan is not None:
                is_renewed = not differs and not plan.refused and about_twin(plan, result.file, known) is None
                _note_output(arguments, staged, plan, result.file if is_renewed else None)


def deleted(arguments: argparse.Namespace, staged: Staged, specs: Sequence[str]) -> None:
    """Note each spec that the commit deletes, and whose output stays, where no spec is left beside which it is said."""
    if not hasattr(arguments, "out") or any(Path(each).is_file() for each in arguments.specs):
        return
    gone = {staged.name(each.path): each.hash for each in index.deleted(staged.repository)}
    matching = among(gone, specs)
    texts = dict(index.contents(staged.repository, (gone[each] for each in matching)))
    for each in matching:
        data = texts[gone[each]]
        known = data is not None and is_spec(data, each)
        place = output_of(source.load(data, each).data, each, arguments.out) if data is not None and known else None
        if place is None or not place.path.exists():
            continue
        path = shown(place.path.as_posix(), 200)
        if place.file is None:
            rest = f"{path} stays for its last `terraform destroy`; delete it after that"
        else:
            rest = f"{path} stays; delete it too, and the next apply of its module destroys its resources"
        terminal.note(f"gen-flowlogs: {shown(each, 200)} is deleted, and {rest}")


def _note_sources(specs: Sequence[str], root: str | None, staged: Staged, why: str = "") -> bool:
    """Note each spec and included file that is not on disk as the commit has it; return whether there is one."""
    files = [each for each in _sources(specs, roots.named(root, specs)) if _differs(each, staged)]
    absent = [each for each in files if not os.path.lexists(each)]
    lost = [each for each in files if not os.path.lexists(staged.on_disk(each))]
    _refuse_filtered(files, staged)
    other = [each for each in files if each not in absent and each not in lost]
    for named, state in ((absent, "included, but not in the commit"), (other, "differs on disk from the commit")):
        if named:
            terminal.note(f"gen-flowlogs: {_listed(named)}: {state}{why}; {_add(staged, named, named)}")
    if lost:
        terminal.note(f"gen-flowlogs: {_listed(lost)}: in the commit, but not on disk{why}; run `git restore`")
    return bool(files)


def _refuse_filtered(files: Sequence[str], staged: Staged) -> None:
    """Raise FileError where a filter, which is not run, makes a file on disk differ from what Git has."""
    for each in files[:_MOST]:
        filter_ = filter_of(_from_root(each, staged), staged.repository)
        if filter_ is not None:
            raise FileError(
                f'cannot judge {shown(each, 200)}: Git stores it through the filter "{shown(filter_)}", a program that '
                "gen-flowlogs does not run; take the file out of that filter (.gitattributes)"
            )


def _sources(specs: Iterable[str], root: Root | None) -> list[str]:
    """The specs and all that they include, also what cannot be read."""
    files: dict[str, None] = {}

    def read(file: str) -> bytes:
        files[file] = None
        return inputs.content(file)

    for each in specs:
        files[each] = None
        include.collect(source.load(inputs.content(each), each), read, root)
    return list(files)


def _differs(file: str, staged: Staged) -> bool:
    return _content(file) != _content(str(staged.on_disk(file)))


def _content(path: str) -> bytes | None:
    """A file with the line ends that Git commits; None where there is none that can be read."""
    try:
        return inputs.content(path).replace(b"\r\n", b"\n") if Path(path).is_file() else None
    except OSError:
        return None


def _note_output(arguments: argparse.Namespace, staged: Staged, plan: emit.Plan, spec: str | None) -> None:
    """Note the output that is right on disk and not in the commit, then the output to build, if there is such."""
    folder, place = plan.folder.as_posix(), plan.place.as_posix()
    stale = [*plan.created, *plan.changed, *plan.deleted]
    right = [f"{folder}/{name}" for name in stale if _is_right(f"{folder}/{name}", plan.files.get(name), staged)]
    _refuse_filtered(right, staged)
    ignored = index.ignored(staged.repository, [_from_root(each, staged) for each in right])
    forced = [each for each in right if _from_root(each, staged) in ignored]
    added = [each for each in right if each not in forced]
    if added:
        terminal.note(
            f"gen-flowlogs: the output on disk is right, but not in the commit; {_add(staged, added, [place])}"
        )
    for rule in dict.fromkeys(ignored.values()):
        files = [each for each in forced if ignored[_from_root(each, staged)] == rule]
        terminal.note(
            f"gen-flowlogs: ignored by {shown(rule, 200)}, so not in the commit: {_listed(files)}; remove that line, "
            f"or {_add(staged, files, [place], '-f ')}"
        )
    if spec is not None and len(right) < len(stale):
        build = f"{renewal(spec, arguments)} && git add -- {shell.path(place)}"
        terminal.note(f"gen-flowlogs: renew the output with `{build}` ({VERSION})")


def _is_right(file: str, text: str | None, staged: Staged) -> bool:
    """Whether a file of the working tree is as the output is to be; no text: that it is gone."""
    return _content(str(staged.on_disk(file))) == (None if text is None else text.encode())


def _from_root(file: str, staged: Staged) -> str:
    return os.path.relpath(staged.on_disk(file), staged.repository.root).replace(os.sep, "/")


def _add(staged: Staged, files: Sequence[str], many: Sequence[str], options: str = "") -> str:
    """The command that adds files to the commit; `git commit PATH` takes no others than the paths that it names."""
    paths = " ".join(map(shell.path, files if len(files) <= _MOST else many))
    if index.is_of_paths():
        return f"name these paths in `git commit` too, or commit without paths: {paths}"
    marked = overlooked(staged.repository)
    unmarked = " ".join(shell.path(each) for each in files if _from_root(each, staged) in marked)
    unmark = [
        f"git update-index --no-{mark} -- {unmarked}" for mark in ("skip-worktree", "assume-unchanged") if unmarked
    ]
    return f"run `{' && '.join([*unmark, f'git add {options}-- {paths}'])}`"


def _listed(files: Sequence[str]) -> str:
    more = f" and {len(files) - _MOST} more" if files[_MOST:] else ""
    return ", ".join(shown(each, 200) for each in files[:_MOST]) + more
