"""The class of all parsers: a mistake is reported with the usage of its own command, and with what was meant."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from gen_flowlogs.cli import terminal
from gen_flowlogs.cli.help_format import Formatter, columns
from gen_flowlogs.columns import wrapped
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.phrasing import listing, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEANT: Final = {
    **dict.fromkeys(("--output", "--output-dir", "--out-dir", "--dir", "-o"), "--out"),
    **dict.fromkeys(("--since", "--ref", "--rev", "--from", "--branch"), "--base"),
    **dict.fromkeys(("--werror", "--error-on-warnings", "--fail-on-warnings", "--warnings-as-errors"), "--strict"),
    **dict.fromkeys(("--silent", "-s"), "--quiet"),
    **dict.fromkeys(("--today", "--date", "--now"), "--as-of"),
    **dict.fromkeys(("--stdin-path", "--filename", "--stdin"), "--stdin-filename"),
    **dict.fromkeys(("-f", "--type", "--output-format"), "--format"),
    "--detailed-exitcode": "--exit-code",
    "--exitcode": "--exit-code",
}
"""Option of other programs, in lower case → the one that it is here."""

_NEITHER: Final = {
    **dict.fromkeys(("--dry-run", "-n"), "`gen-flowlogs check` writes nothing"),
    **dict.fromkeys(("--stack", "--stacks", "-stack"), "each stack of a spec has a folder, and Terraform runs in one"),
}

_WORDS: Final = (
    (pattern(r"the following arguments are required: (.+)"), r"\1 is missing"),
    (pattern(r"argument (\S+): expected one argument"), r"`\1` needs a value"),
    (pattern(r"argument (\S+): expected at least one argument"), r"`\1` needs a value"),
    (
        pattern(r"argument (-\w/--\S+): ignored explicit argument '(.*)'"),
        r"`\1` takes no value; a long option has two -",
    ),
    (pattern(r"argument (\S+): ignored explicit argument '(.*)'"), r"`\1` takes no value, and here is one"),
    (pattern(r"^shell is missing$"), "SHELL is missing: write bash, zsh or fish"),
    (pattern(r"^argument (\S+): "), r"`\1`: "),
)
"""Messages of argparse → the same in the words of gen-flowlogs."""

_MISSING: Final = pattern(r"^(\S+(?:, \S+)+) is missing$")


class Parser(argparse.ArgumentParser):
    """A parser that notices when its help cannot be written, and escapes what cannot be printed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, **options})
        self.color = False  # Python 3.14 paints help, that on standard error too where standard output is a terminal

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - nobody but argparse calls it, without a file
        """Say the help."""
        terminal.say(self.format_help().rstrip("\n"))

    def format_help(self) -> str:
        """The help, with the text before and behind the arguments as wide as argparse makes the rest."""
        wide = max(columns() - 2, 40)
        kept = self.description, self.epilog
        self.description, self.epilog = (each and _fitted(each, wide) for each in kept)
        try:
            return super().format_help()
        finally:
            self.description, self.epilog = kept

    def _print_message(self, message: str, file: object = None) -> None:  # noqa: ARG002 - usage and errors
        if message:
            terminal.note(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        """Show the usage and a message, and exit."""
        for form, words in _WORDS:
            message = form.sub(words, message)
        if message == "WHAT is missing":
            message += f": write the spec first, `{self.prog} SPEC WHAT`"
        message = _MISSING.sub(lambda found: f"{listing(found[1].split(', '))} are missing", message)
        super().error(shown(message, 1000))

    def parse_known_args(  # type: ignore[override]  # its overloads are for other types of namespaces
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, with more of the argument that `many` names behind options too.

        What nobody takes is an error of this parser, not of the one above.
        """
        for each in (each.partition("=")[0] for each in self._own(args or ())):
            if self._is_written_with_one_dash(each):
                self.error(self._no_option(each))
        found, others = super().parse_known_args(args, namespace)
        option = next((each for each in _before_dashes(others) if each.startswith("-") and each != "-"), None)
        if option is not None:
            self.error(self._no_option(option.partition("=")[0]))
        rest = [each for each in others if each != "--"]
        many = getattr(found, "many", None)
        if rest and many is None:
            self.error(f"{quoted(rest[0])} is one argument too many")
        if rest and many is not None:
            setattr(found, many, [*getattr(found, many), *rest])
        return found, []

    def _own(self, words: Sequence[str]) -> Sequence[str]:
        """The arguments of this parser, options or not: where it has commands, those before the command."""
        command = next((number for number, each in enumerate(words) if not each.startswith("-")), None)
        return _before_dashes(words if self._subparsers is None else words[:command])

    def _is_written_with_one_dash(self, option: str) -> bool:
        """Whether it is such as `-quiet`, which argparse takes for `-q` and more, in each version in another way."""
        known = self._option_string_actions
        if option[:2] not in known or option in known or option[:2] == "--":
            return False
        letters = (known.get(f"-{letter}") for letter in option[1:])
        ends = next((each for each in letters if each is None or each.nargs != 0), self)  # at what takes a value
        return ends is None or f"-{option}" in known

    def _no_option(self, option: str) -> str:
        """The message about an option that does not exist."""
        said = f"there is no option {quoted(option)}"
        if option.lower() in _NEITHER:
            return f"{said}; {_NEITHER[option.lower()]}"
        known = [each for each in self._option_string_actions if each.startswith("--")]
        meant = _MEANT.get(option.lower())
        if meant not in known:
            long = option if option.startswith("--") else f"-{option}"
            meant = nearest(long, known) if len(option) > 2 else None
        form = option.removeprefix("--")
        formats = getattr(self._option_string_actions.get("--format"), "choices", None) or ()
        if meant is None and form in formats:
            meant = f"--format {form}"
        return f"{said}; did you mean `{meant}`?" if meant else f"{said}; `{self.prog} --help` lists them"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is none of the choices, with the one that was meant."""
        if action.choices is None or value in action.choices:
            return
        choices = [str(each) for each in action.choices]
        near = nearest(str(value).lower(), choices)
        hint = f"; did you mean `{near}`?" if near else ""
        raise argparse.ArgumentError(action, f"{quoted(value)} is not {listing(choices, 20, 'or')}{hint}")


def _fitted(text: str, columns: int) -> str:
    """A text whose lines are at most so wide; one that goes on behind seven spaces is one."""
    return "\n".join(
        wrapped(line, columns, 7 if line[:1] == " " else 0) for line in re.sub(r"\n {7}(?=\S)", " ", text).split("\n")
    )


def _before_dashes(words: Sequence[str]) -> Sequence[str]:
    return words[: words.index("--")] if "--" in words else words
