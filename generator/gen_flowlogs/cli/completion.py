"""`completion`: a completion script for bash, zsh or fish, made from the parser so that it cannot lag behind."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.parser import parser
from gen_flowlogs.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class _Option:
    """One option, or (without flags) a positional argument; `choices` are its legal values, if it has such."""

    flags: tuple[str, ...]
    help: str
    choices: tuple[str, ...]
    takes_value: bool
    directory: bool


@dataclass(frozen=True, slots=True)
class _Command:
    name: str
    help: str
    options: tuple[_Option, ...]

    def words(self) -> tuple[str, ...]:
        """Every flag, and the values of positional arguments that have a closed set of them."""
        return tuple(word for option in self.options for word in (option.flags or option.choices))


def run(arguments: argparse.Namespace) -> int:
    """Print the script; `source <(gen-flowlogs completion bash)` uses it."""
    commands = tuple(_commands())
    match arguments.shell:
        case "bash":
            text = _bash(commands)
        case "zsh":
            text = f"#compdef gen-flowlogs\nautoload -Uz bashcompinit && bashcompinit\n{_bash(commands)}"
        case "fish":
            text = _fish(commands)
        case _:
            raise ValueError(arguments.shell)
    terminal.say(text.rstrip("\n"), "script")
    return exits.CLEAN


def _commands() -> Iterator[_Command]:
    # argparse has no public way to ask a parser what it takes; these two attributes have stood since Python 2.7.
    for action in parser()._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            for name, one in action.choices.items():
                yield _Command(name, helps[name], tuple(_option(it) for it in one._actions))  # noqa: SLF001


def _option(action: argparse.Action) -> _Option:
    return _Option(
        flags=tuple(action.option_strings),
        help=(action.help or "").split(" (")[0],
        choices=tuple(map(str, action.choices or ())),
        takes_value=action.nargs != 0,
        directory=action.metavar == "DIR",
    )


def _bash(commands: tuple[_Command, ...]) -> str:
    values = [
        f"    {command.name}:{flag}) {_bash_values(option)}; return ;;"
        for command in commands
        for option in command.options
        for flag in option.flags
        if option.takes_value and (option.choices or option.directory)
    ]
    words = [f'    {command.name}) words="{" ".join(command.words())}" ;;' for command in commands]
    return "\n".join(
        [
            "_gen_flowlogs() {",
            '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="${COMP_WORDS[1]}"',
            '  local words=""',
            '  if [ "$COMP_CWORD" -eq 1 ]; then',
            f'    words="{" ".join(command.name for command in commands)} --help --version"',
            '    COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))',
            "    return",
            "  fi",
            '  case "$command:$before" in',
            *values,
            "  esac",
            '  case "$command" in',
            *words,
            "  esac",
            '  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))',
            "}",
            "complete -o filenames -F _gen_flowlogs gen-flowlogs",
        ]
    )


def _bash_values(option: _Option) -> str:
    choose = "-d" if option.directory else f'-W "{" ".join(option.choices)}"'
    return f'COMPREPLY=($(compgen {choose} -- "$word"))'


def _fish(commands: tuple[_Command, ...]) -> str:
    lines = []
    for command in commands:
        lines.append(f"complete -c gen-flowlogs -n __fish_use_subcommand -a {command.name} -d {_quoted(command.help)}")
        here = f"complete -c gen-flowlogs -n '__fish_seen_subcommand_from {command.name}'"
        for option in command.options:
            if not option.flags:
                lines += [f"{here} -f -a '{' '.join(option.choices)}'"] if option.choices else []
                continue
            flags = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags)
            value = ""
            if option.takes_value:
                value = f" -x -a '{' '.join(option.choices)}'" if option.choices else " -r"
            value = " -x -a '(__fish_complete_directories)'" if option.directory else value
            lines.append(f"{here} {flags}{value} -d {_quoted(option.help)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
