"""Folders of `.tf` files become what they make, and what is not known is reported by its place."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import code_cases
import reach
from gen_flowlogs import pipeline
from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.adopt.binding.blocks import blocks
from gen_flowlogs.adopt.situation import SameFolder
from gen_flowlogs.adopt.spec.propose import propose
from gen_flowlogs.match import match
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe import SourceError, hcl
from gen_flowlogs.observe.existing import Existing, Options, Unknown
from gen_flowlogs.repository import Root

if TYPE_CHECKING:
    from pathlib import Path

    from code_cases import CodeCase
    from reach import ReachCase

TODAY = date(2026, 1, 15)
CASES = code_cases.cases()
GOAL = 80
"""Per cent of what people write that becomes a spec as a whole."""

FLOW_LOG = """
resource "aws_flow_log" "main" {
  vpc_id               = "vpc-0a1b2c3d4e5f60001"
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::acme-central"
}
"""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_that_is_read_of_a_case(case: CodeCase, tmp_path: Path):
    assert code_cases.text(case.read(tmp_path), tmp_path) == case.expected.read_bytes().decode()


def is_whole(existing: Existing, folder: Path) -> bool:
    """Whether every flow log is in a spec that the compiler takes, and nothing was left out."""
    root = Root(folder=str(folder.parent), why="the folder of the test")
    file = str(folder.parent / "specs" / "adopted.yaml")
    made = propose(existing, name="adopted", situation=SameFolder(folder), today=TODAY, file=file, root=root)
    notes = (*existing.notes, *made.notes)
    return (
        bool(existing.flow_logs) and made.text is not None and not made.left_out and not any(n.partial for n in notes)
    )


def test_the_share_of_real_files_that_converts_as_a_whole(tmp_path: Path):
    """By the steps in which the code of 130 folders of public repositories becomes readable (docs/adopt.md)."""
    shares = {case.name: case.settings["share"] for case in CASES if "share" in case.settings}
    assert sum(shares.values()) == 100
    whole = {
        case.name: is_whole(case.read(folder := tmp_path / case.name), folder) for case in CASES if case.name in shares
    }
    assert [name for name, converts in whole.items() if not converts] == []
    assert sum(shares[name] for name, converts in whole.items() if converts) >= GOAL


def files_of(case: ReachCase) -> float:
    """Of how many of 130 folders a case of reach is true, as its page says it."""
    words = str(case.settings["files"]).split()
    return float(words[0]) * (1.3 if "%" in words else 1) if words else 0


def test_the_share_of_the_shapes_of_reach_that_converts_as_a_whole(tmp_path: Path):
    weights = {case.name: files_of(case) for case in reach.cases()}
    whole = {case.name: all(converts(case, tmp_path)) for case in reach.cases()}
    share = sum(weight for name, weight in weights.items() if whole[name]) / sum(weights.values())
    assert share * 100 >= GOAL
    assert [name for name, converts in whole.items() if not converts] == []


def converts(case: ReachCase, folder: Path) -> list[bool]:
    """Whether the original converts, by deployment; one without flow logs is no answer."""
    found = []
    for name, variables in case.deployments.items():
        existing, root = original(case, name, variables, folder)
        if existing.flow_logs or not existing.complete or existing.notes:
            found.append(is_whole(existing, root))
    assert found, case.name
    return found


def original(case: ReachCase, deployment: str, variables: dict[str, Any], folder: Path) -> tuple[Existing, Path]:
    root = folder / case.name / deployment
    for path, text in reach.original(case).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    values = json.dumps(variables).replace("$${", "${")  # files of JSON hold no templates
    (root / "terraform.tfvars.json").write_text(values)
    return hcl.read([root], variables={}), root


def read(folder: Path, files: dict[str, str | bytes], **options: Any) -> Existing:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return hcl.read([folder], **{"variables": {}, **options})


def test_values_of_variables_in_the_order_of_terraform(tmp_path: Path):
    code = 'variable "v" { default = "0" }\n' + FLOW_LOG.replace('"ALL"', "var.v")
    order = {
        "terraform.tfvars": 'v = "1"',
        "terraform.tfvars.json": '{"v": "2"}',
        "a.auto.tfvars": 'v = "3"',
        "b.auto.tfvars.json": '{"v": "4"}',
    }
    assert read(tmp_path, {"main.tf": code}).flow_logs[0].traffic == "0"
    for number, (name, text) in enumerate(order.items(), 1):
        assert read(tmp_path, {name: text}).flow_logs[0].traffic == str(number)
    (tmp_path / "own.tfvars").write_text('v = "5"')
    (tmp_path / "last.tfvars").write_text("v = <<E\n6\nE\n")
    own = [tmp_path / "own.tfvars", tmp_path / "last.tfvars"]
    assert read(tmp_path, {}, var_files=own[:1]).flow_logs[0].traffic == "5"
    assert read(tmp_path, {}, var_files=own).flow_logs[0].traffic == "6\n"
    assert read(tmp_path, {}, var_files=own, variables={"v": "7"}).flow_logs[0].traffic == "7"
    assert read(tmp_path, {}, variables={"v": '["x"]'}).flow_logs[0].traffic == '["x"]'


def test_a_variable_of_a_collection_is_given_as_an_expression(tmp_path: Path):
    code = 'variable "v" { type = list(string) }\n' + FLOW_LOG.replace('"ALL"', "var.v[0]")
    assert read(tmp_path, {"main.tf": code}, variables={"v": '["ALL"]'}).flow_logs[0].traffic == "ALL"
    broken = read(tmp_path, {}, variables={"v": "[["}).flow_logs[0].traffic
    assert broken == Unknown("the value of --var v is not valid for its type")


@pytest.mark.parametrize("text", ["v = [", 'x "y" {', b"\xff\xfe", "v = 1\n" * 400_000])
def test_a_file_of_values_that_cannot_be_used_ends_the_reading(text: str | bytes, tmp_path: Path):
    (tmp_path / "own.tfvars").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SourceError, match=r"own\.tfvars"):
        read(tmp_path, {"main.tf": FLOW_LOG}, var_files=[tmp_path / "own.tfvars"])
    with pytest.raises(SourceError, match="absent"):
        read(tmp_path, {}, var_files=[tmp_path / "absent"])
    existing = read(tmp_path, {"terraform.tfvars": text})
    assert [(note.text[:20], note.partial) for note in existing.notes] == [("the file is not read", True)]
    assert len(existing.flow_logs) == 1


def test_without_the_extra_the_message_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "hcl2", None)
    with pytest.raises(SourceError, match=r'pip install "python-hcl2>='):
        read(tmp_path, {"main.tf": FLOW_LOG})


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(SourceError, match="absent"):
        hcl.read([tmp_path / "absent"], variables={})
    with pytest.raises(SourceError, match="absent"):
        hcl.read([tmp_path / "absent" / "main.tf"], variables={})


def test_no_flow_log_at_all(tmp_path: Path):
    existing = read(tmp_path, {"main.tf": "locals {\n  a = 1\n}\n", "b.tf": "", "note.txt": FLOW_LOG})
    assert (existing.flow_logs, existing.files, existing.notes) == ((), 2, ())


def test_one_file_has_the_others_of_its_folder_around_it(tmp_path: Path):
    other = 'variable "v" { default = "REJECT" }\n' + FLOW_LOG.replace("main", "other")
    read(tmp_path, {"main.tf": FLOW_LOG.replace('"ALL"', "var.v"), "other.tf": other})
    found = hcl.read([tmp_path / "main.tf"], variables={}).flow_logs
    assert [(str(each.address), each.traffic) for each in found] == [("aws_flow_log.main", "REJECT")]
    both = [tmp_path / "main.tf", tmp_path / "other.tf"]
    assert len(hcl.read(both, variables={}).flow_logs) == 2
    assert len(hcl.read([tmp_path / "main.tf", tmp_path], variables={}).flow_logs) == 2


def test_links(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "shared.tf").write_text(FLOW_LOG)
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "flow.tf").symlink_to(tmp_path / "real" / "shared.tf")
    (tmp_path / "root" / "broken.tf").symlink_to(tmp_path / "nowhere")
    (tmp_path / "root" / "loop.tf").symlink_to(tmp_path / "root" / "loop.tf")
    (tmp_path / "root" / "again").symlink_to(tmp_path / "root")
    (tmp_path / "root" / "folder.tf").mkdir()
    existing = hcl.read([tmp_path / "root"], variables={})
    assert [each.source.file for each in existing.flow_logs] == [str(tmp_path / "root" / "flow.tf")]
    reasons = {note.source.file.rpartition("/")[2]: note.text for note in existing.notes}
    assert reasons == {
        "broken.tf": "the file is not read: the link leads nowhere",
        "loop.tf": "the file is not read: the link leads nowhere",
        "folder.tf": "the file is not read: it is no regular file",
    }


def test_modules_that_call_each_other_end(tmp_path: Path):
    call = 'module "m" {\n  source = "./"\n}\nmodule "up" {\n  source = "../root"\n}\n'
    existing = read(tmp_path / "root", {"main.tf": call + FLOW_LOG, "used.tf": "locals {\n  a = module.m.b\n}\n"})
    assert [str(each.address) for each in existing.flow_logs] == ["aws_flow_log.main"]


def test_files_of_overrides_and_addresses_that_are_there_twice(tmp_path: Path):
    override = """
resource "aws_flow_log" "main" {
  traffic_type = "REJECT"
  destination_options {
    per_hour_partition = true
  }
}
"""
    files: dict[str, str | bytes] = {"a_override.tf": override, "main.tf": FLOW_LOG, "twice.tf": FLOW_LOG}
    (only,) = read(tmp_path, files).flow_logs
    assert (only.traffic, only.source.file) == ("REJECT", str(tmp_path / "main.tf"))
    assert only.options == Options(hourly=True)


def test_a_file_of_any_name(tmp_path: Path):
    (tmp_path / "code.txt").write_text(FLOW_LOG)
    (tmp_path / "main.tf").write_text(FLOW_LOG.replace("main", "other"))
    (tmp_path / "main.tofu").write_text(FLOW_LOG.replace("main", "tofu"))
    found = {name: hcl.read([tmp_path / name], variables={}).flow_logs for name in ("code.txt", "main.tofu", "")}
    addresses = {name: [str(each.address) for each in logs] for name, logs in found.items()}
    assert addresses == {
        "code.txt": ["aws_flow_log.main"],
        "main.tofu": ["aws_flow_log.tofu"],
        "": ["aws_flow_log.tofu"],
    }


BROKEN: dict[str, str | bytes] = {
    "heredoc": "locals {\n  a = <<E\n",
    "comment": "/* ",
    "string": 'locals {\n  a = "\n"\n}\n',
    "brace": "locals {\n",
    "closing": "}\n",
    "text": "Hello, world\n",
    "nul": "locals {\n  a = \0\n}\n",
    "brackets": "locals {\n  a = " + "[" * 10_000,
    "stand-ins": 'locals {\n  a = "\ufdd07\ufdd0\ufdd1"\n}\n',
    "long": 'locals {\n  a = "' + "x" * 500_000 + '"\n}\n',
    "not-utf-8": b'locals {\n  a = "\xff"\n}\n',
    "utf-16": "locals {\n}\n".encode("utf-16"),
    "too-large": b"#" * 2_000_001,
    "unfinished-template": 'locals {\n  a = "${"\n}\n',
    "odd-head": '"resource" "aws_flow_log" {\n}\n',
    "two-heads": "resource\nresource\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", ["a.tf", "z.tf"])
def test_a_broken_sibling_takes_nothing_away(text: str | bytes, name: str, tmp_path: Path):
    existing = read(tmp_path, {"main.tf": FLOW_LOG, name: text})
    assert [str(each.address) for each in existing.flow_logs] == ["aws_flow_log.main"]
    assert {note.source.file for note in existing.notes} <= {str(tmp_path / name)}


@pytest.mark.parametrize(
    "text",
    [
        FLOW_LOG + "locals {\n",
        FLOW_LOG.replace("traffic_type  ", "traffic_type = ="),
        'resource "aws_flow_log" "main" {\n  a = [\n}\n',
        FLOW_LOG.encode("utf-16"),
        FLOW_LOG.encode() + b"# \xff",
    ],
)
def test_a_flow_log_in_what_cannot_be_read_makes_the_result_partial(text: str | bytes, tmp_path: Path):
    assert any(note.partial for note in read(tmp_path, {"main.tf": text}).notes)


def test_forms_of_files(tmp_path: Path):
    text = FLOW_LOG.replace("\n", "\r\n")
    existing = read(tmp_path, {"main.tf": b"\xef\xbb\xbf" + text.encode()})
    assert [(str(each.address), each.source.line) for each in existing.flow_logs] == [("aws_flow_log.main", 2)]


def test_json_is_reported(tmp_path: Path):
    existing = read(tmp_path, {"a.tf": "", "main.tf.json": '{"resource": {"aws_flow_log": {"a": {}}}}'})
    assert [note.text for note in existing.notes] == ["Terraform's JSON syntax is not read"]


def test_hostile_names_stay_texts(tmp_path: Path):
    key = 'a"]${b}\\\n'
    code = f"locals {{\n  m = {{ {json.dumps(key).replace('${', '$${')} = 1 }}\n}}\n" + FLOW_LOG.replace(
        "  vpc_id ", "  for_each = local.m\n  tags = { (each.key) = each.key }\n  vpc_id "
    )
    (only,) = read(tmp_path, {"main.tf": code}).flow_logs
    assert only.address is not None
    assert only.address.key == key
    assert str(only.address) == 'aws_flow_log.main["a\\"]$${b}\\\\\\n"]'
    assert only.tags == {key: key}


def test_a_count_that_is_hostile(tmp_path: Path):
    for count in ("999999999", "-1", "1.5", '"x"', "null", "[]", "1e400"):
        existing = read(tmp_path, {"main.tf": FLOW_LOG.replace("  vpc_id ", f"  count = {count}\n  vpc_id ")})
        assert existing.flow_logs == ()
        assert [note.partial for note in existing.notes] == ([] if count == "-1" else [True]), count


def test_sensitive_values_are_nowhere(tmp_path: Path):
    code = (
        'variable "s" {\n  default   = "hunter2"\n  sensitive = true\n}\n'
        'variable "t" {\n  type      = map(string)\n  default   = { a = "hunter2" }\n  sensitive = true\n}\n'
        + FLOW_LOG.replace('"ALL"', '"${var.s}"').replace(
            "  vpc_id ", "  tags = merge(var.t, { b = var.s })\n  vpc_id "
        )
    )
    existing = read(tmp_path, {"main.tf": code}, variables={"s": "hunter2"})
    assert "hunter2" not in repr(existing)
    assert existing.flow_logs[0].traffic == Unknown("var.s is sensitive")


def test_references_of_a_called_module_are_those_of_the_root(tmp_path: Path):
    inner = 'variable "v" {}\nresource "aws_vpc" "own" {}\nlocals {\n  v = var.v\n}\n' + "".join(
        FLOW_LOG.replace("main", name).replace('"vpc-0a1b2c3d4e5f60001"', text)
        for name, text in {"given": "local.v", "own": "aws_vpc.own.id", "hidden": "aws_vpc.own.arn"}.items()
    )
    outer = """
variable "v" {}
module "b" {
  source = "../b"
  count  = 1
  v      = "${var.v}"
}
output "id" {
  value = one(module.b[*].id)
}
"""
    files: dict[str, str | bytes] = {
        "root/main.tf": 'variable "v" {}\nmodule "a" {\n  source = "../a"\n  v = var.v\n}\n',
        "a/main.tf": outer,
        "b/main.tf": inner + 'output "id" {\n  value = aws_vpc.own.id\n}\n',
    }
    read(tmp_path, files)
    existing = hcl.read([tmp_path / "root"], variables={})
    assert {str(each.address): each.givens for each in existing.flow_logs} == {
        "module.a.module.b[0].aws_flow_log.given": {"vpc_id": Variable("v")},
        "module.a.module.b[0].aws_flow_log.own": {"vpc_id": Reference("module.a.id")},
        "module.a.module.b[0].aws_flow_log.hidden": {},
    }


GROUP = """
resource "aws_flow_log" "main" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}
resource "aws_vpc" "main" {}
resource "aws_cloudwatch_log_group" "flow" {
  name = "/vpc"
}
resource "aws_iam_role" "flow" {
  name = "flow"
  inline_policy {
    name = "write"
    policy = jsonencode({
      Statement = [{ Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = RESOURCE }]
    })
  }
}
"""


@pytest.mark.parametrize(
    ("resource", "dead"),
    [
        ("aws_cloudwatch_log_group.flow.arn", True),
        ('"${aws_cloudwatch_log_group.flow.arn}:*"', False),
        ('"${aws_cloudwatch_log_group.flow.arn}*"', False),
        ('"arn:aws:logs:us-east-1:111122223333:log-group:/vpc:*"', False),  # may be of the account that is not known
        ('"*"', False),
    ],
)
def test_dead_logging_in_code(resource: str, dead: bool, tmp_path: Path):  # noqa: FBT001
    notes = dead_logging.notes(read(tmp_path, {"main.tf": GROUP.replace("RESOURCE", resource)}))
    assert [note.source.line for note in notes] == ([12] if dead else [])
    assert all("does not end in `:*`" in note.text for note in notes)


@pytest.mark.parametrize("provider", ["", 'provider "aws" {\n  region = "eu-west-1"\n}\n'])
def test_code_alone_is_adopted_into_its_own_root(provider: str, tmp_path: Path):
    """What only an apply knows is one thing where the flow log and the spec have one reference for it."""
    archive = FLOW_LOG.replace("main", "archive").replace('"vpc-0a1b2c3d4e5f60001"', "aws_vpc.main.id")
    existing = read(tmp_path / "root", {"main.tf": provider + GROUP.replace("RESOURCE", '"*"') + archive})
    situation = SameFolder(tmp_path / "root")
    root = Root(folder=str(tmp_path), why="the folder of the test")
    file = str(tmp_path / "specs" / "adopted.yaml")
    made = propose(existing, name="adopted", situation=situation, today=TODAY, file=file, root=root)
    assert made.text is not None
    compiled = pipeline.compile(made.text.encode(), file, read=lambda _: b"", today=TODAY, root=root)
    assert compiled.spec is not None, compiled.diagnostics
    found = blocks(compiled.spec, match(compiled.spec, existing), existing, situation, out=tmp_path / "out")
    assert (found.whole, found.created) == (True, ())
    (text,) = found.files.values()
    assert sorted(re.findall(r"from = (.+)", text)) == ["aws_flow_log.archive", "aws_flow_log.main"]


def test_the_name_of_a_group_is_enough_where_no_reference_leads_there(tmp_path: Path):
    code = (
        GROUP.replace("RESOURCE", '"*"')
        .replace("aws_iam_role.flow.arn", "var.role")
        .replace("aws_vpc.main.id", "var.v")
    )
    call = 'variable "v" {}\nmodule "a" {\n  source = "../a"\n  v = var.v\n  role = var.r\n}\nvariable "r" {}\n'
    read(tmp_path, {"a/main.tf": 'variable "v" {}\nvariable "role" {}\n' + code, "root/main.tf": call})
    existing = hcl.read([tmp_path / "root"], variables={"v": "vpc-0a1b2c3d4e5f60001"})
    (only,) = existing.flow_logs
    assert isinstance(only.log_destination, Unknown)
    assert (only.log_group_name, only.givens["iam_role_arn"]) == ("/vpc", Variable("r"))
    assert is_whole(existing, tmp_path / "root")


def test_a_large_folder_is_read_by_the_blocks_that_matter(tmp_path: Path):
    shutil.rmtree(tmp_path / "big", ignore_errors=True)
    noise = "".join(f'resource "aws_instance" "i{n}" {{\n  ami = "${{var.x}}-{n}"\n}}\n' for n in range(3_000))
    existing = read(tmp_path / "big", {"noise.tf": noise, "main.tf": FLOW_LOG})
    assert len(existing.flow_logs) == 1


@pytest.mark.parametrize(
    ("call", "own", "provider"),
    [
        ("", "", ""),
        ("providers = { aws = aws.west }", "", "provider.aws.west"),
        ("", 'provider "aws" {\n  region = "us-west-2"\n}\n', "module.m.provider.aws"),
        ("providers = { aws = aws.west }", 'provider "aws" {}\n', "provider.aws.west"),
    ],
)
def test_the_provider_of_a_flow_log_is_that_which_the_root_passes(call: str, own: str, provider: str, tmp_path: Path):
    code = f'module "m" {{\n  source = "./m"\n  {call}\n}}\n'
    (tmp_path / "m").mkdir()
    existing = read(tmp_path, {"main.tf": code, "m/main.tf": own + FLOW_LOG})
    assert [each.provider or "" for each in existing.flow_logs] == [provider]
