"""`hook --staged`, played with the real git: a commit is judged by what it has, and not by what is on disk."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from catalogue import Said
from commands import say
from gen_flowlogs.cli import inputs
from gen_flowlogs.cli.git import index
from test_ci import BIN, HOOKS, PAGE, SPEC, edit, git, one_commit, repository  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from pathlib import Path

PATTERNS = ("specs/*.yaml", "specs/*.yml")
S3 = SPEC.replace("    destinations: central", "    destinations: [central, lake]").replace(
    "destinations:\n  central:", "destinations:\n  lake:\n    s3:\n      bucket: example-flow-logs\n  central:", 1
)
REJECT = "    destinations: central\n    filter: reject\n"


@pytest.fixture
def folder(repository: Path) -> Path:  # noqa: F811
    """A repository with one spec and its output, whose commits are checked by a plain hook of git."""
    install(repository, "check")
    return repository


def install(folder: Path, command: str) -> None:
    """Install the hook of the page."""
    (script,) = re.findall(r"^```sh\n(#!/bin/sh\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert "exec gen-flowlogs hook check --staged 'specs/*.yaml' 'specs/*.yml'\n" in script
    file = folder / ".git/hooks/pre-commit"
    file.write_text(
        script.replace("gen-flowlogs hook check", f"{shlex.quote(str(BIN / 'gen-flowlogs'))} hook {command}")
    )
    file.chmod(0o755)


def commit(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of `git commit`, and all that it and its hook said."""
    ran = git(folder, "commit", "-m", "change", *arguments, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def staged(folder: Path, command: str, *arguments: str, **environment: str) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        said = say("hook", command, "--staged", *(arguments or PATTERNS), folder=folder)
    return said.code, said.out + said.err


def build(folder: Path, *arguments: str) -> None:
    assert say("build", *arguments, folder=folder).code == 0


def change(folder: Path, path: str = "specs/web.yaml") -> None:
    edit(folder, "    destinations: central\n", REJECT, path)


def disk(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()
    }


def test_the_three_hooks_judge_the_commit():
    assert [each["entry"].split()[-2:] for each in HOOKS.values()] == [
        [name, "--staged"] for name in ("lint", "check", "build")
    ]


# the four situations, and the commands that make a commit of a part


def test_new_output_that_is_not_added_is_refused_by_its_path(folder: Path):
    (folder / "specs/web.yaml").write_text(S3)
    build(folder, "specs/web.yaml")
    code, said = commit(folder, "-a")
    assert code == 1
    assert "out/web/s3.tf:1:1: error: missing" in said
    assert "the output on disk is right, but not in the commit; run `git add -- out/web/s3.tf`\n" in said
    git(folder, "add", "--", "out/web/s3.tf")
    assert commit(folder, "-a")[0] == 0
    assert "out/web/s3.tf" in git(folder, "ls-tree", "-r", "--name-only", "HEAD").stdout


def test_output_that_is_ignored_is_refused_with_the_line_that_ignores_it(folder: Path):
    (folder / ".gitignore").write_text("*.log\nout/\n")
    (folder / "specs/more.yaml").write_text(SPEC.replace("web", "more"))
    build(folder, "specs/more.yaml")
    git(folder, "add", ".")
    code, said = commit(folder)
    assert code == 1
    assert "ignored by .gitignore:2: out/, so not in the commit: out/more/cloudwatch_logs.tf" in said
    (folder / ".gitignore").write_text("*.tf\n!out/**\n")
    assert "git add -- out/more/cloudwatch_logs.tf" in staged(folder, "check")[1]
    (command,) = re.findall(r"or run `(git add -f -- out/.*)`$", said, re.MULTILINE)
    subprocess.run(shlex.split(command), cwd=folder, check=True)
    assert commit(folder)[0] == 0


def test_build_refuses_until_the_output_is_added(folder: Path):
    install(folder, "build")
    change(folder)
    git(folder, "add", "specs")
    for written in ("1 changed", "0 changed"):
        code, said = commit(folder)
        assert code == 1
        assert written in said
        assert "git add -- out/web/flow_logs.tf`\n" in said
    git(folder, "add", "out/web/flow_logs.tf")
    assert commit(folder)[0] == 0
    assert not git(folder, "status", "--porcelain").stdout


@pytest.mark.parametrize("command", ["lint", "check", "build"])
@pytest.mark.parametrize("announced", [False, True])
def test_a_broken_spec_that_is_not_added_is_left_alone(folder: Path, command: str, *, announced: bool):
    install(folder, command)
    (folder / "specs/wip.yaml").write_text("name: [\n")
    if announced:
        git(folder, "add", "--intent-to-add", "specs/wip.yaml")
    (folder / "README.md").write_text("read\n")
    git(folder, "add", "README.md")
    assert commit(folder)[0] == 0
    git(folder, "add", "specs/wip.yaml")
    code, said = commit(folder)
    assert (code, "specs/wip.yaml:" in said) == (1, True)


def test_commit_all_is_judged_by_its_own_index(folder: Path):
    change(folder)
    code, said = commit(folder, "-a")
    assert (code, "out/web/flow_logs.tf:6:1: error: differs" in said) == (1, True)
    assert "renew the output with `gen-flowlogs build specs/web.yaml && git add -- out/web` (this is" in said
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a")[0] == 0
    assert not git(folder, "status", "--porcelain").stdout


def test_a_commit_of_paths_is_judged_by_those_paths(folder: Path):
    change(folder)
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    code, said = commit(folder, "specs/web.yaml")
    assert (code, "error: differs" in said) == (1, True)
    assert "name these paths in `git commit` too, or commit without paths: out/web/flow_logs.tf\n" in said
    assert commit(folder, "specs/web.yaml", "out")[0] == 0


def test_a_commit_of_other_paths_ignores_what_is_added(folder: Path):
    change(folder)
    git(folder, "add", ".")
    (folder / "README.md").write_text("read\n")
    git(folder, "add", "README.md")
    assert commit(folder, "README.md")[0] == 0
    assert commit(folder)[0] == 1


# the index and the working tree


def test_output_that_is_added_and_stale_is_refused(folder: Path):
    edit(folder, '"ALL"', '"REJECT"', "out/web/flow_logs.tf")
    git(folder, "add", "out")
    build(folder, "specs/web.yaml")
    code, said = commit(folder)
    assert (code, "right, but not in the commit; run `git add -- out/web/flow_logs.tf`" in said) == (1, True)


def test_output_that_is_deleted_on_disk_alone_is_still_in_the_commit(folder: Path):
    (folder / "specs/web.yaml").write_text(S3)
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    (folder / "specs/web.yaml").write_text(SPEC)
    build(folder, "specs/web.yaml")
    git(folder, "add", "specs", *(f"out/web/{each.name}" for each in (folder / "out/web").iterdir()))
    code, said = commit(folder)
    assert (code, "out/web/s3.tf:1:1: error: orphaned" in said) == (1, True)
    assert "git add -- out/web/s3.tf`\n" in said
    git(folder, "add", "--", "out/web/s3.tf")
    assert commit(folder)[0] == 0


def test_a_change_that_is_partly_added_is_judged_by_the_part(folder: Path):
    change(folder)
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    edit(folder, "filter: reject", "filter: accept")
    assert staged(folder, "check")[0] == staged(folder, "lint")[0] == 0
    before = disk(folder)
    code, said = staged(folder, "build")
    assert (code, "specs/web.yaml: differs on disk from the commit" in said) == (1, True)
    assert disk(folder) == before
    assert commit(folder)[0] == 0


def test_an_included_file_is_that_of_the_commit(folder: Path):
    (folder / "specs/shared").mkdir()
    (folder / "specs/shared/filters.yaml").write_text("filters:\n  few: {traffic: REJECT}\n")
    edit(folder, "name: web\n", "name: web\ninclude: [shared/filters.yaml]\n")
    edit(folder, "    destinations: central\n", "    destinations: central\n    filter: few\n")
    build(folder, "specs/web.yaml")
    git(folder, "add", "specs/web.yaml", "out")
    for command in ("lint", "check", "build"):
        code, said = staged(folder, command)
        assert code == 1
        assert "specs/shared/filters.yaml: included, but not in the commit" in said
    git(folder, "add", ".")
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 0, 0]
    (folder / "specs/shared/filters.yaml").unlink()
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 0, 1]
    assert "specs/shared/filters.yaml: in the commit, but not on disk" in staged(folder, "build")[1]


def test_a_deleted_spec_is_left_alone_and_its_output_is_said(folder: Path):
    (folder / "specs/more.yaml").write_text(SPEC.replace("web", "more"))
    build(folder, "specs/more.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    git(folder, "mv", "specs/more.yaml", "specs/most.yaml")
    build(folder, "specs/most.yaml")
    git(folder, "add", ".")
    code, said = commit(folder)
    assert (code, "is deleted" in said, "is gone" in said) == (0, False, False)
    git(folder, "rm", "-q", "specs/most.yaml")
    code, said = commit(folder)
    assert (code, 'out/more: made from "most.yaml", which no longer exists' in said) == (0, True)
    git(folder, "rm", "-q", "specs/web.yaml")
    code, said = commit(folder)
    assert code == 0
    assert "warning: no file matches specs/*.yaml or specs/*.yml, and no other file is a spec" in said
    assert "specs/web.yaml is deleted, and out/web stays" in said


def test_a_spec_that_is_named(folder: Path):
    (folder / "specs/wip.yaml").write_text("name: [\n")
    code, said = staged(folder, "check", "specs/wip.yaml")
    assert (code, said) == (0, "gen-flowlogs: specs/wip.yaml is not in the commit, so it is not judged\n")
    assert staged(folder, "check", "specs/wip.yaml", "specs/none.yaml")[0] == 3
    assert staged(folder, "check", str(folder / "specs/web.yaml"), f"--out={folder / 'out'}")[0] == 0
    assert staged(folder, "check", "-")[0] == 2
    assert staged(folder, "check", "../web.yaml")[0] == staged(folder, "check", "--out=..", *PATTERNS)[0] == 3


def test_a_folder_that_is_renamed_does_not_pass_unchecked(folder: Path):
    git(folder, "mv", "specs", "network")
    code, said = commit(folder)
    assert code == 1
    assert "no file matches specs/*.yaml or specs/*.yml, but network/web.yaml is a spec: correct the pattern" in said


# repositories of every kind


def test_the_first_commit_and_one_that_is_amended(folder: Path):
    git(folder, "update-ref", "-d", "HEAD")
    change(folder)
    git(folder, "add", "specs")
    assert commit(folder)[0] == 1
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    edit(folder, "filter: reject", "filter: accept")
    assert commit(folder, "-a", "--amend")[0] == 1
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a", "--amend")[0] == 0


def test_a_merge(folder: Path):
    git(folder, "checkout", "-q", "-b", "other")
    change(folder)
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a")[0] == 0
    git(folder, "checkout", "-q", "main")
    edit(folder, "    destinations: central\n", "    destinations: central\n    filter: accept\n")
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a")[0] == 0
    assert git(folder, "merge", "other", check=False).returncode == 1
    code, said = staged(folder, "check")
    assert (code, "specs/web.yaml has a conflict of a merge: resolve it" in said) == (3, True)
    git(folder, "checkout", "-q", "--theirs", "specs")
    git(folder, "add", "specs")
    code, said = staged(folder, "check")
    assert (code, "has a conflict of a merge: build its spec, which writes it anew, and `git add` it" in said) == (
        3,
        True,
    )
    git(folder, "checkout", "-q", "--theirs", "specs")
    git(folder, "checkout", "-q", "--ours", "out")
    git(folder, "add", ".")
    assert commit(folder)[0] == 1
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0


def test_a_linked_worktree(folder: Path):
    git(folder, "worktree", "add", "-q", "../linked")
    linked = folder.parent / "linked"
    change(linked)
    assert commit(linked, "-a")[0] == 1
    build(linked, "specs/web.yaml")
    assert commit(linked, "specs")[0] == 1
    assert commit(linked, "-a")[0] == 0
    assert not git(linked, "status", "--porcelain").stdout


def test_a_hook_that_goes_to_a_folder_or_to_another_repository(folder: Path):
    """GIT_INDEX_FILE may be a path from the root, and is another repository's there."""
    change(folder)
    git(folder, "add", ".")
    file = git(folder, "rev-parse", "--git-path", "index").stdout.strip()
    assert file == ".git/index"
    out = ("--out=../out", "*.yaml")
    assert staged(folder / "specs", "check", *out, GIT_INDEX_FILE=file, GIT_PREFIX="specs/")[0] == 1
    other = folder.parent / "other"
    git(folder.parent, "clone", "-q", str(folder), str(other))
    theirs = {"GIT_DIR": str(folder / ".git")}
    for names in ({"GIT_INDEX_FILE": str(folder / file)}, {"GIT_INDEX_FILE": file}, {}):
        assert staged(other, "check", **theirs, **names)[0] == staged(other, "check", **names)[0] == 0
    temporary = folder.parent / "temporary/index"
    temporary.parent.mkdir()
    (temporary.parent / "HEAD").write_text("notes\n")  # which makes no repository of its folder
    temporary.write_bytes((folder / file).read_bytes())
    git(folder, "reset", "-q")
    assert staged(folder, "check")[0] == 0
    assert staged(folder, "check", GIT_INDEX_FILE=str(temporary))[0] == 1
    beside = folder / ".git/next"
    beside.write_bytes(temporary.read_bytes())
    assert staged(folder / "specs", "check", *out, GIT_DIR=".git", GIT_INDEX_FILE=".git/next")[0] == 1
    empty = folder.parent / "empty"
    git(folder, "read-tree", f"--index-output={empty}", "--empty")
    assert "no other file is a spec" in staged(folder, "check", GIT_INDEX_FILE=str(empty))[1]


def test_an_included_file_of_a_submodule_is_that_of_the_commit_it_is_at(folder: Path):
    shared = folder.parent / "shared"
    shared.mkdir()
    git(shared, "init", "-q")
    (shared / "f.yaml").write_text("filters:\n  few: {traffic: REJECT}\n")
    git(shared, "add", ".")
    git(shared, "commit", "-qm", "x")
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(shared), "shared")
    edit(folder, "name: web\n", "name: web\ninclude: [../shared/f.yaml]\n")
    edit(folder, "    destinations: central\n", "    destinations: central\n    filter: few\n")
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    (folder / "shared/f.yaml").write_text("filters:\n  few: {traffic: ACCEPT}\n")
    assert staged(folder, "check")[0] == 0
    git(folder / "shared", "commit", "-qam", "y")
    git(folder, "add", "shared")
    assert "error: differs" in staged(folder, "check")[1]
    git(folder / "shared", "checkout", "-q", "HEAD~1")
    assert staged(folder, "check")[0] == 1


def test_a_commit_in_a_submodule_and_of_its_output(folder: Path):
    outer = folder.parent / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(folder), "sub")
    sub = outer / "sub"
    change(sub)
    (sub / git(sub, "rev-parse", "--git-path", "hooks").stdout.strip()).mkdir(exist_ok=True)
    hook = sub / git(sub, "rev-parse", "--git-path", "hooks/pre-commit").stdout.strip()
    hook.write_bytes((folder / ".git/hooks/pre-commit").read_bytes())
    hook.chmod(0o755)
    assert commit(sub, "-a")[0] == 1
    build(sub, "specs/web.yaml")
    assert commit(sub, "specs")[0] == 1
    assert commit(sub, "-a")[0] == 0
    of_outer = ("--out=sub/out", "sub/specs/*.yaml")
    assert staged(outer, "check", *of_outer)[0] == 0
    edit(sub, '"REJECT"', '"ALL"', "out/web/flow_logs.tf")
    git(sub, "commit", "-qam", "y", "--no-verify")
    assert staged(outer, "check", *of_outer)[0] == 0
    git(outer, "add", "sub")
    assert "sub/out/web/flow_logs.tf:6:1: error: differs" in staged(outer, "check", *of_outer)[1]


def test_a_filter_is_named_and_not_run(folder: Path):
    (folder / ".gitattributes").write_text("specs/* filter=upper\n")
    git(folder, "config", "filter.upper.clean", "tr a-z A-Z")
    git(folder, "add", "--renormalize", ".")
    git(folder, "config", "filter.upper.clean", "touch run; tr a-z A-Z")
    for command in ("lint", "check", "build"):
        code, said = staged(folder, command)
        assert (code, 'cannot judge specs/web.yaml: Git stores it through the filter "upper"' in said) == (3, True)
    assert not (folder / "run").exists()


def test_a_sparse_checkout_of_a_clone_that_lacks_objects(folder: Path):
    (folder / "charts").mkdir()
    (folder / "charts/values.yaml").write_text("a: 1\n")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    git(folder, "config", "uploadpack.allowFilter", "true")
    clone = folder.parent / "clone"
    git(folder.parent, "clone", "-q", "--filter=blob:none", "--sparse", folder.as_uri(), str(clone))
    git(clone, "sparse-checkout", "set", "specs", "out")
    git(clone, "remote", "set-url", "origin", "https://127.0.0.1:1/none")
    for command in ("check", "build"):
        assert staged(clone, command)[0] == 0
    change(clone)
    git(clone, "add", ".")
    assert staged(clone, "check")[0] == 1
    git(folder, "sparse-checkout", "set", "charts")
    assert not (folder / "specs").exists()
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 0, 0]
    (folder / "charts/web.yaml").write_text(SPEC.replace("central\n", "central\n    filter: reject\n"))
    changed = git(folder, "hash-object", "-w", "charts/web.yaml").stdout.strip()
    git(folder, "update-index", "--cacheinfo", f"100644,{changed},specs/web.yaml")
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 1, 1]


def test_a_partial_clone_judges_what_is_not_on_disk(folder: Path):
    git(folder, "config", "uploadpack.allowFilter", "true")
    clone = folder.parent / "clone"
    git(folder.parent, "clone", "-q", "--filter=blob:none", folder.as_uri(), str(clone))
    git(clone, "remote", "set-url", "origin", "https://127.0.0.1:1/none")
    change(clone)
    git(clone, "add", ".")
    (clone / "specs/web.yaml").unlink()
    code, said = staged(clone, "check")
    assert (code, "out/web/flow_logs.tf:6:1: error: differs" in said) == (1, True)
    assert "specs/web.yaml: in the commit, but not on disk; run `git restore`" in said
    git(clone, "sparse-checkout", "set", "out")
    assert staged(clone, "check")[0] == 1
    git(clone, "reset", "-q")
    git(clone, "sparse-checkout", "set", "out")
    assert staged(clone, "check")[0] == 0


def test_a_spec_that_becomes_a_submodule_does_not_pass(folder: Path):
    (folder / "specs/more.yaml").write_text(SPEC.replace("web", "more"))
    build(folder, "specs/more.yaml")
    git(folder, "add", ".")
    head = git(folder, "rev-parse", "HEAD").stdout.strip()
    git(folder, "update-index", "--cacheinfo", f"160000,{head},specs/web.yaml")
    for command in ("lint", "check", "build"):
        assert staged(folder, command) == (3, "gen-flowlogs: specs/web.yaml: it is no file\n")


@pytest.mark.parametrize("mark", ["assume-unchanged", "skip-worktree"])
def test_the_command_adds_output_that_git_overlooks(folder: Path, mark: str):
    git(folder, "update-index", f"--{mark}", "out/web/flow_logs.tf")
    change(folder)
    build(folder, "specs/web.yaml")
    git(folder, "add", "-A")
    code, said = staged(folder, "check")
    assert code == 1
    (command,) = re.findall("the output on disk is right, but not in the commit; run `(.*)`\n", said)
    subprocess.run(["sh", "-ec", command], cwd=folder, check=True, capture_output=True)
    assert staged(folder, "check")[0] == 0


@pytest.mark.parametrize(
    "name", ["-lead.yaml", ":(glob)q.yaml", "new\nline.yaml", "caf\udce9.yaml", "it's\t\\n.yaml", "$(touch x) `y`.yaml"]
)
def test_the_command_that_renews_and_adds_runs(folder: Path, name: str):
    (folder / name).write_text(SPEC.replace("name: web", "name: more"))
    git(folder, "add", ".")
    code, said = staged(folder, "check", "--root=.", f"--out=:{name} out", "--", name)
    assert code == 1
    assert said.count("gen-flowlogs build ") == 1
    (command,) = re.findall(r"renew the output with `(gen-flowlogs build --root=\. .*)` \(this is", said)
    ran = subprocess.run(
        ["bash", "-ec", command], cwd=folder, check=False, capture_output=True, text=True,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert (ran.returncode, Said(0, "", ran.stderr).beside) == (0, "")
    assert staged(folder, "check", "--root=.", f"--out=:{name} out", "--", name)[0] == 0


def test_only_the_missing_addition_is_named_where_the_output_is_built(folder: Path):
    change(folder)
    git(folder, "add", ".")
    build(folder, "specs/web.yaml")
    code, said = staged(folder, "check")
    assert code == 1
    assert said.endswith("the output on disk is right, but not in the commit; run `git add -- out/web/flow_logs.tf`\n")
    assert "gen-flowlogs build" not in said


@pytest.mark.parametrize("command", ["lint", "check", "build"])
def test_a_document_is_there_where_no_spec_is(folder: Path, command: str):
    git(folder, "rm", "-q", "--cached", "specs/web.yaml")
    empty = {"gitlab": "[]\n", "json": '"diagnostics": []', "junit": 'tests="0"', "sarif": '"results": []'}
    for form, text in empty.items():
        for names in (PATTERNS, ("specs/web.yaml",)):
            code, said = staged(folder, command, f"--format={form}", *names)
            assert (code, text in said) == (0, True)


def test_the_output_is_in_the_folder_of_the_specs(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """`--out=.`: other files there are not read, whatever they are."""
    for name in ("web", "specs/deep/er"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "large.bin").write_bytes(b"0" * 2**21)
    build(folder, "--out=.", "specs/web.yaml")
    git(folder, "add", ".")
    monkeypatch.setattr(index, "LONGEST", 2**20)
    assert staged(folder, "check", "--out=.", *PATTERNS)[0] == 0
    change(folder)
    git(folder, "add", ".")
    assert staged(folder, "check", "--out=.", *PATTERNS)[0] == 1


def test_a_large_file_matters_to_the_spec_that_includes_it(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "large.yaml").write_bytes(b"#" * 2**21)
    git(folder, "add", ".")
    monkeypatch.setattr(index, "LONGEST", 2**20)
    monkeypatch.setattr(inputs, "LONGEST", 2**20)
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 0, 0]
    edit(folder, "name: web\n", "name: web\ninclude: [../large.yaml]\n")
    git(folder, "add", ".")
    code, said = staged(folder, "check")
    assert (code, "it is larger than" in said) == (1, True)
    git(folder, "mv", "large.yaml", "specs/large.yaml")
    assert "cannot read specs/large.yaml: it is larger than" in staged(folder, "check")[1]


def test_a_link_that_no_disk_can_have(folder: Path):
    for data in (b"a\0b", b"", b"a" * 5000):
        (folder / "target").write_bytes(data)
        target = git(folder, "hash-object", "-w", "target").stdout.strip()
        git(folder, "update-index", "--add", "--cacheinfo", f"120000,{target},specs/more.yaml")
        code, said = staged(folder, "check")
        assert (code in {1, 3}, "internal error" in said) == (True, False)
        git(folder, "commit", "-qm", "link", "--no-verify")
        (folder / "specs/more.yaml").write_text(SPEC)
        said = say("diff", "--base=HEAD", "specs/more.yaml", folder=folder).err
        assert "internal error" not in said


def test_output_above_the_folder_of_the_hook_is_named(folder: Path):
    code, said = staged(folder / "specs", "check", "web.yaml")
    assert code == 2
    (options,) = re.findall("run `gen-flowlogs check (.*?)`", said)
    assert staged(folder / "specs", "check", *options.split())[0] == 0


def test_names_with_spaces_and_of_every_script(folder: Path):
    name = "specs/prüfung 中 'a'.yaml"
    (folder / name).write_text(SPEC.replace("web", "more"))
    build(folder, "--out=out put", name)
    git(folder, "add", "specs")
    code, said = staged(folder, "check", "--out=out put", "specs/*.yaml")
    assert code == 1
    assert "git add -- 'out put/more/cloudwatch_logs.tf' " in said
    git(folder, "add", ".")
    assert staged(folder, "check", "--out=out put", "specs/p*.yaml")[0] == 0


@pytest.mark.parametrize("name", ["new\nline", "caf\udce9 x", "form\ffeed", "'q\"", "-x", "100%s"])
def test_a_repository_in_a_folder_of_any_name(folder: Path, name: str):
    moved = folder.rename(folder.parent / name)
    assert [staged(moved, command)[0] for command in ("lint", "check", "build")] == [0, 0, 0]
    change(moved)
    git(moved, "add", ".")
    assert [staged(moved, command)[0] for command in ("lint", "check", "build")] == [0, 1, 1]
    assert say("diff", "--base=HEAD", "--exit-code", "specs/web.yaml", folder=moved).code == 1


def test_line_ends_of_a_checkout_are_no_difference(folder: Path):
    (folder / ".gitattributes").write_text("* text eol=crlf\n")
    for file in (*(folder / "out/web").iterdir(), folder / "specs/web.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    git(folder, "add", ".")
    assert [staged(folder, command)[0] for command in ("lint", "check", "build")] == [0, 0, 0]


def test_a_spec_behind_links_of_the_commit(folder: Path):
    git(folder, "mv", "specs", "network")
    (folder / "specs").symlink_to("network")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    (folder / "network/out.yaml").symlink_to("../../secret.yaml")
    (folder.parent / "secret.yaml").write_text("secret: secret\n")
    git(folder, "add", ".")
    code, said = commit(folder)
    assert (code, "leads out of the repository" in said, "secret: secret" in said) == (1, True, False)


def test_a_folder_that_is_in_no_repository(tmp_path: Path):
    code, said = staged(tmp_path, "check")
    assert (code, "is in no Git repository" in said) == (3, True)


def test_an_object_that_is_lost_is_no_absence(folder: Path):
    change(folder)
    git(folder, "add", ".")
    lost = git(folder, "rev-parse", ":specs/web.yaml").stdout.strip()
    (folder / ".git/objects" / lost[:2] / lost[2:]).unlink()
    code, said = staged(folder, "check")
    assert (code, f"the object {lost} of the index is missing" in said) == (3, True)


def test_nothing_is_written_but_what_build_builds(folder: Path):
    change(folder)
    git(folder, "add", ".")
    before = disk(folder)
    temporary = folder.parent / "tmp"
    temporary.mkdir()
    for command in ("lint", "check"):
        staged(folder, command, TMPDIR=str(temporary))
    assert disk(folder) == before
    staged(folder, "build", TMPDIR=str(temporary))
    assert {path for path, data in disk(folder).items() if before.get(path) != data} == {
        str(folder / "out/web/flow_logs.tf")
    }
    assert not list(temporary.iterdir())
