"""`build` and `check` on an `adopt.tf` whose addresses have gone from the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs.adopt.binding import heads
from gen_flowlogs.adopt.binding.forgetting import by_way_of_dummies
from gen_flowlogs.adopt.binding.terraform_text import Import, Moved, file
from gen_flowlogs.observe import addresses

if TYPE_CHECKING:
    from pathlib import Path

VPCS = ("vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67891")
HEAD = """version: 1
name: net
destinations: {all: {s3: {bucket: acme-records, existing: true}}}
"""
POINTS = f"""capture_points:
  main: {{vpcs: [{", ".join(VPCS)}], destinations: all}}
  open: {{vpcs: {{var: ids}}, destinations: all}}
"""


def adopt_tf(*targets: str, head: str = "") -> str:
    blocks = [Import(addresses.parse(each), "fl-1") for each in targets]
    moved = Moved(addresses.parse("aws_flow_log.old"), addresses.parse("aws_flow_log.new"))
    lines = [head] if head else heads.of_new_root("net")
    return file(
        lines, [*blocks, *([moved] if not targets else []), *by_way_of_dummies([addresses.parse("aws_iam_role.x")])]
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "net.yaml").write_text(HEAD + POINTS)
    assert catalogue.command("build", "net.yaml", folder=tmp_path).code == 0
    return tmp_path


def reported(site: Path, command: str = "check") -> str:
    said = catalogue.command(command, "net.yaml", folder=site)
    assert said.code == 0, said
    return said.err


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("target", [f'aws_flow_log.main__all["{VPCS[1]}"]', 'aws_flow_log.open__all["vpc-0"]'])
def test_an_address_that_is_there_is_no_matter(site: Path, target: str, command: str):
    (site / "out/net/adopt.tf").write_text(adopt_tf(target))
    assert "adopt.tf" not in reported(site, command)


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    "target", ['aws_flow_log.main__all["vpc-0"]', "aws_flow_log.main__all", "aws_flow_log.gone__all", ""]
)
def test_an_address_that_has_gone_is_reported(site: Path, target: str, command: str):
    (site / "out/net/adopt.tf").write_text(adopt_tf(*([target] if target else [])))
    said = reported(site, command)
    assert f"out/net/adopt.tf: its blocks are for {target or 'aws_flow_log.new'}, which the output has no more" in said
    assert "write it anew: `gen-flowlogs adopt` with --spec net.yaml" in said
    assert "gen_flowlogs_forgets" not in said
    assert "delete the file, and unless it has been applied, " in said


def test_a_file_of_somebody_else_is_not_read_for_it(site: Path):
    for text in (adopt_tf("aws_flow_log.gone__all", head="Mine"), "import {", ""):
        (site / "out/net/adopt.tf").write_text(text)
        assert "adopt.tf" not in reported(site)
    (site / "out/net/adopt.tf").unlink()
    (site / "out/net/adopt.tf").mkdir()
    assert "adopt.tf" not in reported(site)


def test_each_stack_and_a_folder_of_the_author_s_are_looked_into(tmp_path: Path):
    stacks = (
        HEAD
        + """stacks:
  a: {account: "111122223333", region: us-east-1}
  b: {account: "111122223333", region: eu-west-1}
capture_points: {main: {vpc: {var: x}, stack: [a, b], destinations: all}}
"""
    )
    (tmp_path / "net.yaml").write_text(stacks)
    assert catalogue.command("build", "net.yaml", folder=tmp_path).code == 0
    for stack in "ab":
        target = "aws_flow_log.main__all" if stack == "a" else "aws_flow_log.gone__all"
        (tmp_path / f"out/net/{stack}/adopt.tf").write_text(adopt_tf(target))
    assert "out/net/b/adopt.tf" in reported(tmp_path)
    assert "out/net/a/adopt.tf" not in reported(tmp_path)
    (tmp_path / "infra").mkdir()
    (tmp_path / "net.yaml").write_text(f"{HEAD}terraform: {{folder: infra}}\n{POINTS}")
    (tmp_path / "infra/adopt.tf").write_text(adopt_tf("aws_flow_log.gone__all"))
    assert "infra/adopt.tf" in reported(tmp_path, "build")
    (tmp_path / "infra/adopt.tf").write_text(adopt_tf("aws_flow_log.gone__all").replace("spec net,", "spec other,"))
    assert "infra/adopt.tf" not in reported(tmp_path)
