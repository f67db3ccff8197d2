"""`help`: the help of the program, or of a command; `gen-flowlogs COMMAND --help` is the same."""

from __future__ import annotations

import argparse

from gen_flowlogs.cli import exits
from gen_flowlogs.cli.meant import no_command
from gen_flowlogs.cli.parser import COMMANDS, parser


def run(arguments: argparse.Namespace) -> int:
    """Show it."""
    one = parser()
    for name in arguments.words:
        below = _commands(one)
        if name not in below:
            if one.prog != "gen-flowlogs":
                raise exits.UsageError(f"`{one.prog}` has no command of its own; run `{one.prog} --help`")
            helps = {each: command.help for each, command in COMMANDS.items()}
            raise exits.UsageError(no_command(name, helps, "command"))
        one = below[name]
    one.print_help()
    return exits.CLEAN


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers below one; empty where it has none. argparse has no public way to ask for them."""
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            return dict(action.choices)
    return {}
