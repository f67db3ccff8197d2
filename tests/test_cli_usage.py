"""Help, wrong usage, and the commands that read no spec: schema, fields, rules, completion."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import catalogue
import gen_flowlogs
from catalogue import Said
from commands import SPEC, say, write_specs
from gen_flowlogs.cli import exits, meant
from gen_flowlogs.cli.parser import COMMANDS, arguments_of, parser
from gen_flowlogs.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_specs(tmp_path)


def test_no_arguments(tmp_path: Path):
    said = say(folder=tmp_path)
    assert said.code == 2
    assert said.out == ""
    assert "exit codes" in said.err


def test_help(tmp_path: Path):
    said = say("--help", folder=tmp_path)
    assert said.code == 0
    assert all(f"\n    {name} " in said.out for name in COMMANDS)
    for name in COMMANDS:
        assert say(name, "--help", folder=tmp_path).code == 0


def test_help_is_the_same_on_every_python(monkeypatch: pytest.MonkeyPatch):
    """From Python 3.14 on, argparse paints it where its attribute `color` is true."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    root = parser()
    (commands,) = (each for each in root._actions if isinstance(each.choices, dict))
    for each in (root, *commands.choices.values()):
        assert each.color is False
        assert "\x1b" not in each.format_help() + each.format_usage()


def test_help_tells_every_exit_code(tmp_path: Path):
    text = say("--help", folder=tmp_path).out.partition("exit codes:")[2]
    codes = [exits.CLEAN, exits.FINDINGS, exits.USAGE, exits.FAILED, exits.INTERRUPTED]
    assert [int(code) for code in re.findall(r"^  (\d+) ", text, re.MULTILINE)] == codes
    assert all(name in text for name in ("build", "check", "lint", "stacks", "diff --exit-code", "--strict"))


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str, tmp_path: Path):
    assert say(option, folder=tmp_path) == Said(0, f"gen-flowlogs {gen_flowlogs.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("hook", "lint"),
        ("build", "--nonsense", "x.yaml"),
        ("--nonsense",),
        ("lint", "--format", "xml", "x"),
        ("rules", "nope"),
        ("rules", "\x1b[31m"),
        ("\x1b[31m",),
        ("lint", "--\x1b[31m", "x"),
        ("lint", "--as-of", "\x1b[31m", "x"),
        ("init", "\x1b[31m"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path):
    said = say(*arguments, folder=tmp_path)
    assert said.code == 2
    assert said.out == ""
    assert said.err
    assert "\x1b" not in said.err


@pytest.mark.parametrize(
    ("first", "meant"),
    [
        ("chekc", ["check"]),
        ("plan", ["diff"]),
        ("validate", ["lint", "check"]),
        ("vaildate", ["lint", "check"]),
        ("verify", ["lint", "check"]),
        ("import", ["adopt"]),
        ("generate", ["build"]),
        ("completions", ["completion"]),
        ("Build", ["build"]),
        ("man", ["help"]),
        ("lnit", ["lint"]),
        ("scan", ["inventory"]),
        ("sql", ["reader"]),
        ("coverage", ["audit", "report"]),
        ("foo", []),
    ],
)
def test_a_command_of_another_name(first: str, meant: list[str], folder: Path):
    said = say(first, "small.yaml", folder=folder)
    assert said.code == 2
    offered = re.findall(r"(?:did you mean|or) `([a-z]+)` \(", said.err)
    assert offered == meant
    assert bool(meant) or "`gen-flowlogs help` lists the commands" in said.err


def test_no_word_leads_to_a_command_that_refuses():
    every = dict.fromkeys(COMMANDS, "")
    for word in (*meant.WORDS, *(f"{word}s" for word in meant.WORDS)):
        offered = re.findall(r"`([a-z]+)` \(", meant.no_command(word, every))
        assert set(offered) <= set(COMMANDS), word


@pytest.mark.parametrize("word", ["fmt", "format", "fix"])
def test_a_layout_is_free(word: str, folder: Path):
    assert "`gen-flowlogs lint` shows what is wrong in specs" in say(word, folder=folder).err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("help nope", 'there is no command "nope"; `gen-flowlogs help` lists'),
        ("lint web.yaml", "cannot read web.yaml (did you mean specs/web.yaml?)"),
        ("lint web", "cannot read web (did you mean specs/web.yaml?)"),
        ("lint small", "cannot read small (did you mean small.yaml?)"),
        ("web", 'no command and no file "web"; did you mean `gen-flowlogs specs/web.yaml`?'),
        ("edge", 'no command and no file "edge"; did you mean `gen-flowlogs specs/edge.yml`?'),
        ("plan", "did you mean `gen-flowlogs plan.yaml`?"),
        ("lint nowhere.yaml", "cannot read nowhere.yaml (a symbolic link that leads to nothing)"),
        ("diff main small.yaml", 'no file "main"; for a revision run `gen-flowlogs diff --base main small.yaml`'),
        ("init ../web", "run `gen-flowlogs init ../web.yaml`"),
        ("init specs/edge", "specs/edge does not end in .yaml, as the file of a spec does: run `gen-flowlogs init"),
        ("decode a.log", "a.log is no spec; name the format of the records: `gen-flowlogs decode SPEC WHAT a.log`"),
        ("decode small.yaml", "name a capture point or destination: `gen-flowlogs decode small.yaml WHAT`"),
        ("init Big_One", '; write "big-one"'),
    ],
)
def test_a_wrong_argument_is_answered_with_the_right_one(line: str, words: str, folder: Path):
    (folder / "specs").mkdir()
    (folder / "specs/web.yaml").write_text(SPEC)
    (folder / "specs/edge.yml").write_text(SPEC)
    (folder / "plan.yaml").write_text(SPEC)
    (folder / "nowhere.yaml").symlink_to("nowhere")
    said = say(*line.split(), folder=folder)
    assert (said.code in (2, 3), said.out) == (True, "")
    assert words in said.err


@pytest.mark.parametrize("word", ["apply", "destroy", "aplly"])
def test_terraform_applies(word: str, folder: Path):
    assert "`terraform apply` in its folder" in say(word, folder=folder).err


@pytest.mark.parametrize(
    ("line", "usage", "words"),
    [
        ("--versoin", "gen-flowlogs [-h]", 'there is no option "--versoin"; did you mean `--version`?'),
        ("-version", "gen-flowlogs [-h]", "did you mean `--version`?"),
        ("-v", "gen-flowlogs [-h]", "did you mean `--version`?"),
        ("--version lint", "gen-flowlogs [-h]", '"lint" is one argument too many'),
        ("-V x", "gen-flowlogs [-h]", '"x" is one argument too many'),
        ("lint -strict X", "gen-flowlogs lint", 'there is no option "-strict"; did you mean `--strict`?'),
        ("build -out=x X", "gen-flowlogs build", 'there is no option "-out"; did you mean `--out`?'),
        ("build -x X", "gen-flowlogs build", "`gen-flowlogs build --help` lists them"),
        ("-help", "gen-flowlogs build", 'there is no option "-help"; did you mean `--help`?'),
        ("build -help", "gen-flowlogs build", 'there is no option "-help"; did you mean `--help`?'),
        ("build X -quiet", "gen-flowlogs build", 'there is no option "-quiet"; did you mean `--quiet`?'),
        ("build -quiet=1 X", "gen-flowlogs build", 'there is no option "-quiet"; did you mean `--quiet`?'),
        ("build -qx X", "gen-flowlogs build", 'there is no option "-qx"; `gen-flowlogs build --help` lists them'),
        ("build -q=1 X", "gen-flowlogs build", "`-q/--quiet` takes no value; a long option has two -"),
        ("report -output=page.html X", "gen-flowlogs report", 'no option "-output"; did you mean `--output`?'),
        ("hook build -quiet X", "gen-flowlogs hook build", 'there is no option "-quiet"; did you mean `--quiet`?'),
        ("check --formt json X", "gen-flowlogs check", 'there is no option "--formt"; did you mean `--format`?'),
        ("lint --formt=json X", "gen-flowlogs lint", 'there is no option "--formt"; did you mean `--format`?'),
        ("small.yaml --outt x", "gen-flowlogs build", "did you mean `--out`?"),
        ("build --output x small.yaml", "gen-flowlogs build", "did you mean `--out`?"),
        ("lint --json small.yaml", "gen-flowlogs lint", "did you mean `--format json`?"),
        ("lint --output x small.yaml", "gen-flowlogs lint", "`gen-flowlogs lint --help` lists them"),
        ("diff --since main small.yaml", "gen-flowlogs diff", "did you mean `--base`?"),
        ("build --stack x small.yaml", "gen-flowlogs build", "each stack of a spec has a folder"),
        ("build --drop-stak x small.yaml", "gen-flowlogs build", "did you mean `--drop-stack`?"),
        ("build --dry-run small.yaml", "gen-flowlogs build", "`gen-flowlogs check` writes nothing"),
        ("lint --format jsn small.yaml", "gen-flowlogs lint", '"jsn" is not text, json, github'),
        ("lint --format jsn small.yaml", "gen-flowlogs lint", "did you mean `json`?"),
        ("lint --as-of", "gen-flowlogs lint", "`--as-of` needs a value"),
        ("lint --strict=yes small.yaml", "gen-flowlogs lint", "`--strict` takes no value"),
        ("completion", "gen-flowlogs completion", "SHELL is missing: write bash, zsh or fish"),
        ("completion bsh", "gen-flowlogs completion", "did you mean `bash`?"),
        ("hook lnt x", "gen-flowlogs hook", "did you mean `lint`?"),
        ("hook lint --stagd x", "gen-flowlogs hook lint", "did you mean `--staged`?"),
        ("lint --as-of tomorrow x", "gen-flowlogs lint", 'error: `--as-of`: "tomorrow" is not a date such as'),
        ("explain", "gen-flowlogs explain", "error: SPEC and WHAT are missing"),
        ("explain vpc-1", "gen-flowlogs explain", "write the spec first, `gen-flowlogs explain SPEC WHAT`"),
        ("rules retention more", "gen-flowlogs rules", '"more" is one argument too many'),
    ],
)
def test_a_mistake_has_the_usage_of_its_command(line: str, usage: str, words: str, folder: Path):
    said = say(*line.split(), folder=folder)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"usage: {usage}")
    assert words in said.err


def test_help_and_version_are_commands(folder: Path):
    assert say("help", folder=folder) == say("--help", folder=folder)
    assert f"documentation: {gen_flowlogs.HOMEPAGE}/" in say("help", folder=folder).out
    for name, command in COMMANDS.items():
        assert f"{gen_flowlogs.DOCS}/{command.page}\n" in say("help", name, folder=folder).out
        assert (catalogue.ROOT / "docs" / command.page).is_file()
    assert say("version", folder=folder) == say("--version", folder=folder)
    for name in COMMANDS:
        assert say("help", name, folder=folder) == say(name, "--help", folder=folder)
    assert say("help", "hook", "lint", folder=folder) == say("hook", "lint", "--help", folder=folder)
    assert "did you mean `lint`" in say("help", "lnt", folder=folder).err
    assert say("help", "lint", "more", folder=folder).code == 2


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        ("decode --labels small.yaml core --limit 3 a.log --strict b.log", "words", "small.yaml core a.log b.log"),
        ("decode a.log --header - --labels c.log", "words", "a.log - c.log"),
        ("explain small.yaml core --format json other", "what", "core other"),
        ("report a.yaml -o page.md b.yaml", "specs", "a.yaml b.yaml"),
    ],
)
def test_what_may_be_repeated_may_be_behind_options(line: str, name: str, words: str):
    assert getattr(arguments_of(line.split()), name) == words.split()


def test_specs_may_be_behind_options(folder: Path):
    (folder / "other.yaml").write_text(SPEC.replace("name: small", "name: other"))
    said = say("check", "small.yaml", "--strict", "other.yaml", folder=folder)
    assert "out/small" in said.out
    assert "out/other" in said.out


def test_a_file_that_is_called_like_a_command(folder: Path):
    (folder / "diff").write_text(SPEC)
    assert say("build", "diff", folder=folder).code == 0


# schema, fields, rules, completion


def test_schema(tmp_path: Path):
    whole = json.loads(say("schema", folder=tmp_path).out)
    part = json.loads(say("schema", "--include", folder=tmp_path).out)
    assert "capture_points" in whole["properties"]
    assert "capture_points" in part["properties"]
    assert "include" not in part["properties"]


def test_fields(tmp_path: Path):
    def names(*options: str) -> list[str]:
        said = json.loads(say("fields", "--format", "json", *options, folder=tmp_path).out)
        return [one["name"] for one in said["fields"]]

    assert len(names("--family", "vpc")) == 54
    assert len(names("--family", "transit_gateway")) == 36
    assert set(names()) == {*names("--family", "vpc"), *names("--family", "transit_gateway")}
    text = say("fields", folder=tmp_path).out
    assert len(text.split("\n\n")[0].splitlines()) == len(names()) + 1
    assert "\npresets, vpc:\n  default" in text


def test_rules(tmp_path: Path):
    listed = json.loads(say("rules", "--format", "json", folder=tmp_path).out)
    assert [rule["slug"] for rule in listed] == list(RULES)
    assert len(say("rules", folder=tmp_path).out.splitlines()) == len(RULES)
    one = say("rules", "unknown-field", folder=tmp_path)
    assert one.out.startswith("unknown-field (error): ")
    assert "did you mean `unknown-field`?" in say("rules", "unknown-feild", folder=tmp_path).err


def test_a_warning_of_the_rules_shows_how_it_is_ignored(tmp_path: Path):
    assert '`lint: {ignore: {retention: "why"}}`' in say("rules", "retention", folder=tmp_path).out
    assert "ignore: {unknown-key" not in say("rules", "unknown-key", folder=tmp_path).out
    assert "](https://" in say("rules", "unknown-key", folder=tmp_path).out
    for slug in RULES:
        links = re.findall(r"\]\(([^)]*)", say("rules", slug, folder=tmp_path).out)
        assert all(link.startswith("https://") for link in links)
    assert say("rules", "retention", folder=tmp_path).out.endswith(f"{gen_flowlogs.DOCS}/rules.md#retention\n")
