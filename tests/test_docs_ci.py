"""The pages of other runners: their files by the schemas of the runners, and their scripts in a real repository.

The runners themselves are not run. Installing is putting this venv where a page installs; a slow test installs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalogue import ROOT
from gen_flowlogs.rules import RULES
from test_ci import ACTION, STEPS, copied, edit, gen_flowlogs, git, one_commit, repository  # noqa: F401 - fixtures

BIN = Path(sys.executable).parent
DOCS = ROOT / "docs"
RUNNERS = ("gitlab", "azure-devops", "jenkins", "bitbucket")


def block(page: str, first: str) -> str:
    """The fenced block of a page that begins with this line."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```\w+\n({re.escape(first)}\n.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(found)


GITLAB = block("gitlab", "# .gitlab-ci.yml")
REST = block("gitlab", "# .gitlab-ci.yml, the rest")
AZURE = block("azure-devops", "# azure-pipelines.yml")
APPLY = block("azure-devops", "# azure-apply.yml")
JENKINS = block("jenkins", "// Jenkinsfile")
BITBUCKET = block("bitbucket", "# bitbucket-pipelines.yml")
SCANNING = block("code-scanning", "# .github/workflows/code-scanning.yml")
INSTALL = re.findall(r"^```sh\n(.*?)^```$", (DOCS / "install.md").read_text(), re.MULTILINE | re.DOTALL)


def scripts(page: str) -> tuple[str, str]:
    """The script that installs and the one that checks, as the runner hands them to a shell."""
    match page:
        case "gitlab":
            jobs = yaml.safe_load(GITLAB)
            return "\n".join(jobs[".gen-flowlogs"]["before_script"]), "\n".join(jobs["flow-logs"]["script"])
        case "azure-devops":
            first, second = [step["bash"] for step in yaml.safe_load(AZURE)["steps"] if "bash" in step]
            return first, second
        case "jenkins":
            first, second = re.findall(r"sh '''\n(.*?)'''", JENKINS, re.DOTALL)
            return first, second
        case "bitbucket":
            lines = yaml.safe_load(BITBUCKET)["definitions"]["steps"][0]["step"]["script"]
            cut = next(number for number, line in enumerate(lines) if line.startswith("mkdir"))
            return "\n".join(lines[:cut]), "\n".join([lines[0], *lines[cut:]])
    raise AssertionError(page)


# the files


def refused(schema: str, *files: Path, transform: str | None = None) -> set[str]:
    """The names of the files that check-jsonschema refuses, by the schema that it has with it."""
    program = BIN / "check-jsonschema"
    if not program.exists():
        pytest.skip("check-jsonschema is not installed on this system")
    options = ["--regex-variant", "python", "--output-format", "json"]
    options += [] if transform is None else ["--data-transform", transform]
    ran = subprocess.run(
        [str(program), "--builtin-schema", f"vendor.{schema}", *options, *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    assert not found.get("parse_errors")
    return {Path(each["filename"]).name for each in found["errors"]}


FILES: dict[str, tuple[str, tuple[str, ...], str | None]] = {
    "gitlab": ("gitlab-ci", (GITLAB, GITLAB + REST), "gitlab-ci"),
    "azure-devops": ("azure-pipelines", (AZURE, APPLY), "azure-pipelines"),
    "bitbucket": ("bitbucket-pipelines", (BITBUCKET,), None),
    "github": ("github-workflows", (SCANNING, block("github", "# .github/workflows/flow-logs.yml")), None),
}
WRONG = {
    "gitlab": ("- code=0", "- code: 0"),
    "azure-devops": ('fetchDepth: "0"', "fetchDepth: [0]"),
    "bitbucket": ("max-time: 10", "max-time: ten"),
    "github": ("timeout-minutes: 10", "timeout-minutes: [10]"),
}


@pytest.mark.parametrize("page", FILES)
def test_a_file_is_what_its_runner_reads(page: str, tmp_path: Path):
    schema, texts, transform = FILES[page]
    old, new = WRONG[page]
    assert old in texts[0]
    for number, text in enumerate([texts[0].replace(old, new), *texts]):
        (tmp_path / f"{number}.yml").write_text(text)
    assert refused(schema, *sorted(tmp_path.iterdir()), transform=transform) == {"0.yml"}


def test_every_step_of_a_script_is_a_text():
    """An unquoted `: ` in a list of YAML makes a mapping of a command, which runners refuse."""
    for page in RUNNERS:
        for script in scripts(page):
            assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("groovy") is None, reason="no groovy on this system")
def test_groovy_reads_the_jenkinsfile(tmp_path: Path):
    (tmp_path / "Jenkinsfile").write_text(JENKINS)
    (tmp_path / "parse.groovy").write_text("new groovy.lang.GroovyShell().parse(new File(args[0]))\n")
    for text, code in ((JENKINS, 0), (JENKINS.replace("post {", "post {{"), 1)):
        (tmp_path / "Jenkinsfile").write_text(text)
        ran = subprocess.run(
            ["groovy", "parse.groovy", "Jenkinsfile"], cwd=tmp_path, check=False, capture_output=True, text=True
        )
        assert ran.returncode == code, ran.stderr


# the scripts


def normal(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("page", RUNNERS)
def test_every_runner_installs_the_lines_of_one_page(page: str):
    install, _ = scripts(page)
    assert normal(install)[-5:] == normal(INSTALL[0])


def test_the_lines_install_as_the_action_does():
    for flags in ("--require-hashes --only-binary=:all: -r", "--no-deps --no-build-isolation"):
        assert flags in INSTALL[0]
        assert flags in STEPS["install"]["run"]
    assert ACTION["runs"]["steps"][1]["id"] == "install"


def checked(page: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a page that checks. What it installs is this venv."""
    temp = folder.parent / "runner"
    (temp / "gen-flowlogs").mkdir(parents=True, exist_ok=True)
    if not (temp / "gen-flowlogs/venv").exists():
        (temp / "gen-flowlogs/venv").symlink_to(BIN.parent)
    _, script = scripts(page)
    given = {"TOOLS": str(temp / "gen-flowlogs"), "AGENT_TEMPDIRECTORY": str(temp), "WORKSPACE_TMP": str(temp)}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script.replace("/opt/gen-flowlogs", given["TOOLS"])],
        cwd=folder, env={"PATH": "/usr/bin:/bin", "HOME": str(temp), **given, **environment},
        check=False, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def pull_request(repository: Path) -> Path:  # noqa: F811
    """A branch whose spec is changed, and whose output is not built; `origin/main` is as a runner fetches it."""
    git(repository, "update-ref", "refs/remotes/origin/main", "main")
    git(repository, "checkout", "-qb", "topic")
    edit(repository, "vpc-0a1b2c3d4e5f67890", "vpc-0b1b2c3d4e5f67890")
    git(repository, "commit", "-qam", "another VPC")
    return repository


BASES = {
    "gitlab": ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "main"),
    "azure-devops": ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
    "jenkins": ("CHANGE_TARGET", "main"),
    "bitbucket": ("BITBUCKET_PR_DESTINATION_COMMIT", "main"),
}


@pytest.mark.parametrize("page", RUNNERS)
def test_a_script_reports_what_is_stale_and_what_the_change_does(pull_request: Path, page: str):
    name, base = BASES[page]
    ran = checked(page, pull_request, **{name: base})
    assert ran.returncode == 1, ran.stderr
    assert "out/web/flow_logs.tf:5:1: error: differs: stale, or edited by hand" in ran.stdout
    junit = pull_request / ("test-results/junit.xml" if page == "bitbucket" else "junit.xml")
    assert 'failures="1"' in junit.read_text()
    shown = ran.stdout if page == "bitbucket" else (pull_request / "flow-logs.md").read_text()
    assert "1 replaced" in shown
    if page == "gitlab":
        (issue,) = json.loads((pull_request / "gl-code-quality-report.json").read_text())
        assert issue["location"] == {"path": "out/web/flow_logs.tf", "lines": {"begin": 5, "end": 5}}
    if page == "azure-devops":
        assert f"##vso[task.uploadsummary]{pull_request}/flow-logs.md\n" in ran.stdout
    if page == "jenkins":
        (result,) = json.loads((pull_request / "flow-logs.sarif").read_text())["runs"][0]["results"]
        assert result["ruleId"] == "stale-output"


@pytest.mark.parametrize("page", ["azure-devops", "jenkins"])
def test_no_report_is_written_through_a_link(page: str):
    """A persistent agent has files that a pull request must not overwrite."""
    lines = scripts(page)[1].splitlines()
    reports = {path for line in lines for path in re.findall(r" > (\S+)", line)}
    (removal,) = [line.split() for line in lines if line.strip().startswith("rm ")]
    assert removal[:2] == ["rm", "-f"]
    assert set(removal[2:]) == reports


def test_a_script_passes_what_is_built_and_fails_without_its_base(pull_request: Path):
    gen_flowlogs(pull_request, "specs/web.yaml")
    ran = checked("gitlab", pull_request)
    assert (ran.returncode, (pull_request / "flow-logs.md").exists()) == (0, False)
    assert json.loads((pull_request / "gl-code-quality-report.json").read_text()) == []
    assert 'tests="1" failures="0"' in (pull_request / "junit.xml").read_text()
    assert checked("bitbucket", pull_request, BITBUCKET_PR_DESTINATION_COMMIT="0" * 40).returncode == 3


def test_the_reports_of_a_broken_spec(pull_request: Path):
    edit(pull_request, "vpc-0b1b2c3d4e5f67890", "vpc-nonsense")
    assert checked("gitlab", pull_request).returncode == 1
    found = json.loads((pull_request / "gl-code-quality-report.json").read_text())
    assert {issue["check_name"] for issue in found} <= set(RULES)
    assert 'classname="specs/web.yaml"' in (pull_request / "junit.xml").read_text()


def test_code_scanning_gets_a_file_with_findings_and_stops_at_a_mistake(pull_request: Path):
    job: dict[str, Any] = yaml.safe_load(SCANNING)["jobs"]["code-scanning"]
    script = job["steps"][3]["run"]
    temp = pull_request.parent / "temp"
    temp.mkdir()
    (temp / "gen-flowlogs").symlink_to(BIN.parent)
    edit(pull_request, "vpc-0b1b2c3d4e5f67890", "vpc-nonsense")

    def run(text: str) -> int:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
            cwd=pull_request, env={"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(temp)}, check=False, capture_output=True,
        ).returncode  # fmt: skip

    assert run(script) == 0
    (result,) = json.loads((temp / "flow-logs.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "specs/web.yaml"
    assert run(script.replace("--format sarif", "--fromat sarif")) != 0


# installing


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1], ids=["pip", "uv"])
def test_the_lines_install(tmp_path: Path, number: int):
    """From this clone, at its last commit; pip and uv need an index of packages."""
    script = INSTALL[0].replace("https://github.com/OWNER/gen-flowlogs", str(ROOT)).replace("REVISION", "HEAD")
    if number == 1:
        if not (BIN / "uv").exists():
            pytest.skip("uv is not installed: `make lock` installs it")
        script = "\n".join([*normal(script)[:2], INSTALL[1]])
    tools = tmp_path / "tools"
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path, env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "TOOLS": str(tools)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    said = subprocess.run(
        [str(tools / "venv/bin/python"), "-I", "-m", "gen_flowlogs", "--version"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert said.stdout.startswith("gen-flowlogs ")
