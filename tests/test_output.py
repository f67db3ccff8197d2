"""Output in a folder of the author's: one file, which is the only one that is read, written or reported there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pygohcl
import pytest

import catalogue
from gen_flowlogs import emit
from gen_flowlogs.output import Output, output_of
from small_specs import write

INSIDE = "infra/network/web.flowlogs.tf"
LEFT = 'left by "specs/web.yaml", whose output is'
THEIRS = {"main.tf": 'resource "aws_vpc" "main" {}\n', "notes.flowlogs.tf": "# a file of mine\n", ".env": "SECRET=1\n"}


def say(*arguments: str, folder: Path, stdin: bytes | None = None) -> catalogue.Said:
    return catalogue.command(*arguments, folder=folder, stdin=stdin)


def git(*arguments: str, folder: Path) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a module of the author's and a spec whose output is one file there."""
    place = tmp_path / "infra/network"
    place.mkdir(parents=True)
    for name, text in THEIRS.items():
        (place / name).write_text(text)
    write(tmp_path / "specs/web.yaml", "web", folder="../infra/network")
    git("init", "-q", "-b", "main", folder=tmp_path)
    return tmp_path


def theirs(folder: Path) -> bool:
    """Whether everything of the author's is as it was."""
    place = folder / "infra/network"
    return {name: (place / name).read_text() for name in THEIRS} == THEIRS


def test_one_file_is_written_and_nothing_else(repository: Path):
    built = say("specs/web.yaml", folder=repository)
    assert (built.code, built.out) == (0, f"{INSIDE}: created\n")
    assert "needs the AWS provider >= 5.0, < 7.0: set that in the required_providers of its module" in built.err
    place = repository / "infra/network"
    assert {path.name for path in place.iterdir()} == {*THEIRS, "web.flowlogs.tf"}
    assert theirs(repository)
    assert not (repository / "out").exists()
    again = say("build", "--out", "elsewhere", "specs/web.yaml", folder=repository)
    assert (again.code, again.out) == (0, f"{INSIDE}: unchanged\n")
    assert not (repository / "elsewhere").exists()
    checked = say("check", "specs/web.yaml", folder=repository)
    assert (checked.code, checked.out, checked.err) == (0, "", f"{INSIDE}: up to date\n")
    assert say("build", "--quiet", "specs/web.yaml", folder=repository) == catalogue.Said(0, "", "")


def test_check_tells_what_differs_and_where_in_the_spec(repository: Path):
    say("specs/web.yaml", folder=repository)
    write(repository / "specs/web.yaml", "web", bucket=False, folder="../infra/network")
    said = say("check", "specs/web.yaml", folder=repository)
    assert said.code == 1
    assert f"{INSIDE}:" in said.out
    annotated = say("check", "--format", "github", "specs/web.yaml", folder=repository)
    assert f"title=stale-output::{INSIDE}: differs: stale, or edited by hand" in annotated.out
    assert "file=specs/web.yaml,line=" in annotated.out
    assert say("specs/web.yaml", folder=repository).out == f"{INSIDE}: changed\n"
    (repository / INSIDE).unlink()
    assert "missing: build would create it" in say("check", "specs/web.yaml", folder=repository).out


def test_the_folder_starts_at_the_spec_wherever_the_command_runs(repository: Path):
    for folder, spec in (
        ("specs", "web.yaml"),
        ("infra/network", "../../specs/web.yaml"),
        (".", str(repository / "specs/web.yaml")),
    ):
        assert say(spec, folder=repository / folder).code == 0
        assert (repository / INSIDE).is_file()
        assert say("check", spec, folder=repository / folder).code == 0


@pytest.mark.parametrize("folder", [".", "./", "../specs", "../infra/../specs"])
def test_the_folder_may_be_that_of_the_spec(repository: Path, folder: str):
    write(repository / "specs/web.yaml", "web", folder=folder)
    assert say("specs/web.yaml", folder=repository).out == "specs/web.flowlogs.tf: created\n"


# what may not be


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("there", ["nothing", "a file"])
def test_a_folder_that_is_none_is_refused(repository: Path, command: str, there: str):
    write(repository / "specs/web.yaml", "web", folder="../infra/netwrok")
    if there == "a file":
        (repository / "infra/netwrok").write_text("")
    said = say(command, "specs/web.yaml", folder=repository)
    why = "is no folder" if there == "a file" else "does not exist"
    assert said.code == 1
    assert f'error: "infra/netwrok" {why}; name the folder of your `.tf` files, or make it first [output-folder]' in (
        said.out + said.err
    )
    assert not (repository / "infra/netwrok").is_dir()


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_followed(repository: Path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (repository / "leads-out").symlink_to(outside, target_is_directory=True)
    (repository / "stays").symlink_to("infra", target_is_directory=True)
    for command in ("build", "check", "lint"):
        write(repository / "specs/web.yaml", "web", folder="../leads-out")
        said = say(command, "specs/web.yaml", folder=repository)
        assert said.code == 1
        assert 'leads through a symbolic link out of ".", the root of the repository' in said.out + said.err
    assert not any(outside.iterdir())
    write(repository / "specs/web.yaml", "web", folder="../stays/network")
    assert say("specs/web.yaml", folder=repository).code == 0
    assert (repository / INSIDE).is_file()


def test_a_link_in_the_place_of_the_file_is_not_followed(repository: Path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "file.tf"
    outside.write_text("# Code generated by gen-flowlogs from web.yaml; DO NOT EDIT.\n")
    (repository / INSIDE).symlink_to(outside)
    said = say("specs/web.yaml", folder=repository)
    assert (said.code, "[foreign-file]" in said.err) == (1, True)
    assert outside.read_text().count("\n") == 1


def test_standard_input_has_no_folder(repository: Path):
    text = (repository / "specs/web.yaml").read_bytes()
    for command in ("build", "check", "lint", "stacks"):
        said = say(command, "-", folder=repository, stdin=text)
        assert said.code == 1
        assert "standard input has none: name the spec on the command line [output-folder]" in said.out + said.err


def test_a_name_that_no_disk_has_is_an_error_of_each_spec(repository: Path):
    for name in ("one", "two"):
        write(repository / f"specs/{name}.yaml", name, folder="a\0b")
    said = say("lint", "specs/one.yaml", "specs/two.yaml", folder=repository)
    assert said.out.count("cannot be the name of a folder [output-folder]") == 2
    say("specs/web.yaml", folder=repository)
    assert say("check", "specs/web.yaml", folder=repository).code == 0


def test_the_root_bounds_it_without_git_and_with_an_option(repository: Path):
    shutil.rmtree(repository / ".git")
    assert say("specs/web.yaml", folder=repository).code == 0
    said = say("lint", "web.yaml", folder=repository / "specs")
    assert 'error: "../infra/network" is outside of ".", the working directory; `--root DIR`' in said.out
    assert say("lint", "--root", "..", "web.yaml", folder=repository / "specs").code == 0
    assert say("lint", "--root", "specs", "specs/web.yaml", folder=repository).code == 1


def test_a_file_of_the_authors_or_of_another_spec_stays(repository: Path):
    (repository / INSIDE).write_text("# mine\n")
    said = say("specs/web.yaml", folder=repository)
    assert said.code == 1
    assert f"{INSIDE}:1:1: error: not generated by gen-flowlogs (no header line)" in said.err
    write(repository / "specs/other.yaml", "other")
    signed = "# Code generated by gen-flowlogs from other.yaml; DO NOT EDIT.\n"
    (repository / INSIDE).write_text(signed)
    said = say("specs/web.yaml", folder=repository)
    assert said.code == 1
    assert 'made from "other.yaml", which still exists: "specs/other.yaml"' in said.err
    assert "give one of them another name or `folder`" in said.err
    assert (repository / INSIDE).read_text() == signed
    (repository / "specs/other.yaml").unlink()
    assert say("specs/web.yaml", folder=repository).out == f"{INSIDE}: changed\n"


def test_two_specs_in_one_folder_have_a_file_each(repository: Path):
    write(repository / "specs/api.yaml", "api", folder="../infra/network")
    built = say("specs/web.yaml", "specs/api.yaml", folder=repository)
    assert (built.code, built.out) == (0, f"{INSIDE}: created\ninfra/network/api.flowlogs.tf: created\n")
    before = files(repository / "infra")
    for spec in ("specs/web.yaml", "specs/api.yaml"):
        assert say(spec, folder=repository).code == 0
        assert say("check", spec, folder=repository).code == 0
    assert files(repository / "infra") == before


def test_one_file_of_two_specs_is_an_error_and_one_name_in_two_folders_is_none(repository: Path):
    write(repository / "teams/other.yaml", "web", folder="../infra/network")
    said = say("lint", "specs/web.yaml", "teams/other.yaml", folder=repository)
    assert f'two specs are named "web", and both would write {INSIDE}; give one of them another `name`' in said.out
    (repository / "infra/other").mkdir()
    write(repository / "teams/other.yaml", "web", bucket=False, folder="../infra/other")
    text = (repository / "teams/other.yaml").read_text().replace("/flow/web", "/flow/other")
    (repository / "teams/other.yaml").write_text(text)
    assert say("specs/web.yaml", "teams/other.yaml", folder=repository).code == 0
    assert (repository / "infra/other/web.flowlogs.tf").is_file()


@pytest.mark.parametrize(("stack", "why"), [("old", "has left nothing behind here"), (".", "is still in the spec")])
def test_there_is_no_stack_to_drop(repository: Path, stack: str, why: str):
    said = say("build", "--drop-stack", stack, "specs/web.yaml", folder=repository)
    assert (said.code, why in said.err) == (2, True)
    assert not (repository / INSIDE).exists()


# what is left over


def test_a_file_at_the_old_place_is_reported_and_stays(repository: Path):
    say("specs/web.yaml", folder=repository)
    (repository / "infra/other").mkdir()
    write(repository / "specs/web.yaml", "web", folder="../infra/other")
    for command in ("build", "check"):
        said = say(command, "specs/web.yaml", folder=repository)
        assert said.code == 0
        assert (
            f'{INSIDE}: left by "specs/web.yaml", whose output is infra/other/web.flowlogs.tf now; once you' in said.err
        )
    git("add", "infra", folder=repository)
    write(repository / "specs/web.yaml", "web")
    assert (
        f'{INSIDE}: left by "specs/web.yaml", whose output is out/web now'
        in say("specs/web.yaml", folder=repository).err
    )
    write(repository / "specs/web.yaml", "web", folder="../infra/network")
    said = say("specs/web.yaml", folder=repository)
    assert (
        f'out/web: left by "specs/web.yaml", whose output is {INSIDE} now; move its state to infra/network' in said.err
    )
    assert (repository / "infra/other/web.flowlogs.tf").is_file()
    assert (repository / "out/web/terraform.tf").is_file()
    assert theirs(repository)


def test_a_file_of_a_spec_that_is_gone_is_reported_where_another_one_is_built(repository: Path):
    say("specs/web.yaml", folder=repository)
    (repository / "specs/web.yaml").unlink()
    write(repository / "specs/api.yaml", "api", folder="../infra/network")
    said = say("specs/api.yaml", folder=repository)
    assert f'{INSIDE}: made from "web.yaml", which no longer exists; once you delete it' in said.err
    assert "notes.flowlogs.tf" not in said.err


def test_a_file_that_another_spec_of_the_file_name_may_have_is_not_called_left_over(repository: Path):
    (repository / "infra/other").mkdir()
    write(repository / "teams/web.yaml", "web", folder="../infra/other")
    for spec in ("specs/web.yaml", "teams/web.yaml"):
        said = say(spec, folder=repository)
        assert (said.code, "left by" in said.err) == (0, False), said.err


def test_what_a_killed_build_left_of_this_file_goes_and_nothing_else(repository: Path):
    own = repository / "infra/network/.web.flowlogs.tf.0a1b2c3d.gen-flowlogs"
    others = [own.with_name(f".{name}.0a1b2c3d.gen-flowlogs") for name in ("api.flowlogs.tf", "main.tf")]
    for path in (own, *others):
        path.write_text("")
    guard = own.with_name(emit.GUARD)
    guard.write_text("# Code generated by gen-flowlogs from web.yaml; DO NOT EDIT.\n")
    assert say("specs/web.yaml", folder=repository).code == 0
    assert not own.exists()
    assert all(path.exists() for path in (*others, guard))


def test_two_specs_that_undo_each_other_are_named(repository: Path):
    write(repository / "teams/web.yaml", "web", bucket=False, folder="../infra/network")
    say("specs/web.yaml", folder=repository)
    said = say("check", "teams/web.yaml", folder=repository)
    assert f'{INSIDE}: what differs is as "specs/web.yaml" makes it, a spec of the same file name' in said.err
    assert "another `name` or `folder`" in said.err


# the commit


def test_a_hook_judges_the_file_in_the_folder(repository: Path):
    git("add", ".", folder=repository)
    hook = ("hook", "check", "--staged", "specs/*.yaml")
    said = say(*hook, folder=repository)
    assert said.code == 1
    assert f"{INSIDE}:1:1: error: missing: build would create it" in said.out
    built = say("hook", "build", "--staged", "specs/*.yaml", folder=repository)
    assert built.code == 1
    assert f"git add -- {INSIDE}" in built.err
    git("add", INSIDE, folder=repository)
    assert say(*hook, folder=repository).code == 0
    assert say("hook", "build", "--staged", "specs/*.yaml", folder=repository).code == 0
    git("commit", "-qm", "x", folder=repository)
    by_hand = (repository / INSIDE).read_text().replace('"ALL"', '"REJECT"')
    (repository / INSIDE).write_text(by_hand)
    git("add", INSIDE, folder=repository)
    assert "differs: stale, or edited by hand" in say(*hook, folder=repository).out
    write(repository / "specs/web.yaml", "web", bucket=False, folder="../infra/network")
    git("add", "specs", folder=repository)
    said = say(*hook, folder=repository)
    assert said.code == 1
    assert f"`gen-flowlogs build specs/web.yaml && git add -- {INSIDE}`" in said.err


def test_a_hook_tells_of_a_deleted_spec_what_its_file_still_has(repository: Path):
    say("specs/web.yaml", folder=repository)
    git("add", ".", folder=repository)
    git("commit", "-qm", "x", folder=repository)
    git("rm", "-q", "specs/web.yaml", folder=repository)
    said = say("hook", "check", "--staged", "specs/*.yaml", folder=repository)
    assert f"specs/web.yaml is deleted, and {INSIDE} stays; delete it too" in said.err


def test_diff_of_a_revision_knows_the_place(repository: Path):
    git("add", ".", folder=repository)
    git("commit", "-qm", "x", folder=repository)
    os.renames(repository / "specs/web.yaml", repository / "teams/a/web.yaml")
    said = say("diff", "--base", "HEAD", "--exit-code", "teams/a/web.yaml", folder=repository)
    assert said.code == 1, "the folder is relative to the spec, so it is another one now"
    write(repository / "teams/a/web.yaml", "web", folder="../../infra/network")
    said = say("diff", "--base", "HEAD", "--exit-code", "teams/a/web.yaml", folder=repository)
    assert (said.code, "nothing changes" in said.out) == (0, True), said
    (repository / "same").symlink_to("infra", target_is_directory=True)
    write(repository / "teams/a/web.yaml", "web", folder="../../same/network")
    assert say("diff", "--base", "HEAD", "--exit-code", "teams/a/web.yaml", folder=repository).code == 0


def test_diff_of_a_spec_that_is_gone_says_what_is_to_be_deleted(repository: Path):
    git("add", ".", folder=repository)
    git("commit", "-qm", "x", folder=repository)
    (repository / "specs/web.yaml").unlink()
    said = say("diff", "--base", "HEAD", "specs/web.yaml", folder=repository)
    advice = 'delete "web.flowlogs.tf" in "../infra/network" and apply, which destroys its resources'
    assert f'note: the spec "web" is removed, and its output stays: {advice}' in said.out
    assert "`terraform destroy`" not in said.out


def test_the_place_of_a_spec_by_its_data():
    assert output_of({"name": "web"}, "specs/web.yaml", "out") == Output(Path("out/web"))
    inside = output_of({"name": "web", "terraform": {"folder": "../infra"}}, "specs/web.yaml", "out")
    assert inside == Output(Path("infra"), "web.flowlogs.tf")
    assert inside is not None
    assert inside.path == Path("infra/web.flowlogs.tf")
    for data in ({}, {"name": "../x"}, {"name": ""}, {"name": 1}):
        assert output_of(data, "web.yaml", "out") is None


def test_a_plan_of_one_file_is_of_that_file():
    with pytest.raises(ValueError, match="one file"):
        emit.plan({"a.tf": "", "b.tf": ""}, Path(), alone="a.tf")


PAGES = [(page, number) for page in ("existing-root", "modules") for number in range(2 if page == "modules" else 1)]


@pytest.mark.parametrize(("page", "number"), PAGES)
def test_the_specs_of_the_pages_compile(repository: Path, page: str, number: int):
    text = (catalogue.ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    specs = re.findall(r"^```yaml\n# (specs/\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(specs) == sum(each == page for each, _ in PAGES)
    path, spec = specs[number]
    (repository / path).write_text(spec, encoding="utf-8")
    said = say("build", "--strict", path, folder=repository)
    assert said.code == 0, said.err
    for block in re.findall(r"^ *```hcl\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        assert pygohcl.loads(textwrap.dedent(block))
