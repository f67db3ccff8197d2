"""The root, by `--root`, a repository or the working directory; and an output folder that a folder above has."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from commands import SPEC, say
from test_ci import git

if TYPE_CHECKING:
    from pathlib import Path

INCLUDING = SPEC.replace("name: small\n", "name: small\ninclude: [../shared/more.yaml]\n")
MORE = "filters:\n  mine: {traffic: REJECT}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a spec that includes a file of another folder beside its own."""
    top = tmp_path / "top"
    for path, text in (("specs/web.yaml", INCLUDING), ("shared/more.yaml", MORE)):
        (top / path).parent.mkdir(parents=True)
        (top / path).write_text(text)
    return top


# the bound of includes


def test_the_files_of_git_archive_compile_as_in_the_clone(folder: Path, tmp_path: Path):
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    git(folder, "archive", "--prefix=archive/", f"--output={tmp_path / 'archive.tar'}", "HEAD")
    shutil.unpack_archive(tmp_path / "archive.tar", tmp_path, filter="data")
    archive = tmp_path / "archive"
    for here in (folder, archive):
        assert say("build", "-q", "specs/web.yaml", folder=here).code == 0
        assert say("lint", "-", folder=here / "shared", stdin=SPEC.encode()).code == 0
    assert (archive / "out/small/flow_logs.tf").read_bytes() == (folder / "out/small/flow_logs.tf").read_bytes()
    assert say("lint", "web.yaml", folder=folder / "specs").code == 0
    below = say("lint", "web.yaml", folder=archive / "specs")
    assert '"../shared/more.yaml" is outside of ".", the working directory; `--root DIR` sets another root' in below.out
    assert say("lint", "--root", "..", "web.yaml", folder=archive / "specs").code == 0


def test_an_empty_git_folder_is_no_repository(folder: Path):
    git(folder, "init", "-q")
    (folder / "specs/.git").mkdir()
    assert say("lint", "specs/web.yaml", folder=folder).code == 0
    git(folder, "add", "specs/web.yaml", "shared")
    git(folder, "commit", "-qm", "first")
    assert say("diff", "--base", "HEAD", "specs/web.yaml", folder=folder).out.startswith("specs/web.yaml: nothing")


def test_a_repository_in_another_one_is_the_root_of_its_specs(folder: Path):
    git(folder, "init", "-q")
    git(folder / "specs", "init", "-q")
    said = say("lint", "specs/web.yaml", folder=folder)
    assert said.code == 1
    assert '"../shared/more.yaml" is outside of "specs", the root of the repository; `--root DIR` sets' in said.out
    for command in ("lint", "build", "check", "stacks"):
        assert say(command, "--root", ".", "specs/web.yaml", folder=folder).code == 0
    assert say("diff", "--root=.", "specs/web.yaml", "specs/web.yaml", folder=folder).code == 0


def test_standard_input_has_the_root_of_the_working_directory(folder: Path):
    given = INCLUDING.encode()
    assert say("lint", "-", folder=folder / "specs", stdin=given).code == 1
    assert say("lint", "--root=..", "-", folder=folder / "specs", stdin=given).code == 0
    git(folder, "init", "-q")
    assert say("lint", "-", folder=folder / "specs", stdin=given).code == 0
    narrow = say("lint", "--root=.", "-", folder=folder / "specs", stdin=given)
    assert '"../shared/more.yaml" is outside of ".", the folder of --root' in narrow.out


@pytest.mark.parametrize("command", ["lint", "build", "check", "stacks", "diff --base=HEAD", "diff"])
@pytest.mark.parametrize(
    ("root", "why"),
    [
        ("nowhere", "nowhere does not exist: name a folder that the specs are in"),
        ("specs/web.yaml", "specs/web.yaml is a file: name a folder that the specs are in"),
        ("shared", "shared does not contain specs/web.yaml: name a folder above it"),
    ],
)
def test_a_root_that_is_none(folder: Path, command: str, root: str, why: str):
    specs = ["specs/web.yaml"] * (2 if command == "diff" else 1)
    said = say(*command.split(), "--root", root, *specs, folder=folder)
    assert (said.code, said.out, said.err) == (2, "", f"gen-flowlogs: --root: {why}\n")
    assert not (folder / "out").exists()


def test_a_root_that_standard_input_is_not_in(folder: Path):
    said = say("lint", "--root", "specs", "-", folder=folder, stdin=SPEC.encode())
    assert (said.code, said.err) == (
        2,
        "gen-flowlogs: --root: specs does not contain the working directory: name a folder above it\n",
    )
    assert say("lint", "--root", "", "specs/web.yaml", folder=folder).code == 2


def test_a_root_with_a_link_in_its_name(folder: Path, tmp_path: Path):
    (tmp_path / "linked").symlink_to("top")
    assert say("lint", "--root", "linked", "top/specs/web.yaml", folder=tmp_path).code == 0
    (folder / "specs/away").symlink_to(tmp_path)
    (tmp_path / "more.yaml").write_text(MORE)
    (folder / "specs/web.yaml").write_text(INCLUDING.replace("../shared/more.yaml", "away/more.yaml"))
    assert "outside of" in say("lint", "--root=top", "top/specs/web.yaml", folder=tmp_path).out


# an output folder above


@pytest.fixture
def built(folder: Path) -> Path:
    git(folder, "init", "-q")
    assert say("build", "-q", "specs/web.yaml", folder=folder).code == 0
    return folder


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_an_output_folder_above_is_named(built: Path, command: str, form: str):
    said = say(command, "--format", form, "web.yaml", folder=built / "specs")
    assert (said.code, said.out) == (2, "")
    right = f"gen-flowlogs {command} --out ../out web.yaml"
    assert said.err == (
        "gen-flowlogs: out/small does not exist here, but ../out/small is the output of web.yaml: "
        f"run `{right}`, or set a folder here with `--out ./out`\n"
    )
    assert not (built / "specs/out").exists()
    assert say(*right.split()[1:], folder=built / "specs").code == 0


def test_an_output_folder_above_of_a_spec_with_stacks_and_of_standard_input(built: Path):
    stacks = "    stack: one\nstacks:\n  one: {account: '111122223333', region: us-east-1}\n"
    (built / "specs/many.yaml").write_text(SPEC.replace("name: small", "name: many") + stacks)
    assert say("build", "-q", "specs/many.yaml", folder=built).code == 0
    (built / "specs/deep").mkdir()
    assert "../out/many is the output of many.yaml" in say("check", "many.yaml", folder=built / "specs").err
    deep = say("check", "../web.yaml", folder=built / "specs/deep")
    assert "run `gen-flowlogs check --out ../../out ../web.yaml`" in deep.err
    piped = say("check", "-", folder=built / "specs", stdin=SPEC.encode())
    assert (piped.code, "../out/small is the output of <stdin>" in piped.err) == (2, True)


def test_an_output_folder_above_that_is_not_of_this_spec(built: Path):
    """A folder of another spec, one above the root, and one here that is there already do not stop a build."""
    (built / "network").mkdir()
    for name in ("other.yaml", "web.yaml"):
        (built / "network" / name).write_text(INCLUDING)
    assert say("build", "-q", "other.yaml", folder=built / "network").code == 0
    assert say("check", "other.yaml", folder=built / "network").code == 0
    shutil.rmtree(built / "network/out")
    assert say("build", "-q", "--out", "./out", "web.yaml", folder=built / "specs").code == 0
    assert say("check", "web.yaml", folder=built / "specs").code == 0
    shutil.rmtree(built / "specs/out")
    (built / "specs/web.yaml").write_text(SPEC)
    assert say("build", "-q", "--root", ".", "web.yaml", folder=built / "specs").code == 0
    assert (built / "specs/out/small/flow_logs.tf").is_file()


# the first output


@pytest.mark.parametrize("repository", [True, False])
@pytest.mark.parametrize("command", ["build", "check"])
def test_the_first_output_is_beside_specs(folder: Path, command: str, repository: bool):  # noqa: FBT001
    if repository:
        git(folder, "init", "-q")
    (folder / "specs/web.yaml").write_text(SPEC)
    said = say(command, "web.yaml", folder=folder / "specs")
    right = f"gen-flowlogs {command} --out ../out web.yaml"
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "gen-flowlogs: this folder is specs/, and output is beside that: "
        f"run `{right}`, or set a folder here with `--out ./out`\n"
    )
    assert not (folder / "specs/out").exists()
    assert say("build", *right.split()[2:], folder=folder / "specs").code == 0
    assert (folder / "out/small/flow_logs.tf").is_file()
    assert say("check", "specs/web.yaml", folder=folder).code == 0


def test_the_first_output_is_beside_specs_also_of_a_folder_in_it(folder: Path):
    git(folder, "init", "-q")
    (folder / "specs/deep").mkdir()
    (folder / "specs/deep/own.yaml").write_text(SPEC)
    said = say("build", "-q", "own.yaml", folder=folder / "specs/deep")
    assert "this folder is in specs/, and output is beside that: run `gen-flowlogs build --out ../../out" in said.err
    (folder / "specs/deep/specs").mkdir()  # a project in the folder of another one
    assert say("build", "-q", "own.yaml", folder=folder / "specs/deep").code == 0


def test_the_first_output_is_here_in_a_repository_called_specs_and_where_the_folder_is_said(folder: Path):
    specs = folder / "specs"
    (specs / "web.yaml").write_text(SPEC)
    assert say("build", "-q", "--out", "./out", "web.yaml", folder=specs).code == 0
    assert say("check", "web.yaml", folder=specs).code == 0
    (specs / "more.yaml").write_text(SPEC.replace("name: small", "name: more"))
    assert say("build", "-q", "more.yaml", folder=specs).code == 0  # that folder has output now
    shutil.rmtree(specs / "out")
    git(specs, "init", "-q")
    assert say("build", "-q", "web.yaml", folder=specs).code == 0
