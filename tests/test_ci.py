"""Where teams work: the hooks, the action and the pages about them, as far as they run without GitHub."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import commands
from catalogue import ROOT

NAMES = ("ci.md", "pre-commit.md", "github.md", "pull-request.md")
PAGES = {name: (ROOT / "docs" / name).read_text() for name in NAMES}
PAGE = "\n".join(PAGES.values())
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"]}
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
BIN = Path(sys.executable).parent

SPEC = commands.SPEC.replace("small", "web")


def page_files() -> dict[str, str]:
    """The files of the pages: blocks whose first line is a comment with a path."""
    blocks = re.findall(r"^```\w+\n# (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return dict(blocks)


def git(folder: Path, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    clean = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **environment}
    return subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=check, capture_output=True, text=True, env=clean
    )


def gen_flowlogs(folder: Path, *arguments: str) -> None:
    subprocess.run([str(BIN / "gen-flowlogs"), *arguments], cwd=folder, check=True, capture_output=True)


def hook(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-m", "gen_flowlogs.cli.hook", *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


@pytest.fixture(scope="session")
def one_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository as the pages lay it out, with one spec and its output committed. To be copied."""
    folder = tmp_path_factory.mktemp("one-commit") / "repository"
    (folder / "specs").mkdir(parents=True)
    for path, text in page_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (folder / "specs/web.yaml").write_text(SPEC)
    gen_flowlogs(folder, "specs/web.yaml")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


@pytest.fixture
def repository(one_commit: Path, tmp_path: Path) -> Path:
    """A repository as the pages lay it out, with one spec and its output committed."""
    return copied(one_commit, tmp_path)


def copied(repository: Path, into: Path) -> Path:
    """A copy of a repository, whose index knows the files of the copy."""
    folder = shutil.copytree(repository, into / "repository", symlinks=True)
    git(folder, "update-index", "--refresh")
    return folder


def edit(folder: Path, old: str, new: str, path: str = "specs/web.yaml") -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


# what the files say


def test_no_input_is_written_into_a_script():
    for step in STEPS.values():
        assert not EXPRESSION.search(step.get("run", ""))
        assert "run" not in step or step["shell"] == "bash"


def test_the_action_uses_the_inputs_and_steps_that_it_has():
    written = [*EXPRESSION.findall((ROOT / "action.yml").read_text())]
    inputs = {name for each in written for name in re.findall(r"\binputs\.([\w-]+)", each)}
    assert inputs == set(ACTION["inputs"])
    assert {name for each in written for name in re.findall(r"\bsteps\.([\w-]+)", each)} <= set(STEPS)
    assert all(each["description"] for each in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))


def test_the_pages_name_every_file():
    assert list(page_files()) == [
        ".gitattributes",
        ".pre-commit-config.yaml",
        ".github/workflows/flow-logs.yml",
    ]


def test_the_workflow_of_the_page_gives_inputs_that_the_action_has():
    workflow = yaml.safe_load(page_files()[".github/workflows/flow-logs.yml"])
    assert workflow[True].keys() >= {"pull_request", "merge_group"}  # YAML 1.1 takes `on` for a boolean
    assert workflow["permissions"] == {"contents": "read"}
    ((name, job),) = workflow["jobs"].items()
    assert f"Require the check `{name}`" in PAGE
    (step,) = [each for each in job["steps"] if "gen-flowlogs" in each["uses"]]
    assert set(step["with"]) <= set(ACTION["inputs"])


def test_the_pages_tell_every_input_and_hook():
    text = PAGES["pre-commit.md"] + PAGES["github.md"]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| [^|]* \|(?: (.*) \|)?$", text, re.MULTILINE))
    assert set(rows) == {*ACTION["inputs"], *HOOKS}
    assert all(ACTION["inputs"][name]["default"] in rows[name] for name in ("out", "strict", "python-version"))


def test_the_output_is_folded(repository: Path):
    for folder in (ROOT, repository) if (ROOT / ".git").exists() else (repository,):  # an sdist is no checkout
        said = git(
            folder, "check-attr", "linguist-generated", "eol", "--", "out/web/flow_logs.tf", "specs/web.yaml"
        ).stdout
        assert "out/web/flow_logs.tf: linguist-generated: true\nout/web/flow_logs.tf: eol: lf\n" in said
        assert "specs/web.yaml: linguist-generated: unspecified\n" in said


def test_the_local_hooks_of_the_project_are_those_that_make_runs():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    entries = [each["entry"] for repo in config["repos"] for each in repo["hooks"]]
    assert all(entry.startswith(".venv/bin/") for entry in entries)
    assert hook(ROOT, *entries[-1].split("gen_flowlogs.cli.hook ")[1].split()).returncode in (0, 1)
    for path in (".pre-commit-config.yaml", ".pre-commit-hooks.yaml"):
        command = "validate-config" if "config" in path else "validate-manifest"
        subprocess.run([str(BIN / "pre-commit"), command, path], cwd=ROOT, check=True, capture_output=True)


# the hooks, without pre-commit


def test_a_pattern_is_expanded(repository: Path):
    assert hook(repository, "check", "specs/*.yaml", "specs/*.yml").returncode == 0
    assert hook(repository, "lint", "--strict", "specs/**/*.yaml").returncode == 0


def test_the_last_spec_may_be_deleted_but_a_folder_is_not_renamed_unseen(repository: Path):
    patterns = ("network/*.yaml", "network/*.yml")
    named = "no file matches network/*.yaml or network/*.yml"
    for command in ("check", "build", "lint"):
        renamed = hook(repository, command, *patterns)
        assert (renamed.returncode, renamed.stdout) == (3, "")
        assert renamed.stderr == f"gen-flowlogs: {named}, but specs/web.yaml is a spec: correct the pattern\n"
    (repository / "specs/web.yaml").unlink()
    for command in ("check", "build", "lint"):
        nothing = hook(repository, command, *patterns)
        assert (nothing.returncode, nothing.stdout) == (0, "")
        words = f"{named}, and no other file is a spec: there is nothing to do"
        assert nothing.stderr == f"gen-flowlogs: warning: {words}\n"


def test_a_name_must_be_there(repository: Path):
    assert "cannot read network.yaml" in hook(repository, "check", "network/*.yaml", "network.yaml").stderr
    assert hook(repository, "check", "--", "network.yaml", "network/*.yaml").returncode == 3
    assert hook(repository, "check", "--wrong", "network/*.yaml").returncode == 2


def test_the_action_on_a_folder_that_is_renamed(repository: Path):
    (repository / "specs").rename(repository / "network")
    check = Runner(repository).step("check")
    assert check.returncode == 3
    words = "no file matches specs/*.yaml or specs/*.yml, but network/web.yaml is a spec: correct the pattern"
    assert check.stdout == f"::error title=gen-flowlogs::{words}\n"
    check = Runner(repository, specs="specs/*.yaml\nnetwork/*.yaml").step("check")
    assert check.returncode == 0
    assert check.stdout.startswith("::warning title=gen-flowlogs::no file matches specs/*.yaml: correct the pattern")


def test_a_build_that_writes_refuses_the_commit(repository: Path):
    assert hook(repository, "build", "specs/*.yaml").returncode == 0
    (repository / "specs/more.yml").write_text(SPEC.replace("web", "more"))
    first = hook(repository, "build", "specs/*.yaml", "specs/*.yml")
    assert first.returncode == 1
    assert "git add" in first.stderr
    assert (repository / "out/more/flow_logs.tf").is_file()
    assert hook(repository, "build", "specs/*.yaml", "specs/*.yml").returncode == 0


def test_a_package_of_the_repository_is_not_run(repository: Path):
    (repository / "gen_flowlogs").mkdir()
    (repository / "gen_flowlogs/__init__.py").write_text("raise SystemExit(77)\n")
    assert hook(repository, "check", "specs/*.yaml").returncode == 0


# the action


class Runner:
    """Runs the steps of the action with a shell, as GitHub's runner would; installing is putting this venv there."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.folder = folder
        self.temp = folder.parent / "temp"
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir()
        (self.temp / "gen-flowlogs").symlink_to(BIN.parent)
        defaults = {name: each["default"] for name, each in ACTION["inputs"].items()}
        self.inputs = {**defaults, "base": "", **inputs}
        self.files = {name: self.temp / name.lower() for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for path in self.files.values():
            path.touch()
        self.github: dict[str, str] = {}

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        step = STEPS[name]
        given = {key: EXPRESSION.sub(self._value, value) for key, value in step["env"].items()}
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.temp),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            **{name: str(path) for name, path in self.files.items()},
            **self.github,
            **given,
        }
        script = self.temp / f"{name}.sh"
        script.write_text(step["run"])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.folder, env=environment, check=False, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    def _value(self, expression: re.Match[str]) -> str:
        kind, _, name = expression[1].partition(".")
        if (kind, name) == ("github", "token"):
            return "ghs_token"
        assert kind == "inputs"
        return self.inputs[name]

    @property
    def summary(self) -> str:
        return self.files["GITHUB_STEP_SUMMARY"].read_text()

    @property
    def output(self) -> str:
        """The file that the output `summary` names."""
        name, _, path = self.files["GITHUB_OUTPUT"].read_text().strip().partition("=")
        assert name == "summary"
        return Path(path).read_text()


def test_the_install_step_is_a_script(tmp_path: Path):
    ran = subprocess.run(["bash", "-n"], input=STEPS["install"]["run"], text=True, check=True, capture_output=True)
    assert ran.stderr == ""
    fake = tmp_path / "python"
    fake.write_text(
        '#!/bin/sh\nif [ "$3" = venv ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"; fi\n'
        'echo "$PWD" "$@" >> "$LOG"\n'
    )
    fake.chmod(0o755)
    lock = f"--require-hashes --only-binary=:all: -r {ROOT}/requirements-action.txt"
    own = [lock, f"--no-deps --no-build-isolation -- {ROOT}"]
    for package, wanted in (("", own), ("$(touch pwned) x", ["-- $(touch pwned) x"])):
        log = tmp_path / "log"
        log.unlink(missing_ok=True)
        environment = {"PATH": os.environ["PATH"], "PYTHON": str(fake), "LOG": str(log), "RUNNER_TEMP": str(tmp_path)}
        subprocess.run(
            ["bash", "-e", "-c", STEPS["install"]["run"]], check=True, capture_output=True, cwd=tmp_path,
            env={**environment, "PACKAGE": package, "GITHUB_ACTION_PATH": str(ROOT)},
        )  # fmt: skip
        venv, *installs = log.read_text().splitlines()
        assert venv.endswith(f" -I -m venv {tmp_path}/gen-flowlogs")
        assert [each.partition(" install ")[2] for each in installs] == wanted
        assert not (tmp_path / "pwned").exists()


def test_the_action_on_a_change_that_is_not_built(repository: Path):
    edit(repository, "    destinations: central\n", "    destinations: central\n    filter: reject\n")
    runner = Runner(repository, base="HEAD")
    diff, check = runner.step("diff"), runner.step("check")
    assert (diff.returncode, diff.stdout, diff.stderr) == (0, "", "")
    assert check.returncode == 1
    shown = re.search(r"^```markdown\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown
    assert runner.summary.startswith(shown[1])
    assert "```mermaid\n" in runner.summary
    assert "\n❌ " in runner.summary
    assert runner.output == runner.summary
    *warnings, stale = check.stdout.splitlines(keepends=True)
    assert f"```text\n{stale}```" in PAGE
    assert all(each.startswith("::warning file=specs/web.yaml,line=11,") for each in warnings)


def test_the_action_on_a_change_that_is_built(repository: Path):
    edit(repository, "    destinations: central\n", "    destinations: central\n    filter: reject\n")
    gen_flowlogs(repository, "specs/web.yaml")
    runner = Runner(repository, base="HEAD")
    assert [runner.step(name).returncode for name in ("diff", "check")] == [0, 0]
    assert runner.summary.endswith("\n\n✅ The output is up to date.\n")
    assert "**1 replaced" in runner.summary


def test_the_gate_reads_no_configuration(repository: Path):
    edit(repository, "    destinations: central\n", "    destinations: central\n    filter: reject\n")
    gen_flowlogs(repository, "specs/web.yaml", "--out", "shadow")
    (repository / ".gen-flowlogs.yaml").write_text("out: shadow\nstrict: false\n")
    assert Runner(repository, base="HEAD").step("check").returncode == 1
    assert hook(repository, "check", "specs/*.yaml").returncode == 1
    gen_flowlogs(repository, "check", "specs/web.yaml")
    with pytest.raises(subprocess.CalledProcessError):
        gen_flowlogs(repository, "check", "--out", "out", "specs/web.yaml")


def test_the_paths_of_an_input_are_normalised(repository: Path):
    edit(repository, "    destinations: central\n", "    destinations: central\n    filter: reject\n")
    runner = Runner(repository, base="HEAD", specs="./specs/*.yaml\nspecs//web.yaml\n./specs/web.yaml\n")
    diff, check = runner.step("diff"), runner.step("check")
    assert (diff.returncode, check.returncode) == (0, 1), diff.stderr + check.stderr
    assert "### Flow logs: specs/web.yaml\n" in runner.summary
    assert "file=specs/web.yaml," in check.stdout
    assert "./" not in check.stdout


def test_a_comparison_that_fails_is_no_unchanged_one(repository: Path):
    runner = Runner(repository, base="nowhere")
    assert runner.step("diff").returncode == 3
    assert runner.step("check").returncode == 0
    assert runner.output.startswith("Flow logs: the change could not be compared with its base; see the log.\n")


def test_only_the_step_of_the_comment_has_a_token(repository: Path):
    tokens = [name for name, step in STEPS.items() if "token" in str(step.get("env", {})).lower()]
    assert tokens == ["comment"]
    assert set(STEPS["comment"]["env"]) == {"COMMENT", "GITHUB_TOKEN"}
    assert set(STEPS["diff"]["env"]) == {"SPECS", "OUT", "BASE"}
    assert ACTION["inputs"]["comment"]["default"] == "false"
    runner = Runner(repository, comment="true")
    event = runner.temp / "event.json"
    runner.github = {"GITHUB_EVENT_PATH": str(event)}
    event.write_text('{"push": {}}')
    runner.step("diff")
    ran = runner.step("comment")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == "gen-flowlogs: this run belongs to no pull request, so no comment is written\n"
    event.write_text('{"pull_request": {"number": 7}}')
    ran = runner.step("comment")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("::warning title=gen-flowlogs::no comment: GITHUB_REPOSITORY names no repository;")


def test_the_action_without_a_base(repository: Path):
    runner = Runner(repository)
    assert [runner.step(name).returncode for name in ("diff", "check")] == [0, 0]
    assert runner.summary == runner.output == "\n✅ The output is up to date.\n"


def test_the_action_on_broken_specs(repository: Path):
    edit(repository, "vpc-0a1b2c3d4e5f67890", "vpc-nonsense")
    runner = Runner(repository, base="HEAD")
    assert [runner.step(name).returncode for name in ("diff", "check")] == [0, 1]
    assert runner.summary.startswith("Flow logs: a spec has errors")


def test_the_action_tells_of_specs_that_are_gone(repository: Path):
    (repository / "specs/web.yaml").rename(repository / "moved.yaml")
    (repository / "specs/other.yaml").write_text(SPEC.replace("web", "other"))
    runner = Runner(repository, base="HEAD")
    assert runner.step("diff").returncode == 0
    assert "### Flow logs: specs/web.yaml\n\n**4 destroyed" in runner.summary
    assert "### Flow logs: specs/other.yaml\n\n**4 created" in runner.summary


def test_the_action_fetches_its_base(repository: Path, tmp_path: Path):
    base = git(repository, "rev-parse", "HEAD").stdout.strip()
    edit(repository, "vpc-0a1b2c3d4e5f67890", "vpc-0b1b2c3d4e5f67890")
    git(repository, "commit", "-qam", "second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), str(shallow))
    assert git(shallow, "cat-file", "-e", base, check=False).returncode != 0
    runner = Runner(shallow, base=base)
    assert runner.step("diff").returncode == 0
    assert "**1 replaced" in runner.summary


@pytest.mark.parametrize("base", ["nowhere", "--upload-pack=touch pwned", "$(touch pwned)"])
def test_the_action_on_a_base_that_is_none(repository: Path, base: str):
    runner = Runner(repository, base=base)
    assert runner.step("diff").returncode != 0
    assert runner.step("check").returncode == 0
    assert not (repository / "pwned").exists()


@pytest.mark.parametrize("name", ["specs", "out", "strict"])
def test_no_input_is_code(repository: Path, name: str):
    for text in ('"; touch pwned; "', "$(touch pwned)", "`touch pwned`", "--out=x\n-x", "${{ github.token }}"):
        runner = Runner(repository, **{"base": "HEAD", name: text})
        for step in ("diff", "check"):
            runner.step(step)
        assert not list(repository.rglob("pwned"))


@pytest.mark.parametrize("specs", ["", " \n\n"])
def test_an_input_without_a_spec_is_named(repository: Path, specs: str):
    ran = Runner(repository, specs=specs).step("check")
    assert (ran.returncode, ran.stdout) == (
        2,
        "::error ::gen-flowlogs: specs is empty: write a path or pattern a line\n",
    )


def test_strict_and_several_patterns(repository: Path):
    (repository / "specs/a b.yml").write_text(SPEC.replace("web", "blank") + "filters:\n  idle: {traffic: ALL}\n")
    gen_flowlogs(repository, "specs/a b.yml")
    for strict, code in (("false", 0), ("true", 1), ("yes", 2)):
        check = Runner(repository, strict=strict).step("check")
        assert check.returncode == code
        if strict != "yes":
            assert check.stdout.startswith("::warning file=specs/a b.yml,line=12,")
    assert Runner(repository, specs="specs/none.yaml").step("check").returncode == 3


# pre-commit, for which pip builds the package


def test_a_repository_set_up_from_the_page(repository: Path, tmp_path: Path):
    project = tmp_path / "project"
    project.mkdir()
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "docs/rules.md"):
        (project / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, project / name)
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "all")
    edit(repository, "https://github.com/OWNER/gen-flowlogs", str(project), ".pre-commit-config.yaml")
    edit(repository, "REVISION", git(project, "rev-parse", "HEAD").stdout.strip(), ".pre-commit-config.yaml")
    git(repository, "commit", "-qam", "pre-commit")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "PIP_RETRIES": "0", "PIP_TIMEOUT": "10"}
    pre_commit = [str(BIN / "pre-commit")]
    subprocess.run([*pre_commit, "install"], cwd=repository, check=True, capture_output=True, env=environment)
    ready = subprocess.run(
        [*pre_commit, "install-hooks"], cwd=repository, check=False, capture_output=True, text=True, env=environment
    )
    if ready.returncode and re.search(r"No matching distribution|Could not find a version|Connection", ready.stdout):
        pytest.skip("pre-commit needs the package index to install the hooks, and there is none")
    assert ready.returncode == 0, ready.stdout

    def commit(*what: str) -> subprocess.CompletedProcess[str]:
        git(repository, "add", *what)
        return git(repository, "commit", "-m", "change", check=False, PRE_COMMIT_HOME=environment["PRE_COMMIT_HOME"])

    edit(repository, "vpc-0a1b2c3d4e5f67890", "vpc-0b1b2c3d4e5f67890")
    stale = commit("specs")
    assert stale.returncode == 1
    assert "out/web/flow_logs.tf:5:1: error: differs: stale, or edited by hand" in stale.stdout + stale.stderr
    gen_flowlogs(repository, "specs/web.yaml")
    assert commit("specs", "out").returncode == 0
    edit(repository, '"ALL"', '"REJECT"', "out/web/flow_logs.tf")
    assert commit("out").returncode == 1
    git(repository, "checkout", "-q", "HEAD", "--", "out")
    git(repository, "rm", "-q", "out/web/flow_logs.tf")
    assert "error: missing" in commit(".").stderr
    git(repository, "checkout", "-q", "HEAD", "--", "out")
    assert not git(repository, "status", "--porcelain").stdout

    # what is on disk is not what is committed
    def judged(*arguments: str) -> tuple[int, str]:
        ran = git(
            repository,
            "commit",
            "-m",
            "change",
            *arguments,
            check=False,
            PRE_COMMIT_HOME=environment["PRE_COMMIT_HOME"],
        )
        return ran.returncode, ran.stdout + ran.stderr

    edit(repository, "    destinations: central\n", "    destinations: [central, lake]\n")
    edit(
        repository, "destinations:\n  central:", "destinations:\n  lake: {s3: {bucket: example-flow-logs}}\n  central:"
    )
    gen_flowlogs(repository, "specs/web.yaml")
    code, said = judged("-a")
    assert (code, "out/web/s3.tf:1:1: error: missing" in said) == (1, True)
    assert "not in the commit; run `git add -- out/web/s3.tf`\n" in said
    code, said = judged("specs/web.yaml")
    assert (code, "error: differs" in said, "in `git commit` too" in said) == (1, True, True)
    git(repository, "add", "out")
    assert judged("specs", "out")[0] == 0
    (repository / "specs/wip.yaml").write_text("name: [\n")
    (repository / "README.md").write_text("read\n")
    assert commit("README.md").returncode == 0
    (repository / "specs/wip.yaml").write_text(SPEC.replace("web", "more"))
    gen_flowlogs(repository, "specs/wip.yaml")
    (repository / ".git/info/exclude").write_text("out/more\n")
    git(repository, "add", ".")
    code, said = judged()
    assert (code, "ignored by .git/info/exclude:1: out/more, so not in the commit: out/more/" in said) == (1, True)
    git(repository, "add", "-f", "out/more")
    assert judged()[0] == 0
    edit(repository, "id: gen-flowlogs-check", "id: gen-flowlogs-build", ".pre-commit-config.yaml")
    git(repository, "commit", "-qam", "build", "--no-verify")
    edit(repository, "lake]\n", "lake]\n    filter: reject\n")
    git(repository, "add", "specs")
    for _ in range(2):
        code, said = judged()
        assert (code, "git add -- out/web/flow_logs.tf` " in said.replace("\n", " ")) == (1, True)
    git(repository, "add", "out")
    assert judged()[0] == 0
    assert not git(repository, "status", "--porcelain").stdout
