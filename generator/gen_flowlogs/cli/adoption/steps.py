"""The next commands of an adoption, in their order: build, plan, prove, apply, clean up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import FLOW_LOG
from gen_flowlogs.adopt.situation import SameFolder, SameModule, Situation
from gen_flowlogs.cli import shell
from gen_flowlogs.cli.renewal import renewal
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe import addresses
from gen_flowlogs.output import output
from gen_flowlogs.show.adoption import Step

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from gen_flowlogs.cli.adoption.outcome import Outcome

_SAVED: Final = "adopt.tfplan"
_FORGETS: Final = "forget_flow_logs.tf"


@dataclass(frozen=True, slots=True)
class _Roots:
    """The root modules to plan: their folders as words of a shell, and the file of each plan's JSON."""

    folder: str
    plan: str
    plans: str  # all of them, as words of a shell
    stacks: tuple[str, ...] = ()

    def each(self, *commands: str) -> tuple[str, ...]:
        """Commands of Terraform for each root module, as lines of a shell."""
        lines = [f"terraform -chdir={self.folder} {command}" for command in commands]
        if not self.stacks:
            return tuple(lines)
        return (f"for stack in {' '.join(self.stacks)}; do", *(f"  {line} || break" for line in lines), "done")


@dataclass(frozen=True, slots=True)
class _Old:
    """An old root module: the file for it, the variable of a shell for its folder, and the file of its plan's JSON."""

    file: Path
    variable: str
    plan: str

    def folder(self) -> str:
        """Its folder as a word of a shell."""
        return f'"${self.variable}"'

    def run(self, command: str) -> str:
        """A command of Terraform in it."""
        return f"terraform -chdir={self.folder()} {command}"


def steps(situation: Situation, outcome: Outcome, arguments: argparse.Namespace) -> tuple[Step, ...]:
    """All steps, after the files of the outcome are written."""
    roots = _roots(situation, outcome, arguments)
    return tuple(_steps(situation, outcome, roots, arguments))


def _steps(situation: Situation, outcome: Outcome, roots: _Roots, arguments: argparse.Namespace) -> Iterator[Step]:
    build = renewal(outcome.file, arguments)
    match situation:
        case SameFolder(root) | SameModule(root):
            yield Step(text="write the Terraform of the spec", commands=(build,))
            if old_blocks := _old_blocks(outcome):
                yield Step(text=f"take these out of the code in {root.as_posix()}:", about=old_blocks)
            yield Step(text="plan: no resource may be added, replaced or destroyed", commands=_plan(roots))
        case _:
            yield Step(
                text="write the backend of its state into the spec (`terraform: {backend: …}`), and build",
                commands=(build,),
            )
            imports = any(path.name == "adopt.tf" for path in outcome.blocks.files)
            yield Step(text="plan: it may only import" if imports else "plan: no changes", commands=_plan(roots))
    files = [path for path in outcome.blocks.files if path.suffix == ".txt"]
    by_command = [path for path in files if _is_commands(outcome, path)]
    olds = [_old(path) for path in files if path not in by_command]
    about = _old_blocks(outcome)
    for old in olds:
        name = old.file.as_posix()
        yield Step(
            text=f"in the old root, put {name} in the place of these, and plan: it may only forget them"
            if len(files) == 1
            else f"in the old root whose state {name} names, put it in the place of the blocks that it lists, and plan",
            about=about if len(files) == 1 else (),
            commands=(
                f"{old.variable}=path/to/the/old/root",
                f"cp {shell.word(old.file.as_posix())} {old.folder()}/{_FORGETS}",
                old.run(f"plan -out={_SAVED}"),
                old.run(f"show -json {_SAVED} > {old.plan}"),
            ),
        )
    plans = [roots.plans, *(old.plan for old in olds)]
    yield Step(text="prove that the plans keep each flow log", commands=(_prove(arguments, plans),))
    yield Step(text="apply exactly what was proven", commands=roots.each(f"apply {_SAVED}"))
    if olds:
        text = "apply the old root" if len(olds) == 1 else "apply the old roots"
        yield Step(text=text, commands=tuple(old.run(f"apply {_SAVED}") for old in olds))
    for path in by_command:
        yield Step(
            text=f"run the lines of {path.as_posix()} in its old root, and take its blocks out of the code there"
        )
    yield _last(outcome, roots, plans, olds)


def _old(file: Path) -> _Old:
    """The old root module that a file has blocks for: `NAME.old-root-2.tf.txt` is for the second one."""
    stem = file.name.removesuffix(".tf.txt")
    number = stem.rpartition("old-root")[2].replace("-", "_")
    return _Old(file, f"OLD_ROOT{number}", shell.word(f"{stem}.plan.json"))


def _last(outcome: Outcome, roots: _Roots, plans: list[str], olds: list[_Old]) -> Step:
    gone = [shell.word(path.as_posix()) for path in outcome.blocks.files if path.name == "adopt.tf"]
    gone += [f"{old.folder()}/{name}" for old in olds for name in (_FORGETS, _SAVED)]
    saved = [f"{roots.folder}/{_SAVED}"] if not roots.stacks else [f"{roots.folder.replace('$stack', '*')}/{_SAVED}"]
    return Step(
        text="delete the files that are no longer needed (plans may hold secrets), and plan again: no changes",
        commands=(
            f"rm -f {' '.join([*gone, *saved, *plans])}",
            *roots.each("plan"),
            *(old.run("plan") for old in olds),
        ),
    )


def _roots(situation: Situation, outcome: Outcome, arguments: argparse.Namespace) -> _Roots:
    stem = shell.word(outcome.name)
    match situation:
        case SameFolder(root) | SameModule(root):
            return _Roots(_word(root), f"{stem}.plan.json", f"{stem}.plan.json")
        case _:
            spec = outcome.spec
            if spec is None:
                raise ValueError(outcome.file)
            folder = _word(output(spec, arguments.out).folder)
            names = tuple(each.name for each in spec.stacks if each.name is not None)
            if not names:
                return _Roots(folder, f"{stem}.plan.json", f"{stem}.plan.json")
            return _Roots(f"{folder}/$stack", f"{stem}.$stack.plan.json", f"{stem}.*.plan.json", names)


def _plan(roots: _Roots) -> tuple[str, ...]:
    return roots.each("init", f"plan -out={_SAVED}", f"show -json {_SAVED} > {roots.plan}")


def _prove(arguments: argparse.Namespace, plans: list[str]) -> str:
    words = ["gen-flowlogs", "adopt", *arguments.sources]
    if arguments.live:
        words.append("--live")
    for option in ("region", "role"):
        words += [word for value in getattr(arguments, option) for word in (f"--{option}", value)]
    for option in ("profile", "external_id"):
        value = getattr(arguments, option)
        words += [f"--{option.replace('_', '-')}", value] if value is not None else []
    words += [word for value in arguments.var for word in ("--var", value)]
    words += [word for value in arguments.var_file for word in ("--var-file", value)]
    return f"{shell.command(words)} --prove {' '.join(plans)}"


def _word(folder: Path) -> str:
    return shell.word(os.fspath(folder.as_posix()))


def _old_blocks(outcome: Outcome) -> tuple[str, ...]:
    """The blocks that leave the code, and the modules that are to make them no more."""
    found = tuple(map(addresses.parse, outcome.blocks.leave))
    with_switch = {each.calls for each in found if each.calls and each.type == FLOW_LOG}
    own = (str(each) for each in found if each.calls not in with_switch)
    modules = dict.fromkeys(addresses.path(each.calls).removesuffix(".") for each in found if each.calls in with_switch)
    way = "switch them off, or take out its call if it makes nothing else"
    return (*own, *(f"the flow logs of {each}: {way}" for each in modules))


def _is_commands(outcome: Outcome, old: Path) -> bool:
    """Whether a file for the old root has commands and no blocks."""
    return "removed {" not in outcome.blocks.files[old]
