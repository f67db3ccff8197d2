"""The specs that a command line selects, by name or by pattern, and a word about each pattern that matches nothing.

A shell expands patterns before a command sees them; pre-commit, the GitHub action, cmd and PowerShell do not. They are
expanded after the arguments are parsed, so that no file name can become an option.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs import source
from gen_flowlogs.cli import exits, inputs, terminal
from gen_flowlogs.cli.findings import note_findings, say_findings
from gen_flowlogs.cli.patterns import found
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import listing
from gen_flowlogs.repository import ENDINGS, root_above
from gen_flowlogs.show import workflow_command

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

_OF_A_SPEC: Final = {"version", "capture_points"}


def selected(arguments: argparse.Namespace, work: Callable[[], int], *, gate: bool = False) -> int:
    """Run `work` on the specs that the arguments select, and return its exit code.

    A pattern without a match is a warning, which fails under --strict. Where no spec is left, nothing would be looked
    at: that is exit code 3. `gate`: unless the whole repository has no spec either, since the last one may go.
    """
    specs = found(arguments.specs)
    if not specs.files:
        return _nothing(specs.unmatched, arguments, gate=gate)
    for each in specs.unmatched:
        _report("warning", f"no file matches {_named(each)}: correct the pattern, or take it out", arguments)
    arguments.specs = list(specs.files)
    code = work()
    strict = getattr(arguments, "strict", False)
    return exits.FINDINGS if specs.unmatched and strict and code == exits.CLEAN else code


def say_nothing_found(arguments: argparse.Namespace) -> None:
    """Say the document of a run that looks at no spec: who reads it is not to take its absence for an answer."""
    arguments.specs = []
    if arguments.command == "build":
        note_findings((), arguments)
    else:
        say_findings((), arguments)


def is_spec(data: bytes, file: str) -> bool:
    """Whether a file is a spec, and not one that specs include or one of another program."""
    return b"capture_points" in data and source.load(data, file).data.keys() >= _OF_A_SPEC


def _nothing(patterns: Sequence[Sequence[str]], arguments: argparse.Namespace, *, gate: bool) -> int:
    named = listing([_named(each) for each in patterns], last="or")
    other = any_spec() if gate or root_above(os.curdir) is not None else None
    if gate and other is None:
        _report("warning", f"no file matches {named}, and no other file is a spec: there is nothing to do", arguments)
        say_nothing_found(arguments)
        return exits.CLEAN
    but = "" if other is None else f", but {shown(other, 200)} is a spec"
    way = ", or write a spec with `gen-flowlogs init`" if other is None else ""
    text = f"no file matches {named}{but}: correct the pattern{way}"
    _report("error", text, arguments)
    return exits.FAILED


def _named(patterns: Sequence[str]) -> str:
    return " or ".join(shown(each, 200) for each in patterns)


def _report(severity: str, text: str, arguments: argparse.Namespace) -> None:
    terminal.note(f"gen-flowlogs: {text}" if severity == "error" else f"gen-flowlogs: {severity}: {text}")
    if getattr(arguments, "format", "text") == "github":
        terminal.say(workflow_command(severity, {"title": "gen-flowlogs"}, text), "github")


def any_spec() -> str | None:
    """A spec of the repository, or below the working directory where there is none; not in hidden folders."""
    top = root_above(os.curdir) or os.curdir
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.endswith(ENDINGS) and path.is_file() and not path.is_symlink() and _is_spec_on_disk(path):
                return os.path.relpath(path).replace(os.sep, "/")
    return None


def _is_spec_on_disk(path: Path) -> bool:
    try:
        return is_spec(inputs.content(str(path)), str(path))
    except OSError:
        return False
