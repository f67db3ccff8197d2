"""`check` as a gate: what it finds in an output folder, where GitHub shows it; `expires` from end to end."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import catalogue
from catalogue import Said
from commands import GEN_FLOWLOGS, WARNED
from gen_flowlogs import __version__
from gen_flowlogs.cli import renewal
from gen_flowlogs.cli.drift import MOST_LINES

if TYPE_CHECKING:
    from pathlib import Path


SPEC = """\
version: 1
name: small
include: [shared/places.yaml]
filters:
  refused: {traffic: REJECT}
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    destinations: [central, archive]
  edge:
    subnet: subnet-0a1b2c3d4e5f67890
    filter: refused
    destinations: central
"""
PLACES = """\
destinations:
  central:
    cloudwatch_logs:
      log_group: /vpc/flow-logs/small
  archive:
    s3:
      bucket: example-flow-logs-archive
      expire_days: 400
"""


def say(*arguments: str, folder: Path) -> Said:
    return catalogue.command(*arguments, folder=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/places.yaml").write_text(PLACES)
    (tmp_path / "small.yaml").write_text(SPEC)
    assert say("small.yaml", "--as-of", "2026-01-01", folder=tmp_path).code == 0
    return tmp_path


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


def annotations(folder: Path, *, code: int = 1) -> list[tuple[str, int, str]]:
    """What is stale, as GitHub shows it: file, line, message."""
    said = say("check", "small.yaml", "--format", "github", folder=folder)
    assert said.code == code
    pattern = r"^::error file=([^,]+),line=(\d+),col=\d+,endColumn=\d+,title=stale-output::(.*)$"
    return [(file, int(line), message) for file, line, message in re.findall(pattern, said.out, re.MULTILINE)]


STALE = "out/small/{}: differs: stale, or edited by hand"
BOTH = "; ".join(map(STALE.format, ("flow_logs.tf", "outputs.tf")))


def test_nothing_is_annotated_where_nothing_is_stale(folder: Path):
    assert annotations(folder, code=0) == []


def test_a_change_that_was_not_built(folder: Path):
    edit(folder, "small.yaml", "subnet-0a1b", "subnet-0b1b")
    assert annotations(folder) == [("small.yaml", 10, STALE.format("flow_logs.tf"))]


def test_a_hand_edit_stands_at_what_the_block_comes_from(folder: Path):
    edit(folder, "out/small/flow_logs.tf", '"REJECT"', '"ALL"')
    edit(folder, "out/small/s3.tf", "aws_s3_bucket_versioning", "aws_s3_bucket_versions")
    assert annotations(folder) == [
        ("small.yaml", 10, STALE.format("flow_logs.tf")),
        ("shared/places.yaml", 5, STALE.format("s3.tf")),
    ]


def test_line_ends_of_windows_are_called_that(folder: Path):
    file = folder / "out/small/flow_logs.tf"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    said = say("check", "small.yaml", folder=folder)
    assert said.code == 1
    assert "out/small/flow_logs.tf:1:1: error: has line ends of Windows: build would write it again" in said.out
    file.write_bytes(file.read_bytes().replace(b"REJECT", b"ALL"))
    assert "differs: stale, or edited by hand" in say("check", "small.yaml", folder=folder).out


def test_a_capture_point_that_is_new_and_one_that_is_gone(folder: Path):
    edit(folder, "small.yaml", "  edge:\n", "  rim:\n")
    assert annotations(folder) == [
        ("small.yaml", 1, STALE.format("outputs.tf")),
        ("small.yaml", 10, STALE.format("flow_logs.tf")),
    ]
    (folder / "small.yaml").write_text(SPEC.partition("  edge:\n")[0].replace("filters:\n  refused", "# \n# "))
    assert annotations(folder) == [("small.yaml", 1, BOTH)]


def test_a_destination_that_is_not_built_yet(folder: Path):
    for name in ("cloudwatch_logs.tf", "s3.tf"):
        (folder / "out/small" / name).unlink()
    assert annotations(folder) == [
        ("shared/places.yaml", 2, "out/small/cloudwatch_logs.tf: missing: build would create it"),
        ("shared/places.yaml", 5, "out/small/s3.tf: missing: build would create it"),
    ]


def test_a_flow_log_that_is_no_longer_made_stands_at_its_capture_point(folder: Path):
    edit(folder, "small.yaml", "destinations: [central, archive]", "destinations: archive")
    line = (folder / "small.yaml").read_text().splitlines().index("  core:") + 1
    assert ("small.yaml", line, STALE.format("flow_logs.tf")) in annotations(folder)


def test_a_lookup_that_is_called_as_a_destination_stands_at_its_capture_point(folder: Path):
    target = "edge:\n    subnet: subnet-0a1b2c3d4e5f67890"
    edit(folder, "small.yaml", target, "archive:\n    subnet: {lookup: {tags: {tier: edge}}}")
    assert say("small.yaml", "--as-of", "2026-01-01", folder=folder).code == 0
    edit(folder, "small.yaml", "tier: edge", "tier: rim")
    assert annotations(folder) == [("small.yaml", 10, STALE.format("data.tf"))]


def test_what_comes_from_no_single_place_stands_at_the_first_line(folder: Path):
    header = (folder / "out/small/flow_logs.tf").read_text().splitlines()[0]
    (folder / "out/small/orphan.tf").write_text(f"{header}\n")
    edit(folder, "out/small/terraform.tf", "terraform {", "terraform  {")
    edit(folder, "out/small/flow_logs.tf", header, header.replace("small.yaml", "old.yaml"))
    ((file, line, message),) = annotations(folder)
    assert (file, line) == ("small.yaml", 1)
    assert message.split("; ") == [
        STALE.format("flow_logs.tf"),
        STALE.format("terraform.tf"),
        "out/small/orphan.tf: orphaned: build would delete it",
    ]
    for number in range(10):
        (folder / f"out/small/orphan-{number}.tf").write_text(f"{header}\n")
    assert annotations(folder)[0][2].endswith("; and 8 more files")


def test_what_is_stale_in_many_places_is_told_once(folder: Path):
    points = "".join(f"  p{number}: {{vpc: vpc-{number:017x}, destinations: central}}\n" for number in range(50))
    (folder / "small.yaml").write_text(SPEC + points)
    assert annotations(folder) == [("small.yaml", 1, BOTH)]


def test_stacks(tmp_path: Path):
    stack = '{account: "111122223333", region: eu-west-1}'
    text = SPEC.replace("include:", f"stacks:\n  one: {stack}\n  two: {stack.replace('west', 'north')}\ninclude:")
    text = text.replace("destinations: [central, archive]", "destinations: central\n    stack: one")
    text = text.replace("    filter: refused\n", "    filter: refused\n    stack: two\n")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/places.yaml").write_text(PLACES.partition("  archive:")[0])
    (tmp_path / "small.yaml").write_text(text)
    said = say("small.yaml", folder=tmp_path)
    assert said.code == 0, said.err
    edit(tmp_path, "small.yaml", "subnet-0a1b", "subnet-0b1b")
    line = (tmp_path / "small.yaml").read_text().splitlines().index("  edge:") + 1
    assert annotations(tmp_path) == [("small.yaml", line, STALE.format("two/flow_logs.tf"))]


def test_standard_input_has_no_lines_to_show(folder: Path):
    text = SPEC.replace("subnet-0a1b", "subnet-0b1b").encode()
    said = catalogue.command("check", "-", "--format", "github", folder=folder, stdin=text)
    assert said.code == 1
    assert "::error file=out/small/flow_logs.tf,line=" in said.out


def test_other_forms_stand_at_the_output(folder: Path):
    edit(folder, "small.yaml", "subnet-0a1b", "subnet-0b1b")
    assert "\nout/small/flow_logs.tf:" in "\n" + say("check", "small.yaml", folder=folder).out
    for form in ("json", "sarif"):
        assert '"out/small/flow_logs.tf"' in say("check", "small.yaml", "--format", form, folder=folder).out


def test_a_foreign_file_is_told_once(folder: Path):
    (folder / "out/small/s3.tf").write_text("# mine\n")
    said = say("check", "small.yaml", "--format", "github", folder=folder)
    assert said.out.count("::error ") == 1
    assert "::error file=out/small/s3.tf,line=1,col=1,endColumn=1,title=foreign-file::" in said.out


def test_the_log_of_github_has_a_bounded_difference_without_commands(folder: Path):
    logs = folder / "out/small/flow_logs.tf"
    header, _, rest = logs.read_text().partition("\n")
    noise = "".join(f"# {number}\n" for number in range(1000))
    logs.write_text(f"{header}\n::error::mine\n  ::add-mask::a\n x ##[add-mask]a\n{rest}{noise}")
    said = say("check", "small.yaml", "--format", "github", folder=folder)
    *shown, advice = said.err.splitlines()
    assert len(shown) == MOST_LINES + 1
    assert "`gen-flowlogs build small.yaml`" in advice
    assert not [line for line in shown if line.strip().startswith("::") or "##[" in line]
    assert "-  ::add-mask::a" in shown


def test_stale_output_ends_with_the_command_that_renews_it(folder: Path):
    logs = folder / "out/small/flow_logs.tf"
    logs.write_text(f"{logs.read_text()}# by hand\n")
    (folder / "warned.yaml").write_text(WARNED.replace("name: small", "name: warned"))
    say("build", "warned.yaml", folder=folder)
    said = say("check", "small.yaml", "warned.yaml", folder=folder)
    *_, count, advice = said.err.splitlines()
    assert count == "gen-flowlogs: 1 error, 1 warning in 2 specs"
    assert advice == (
        "gen-flowlogs: renew the output with `gen-flowlogs build small.yaml` "
        f"(this is gen-flowlogs {__version__}: another version may write other Terraform)"
    )
    assert "renew" not in say("check", "warned.yaml", folder=folder).err


@pytest.mark.parametrize(
    ("form", "name", "out"),
    [
        ("text", "a b'c.yaml", "else where"),
        ("json", "--out=x.yaml", "else where"),
        ("github", "$(touch pwned).yaml", "--strict"),
        ("sarif", "é.yaml", "-o"),
        ("text", "a\n`touch pwned`\x1b[31m\u202e.yaml", "é\t'"),
        ("text", "##vso[x]12\\.yaml", "out"),
    ],
)
def test_the_command_that_renews_runs(form: str, name: str, out: str, folder: Path):
    (folder / name).write_text(SPEC.replace("name: small", "name: other"))
    said = say("check", "--format", form, f"--out={out}", "--", name, folder=folder)
    assert said.code == 1
    (command,) = re.findall("renew the output with `(.*)` ", said.err)
    assert command.isprintable()
    ran = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": f"{GEN_FLOWLOGS.parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert (ran.returncode, Said(0, "", ran.stderr).beside) == (0, "")
    assert say("check", f"--out={out}", "--", name, folder=folder).code == 0
    assert not (folder / "pwned").exists()


def test_the_command_that_renews_is_one_that_the_console_can_show(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    arguments = argparse.Namespace(root=None, out="out")
    renewal.note_renewal(["é.yaml", "☃.yaml"], arguments)
    assert isinstance(sys.stderr, io.TextIOWrapper)
    sys.stderr.seek(0)
    assert r"`gen-flowlogs build 'é.yaml' $'\342\230\203.yaml'` (" in sys.stderr.read()


def test_the_command_that_renews_many_specs_is_bounded(folder: Path):
    names = [f"s{number:02}.yaml" for number in range(25)]
    for name in names:
        (folder / name).write_text(SPEC.replace("name: small", f"name: {name[:3]}"))
    said = say("check", *names, folder=folder)
    assert f"`gen-flowlogs build {' '.join(names[:20])}`, and that of 5 more specs likewise (" in said.err


def test_the_command_that_renews_is_never_cut(capsys: pytest.CaptureFixture[str]):
    renewal.note_renewal([f"{'a b/' * 500}{each}.yaml" for each in range(3)], argparse.Namespace(root="..", out="out"))
    said = capsys.readouterr().err
    assert f"`gen-flowlogs build --root=.. '{'a b/' * 500}0.yaml'`, and that of 2 more specs likewise (" in said


def test_what_build_would_refuse_is_not_advised(folder: Path):
    for file in (folder / "out/small").iterdir():
        file.write_text("# mine\n")
    said = say("check", "small.yaml", folder=folder)
    assert said.code == 1
    assert "renew" not in said.err


# expires

DATED = SPEC + "    expires: 2026-03-01\n    reason: a trial\n"


@pytest.mark.parametrize(
    ("day", "said", "strict"),
    [
        ("2026-01-29", None, 0),
        ("2026-01-30", '"edge" expires in 30 days ("a trial")', 1),
        ("2026-02-28", '"edge" expires in 1 day ("a trial")', 1),
        ("2026-03-01", '"edge" expires today ("a trial")', 1),
        ("2026-03-02", '"edge" expired 1 day ago ("a trial")', 1),
        ("2036-03-01", '"edge" expired 3653 days ago ("a trial")', 1),
    ],
)
def test_expires(folder: Path, day: str, said: str | None, strict: int):
    (folder / "small.yaml").write_text(DATED)
    for command in ("lint", "check", "build"):
        usual = say(command, "small.yaml", "--as-of", day, folder=folder)
        assert usual.code == 0
        assert say(command, "small.yaml", "--as-of", day, "--strict", folder=folder).code == strict
        text = usual.out + usual.err
        assert (f"small.yaml:14:14: warning: {said}" in text) if said else ("expire" not in text)


def test_no_output_depends_on_the_day(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "small.yaml").write_text(DATED)

    def outcome(*options: str) -> tuple[dict[str, str], str]:
        assert say("small.yaml", *options, folder=folder).code == 0
        assert say("check", "small.yaml", *options, folder=folder).code == 0
        changes = [
            say("diff", "old.yaml", "small.yaml", "--format", form, folder=folder).out
            for form in ("text", "markdown", "json")
        ]
        return catalogue.folder_files(folder / "out"), "".join(changes)

    (folder / "old.yaml").write_text(SPEC)
    first = outcome("--as-of", "2000-01-01")
    assert first[0]
    assert first == outcome("--as-of", "2026-03-01") == outcome("--as-of", "2099-12-31")
    for year in (2001, 2077):

        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None, *, _year: int = year) -> dt.datetime:
                return dt.datetime(_year, 1, 1, tzinfo=tz or dt.UTC)

        monkeypatch.setattr(dt, "datetime", Clock)
        assert first == outcome()
        assert ("expired" in say("lint", "small.yaml", folder=folder).out) == (year == 2077)
        monkeypatch.undo()


def test_the_day_of_today_is_the_default(folder: Path):
    soon = dt.datetime.now().astimezone().date() + dt.timedelta(days=20)
    (folder / "small.yaml").write_text(SPEC + f"    expires: {soon}\n")
    assert re.search(r'"edge" expires in (19|20) days', say("lint", "small.yaml", folder=folder).out)
