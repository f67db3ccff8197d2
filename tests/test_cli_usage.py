"""Help, wrong usage, and the commands that read no spec: schema, fields, rules, init, completion."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

import gen_flowlogs
from catalogue import Said
from commands import SPEC, say, snapshot, write_specs
from gen_flowlogs.cli import exits
from gen_flowlogs.cli.parser import COMMANDS, PLANNED
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
        ("lint",),
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


@pytest.mark.parametrize("name", PLANNED)
def test_what_is_planned_is_refused(name: str, folder: Path):
    assert say(name, "small.yaml", folder=folder) == Said(2, "", f"gen-flowlogs: `{name}` is not there yet\n")


def test_a_mistyped_command(folder: Path):
    assert "did you mean `check`?" in say("chekc", "small.yaml", folder=folder).err
    assert say("chekc", "small.yaml", folder=folder).code == 2


def test_a_file_that_is_called_like_a_command(folder: Path):
    (folder / "diff").write_text(SPEC)
    assert say("build", "diff", folder=folder).code == 0


# schema, fields, rules, init, completion


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


def test_init_makes_a_spec_that_compiles_without_a_word(tmp_path: Path):
    said = say("init", "network", folder=tmp_path)
    assert said.code == 0
    assert said.out.splitlines() == [
        "specs/network.yaml: created",
        "specs/flowlogs-v1.schema.json: created",
        "specs/flowlogs-v1-include.schema.json: created",
    ]
    assert say("lint", "--strict", "specs/network.yaml", folder=tmp_path) == Said(0, "", "")
    assert say("specs/network.yaml", folder=tmp_path).code == 0
    assert (tmp_path / "out/network/flow_logs.tf").is_file()


def test_init_overwrites_nothing(folder: Path):
    before = snapshot(folder)
    said = say("init", "small.yaml", folder=folder)
    assert said.code == 3
    assert "small.yaml" in said.err
    assert snapshot(folder) == before
    (folder / "specs").mkdir()
    (folder / "specs/flowlogs-v1.schema.json").write_text("{}")
    assert say("init", "other", folder=folder).code == 0
    assert (folder / "specs/flowlogs-v1.schema.json").read_text() == "{}"
    (folder / "specs/flowlogs-v1.schema.json").write_bytes(b"\xff")
    assert "no schema of gen-flowlogs, and stays" in say("init", "third", folder=folder).err


def test_schemas_of_another_version_are_noticed_and_renewed(folder: Path):
    say("init", "web", folder=folder)
    copies = [folder / "specs" / name for name in ("flowlogs-v1.schema.json", "flowlogs-v1-include.schema.json")]
    fresh = [path.read_text() for path in copies]
    say("specs/web.yaml", folder=folder)
    assert say("check", "specs/web.yaml", folder=folder).err == "out/web: 6 files, up to date\n"
    for path, text in zip(copies, fresh, strict=True):
        path.write_text(text.replace("gen-flowlogs 0.", "gen-flowlogs 99.", 1))
        said = say("check", "specs/web.yaml", folder=folder)
        assert said.code == 0
        assert f"specs/{path.name}: another version wrote it, and editors judge by it; renew it with" in said.err
        assert "`gen-flowlogs init --schemas specs/web.yaml`" in said.err
        renewed = say("init", "--schemas", "specs/web.yaml", folder=folder)
        assert (renewed.code, renewed.out) == (0, f"specs/{path.name}: renewed\n")
        assert path.read_text() == text
    before_addresses = fresh[0].replace("$id", "x", 1).replace("{", '{"$id": "urn:gen-flowlogs:schema:v1",', 1)
    copies[0].write_text(before_addresses.replace("$comment", "y", 1))
    assert "another version wrote it" in say("check", "specs/web.yaml", folder=folder).err
    assert say("init", "--schemas", "specs/web.yaml", folder=folder).out == "specs/flowlogs-v1.schema.json: renewed\n"
    assert say("init", "--schemas", "specs/web.yaml", folder=folder).out == ""


def test_schemas_can_be_written_beside_a_spec_that_has_none(folder: Path):
    assert say("init", "--schemas", "small.yaml", folder=folder).out.splitlines() == [
        "flowlogs-v1.schema.json: created",
        "flowlogs-v1-include.schema.json: created",
    ]
    assert (folder / "flowlogs-v1.schema.json").read_text() == say("schema", folder=folder).out
    assert (folder / "flowlogs-v1-include.schema.json").read_text() == say("schema", "--include", folder=folder).out


@pytest.mark.parametrize("name", ["Prod", "a_b", "../x/Y.yaml", "x" * 50, "-x"])
def test_init_wants_a_name(name: str, tmp_path: Path):
    assert say("init", name, folder=tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, tmp_path: Path):
    text = say("completion", shell, folder=tmp_path).out
    assert all(name in text for name in COMMANDS)
    assert "sarif" in text


def test_completion_of_bash_completes(tmp_path: Path):
    script = say("completion", "bash", folder=tmp_path).out
    tries = (("lin", 1, "lint"), ("--str", 2, "--strict"), ("sar", 3, "sarif"))
    for word, at, wanted in tries:
        words = [*["gen-flowlogs", "lint", "--format"][:at], word]
        quoted = " ".join(f"'{one}'" for one in words)
        code = f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={at}; _gen_flowlogs; echo ${{COMPREPLY[@]}}"
        ran = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
        assert ran.stdout.split() == [wanted]
