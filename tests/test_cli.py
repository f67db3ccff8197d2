"""`build`, `check` and `lint`: what they print where, how they end, and what they must never do."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from catalogue import Said
from commands import SPEC, say, snapshot, write_specs
from gen_flowlogs.cli.spec_options import FORMATS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_specs(tmp_path)


# build


def test_a_spec_alone_is_build(folder: Path):
    said = say("small.yaml", folder=folder)
    assert said.code == 0
    assert said.out.startswith("out/small: ")
    assert "  created flow_logs.tf\n" in said.out
    assert said.beside == ""
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
    shows = "`gen-flowlogs rules unused-definition` shows how to ignore it"
    assert f"\ngen-flowlogs: 1 warning in 1 spec; {shows}\n" in said.err
    assert (folder / "out/warned").is_dir()
    quiet = say("build", "--quiet", "warned.yaml", folder=folder)
    assert "warning: " in quiet.err
    assert "1 warning in" not in quiet.err


def test_the_count_ends_a_text_and_no_document(folder: Path):
    for form in FORMATS:
        for command in ("lint", "build", "check"):
            said = say(command, "--format", form, "broken.yaml", folder=folder)
            assert said.code == 1
            assert ("gen-flowlogs: 1 error in 1 spec" in said.err) == (form == "text"), (command, form)
    assert say("lint", "small.yaml", folder=folder) == Said(0, "", "")


def test_a_refused_build_is_one_document(folder: Path):
    say("build", "warned.yaml", folder=folder)
    (folder / "out/warned/flow_logs.tf").write_text("# mine\n")
    said = say("build", "--format", "json", "warned.yaml", folder=folder)
    assert (said.code, said.out) == (1, "")
    assert json.loads(said.err)["summary"] == {"errors": 1, "warnings": 1}


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


def test_two_specs_of_one_name_are_reported_once(folder: Path):
    """The output is not compared: which of the two it belongs to is not known, and no build could renew it."""
    (folder / "twin.yaml").write_text(SPEC)
    message = (
        'twin.yaml:2:7: error: two specs are named "small", and both would write out/small; give one of them another '
        "`name` (the other is small.yaml:2:7) [duplicate-spec]"
    )
    for built in (False, True):
        if built:
            assert say("build", "small.yaml", folder=folder).code == 0
        said = say("check", "small.yaml", "twin.yaml", folder=folder)
        assert said.code == 1
        assert [line for line in said.out.splitlines() if line[:1] != " "] == [message]
        assert said.err == "gen-flowlogs: 1 error in 2 specs\n"
    assert say("check", "small.yaml", folder=folder).code == 0


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


# stacks that are gone


ACCOUNTS = {"audit": "111122223333", "network": "444455556666"}


def in_stacks(folder: Path, *stacks: str) -> None:
    """Write a spec that has these stacks and one capture point in each."""
    data: dict[str, Any] = {
        "version": 1,
        "name": "small",
        "stacks": {stack: {"account": ACCOUNTS[stack], "region": "eu-west-1"} for stack in stacks},
        "destinations": {"central": {"cloudwatch_logs": {"log_group": "/flow/central"}}},
        "capture_points": {
            f"in-{stack}": {"vpc": f"vpc-{number:017x}", "stack": stack, "destinations": "central"}
            for number, stack in enumerate(stacks, 1)
        },
    }
    (folder / "small.yaml").write_text(yaml.safe_dump(data))


def test_a_stack_that_is_gone_is_dropped_once(folder: Path):
    in_stacks(folder, "audit", "network")
    assert say("build", "small.yaml", folder=folder).code == 0
    in_stacks(folder, "network")
    said = say("build", "small.yaml", folder=folder)
    assert (said.code, "`gen-flowlogs build --drop-stack audit small.yaml`" in said.err) == (0, True)
    assert say("build", "small.yaml", "--drop-stack", "audit", folder=folder).code == 0
    assert not (folder / "out/small/audit").exists()
    assert say("build", "small.yaml", "--drop-stack", "audit", folder=folder) == Said(
        2, "", 'gen-flowlogs: --drop-stack: "audit" has left nothing behind here\n'
    )


def test_a_stack_that_nobody_knows_is_not_dropped_silently(folder: Path):
    in_stacks(folder, "audit", "network")
    assert say("build", "small.yaml", folder=folder).code == 0
    in_stacks(folder, "network")
    before = snapshot(folder)
    unknown = say("build", "small.yaml", "--drop-stack", "audti", folder=folder)
    assert unknown == Said(2, "", 'gen-flowlogs: --drop-stack: "audti" has left nothing behind here, but "audit" did\n')
    there = say("build", "small.yaml", "--drop-stack", "audit", "--drop-stack", "network", folder=folder)
    assert (there.code, there.out) == (2, "")
    assert '"network" is still in the spec' in there.err
    assert snapshot(folder) == before


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
    assert "+++" not in said.out  # the diff would be the whole output
    assert "gen-flowlogs: renew the output with `gen-flowlogs build small.yaml`" in said.err
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


def test_what_somebody_else_called_a_file_cannot_steer_a_terminal(folder: Path):
    say("build", "small.yaml", folder=folder)
    header = (folder / "out/small/flow_logs.tf").read_text().splitlines()[0]
    (folder / "out/small/a\x1b[31m\n::error::b.tf").write_text(f"{header}\n\nlocals {{}}\n")
    for command in (["check"], ["check", "--format", "github"], ["build"]):
        said = say(*command, "small.yaml", folder=folder)
        assert "\x1b" not in said.out + said.err
        assert "\n::error::b" not in said.out + said.err


# lint and the forms of diagnostics


def test_lint_says_all_on_standard_output(folder: Path):
    said = say("lint", "broken.yaml", "warned.yaml", "small.yaml", folder=folder)
    assert said.code == 1
    assert said.err == "gen-flowlogs: 1 error, 1 warning in 3 specs\n"
    assert said.out.count("error: ") == 1
    assert said.out.count("warning: ") == 1


@pytest.fixture
def long(folder: Path) -> Path:
    """Beside the others: `idle.yaml` with 150 warnings, and `dangling.yaml` with 150 errors."""
    filters = "".join(f"  idle-{number}: {{traffic: ALL}}\n" for number in range(150))
    idle = SPEC.replace("destinations:\n", f"filters:\n{filters}destinations:\n", 1)
    (folder / "idle.yaml").write_text(idle.replace("name: small", "name: idle"))
    points = "".join(f"  p{number}: {{vpc: vpc-{number:017x}, destinations: none}}\n" for number in range(1, 151))
    (folder / "dangling.yaml").write_text(SPEC.replace("name: small", "name: dangling") + points)
    return folder


def test_more_than_a_person_reads_is_counted(long: Path):
    specs = ("idle.yaml", "dangling.yaml")
    said = say("lint", *specs, folder=long)
    assert (said.code, said.out.count(": error: "), said.out.count(": warning: ")) == (1, 100, 0)
    assert said.out.splitlines()[-1] == "… and 200 more: 50 errors, 150 warnings"
    assert say("build", *specs, folder=long).err.splitlines()[-2:] == [
        "… and 200 more: 50 errors, 150 warnings",
        "gen-flowlogs: 150 errors, 150 warnings in 2 specs; nothing was written",
    ]
    assert len(json.loads(say("lint", "--format", "json", *specs, folder=long).out)["diagnostics"]) == 300
    assert len(say("lint", "--format", "github", *specs, folder=long).out.splitlines()) == 300
    sarif = json.loads(say("lint", "--format", "sarif", *specs, folder=long).out)
    assert len(sarif["runs"][0]["results"]) == 300


def test_errors_are_shown_before_warnings_but_in_their_place(long: Path):
    said = say("lint", "idle.yaml", "broken.yaml", "warned.yaml", folder=long)
    shown = [line.split(":")[0] for line in said.out.splitlines() if ".yaml:" in line]
    assert shown == ["idle.yaml"] * 99 + ["broken.yaml"]
    assert said.out.splitlines()[-1] == "… and 52 more: 52 warnings"


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
    for odd in ("soon", "", "2026-13-01", "20260301", "2026-W10-1"):
        assert say("lint", "--as-of", odd, "dated.yaml", folder=folder).code == 2


def test_colour(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in say("lint", "broken.yaml", folder=folder).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in say("lint", "broken.yaml", folder=folder).out
    assert "\x1b[" in say("check", "small.yaml", folder=folder).out
    assert "\x1b[" not in say("lint", "--format", "github", "broken.yaml", folder=folder).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in say("lint", "broken.yaml", folder=folder).out
