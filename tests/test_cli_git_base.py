"""The commit that `diff --base` and the action compare with, with the real git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import say
from test_ci import SPEC, Runner, edit, git

MAIN = "    destinations: central\n    filter: accept\n"
MINE = "vpc-0b1b2c3d4e5f67890"


def commit(folder: Path, words: str) -> str:
    git(folder, "add", ".")
    git(folder, "commit", "-qm", words)
    return git(folder, "rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def behind(tmp_path: Path) -> Path:
    """A repository in which main has gone on while a branch adds a capture point, and the branch is checked out."""
    folder = tmp_path / "repository"
    (folder / "specs").mkdir(parents=True)
    git(folder, "init", "-q")
    (folder / "specs/web.yaml").write_text(SPEC)
    commit(folder, "first")
    git(folder, "tag", "fork")
    edit(folder, "    destinations: central\n", MAIN)
    commit(folder, "of main")
    git(folder, "checkout", "-q", "-b", "mine", "fork")
    spec = folder / "specs/web.yaml"
    spec.write_text(f"{spec.read_text()}  edge: {{vpc: {MINE}, destinations: central}}\n")
    commit(folder, "of mine")
    return folder


def first(text: str) -> str:
    return text.splitlines()[0]


# the command line


@pytest.mark.parametrize("base", ["main", "fork", "HEAD~1", "refs/heads/main"])
def test_the_base_is_where_the_branches_part(behind: Path, base: str):
    fork = git(behind, "rev-parse", "fork").stdout.strip()
    said = say("diff", "--base", base, "specs/web.yaml", folder=behind)
    assert (said.code, first(said.out)) == (0, "specs/web.yaml: 1 created")
    described = f"the merge base of `{base}` and `HEAD`" if "main" in base else f"`{base}`"
    assert said.out.splitlines()[-1] == f"compared with {fork[:12]}, {described}"
    assert said.err == ""
    report = json.loads(say("diff", "--base", base, "--format=json", "specs/web.yaml", folder=behind).out)
    assert report["base"] == {"commit": fork, "description": described}
    text = say("diff", "--base", base, "--format=markdown", "specs/web.yaml", folder=behind).out
    assert text.endswith(f"\n\nCompared with `{fork[:12]}`, {described}.\n")


def test_the_base_of_a_branch_that_is_merged_is_head(behind: Path):
    git(behind, "checkout", "-q", "main")
    git(behind, "merge", "-q", "--no-edit", "-X", "ours", "mine")
    git(behind, "checkout", "-q", "mine")
    said = say("diff", "--base", "main", "specs/web.yaml", folder=behind)
    assert first(said.out) == "specs/web.yaml: nothing changes"
    assert said.out.endswith(", `HEAD`, which `main` has in its history\n")


def test_the_base_of_a_detached_head(behind: Path):
    git(behind, "checkout", "-q", "--detach")
    assert first(say("diff", "--base", "main", "specs/web.yaml", folder=behind).out) == "specs/web.yaml: 1 created"


def test_the_lines_of_a_spec_that_changed_name_the_merge_base(behind: Path):
    git(behind, "mv", "specs/web.yaml", "specs/moved.yaml")
    said = say("diff", "--base", "main", "specs/moved.yaml", folder=behind)
    fork = git(behind, "rev-parse", "fork").stdout[:12]
    assert said.err == f"specs/moved.yaml is compared with specs/web.yaml at {fork}, which has its name\n"


def test_a_revision_without_a_common_ancestor(behind: Path):
    git(behind, "checkout", "-q", "--orphan", "other")
    commit(behind, "unrelated")
    said = say("diff", "--base", "main", "specs/web.yaml", folder=behind)
    assert (said.code, said.out) == (3, "")
    words = "main and HEAD have no common ancestor: name a revision of the history of HEAD"
    assert said.err == f"gen-flowlogs: {words}\n"


def test_a_repository_without_a_commit(tmp_path: Path):
    git(tmp_path, "init", "-q")
    (tmp_path / "web.yaml").write_text(SPEC)
    said = say("diff", "--base", "HEAD", "web.yaml", folder=tmp_path)
    assert (said.code, said.out) == (3, "")
    assert 'Git knows no revision "HEAD" here: the repository has no commit yet' in said.err


@pytest.mark.parametrize(
    ("name", "hint"),
    [("main", "did you mean `master`?"), ("mastr", "did you mean `master`?"), ("v9", "`git branch --all` lists the")],
)
def test_a_revision_of_another_name(name: str, hint: str, tmp_path: Path):
    git(tmp_path, "init", "-q", "-b", "master")
    (tmp_path / "web.yaml").write_text(SPEC)
    commit(tmp_path, "first")
    said = say("diff", "--base", name, "web.yaml", folder=tmp_path)
    assert (said.code, said.out) == (3, "")
    assert f'Git knows no revision "{name}" here; {hint}' in said.err


def clone(folder: Path, *options: str) -> Path:
    """A clone of a repository beside it."""
    made = folder.parent / "clone"
    git(folder.parent, "clone", "-q", *options, folder.as_uri(), str(made))
    return made


def test_a_shallow_clone_that_lacks_the_merge_base(behind: Path):
    shallow = clone(behind, "--depth=1", "--no-single-branch", "--branch=mine")
    said = say("diff", "--base", "origin/main", "specs/web.yaml", folder=shallow)
    assert (said.code, said.out) == (3, "")
    assert said.err == (
        "gen-flowlogs: this shallow clone lacks the commit where origin/main and HEAD part: fetch the whole history "
        "(actions/checkout: `fetch-depth: 0`; elsewhere: `git fetch --unshallow`)\n"
    )
    git(shallow, "fetch", "-q", "--unshallow")
    assert first(say("diff", "--base", "origin/main", "specs/web.yaml", folder=shallow).out).endswith(": 1 created")


def test_a_shallow_clone_in_which_an_older_ancestor_is_common(behind: Path):
    """The right base is cut away; git takes an older commit, which both sides merged once more, for the base."""

    def made(branch: str, tree: str, *parents: str) -> str:
        options = [each for parent in parents for each in ("-p", parent)]
        commit_ = git(behind, "commit-tree", f"{tree}^{{tree}}", *options, "-m", branch).stdout.strip()
        git(behind, "branch", "-f", branch, commit_)
        return commit_

    git(behind, "checkout", "-q", "--detach")
    right = made("right", "main", "fork")
    edit(behind, "    destinations: central\n", MAIN)
    mine = commit(behind, "mine and main")
    for branch, tree in (("main", "main"), ("mine", mine)):
        made(branch, tree, made(branch, tree, right), "fork")
    git(behind, "checkout", "-q", "mine")
    said = say("diff", "--base", "main", "specs/web.yaml", folder=behind)
    assert first(said.out) == "specs/web.yaml: 1 created"
    assert said.out.endswith(f"compared with {right[:12]}, the merge base of `main` and `HEAD`\n")
    shallow = clone(behind, "--depth=2", "--no-single-branch", "--branch=mine")
    wrong = git(shallow, "merge-base", "origin/main", "HEAD").stdout
    assert wrong == git(behind, "rev-parse", "fork").stdout
    said = say("diff", "--base", "origin/main", "specs/web.yaml", folder=shallow)
    assert (said.code, said.out) == (3, "")
    assert "this shallow clone lacks the commit where origin/main and HEAD part" in said.err


def test_a_shallow_clone_that_has_the_base(behind: Path):
    shallow = clone(behind, "--depth=2", "--branch=mine")
    said = say("diff", "--base", "HEAD~1", "specs/web.yaml", folder=shallow)
    assert first(said.out) == "specs/web.yaml: 1 created"


# the action


class PullRequest(Runner):
    """The steps in the checkout of a pull request, as GitHub prepares it: the merge of head into main."""

    def __init__(self, folder: Path, frozen: str, head: str, merge: str, **inputs: str) -> None:
        super().__init__(folder, **{"base": frozen, **inputs})
        event = self.temp / "event.json"
        event.write_text(json.dumps({"pull_request": {"base": {"sha": frozen}, "head": {"sha": head}}}))
        self.github = {"GITHUB_EVENT_PATH": str(event), "GITHUB_SHA": merge}


@pytest.fixture
def pull(behind: Path) -> tuple[Path, str, str, str]:
    """The checkout of a merge commit, and the commits: the frozen base, head, and the merge."""
    frozen = git(behind, "rev-parse", "fork").stdout.strip()
    head = git(behind, "rev-parse", "mine").stdout.strip()
    git(behind, "checkout", "-q", "--detach", "main")
    (behind / "specs/web.yaml").write_text(git(behind, "show", "mine:specs/web.yaml").stdout)
    edit(behind, "    destinations: central\n", MAIN)
    git(behind, "add", ".")
    tree = git(behind, "write-tree").stdout.strip()
    merge = git(behind, "commit-tree", tree, "-p", "main", "-p", "mine", "-m", "merge").stdout.strip()
    git(behind, "reset", "-q", "--hard", merge)
    git(behind, "update-ref", "refs/pull/1/merge", merge)
    return behind, frozen, head, merge


def test_the_action_compares_with_what_the_pull_request_is_merged_into(pull: tuple[Path, str, str, str]):
    folder, frozen, head, merge = pull
    runner = PullRequest(folder, frozen, head, merge)
    step = runner.step("diff")
    assert (step.returncode, step.stderr) == (0, "")
    assert "**1 created**" in runner.summary
    main = git(folder, "rev-parse", "main").stdout[:12]
    assert f"Compared with `{main}`, the commit that the pull request is merged into.\n" in runner.summary


def test_the_action_fetches_what_the_pull_request_is_merged_into(pull: tuple[Path, str, str, str]):
    folder, frozen, head, merge = pull
    shallow = folder.parent / "shallow"
    git(folder.parent, "init", "-q", str(shallow))
    git(shallow, "remote", "add", "origin", folder.as_uri())
    git(shallow, "fetch", "-q", "--depth=1", "origin", "refs/pull/1/merge")
    git(shallow, "checkout", "-q", "--detach", "FETCH_HEAD")
    assert git(shallow, "rev-parse", "HEAD^1", check=False).returncode != 0
    runner = PullRequest(shallow, frozen, head, merge)
    step = runner.step("diff")
    assert (step.returncode, step.stderr) == (0, "")
    assert "**1 created**" in runner.summary


def test_a_base_that_cannot_be_fetched_says_why(pull: tuple[Path, str, str, str]):
    folder, _, head, _ = pull
    git(folder, "remote", "add", "origin", (folder.parent / "nowhere").as_uri())
    step = PullRequest(folder, "0" * 40, head, "0" * 40).step("diff")
    assert step.returncode == 3
    assert "is not in this clone and cannot be fetched: " in step.stderr
    assert "nowhere" in step.stderr
    assert "(actions/checkout: `fetch-depth: 0`)" in step.stderr


@pytest.mark.parametrize("explicit", ["main", "fork", "HEAD^2"])
def test_an_explicit_base_is_itself(pull: tuple[Path, str, str, str], explicit: str):
    folder, frozen, head, merge = pull
    runner = PullRequest(folder, frozen, head, merge, base=explicit)
    assert runner.step("diff").returncode == 0
    commit_ = git(folder, "rev-parse", explicit).stdout[:12]
    assert f"Compared with `{commit_}`, `{explicit}`.\n" in runner.summary


@pytest.mark.parametrize("why", ["head is checked out", "another commit", "no event", "not JSON", "another head"])
def test_the_base_of_the_event_where_its_merge_is_not_checked_out(pull: tuple[Path, str, str, str], why: str):
    folder, frozen, head, merge = pull
    if why == "head is checked out":
        git(folder, "checkout", "-q", "--detach", "mine")
    runner = PullRequest(folder, frozen, frozen if why == "another head" else head, merge)
    match why:
        case "another commit":
            runner.github["GITHUB_SHA"] = git(folder, "rev-parse", "main").stdout.strip()
        case "no event":
            del runner.github["GITHUB_EVENT_PATH"]
        case "not JSON":
            Path(runner.github["GITHUB_EVENT_PATH"]).write_text("[")
    assert runner.step("diff").returncode == 0
    named = (
        f"`{frozen}`" if why in ("no event", "not JSON") else "the base of the pull request when it was last pushed to"
    )
    assert f"Compared with `{frozen[:12]}`, {named}.\n" in runner.summary


def test_a_merge_of_the_author_decides_no_base(pull: tuple[Path, str, str, str]):
    """The author of a pull request pushes a merge of head and of a commit that has the change already."""
    folder, frozen, head, merge = pull
    tree = git(folder, "rev-parse", f"{head}^{{tree}}").stdout.strip()
    hidden = git(folder, "commit-tree", tree, "-m", "has the change").stdout.strip()
    forged = git(folder, "commit-tree", tree, "-p", hidden, "-p", head, "-m", "forged").stdout.strip()
    git(folder, "checkout", "-q", "--detach", forged)
    runner = PullRequest(folder, frozen, head, merge)
    assert runner.step("diff").returncode == 0
    assert "**1 created**" in runner.summary


def test_the_base_of_a_merge_group(behind: Path):
    base = git(behind, "rev-parse", "fork").stdout.strip()
    runner = PullRequest(behind, base, "", git(behind, "rev-parse", "HEAD").stdout.strip())
    Path(runner.github["GITHUB_EVENT_PATH"]).write_text(json.dumps({"merge_group": {"base_sha": base}}))
    assert runner.step("diff").returncode == 0
    assert f"Compared with `{base[:12]}`, the base of the merge group.\n" in runner.summary
