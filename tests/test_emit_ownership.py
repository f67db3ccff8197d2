"""Files of an output folder belong to the spec that their header names; nothing of another spec is ever removed."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import emit, header
from gen_flowlogs.cli import spec_files
from small_specs import write

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import Said


def say(*arguments: str, folder: Path) -> Said:
    return catalogue.command(*arguments, folder=folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "specs/web.yaml", "web")
    write(tmp_path / "specs/api.yaml", "api")
    assert say("specs/web.yaml", folder=tmp_path).code == 0
    return tmp_path


def git(*arguments: str, folder: Path) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(params=["git", "no git"])
def anywhere(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The folder in a repository, and in none."""
    if request.param == "git":
        git("init", "-q", "-b", "main", folder=folder)
        git("add", ".", folder=folder)
        git("commit", "-qm", "x", folder=folder)
    return folder


# below the output folder of another spec


@pytest.mark.parametrize("stacks", [(), ("audit",)])
def test_outputs_below_one_another_leave_each_other_alone(anywhere: Path, stacks: tuple[str, ...]):
    write(anywhere / "specs/api.yaml", "api", *stacks)
    for spec in ("specs/api.yaml", "teams/web.yaml"):
        write(anywhere / "teams/web.yaml", "deep", *stacks)
        assert say("build", "--out", "out/web", spec, folder=anywhere).code == 0
    before = files(anywhere / "out")
    assert {"out/web/api", "out/web/deep"} <= {str(path.relative_to(anywhere)) for path in anywhere.glob("out/web/*")}
    for command in ("build", "check"):
        said = say(command, "specs/web.yaml", folder=anywhere)
        assert (said.code, said.err) == (0, "" if command == "build" else "out/web: 6 files, up to date\n")
    for spec in ("specs/api.yaml", "teams/web.yaml"):
        assert say("check", "--out", "out/web", spec, folder=anywhere).code == 0
    assert files(anywhere / "out") == before


def test_litter_of_a_build_below_stays(folder: Path):
    assert say("build", "--out", "out/web", "specs/api.yaml", folder=folder).code == 0
    staged = folder / "out/web/api/.s3.tf.0123abcd.gen-flowlogs"
    staged.write_text("of a build that runs now")
    assert say("build", "specs/web.yaml", folder=folder).code == 0
    assert staged.exists()


def test_what_a_deleted_spec_had_below_stays(folder: Path):
    write(folder / "teams/web.yaml", "deep")
    for spec in ("specs/api.yaml", "teams/web.yaml"):
        assert say("build", "--out", "out/web", spec, folder=folder).code == 0
        (folder / spec).unlink()
    before = files(folder / "out")
    assert say("build", "specs/web.yaml", folder=folder).code == 0
    assert say("build", "specs/web.yaml", "--drop-stack", "api", folder=folder).code == 2
    assert files(folder / "out") == before


def test_a_folder_of_another_spec_is_not_dropped(folder: Path):
    write(folder / "teams/web.yaml", "deep")
    assert say("build", "--out", "out/web", "specs/api.yaml", folder=folder).code == 0
    assert say("build", "--out", "out/web", "teams/web.yaml", folder=folder).code == 0
    before = files(folder / "out")
    for name, spec in {"deep": "teams/web.yaml", "api": "specs/api.yaml"}.items():
        said = say("build", "specs/web.yaml", "--drop-stack", name, folder=folder)
        assert said.code == 2
        assert name == "api" or spec in said.err
    assert files(folder / "out") == before


# at a path that the spec writes


def test_two_specs_of_one_name_in_two_calls(anywhere: Path):
    write(anywhere / "specs/api.yaml", "web")
    before = files(anywhere / "out")
    for command in ("build", "check"):
        said = say(command, "specs/api.yaml", folder=anywhere)
        assert said.code == 1
        text = said.out + said.err
        assert 'error: made from "web.yaml", which still exists: "specs/web.yaml", and "specs/api.yaml" has' in text
        assert "[foreign-file]" in text
        assert "delete" not in text
        assert "renew" not in text  # the command would be refused
    assert files(anywhere / "out") == before
    assert say("check", "specs/web.yaml", folder=anywhere).code == 0


def test_a_spec_with_a_new_file_name_takes_its_files_over(anywhere: Path):
    (anywhere / "out/web/old.tf").write_text(f"{header.line('web.yaml')}\n")
    if (anywhere / ".git").exists():
        git("mv", "specs/web.yaml", "specs/front.yaml", folder=anywhere)
    else:
        (anywhere / "specs/web.yaml").rename(anywhere / "specs/front.yaml")
    assert say("check", "specs/front.yaml", folder=anywhere).code == 1
    said = say("specs/front.yaml", folder=anywhere)
    assert (said.code, said.err) == (0, "")
    assert "changed s3.tf" in said.out
    assert "deleted old.tf" in said.out
    assert say("check", "specs/front.yaml", folder=anywhere).code == 0


def test_two_specs_of_one_file_name_and_one_name_are_told_of_each_other(anywhere: Path):
    for team in ("a", "b"):
        write(anywhere / f"{team}/flow.yaml", "shared")
    edited = anywhere / "b/flow.yaml"
    edited.write_text(edited.read_text().replace("vpc-0", "vpc-1", 1))
    assert say("build", "a/flow.yaml", folder=anywhere).beside == ""
    words = (
        'out/shared: what differs is as "{}/flow.yaml" makes it, a spec of the same file name and `name`: if both '
        "write here, each build undoes the other; give one of them another `name` or --out\n"
    )
    checked = say("check", "b/flow.yaml", folder=anywhere)
    assert (checked.code, words.format("a") in checked.err, "gen-flowlogs build" in checked.err) == (1, True, False)
    said = say("build", "b/flow.yaml", folder=anywhere)
    assert (said.code, said.err) == (0, words.format("a"))
    assert words.format("b") in say("check", "a/flow.yaml", folder=anywhere).err
    edited.write_text(edited.read_text().replace("vpc-1", "vpc-2", 1))
    own = say("check", "b/flow.yaml", folder=anywhere)
    assert (own.code, "what differs is as" in own.err, "gen-flowlogs build b/flow.yaml" in own.err) == (1, False, True)
    assert say("build", "--out=b/out", "b/flow.yaml", folder=anywhere).beside == ""


@pytest.mark.parametrize("where", ["index", "untracked", "ignored", "submodule", "nested"])
def test_a_spec_that_is_anywhere_exists(folder: Path, where: str):
    git("init", "-q", "-b", "main", folder=folder)
    if where == "index":
        git("add", ".", folder=folder)
        (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
    else:
        (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
        git("add", ".", folder=folder)
        (folder / ".gitignore").write_text("elsewhere\n" if where == "ignored" else "")
        write(folder / "elsewhere/web.yaml", "other")
    if where in {"submodule", "nested"}:
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
            git(*command, folder=folder / "elsewhere")
    if where == "submodule":
        git("add", "elsewhere", folder=folder)
    before = files(folder / "out")
    said = say("specs/front.yaml", folder=folder)
    assert said.code == 1
    expected = '"specs/web.yaml" in the index of Git' if where == "index" else '"elsewhere/web.yaml"'
    assert f"which still exists: {expected}, and" in said.err
    assert files(folder / "out") == before


@pytest.mark.parametrize("why", ["too many", "git"])
def test_a_spec_that_cannot_be_searched_exists(folder: Path, why: str, monkeypatch: pytest.MonkeyPatch):
    (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
    if why == "git":
        (folder / ".git").write_text("gitdir: nowhere\n")
    else:
        monkeypatch.setattr(spec_files, "MOST", 3)
    before = files(folder / "out")
    said = say("specs/front.yaml", folder=folder)
    assert said.code == 1
    assert "which counts as existing (it cannot be searched: " in said.err
    assert ("has more than 3 files" if why == "too many" else "not a git repository") in said.err
    assert files(folder / "out") == before


def test_folders_that_nobody_has_specs_in_are_left_out(folder: Path):
    (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
    for name in (".terraform", "node_modules", ".cache"):
        write(folder / name / "web.yaml", "other")
    assert say("specs/front.yaml", folder=folder).code == 0


def test_without_the_program_the_working_tree_is_walked(folder: Path, monkeypatch: pytest.MonkeyPatch):
    git("init", "-q", "-b", "main", folder=folder)
    monkeypatch.setenv("PATH", str(folder / "nothing"))
    (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
    write(folder / "elsewhere/web.yaml", "other")
    assert say("specs/front.yaml", folder=folder).code == 1
    (folder / "elsewhere/web.yaml").unlink()
    assert say("specs/front.yaml", folder=folder).code == 0


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_the_search_runs_no_program_of_the_repository(folder: Path):
    git("init", "-q", folder=folder)
    program, ran = folder / "program", folder / "ran"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    git("config", "core.fsmonitor", str(program), folder=folder)
    git("add", ".", folder=folder)
    git("status", folder=folder)
    assert ran.exists()  # what Git would do
    ran.unlink()
    (folder / "specs/web.yaml").rename(folder / "specs/front.yaml")
    assert "in the index of Git" in say("specs/front.yaml", folder=folder).err
    assert not ran.exists()


# merge conflicts


def conflicted(*sides: str, style: str = "") -> str:
    base = f"||||||| base\n{header.line('web.yaml')}\nbase\n" if style == "diff3" else ""
    return f"<<<<<<< ours\n{sides[0]}\n{base}=======\n{sides[1]}\n>>>>>>> theirs\nrest\n"


OURS = f"{header.line('web.yaml')}\na"


@pytest.mark.parametrize("other", ["web.yaml", "gone.yaml", "api.yaml"])
@pytest.mark.parametrize("style", ["", "diff3"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_conflict_between_signed_sides_is_rewritten(folder: Path, other: str, style: str, end: str):
    path = folder / "out/web/s3.tf"
    whole = path.read_bytes()
    text = conflicted(OURS, f"{header.line(other)}\nb" * 500, style=style)
    path.write_bytes(text.replace("\n", end).encode())
    said = say("check", "specs/web.yaml", folder=folder)
    assert said.code == 1
    assert "error: has a merge conflict" in said.out
    assert "not generated by gen-flowlogs" not in said.out
    assert say("specs/web.yaml", folder=folder).code == 0
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "text",
    [
        conflicted(OURS, "# mine"),
        conflicted("# mine", OURS),
        conflicted(OURS, OURS).replace("=======", "="),
        conflicted(OURS, OURS).replace(">>>>>>>", ">"),
        f"<<<<<<< ours\n{OURS}\n",
    ],
)
def test_a_conflict_with_a_side_of_the_author_is_the_authors(folder: Path, text: str):
    path = folder / "out/web/s3.tf"
    path.write_text(text)
    said = say("specs/web.yaml", folder=folder)
    assert said.code == 1
    assert "not generated by gen-flowlogs" in said.err
    assert path.read_text() == text


def test_a_merge_of_git(anywhere: Path):
    if not (anywhere / ".git").exists():
        pytest.skip("the test is Git's")
    git("checkout", "-qb", "side", folder=anywhere)
    for name, text in (("side", "one"), ("main", "two")):
        git("checkout", "-q", name, folder=anywhere)
        for path in (anywhere / "out/web").iterdir():
            path.write_text(path.read_text().replace("web.yaml", f"{text}.yaml") + f"# {text}\n")
        git("commit", "-qam", text, folder=anywhere)
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "side", folder=anywhere)
    assert (anywhere / "out/web/s3.tf").read_text().startswith("<<<<<<< ")
    assert say("specs/web.yaml", folder=anywhere).code == 0
    assert say("check", "specs/web.yaml", folder=anywhere).code == 0


# at a path that the spec does not write


def test_two_specs_of_one_file_name_sign_alike(anywhere: Path):
    write(anywhere / "teams/web.yaml", "web", bucket=False)
    before = files(anywhere / "out")
    for command in ("build", "check"):
        said = say(command, "teams/web.yaml", folder=anywhere)
        assert said.code == 1
        assert "s3.tf:1:1: error: left over, and made from" in said.out + said.err
        assert 'which may be "specs/web.yaml": "teams/web.yaml" does not make it any more' in said.out + said.err
    assert files(anywhere / "out") == before


@pytest.mark.parametrize(
    ("other", "may"),
    [
        ("version: 1\nname: other\n", False),
        ("version: 1\nname: web\n", True),
        ("version: 1\nname: out\nstacks: {web: {}}\n", True),
        ("kind: Service\nmetadata:\n  name: web\n", False),
        ("kind: Service\nmetadata:\n  name: web\n---\nkind: Service\n", False),
        ("name: [\n", True),
        ("name: [a]\n", False),
        ("{", True),
        ("- name: web\n", False),
    ],
)
def test_only_a_spec_that_can_write_there_keeps_an_orphan(folder: Path, other: str, may: bool):  # noqa: FBT001
    (folder / "teams").mkdir()
    (folder / "teams/web.yaml").write_text(other)
    write(folder / "specs/web.yaml", "web", bucket=False)
    assert say("specs/web.yaml", folder=folder).code == int(may)
    assert (folder / "out/web/s3.tf").exists() is may


def test_a_spec_from_a_pipe_is_the_one_file_of_its_name(folder: Path):
    write(folder / "specs/web.yaml", "web", bucket=False)
    text = (folder / "specs/web.yaml").read_bytes()
    assert catalogue.command("build", "-", folder=folder, stdin=text).code == 0
    assert not (folder / "out/web/s3.tf").exists()
    assert say("check", "specs/web.yaml", folder=folder).code == 0


def test_a_stack_that_is_gone_among_specs_of_one_file_name(folder: Path):
    write(folder / "specs/org.yaml", "org", "audit", "network")
    assert say("specs/org.yaml", folder=folder).code == 0
    write(folder / "specs/org.yaml", "org", "audit")
    write(folder / "teams/org.yaml", "other", "network")
    said = say("specs/org.yaml", folder=folder)
    assert (said.code, "apply it once more" in said.err) == (0, True)
    write(folder / "teams/org.yaml", "org", "network")
    before = files(folder / "out")
    said = say("specs/org.yaml", folder=folder)
    assert (said.code, "apply" in said.err) == (0, False)
    assert 'out/org/network: left as it is, since it is made from "org.yaml", which may be "teams/org.yaml"' in said.err
    said = say("build", "specs/org.yaml", "--drop-stack", "network", folder=folder)
    assert (said.code, "teams/org.yaml" in said.err) == (2, True)
    assert files(folder / "out") == before


def test_a_stack_that_was_left_before_the_spec_was_renamed(folder: Path):
    write(folder / "specs/org.yaml", "org", "audit", "network")
    assert say("specs/org.yaml", folder=folder).code == 0
    write(folder / "specs/org.yaml", "org", "audit")
    assert say("specs/org.yaml", folder=folder).code == 0
    (folder / "specs/org.yaml").rename(folder / "specs/new.yaml")
    said = say("specs/new.yaml", folder=folder)
    assert (said.code, "apply it once more" in said.err) == (0, True)
    assert say("build", "specs/new.yaml", "--drop-stack", "network", folder=folder).code == 0
    assert not (folder / "out/org/network").exists()


# folders of specs with another name


def test_a_renamed_spec_is_reminded_of_its_folder(anywhere: Path):
    write(anywhere / "specs/web.yaml", "web2")
    before = files(anywhere / "out")
    for command in ("build", "check"):
        said = say(command, "specs/web.yaml", folder=anywhere)
        assert said.code == 0
        assert 'out/web: left by "specs/web.yaml", whose name is "web2" now; move its state to out/web2' in said.err
        assert "destroys" not in said.err
    assert before.items() <= files(anywhere / "out").items()
    shutil.rmtree(anywhere / "out/web")
    assert "left by" not in say("check", "specs/web.yaml", folder=anywhere).err


def test_a_spec_with_stacks_is_reminded_too(folder: Path):
    write(folder / "specs/org.yaml", "org", "audit")
    assert say("specs/org.yaml", folder=folder).code == 0
    write(folder / "specs/org.yaml", "org2", "audit")
    assert 'out/org: left by "specs/org.yaml"' in say("specs/org.yaml", folder=folder).err


def test_a_folder_of_a_spec_that_is_gone_is_said(anywhere: Path):
    if (anywhere / ".git").exists():
        git("mv", "specs/web.yaml", "specs/front.yaml", folder=anywhere)
    else:
        (anywhere / "specs/web.yaml").rename(anywhere / "specs/front.yaml")
    write(anywhere / "specs/front.yaml", "front")
    for command in ("build", "check"):
        said = say(command, "specs/front.yaml", folder=anywhere)
        assert (said.code, said.err.count('out/web: made from "web.yaml", which no longer exists')) == (0, 1)


def test_folders_outside_of_the_root_are_not_said(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    out = str(tmp_path_factory.mktemp("shared"))
    for name in ("web", "web2"):
        write(folder / "specs/web.yaml", name)
        said = say("specs/web.yaml", "--out", out, folder=folder)
        assert (said.code, said.beside) == (0, "")


def test_folders_of_other_specs_and_of_the_author_are_not_said(anywhere: Path):
    write(anywhere / "teams/web.yaml", "other")
    for spec in ("specs/api.yaml", "teams/web.yaml"):
        assert (
            say(spec, folder=anywhere) == catalogue.Said(0, say("check", spec, folder=anywhere).out or "", "") or True
        )
    (anywhere / "out/mine").mkdir()
    (anywhere / "out/mine/terraform.tf").write_text("# mine\n")
    (anywhere / "out/link").symlink_to(anywhere / "out/web")
    for spec in ("specs/api.yaml", "teams/web.yaml", "specs/web.yaml"):
        said = say("build", spec, folder=anywhere)
        assert (said.code, said.err) == (0, "")


# files that a crash or an author left


@pytest.mark.parametrize("data", [b"", b"\0" * 3000, OURS.encode()[:20], OURS.encode()[:45] + b"\0" * 100])
def test_a_torn_file_is_written_again(folder: Path, data: bytes):
    path = folder / "out/web/s3.tf"
    whole = path.read_bytes()
    path.write_bytes(data)
    (folder / "out/web/empty.tf").write_bytes(data)
    said = say("check", "specs/web.yaml", folder=folder)
    assert said.code == 1
    assert "s3.tf:1:1: error: torn: " in said.out
    assert say("specs/web.yaml", folder=folder).code == 0
    assert path.read_bytes() == whole
    assert (folder / "out/web/empty.tf").read_bytes() == data  # at no path of ours: the author's


@pytest.mark.parametrize("text", ["#\n", "# Code\n", "\n", " ", "# Code generated by hand", OURS.replace(";", "\n;")])
def test_a_file_that_no_crash_leaves_is_the_authors(folder: Path, text: str):
    (folder / "out/web/s3.tf").write_text(text)
    assert "not generated by gen-flowlogs" in say("specs/web.yaml", folder=folder).err
    assert (folder / "out/web/s3.tf").read_text() == text


@pytest.mark.parametrize("where", ["out/web", "out/org/audit", "out/org/network"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_an_unsigned_file_with_the_name_of_the_guard_is_the_authors(folder: Path, where: str, kind: str):
    write(folder / "specs/org.yaml", "org", "audit", "network")
    assert say("specs/org.yaml", folder=folder).code == 0
    write(folder / "specs/org.yaml", "org", "audit")
    write(folder / "specs/web.yaml", "web", bucket=False)
    guard = folder / where / emit.GUARD
    if kind == "file":
        guard.write_text("# mine\n")
    elif kind == "folder":
        guard.mkdir()
    else:
        guard.symlink_to("terraform.tf")
    before = files(folder / "out")
    for command in ("build", "check"):
        said = say(command, "specs/web.yaml", "specs/org.yaml", folder=folder)
        assert said.code == 1
        assert f"{where}/{emit.GUARD}:1:1: error: not generated by gen-flowlogs" in said.out + said.err
    assert files(folder / "out") == before
    assert os.path.lexists(guard)


def test_a_guard_is_called_what_it_is(folder: Path):
    (folder / "out/web" / emit.GUARD).write_text(f"{header.line('web.yaml')}\n")
    assert "error: left by a build that was killed" in say("check", "specs/web.yaml", folder=folder).out
    assert say("specs/web.yaml", folder=folder).code == 0
    assert not (folder / "out/web" / emit.GUARD).exists()
