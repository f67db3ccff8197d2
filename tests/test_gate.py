"""The eleven ways in which a gate was fooled, each played in a repository that is set up from the pages.

With the hook of the page as plain git has it, the steps of the action, and the command line. The hooks in pre-commit
itself are in tests/test_ci.py; each way has more tests where its code is tested.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from commands import say
from test_ci import ACTION, BIN, HOOKS, SPEC, STEPS, Runner, edit, gen_flowlogs, git, one_commit, repository  # noqa: F401 - fixtures
from test_cli_hook import build, change, commit, folder, staged  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import Said


def diff(folder: Path, base: str = "HEAD~1", *options: str) -> Said:  # noqa: F811
    return say("diff", "--exit-code", f"--base={base}", *options, "specs/web.yaml", folder=folder)


def test_1_a_read_that_git_cannot_do_is_no_absence(folder: Path):  # noqa: F811
    change(folder)
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    git(folder, "config", "uploadpack.allowFilter", "true")
    clone = folder.parent / "clone"
    git(folder.parent, "clone", "-q", "--filter=blob:none", folder.as_uri(), str(clone))
    git(clone, "remote", "set-url", "origin", "https://127.0.0.1:1/none")
    said = diff(clone)
    assert (said.code, said.out) == (3, "")
    assert "`git fetch --refetch --no-filter origin` brings them" in said.err
    runner = Runner(clone, base="HEAD~1")
    assert runner.step("diff").returncode == 3
    assert runner.output.startswith("Flow logs: the change could not be compared with its base")


def test_2_a_change_of_others_is_not_that_of_the_pull_request(folder: Path):  # noqa: F811
    frozen = git(folder, "rev-parse", "HEAD").stdout.strip()
    git(folder, "checkout", "-qb", "topic")
    (folder / "README.md").write_text("read\n")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    head = git(folder, "rev-parse", "HEAD").stdout.strip()
    git(folder, "checkout", "-q", "main")
    change(folder)
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a")[0] == 0
    git(folder, "checkout", "-q", "topic")
    assert (diff(folder, "main").code, "replaced" in diff(folder, "main").out) == (0, False)
    git(folder, "checkout", "-q", "--detach", "main")
    git(folder, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    runner = Runner(folder, base=frozen)
    event = runner.temp / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": frozen}, "head": {"sha": head}}}))
    merged = git(folder, "rev-parse", "HEAD").stdout.strip()
    runner.github = {"GITHUB_EVENT_PATH": str(event), "GITHUB_SHA": merged}
    assert runner.step("diff").returncode == 0
    assert "replaced" not in runner.summary
    assert "the commit that the pull request is merged into" in runner.summary


def test_3_the_environment_of_a_hook_changes_no_answer(folder: Path):  # noqa: F811
    change(folder)
    build(folder, "specs/web.yaml")
    assert commit(folder, "-a")[0] == 0
    outside = diff(folder)
    linked = folder.parent / "linked"
    git(folder, "worktree", "add", "-q", str(linked))
    script = folder / ".git/hooks/pre-push"
    script.write_text(
        f"#!/bin/sh\nexec {BIN}/gen-flowlogs diff --exit-code --base=HEAD~1 specs/web.yaml > ../said 2>&1\n"
    )
    script.chmod(0o755)
    bare = folder.parent / "bare.git"
    git(folder.parent, "init", "-q", "--bare", str(bare))
    for where, options in ((folder, []), (linked, []), (folder, ["--git-dir=.git"])):
        ran = git(where, *options, "push", str(bare), "HEAD:refs/heads/x", check=False)
        assert (ran.returncode != 0, (folder.parent / "said").read_text()) == (True, outside.out)
    assert outside.code == 1


def test_4_the_commit_is_judged_and_not_the_disk(folder: Path):  # noqa: F811
    text = (folder / "specs/web.yaml").read_text().replace("destinations: central", "destinations: [central, lake]")
    lake = "destinations:\n  lake: {s3: {bucket: example-flow-logs}}\n"
    (folder / "specs/web.yaml").write_text(text.replace("destinations:\n", lake, 1))
    build(folder, "specs/web.yaml")
    code, said = commit(folder, "-a")
    assert (code, "not in the commit; run `git add -- out/web/s3.tf`\n" in said) == (1, True)
    (folder / "specs/wip.yaml").write_text("name: [\n")
    git(folder, "add", "out")
    assert commit(folder, "-a")[0] == 0
    edit(folder, "lake]\n", "lake]\n    filter: reject\n")
    git(folder, "add", "specs/web.yaml")
    for _ in range(2):
        assert staged(folder, "build")[0] == 1
    git(folder, "add", "out")
    assert staged(folder, "build")[0] == 0


def test_5_nothing_of_another_spec_goes(folder: Path):  # noqa: F811
    (folder / "specs/api.yaml").write_text(SPEC.replace("web", "api"))
    build(folder, "--out=out/web", "specs/api.yaml")
    before = {path: path.read_bytes() for path in (folder / "out/web/api").iterdir()}
    said = say("build", "specs/web.yaml", folder=folder)
    assert (said.code, said.err, "deleted" in said.out.partition("\n")[2]) == (0, "", False)
    assert {path: path.read_bytes() for path in (folder / "out/web/api").iterdir()} == before
    (folder / "specs/other.yaml").write_text(SPEC)
    other = say("build", "specs/other.yaml", folder=folder)
    assert (other.code, '"specs/web.yaml", and "specs/other.yaml" has' in other.err) == (1, True)
    edit(folder, "name: web", "name: web2")
    assert "out/web: left by" in say("build", "specs/web.yaml", folder=folder).err


def test_6_files_without_a_repository_compile_as_with_one(folder: Path, tmp_path: Path):  # noqa: F811
    (folder / "shared").mkdir()
    (folder / "shared/f.yaml").write_text("filters:\n  few: {traffic: REJECT}\n")
    edit(folder, "name: web\n", "name: web\ninclude: [../shared/f.yaml]\n")
    edit(folder, "    destinations: central\n", "    destinations: central\n    filter: few\n")
    build(folder, "specs/web.yaml")
    git(folder, "add", ".")
    assert commit(folder)[0] == 0
    git(folder, "archive", "-o", str(tmp_path / "a.tar"), "HEAD")
    files = tmp_path / "files"
    with tarfile.open(tmp_path / "a.tar") as archive:
        archive.extractall(files, filter="data")
    assert say("check", "specs/web.yaml", folder=files).code == 0
    elsewhere = say("check", "--out=out", "specs/web.yaml", "--root", "specs", folder=files)
    assert (elsewhere.code, "the folder of --root" in elsewhere.out) == (1, True)


def test_7_places_are_from_the_root(folder: Path):  # noqa: F811
    change(folder)
    for name in ("web.yaml", "./web.yaml", "../specs/web.yaml"):
        for form, place in (
            ("github", "file=specs/web.yaml,"),
            ("sarif", '"uri": "specs/web.yaml"'),
            ("gitlab", '"path": "specs/web.yaml"'),
            ("junit", "specs/web.yaml"),
        ):
            said = say("lint", f"--format={form}", name, folder=folder / "specs")
            assert (place in said.out, "./specs" in said.out, "../" in said.out) == (True, False, False)


def test_8_a_pattern_that_matches_nothing_is_said(folder: Path):  # noqa: F811
    assert "no file matches network/*.yaml" in staged(folder, "check", "specs/*.yaml", "network/*.yaml")[1]
    assert staged(folder, "check", "--strict", "specs/*.yaml", "network/*.yaml")[0] == 1
    git(folder, "mv", "specs", "network")
    code, said = commit(folder)
    assert (code, "but network/web.yaml is a spec: correct the pattern" in said) == (1, True)
    check = Runner(folder).step("check")
    assert (check.returncode, "but network/web.yaml is a spec" in check.stdout) == (3, True)


def test_9_documents_are_utf_8_whatever_the_console_is(folder: Path):  # noqa: F811
    name = "specs/é.yaml"
    (folder / name).write_text(SPEC.replace("name: web", "name: e") + "filters:\n  idle: {traffic: ALL}\n")
    for arguments in (
        ["schema"], ["lint", "--format=github", name], ["lint", "--format=json", name],
        ["diff", "--format=markdown", "specs/web.yaml", name],
    ):  # fmt: skip
        said = [
            subprocess.run(
                [str(BIN / "gen-flowlogs"), *arguments], cwd=folder, check=True, capture_output=True,
                env={**os.environ, "PYTHONIOENCODING": encoding},
            ).stdout
            for encoding in ("utf-8", "cp1252")
        ]  # fmt: skip
        assert said[0].decode() == said[1].decode()


def test_10_what_fails_says_what_to_run(folder: Path):  # noqa: F811
    change(folder)
    git(folder, "add", ".")
    code, said = commit(folder)
    (command,) = re.findall("renew the output with `(.*)` \\(this is gen-flowlogs ", said)
    assert code == 1
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    subprocess.run(["sh", "-ec", command], cwd=folder, check=True, capture_output=True, env=environment)
    assert commit(folder)[0] == 0
    edit(folder, '"REJECT"', '"ALL"', "out/web/flow_logs.tf")
    check = Runner(folder).step("check")
    assert "renew the output with `gen-flowlogs build specs/web.yaml` (this is gen-flowlogs " in check.stderr
    gen_flowlogs(folder, "specs/web.yaml")
    assert Runner(folder).step("check").returncode == 0


@pytest.mark.parametrize("name", ["bin/python", "Scripts/python.exe"])
def test_11_the_action_finds_its_interpreter(folder: Path, name: str):  # noqa: F811
    runner = Runner(folder, specs="./specs/*.yaml", base="HEAD")
    (runner.temp / "gen-flowlogs").unlink()
    program = runner.temp / "gen-flowlogs" / name
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {BIN}/python "$@"\n')
    program.chmod(0o755)
    change(folder)
    assert (runner.step("diff").returncode, "### Flow logs: specs/web.yaml\n" in runner.summary) == (0, True)
    check = runner.step("check")
    assert (check.returncode, "file=specs/web.yaml," in check.stdout) == (1, True)
    assert set(STEPS["diff"]["env"]) == {"SPECS", "OUT", "BASE"}
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in ACTION["runs"]["steps"] if "uses" in step)
    assert all(each["language"] == "python" for each in HOOKS.values())
