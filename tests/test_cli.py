"""The command line: what it prints where, how it ends, and what it must never do."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import catalogue
import pytest
from catalogue import Said

import generator
from generator.cli.parser import COMMANDS, PLANNED
from generator.rules import RULES

GEN_FLOWLOGS = Path(sysconfig.get_path("scripts"), "gen-flowlogs")

SPEC = """\
version: 1
name: small
destinations:
  central:
    cloudwatch_logs:
      log_group: /vpc/flow-logs/small
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    destinations: central
"""

WARNED = SPEC.replace("destinations:\n", "filters:\n  idle: {traffic: ALL}\ndestinations:\n", 1)
BROKEN = SPEC.replace("vpc: vpc-0a1b2c3d4e5f67890", "vpc: vpc-nonsense")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SPEC)
    (tmp_path / "warned.yaml").write_text(WARNED.replace("name: small", "name: warned"))
    (tmp_path / "broken.yaml").write_text(BROKEN.replace("name: small", "name: broken"))
    return tmp_path


def say(*arguments: str, folder: Path, stdin: bytes | None = None) -> Said:
    return catalogue.command(*arguments, folder=folder, stdin=stdin)


def process(*arguments: str, folder: Path, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(GEN_FLOWLOGS), *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, **options}, timeout=60,
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# build


def test_a_spec_alone_is_build(folder: Path):
    said = say("small.yaml", folder=folder)
    assert said.code == 0
    assert said.out.startswith("out/small: ")
    assert "  created flow_logs.tf\n" in said.out
    assert said.err == ""
    assert (folder / "out/small/flow_logs.tf").is_file()


def test_build_tells_what_it_did(folder: Path):
    assert say("build", "small.yaml", folder=folder).code == 0
    again = say("build", "small.yaml", folder=folder)
    assert again.out.splitlines()[0].startswith("out/small: 0 created, 0 changed, 0 deleted, ")
    assert len(again.out.splitlines()) == 1
    logs = folder / "out/small/flow_logs.tf"
    logs.write_text(logs.read_text() + "# by hand\n")
    header = logs.read_text().splitlines()[0]
    (folder / "out/small/orphan.tf").write_text(f"{header}\n")
    third = say("build", "small.yaml", folder=folder)
    assert third.out.splitlines()[1:] == ["  changed flow_logs.tf", "  deleted orphan.tf"]
    assert not (folder / "out/small/orphan.tf").exists()


def test_build_leaves_what_is_unchanged_untouched(folder: Path):
    say("build", "small.yaml", folder=folder)
    before = snapshot(folder)
    say("build", "small.yaml", folder=folder)
    assert snapshot(folder) == before


def test_quiet(folder: Path):
    assert say("build", "-q", "small.yaml", folder=folder) == Said(0, "", "")


def test_out(folder: Path):
    assert say("build", "small.yaml", "--out", "else/where", folder=folder).code == 0
    assert (folder / "else/where/small/flow_logs.tf").is_file()
    assert not (folder / "out").exists()


def test_one_broken_spec_stops_all(folder: Path):
    said = say("build", "small.yaml", "broken.yaml", folder=folder)
    assert said.code == 1
    assert said.out == ""
    assert "broken.yaml:9:10: error: " in said.err
    assert "nothing was written" in said.err
    assert not (folder / "out").exists()


def test_warnings_are_said_and_written_anyway(folder: Path):
    said = say("build", "warned.yaml", folder=folder)
    assert said.code == 0
    assert "warning: " in said.err
    assert (folder / "out/warned").is_dir()


@pytest.mark.parametrize("command", ["build", "check", "lint"])
def test_strict_makes_warnings_count(command: str, folder: Path):
    say("build", "warned.yaml", folder=folder)
    before = snapshot(folder)
    assert say(command, "warned.yaml", folder=folder).code == 0
    assert say(command, "--strict", "warned.yaml", folder=folder).code == 1
    assert snapshot(folder) == before


def test_two_specs_of_one_name(folder: Path):
    (folder / "twin.yaml").write_text(SPEC)
    said = say("build", "small.yaml", "twin.yaml", folder=folder)
    assert said.code == 1
    assert "twin.yaml:2:7: error: " in said.err
    assert "small.yaml:2" in said.err
    assert "[duplicate-spec]" in said.err
    assert not (folder / "out").exists()
    assert say("lint", "small.yaml", "./small.yaml", folder=folder).code == 1


def test_a_foreign_file_is_not_touched(folder: Path):
    stranger = folder / "out/small/flow_logs.tf"
    stranger.parent.mkdir(parents=True)
    stranger.write_text("# mine\n")
    before = snapshot(folder)
    said = say("build", "small.yaml", folder=folder)
    assert said.code == 1
    assert "out/small/flow_logs.tf:1:1: error: " in said.err
    assert "[foreign-file]" in said.err
    assert say("check", "small.yaml", folder=folder).code == 1
    assert snapshot(folder) == before


def test_files_of_the_author_stay(folder: Path):
    own = folder / "out/small/main.tf"
    own.parent.mkdir(parents=True)
    own.write_text("# mine\n")
    assert say("build", "small.yaml", folder=folder).code == 0
    assert own.read_text() == "# mine\n"
    assert say("check", "small.yaml", folder=folder).code == 0


def test_out_that_cannot_be_written(folder: Path):
    (folder / "out").write_text("a file where a folder should be")
    said = say("build", "small.yaml", folder=folder)
    assert said.code == 3
    assert "cannot be written" in said.err
    assert "out/small" in said.err
    assert len(said.err.splitlines()) == 1


def test_standard_input(folder: Path):
    said = say("build", "-", folder=folder, stdin=SPEC.encode())
    assert said.code == 0
    assert (folder / "out/small/flow_logs.tf").read_text().startswith("# Code generated by gen-flowlogs from ")
    wrong = say("lint", "-", folder=folder, stdin=BROKEN.encode())
    assert wrong.out.startswith("<stdin>:9:10: error: ")
    assert say("lint", "-", "-", folder=folder, stdin=SPEC.encode()).code == 2


# check


def test_check_is_quiet_about_what_is_right(folder: Path):
    say("build", "small.yaml", folder=folder)
    before = snapshot(folder)
    said = say("check", "small.yaml", folder=folder)
    assert (said.code, said.out) == (0, "")
    assert "up to date" in said.err
    assert snapshot(folder) == before


def test_check_without_output(folder: Path):
    said = say("check", "small.yaml", folder=folder)
    assert said.code == 1
    assert "out/small/flow_logs.tf:1:1: error: missing" in said.out
    assert "+++ out/small/flow_logs.tf" in said.out
    assert "--- /dev/null" in said.out
    assert not (folder / "out").exists()


def test_check_after_one_byte(folder: Path):
    say("build", "small.yaml", folder=folder)
    logs = folder / "out/small/flow_logs.tf"
    logs.write_bytes(logs.read_bytes().replace(b"vpc-0a1b", b"vpc-1a1b"))
    before = snapshot(folder)
    said = say("check", "small.yaml", folder=folder)
    assert said.code == 1
    assert "out/small/flow_logs.tf:" in said.out
    assert "[stale-output]" in said.out
    assert "\n-  vpc_id" in said.out
    assert "\n+  vpc_id" in said.out
    assert snapshot(folder) == before


def test_check_of_an_orphan(folder: Path):
    say("build", "small.yaml", folder=folder)
    header = (folder / "out/small/flow_logs.tf").read_text().splitlines()[0]
    (folder / "out/small/orphan.tf").write_text(f"{header}\n\nlocals {{}}\n")
    said = say("check", "small.yaml", folder=folder)
    assert said.code == 1
    assert "out/small/orphan.tf:1:1: error: orphaned" in said.out
    assert "\n-locals {}" in said.out


def test_the_diff_is_bounded_and_harmless(folder: Path):
    say("build", "small.yaml", folder=folder)
    logs = folder / "out/small/flow_logs.tf"
    noise = "".join(f"# {number} \x1b[31m {'x' * 1000}\n" for number in range(20_000))
    logs.write_text(logs.read_text() + noise)
    start = time.process_time()
    said = say("check", "small.yaml", folder=folder)
    assert time.process_time() - start < 5
    assert said.code == 1
    assert len(said.out.splitlines()) < 220
    assert "more lines" in said.out
    assert "\x1b" not in said.out
    assert max(map(len, said.out.splitlines())) < 2000


def test_line_numbers_of_a_diff_far_down(folder: Path):
    many = SPEC + "".join(f"  p{number}: {{vpc: vpc-{number:017x}, destinations: central}}\n" for number in range(500))
    (folder / "small.yaml").write_text(many)
    say("build", "small.yaml", folder=folder)
    logs = folder / "out/small/flow_logs.tf"
    lines = logs.read_text().splitlines(keepends=True)
    lines[4000] = "# changed by hand\n"
    logs.write_text("".join(lines))
    said = say("check", "small.yaml", folder=folder)
    assert "out/small/flow_logs.tf:4001:1: error: differs" in said.out
    assert "@@ -3998,7 +3998,7 @@" in said.out


# lint and the forms of diagnostics


def test_lint_says_all_on_standard_output(folder: Path):
    said = say("lint", "broken.yaml", "warned.yaml", folder=folder)
    assert said.code == 1
    assert said.err == ""
    assert said.out.count("error: ") == 1
    assert said.out.count("warning: ") == 1


@pytest.mark.parametrize("command", ["lint", "check"])
def test_json(command: str, folder: Path):
    data = json.loads(say(command, "--format", "json", "broken.yaml", folder=folder).out)
    assert "broken.yaml" in json.dumps(data)


def test_github(folder: Path):
    assert "::error file=broken.yaml,line=9," in say("lint", "--format", "github", "broken.yaml", folder=folder).out


def test_sarif(folder: Path):
    data = json.loads(say("lint", "--format", "sarif", "broken.yaml", folder=folder).out)
    assert data["version"] == "2.1.0"
    assert len(data["runs"][0]["results"]) == 1


def test_as_of(folder: Path):
    dated = SPEC + "    expires: 2026-03-01\n    reason: a trial\n"
    (folder / "dated.yaml").write_text(dated)
    assert "[expires]" not in say("lint", "--as-of", "2025-01-01", "dated.yaml", folder=folder).out
    assert "[expires]" in say("lint", "--as-of", "2026-03-02", "dated.yaml", folder=folder).out
    assert say("lint", "--as-of", "soon", "dated.yaml", folder=folder).code == 2


def test_colour(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in say("lint", "broken.yaml", folder=folder).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in say("lint", "broken.yaml", folder=folder).out
    assert "\x1b[" in say("check", "small.yaml", folder=folder).out
    assert "\x1b[" not in say("lint", "--format", "github", "broken.yaml", folder=folder).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in say("lint", "broken.yaml", folder=folder).out


# what is read


def test_a_spec_that_is_not_there(folder: Path):
    said = say("lint", "nowhere.yaml", folder=folder)
    assert said == Said(3, "", "gen-flowlogs: cannot read nowhere.yaml: No such file or directory\n")


def test_a_folder_is_no_spec(folder: Path):
    said = say("build", str(folder), folder=folder)
    assert said.code == 3
    assert len(said.err.splitlines()) == 1


def test_a_missing_include_is_the_spec_s_fault(folder: Path):
    (folder / "small.yaml").write_text(SPEC.replace("name: small\n", "name: small\ninclude: [nowhere.yaml]\n"))
    said = say("lint", "small.yaml", folder=folder)
    assert said.code == 1
    assert said.out.startswith("small.yaml:3:")
    assert "[include-not-found]" in said.out


def test_a_name_with_control_characters_is_shown_safely(folder: Path):
    said = say("lint", "no\x1b[31mwhere.yaml", folder=folder)
    assert said.code == 3
    assert "\x1b" not in said.err


# usage


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


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str, tmp_path: Path):
    assert say(option, folder=tmp_path) == Said(0, f"gen-flowlogs {generator.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("lint",),
        ("build", "--nonsense", "x.yaml"),
        ("--nonsense",),
        ("lint", "--format", "xml", "x"),
        ("rules", "nope"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path):
    said = say(*arguments, folder=tmp_path)
    assert said.code == 2
    assert said.out == ""
    assert said.err


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
    assert "capture_points" not in part["properties"]


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


# the process


def test_the_installed_command_works(folder: Path):
    ran = process("small.yaml", folder=folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert process("check", "small.yaml", folder=folder).returncode == 0


def test_python_m_generator(folder: Path):
    ran = subprocess.run(
        [sys.executable, "-m", "generator", "lint", "small.yaml"],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(catalogue.ROOT)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_reader_that_goes_away_is_no_error(folder: Path):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        ran = subprocess.run(
            [str(GEN_FLOWLOGS), "lint", "broken.yaml"],
            cwd=folder, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_under_standard_output(folder: Path):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [str(GEN_FLOWLOGS), "rules"], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == 3
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_any_character_on_any_terminal(folder: Path):
    (folder / "small.yaml").write_text(BROKEN.replace("vpc-nonsense", "vpc-né😀"))
    ran = process("lint", "small.yaml", folder=folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted(folder: Path):
    with subprocess.Popen(
        [str(GEN_FLOWLOGS), "lint", "-"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        time.sleep(1.5)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, "", "")


def test_a_bug_of_ours_is_one_short_apology(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("generator.pipeline.compile", broken)
    said = say("build", "small.yaml", folder=folder)
    assert said.code == 3
    assert said.err.startswith("gen-flowlogs: internal error: KeyError in ")
    assert "Traceback" not in said.err
    assert "secret" not in said.err
    monkeypatch.setenv("GEN_FLOWLOGS_DEBUG", "1")
    assert "Traceback" in say("build", "small.yaml", folder=folder).err


def test_an_unwritable_folder(folder: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (folder / "out").mkdir(mode=0o555)
    with contextlib.ExitStack() as stack:
        stack.callback((folder / "out").chmod, 0o755)
        assert say("build", "small.yaml", folder=folder).code == 3
