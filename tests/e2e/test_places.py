"""Output inside a root module of the author's, and output that one calls: tests/roots, applied to the emulated AWS."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import terraform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rig import Rig, Root

pytestmark = terraform.needs_provider

ROOTS = Path(__file__).parents[1] / "roots"
INSIDE = {
    "aws_cloudwatch_log_group.central", "aws_flow_log.main__central", "aws_iam_role.central",
    "aws_iam_role_policy.central",
}  # fmt: skip


@pytest.fixture(autouse=True)
def empty(aws: Any) -> None:
    """An account for each test."""
    aws.forget()


def read(*parts: str) -> dict[str, str]:
    return catalogue.folder_files(ROOTS.joinpath(*parts))


@pytest.mark.parametrize("name", ["inside", "calling"])
def test_the_committed_output_is_what_the_spec_makes(name: str):
    said = catalogue.command("check", "--strict", "specs/network.yaml", folder=ROOTS / name)
    assert (said.code, said.out) == (0, ""), said


def test_a_file_inside_a_root_is_applied_with_it_and_then_nothing_is_left_to_do(rig: Rig):
    root = rig.root("inside", read("inside", "infra"), without=["aws_s3_bucket_lifecycle_configuration"])
    assert {"aws_vpc.main", "aws_flow_log.main__archive", "aws_flow_log.apps__central"} <= set(root.apply().actions)
    assert root.plan_is_empty()
    made = root.outputs()
    assert made["flowlogs_network__destination_arns"]["central"] == made["destination_arns"]["central"]
    assert made["flowlogs_network__flow_log_ids"]["main"]["archive"].startswith("fl-")


def calling(rig: Rig, name: str, main: str, modules: Mapping[str, Path], **variables: Any) -> Root:
    """A root module with its calls, where `terraform init` would have put them."""
    known = [{"Key": "", "Source": "", "Dir": "."}]
    for key, module in modules.items():
        shutil.copytree(module, rig.folder / name / "out" / module.name, dirs_exist_ok=True)
        known.append({"Key": key, "Source": f"../out/{module.name}", "Dir": f"../out/{module.name}"})
    beside = {".terraform/modules/modules.json": json.dumps({"Modules": known})}
    return rig.root(f"{name}/infra", {"main.tf": main}, variables=variables, beside=beside)


def test_a_called_module_is_applied_at_once_switched_off_and_moved_into_the_root(rig: Rig):
    main = read("calling", "infra")["main.tf"]
    root = calling(rig, "calling", main, {"flow_logs": ROOTS / "calling/out/network"})
    first = root.apply()
    assert set(first.actions) == {"aws_vpc.main", *(f"module.flow_logs[0].{each}" for each in INSIDE)}
    off = root.plan("-var=recorded=false").actions
    assert off == {f"module.flow_logs[0].{each}": "destroy" for each in INSIDE}
    # The output becomes one file in the root, with the same labels: blocks keep everything.
    spec = (ROOTS / "calling/specs/network.yaml").read_text()
    text = spec.replace("{module: true}", "{folder: ../infra}").replace("{var: vpc_id}", "{ref: aws_vpc.main.id}")
    copy = rig.folder / "moved/specs/network.yaml"
    copy.parent.mkdir(parents=True)
    (rig.folder / "moved/infra").mkdir()
    copy.write_text(text)
    assert catalogue.command("--root", str(rig.folder / "moved"), str(copy), folder=copy.parent).code == 0
    own = (rig.folder / "moved/infra/network.flowlogs.tf").read_text()
    moved = "".join(f"moved {{\n  from = module.flow_logs[0].{each}\n  to   = {each}\n}}\n" for each in sorted(INSIDE))
    without = re.sub(r'\nmodule "flow_logs" \{.*?\n\}\n', "", main, flags=re.DOTALL)
    root.put({"main.tf": without, "network.flowlogs.tf": own, "moved.tf": moved})
    assert set(root.plan().actions.values()) == {"move"}


def test_a_module_that_creates_nothing_is_called_twice(rig: Rig, tmp_path: Path):
    spec = tmp_path / "specs/shared.yaml"
    spec.parent.mkdir()
    spec.write_text(
        "version: 1\nname: shared\nterraform: {module: true}\n"
        "destinations: {archive: {s3: {bucket: acme-archive, existing: true}}}\n"
        "capture_points: {main: {vpc: {var: vpc_id}, filter: all, destinations: archive}}\n"
    )
    assert catalogue.command("specs/shared.yaml", folder=tmp_path).code == 0
    head = read("calling", "infra")["main.tf"].partition('module "flow_logs"')[0]
    head += 'resource "aws_vpc" "other" {\n  cidr_block = "10.1.0.0/16"\n}\n'
    head += 'resource "aws_s3_bucket" "archive" {\n  bucket = "acme-archive"\n}\n'

    def calls(source: str) -> str:
        return head + "".join(
            f'module "{name}" {{\n  source = "../out/{source}"\n  vpc_id = aws_vpc.{vpc}.id\n}}\n'
            for name, vpc in (("one", "main"), ("two", "other"))
        )

    shared = tmp_path / "out/shared"
    root = calling(rig, "twice", head, {"one": shared, "two": shared})
    root.apply()  # the bucket exists before
    root.put({"main.tf": calls("shared")})
    root.apply()
    assert root.plan_is_empty()
