"""Words of other programs for what a command does here, for a first argument that is no command and no file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli import shell
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.phrasing import nearest
from gen_flowlogs.repository import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMANDS: Final = {
    **dict.fromkeys(("plan", "changes", "preview", "compare", "whatif"), ("diff",)),
    **dict.fromkeys(("validate", "verify", "test"), ("lint", "check")),
    **dict.fromkeys(("generate", "gen", "compile", "render", "synth", "make", "write"), ("build",)),
    **dict.fromkeys(("import", "migrate", "reverse"), ("adopt",)),
    **dict.fromkeys(("status", "drift"), ("check", "audit")),
    **dict.fromkeys(("new", "create", "start", "scaffold"), ("init",)),
    **dict.fromkeys(("why", "show", "who", "where"), ("explain",)),
    **dict.fromkeys(("coverage", "compliance", "monitor"), ("audit", "report")),
    **dict.fromkeys(("collect", "survey", "snapshot", "scan", "discover"), ("inventory",)),
    **dict.fromkeys(("parse", "records", "cat", "tail", "read"), ("decode",)),
    **dict.fromkeys(("query", "sql", "athena", "duckdb", "ddl"), ("reader",)),
    **dict.fromkeys(("document", "page", "html", "evidence"), ("report",)),
    **dict.fromkeys(("presets", "formats", "columns"), ("fields",)),
    **dict.fromkeys(("checks", "errors", "warnings"), ("rules",)),
    **dict.fromkeys(("matrix", "accounts", "list", "ls"), ("stacks",)),
    **dict.fromkeys(("completions", "autocomplete", "complete"), ("completion",)),
    **dict.fromkeys(("jsonschema", "json-schema"), ("schema",)),
    **dict.fromkeys(("man", "usage", "commands", "docs"), ("help",)),
}
"""Word → the commands that do that. Only those of this version are offered."""

_BY_TERRAFORM: Final = frozenset({"apply", "deploy", "destroy", "up"})

_LAYOUT: Final = frozenset({"fmt", "format", "fix"})

WORDS: Final = (*_COMMANDS, *_BY_TERRAFORM, *_LAYOUT)
"""Every word that is known here."""


def no_command(first: str, commands: Mapping[str, str], what: str = "command and no file") -> str:
    """The message about a first argument that is nothing. `commands`: each command and its purpose in a line."""
    said = f'there is no {what} "{shown(first, 80)}"'
    paths = (f"{folder}{first}{end}" for folder in ("", "specs/") for end in ENDINGS)
    spec = next((each for each in paths if Path(each).is_file()), None)
    if spec is not None:
        return f"{said}; did you mean `{shell.command(['gen-flowlogs', spec])}`?"
    lower = first.lower()
    word = lower if lower in {*commands, *WORDS} else nearest(lower, commands) or nearest(lower, WORDS)
    if word in _LAYOUT:
        return f"{said}; `gen-flowlogs lint` shows what is wrong in specs, and their layout is free"
    if word in _BY_TERRAFORM:
        return f"{said}; `gen-flowlogs build` writes Terraform, and `terraform apply` in its folder does the rest"
    offered = [] if word is None else [each for each in _COMMANDS.get(word, (word,)) if each in commands]
    if not offered:
        return f"{said}; `gen-flowlogs help` lists the commands: {', '.join(commands)}"
    return f"{said}; did you mean {' or '.join(f'`{each}` ({commands[each]})' for each in offered)}?"
