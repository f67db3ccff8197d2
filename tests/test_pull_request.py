"""Nothing in a pull request runs code: each way to try it, against the command line, the hooks and the action's steps.

Each attack is first shown to work on a naive command in the same repository, so that a test that passes means
something.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT
from gen_flowlogs.cli.git import settings as git_settings
from test_ci import SPEC, STEPS, Runner, copied, edit, gen_flowlogs, git, hook, one_commit  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

BIN = Path(sys.executable).parent
PATTERNS = ("specs/*.yaml", "specs/*.yml", "*.yaml")


@dataclass
class Target:
    """A repository as a pull request leaves it, and the file that an attack makes where it works."""

    folder: Path
    mark: Path

    @property
    def command(self) -> str:
        return f"touch {self.mark}"

    def struck(self) -> bool:
        """Whether an attack worked since the last question."""
        found = self.mark.exists()
        self.mark.unlink(missing_ok=True)
        return found


@pytest.fixture(scope="session")
def two_commits(one_commit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A repository whose last commit changes its spec. To be copied."""
    folder = copied(one_commit, tmp_path_factory.mktemp("two-commits"))
    edit(folder, "vpc-0a1b2c3d4e5f67890", "vpc-0b1b2c3d4e5f67890")
    gen_flowlogs(folder, "specs/web.yaml")
    git(folder, "commit", "-qam", "second")
    return folder


@pytest.fixture
def target(two_commits: Path, tmp_path: Path) -> Target:
    return Target(copied(two_commits, tmp_path), tmp_path / "struck")


def everything(target: Target, *, base: str = "HEAD~1") -> list[subprocess.CompletedProcess[str]]:
    """Run all that the project offers for a repository: the command line, the hooks, the steps of the action."""
    ran = [
        subprocess.run(
            [str(BIN / "gen-flowlogs"), *arguments], cwd=target.folder, check=False, capture_output=True, text=True
        )
        for arguments in (
            ("diff", f"--base={base}", "specs/web.yaml"),
            ("check", "specs/web.yaml"),
            ("lint", "specs/web.yaml"),
            ("stacks", "specs/web.yaml"),
        )
    ]
    ran += [hook(target.folder, name, *PATTERNS) for name in ("lint", "check", "build")]
    ran += [hook(target.folder, name, "--staged", *PATTERNS) for name in ("check", "build")]
    runner = Runner(target.folder, base=base, specs="\n".join(PATTERNS))
    return [*ran, runner.step("diff"), runner.step("check")]


# git


def config(target: Target, text: str) -> None:
    """A file of the checkout that the clone's own configuration includes, as some projects ask of their developers."""
    add(target.folder / "team.gitconfig", text)
    git(target.folder, "config", "include.path", "../team.gitconfig")


def attributes(target: Target, text: str) -> None:
    add(target.folder / ".gitattributes", text)


def add(file: Path, text: str) -> None:
    """Attacks that stand beside each other share files."""
    with file.open("a") as open_file:
        open_file.write(text)


def program(target: Target, path: str) -> None:
    file = target.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{target.command}\nexit 0\n")
    file.chmod(0o755)


def bare_repository_in_a_folder(target: Target) -> list[str]:
    specs = target.folder / "specs"
    git(target.folder, "init", "-q", "--bare", "bare")
    for each in (target.folder / "bare").iterdir():
        if each.name in {"HEAD", "objects", "refs"}:
            shutil.move(each, specs / each.name)
    shutil.rmtree(target.folder / "bare")
    head = git(target.folder, "rev-parse", "HEAD").stdout.strip()
    (specs / "HEAD").write_text(f"{head}\n")
    (specs / "config").write_text(
        "[core]\nrepositoryformatversion = 1\nbare = false\nworktree = .\n"
        f'fsmonitor = "{target.command}; false"\n'
        '[extensions]\npartialClone = x\n[protocol "ext"]\nallow = always\n'
        f'[remote "x"]\npromisor = true\nurl = "ext::sh -c {target.command.replace(" ", "% ")}"\n'
    )
    return ["-C", "specs", "cat-file", "-e", head]


def missing_objects_of_a_remote(target: Target) -> list[str]:
    blob = git(target.folder, "rev-parse", "HEAD~1:specs/web.yaml").stdout.strip()
    (target.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    git(target.folder, "config", "core.repositoryFormatVersion", "1")
    git(target.folder, "config", "extensions.partialClone", "x")
    escaped = target.command.replace(" ", "% ")
    config(target, f'[protocol]\nallow = always\n[remote "x"]\npromisor = true\nurl = "ext::sh -c {escaped}"\n')
    return ["cat-file", "blob", blob]


def fsmonitor(target: Target) -> list[str]:
    config(target, f'[core]\nfsmonitor = "{target.command}; false"\n')
    return ["status"]


def hooks_path(target: Target) -> list[str]:
    for name in ("reference-transaction", "post-index-change", "pre-auto-gc", "post-checkout"):
        program(target, f".hooks/{name}")
    config(target, "[core]\nhooksPath = .hooks\n")
    return ["update-ref", "refs/heads/x", "HEAD"]


def clean_filter(target: Target) -> list[str]:
    attributes(target, "* filter=x\n")
    config(
        target, f'[filter "x"]\nclean = "{target.command}; cat"\nsmudge = "{target.command}; cat"\nrequired = true\n'
    )
    return ["add", "."]


def process_filter(target: Target) -> list[str]:
    attributes(target, "* filter=x\n")
    config(target, f'[filter "x"]\nprocess = "{target.command}"\n')
    return ["add", "."]


def textconv(target: Target) -> list[str]:
    attributes(target, "* diff=x\n")
    config(target, f'[diff "x"]\ntextconv = "{target.command}; cat"\n')
    return ["diff", "HEAD~1", "--", "specs"]


def external_diff(target: Target) -> list[str]:
    attributes(target, "* diff=x\n")
    config(target, f'[diff]\nexternal = "{target.command}; true"\n[diff "x"]\ncommand = "{target.command}; true"\n')
    return ["diff", "HEAD~1", "--", "specs"]


def pager(target: Target) -> list[str]:
    names = "".join(f'{name} = "{target.command}"\n' for name in ("cat-file", "ls-tree", "rev-parse", "config"))
    config(target, f'[core]\npager = "{target.command}"\n[pager]\n{names}')
    return ["-p", "log"]


def signature(target: Target) -> list[str]:
    text = git(target.folder, "cat-file", "commit", "HEAD").stdout
    signed = text.replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1)
    (target.folder.parent / "commit").write_text(signed)
    made = git(target.folder, "hash-object", "-t", "commit", "-w", str(target.folder.parent / "commit")).stdout.strip()
    git(target.folder, "reset", "-q", "--soft", made)
    program(target, "tools/gpg")
    config(target, f"[log]\nshowSignature = true\n[gpg]\nprogram = {target.folder}/tools/gpg\n")
    return ["log", "-1"]


def alias(target: Target) -> list[str]:
    names = "".join(f'{name} = "!{target.command}"\n' for name in ("ls-tree", "cat-file", "rev-parse", "x"))
    config(target, f"[alias]\n{names}")
    return ["x"]


def alternates(target: Target) -> list[str]:
    other = target.folder.parent / "other"
    git(target.folder.parent, "clone", "-q", "--bare", str(target.folder), str(other))
    (target.folder / ".git/objects/info").mkdir(exist_ok=True)
    (target.folder / ".git/objects/info/alternates").write_text(f"{other}/objects\n")
    git(target.folder, "remote", "add", "origin", other.as_uri())
    git(other, "update-ref", "refs/heads/new", git(other, "commit-tree", "-m", "new", "HEAD^{tree}").stdout.strip())
    config(target, f'[core]\nalternateRefsCommand = "{target.command}; true"\n')
    return ["fetch", "origin", "new"]


def submodule(target: Target) -> list[str]:
    head = git(target.folder, "rev-parse", "HEAD").stdout.strip()
    escaped = target.command.replace(" ", "% ")
    (target.folder / ".gitmodules").write_text(
        f'[submodule "x"]\npath = x\nurl = "ext::sh -c {escaped}"\nfetchRecurseSubmodules = true\nupdate = checkout\n'
    )
    git(target.folder, "update-index", "--add", "--cacheinfo", f"160000,{head},x")
    config(target, "[protocol]\nallow = always\n[submodule]\nrecurse = true\n")
    return ["-c", "protocol.ext.allow=always", "submodule", "update", "--init"]


def in_a_terminal(folder: Path, arguments: list[str]) -> None:
    """Run git as a person does: its pager needs a terminal."""
    own, its = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, stdout=its, stderr=its, check=False, timeout=20)
    os.close(its)
    os.close(own)


TOGETHER = (
    (fsmonitor, hooks_path, textconv, pager, signature, alias, alternates, bare_repository_in_a_folder),
    (external_diff, submodule),
)
"""Attacks that stand in one repository: none hides another one, and all commands still do what they do elsewhere."""

STOPPING = (clean_filter, process_filter, missing_objects_of_a_remote)
"""Attacks that make a base unreadable for whoever runs nothing, so each has a repository of its own."""

ALONE = tuple(each for attacks in TOGETHER for each in attacks)


def lay(target: Target, attacks: tuple[Callable[[Target], list[str]], ...]) -> list[Target]:
    """Prepare attacks, then show that each still works beside the others. The target of each has a mark of its own."""
    laid = [replace(target, mark=target.mark.with_name(f"struck-by-{each.__name__}")) for each in attacks]
    naive = [attack(each) for attack, each in zip(attacks, laid, strict=True)]
    for attack, each, arguments in zip(attacks, laid, naive, strict=True):
        each.struck()
        in_a_terminal(target.folder, arguments)
        assert each.struck(), f"{attack.__name__} does not work at all"
    for each in laid:
        each.struck()
    return laid


@pytest.mark.parametrize("attacks", TOGETHER, ids=lambda attacks: f"{attacks[0].__name__}-and-{len(attacks) - 1}-more")
def test_git_runs_nothing_for_the_checkout_under_many_attacks(
    target: Target, attacks: tuple[Callable[[Target], list[str]], ...]
):
    """Every command ends as in a clean repository, so that none was stopped early."""
    laid = lay(target, attacks)
    ran = everything(target)
    assert [each.mark.name for each in laid if each.struck()] == []
    assert [each.returncode for each in ran] == [0] * len(ran), [each.stderr for each in ran if each.returncode]
    assert "1 replaced" in ran[0].stdout


@pytest.mark.parametrize(
    "attack",
    [*STOPPING, *(pytest.param(each, marks=pytest.mark.slow) for each in ALONE)],
    ids=lambda each: each.__name__,
)
def test_git_runs_nothing_for_the_checkout(target: Target, attack: Callable[[Target], list[str]]):
    laid = lay(target, (attack,))
    everything(target)
    assert not laid[0].struck()


@pytest.fixture
def shallow(target: Target) -> tuple[Target, str]:
    """A shallow clone of the repository, without the base, and the base; its origin is a file repository."""
    base = git(target.folder, "rev-parse", "HEAD~1").stdout.strip()
    clone = target.folder.parent / "shallow"
    git(target.folder.parent, "clone", "-q", "--depth=1", target.folder.as_uri(), str(clone))
    assert git(clone, "cat-file", "-e", base, check=False).returncode != 0
    return Target(clone, target.mark), base


def test_the_fetch_of_a_base_runs_no_hook(shallow: tuple[Target, str]):
    target, base = shallow
    for name in ("reference-transaction", "post-index-change", "pre-auto-gc"):
        program(target, f".hooks/{name}")
    git(target.folder, "config", "core.hooksPath", ".hooks")  # as `husky` and its like set it
    git(target.folder, "update-ref", "refs/heads/x", "HEAD")
    assert target.struck()
    runner = Runner(target.folder, base=base)
    assert runner.step("diff").returncode == 0
    assert "**1 replaced" in runner.summary
    assert not target.struck()


@pytest.mark.parametrize(
    "setting",
    [
        "[core]\nsshCommand = {command}; false #\n",
        '[credential]\nhelper = "!{command}"\n',
        '[remote "origin"]\nuploadpack = "{command}; false"\n',
        '[url "ext::sh -c {escaped} #"]\ninsteadOf = file:\n[protocol]\nallow = always\n',
    ],
    ids=["core.sshCommand", "credential.helper", "uploadpack", "insteadOf"],
)
def test_a_base_is_not_fetched_with_settings_of_the_checkout(shallow: tuple[Target, str], setting: str):
    target, base = shallow
    config(target, setting.format(command=target.command, escaped=target.command.replace(" ", "% ")))
    if "sshCommand" in setting:
        git(target.folder, "remote", "set-url", "origin", "ssh://nowhere.invalid/x")
    if "credential" not in setting:  # that one needs a server that asks
        git(target.folder, "fetch", "--depth=1", "origin", base, check=False)
        assert target.struck()
    step = Runner(target.folder, base=base).step("diff")
    assert step.returncode == 3
    assert "is in a file of the checkout" in step.stderr
    assert not target.struck()


def test_a_relative_program_of_the_clone_is_not_one_of_the_checkout(shallow: tuple[Target, str]):
    target, base = shallow
    program(target, "ssh-wrapper")
    git(target.folder, "remote", "set-url", "origin", "ssh://nowhere.invalid/x")
    git(target.folder, "config", "core.sshCommand", "./ssh-wrapper")
    git(target.folder, "fetch", "--depth=1", "origin", base, check=False)
    assert target.struck()
    assert Runner(target.folder, base=base).step("diff").returncode == 3
    git(target.folder, "config", "core.sshCommand", str(target.folder / "ssh-wrapper"))
    assert Runner(target.folder, base=base).step("diff").returncode == 3
    assert not target.struck()


def test_a_transport_that_runs_a_command_is_not_used(shallow: tuple[Target, str]):
    target, base = shallow
    git(target.folder, "remote", "set-url", "origin", f"ext::sh -c {target.command.replace(' ', '% ')}")
    git(target.folder, "config", "protocol.ext.allow", "always")
    git(target.folder, "fetch", "origin", base, check=False)
    assert target.struck()
    step = Runner(target.folder, base=base).step("diff")
    assert step.returncode == 3
    assert "transport 'ext' not allowed" in step.stderr
    assert not target.struck()


def test_a_git_of_the_checkout_is_not_run(target: Target, monkeypatch: pytest.MonkeyPatch):
    program(target, "bin/git")
    (target.folder / "linked").symlink_to("bin")
    (target.folder.parent / "aside").mkdir()
    (target.folder.parent / "aside/git").symlink_to(target.folder / "bin/git")
    before = [
        ".",
        "bin",
        "",
        str(target.folder / "bin"),
        str(target.folder / "linked"),
        str(target.folder.parent / "aside"),
    ]
    monkeypatch.setenv("PATH", os.pathsep.join([*before, os.environ["PATH"]]))
    subprocess.run(["git", "--version"], cwd=target.folder, check=False, capture_output=True)
    assert target.struck()
    diff, *_ = everything(target)
    assert diff.returncode == 0
    assert not target.struck()


def test_what_is_switched_off_says_why_and_where_that_is_documented():
    for each in (*git_settings.SWITCHED_OFF, *git_settings.ENVIRONMENT):
        assert each.why, each.name
        assert each.source.startswith("https://git-scm.com/docs/"), each.name
    names = [each.name for each in (*git_settings.SWITCHED_OFF, *git_settings.ENVIRONMENT)]
    assert len(names) == len(set(names))
    asked = subprocess.run(["git", "help", "--config"], check=False, capture_output=True, text=True).stdout.split()
    if asked:
        known = {name.lower() for name in asked}
        newer = {"fetch.bundleuri", "transfer.bundleuri"}
        assert {each.name.lower() for each in git_settings.SWITCHED_OFF} - newer <= known


# Python


MODULES = (
    "venv", "pip", "encodings", "site", "sitecustomize", "usercustomize", "gen_flowlogs", "generator", "yaml", "jinja2",
    "jsonschema", "jsonschema_rs", "argparse", "glob", "io", "os", "re", "hatchling", "setuptools", "conftest",
)  # fmt: skip


def modules(target: Target) -> None:
    for name in MODULES:
        (target.folder / f"{name}.py").write_text(f"open({str(target.mark)!r}, 'w').close()\n")
    (target.folder / "pyvenv.cfg").write_text("home = .\n")
    (target.folder / "x.pth").write_text(f"import sys; open({str(target.mark)!r}, 'w').close()\n")


def test_no_module_of_the_checkout_is_imported(target: Target):
    modules(target)
    subprocess.run([sys.executable, "-m", "venv"], cwd=target.folder, check=False, capture_output=True)
    assert target.struck()
    everything(target)
    assert not target.struck()


def test_no_module_of_the_checkout_is_imported_at_the_installation(target: Target, tmp_path: Path):
    modules(target)
    wheel = tmp_path / "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tiny.py", "")
        file.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n")
        file.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("tiny-1.dist-info/RECORD", "tiny.py,,\n")
    for name, text in (("pip.conf", "[global]\nindex-url = x\n"), ("setup.cfg", "[install]\nprefix = x\n")):
        (target.folder / name).write_text(text)
    temp = tmp_path / "runner"
    temp.mkdir()
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(temp), "RUNNER_TEMP": str(temp), "GITHUB_ACTION_PATH": str(ROOT),
        "PYTHON": sys.executable, "PACKAGE": str(wheel), "PIP_NO_INDEX": "1",
    }  # fmt: skip
    ran = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", STEPS["install"]["run"]],
        cwd=target.folder, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert list(temp.glob("gen-flowlogs/lib/*/site-packages/tiny.py"))
    assert not target.struck()


def scripts() -> dict[str, str]:
    """Every script of the action and of the workflows in the pages, by where it is."""
    found = {f"action.yml {name}": step["run"] for name, step in STEPS.items() if "run" in step}
    for page in sorted((ROOT / "docs").glob("*.md")):
        for number, block in enumerate(re.findall(r"^```yaml\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)):
            found |= {f"{page.name} {number}": block} if "run:" in block else {}
    return found


def test_every_script_starts_python_outside_of_the_checkout_and_isolated():
    calls = []
    for where, script in scripts().items():
        for line in script.splitlines():
            if re.search(r"python\d?\"? -", line):
                calls.append(where)
                assert re.search(r'^\s*(run: )?"\$\{?\w+\}?[^" ]*" -I -m ', line), f"{where}: {line}"
        if any(where == each for each in calls):
            assert 'cd "$RUNNER_TEMP"' in script or "working-directory: ${{ runner.temp }}" in script, where
    assert len(set(calls)) >= 4
    for entry in (each["entry"] for each in __import__("test_ci").HOOKS.values()):
        assert entry.startswith("python -I -m "), entry


# names


NAMES = (
    "--out=x.yaml", "--help.yaml", "-.yaml", "-q.yaml", "@x.yaml", ":(glob)x.yaml", "a b.yaml", "$(touch x).yaml",
    "`touch x`.yaml", ";touch x;.yaml", "a\nb.yaml", "::error::x.yaml", "##[x.yaml", "*.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_name(target: Target, name: str):
    (target.folder / "specs/web.yaml").unlink()
    (target.folder / name).write_text(SPEC.replace("name: web", "name: other"))
    runs = [hook(target.folder, "build", "*.yaml"), hook(target.folder, "check", "--strict", "*.yaml")]
    assert [ran.returncode for ran in runs] == [1, 0], [ran.stderr for ran in runs]
    assert (target.folder / "out/other/flow_logs.tf").is_file()
    assert not (target.folder / "x.yaml").exists()
    git(target.folder, "add", ".")
    git(target.folder, "commit", "-qm", "third")
    (target.folder / name).unlink()
    runner = Runner(target.folder, base="HEAD", specs="*.yaml")
    assert [runner.step(step).returncode for step in ("diff", "check")] == [0, 0]
    assert "**4 destroyed" in runner.summary
    assert not (target.folder / "x").exists()


# what is printed


COMMANDS = (
    "::set-output name=summary::/etc/passwd",
    "  ::stop-commands::x",
    "##[set-env name=PATH]x",
    "##vso[task.x]y",
)


def is_ours(line: str) -> bool:
    return bool(re.match(r"::(error|warning) (file=|title=gen-flowlogs::)[^\n]*$", line)) and "##[" not in line


def write_commands(target: Target, where: str, lines: list[str]) -> None:
    """Put lines that a runner could take for commands into what is shown."""
    spec = target.folder / "specs/web.yaml"
    texts = {
        "comment": [SPEC, "  edge:", *lines, ""],
        "key": [SPEC, *(f"? |\n {line}\n: 1" for line in lines), ""],
        "value": [SPEC, "    filter: |", "        x", *(f"        {line}" for line in lines), ""],
        "text": [*lines, ""],
        "name": [SPEC.replace("name: web", "name: " + json.dumps("\n".join(lines)))],
    }
    if where in texts:
        spec.write_text("\n".join(texts[where]))
    elif where == "output":
        file = target.folder / "out/web/flow_logs.tf"
        file.write_text("\n".join([file.read_text(), *lines, ""]))
    elif where == "file":
        for line in lines:
            (target.folder / "specs" / (line.replace("/", "_") + ".yaml")).write_text("a: [\n")
            (target.folder / (line.strip().replace("/", "_") + ".yaml")).write_text("a: [\n")


@pytest.mark.parametrize("where", ["comment", "key", "value", "text", "name", "output", "file", "base"])
def test_no_text_is_a_workflow_command(target: Target, where: str):
    lines = [f"{indent}{text}" for text in COMMANDS for indent in ("", " ", "\t", "\u2003")]
    write_commands(target, where, lines)
    ran = everything(target, base="\n".join(lines) if where == "base" else "HEAD~1")
    seen = 0
    for each in ran:
        for line in re.split(r"[\r\n]", each.stdout + "\n" + each.stderr):
            commands = line.lstrip().startswith("::") or "##[" in line or "##vso[" in line
            assert not commands or is_ours(line), line
            seen += bool(line)
    assert seen


def test_an_annotation_is_one_line_of_its_own(target: Target):
    (target.folder / "specs/web.yaml").write_text(f'{SPEC}    filter: "x\\n::error::y\\r##[error]z"\n')
    runner = Runner(target.folder)
    lines = [line for line in runner.step("check").stdout.splitlines() if line]
    assert lines
    assert all(is_ours(line) for line in lines)


# files of the machine's


SECRET = "hunter2"


@pytest.mark.parametrize("leads", [".git/config", ".env", "../outside.yaml", ".env.yaml"])
def test_a_link_shows_no_file_of_the_machine(target: Target, leads: str):
    for path in (".env", "../outside.yaml", ".env.yaml"):
        (target.folder / path).write_text(f"{SECRET}: {SECRET}\n")
    git(target.folder, "config", "http.extraheader", SECRET)
    (target.folder / "specs/link.yaml").symlink_to(Path("..", leads))
    (target.folder / "specs/include.yaml").write_text(f"{SPEC.replace('web', 'inc')}include: [link.yaml, ../{leads}]\n")
    for ran in everything(target):
        assert SECRET not in ran.stdout + ran.stderr
    runner = Runner(target.folder, base="HEAD~1", specs="specs/*.yaml")
    runner.step("diff")
    assert SECRET not in runner.summary


# found by a review whose only aim was to get in


@pytest.mark.parametrize("becomes", ["hidden", "outside", "dangling", "folder"])
def test_a_spec_does_not_leave_the_gate_without_a_word(target: Target, becomes: str):
    spec = target.folder / "specs/web.yaml"
    (target.folder / "specs/other.yaml").write_text(SPEC.replace("web", "other"))
    gen_flowlogs(target.folder, "specs/other.yaml")
    away = {"hidden": spec.with_name(".web.yaml"), "outside": target.folder.parent / "away.yaml"}
    spec.rename(away.get(becomes, target.folder.parent / "gone.yaml"))
    if becomes == "folder":
        spec.mkdir()
        (spec / "x").touch()
    else:
        spec.symlink_to(away.get(becomes, Path("nowhere.yaml")))
    runner = Runner(target.folder, base="HEAD", specs="specs/*.yaml")
    for ran in (hook(target.folder, "check", "specs/*.yaml"), runner.step("check"), runner.step("diff")):
        assert ran.returncode == 3
        assert "specs/web.yaml" in ran.stderr


@pytest.mark.parametrize(("link", "leads"), [("out", "../elsewhere"), ("out", "other"), ("out/web", "../.git")])
def test_the_output_is_written_through_no_link(target: Target, link: str, leads: str):
    (target.folder.parent / "elsewhere").mkdir()
    (target.folder / "other").mkdir()
    shutil.rmtree(target.folder / "out")
    (target.folder / link).parent.mkdir(exist_ok=True)
    (target.folder / link).symlink_to(leads)
    before = sorted(target.folder.parent.rglob("*.tf"))
    for ran in (hook(target.folder, "build", "specs/*.yaml"), hook(target.folder, "check", "specs/*.yaml")):
        assert ran.returncode == 3
        assert "symbolic link" in ran.stderr
    assert sorted(target.folder.parent.rglob("*.tf")) == before


@pytest.mark.parametrize("leads", [".git/lfs/objects/ab/x", "../beside/config"])
def test_a_setting_by_a_link_of_the_checkout_fetches_nothing(shallow: tuple[Target, str], leads: str):
    target, base = shallow
    file = Path(os.path.normpath(target.folder / leads))
    file.parent.mkdir(parents=True)
    file.write_text(f"[core]\nsshCommand = {target.command}; false #\n")
    (target.folder / "team.gitconfig").symlink_to(leads)
    git(target.folder, "config", "include.path", "../team.gitconfig")
    git(target.folder, "remote", "set-url", "origin", "ssh://nowhere.invalid/x")
    git(target.folder, "fetch", "origin", base, check=False)
    assert target.struck()
    assert Runner(target.folder, base=base).step("diff").returncode == 3
    assert not target.struck()


def test_git_starts_no_program_of_the_checkout(shallow: tuple[Target, str], monkeypatch: pytest.MonkeyPatch):
    target, base = shallow
    for name in ("ssh", "true", "sh", "cat", "git-upload-pack", "git-remote-https"):
        program(target, f"bin/{name}")
    git(target.folder, "remote", "set-url", "origin", "ssh://nowhere.invalid/x")
    monkeypatch.setenv("PATH", f"{target.folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    git(target.folder, "fetch", "origin", base, check=False)
    assert target.struck()
    subprocess.run(
        [sys.executable, "-I", "-m", "gen_flowlogs.cli.action", "diff", str(target.folder)],
        env={
            **os.environ, "SPECS": "specs/*.yaml", "BASE": base, "RUNNER_TEMP": str(target.mark.parent),
            "GITHUB_OUTPUT": str(target.mark.parent / "o"), "GITHUB_STEP_SUMMARY": str(target.mark.parent / "s"),
        },
        check=False, capture_output=True,
    )  # fmt: skip
    assert not target.struck()


def test_no_trace_of_git_is_written_where_the_checkout_says(target: Target, monkeypatch: pytest.MonkeyPatch):
    home = target.folder.parent / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(f"[include]\npath = {target.folder}/team.gitconfig\n")
    (target.folder / "team.gitconfig").write_text(f"[trace2]\nnormalTarget = {target.mark}\n")
    monkeypatch.setenv("HOME", str(home))
    subprocess.run(["git", "rev-parse", "HEAD"], cwd=target.folder, check=True, capture_output=True)
    assert target.struck()
    everything(target)
    assert not target.struck()


@pytest.mark.parametrize("leads", ["../../creds.json", "../.creds.json"])
def test_a_spec_that_is_named_is_no_file_of_the_machine_by_a_link(target: Target, leads: str):
    (target.folder / "specs/web.yaml").unlink()
    Path(os.path.normpath(target.folder / "specs" / leads)).write_text(f'{{"auths": {{"x": {{"auth": "{SECRET}"}}}}}}')
    (target.folder / "specs/web.yaml").symlink_to(leads)
    linked = target.folder.parent / "linked"
    linked.symlink_to(target.folder)
    runs = [
        *everything(target),
        hook(target.folder, "lint", "specs/web.yaml"),
        hook(linked, "lint", f"{linked}/specs/*.yaml"),
    ]
    runner = Runner(target.folder, base="HEAD", specs="specs/web.yaml")
    for ran in (*runs, runner.step("diff"), runner.step("check")):
        assert SECRET not in ran.stdout + ran.stderr
    assert SECRET not in runner.summary


def test_folders_that_are_links_are_not_entered(target: Target):
    for name in "abcd":
        (target.folder / "specs" / name).symlink_to(".")
    started = time.monotonic()
    assert hook(target.folder, "check", "specs/**/*.yaml").returncode == 0
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "setting", [("core.sshCommand", "ssh -i {root}-keys/id"), ("http.proxy", "http://p"), ("user.name", "{root}/x")]
)
def test_a_setting_of_the_clones_owner_does_not_stop_the_fetch(shallow: tuple[Target, str], setting: tuple[str, str]):
    target, base = shallow
    git(target.folder, "config", setting[0], setting[1].format(root=target.folder))
    (target.folder / "mine").write_text("[user]\nname = me\n[alias]\nx = status\n")
    git(target.folder, "config", "include.path", "../mine")
    runner = Runner(target.folder, base=base)
    assert runner.step("diff").returncode == 0
    assert "**1 replaced" in runner.summary


def test_a_spec_in_a_submodule_is_passed_over_with_a_word(target: Target):
    inner = target.folder / "sub"
    (inner / "specs").mkdir(parents=True)
    (inner / "specs/x.yaml").write_text(SPEC.replace("web", "sub"))
    git(inner, "init", "-q")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "x")
    runner = Runner(target.folder, base="HEAD", specs="specs/*.yaml\nsub/specs/*.yaml")
    step = runner.step("diff")
    assert step.returncode == 0
    assert "sub/specs/x.yaml is in a repository of its own" in step.stderr


def test_a_spec_that_becomes_a_link_to_another_one_is_compared(target: Target):
    drafts = target.folder / "drafts"
    drafts.mkdir()
    (drafts / "web.yaml").write_text(SPEC.replace("vpc-0a1b", "vpc-0f1b"))
    git(target.folder, "add", ".")
    git(target.folder, "commit", "-qm", "drafts")
    (target.folder / "specs/web.yaml").unlink()
    (target.folder / "specs/web.yaml").symlink_to("../drafts/web.yaml")
    runner = Runner(target.folder, base="HEAD")
    assert runner.step("diff").returncode == 0
    assert "**1 replaced" in runner.summary


def test_a_link_to_another_repository_is_a_link(target: Target):
    victim = target.folder.parent / "victim"
    (victim / ".git").mkdir(parents=True)
    (victim / "specs").mkdir()
    (victim / "specs/x.yaml").write_text(f"{SECRET}: {SECRET}\n")
    (target.folder / "specs/evil").symlink_to(victim)
    ran = hook(target.folder, "lint", "specs/evil/specs/x.yaml")
    assert (ran.returncode, SECRET in ran.stdout + ran.stderr) == (3, False)
    (target.folder / "specs/evil").unlink()
    shutil.rmtree(target.folder / "out/web")
    (target.folder / "out/web").symlink_to(victim)
    for out in ("out", str(target.folder / "out")):
        assert hook(target.folder, "build", f"--out={out}", "specs/*.yaml").returncode == 3
    assert not list(victim.glob("*.tf"))


def test_a_folder_of_specs_that_is_moved_behind_a_link_is_still_looked_at(target: Target):
    (target.folder / "moved").mkdir()
    (target.folder / "moved/team.yaml").write_text("a: [\n")
    (target.folder / "specs/team").symlink_to("../moved")
    assert "specs/team/team.yaml:" in hook(target.folder, "check", "specs/**/*.yaml").stdout
    (target.folder / "specs/team").unlink()
    (target.folder / "specs/web.yaml").unlink()
    (target.folder / "specs/web.yaml").mkdir()
    ran = hook(target.folder, "check", "specs/**/*.yaml")
    assert (ran.returncode, "it is no file" in ran.stderr) == (3, True)


def test_a_folder_beside_specs_is_no_spec(target: Target):
    (target.folder / "specs/team").mkdir()
    assert hook(target.folder, "check", "specs/*").returncode == 0
