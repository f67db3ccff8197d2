"""`diff` as a command: two files or a Git revision, its forms, its exit codes, and what a hostile spec can do to it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any, get_args

import jsonschema
import pytest
import yaml

import catalogue
import mutations
from gen_flowlogs.compare import compare
from gen_flowlogs.compare.comparison import Action, EffectKind
from gen_flowlogs.show.changes import Line, Report, as_json
from mutations import vpc

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import Said

SPEC: dict[str, Any] = {
    "version": 1,
    "name": "small",
    "destinations": {"central": {"cloudwatch_logs": {"log_group": "/flow/central"}}},
    "capture_points": {"core": {"vpc": vpc(1), "destinations": "central"}},
}
REFUSED = {**SPEC, "capture_points": {"core": {"vpc": vpc(1), "destinations": "central", "filter": "reject"}}}
RENAMED = {**SPEC, "capture_points": {"kernel": {"vpc": vpc(1), "destinations": "central", "renamed_from": "core"}}}
BROKEN = {**SPEC, "capture_points": {"core": {"vpc": "vpc-nonsense", "destinations": "central"}}}
SCHEMA = json.loads((catalogue.ROOT / "docs" / "diff.schema.json").read_text())


def diff(*arguments: str, folder: Path, stdin: bytes | None = None) -> Said:
    return catalogue.command("diff", *arguments, folder=folder, stdin=stdin)


def write(folder: Path, **specs: dict[str, Any]) -> None:
    for name, data in specs.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data, sort_keys=False))


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    ran = subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment
    )
    return ran.stdout


def head(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, old=SPEC, refused=REFUSED, renamed=RENAMED, broken=BROKEN)
    return tmp_path


@pytest.fixture
def repository(folder: Path) -> Path:
    """A repository whose spec includes a file, both committed."""
    (folder / "specs").mkdir()
    write(folder, **{"specs/prod": {**SPEC, "include": ["../shared.yaml"], "destinations": {}}})
    prod = folder / "specs/prod.yaml"
    prod.write_text(prod.read_text().replace("destinations: {}\n", ""))
    write(folder, shared={"destinations": SPEC["destinations"]})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


# two files


def test_text(folder: Path):
    said = diff("old.yaml", "refused.yaml", folder=folder)
    assert said == catalogue.Said(0, said.out, "")
    lines = said.out.splitlines()
    assert lines[0] == "refused.yaml: 1 replaced, traffic no longer recorded in 1 destination, a gap in 1 destination"
    assert lines[1] == "-/+ aws_flow_log.core__central  refused.yaml:11"
    assert lines[2] == '      traffic_type: "ALL" → "REJECT"'
    assert "  lost: accepted traffic of core is no longer recorded in central, nor anywhere else" in lines
    assert [line for line in lines if line.startswith("hint: to avoid the gap, ")]


def test_nothing(folder: Path):
    assert diff("old.yaml", "old.yaml", "--exit-code", folder=folder) == catalogue.Said(
        0, "old.yaml: nothing changes\n", ""
    )


@pytest.mark.parametrize(("new", "code"), [("refused", 1), ("renamed", 0), ("longer", 0), ("shorter", 1), ("old", 0)])
def test_exit_code(folder: Path, new: str, code: int):
    for name, days in (("shorter", 30), ("longer", 731)):  # an update, and only the one that deletes records counts
        data = {"cloudwatch_logs": {"log_group": "/flow/central", "retention_days": days}}
        write(folder, **{name: {**SPEC, "destinations": {"central": data}}})
    assert diff("old.yaml", f"{new}.yaml", folder=folder).code == 0
    assert diff("old.yaml", f"{new}.yaml", "--exit-code", folder=folder).code == code


def test_exit_code_of_an_apply_that_fails(folder: Path):
    kept = {"kept": {"cloudwatch_logs": {"log_group": "/flow/kept"}}}
    both = {**SPEC["destinations"], **kept}
    retired = {**SPEC["destinations"], "kept": {**kept["kept"], "retired": True}}
    write(folder, before={**SPEC, "destinations": retired}, again={**SPEC, "destinations": both})
    said = diff("before.yaml", "again.yaml", "--exit-code", folder=folder)
    assert said.code == 1
    assert "created, Terraform fails for 1 destination" in said.out
    assert "replaced" not in said.out
    assert "destroyed" not in said.out


def test_exit_code_of_a_change_that_terraform_ignores(folder: Path):
    theirs = {"existing": True, "role": {"arn": "arn:aws:iam::111122223333:role/theirs"}}
    adopted = {"core": {**SPEC["capture_points"]["core"], "adopted": ["destination"]}}
    for name, group in (("before", "/flow/central"), ("after", "/flow/other")):
        data = {"cloudwatch_logs": {"log_group": group, **theirs}}
        write(folder, **{name: {**SPEC, "destinations": {"central": data}, "capture_points": adopted}})
        write(folder, **{f"{name}-plain": {**SPEC, "destinations": {"central": data}}})
    assert diff("before-plain.yaml", "before.yaml", "--exit-code", folder=folder).code == 0
    said = diff("before.yaml", "after.yaml", "--exit-code", folder=folder)
    assert said.code == 1
    assert said.out.startswith("after.yaml: a change ignored in 1 destination\n")


def test_json(folder: Path):
    said = diff("old.yaml", "refused.yaml", "--format", "json", folder=folder)
    report = json.loads(said.out)
    jsonschema.validate(report, SCHEMA)
    assert report["changes"] == [
        {
            "stack": None,
            "address": "aws_flow_log.core__central",
            "action": "replace",
            "forced_by": ["traffic_type"],
            "reason": 'traffic_type: "ALL" → "REJECT"',
            "file": "refused.yaml",
            "line": 11,
        }
    ]
    assert [(each["capture_point"], each["effect"]) for each in report["coverage"]] == [
        ("core", "gap"),
        ("core", "lost"),
    ]


def test_the_schema_has_every_word():
    changes, coverage = (SCHEMA["properties"][name]["items"]["properties"] for name in ("changes", "coverage"))
    assert changes["action"]["enum"] == list(get_args(Action))
    assert set(coverage["effect"]["enum"]) == set(get_args(EffectKind))
    assert all(
        f"{word}:" in coverage["effect"]["description"] or word in ("fields", "interval")
        for word in get_args(EffectKind)
    )


def test_the_json_of_every_mutation_is_what_the_schema_says():
    nowhere = Line("spec.yaml", 1)
    reports = []
    for pair in mutations.pairs("keep"):
        comparison = compare(pair.old.spec, pair.new.spec)
        reports.append(Report("spec.yaml", comparison, dict.fromkeys(comparison.changes, nowhere)))
    report = json.loads(as_json(reports))
    jsonschema.validate(report, SCHEMA)
    assert {each["action"] for each in report["changes"]} == set(get_args(Action))
    assert {each["effect"] for each in report["coverage"]} >= set(get_args(EffectKind)) - {"covered", "twice"}


def test_json_of_a_move_and_of_what_is_gone(folder: Path):
    moved = json.loads(diff("old.yaml", "renamed.yaml", "--format", "json", folder=folder).out)
    jsonschema.validate(moved, SCHEMA)
    assert [(each["action"], each["moved_from"]) for each in moved["changes"]] == [
        ("move", "aws_flow_log.core__central")
    ]
    write(folder, other={**SPEC, "capture_points": {"edge": {"vpc": vpc(2), "destinations": "central"}}})
    gone = json.loads(diff("old.yaml", "other.yaml", "--format", "json", folder=folder).out)["changes"]
    assert [(each["action"], each["file"], each["line"]) for each in gone] == [
        ("destroy", "old.yaml", 8),
        ("create", "other.yaml", 8),
    ]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("pair", [("broken.yaml", "old.yaml"), ("old.yaml", "broken.yaml")])
def test_a_broken_spec(folder: Path, pair: tuple[str, str], form: str):
    said = diff(*pair, "--format", form, folder=folder)
    assert (said.code, said.out) == (1, "")
    assert "broken.yaml:9:10: error: " in said.err
    assert said.err.endswith("gen-flowlogs: broken.yaml has errors, so the specs cannot be compared\n")


def test_usage(folder: Path):
    assert diff("old.yaml", folder=folder).code == 2
    assert diff("old.yaml", "old.yaml", "old.yaml", folder=folder).code == 2
    assert diff("-", "-", folder=folder, stdin=b"").code == 2
    assert diff("--base", "HEAD", "-", folder=folder, stdin=b"").code == 2
    assert diff("old.yaml", "missing.yaml", folder=folder).code == 3


def test_standard_input(folder: Path):
    said = diff("old.yaml", "-", folder=folder, stdin=yaml.safe_dump(REFUSED).encode())
    assert (
        said.out.splitlines()[0]
        == "<stdin>: 1 replaced, traffic no longer recorded in 1 destination, a gap in 1 destination"
    )


# a revision


def test_base(repository: Path):
    same = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    commit = head(repository)
    assert same.out == f"specs/prod.yaml: nothing changes\ncompared with {commit[:12]}, `HEAD`\n"
    shared = repository / "shared.yaml"
    shared.write_text(shared.read_text().replace("/flow/central", "/flow/other"))
    said = diff("--base", "main", "specs/prod.yaml", "--exit-code", folder=repository)
    assert said.code == 1
    assert "-/+ aws_cloudwatch_log_group.central  shared.yaml:4" in said.out
    below = diff("--base", "main", "prod.yaml", folder=repository / "specs")
    assert "-/+ aws_cloudwatch_log_group.central  ../shared.yaml:4" in below.out


def test_base_of_an_include_that_is_gone_now(repository: Path):
    write(repository, **{"specs/prod": SPEC})
    (repository / "shared.yaml").unlink()
    said = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    assert said.out.splitlines()[:-1] == ["specs/prod.yaml: nothing changes"]


def test_base_of_a_new_spec_and_one_that_is_gone(repository: Path):
    write(repository, **{"specs/fresh": {**SPEC, "name": "fresh"}})
    assert diff("--base", "HEAD", "gone/none.yaml", folder=repository).code == 3
    (repository / "specs/prod.yaml").unlink()
    said = diff("--base", "HEAD", "specs/fresh.yaml", "specs/prod.yaml", folder=repository)
    assert "specs/fresh.yaml: 4 created" in said.out
    assert "specs/prod.yaml: 4 destroyed, traffic no longer recorded in 1 destination" in said.out
    assert "specs/prod.yaml:4 (before)" in said.out
    assert diff("--base", "HEAD", "specs/none.yaml", folder=repository).code == 3


def moved(repository: Path, old: str, new: str) -> None:
    (repository / new).parent.mkdir(exist_ok=True)
    git(repository, "mv", old, new)


@pytest.mark.parametrize("new", ["specs/other.yaml", "elsewhere/prod.yml"])
@pytest.mark.parametrize("given", [(), ("specs/prod.yaml",)])
def test_base_of_a_renamed_file(repository: Path, given: tuple[str, ...], new: str):
    moved(repository, "specs/prod.yaml", new)
    said = diff("--base", "HEAD", *given, new, folder=repository)
    assert (said.code, said.out.splitlines()[:-1]) == (0, [f"{new}: nothing changes"])
    assert said.err == f"{new} is compared with specs/prod.yaml at HEAD, which has its name\n"
    below = diff("--base", "HEAD", f"../{new}", folder=repository / "specs")
    assert below.err == f"../{new} is compared with prod.yaml at HEAD, which has its name\n"
    text = (repository / new).read_text()
    (repository / new).write_text(text.replace("core:", "edge:").replace(vpc(1), vpc(2)))
    assert "  specs/prod.yaml:4 (before)\n" in diff("--base", "HEAD", new, folder=repository).out


def test_base_of_files_that_change_places(repository: Path):
    write(repository, **{"specs/fresh": {**SPEC, "name": "fresh"}})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "fresh")
    for old, new in (("prod", "third"), ("fresh", "prod"), ("third", "fresh")):
        (repository / f"specs/{old}.yaml").rename(repository / f"specs/{new}.yaml")
    said = diff("--base", "HEAD", "specs/prod.yaml", "specs/fresh.yaml", folder=repository)
    assert said.out.splitlines()[:-1] == ["specs/prod.yaml: nothing changes", "specs/fresh.yaml: nothing changes"]
    (repository / "specs/fresh.yaml").unlink()
    gone = diff("--base", "HEAD", "specs/prod.yaml", "specs/fresh.yaml", folder=repository)
    assert [line for line in gone.out.splitlines() if line.startswith("specs/")] == [
        "specs/prod.yaml: nothing changes",
        "specs/prod.yaml: 4 destroyed, traffic no longer recorded in 1 destination",
    ]


def test_base_of_a_spec_that_gets_another_name(repository: Path):
    prod = repository / "specs/prod.yaml"
    prod.write_text(prod.read_text().replace("name: small", "name: large"))
    said = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    assert "the name changes from" in said.out
    assert said.err == ""


def test_base_of_a_spec_whose_file_and_name_are_others(repository: Path):
    (repository / "specs/prod.yaml").unlink()
    write(repository, **{"specs/other": {**SPEC, "name": "other"}})
    said = diff("--base", "HEAD", "specs/other.yaml", folder=repository)
    words = "specs/prod.yaml is a spec at HEAD and no longer here: name it too, and it is compared\n"
    assert (said.code, said.err) == (0, words)
    both = diff("--base", "HEAD", "specs/other.yaml", "specs/prod.yaml", folder=repository)
    assert "specs/prod.yaml: 4 destroyed, traffic no longer recorded in 1 destination" in both.out
    assert both.err == ""


def test_a_spec_that_is_gone_and_not_named_fails_the_gate(repository: Path):
    (repository / "specs/deep").mkdir()
    write(repository, **{"specs/other": {**SPEC, "name": "other"}, "specs/deep/inner": {**SPEC, "name": "inner"}})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "others")
    for each in ("other", "deep/inner"):
        (repository / f"specs/{each}.yaml").unlink()
    command = ("--base", "HEAD", "--exit-code", "specs/prod.yaml")
    said = diff(*command, folder=repository)
    words = "specs/other.yaml is a spec at HEAD and no longer here: name it too, and it is compared\n"
    assert (said.code, said.err) == (1, words)
    git(repository, "mv", "specs/prod.yaml", "specs/again.yaml")
    git(repository, "checkout", "HEAD", "--", "specs/other.yaml")
    moved = diff("--base", "HEAD", "--exit-code", "specs/again.yaml", folder=repository)
    words = "specs/again.yaml is compared with specs/prod.yaml at HEAD, which has its name\n"
    assert (moved.code, moved.err) == (0, words)


def test_base_of_a_name_that_only_something_else_had(repository: Path):
    """A file that is still there, one that is no spec, and one that only mentions the name."""
    write(repository, workflow={"name": "fresh"}, mention={**SPEC, "tags": {"a": "fresh"}})
    write(repository, stays={**SPEC, "name": "fresh"})
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "others")
    (repository / "workflow.yaml").unlink()
    (repository / "mention.yaml").unlink()
    write(repository, **{"specs/fresh": {**SPEC, "name": "fresh"}})
    said = diff("--base", "HEAD", "specs/fresh.yaml", folder=repository)
    assert (said.out.splitlines()[0], said.err) == ("specs/fresh.yaml: 4 created", "")


def test_base_that_is_too_large(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gen_flowlogs.cli.git.revision.LONGEST", 10)
    said = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    assert (said.code, said.out) == (3, "")
    assert said.err == "gen-flowlogs: cannot read specs/prod.yaml at HEAD: it is larger than 64 MiB\n"


def test_base_that_is_broken(repository: Path):
    write(repository, **{"specs/prod": BROKEN})
    git(repository, "commit", "-qam", "broken")
    write(repository, **{"specs/prod": SPEC})
    said = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    assert (said.code, said.out) == (1, "")
    assert "specs/prod.yaml at HEAD has errors, so the specs cannot be compared" in said.err


@pytest.mark.parametrize("revision", ["nope", "-h", "--help", "HEAD:specs", "HEAD^{tree}", "a b", "^HEAD", ""])
def test_base_that_is_no_commit(repository: Path, revision: str):
    said = diff(f"--base={revision}", "specs/prod.yaml", folder=repository)
    assert (said.code, said.out) == (3, "")
    assert "Git knows no revision" in said.err


def test_base_without_a_repository(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    said = diff("--base", "HEAD", "old.yaml", folder=folder)
    assert (said.code, said.out) == (3, "")
    assert "needs a Git repository" in said.err


def test_base_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    said = diff("--base", "HEAD", "specs/prod.yaml", folder=repository)
    assert said.code == 3
    assert "there is none in PATH" in said.err


def test_base_of_a_spec_elsewhere(repository: Path, tmp_path_factory: pytest.TempPathFactory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, other=SPEC)
    said = diff("--base", "HEAD", "specs/prod.yaml", str(elsewhere / "other.yaml"), folder=repository)
    assert (said.code, said.out) == (3, "")
    assert "is outside of the repository" in said.err


# Markdown

HOSTILE = "</code></td><script>alert(1)</script>|@octocat #1 https://evil.example `x` [y](z) ${a} \x1b[31m*b*"


def test_markdown(folder: Path):
    text = diff("old.yaml", "refused.yaml", "--format", "markdown", folder=folder).out
    assert text.startswith(
        "### Flow logs: refused.yaml\n\n"
        "**1 replaced, traffic no longer recorded in 1 destination, a gap in 1 destination**\n\n"
        "> [!WARNING]\n> - **lost**: "
    )
    assert text.count("<details>") == text.count("</details>") == 2
    assert "| ♻️ replace | `aws_flow_log.core__central` |" in text
    assert "  p0 -.->|replaced| d1\n" in text


def test_markdown_of_a_hostile_spec(folder: Path):
    hostile = {**SPEC, "capture_points": {"core": {
        "vpcs": {"lookup": {"tags": {"a": HOSTILE}}}, "destinations": "central", "description": HOSTILE,
        "tags": {"b": HOSTILE},
    }}}  # fmt: skip
    for new in (hostile, {**hostile, "destinations": {"central": {"cloudwatch_logs": {"log_group": "/a#1"}}}}):
        write(folder, hostile=new)
        text = diff("old.yaml", "hostile.yaml", "--format", "markdown", folder=folder).out
        assert set(re.findall(r"<[^>]*>", text)) <= {
            "<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<!-- -->",
        }  # fmt: skip
        assert "@octocat" not in text
        assert "https://evil" not in text
        assert "\x1b" not in text
        for row in (line for line in text.splitlines() if line.startswith("| ")):
            assert row.count("|") == 5, row


def test_a_hostile_file_name(folder: Path):
    name = "a|<b>@c#1\n## x.yaml"
    (folder / name).write_text(yaml.safe_dump(REFUSED))
    text = diff("old.yaml", name, "--format", "markdown", folder=folder).out
    assert "<b>" not in text
    assert "\n## x" not in text
    assert "\n## x" not in diff("old.yaml", name, folder=folder).out


def test_markdown_is_bounded(folder: Path):
    points = {f"point-{number}": {"vpc": vpc(number), "destinations": "central"} for number in range(3000)}
    write(folder, many={**SPEC, "capture_points": points})
    said = diff("old.yaml", "many.yaml", "--format", "markdown", folder=folder)
    assert len(said.out.encode()) < 65_536
    assert "… and 2901 more" in said.out
    nodes = re.findall(r"^  [pd]\d+\[", said.out, re.MULTILINE)
    assert len(nodes) == 60


def test_markdown_of_many_specs_is_bounded(folder: Path):
    git(folder, "init", "-q")
    git(folder, "commit", "-qm", "empty", "--allow-empty")
    points = {f"point-{number}": {"vpc": vpc(number), "destinations": "central"} for number in range(100)}
    names = [f"spec-{number}" for number in range(60)]
    write(folder, **{name: {**SPEC, "name": name, "capture_points": points} for name in names})
    said = diff("--base", "HEAD", "--format", "markdown", *(f"{name}.yaml" for name in names), folder=folder)
    assert len(said.out.encode()) < 65_536
    assert said.out.count("### Flow logs: ") == 60
    assert said.out.count("<details>") == said.out.count("</details>")


def test_text_cannot_steer_a_terminal(folder: Path):
    write(folder, hostile={**SPEC, "name": "small", "capture_points": {"core": {
        "vpc": {"lookup": {"name": HOSTILE}}, "destinations": "central"}}})  # fmt: skip
    assert "\x1b" not in diff("old.yaml", "hostile.yaml", folder=folder).out


def test_colour(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m-/+\x1b[0m" in diff("old.yaml", "refused.yaml", folder=folder).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in diff("old.yaml", "refused.yaml", folder=folder).out
