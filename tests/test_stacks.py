"""Many stacks: a policy for an organisation, the list of them for CI, taking one away, and the page about all that."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import catalogue
import parsed_terraform
from catalogue import ROOT
from gen_flowlogs import pipeline
from gen_flowlogs.aws.tags import POLICY_SIZE

if TYPE_CHECKING:
    from catalogue import Said

PAGE = ROOT / "docs" / "stacks.md"
KEYS = ["spec", "name", "path", "account", "region", "partition", "wave", "after", "kind"]
REGIONS = ("us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2")
MOST_JOBS = 256  # of a matrix. Source: GitHub's page on running variations of jobs, 2026-10

needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="no jq on this machine")


def say(*arguments: str, folder: Path) -> Said:
    return catalogue.command(*arguments, folder=folder)


def text(data: dict[str, Any]) -> str:
    return yaml.safe_dump({"version": 1, "name": "demo", **data}, sort_keys=False)


def organisation(number: int, *, of: int = 1, **bucket: Any) -> dict[str, Any]:
    """So many stacks, `of` of them in each account, which all record all their VPCs in the bucket of the first."""
    stacks = {
        f"s{each:04}": {"account": f"{100_000_000_000 + each // of * 7919}", "region": REGIONS[each % of]}
        for each in range(number)
    }
    return {
        "stacks": stacks,
        "destinations": {
            "archive": {"s3": {"bucket": "acme-flow-logs", "stack": "s0000", "expire_days": 400, **bucket}},
        },
        "capture_points": {
            "every-vpc": {"vpcs": {"lookup": {"tags": {}}}, "stack": "all", "destinations": "archive"},
        },
    }  # fmt: skip


def compiled(data: dict[str, Any]) -> dict[str, str]:
    result = pipeline.compile(text(data).encode(), "demo.yaml", read=catalogue.read, today=catalogue.TODAY)
    assert result.files is not None, [each.message for each in result.diagnostics]
    return dict(result.files)


def listed(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    said = say("stacks", *arguments, folder=folder)
    assert (said.code, said.err) == (0, "")
    return json.loads(said.out)


# a policy for an organisation


def test_a_thousand_stacks_are_a_thousand_modules():
    data = organisation(1000, of=4, org_id="o-a1b2c3d4e5")
    files = compiled(data)
    roots = {path.partition("/")[0] for path in files}
    assert roots == set(data["stacks"])
    states = set()
    for name, stack in data["stacks"].items():
        (provider,) = parsed_terraform.blocks(files[f"{name}/providers.tf"])
        assert provider.arguments == {"region": stack["region"], "allowed_account_ids": [stack["account"]]}
        logs = parsed_terraform.blocks(files[f"{name}/flow_logs.tf"])
        assert [block.labels for block in logs if block.type == "resource"] == [("aws_flow_log", "every_vpc__archive")]
        assert (f"{name}/s3.tf" in files) is (name == "s0000")
    backed = compiled({**data, "terraform": {"backend": {"s3": {"bucket": "acme-tfstate", "region": "us-east-1"}}}})
    for name in roots:
        (key,) = re.findall(r'key\s+= "(.+)"', backed[f"{name}/terraform.tf"])
        states.add(key)
    assert states == {f"gen-flowlogs/demo/{name}.tfstate" for name in roots}


def test_the_order_of_the_stacks_is_of_no_consequence(tmp_path: Path):
    data = organisation(200, of=4, org_id="o-a1b2c3d4e5")
    names = list(data["stacks"])
    random.Random(3).shuffle(names)
    other = {**data, "stacks": {name: data["stacks"][name] for name in names}}
    assert compiled(other) == compiled(data)
    for name, content in (("a", data), ("b", other)):
        (tmp_path / f"{name}.yaml").write_text(text(content))
    assert listed(tmp_path, "a.yaml") == listed(tmp_path, "b.yaml")


def written_policies(files: dict[str, str]) -> dict[str, int]:
    """How many bytes AWS is sent of each policy, its references in place."""
    bucket = "arn:aws:s3:::acme-flow-logs"
    sizes = {}
    for block in parsed_terraform.blocks(files["s0000/s3.tf"]):
        if isinstance(call := block.arguments.get("policy"), parsed_terraform.Call):
            plain = json.dumps(call.argument, separators=(",", ":"), default=lambda it: it.text)
            sizes[block.labels[0]] = len(re.sub(r"\$\{[^}]+\}|aws_s3_bucket\.archive\.arn", bucket, plain).encode())
    return sizes


def test_policies_grow_to_the_limit_and_no_further(tmp_path: Path):
    sizes = written_policies(compiled(organisation(120, kms="create")))
    assert POLICY_SIZE["bucket"] - 300 < sizes["aws_s3_bucket_policy"] <= POLICY_SIZE["bucket"] == 20_480
    assert sizes["aws_kms_key"] <= POLICY_SIZE["key"] == 32_768
    (tmp_path / "demo.yaml").write_text(text(organisation(121, kms="create")))
    said = say("build", "demo.yaml", folder=tmp_path)
    assert said.code == 1
    assert re.search(r"has 20,5\d\d bytes: at most 20,480 are allowed; write `org_id: o-…`", said.err)
    assert not (tmp_path / "out").exists()


def test_an_organisation_s_policies_do_not_grow():
    few, many = (written_policies(compiled(organisation(n, kms="create", org_id="o-a1b2c3d4e5"))) for n in (2, 500))
    assert few == many
    assert max(many.values()) < 1_500


def test_nothing_of_another_partition_is_in_a_stack():
    """Beside the golden case: no ARN and no host name of a wrong partition anywhere, for every kind of destination."""
    case = next(case for case in catalogue.ok_cases() if case.name == "ok/stacks-partitions")
    seen: dict[str, set[str]] = {}
    for path, content in catalogue.files(case).items():
        partition = "aws-cn" if path.startswith("china") else "aws-us-gov"
        seen.setdefault(partition, set()).update(re.findall(r"arn:(aws[a-z-]*):", content))
        hosts = set(re.findall(r"logs\.[a-z0-9-]+\.(amazonaws\.com(?:\.cn)?)", content))
        assert hosts <= {"amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"}, path
    assert seen == {"aws-cn": {"aws-cn"}, "aws-us-gov": {"aws-us-gov"}}


# the list


def test_the_list_of_a_spec(tmp_path: Path):
    shutil.copy(ROOT / "specs" / "org.yaml", tmp_path)
    found = listed(tmp_path, "org.yaml")
    said = yaml.safe_load((tmp_path / "org.yaml").read_text())["stacks"]
    assert [list(each) for each in found] == [KEYS] * len(said)
    assert {each["name"]: (each["account"], each["region"]) for each in found} == {
        name: (stack["account"], stack["region"]) for name, stack in said.items()
    }
    assert [(each["name"], each["partition"], each["wave"], each["after"]) for each in found] == [
        ("audit-use1", "aws", 0, []),
        ("china-north", "aws-cn", 0, []),
        ("gov-west", "aws-us-gov", 0, []),
        ("network-euw1", "aws", 1, ["audit-use1"]),
        ("network-use1", "aws", 1, ["audit-use1"]),
        ("payments-use1", "aws", 1, ["audit-use1"]),
    ]
    assert say("org.yaml", folder=tmp_path).code == 0
    assert [each for each in found if not (tmp_path / each["path"] / "terraform.tf").is_file()] == []
    assert not (tmp_path / "out/org/terraform.tf").exists()


def test_the_list_of_several_specs_writes_nothing(tmp_path: Path):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    found = listed(tmp_path, "specs/prod.yaml", "specs/org.yaml", "--out", "live/tf")
    assert [each["spec"] for each in found] == ["prod", *["org"] * 6]
    assert found[0] == {
        "spec": "prod", "name": None, "path": "live/tf/prod", "account": None, "region": None, "partition": None,
        "wave": 0, "after": [], "kind": "root",
    }  # fmt: skip
    assert found[1]["path"] == "live/tf/org/audit-use1"
    assert {path.name for path in tmp_path.iterdir()} == {"specs"}


def test_waves_follow_owners_that_wait_for_owners(tmp_path: Path):
    """A bucket's owner may write to another's bucket; names do not tell the order."""
    place = {"region": "us-east-1"}
    names = {"z-root": "111122223333", "m-middle": "222233334444", "a-leaf": "333344445555", "b-alone": "444455556666"}
    owned = {"of-root": "z-root", "of-middle": "m-middle"}
    sends = {"m-middle": ["of-root"], "a-leaf": ["of-middle", "of-root"], "b-alone": ["own"]}
    buckets = {
        name: {"s3": {"bucket": f"acme-{name}", "stack": stack, "expire_days": 400}} for name, stack in owned.items()
    }
    buckets["own"] = {"s3": {"bucket": "acme-own", "expire_days": 400}}
    data = {
        "stacks": {name: {"account": account, **place} for name, account in names.items()},
        "destinations": buckets,
        "capture_points": {
            f"vpcs-of-{name}": {"vpcs": {"lookup": {"tags": {}}}, "stack": name, "destinations": to}
            for name, to in sends.items()
        },
    }
    (tmp_path / "demo.yaml").write_text(text(data))
    found = [(each["name"], each["wave"], each["after"]) for each in listed(tmp_path, "demo.yaml")]
    assert found == [
        ("b-alone", 0, []),
        ("z-root", 0, []),
        ("m-middle", 1, ["z-root"]),
        ("a-leaf", 2, ["m-middle", "z-root"]),
    ]


def test_a_spec_with_errors_has_no_list(tmp_path: Path):
    (tmp_path / "demo.yaml").write_text(text(organisation(2)).replace("s0000", "nobody", 1))
    said = say("stacks", "demo.yaml", folder=tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "error: " in said.err


# taking one away


@pytest.fixture
def without(tmp_path: Path) -> Path:
    """A folder where three stacks were built, the spec has lost one, and its author had a file there."""
    data = organisation(3)
    (tmp_path / "demo.yaml").write_text(text(data))
    assert say("demo.yaml", folder=tmp_path).code == 0
    (tmp_path / "out/demo/s0002/terraform.tfvars").write_text("")
    del data["stacks"]["s0002"]
    (tmp_path / "demo.yaml").write_text(text(data))
    return tmp_path


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


REMINDER = (
    "out/demo/s0002: no longer in the spec; apply it once more, which destroys its resources, then run "
    "`gen-flowlogs build --drop-stack s0002 demo.yaml`\n"
)


def test_a_stack_that_goes_leaves_what_its_last_apply_needs(without: Path):
    gone = without / "out/demo/s0002"
    before = {name: (gone / name).read_bytes() for name in ("terraform.tf", "providers.tf")}
    said = say("demo.yaml", folder=without)
    assert (said.code, said.err) == (0, REMINDER)
    assert names_in(gone) == {*before, "terraform.tfvars"}
    assert {name: (gone / name).read_bytes() for name in before} == before
    assert [each["name"] for each in listed(without, "demo.yaml")] == ["s0000", "s0001"]
    checked = say("check", "demo.yaml", folder=without)
    assert (checked.code, checked.err.count(REMINDER)) == (0, 1)


def test_a_stack_that_is_dropped_leaves_what_is_not_ours(without: Path):
    said = say("build", "--drop-stack", "s0002", "demo.yaml", folder=without)
    assert (said.code, said.err) == (0, "")
    assert "deleted s0002/providers.tf" in said.out
    assert names_in(without / "out/demo/s0002") == {"terraform.tfvars"}
    assert say("check", "demo.yaml", folder=without) == catalogue.Said(0, "", "out/demo: 11 files, up to date\n")


def test_a_stack_of_the_spec_is_not_dropped(without: Path):
    assert say("build", "--drop-stack", "s0002", "demo.yaml", folder=without).code == 0
    before = names_in(without / "out/demo/s0001")
    say("build", "--drop-stack", "s0001", "demo.yaml", folder=without)
    assert names_in(without / "out/demo/s0001") == before
    assert {"flow_logs.tf", "providers.tf", "terraform.tf"} <= before


def test_a_stack_that_comes_back_is_whole_again(without: Path):
    assert say("demo.yaml", folder=without).code == 0
    (without / "demo.yaml").write_text(text(organisation(3)))
    said = say("demo.yaml", folder=without)
    assert (said.code, said.err) == (0, "")
    assert names_in(without / "out/demo/s0002") - {"terraform.tfvars"} == names_in(without / "out/demo/s0001")


# the page


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def block(kind: str, start: str) -> str:
    (found,) = [each for each in blocks(kind) if each.startswith(start)]
    return found


SPEC = block("yaml", "# specs/landing-zone.yaml")
WORKFLOW = yaml.safe_load(block("yaml", "# .github/workflows/stacks.yml"))
JOBS = WORKFLOW["jobs"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with the spec of the page."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/landing-zone.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A script as GitHub runs it, with this gen-flowlogs and nothing of the network."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, "PATH": path, **variables}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_yaml_of_the_page_is_yaml():
    assert len([yaml.safe_load(each) for each in blocks("yaml")]) == 5


def test_the_spec_of_the_page_has_the_folders_of_the_page(checkout: Path):
    assert say("lint", "specs/landing-zone.yaml", folder=checkout) == catalogue.Said(0, "", "")
    assert say("specs/landing-zone.yaml", folder=checkout).code == 0
    (tree,) = blocks("text")
    shown = {line.split()[0].rstrip("/") for line in tree.splitlines()}
    assert shown == {path.relative_to(checkout).as_posix() for path in (checkout / "out/landing-zone").iterdir()}
    roles = re.findall(
        r'name = "(flow-logs-.+)"', (checkout / "out/landing-zone/network-euw1/cloudwatch_logs.tf").read_text()
    )
    assert set(roles) == {"flow-logs-vpc-flow-logs-network-euw1"}


def test_the_list_of_the_page_is_the_list(checkout: Path):
    (shown,) = blocks("console")
    command, _, output = shown.removeprefix("$ gen-flowlogs ").partition("\n")
    assert say(*command.split(), folder=checkout).out == output


def test_the_states_of_the_page_are_those_of_the_backends():
    table = PAGE.read_text(encoding="utf-8")
    for kind, settings, argument, value in (
        ("s3", {"bucket": "b", "region": "us-east-1"}, "key", "gen-flowlogs/demo/s0001.tfstate"),
        ("azurerm", {"storage_account_name": "a", "container_name": "c"}, "key", "gen-flowlogs/demo/s0001.tfstate"),
        ("local", {}, "path", "gen-flowlogs/demo/s0001.tfstate"),
        ("gcs", {"bucket": "b"}, "prefix", "gen-flowlogs/demo/s0001"),
        (
            "http",
            {"address": "https://states.example.com"},
            "address",
            "https://states.example.com/gen-flowlogs_demo_s0001",
        ),
        ("cloud", {}, "name", "gen-flowlogs_demo_s0001"),
    ):
        files = compiled({**organisation(2), "terraform": {"backend": {kind: settings}}})
        assert re.search(rf'{argument}\s+= "{value}"\n', files["s0001/terraform.tf"])
        (row,) = [line for line in table.splitlines() if re.match(rf"\|.*`{kind}`", line)]
        assert f"| `{argument}` |" in row


def test_the_workflow_has_no_more_rights_than_it_uses():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in JOBS["stacks"]  # runs what pip installs, and gets no credentials
    for name in ("plan", "first", "second"):
        assert JOBS[name]["permissions"] == {"contents": "read", "id-token": "write"}
    for name in ("first", "second"):
        assert JOBS[name]["environment"] == "flow-logs"
        assert "refs/heads/main" in JOBS[name]["if"]
    assert "head.repo.full_name == github.repository" in JOBS["plan"]["if"]
    for job in JOBS.values():
        assert job["timeout-minutes"] <= 60
        assert all(
            step["with"] == {"persist-credentials": False}
            for step in job["steps"]
            if "checkout" in step.get("uses", "")
        )


def test_no_input_is_written_into_a_script_of_the_workflow():
    scripts = [step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step]
    assert len(scripts) == 5
    assert [script for script in scripts if "${{" in script] == []


def test_the_workflow_installs_what_is_locked():
    (script,) = [step["run"] for step in JOBS["stacks"]["steps"] if "venv" in step.get("run", "")]
    installs = re.findall(r"^install (.*)$", script, re.MULTILINE)
    assert [each.split()[0] for each in installs] == ["--require-hashes", "--no-deps"]
    assert script.count(" install ") == 1, "none but the function"


def test_owners_are_applied_first():
    assert JOBS["first"]["needs"] == "stacks"
    assert JOBS["second"]["needs"] == ["stacks", "first"]
    assert JOBS["first"]["steps"] == JOBS["second"]["steps"]
    assert JOBS["first"]["strategy"]["matrix"] == {"include": "${{ fromJSON(needs.stacks.outputs.first) }}"}
    for name, job in JOBS.items():
        if "strategy" in job:
            (used,) = re.findall(r"outputs\.(\w+)\)", job["strategy"]["matrix"]["include"])
            assert used == {"plan": "all"}.get(name, name)
            assert f"needs.stacks.outputs.{used} != '[]'" in job["if"]  # an empty matrix is an error


def outputs(folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """Run the workflow's listing step."""
    (step,) = [step for step in JOBS["stacks"]["steps"] if step.get("id") == "list"]
    told = folder / "output"
    if not (folder / "gen-flowlogs").exists():  # the step before installs it there
        (folder / "gen-flowlogs").symlink_to(Path(sys.prefix))
    ran = shell(step["run"], folder, GITHUB_OUTPUT=str(told), RUNNER_TEMP=str(folder))
    lines = told.read_text().splitlines() if told.is_file() else []
    found = {name: json.loads(value) for name, _, value in (line.partition("=") for line in lines)}
    return ran, found


@needs_jq
def test_the_matrix_of_the_workflow_is_the_stacks(tmp_path: Path):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    every = listed(tmp_path, *(f"specs/{each.name}" for each in sorted((tmp_path / "specs").glob("*.yaml"))))
    ran, found = outputs(tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert set(found) == {each.partition("outputs.")[2].split()[0] for each in JOBS["stacks"]["outputs"].values()}
    stacks = [each for each in every if each["name"] is not None]
    told = [{key: each[key] for key in ("path", "account", "region", "partition", "wave")} for each in stacks]
    assert found["all"] == told
    assert found["first"] + found["second"] == sorted(found["all"], key=lambda each: each["wave"])
    first = {each["path"].rpartition("/")[2] for each in found["first"]}
    assert all(set(each["after"]) <= first for each in stacks)
    used = set(re.findall(r"matrix\.(\w+)", json.dumps(JOBS)))
    assert used <= set(found["all"][0])


@needs_jq
def test_the_workflow_refuses_an_order_that_it_does_not_have(checkout: Path):
    data = yaml.safe_load(SPEC)
    data["stacks"]["leaf"] = {"account": "555566667777", "region": "us-east-1"}
    data["destinations"]["more"] = {"s3": {"bucket": "acme-more", "stack": "network-use1", "expire_days": 400}}
    data["capture_points"]["leaf"] = {
        "vpc": "vpc-0a1b2c3d4e5f67890", "stack": "leaf", "destinations": "more",
    }  # fmt: skip
    (checkout / "specs/landing-zone.yaml").write_text(yaml.safe_dump(data))
    ran, found = outputs(checkout)
    assert ran.returncode != 0
    assert "a third wave" in ran.stderr
    assert found == {}


@needs_jq
def test_a_broken_spec_stops_the_workflow(checkout: Path):
    (checkout / "specs/landing-zone.yaml").write_text("version: 2\n")
    ran, found = outputs(checkout)
    assert (ran.returncode, found) == (1, {})


@needs_jq
def test_more_stacks_than_jobs(checkout: Path):
    (checkout / "specs/landing-zone.yaml").write_text(text(organisation(1000, of=4, org_id="o-a1b2c3d4e5")))
    (script,) = [each for each in blocks("sh") if "group_by" in each]
    ran = shell(script, checkout)
    assert ran.returncode == 0, ran.stderr
    jobs = json.loads(ran.stdout)
    assert len(jobs) == 251 <= MOST_JOBS  # the bucket's owner goes before the other stacks of its account
    paths = [path for job in jobs for path in job["paths"]]
    assert sorted(paths) == sorted(each["path"] for each in listed(checkout, "specs/landing-zone.yaml"))
    assert all(len(job["paths"]) <= 4 for job in jobs)


@needs_jq
def test_the_configuration_of_atlantis_is_made_of_the_stacks(checkout: Path):
    script = block("sh", "gen-flowlogs stacks -- specs/*.yaml | jq '{")
    ran = shell(script, checkout)
    assert ran.returncode == 0, ran.stderr
    made = yaml.safe_load((checkout / "atlantis.yaml").read_text())
    assert made == yaml.safe_load(block("yaml", "# atlantis.yaml"))
    shutil.copytree(ROOT / "specs", checkout / "specs", dirs_exist_ok=True)
    assert shell(script, checkout).returncode == 0
    made = yaml.safe_load((checkout / "atlantis.yaml").read_text())
    every = listed(checkout, *(f"specs/{each.name}" for each in sorted((checkout / "specs").glob("*.yaml"))))
    assert [(each["dir"], each["execution_order_group"]) for each in made["projects"]] == [
        (each["path"], each["wave"]) for each in every
    ]
    names = [each["name"] for each in made["projects"]]
    assert len(set(names)) == len(names)


def test_taking_a_stack_away_as_the_page_says(checkout: Path):
    (script,) = [each for each in blocks("sh") if "--drop-stack" in each and "state pull" not in each]
    first, *applies, last = [line.partition("  #")[0].split() for line in script.splitlines()]
    assert say(*first[1:], folder=checkout).code == 0
    data = yaml.safe_load(SPEC)
    del data["stacks"]["network-euw1"]
    data["capture_points"]["shared"]["stack"] = "network-use1"
    (checkout / "specs/landing-zone.yaml").write_text(yaml.safe_dump(data))
    assert "--drop-stack network-euw1" in say(*first[1:], folder=checkout).err
    folders = {word.removeprefix("-chdir=") for words in applies for word in words if word.startswith("-chdir=")}
    assert [names_in(checkout / each) for each in folders] == [{"terraform.tf", "providers.tf"}]
    assert say(*last[1:], folder=checkout).code == 0
    assert not any((checkout / each).exists() for each in folders)
