"""`completion`: a completion script for bash, zsh or fish, which shtab makes of the parser: it cannot lag behind.

The metavar of an argument says what completes it. Names of branches and files may be anybody's: nothing here has a
shell evaluate one, as `compgen -W` and an action of zsh in parentheses would.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shtab

from gen_flowlogs.aws.fields import BY_NAME, PRESETS
from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.parser import parser
from gen_flowlogs.rules import RULES
from gen_flowlogs.shipped import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILES: Final = {"bash": "_gen_flowlogs_files", "zsh": "_files", "fish": "(__fish_complete_path (commandline -ct))"}
_FOLDERS: Final = {
    "bash": "_gen_flowlogs_dirs",
    "zsh": "_files -/",
    "fish": "(__fish_complete_directories (commandline -ct))",
}
_REVISIONS: Final = {
    "bash": "_gen_flowlogs_revisions",
    "zsh": "_gen_flowlogs_revisions",
    "fish": "(_gen_flowlogs_revisions)",
}
_WORDS: Final = {"rules": tuple(RULES), "fields": tuple(BY_NAME), "presets": tuple(PRESETS)}
"""Lists of words, by what they are; none of them has a character that a shell knows."""


def _of_words(name: str) -> dict[str, str]:
    words = " ".join(_WORDS[name])
    return {"bash": f"_gen_flowlogs_{name}", "zsh": f"({words})", "fish": words}


_BY_METAVAR: Final = {
    **dict.fromkeys(("SPEC", "FILE", "SOURCE", "PLAN", "PATH", "NAME|PATH", "SPEC WHAT FILE"), _FILES),
    "DIR": _FOLDERS,
    "REV": _REVISIONS,
    "SLUG": _of_words("rules"),
    "FIELD": _of_words("fields"),
    "LIST|PRESET": _of_words("presets"),
}
_ZSH: Final = (
    (re.compile(r'^(  )"\(\*\)::?(?=\S)', re.MULTILINE), r'\1"*:'),
    (re.compile(r'^(  (?:"\*")?"--[a-z-]+)(\[.*\]:)', re.MULTILINE), r"\1=\2"),
)
_AS_SHTAB: Final = "if [[ $zsh_eval_context[-1] == eval ]]; then"


def run(arguments: argparse.Namespace) -> int:
    """Print the script; docs/completion.md says where it goes."""
    terminal.say(script(arguments.shell).rstrip("\n"), "script")
    return exits.CLEAN


def script(shell: str) -> str:
    """The script for a shell that shtab knows."""
    whole = parser()
    for one in _parsers(whole):
        for action in one._actions:  # noqa: SLF001 - argparse has no public way to ask a parser what it takes
            found = _BY_METAVAR.get(str(action.metavar))
            if found is not None:
                action.complete = found  # type: ignore[attr-defined]  # shtab reads it
    lists = [
        f'_gen_flowlogs_{name}() {{ compgen -W "{" ".join(words)}" -- "$1"; }}\n' for name, words in _WORDS.items()
    ]
    text = shtab.complete(whole, shell, preamble=("".join(lists) if shell == "bash" else "") + _part(f"before.{shell}"))
    match shell:
        case "bash":
            return text + _part("after.bash")
        case "zsh":
            return _mended(text)
        case _:
            return text


def _parsers(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield whole
    for action in whole._actions:  # noqa: SLF001 - likewise
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for below in action.choices.values():
                yield from _parsers(below)


def _mended(text: str) -> str:
    """The script for zsh with what shtab 1.13 leaves out: the second of several files, `--format=json`, `source`."""
    for pattern, instead in _ZSH:
        text, count = pattern.subn(instead, text)
        if not count:
            raise AssertionError(pattern)
    return text.replace(_AS_SHTAB, _part("register.zsh").rstrip("\n"))


def _part(name: str) -> str:
    return text_of(Path(__file__).with_name("completion_parts") / name)
