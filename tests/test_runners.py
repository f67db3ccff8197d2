"""Recipes for stacks under other runners: each jq program of the pages is run, and makes what the runner reads."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
import parsed_terraform
import terraform
from catalogue import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("runners", "gitlab", "azure-devops")
PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
PAGE = PAGES["runners"]
STACKS = (ROOT / "docs" / "stacks.md").read_text(encoding="utf-8")
AZURE = "Apply each stack"
JOBS = "Apply a stack in each job"
OWNERS = {"audit-use1": [], "network-euw1": ["audit-use1"], "network-use1": ["audit-use1"]}

pytestmark = pytest.mark.skipif(shutil.which("jq") is None, reason="no jq on this machine")


def block(kind: str, section: str, number: int = 0, page: str = PAGE) -> str:
    text = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0] if section else page
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[number]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A repository with the spec of docs/stacks.md and all shipped ones, built."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    spec = next(
        each
        for each in re.findall(r"^```yaml\n(.*?)^```$", STACKS, re.MULTILINE | re.DOTALL)
        if "landing-zone.yaml" in each
    )
    (tmp_path / "specs/landing-zone.yaml").write_text(spec, encoding="utf-8")
    said = catalogue.command("build", *specs(tmp_path), folder=tmp_path)
    assert said.code == 0, said.err
    return tmp_path


def specs(folder: Path) -> list[str]:
    return [f"specs/{each.name}" for each in sorted((folder / "specs").glob("*.yaml"))]


def listed(folder: Path) -> list[dict[str, Any]]:
    every = json.loads(catalogue.command("stacks", *specs(folder), folder=folder).out)
    return [each for each in every if each["account"] is not None]


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"  # noqa: PTH120 - a text of PATH
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def clean(folder: Path) -> bool:
    """Whether `check` leaves the runner's files alone."""
    return catalogue.command("check", *specs(folder), folder=folder).code == 0


def test_terragrunt_has_a_unit_for_each_stack_and_their_order(built: Path):
    ran = run(block("sh", "Terragrunt"), built)
    assert (ran.returncode, ran.stderr) == (0, "")
    for each in listed(built):
        made = json.loads((built / each["path"] / "terragrunt.hcl.json").read_text())
        paths = made.get("dependencies", {}).get("paths", [])
        assert [path.removeprefix("../") for path in paths] == each["after"]
        assert all((built / each["path"] / path / "terragrunt.hcl.json").is_file() for path in paths)
    shown = json.loads(block("json", "Terragrunt"))
    assert shown == json.loads((built / "out/landing-zone/network-euw1/terragrunt.hcl.json").read_text())
    assert clean(built)


def test_terramate_has_a_stack_for_each_stack_and_their_order(built: Path):
    ran = run(block("sh", "Terramate"), built)
    assert (ran.returncode, ran.stderr) == (0, "")
    ids = set()
    for each in listed(built):
        (made,) = parsed_terraform.blocks((built / each["path"] / "stack.tm.hcl").read_text())
        assert made.type == "stack"
        assert made.arguments["name"] == f"{each['spec']}/{each['name']}"
        assert made.arguments["after"] == [f"../{owner}" for owner in each["after"]]
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", made.arguments["id"])
        ids.add(made.arguments["id"])
    assert len(ids) == len(listed(built))
    assert (built / "out/landing-zone/network-euw1/stack.tm.hcl").read_text() == block("hcl", "Terramate")
    assert clean(built)


def test_an_id_that_terramate_refuses_stops_the_recipe(built: Path):
    spec = yaml.safe_load((built / "specs/landing-zone.yaml").read_text())
    for each in (built / "specs").iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    (built / "specs/landing-zone.yaml").write_text(yaml.safe_dump({**spec, "name": "x" * 60}))
    assert "at most 64 characters" in run(block("sh", "Terramate"), built).stderr


def test_the_id_of_a_stack_is_its_own(built: Path):
    """`a-b` with a stack `c`, and `a` with a stack `b-c`."""
    spec = yaml.safe_load((built / "specs/landing-zone.yaml").read_text())
    for each in (built / "specs").iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    account = {"account": "111122223333", "region": "eu-west-1"}
    for name, stack in (("a-b", "c"), ("a", "b-c")):
        alone = {
            **spec, "name": name, "stacks": {stack: account}, "defaults": {"stack": stack},
            "destinations": {"logs": {"cloudwatch_logs": {"log_group": f"/of/{len(stack)}"}}},
            "capture_points": {"core": {"vpc": {"var": "core"}, "destinations": "logs"}},
        }  # fmt: skip
        (built / f"specs/{name}.yaml").write_text(yaml.safe_dump(alone))
    said = catalogue.command("build", *specs(built), folder=built)
    assert said.code == 0, said.err
    assert run(block("sh", "Terramate"), built).returncode == 0
    ids = {
        parsed_terraform.blocks((built / each["path"] / "stack.tm.hcl").read_text())[0].arguments["id"]
        for each in listed(built)
    }
    assert ids == {"a-b_c", "a_b-c"}


def test_a_key_that_azure_devops_refuses_stops_the_recipe(built: Path):
    spec = yaml.safe_load((built / "specs/landing-zone.yaml").read_text())
    for each in (built / "specs").iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    stacks = {f"{name}{'x' * (64 - len(name))}": each for name, each in spec["stacks"].items()}
    text = yaml.safe_dump({**spec, "name": "x" * 60})
    for short, long in zip(spec["stacks"], stacks, strict=True):
        text = text.replace(short, long)
    (built / "specs/landing-zone.yaml").write_text(text)
    assert "at most 100 characters" in run(block("sh", AZURE, page=PAGES["azure-devops"]), built).stderr


def test_the_matrix_of_azure_devops_is_an_object_of_the_stacks(built: Path):
    ran = run(block("sh", AZURE, page=PAGES["azure-devops"]), built)
    assert (ran.returncode, ran.stderr) == (0, "")
    told = dict(re.findall(r"^##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)$", ran.stdout, re.MULTILINE))
    waves = {name: json.loads(text) for name, text in told.items()}
    assert list(waves) == ["first", "second"]
    for name, wave in (("first", 0), ("second", 1)):
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", key) for key in waves[name])
        assert sorted(each["path"] for each in waves[name].values()) == sorted(
            each["path"] for each in listed(built) if each["wave"] == wave
        )
    pipeline = yaml.safe_load(block("yaml", AZURE, page=PAGES["azure-devops"]))
    used = set(re.findall(r"list\.(\w+)", json.dumps(pipeline)))
    assert used == set(waves)
    assert set(re.findall(r"\$\((\w+)\)", json.dumps(pipeline))) <= set(next(iter(waves["first"].values())))


@terraform.needs_terraform
def test_spacelift_reads_the_stacks_and_their_order(built: Path):
    said = read_by_terraform(built, "Spacelift", "spacelift", ("spacelift_stack", "spacelift_stack_dependency"))
    every = listed(built)
    assert {each["path"] for each in said["stacks"]["value"].values()} == {each["path"] for each in every}
    pairs = {(each["stack"], each["owner"]) for each in said["owners_first"]["value"].values()}
    assert pairs == {
        (f"{each['spec']}/{each['name']}", f"{each['spec']}/{owner}") for each in every for owner in each["after"]
    }
    assert pairs


@terraform.needs_terraform
def test_hcp_terraform_has_a_workspace_for_each_stack_and_their_order(built: Path):
    said = read_by_terraform(built, "HCP Terraform", "workspaces", ("tfe_workspace", "tfe_run_trigger"), number=1)
    every = listed(built)
    paths = {name: each["path"] for name, each in said["stacks"]["value"].items()}
    assert paths == {f"gen-flowlogs_{each['spec']}_{each['name']}": each["path"] for each in every}
    pairs = {(each["stack"], each["owner"]) for each in said["owners_first"]["value"].values()}
    assert pairs == {
        (f"gen-flowlogs_{each['spec']}_{each['name']}", f"gen-flowlogs_{each['spec']}_{owner}")
        for each in every
        for owner in each["after"]
    }
    assert pairs


def read_by_terraform(built: Path, section: str, folder: str, kinds: tuple[str, str], number: int = 0) -> Any:
    """The locals of a runner's own Terraform, as its program reads the stacks; its provider is not asked."""
    (built / folder).mkdir()
    ran = run(block("sh", section), built)
    assert (ran.returncode, ran.stderr) == (0, "")
    text = block("hcl", section, number)
    _, *resources = parsed_terraform.blocks(text)
    assert tuple(each.labels[0] for each in resources) == kinds
    only = text[: text.index(f'resource "{kinds[0]}"')]
    outputs = 'output "stacks" {\n  value = local.stacks\n}\noutput "owners_first" {\n  value = local.owners_first\n}\n'
    (built / folder / "main.tf").write_text(only + outputs)
    assert terraform.run("init", folder=built / folder).code == 0
    assert terraform.run("apply", "-auto-approve", folder=built / folder).code == 0
    return json.loads(terraform.run("output", "-json", folder=built / folder).out)


def test_gitlab_has_a_job_for_each_stack_and_their_order(built: Path):
    ran = run(block("sh", JOBS, page=PAGES["gitlab"]), built)
    assert (ran.returncode, ran.stderr) == (0, "")
    jobs = yaml.safe_load((built / "stacks.yml").read_text())
    every = listed(built)
    assert {name: job["needs"] for name, job in jobs.items()} == {
        f"{each['spec']}/{each['name']}": [f"{each['spec']}/{owner}" for owner in each["after"]] for each in every
    }
    assert [job["script"] for job in jobs.values()] == [
        [f"terraform -chdir={each['path']} init", f"terraform -chdir={each['path']} apply -auto-approve"]
        for each in every
    ]
    pipeline = yaml.safe_load(block("yaml", JOBS, page=PAGES["gitlab"]))
    assert pipeline["apply"]["trigger"]["include"] == [{"artifact": "stacks.yml", "job": "list"}]
    assert pipeline["list"]["artifacts"]["paths"] == ["stacks.yml"]


@pytest.mark.parametrize(("name", "section"), [("gitlab", "Keep states in GitLab"), ("runners", "HCP Terraform")])
def test_the_backend_of_a_page_is_what_its_spec_becomes(built: Path, name: str, section: str):
    spec = yaml.safe_load((built / "specs/landing-zone.yaml").read_text())
    said = yaml.safe_load(block("yaml", section, page=PAGES[name]))
    (built / "specs/landing-zone.yaml").write_text(yaml.safe_dump({**spec, **said}))
    assert catalogue.command("build", "specs/landing-zone.yaml", folder=built).code == 0
    head, _, shown = block("hcl", section, page=PAGES[name]).partition("\n")
    assert shown in (built / head.removeprefix("# ")).read_text()
