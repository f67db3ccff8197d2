"""`diff --base` in each kind of clone and working tree, with the real git: the right answer, or exit 3 with the reason.

Nothing that git could not read is taken for an absence, which would be "4 created" or "4 destroyed".
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from commands import GEN_FLOWLOGS, say
from test_ci import SPEC, edit, git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INCLUDING = SPEC.replace("name: web\n", "name: web\ninclude: [../shared/more.yaml]\n")
MORE = "filters:\n  mine: {traffic: REJECT}\n"


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "change")


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository of two commits, of which the second changes a spec and the file that it includes."""
    folder = tmp_path / "origin"
    for name, text in (("specs/web.yaml", INCLUDING), ("shared/more.yaml", MORE), ("other/notes.yaml", "a: 1\n")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text)
    git(folder, "init", "-q")
    commit(folder)
    edit(folder, "    destinations: central\n", "    destinations: central\n    filter: mine\n")
    edit(folder, "REJECT", "ACCEPT", "shared/more.yaml")
    commit(folder)
    git(folder, "config", "uploadpack.allowFilter", "true")
    return folder


def clone(folder: Path, *options: str) -> Path:
    made = folder.parent / "clone"
    git(folder.parent, "clone", "-q", *options, folder.as_uri(), str(made))
    return made


def answer(folder: Path, base: str = "HEAD~1", spec: str = "specs/web.yaml") -> str:
    """The first line of a diff that succeeds without a word beside it."""
    said = say("diff", "--base", base, spec, folder=folder)
    assert (said.code, said.err) == (0, "")
    return said.out.splitlines()[0]


def refusal(folder: Path, base: str = "HEAD~1", *specs: str) -> str:
    """The message of a diff that cannot be made."""
    said = say("diff", "--exit-code", "--base", base, *(specs or ("specs/web.yaml",)), folder=folder)
    assert (said.code, said.out, said.err.count("\n")) == (3, "", 1)
    return said.err


SAME = "specs/web.yaml: nothing changes"
CHANGED = "specs/web.yaml: 1 replaced, traffic no longer recorded in 1 destination, a gap in 1 destination"


def test_a_full_clone(origin: Path):
    assert answer(clone(origin)) == CHANGED
    assert answer(origin, "HEAD") == SAME


# clones that lack objects


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
@pytest.mark.parametrize("remote", ["there", "gone"])
def test_a_partial_clone(origin: Path, kind: str, remote: str):
    partial = clone(origin, f"--filter={kind}")
    if remote == "gone":
        origin.rename(origin.with_name("away"))
    said = refusal(partial)
    assert "cannot read specs/web.yaml at HEAD~1: could not fetch " in said
    assert said.endswith(" from promisor remote; a partial clone lacks objects: "
                         "`git fetch --refetch --no-filter origin` brings them\n")  # fmt: skip
    if remote == "there":
        git(partial, "fetch", "--refetch", "--no-filter", "origin")
        assert answer(partial) == CHANGED


def test_an_include_that_a_partial_clone_lacks(origin: Path):
    partial = clone(origin, "--filter=blob:none")
    git(partial, "cat-file", "blob", "HEAD~1:specs/web.yaml")
    assert "cannot read shared/more.yaml at HEAD~1: could not fetch" in refusal(partial)


def test_a_renamed_spec_that_a_partial_clone_lacks(origin: Path):
    partial = clone(origin, "--filter=blob:none")
    git(partial, "mv", "specs/web.yaml", "specs/new.yaml")
    assert "cannot read specs/web.yaml at HEAD~1: could not fetch" in refusal(partial, "HEAD~1", "specs/new.yaml")


@pytest.mark.parametrize("path", ["HEAD~1:specs/web.yaml", "HEAD~1:shared/more.yaml", "HEAD~1:specs", "HEAD~1^{tree}"])
@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_broken_clone(origin: Path, path: str, how: str):
    hash_ = git(origin, "rev-parse", path).stdout.strip()
    file = origin / ".git/objects" / hash_[:2] / hash_[2:]
    file.chmod(0o644)
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(b"x")
    said = refusal(origin)
    assert "cannot read " in said
    assert "partial" not in said


def test_a_broken_commit(origin: Path):
    hash_ = git(origin, "rev-parse", "HEAD~1").stdout.strip()
    file = origin / ".git/objects" / hash_[:2] / hash_[2:]
    file.chmod(0o644)
    file.write_bytes(b"x")
    assert f'cannot read the revision "HEAD~1": loose object {hash_} ' in refusal(origin)
    assert f'cannot read the revision "{hash_}": loose object {hash_} ' in refusal(origin, hash_)


def test_a_file_that_is_gone_and_unreadable_stops_the_search_for_a_renamed_spec(origin: Path):
    (origin / "specs/web.yaml").rename(origin / "specs/new.yaml")
    hash_ = git(origin, "rev-parse", "HEAD^{tree}").stdout.strip()
    (origin / ".git/objects" / hash_[:2] / hash_[2:]).unlink()
    assert "cannot read specs/new.yaml at HEAD: " in refusal(origin, "HEAD", "specs/new.yaml")


# working trees


@pytest.mark.parametrize("cone", ["--cone", "--no-cone"])
@pytest.mark.parametrize("index", ["--sparse-index", "--no-sparse-index"])
def test_a_sparse_checkout(origin: Path, cone: str, index: str):
    sparse = clone(origin)
    git(sparse, "sparse-checkout", "set", cone, index, "other")
    assert not (sparse / "specs").exists()
    words = "it is outside of this sparse checkout; `git sparse-checkout add FOLDER` brings it"
    assert refusal(sparse) == f"gen-flowlogs: cannot read specs/web.yaml: {words}\n"
    git(sparse, "sparse-checkout", "set", cone, index, "specs")
    assert refusal(sparse) == f"gen-flowlogs: cannot read shared/more.yaml: {words}\n"
    git(sparse, "sparse-checkout", "add", "shared")
    assert answer(sparse) == CHANGED
    (sparse / "specs/web.yaml").rename(sparse / "specs/new.yaml")
    said = say("diff", "--base", "HEAD", "specs/new.yaml", folder=sparse)
    assert said.out.splitlines()[0] == "specs/new.yaml: nothing changes"


def test_a_spec_that_only_a_sparse_checkout_hides_is_not_renamed(origin: Path):
    sparse = clone(origin)
    git(sparse, "sparse-checkout", "set", "shared")
    (sparse / "specs").mkdir(exist_ok=True)
    (sparse / "specs/new.yaml").write_text(SPEC)
    assert answer(sparse, "HEAD", "specs/new.yaml") == "specs/new.yaml: 4 created"


def test_a_deleted_spec_is_destroyed(origin: Path):
    (origin / "specs/web.yaml").unlink()
    assert "4 destroyed" in answer(origin, "HEAD")


def test_a_worktree(origin: Path):
    git(origin, "worktree", "add", "-q", "-b", "side", str(origin.parent / "tree"))
    tree = origin.parent / "tree"
    assert (tree / ".git").is_file()
    assert answer(tree) == CHANGED
    edit(origin, "name: web", "name: changed")
    assert answer(tree, "side") == SAME


def test_a_submodule(origin: Path, tmp_path: Path):
    outer = tmp_path / "outer"
    git(tmp_path, "init", "-q", str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", origin.as_uri(), "inner")
    commit(outer)
    inner = outer / "inner"
    assert (inner / ".git").is_file()
    assert answer(inner) == CHANGED
    assert answer(outer, spec="inner/specs/web.yaml") == f"inner/{CHANGED}"
    (outer / "shared.yaml").write_text(MORE)
    edit(inner, "../shared/more.yaml", "../../shared.yaml")
    said = say("lint", "inner/specs/web.yaml", folder=outer)
    assert '"../../shared.yaml" is outside of "inner", the root of the repository;' in said.out
    assert say("lint", "--root=.", "inner/specs/web.yaml", folder=outer).code == 0


def test_a_submodule_that_becomes_a_folder(origin: Path, tmp_path: Path):
    """What the submodule had is in another repository, and not absent."""
    outer = tmp_path / "outer"
    git(tmp_path, "init", "-q", str(outer))
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", origin.as_uri(), "inner")
    commit(outer)
    git(outer, "rm", "-q", "--cached", "inner")
    (outer / "inner/.git").unlink()
    commit(outer)
    said = refusal(outer, "HEAD~1", "inner/specs/web.yaml")
    assert said == ("gen-flowlogs: cannot read inner/specs/web.yaml at HEAD~1: it is in the submodule inner there\n")


@pytest.mark.parametrize("text", ["gitdir: nowhere\n", "", "gitdir: ../origin/.git/objects\n"])
def test_a_git_file_that_leads_to_no_repository(origin: Path, text: str):
    (origin / ".git").rename(origin / "git")
    (origin / ".git").write_text(text)
    said = refusal(origin)
    assert "is in no Git repository that can be read: " in said
    assert say("lint", "specs/web.yaml", folder=origin / "specs" / "..").code == 0


def test_a_git_folder_that_is_a_link(origin: Path):
    (origin / ".git").rename(origin.parent / "git")
    (origin / ".git").symlink_to("../git")
    assert answer(origin) == CHANGED


def test_a_folder_by_a_link(origin: Path):
    linked = origin.parent / "linked"
    linked.symlink_to("origin")
    assert answer(linked) == CHANGED
    assert answer(origin.parent, spec="linked/specs/web.yaml") == f"linked/{CHANGED}"


def test_the_repository_of_somebody_else(origin: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    remedy = f"git config --global --add safe.directory {origin}"
    said = refusal(origin)
    assert "detected dubious ownership in repository at " in said
    assert said.endswith(f"; if it is yours: {remedy}\n")
    subprocess.run(remedy.split(), check=True, env={**os.environ, "HOME": str(tmp_path)})
    assert answer(origin) == CHANGED


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_repository_of_another_user(origin: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (origin, origin / ".git"):
        os.chown(path, 12345, 12345)
    assert "detected dubious ownership" in refusal(origin)


# bytes that Git changes on the way


def filtered(folder: Path, clean: str, smudge: str = "cat") -> None:
    git(folder, "config", "filter.mine.clean", clean)
    git(folder, "config", "filter.mine.smudge", smudge)
    git(folder, "config", "filter.mine.required", "true")
    (folder / ".gitattributes").write_text("specs/*.yaml filter=mine\n")
    git(folder, "add", "--renormalize", ".")
    commit(folder)


@pytest.mark.parametrize("clean", ["tr a-z n-za-m", "sed s/vpc-0a/vpc-0f/", "sha256sum"])
def test_a_filter_that_changes_a_spec(origin: Path, clean: str):
    """Encrypted, with other values, or replaced by a pointer, as git-lfs does."""
    filtered(origin, clean)
    assert git(origin, "show", "HEAD:specs/web.yaml").stdout != (origin / "specs/web.yaml").read_text()
    said = refusal(origin, "HEAD")
    assert 'cannot read specs/web.yaml at HEAD: Git stores it through the filter "mine", a program that gen-fl' in said
    (origin / "specs/web.yaml").unlink()
    assert 'through the filter "mine"' in refusal(origin, "HEAD")
    (origin / "new.yaml").write_text(SPEC.replace("name: web", "name: new"))
    assert answer(origin, "HEAD", "new.yaml") == "new.yaml: 4 created"


def test_a_filter_of_an_included_file(origin: Path):
    (origin / ".gitattributes").write_text("shared/* filter=mine\n")
    git(origin, "config", "filter.mine.clean", "sed s/ACCEPT/REJECT/")
    git(origin, "add", "--renormalize", ".")
    commit(origin)
    assert 'cannot read shared/more.yaml at HEAD: Git stores it through the filter "mine"' in refusal(origin, "HEAD")


def test_a_filter_that_changes_nothing_or_has_no_program(origin: Path):
    filtered(origin, "cat")
    assert answer(origin, "HEAD") == SAME
    git(origin, "config", "--remove-section", "filter.mine")
    edit(origin, "vpc-0a", "vpc-0b")
    assert answer(origin, "HEAD").endswith("1 replaced, traffic no longer recorded in 1 destination")


@pytest.mark.parametrize("setting", [("core.autocrlf", "true"), ("core.eol", "crlf")])
def test_line_ends_that_git_changes(origin: Path, setting: tuple[str, str]):
    (origin / ".gitattributes").write_text("* text=auto\n")
    commit(origin)
    made = clone(origin, "--config", "=".join(setting))
    assert b"\r\n" in (made / "specs/web.yaml").read_bytes()
    assert answer(made, "HEAD") == SAME
    assert answer(made, "HEAD~2") == CHANGED


def test_a_keyword_that_git_writes(origin: Path):
    edit(origin, "version: 1\n", "version: 1 # $Id$\n")
    (origin / ".gitattributes").write_text("*.yaml ident\n")
    commit(origin)
    made = clone(origin)
    assert "$Id: " in (made / "specs/web.yaml").read_text()
    assert answer(made, "HEAD") == SAME


# links


def test_a_spec_that_is_a_link(origin: Path):
    (origin / "specs/link.yaml").symlink_to("web.yaml")
    (origin / "more").symlink_to("shared")
    edit(origin, "../shared/more.yaml", "../more/more.yaml")
    commit(origin)
    assert answer(origin, "HEAD", "specs/link.yaml") == "specs/link.yaml: nothing changes"
    edit(origin, "vpc-0a", "vpc-0b")
    assert answer(origin, "HEAD", "specs/link.yaml").startswith("specs/link.yaml: 1 replaced")


@pytest.mark.parametrize(
    ("leads", "why"),
    [
        ("../../away.yaml", "it is a symbolic link that leads out of the repository"),
        ("link.yaml", "its symbolic links lead to one another"),
    ],
)
def test_a_link_at_the_base_that_leads_nowhere(origin: Path, leads: str, why: str):
    link = origin / "specs/link.yaml"
    link.symlink_to(leads)
    commit(origin)
    link.unlink()
    link.write_text(SPEC)
    assert refusal(origin, "HEAD", "specs/link.yaml") == (f"gen-flowlogs: cannot read specs/link.yaml at HEAD: {why}\n")
    link.unlink()
    (origin / "specs/new.yaml").write_text(SPEC.replace("name: web", "name: new"))
    assert answer(origin, "HEAD", "specs/new.yaml") == "specs/new.yaml: 4 created"


# surrounded by a hook of git


HOOK_VARIABLES: Mapping[str, str] = {
    "GIT_DIR": "{dir}", "GIT_WORK_TREE": "{tree}", "GIT_PREFIX": "specs/", "GIT_OBJECT_DIRECTORY": "{elsewhere}",
    "GIT_INDEX_FILE": "{dir}/index", "GIT_COMMON_DIR": "{elsewhere}", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "{elsewhere}",
    "GIT_SHALLOW_FILE": "{elsewhere}", "GIT_GRAFT_FILE": "{elsewhere}", "GIT_NAMESPACE": "x",
    "GIT_REPLACE_REF_BASE": "refs/x/", "GIT_IMPLICIT_WORK_TREE": "0", "GIT_ATTR_SOURCE": "nowhere",
}  # fmt: skip


@pytest.mark.parametrize("name", HOOK_VARIABLES)
@pytest.mark.parametrize("kind", ["relative", "absolute", "of another repository"])
def test_a_variable_of_a_surrounding_hook(origin: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str):
    other = origin.parent / "other"
    git(origin.parent, "init", "-q", str(other))
    tree = {"relative": ".", "absolute": str(origin), "of another repository": str(other)}[kind]
    elsewhere = str(origin.parent / "nowhere")
    monkeypatch.setenv(name, HOOK_VARIABLES[name].format(dir=f"{tree}/.git", tree=tree, elsewhere=elsewhere))
    assert answer(origin) == CHANGED
    assert answer(origin / "specs", spec="web.yaml") == CHANGED.removeprefix("specs/")


def test_every_variable_that_git_calls_local_is_dropped_or_set():
    from gen_flowlogs.cli.git import settings  # noqa: PLC0415

    listed = subprocess.run(["git", "rev-parse", "--local-env-vars"], check=True, capture_output=True, text=True)
    kept = {"GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT"}  # what `git -c` sets: the user's, and ours go before them
    known = {*settings.DROPPED, *(each.name for each in settings.ENVIRONMENT), *kept}
    assert set(listed.stdout.split()) - known - {"GIT_INTERNAL_SUPER_PREFIX"} == set()


@pytest.mark.parametrize("where", ["main", "worktree", "subfolder", "commit -a"])
def test_the_same_answer_inside_a_hook_of_git(origin: Path, where: str):
    tree = origin
    if where == "worktree":
        tree = origin.parent / "tree"
        git(origin, "worktree", "add", "-q", "-b", "side", str(tree))
    script = origin / ".git/hooks/pre-commit"
    script.parent.mkdir(exist_ok=True)
    log = origin.parent / "log"
    script.write_text(
        f"#!/bin/sh\nenv | grep '^GIT_' > {log}.env\n"
        f"{GEN_FLOWLOGS} diff --exit-code --base HEAD~1 specs/web.yaml > {log} 2>&1\necho $? >> {log}\n"
        f"cd specs && {GEN_FLOWLOGS} lint web.yaml >> {log} 2>&1\necho $? >> {log}\n"
    )
    script.chmod(0o755)
    outside = say("diff", "--exit-code", "--base", "HEAD~1", "specs/web.yaml", folder=tree)
    linted = say("lint", "web.yaml", folder=tree / "specs")
    folder = tree / "specs" if where == "subfolder" else tree
    edit(tree, "a: 1", "a: 2", "other/notes.yaml")
    git(folder, "commit", "-qam" if where == "commit -a" else "-qm", "change", "--allow-empty")
    assert log.read_text() == f"{outside.out}{outside.code}\n{linted.out}{linted.err}{linted.code}\n"
    assert outside.out.startswith(CHANGED)
    assert "GIT_INDEX_FILE=" in (log.with_suffix(".env")).read_text()


def test_only_a_base_needs_git(origin: Path):
    ran = subprocess.run(
        [sys.executable, "-I", "-m", "gen_flowlogs", "lint", "specs/web.yaml"],
        cwd=origin, env={"PATH": ""}, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (
        0,
        "gen-flowlogs: 1 warning in 1 spec; `gen-flowlogs rules partial-capture` shows how to ignore it\n",
    )
