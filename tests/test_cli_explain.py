"""`explain` as a command: the forms of WHAT, text and JSON, exit codes, and bad input."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import catalogue
from commands import SPEC, say, write_specs
from gen_flowlogs import DOCS
from gen_flowlogs.aws.kinds import VPC
from gen_flowlogs.aws.never_recorded import of_kind
from gen_flowlogs.aws.weights import record_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from catalogue import Said

SCHEMA = json.loads((catalogue.ROOT / "docs" / "explain.schema.json").read_text(encoding="utf-8"))
PROD = "specs/prod.yaml"


def explain(*what: str, spec: str = PROD, folder: Path = catalogue.ROOT) -> Said:
    return say("explain", spec, *what, folder=folder)


def answers(*what: str, spec: str = PROD, folder: Path = catalogue.ROOT) -> list[dict[str, Any]]:
    made = json.loads(say("explain", spec, *what, "--format", "json", folder=folder).out)
    jsonschema.validate(made, SCHEMA)
    return made if isinstance(made, list) else [made]


def line_of(text: str, file: str = PROD) -> int:
    lines = (catalogue.ROOT / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip() == text)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("core", 0),
        ("archive", 0),
        ("refused", 0),
        ("acme-flow-logs-prod", 0),
        ("/vpc/flow-logs/prod", 0),
        ("s3://acme-flow-logs-prod/security", 0),
        ("s3://acme-flow-logs-prod/other", 1),
        ("vpc-0a1b2c3d4e5f67890", 0),
        ("eni-0a1b2c3d4e5f67890", 0),
        ("arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f67890", 0),
        ("arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow-logs/prod:*", 0),
        ("arn:aws:logs:us-east-1:111122223333:log-group:/other", 1),
        ("aws_flow_log.core__central", 0),
        ('aws_flow_log.appliances__detection["eni-0a1b2c3d4e5f67890"]', 0),
        ("module.flow_logs.aws_iam_role.central", 0),
        ("data.aws_vpcs.edge", 0),
        ("vpc-0fffffffffffffff1", 1),
        ("i-0a1b2c3d4e5f67890", 1),
        ("fl-0a1b2c3d4e5f67890", 1),
        ("10.20.4.17", 1),
        ("fd00::/8", 1),
        ("vpc-1", 2),
        ("sg-0a1b2c3d4e5f67890", 2),
        ("tgw-0a1b2c3d", 2),
        ("nothing", 2),
        ("", 2),
        ("arn:aws:iam::111122223333:role/x", 2),
        ("arn:aws:ec2:us-east-1:111122223333:subnet/vpc-0a1b2c3d4e5f67890", 2),
        ("aws_flow_log.core__centra", 2),
        ('aws_flow_log.appliances__detection["eni-0a1b2c3d4e5f67899"]', 2),
        ('aws_flow_log.core__central["x"]', 2),
        ("specs/prod.yaml:1", 2),
        ("specs/prod.yaml:99999", 2),
        ("specs/none.yaml:1", 2),
        ("README.md:1", 2),
    ],
)
def test_exit_codes(what: str, code: int):
    ran = explain(what)
    assert ran.code == code, ran
    assert bool(ran.out) == (code != 2)
    assert bool(ran.err) == (code == 2)


def test_a_name_that_is_near_is_offered():
    assert 'did you mean "core"?' in explain("cor").err
    assert "did you mean aws_flow_log.core__central?" in explain("aws_flow_log.core__centra").err


def test_all_that_is_understood_is_answered_beside_what_is_not():
    ran = explain("nothing", "core")
    assert ran.code == 2
    assert ran.out.startswith("core  vpc-0a1b2c3d4e5f67890\n")


def test_a_resource_without_an_inventory():
    [answer] = answers("subnet-0a1b2c3d4e5f67890")
    assert [(each["capture_point"], each["via"]) for each in answer["flow_logs"]] == [
        ("bastion", "itself"),
        ("core", "vpc"),  # as `within` says
        ("core", "vpc"),
    ]
    assert {each["capture_point"]: each["decides"] for each in answer["possible"]} == {
        "databases": "if it is among var.database_subnet_ids",
        "edge": "if its VPC is among the VPCs tagged Tier=edge",
        "shared-services": "if its VPC is module.shared_services.vpc_id",
    }
    assert answer["recorded"] == {"accepted": 2, "rejected": 3}


def test_an_unknown_container_is_said():
    said = explain("eni-0a1b2c3d4e5f67890").out
    assert (
        "its subnet and its VPC are not known; give `--inventory`. Flow logs on VPCs or subnets may record it" in said
    )


def test_nothing_records_it():
    ran = explain("tgw-0fffffffffffffff1")
    assert ran.out.splitlines() == [
        "tgw-0fffffffffffffff1  a transit gateway: no flow log of specs/prod.yaml records it",
        "to record it: capture_points: {transit-gateway: {transit_gateway: tgw-0fffffffffffffff1}}",
    ]


def test_an_address_leads_to_its_definitions():
    [answer] = answers("aws_flow_log.core__central")
    assert [(each["text"], each["line"], each.get("note")) for each in answer["made_by"]] == [
        ("capture_points.core", line_of("core:"), None),
        ("destinations.central", line_of("central:"), None),
        ("filter security", line_of("security:"), "by defaults"),
    ]


def test_a_line_of_the_spec():
    number = line_of("traffic: REJECT")
    head = explain(f"specs/prod.yaml:{number}").out.splitlines()[0]
    assert head == (
        f"specs/prod.yaml:{number} traffic: REJECT → filter refused → bastion, databases, inspection and appliances "
        "→ 5 flow logs; changing it replaces them"
    )


def test_every_line_of_a_spec_and_of_its_output_has_an_answer_or_a_reason():
    files = [
        PROD,
        *(path.relative_to(catalogue.ROOT).as_posix() for path in (catalogue.ROOT / "out/prod").rglob("*.tf")),
    ]
    lines = [(file, len((catalogue.ROOT / file).read_text(encoding="utf-8").splitlines())) for file in files]
    what = [f"{file}:{number}" for file, count in lines for number in range(1, count + 1)]
    ran = explain(*what)
    assert ran.code == 2  # of the empty lines and comments of the spec
    refused = ran.err.splitlines()
    assert all(" is a comment: " in each or " is empty: " in each for each in refused)
    spec = (catalogue.ROOT / PROD).read_text(encoding="utf-8").splitlines()
    assert len(refused) == sum(not line.strip() or line.strip().startswith("#") for line in spec)


def test_a_line_of_the_output_leads_to_its_block():
    text = (catalogue.ROOT / "out/prod/flow_logs.tf").read_text(encoding="utf-8").splitlines()
    number = text.index('resource "aws_flow_log" "core__central" {') + 3
    [answer] = answers(f"out/prod/flow_logs.tf:{number}")
    assert [each["address"] for each in answer["flow_logs"]] == ["aws_flow_log.core__central"]


def test_a_broken_spec_is_not_explained(tmp_path: Path):
    write_specs(tmp_path)
    ran = explain("core", spec="broken.yaml", folder=tmp_path)
    assert ran.code == 1
    assert "has errors, so nothing can be explained" in ran.err


def test_standard_input(tmp_path: Path):
    ran = say("explain", "-", "core", "<stdin>:9", folder=tmp_path, stdin=SPEC.encode())
    assert ran.code == 0
    assert "<stdin>:8   aws_flow_log.core__central" in ran.out


def test_hostile_text_cannot_steer_a_terminal(tmp_path: Path):
    write_specs(tmp_path)
    ran = explain("core\x1b[31m", "::error::x", "\u202e", spec="small.yaml", folder=tmp_path)
    assert ran.code == 2
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert not any(line.startswith("::") for line in ran.err.splitlines())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The folder in which the page runs its commands: the example spec, its output, and an inventory."""
    for source, name in (("specs", "specs"), ("out/prod", "out/prod"), ("tests/data/explain", "inventory")):
        shutil.copytree(catalogue.ROOT / source, tmp_path / name)
    return tmp_path


def test_the_page_shows_what_is_printed(checkout: Path):
    page = (catalogue.ROOT / "docs" / "explain.md").read_text(encoding="utf-8")
    told = [
        part
        for block in re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]
    assert len(told) == 6
    of_readers = "https://github.com/OWNER/gen-flowlogs/blob/v0.1.0/docs"
    for part in told:
        command, _, expected = part.partition("\n")
        ran = say(*shlex.split(command)[1:], folder=checkout)
        assert ran.out.replace(DOCS, of_readers) == expected.rstrip("\n") + "\n", command
        assert ran.err == ""


def test_an_inventory_that_is_cut_off_or_broken(checkout: Path):
    vpcs = json.loads((checkout / "inventory" / "vpcs.json").read_text(encoding="utf-8"))
    (checkout / "cut.json").write_text(json.dumps({**vpcs, "NextToken": "x"}), encoding="utf-8")
    ran = say("explain", PROD, "vpc-0a1b2c3d4e5f67890", "--inventory", "cut.json", folder=checkout)
    assert ran.code == 3
    assert "core → archive" in ran.out
    assert "cut.json" in ran.err
    (checkout / "damaged.json").write_text('{"Results": ["{"]}', encoding="utf-8")
    assert say("explain", PROD, "vpc-0a1b2c3d4e5f67890", "--inventory", "damaged.json", folder=checkout).code == 3
    (checkout / "broken.json").write_text('{"Vpcs": [{"VpcId"', encoding="utf-8")
    for file in ("broken.json", "none.json"):
        ran = say("explain", PROD, "core", "--inventory", file, folder=checkout)
        assert (ran.code, ran.out) == (3, "")
        assert file in ran.err


def test_json_of_every_form(checkout: Path):
    what = (
        "core",
        "eni-0a1b2c3d4e5f67890",
        "i-0a1b2c3d4e5f67890",
        "10.20.0.0/16",
        "10.20.4.17",
        "fl-0a1b2c3d4e5f67890",
        "arn:aws:s3:::acme-flow-logs-prod",
        "aws_flow_log.core__archive",
        "specs/prod.yaml:16",
        "vpc-0ccccccccccccccc1",
    )
    ran = say("explain", PROD, *what, "--format", "json", "--inventory", "inventory", folder=checkout)
    made = json.loads(ran.out)
    jsonschema.validate(made, SCHEMA)
    assert [each["what"] for each in made] == list(what)
    assert {each["what"] for each in made if not each["certain"]} == {"fl-0a1b2c3d4e5f67890", "vpc-0ccccccccccccccc1"}
    assert made[0]["flow_logs"][0]["record_bytes"] == record_bytes(made[0]["flow_logs"][0]["fields"])
    assert made[0]["never_recorded"] == {"vpc": [each.slug for each in of_kind(VPC)]}
    assert "never_recorded" not in made[7]  # an address of Terraform is about the output
    assert ran.code == 1
