"""`python -I -m gen_flowlogs.cli.action STEP WORKSPACE`: the steps `diff` and `check` of the GitHub action.

Comes in: the inputs of the action and GitHub's own variables, all by the environment. Goes out: the summary of the job,
annotations, and an exit code. A step of the action only starts this, so that no text is read by a shell.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli import exits, hook, terminal
from gen_flowlogs.cli.diff import since
from gen_flowlogs.cli.git import pull_request
from gen_flowlogs.cli.git.process import Repository
from gen_flowlogs.cli.options import OUT
from gen_flowlogs.cli.parser import arguments_of
from gen_flowlogs.cli.patterns import among, found
from gen_flowlogs.cli.run import guarded
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.repository import root_above
from gen_flowlogs.show import workflow_command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gen_flowlogs.cli.git.revision import Revision

_BROKEN: Final = "Flow logs: a spec has errors, here or at the base, so the change cannot be compared.\n"
_UNCOMPARED: Final = "Flow logs: the change could not be compared with its base; see the log.\n"
CLEAN_VERDICT: Final = "✅ The output is up to date."
_VERDICTS: Final = {
    exits.CLEAN: CLEAN_VERDICT,
    exits.FINDINGS: "❌ A spec has errors, or its output is stale (`gen-flowlogs build` renews it).",
}
_UNCHECKED: Final = "❌ gen-flowlogs could not check the output; see the log."


def main(argv: list[str]) -> int:
    """Run a step in the workspace; return its exit code."""
    step, workspace = argv
    os.chdir(workspace)
    return guarded({"diff": _diff, "check": _check}[step])


def _diff() -> int:
    """Compare the specs with the base, and put the Markdown of it into the summary of the job and into a file."""
    summary = summary_file()
    summary.write_text(_UNCOMPARED, encoding="utf-8")
    _append("GITHUB_OUTPUT", f"summary={summary}\n")
    base = os.environ.get("BASE", "")
    if not base:
        summary.write_text("", encoding="utf-8")
        return exits.CLEAN
    in_workspace = os.path.join(os.curdir, "spec")  # noqa: PTH118 - any name
    chosen = pull_request.base(base, Repository.around(in_workspace), os.environ)
    specs = _specs_of(chosen.revision)
    if not specs:
        summary.write_text("", encoding="utf-8")
        return exits.CLEAN
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        code = since(chosen, specs, "markdown", out=os.environ.get("OUT", "") or OUT)
    if code not in (exits.CLEAN, exits.FINDINGS):
        return code
    markdown = _BROKEN if code == exits.FINDINGS else text.getvalue()
    summary.write_text(markdown, encoding="utf-8")
    _append("GITHUB_STEP_SUMMARY", markdown)
    return exits.CLEAN


def _specs_of(base: Revision) -> list[str]:
    """The specs that are here, and those that are gone: no pattern names a file that is deleted."""
    given = _lines("SPECS")
    here = found(given).files
    root = base.repository.root
    names = (os.path.relpath(Path(root, name)).replace(os.sep, "/") for name in base.files())
    gone = [name for name in among(names, given) if name not in here]
    specs = list(dict.fromkeys([*here, *gone]))
    others = [each for each in specs if root_above(os.path.dirname(os.path.abspath(each))) not in (root, None)]  # noqa: PTH100, PTH120 - links are not resolved
    for each in others:
        terminal.note(f"{shown(each, 200)} is in a repository of its own, a submodule, and is not compared")
    return [each for each in specs if each not in others]


def _check() -> int:
    """Check the output of the specs, with annotations, and put the verdict below the summary."""
    strict = os.environ.get("STRICT", "")
    if strict not in ("true", "false"):
        terminal.say(workflow_command("error", {}, "gen-flowlogs: strict is true or false"), "github")
        return exits.USAGE
    specs = _lines("SPECS")
    if not specs:
        terminal.say(
            workflow_command("error", {}, "gen-flowlogs: specs is empty: write a path or pattern a line"), "github"
        )
        return exits.USAGE
    options = [f"--out={os.environ.get('OUT', '')}", *(["--strict"] if strict == "true" else [])]
    arguments = arguments_of(["check", "--format=github", *options, "--", *specs])
    code = guarded(lambda: hook.perform(arguments))
    line = f"\n{_VERDICTS.get(code, _UNCHECKED)}\n"
    with summary_file().open("a", encoding="utf-8") as file:
        file.write(line)
    _append("GITHUB_STEP_SUMMARY", line)
    return code


def _lines(name: str) -> Sequence[str]:
    """The paths and patterns of an input, one a line, each once, normalised: `./specs/*.yaml` is `specs/*.yaml`."""
    lines = (line.strip() for line in os.environ.get(name, "").splitlines())
    return list(dict.fromkeys(PurePath(line).as_posix() for line in lines if line))


def summary_file() -> Path:
    """The file with the Markdown of this run: of `diff`, and below it the verdict of `check`."""
    return Path(os.environ["RUNNER_TEMP"], "gen-flowlogs.md")


def _append(variable: str, text: str) -> None:
    """Append to one of the files that GitHub reads after a step."""
    with Path(os.environ[variable]).open("a", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
