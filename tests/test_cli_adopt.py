"""`adopt` on the command line: usage that teaches, files all or none, exit codes, and what it prints."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
from commands import say, snapshot

if TYPE_CHECKING:
    from pathlib import Path

FLOW_LOG = {
    "vpc_id": "vpc-0a1b2c3d4e5f67890",
    "traffic_type": "ALL",
    "log_destination_type": "s3",
    "log_destination": "arn:aws:s3:::acme-flow-logs/",
    "log_format": "",
    "max_aggregation_interval": 600,
    "id": "fl-0a1b2c3d4e5f67890",
    "arn": "arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-0a1b2c3d4e5f67890",
    "tags": {},
}
DESTINATION = "arn:aws:s3:::acme-flow-logs"


def state(*flow_logs: dict[str, Any], version: str = "1.11.4") -> dict[str, Any]:
    """A raw state with flow logs `aws_flow_log.main[…]`."""
    instances = [
        {
            "index_key": number,
            "schema_version": 0,
            "attributes": {**FLOW_LOG, "log_destination": DESTINATION, **each},
            "sensitive_attributes": [],
        }
        for number, each in enumerate(flow_logs)
    ]
    resource = {
        "mode": "managed",
        "type": "aws_flow_log",
        "name": "main",
        "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
        "instances": instances,
    }
    return {
        "version": 4,
        "terraform_version": version,
        "serial": 1,
        "lineage": "x",
        "outputs": {},
        "resources": [resource] if instances else [],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a state of one flow log, an empty one, AWS's answer, and a root module."""
    (tmp_path / "state.json").write_text(json.dumps(state({})))
    (tmp_path / "empty.json").write_text(json.dumps(state()))
    (tmp_path / "aws.json").write_text(json.dumps({"FlowLogs": [AWS]}))
    (tmp_path / "infra").mkdir()
    return tmp_path


AWS = {
    "FlowLogId": "fl-0a1b2c3d4e5f67890",
    "ResourceId": "vpc-0a1b2c3d4e5f67890",
    "TrafficType": "ALL",
    "LogDestinationType": "s3",
    "LogDestination": DESTINATION,
    "LogFormat": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
    "${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    "MaxAggregationInterval": 600,
    "FlowLogStatus": "ACTIVE",
    "DeliverLogsStatus": "SUCCESS",
    "Tags": [],
}


# usage


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "name at least one SOURCE"),
        (("-", "-", "--state", "other"), "standard input can be read once"),
        (("state.json", "--state", "same"), "--state same needs the root module that has the flow logs"),
        (("state.json", "--folder", "infra"), "--folder is for --state same"),
        (("state.json", "--module", "infra"), "--module is for --state same"),
        (
            ("state.json", "--state", "same", "--folder", "infra", "--module", "infra"),
            "--folder and --module cannot be used together",
        ),
        (("state.json", "--state", "other", "--folder", "infra"), "--folder cannot be used with --state other"),
        (("state.json", "--state", "other", "--module", "infra"), "--module cannot be used with --state other"),
        (("state.json", "--state", "same", "--folder", "nowhere"), "--folder: nowhere does not exist"),
        (("state.json", "--state", "same", "--module", "aws.json"), "--module: aws.json is a file"),
        (("state.json", "--state", "other", "--spec", "a.yaml", "--own", "all"), "--own cannot be used with --spec"),
        (("state.json", "--state", "other", "--spec", "a.yaml", "--name", "a"), "--name cannot be used with --spec"),
        (("state.json", "--state", "other", "--name", "A b"), '"A b" cannot be the name of a spec'),
        (("state.json", "--state", "other", "--region", "us-east-1"), "--region is for --live"),
        (("state.json", "--state", "other", "--profile", "a"), "--profile is for --live"),
        (("--live", "--external-id", "a"), "--external-id is sent when a role is assumed"),
        (("state.json", "--prove", "p.json", "--state", "other"), "--state cannot be used with --prove"),
        (("state.json", "--prove", "p.json", "--own", "all"), "--own cannot be used with --prove"),
        (("state.json", "--prove", "p.json", "--out", "x"), "--out cannot be used with --prove"),
        (("--prove", "p.json"), "name at least one SOURCE"),
        (("state.json", "--state", "other", "--var", "a"), "--var: a has no value"),
        (("state.json",), "state.json has flow logs that Terraform manages"),
        (("aws.json", "--state", "other"), "--state other is for flow logs that a state of Terraform has"),
    ],
)
def test_wrong_usage_teaches(arguments: tuple[str, ...], why: str, folder: Path):
    before = snapshot(folder)
    said = say("adopt", *arguments, folder=folder)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"gen-flowlogs: {why}")
    assert snapshot(folder) == before


def test_a_state_without_a_way_explains_each_in_a_line(folder: Path):
    said = say("adopt", "state.json", folder=folder)
    assert [line.split("  ")[1] for line in said.err.splitlines()[1:]] == [
        "--state same --folder ROOT",
        "--state same --module ROOT",
        "--state other",
    ]


# sources


def test_no_flow_log_says_how_many_files_were_read(folder: Path):
    said = say("adopt", "empty.json", "--state", "other", folder=folder)
    assert said.code == 1
    assert said.out.startswith("no flow log found (1 file read)")
    assert said.err == ""


@pytest.mark.parametrize("text", ["", "{", "7", "[]", "{}", "nonsense", '{"version": 4', '{"FlowLogs": ['])
def test_a_source_that_cannot_be_used(text: str, folder: Path):
    (folder / "bad.json").write_text(text)
    before = snapshot(folder)
    said = say("adopt", "bad.json", "--state", "other", folder=folder)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith('gen-flowlogs: cannot use "bad.json": ')
    assert len(said.err.splitlines()) == 1
    assert snapshot(folder) == before


def test_an_answer_that_was_cut_is_refused(folder: Path):
    for key in ("NextToken", "nextToken"):
        (folder / "part.json").write_text(json.dumps({"FlowLogs": [AWS], key: "abc"}))
        said = say("adopt", "part.json", folder=folder)
        assert said.code == 3, said
        assert not (folder / "specs").exists()


def test_a_missing_source(folder: Path):
    said = say("adopt", "nowhere.json", folder=folder)
    assert said.code == 3
    assert "nowhere.json" in said.err


def test_standard_input(folder: Path):
    said = say("adopt", "-", "--state", "other", folder=folder, stdin=json.dumps(state({})).encode())
    assert said.code == 0, said
    assert (folder / "specs/flowlogs.yaml").is_file()
    assert "gen-flowlogs adopt - --prove flowlogs.plan.json" in said.out


# what is written

WAYS = {
    "other": (("state.json", "--state", "other"), "flowlogs",
              ["out/flowlogs/adopt.tf", "specs/flowlogs.old-root.tf.txt", "specs/flowlogs.yaml"]),
    "folder": (("state.json", "--state", "same", "--folder", "infra"), "infra", ["infra/adopt.tf", "specs/infra.yaml"]),
    "module": (("state.json", "--state", "same", "--module", "infra"), "infra",
               ["infra/adopt.tf", "infra/flowlogs_infra.tf", "specs/infra.yaml"]),
    "by hand": (("aws.json",), "flowlogs", ["out/flowlogs/adopt.tf", "specs/flowlogs.yaml"]),
}  # fmt: skip


def written(folder: Path, before: dict[str, Any]) -> list[str]:
    return sorted(snapshot(folder).keys() - before.keys())


@pytest.mark.parametrize("way", WAYS)
def test_each_way_writes_its_files_and_builds(way: str, folder: Path):
    arguments, name, files = WAYS[way]
    before = snapshot(folder)
    said = say("adopt", *arguments, folder=folder)
    assert (said.code, said.err) == (0, ""), said
    assert said.out.startswith("1 of 1 flow log adopted")
    assert written(folder, before) == files
    assert all(file in said.out for file in files)
    built = say("build", "--strict", f"specs/{name}.yaml", folder=folder)
    assert built.code == 0, built
    again = say("adopt", *arguments, folder=folder)
    assert again.code == 3
    assert "already exists" in again.err


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_overwritten_and_nothing_else_is_written(way: str, folder: Path):
    arguments, _, files = WAYS[way]
    for file in files:
        taken = folder / file
        made = not taken.parent.exists()
        taken.parent.mkdir(parents=True, exist_ok=True)
        taken.write_text("mine\n")
        before = snapshot(folder)
        said = say("adopt", *arguments, folder=folder)
        assert (said.code, said.out) == (3, ""), said
        assert f"{file} already exists" in said.err
        assert snapshot(folder) == before
        taken.unlink()
        if made:
            taken.parent.rmdir()


@pytest.mark.parametrize("way", WAYS)
def test_the_next_commands_are_in_order_and_copyable(way: str, folder: Path):
    arguments, name, _ = WAYS[way]
    out = say("adopt", *arguments, folder=folder).out
    commands = [line.strip() for line in out.splitlines() if line.startswith("     ")]
    words = [line.split("  ")[-1] for line in commands]
    wanted = [
        "gen-flowlogs build",
        " init",
        " plan -out=adopt.tfplan",
        " show -json",
        "--prove",
        " apply adopt.tfplan",
        "rm -f ",
    ]
    places = [next(number for number, line in enumerate(words) if text in line) for text in wanted]
    assert places == sorted(places)
    assert f"gen-flowlogs build specs/{name}.yaml" in words
    assert any(f"adopt {arguments[0]} --prove {name}.plan.json" in line for line in words)


def test_a_link_out_of_the_repository_is_not_written_through(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    outside = tmp_path_factory.mktemp("outside")
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / "specs").symlink_to(outside)
    said = say("adopt", "aws.json", folder=folder)
    assert said.code == 3, said
    assert "symbolic link" in said.err
    assert list(outside.iterdir()) == []


def test_json(folder: Path):
    said = json.loads(say("adopt", "aws.json", "--format", "json", folder=folder).out)
    assert (said["version"], said["whole"]) == (1, True)
    assert [file["path"] for file in said["files"]] == ["specs/flowlogs.yaml", "out/flowlogs/adopt.tf"]
    assert said["steps"][0]["commands"] == ["gen-flowlogs build specs/flowlogs.yaml"]


# a spec of the author's

SPEC = """\
version: 1
name: mine
destinations:
  archive:
    s3: {bucket: acme-flow-logs, existing: true}
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    destinations: archive
    adopted: [destination]
"""


def test_a_spec_by_hand_gets_its_blocks_alone(folder: Path):
    (folder / "mine.yaml").write_text(SPEC)
    before = snapshot(folder)
    said = say("adopt", "aws.json", "--spec", "mine.yaml", folder=folder)
    assert said.code == 0, said
    assert written(folder, before) == ["out/mine/adopt.tf"]
    assert "aws_flow_log.core__archive" in (folder / "out/mine/adopt.tf").read_text()


def test_a_spec_by_hand_that_is_none_of_the_flow_logs_has_no_next_step(folder: Path):
    (folder / "mine.yaml").write_text(SPEC.replace("vpc-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67891"))
    said = say("adopt", "aws.json", "--spec", "mine.yaml", folder=folder)
    assert (said.code, "\nnext\n" in said.out) == (1, False)
    assert said.out.startswith("0 of 1 flow log adopted")


def test_a_spec_by_hand_that_is_broken_or_missing(folder: Path):
    (folder / "mine.yaml").write_text(SPEC.replace("vpc-0a", "vpc_0a"))
    before = snapshot(folder)
    said = say("adopt", "aws.json", "--spec", "mine.yaml", folder=folder)
    assert said.code == 1
    assert "invalid-format" in said.err
    assert "nothing was written" in said.err
    assert say("adopt", "aws.json", "--spec", "nowhere.yaml", folder=folder).code == 3
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("terraform", "options", "why"),
    [
        ("", ("--state", "same", "--folder", "infra"), "write `terraform: {folder: infra}` into it"),
        (
            "terraform: {folder: other}\n",
            ("--state", "same", "--folder", "infra"),
            "write `terraform: {folder: infra}`",
        ),
        ("", ("--state", "same", "--module", "infra"), "write `terraform: {module: true}` into it"),
        ("terraform: {module: true}\n", ("--state", "other"), "take `folder` or `module` out"),
    ],
)
def test_a_spec_by_hand_whose_output_is_elsewhere(terraform: str, options: tuple[str, ...], why: str, folder: Path):
    (folder / "other").mkdir()
    (folder / "mine.yaml").write_text(SPEC + terraform)
    said = say("adopt", "state.json", *options, "--spec", "mine.yaml", folder=folder)
    assert said.code == 2, said
    assert why in said.err


# proof


def plan(*changes: dict[str, Any]) -> str:
    return json.dumps({"format_version": "1.2", "terraform_version": "1.11.4", "complete": True, "errored": False,
                       "resource_changes": list(changes)})  # fmt: skip


def taken(*actions: str, id_: str = AWS["FlowLogId"]) -> dict[str, Any]:
    change = {"actions": list(actions), "before": {"id": id_}, "after": {"id": id_}, "importing": {"id": id_}}
    return {"address": "aws_flow_log.main__central", "mode": "managed", "type": "aws_flow_log", "change": change}


def test_a_proof_that_holds(folder: Path):
    (folder / "plan.json").write_text(plan(taken("no-op")))
    said = say("adopt", "aws.json", "--prove", "plan.json", folder=folder)
    assert (said.code, said.err) == (0, "")
    kept = "1 of 1 flow logs kept; no resource is created, replaced or destroyed"
    assert said.out == f"proven: {kept} (1 imported, 0 moved, 0 forgotten)\n"


def test_a_proof_that_fails(folder: Path):
    (folder / "plan.json").write_text(plan(taken("delete", "create")))
    said = say("adopt", "aws.json", "--prove", "plan.json", folder=folder)
    assert said.code == 1
    assert said.out.splitlines()[:3] == [
        "not proven: 1 reason against applying this (1 imported, 0 moved, 0 forgotten)",
        "failures",
        "  plan.json: aws_flow_log.main__central: is replaced",
    ]
    found = json.loads(say("adopt", "aws.json", "--prove", "plan.json", "--format", "json", folder=folder).out)
    assert found["failures"][0]["at"] == "plan.json: aws_flow_log.main__central"


def test_code_alone_that_has_the_new_block_by_now_is_proven_by_the_move(folder: Path):
    text = f'  vpc_id = "{AWS["ResourceId"]}"\n  traffic_type = "ALL"\n  log_destination_type = "s3"\n'
    (folder / "infra/net.flowlogs.tf").write_text(
        f'resource "aws_flow_log" "main__central" {{\n{text}  log_destination = "{DESTINATION}"\n}}\n'
    )
    change = taken("no-op") | {"previous_address": "aws_flow_log.main"}
    change["change"].pop("importing")
    (folder / "plan.json").write_text(plan(change))
    said = say("adopt", "infra", "--prove", "plan.json", folder=folder)
    assert (said.code, said.err) == (0, ""), said
    (folder / "plan.json").write_text(plan({**change, "previous_address": None}))
    assert say("adopt", "infra", "--prove", "plan.json", folder=folder).code == 1, "no state has it"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "{}", "PK\x03\x04", '{"format_version": "1.0", "values": {}}', plan() * 2, "[" * 100_000,
     '{"format_version": "1.2", "resource_changes": ' + '{"a":' * 900 + "1" + "}" * 900 + "}"],
    ids=["empty", "cut", "list", "number", "mapping", "saved plan", "state", "two", "deep list", "deep mapping"],
)  # fmt: skip
def test_a_plan_that_cannot_be_used(text: str, folder: Path):
    (folder / "plan.json").write_text(text)
    said = say("adopt", "aws.json", "--prove", "plan.json", folder=folder)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith('gen-flowlogs: cannot use "plan.json": ')
    assert len(said.err.splitlines()) == 1


def test_what_cloudformation_has_stays_there(folder: Path):
    tags = [{"Key": "aws:cloudformation:stack-name", "Value": "net"}]
    (folder / "stack.json").write_text(json.dumps({"FlowLogs": [{**AWS, "Tags": tags}]}))
    said = say("adopt", "stack.json", folder=folder)
    assert said.code == 1
    assert said.out.startswith("0 of 1 flow log adopted\nnot adopted, or only in part\n")
    assert 'CloudFormation has it, in the stack "net"' in said.out
    assert not (folder / "specs").exists()


def test_what_is_not_adopted_is_not_to_leave_the_code(folder: Path):
    document = state({}, {"id": "fl-0a1b2c3d4e5f67891", "vpc_id": "vpc-0a1b2c3d4e5f67891"})
    document["resources"].append(
        document["resources"][0] | {"name": "other", "instances": [document["resources"][0]["instances"].pop()]}
    )
    document["resources"][1]["instances"][0] |= {"status": "tainted"}
    document["resources"][1]["instances"][0].pop("index_key")
    (folder / "tainted.json").write_text(json.dumps(document))
    said = say("adopt", "tainted.json", "--state", "same", "--folder", "infra", folder=folder)
    assert said.code == 1
    assert said.out.startswith("1 of 2 flow logs adopted")
    assert "terraform untaint aws_flow_log.other" in said.out
    assert [line.strip() for line in said.out.splitlines() if line.startswith("     - ")] == ["- aws_flow_log.main"]


def two_states(folder: Path, *, version: str = "1.11.4") -> None:
    west = {
        "id": "fl-00000000000000002",
        "vpc_id": "vpc-00000000000000002",
        "arn": "arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/fl-00000000000000002",
    }
    (folder / "west.json").write_text(json.dumps(state(west, version=version) | {"lineage": "y"}))


@pytest.mark.parametrize("version", ["1.11.4", "1.5.7"])
def test_each_old_root_has_its_steps(version: str, folder: Path):
    two_states(folder, version=version)
    said = say("adopt", "state.json", "west.json", "--state", "other", folder=folder)
    assert (said.code, said.err) == (0, ""), said
    for file in ("flowlogs.old-root.tf.txt", "flowlogs.old-root-2.tf.txt"):
        (line,) = (
            each for each in said.out.splitlines() if f" {shlex.quote(f'specs/{file}')} " in f"{each} " and ". " in each
        )
        by_command = version == "1.5.7" and "west.json" in (folder / "specs" / file).read_text()
        assert ("run the lines of" in line) is by_command
    (proof,) = (line for line in said.out.splitlines() if "--prove" in line)
    assert len(re.findall(r"flowlogs\.old-root\S*\.plan\.json", proof)) == (1 if version == "1.5.7" else 2)


def test_a_half_done_migration_is_whole(folder: Path):
    """The new root has been applied, the old one not: the blocks for the old one are written, and nothing is amiss."""
    first = say("adopt", "state.json", "--state", "other", "--name", "net", folder=folder)
    (old,) = (folder / "specs").glob("*.txt")
    blocks = old.read_text()
    again = say("adopt", "state.json", "--state", "other", "--spec", "specs/net.yaml", folder=folder)
    assert (first.code, again.code) == (0, 3)
    assert again.err.rstrip().endswith("wrote them, else apply that one first")
    (target,) = re.findall(r"to = (.+)", (folder / "out/net/adopt.tf").read_text())
    new = state({}) | {"lineage": "new"}
    new["resources"][0]["name"] = target.removeprefix("aws_flow_log.")
    del new["resources"][0]["instances"][0]["index_key"]
    (folder / "new.json").write_text(json.dumps(new))
    for file in (old, folder / "out/net/adopt.tf"):
        file.unlink()
    said = say("adopt", "state.json", "new.json", "--state", "other", "--spec", "specs/net.yaml", folder=folder)
    assert (said.code, said.err) == (0, ""), said
    assert "plan: no changes" in said.out
    assert (old.read_text(), (folder / "out/net/adopt.tf").exists()) == (blocks, False)


def test_a_plan_that_is_given_twice_counts_once(folder: Path):
    (folder / "b.json").write_text(json.dumps({"format_version": "1.2", "resource_changes": [], "errored": True}))
    once = say("adopt", "state.json", "--prove", "b.json", folder=folder)
    twice = say("adopt", "state.json", "--prove", "b.json", "b.json", "./b.json", folder=folder)
    assert (once.code, once.out) == (twice.code, twice.out)


def test_what_no_block_adopts_is_not_in_the_spec(folder: Path):
    document = state({}, {"id": "fl-0a1b2c3d4e5f67891", "vpc_id": "vpc-0a1b2c3d4e5f67891"})
    other = document["resources"][0] | {"name": "other", "instances": [document["resources"][0]["instances"].pop()]}
    document["resources"].append(other | {"provider": f"{other['provider']}.west"})
    (folder / "alias.json").write_text(json.dumps(document))
    said = say("adopt", "alias.json", "--state", "same", "--folder", "infra", "--name", "net", folder=folder)
    assert said.code == 1
    assert said.out.startswith("1 of 2 flow logs adopted")
    assert said.out.count("fl-0a1b2c3d4e5f67891") == 1
    text = (folder / "specs/net.yaml").read_text()
    assert "# - aws_flow_log.other[1], fl-0a1b2c3d4e5f67891 (alias.json): " in text
    assert "vpc-0a1b2c3d4e5f67891" not in text


@pytest.mark.parametrize("way", ["--folder", "--module"])
def test_flow_logs_of_another_spec_stay_with_it(way: str, folder: Path):
    first = say("adopt", "state.json", "--state", "same", way, "infra", "--name", "first", folder=folder)
    assert (first.code, say("build", "specs/first.yaml", folder=folder).code) == (0, 0)
    (label,) = re.findall(r"to += \S*aws_flow_log\.(\S+)", (folder / "infra/adopt.tf").read_text())
    (folder / "infra/adopt.tf").unlink()
    document = state({}, {"id": "fl-0a1b2c3d4e5f67891", "vpc_id": "vpc-0a1b2c3d4e5f67891"})
    moved = document["resources"][0]
    document["resources"].append(moved | {"name": "late", "instances": [moved["instances"].pop()]})
    del moved["instances"][0]["index_key"]
    moved |= {"name": label} | ({} if way == "--folder" else {"module": "module.flowlogs_first"})
    (folder / "later.json").write_text(json.dumps(document))
    said = say("adopt", "later.json", "--state", "same", way, "infra", "--name", "late", folder=folder)
    assert said.out.startswith("1 of 2 flow logs adopted")
    assert "is left out: another spec has it already" in said.out
    assert FLOW_LOG["id"] not in (folder / "infra/adopt.tf").read_text()
    assert FLOW_LOG["vpc_id"] not in (folder / "specs/late.yaml").read_text()


def test_a_file_where_the_output_would_be_is_in_the_way(folder: Path):
    (folder / "infra/net.flowlogs.tf").write_text("# mine\n")
    said = say("adopt", "state.json", "--state", "same", "--folder", "infra", "--name", "net", folder=folder)
    assert (said.code, said.out) == (3, "")
    assert "infra/net.flowlogs.tf" in said.err
    assert sorted(path.name for path in folder.rglob("*.*")) == [
        "aws.json", "empty.json", "net.flowlogs.tf", "state.json",
    ]  # fmt: skip


def test_without_an_id_nothing_is_to_be_planned(folder: Path):
    (folder / "infra/main.tf").write_text(
        'resource "aws_flow_log" "main" {\n  vpc_id = "vpc-0a1b2c3d4e5f67890"\n  traffic_type = "ALL"\n'
        f'  log_destination_type = "s3"\n  log_destination = "{DESTINATION}"\n}}\n'
    )
    said = say("adopt", "infra", "--state", "other", folder=folder)
    assert said.code == 1, said
    assert "the id of aws_flow_log.main is not known" in said.out
    assert "terraform" not in said.out, "a plan of that spec would create the flow log once more"


def test_after_a_rename_the_blocks_are_written_anew(folder: Path):
    arguments = ("state.json", "--state", "other")
    assert say("adopt", *arguments, folder=folder).code == 0
    spec = folder / "specs/flowlogs.yaml"
    text = spec.read_text()
    assert "delete adopt.tf and write it anew" in text
    spec.write_text(text.replace("log-vpc-0a1b2c3d4e5f67890:", "core:"))
    built = say("build", "specs/flowlogs.yaml", folder=folder)
    assert "write it anew: `gen-flowlogs adopt` with --spec specs/flowlogs.yaml" in built.err + built.out
    again = (*arguments, "--spec", "specs/flowlogs.yaml")
    said = say("adopt", *again, folder=folder)
    assert said.code == 3
    assert "delete them if an earlier adoption of the same flow logs wrote them" in said.err
    assert "--name" not in said.err, "which does not go with --spec"
    (folder / "out/flowlogs/adopt.tf").unlink()
    (folder / "specs/flowlogs.old-root.tf.txt").unlink()
    assert say("adopt", *again, folder=folder).code == 0
    assert "to = aws_flow_log.core__" in (folder / "out/flowlogs/adopt.tf").read_text()


def test_a_secret_destination_is_known_by_its_group_and_not_told(folder: Path):
    secret = "arn:aws:logs:us-east-1:111122223333:log-group:hush"
    document = state({
        "log_destination_type": "cloud-watch-logs", "log_destination": secret, "log_group_name": "/theirs",
        "iam_role_arn": "arn:aws:iam::111122223333:role/theirs",
    })  # fmt: skip
    document["resources"][0]["instances"][0]["sensitive_attributes"] = [
        [{"type": "get_attr", "value": "log_destination"}]
    ]
    (folder / "secret.json").write_text(json.dumps(document))
    said = say("adopt", "secret.json", "--state", "other", folder=folder)
    assert (said.code, said.err) == (0, ""), said
    assert "hush" not in said.out
    assert all("hush" not in path.read_text() for path in folder.rglob("flowlogs*") if path.is_file())


# the page


def commands_of_the_page() -> list[str]:
    text = (catalogue.ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
             for line in block.splitlines()]  # fmt: skip
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ gen-flowlogs adopt")]


def test_the_page_makes_each_source_before_it_is_read_and_where_it_is():
    text = (catalogue.ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        lines = [line.removeprefix("$ ") for line in block.splitlines()]
        assert all(line.startswith("terraform -chdir=infra/network ") for line in lines if "terraform" in line)
        made = {line.rpartition(" > ")[2] for line in lines if " > " in line}
        read = {word for word in shlex.split(lines[-1]) if word.endswith(".json")}
        assert read == made or lines[0].startswith("rm ") or "--spec" in lines[-1], block


@pytest.mark.parametrize("line", dict.fromkeys(line for line in commands_of_the_page() if "--live" not in line))
def test_the_commands_of_the_page_write_what_it_says(line: str, folder: Path):
    root = folder / "infra/network"
    root.mkdir()
    (root / "main.tf").write_text(
        'resource "aws_flow_log" "main" {\n  vpc_id = "vpc-0a1b2c3d4e5f67890"\n  traffic_type = "ALL"\n'
        '  log_destination_type = "s3"\n  log_destination = "arn:aws:s3:::acme-flow-logs-${var.env}"\n}\n'
        'variable "env" {}\n'
    )
    (folder / "flow-logs.json").write_text((folder / "aws.json").read_text())
    (folder / "log-groups.json").write_text('{"logGroups": []}')
    if "--spec" in line:
        (folder / "specs").mkdir()
        (folder / "specs/network.yaml").write_text(SPEC.replace("name: mine", "name: network"))
    said = say(*shlex.split(line)[1:], folder=folder)
    assert said.code == 0, said
    assert (folder / "specs/network.yaml").is_file()
    place = "infra/network" if "same" in line else "out/network"
    assert (folder / place / "adopt.tf").is_file()
    old = folder / "specs/network.old-root.tf.txt"
    assert old.is_file() == ("other" in line)
