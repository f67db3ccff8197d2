"""The blocks of an adoption: which block each flow log gets, what is forgotten, and what is left to a person."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import parsed_terraform
from gen_flowlogs.adopt.binding.blocks import Blocks, blocks
from gen_flowlogs.adopt.binding.surroundings import OLD_ROOT
from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Unmanaged
from gen_flowlogs.match import match
from gen_flowlogs.model import Reference, Variable
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.existing import Bucket, EncryptionKey, Existing, LogGroup, Note, Role, Source, Where
from observed import ACCOUNT, GATEWAY, GROUP, HEAD, HERE, REGION, ROLE, VPC, log, managed, spec, state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.model import Spec
    from gen_flowlogs.observe.existing import FlowLog, Managed

OLD, NEW = "aws_flow_log.old", "aws_flow_log.main__group"
MAIN = f"capture_points: {{main: {{vpc: {VPC}, filter: all, destinations: group}}}}"
IN_FOLDER = f"terraform: {{folder: ../infra}}\n{MAIN}"
AS_MODULE = f"terraform: {{module: true}}\n{MAIN}"
FOLDER, MODULE = SameFolder(Path("infra")), SameModule(Path("infra"))
KEEPS = "lifecycle {\n    destroy = false\n  }"


def made(
    of: Spec | str,
    situation: Situation,
    *resources: Managed,
    logs: tuple[FlowLog, ...] = (),
    inputs: Mapping[str, Any] | None = None,
    version: str | None = "1.9.0",
    **more: Any,
) -> Blocks:
    known = logs or tuple(
        log(str(each.id), at=str(each.address)) for each in resources if each.address.type == "aws_flow_log"
    )
    states = more.pop("states", (state(*resources, version=version),) if resources else ())
    there = Existing(flow_logs=known, states=states, **more)
    of = spec(of) if isinstance(of, str) else of
    found = match(of, there, inputs=inputs or {})
    return blocks(of, found, there, situation, out=Path("out"), inputs=inputs or {})


def text(of: Blocks, path: str) -> str:
    return of.files[Path(path)]


def kinds(text: str) -> list[str]:
    return [each.type for each in parsed_terraform.blocks(text)]


def steps(text: str) -> list[str]:
    """The blocks of a file, each on a line; it must be Terraform."""
    assert parsed_terraform.blocks(text)
    found = []
    for block in re.findall(r"^(\w+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        arguments = dict(re.findall(r"^  (\w+) += (.+)$", block[1], re.MULTILINE))
        match block[0]:
            case "moved":
                found.append(f"{arguments['from']} -> {arguments['to']}")
            case "import":
                found.append(f"{arguments['id']} -> {arguments['to']}")
            case "removed":
                assert KEEPS in block[1]
                found.append(f"- {arguments['from']}")
            case "terraform":
                found.append(arguments["required_version"])
    return found


def test_in_the_same_folder_a_flow_log_moves():
    of = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1"))
    assert list(of.files) == [Path("infra/adopt.tf")]
    assert (
        text(of, "infra/adopt.tf")
        == f"""\
# The flow logs of the spec net, under their new addresses. Delete this file once it is applied.
#
# In the same change, take these out of the code (where a module makes them, switch them off):
#   {OLD}

moved {{
  from = {OLD}
  to   = {NEW}
}}
"""
    )
    assert (of.whole, of.adopted, of.terraform, of.notes) == (True, {NEW: "fl-1"}, "1.1", ())


@pytest.mark.parametrize(
    "old", ["aws_flow_log.x[0]", 'aws_flow_log.x["k"]', 'module.a["b"].module.c[0].aws_flow_log.x[1]']
)
def test_any_old_address_moves(old: str):
    of = made(IN_FOLDER, FOLDER, managed(old, "fl-1"))
    assert steps(text(of, "infra/adopt.tf")) == [f"{old} -> {NEW}"]


def test_a_gateway_s_log_goes_by_way_of_a_dummy():
    gateway = IN_FOLDER.replace("vpc: " + VPC, "transit_gateway: " + GATEWAY)
    there = log("fl-1", at=OLD, target=GATEWAY, interval=60)
    of = made(gateway, FOLDER, managed(OLD, "fl-1"), logs=(there,))
    dummy = "aws_flow_log.gen_flowlogs_forgets"
    assert steps(text(of, "infra/adopt.tf")) == ['">= 1.7"', f'"fl-1" -> {NEW}', f"{OLD} -> {dummy}[0]", f"- {dummy}"]
    assert (of.terraform, of.forgotten) == ("1.7", ())
    plain = made(gateway, FOLDER, managed(OLD, "fl-1"), logs=(replace(there, traffic=None),))
    assert steps(text(plain, "infra/adopt.tf")) == [f"{OLD} -> {NEW}"]


def test_what_goes_along_is_forgotten_and_what_is_shared_stays():
    group, role, policy = "aws_cloudwatch_log_group.g", "aws_iam_role.r", "aws_iam_role_policy.p"
    of = made(
        IN_FOLDER,
        FOLDER,
        managed(OLD, "fl-1", group, role, "aws_s3_bucket.shared"),
        managed(group, "/records"),
        managed(role, "records"),
        managed(policy, "records:p", role),
        managed("aws_s3_bucket.shared", "shared"),
        managed("aws_lambda_function.x", "x", "aws_s3_bucket.shared"),
    )
    assert steps(text(of, "infra/adopt.tf")) == [
        '">= 1.7"',
        f"{OLD} -> {NEW}",
        *(f"{each} -> {each.partition('.')[0]}.gen_flowlogs_forgets[0]" for each in (group, role, policy)),
        *(f"- {each.partition('.')[0]}.gen_flowlogs_forgets" for each in (group, role, policy)),
    ]
    assert of.forgotten == (group, role, policy)
    assert of.stay == {"aws_s3_bucket.shared": "aws_lambda_function.x depends on it"}
    assert "#   aws_s3_bucket.shared (aws_lambda_function.x depends on it)\n" in text(of, "infra/adopt.tf")


def test_in_the_same_module_all_goes_into_the_call():
    with_vpc = AS_MODULE.replace(VPC, "{var: vpc_id}")
    of = made(
        with_vpc,
        MODULE,
        managed(OLD, "fl-1"),
        inputs={"vpc_id": Reference("aws_vpc.main.id"), "unused": Variable("x")},
        values={"aws_vpc.main.id": VPC},
    )
    assert list(of.files) == [Path("infra/flowlogs_net.tf"), Path("infra/adopt.tf")]
    assert steps(text(of, "infra/adopt.tf")) == [f"{OLD} -> module.flowlogs_net.{NEW}"]
    assert (
        text(of, "infra/flowlogs_net.tf")
        == """\
# The output of the spec net, as a module.

module "flowlogs_net" {
  source = "../out/net"

  vpc_id = aws_vpc.main.id
}
"""
    )
    assert of.adopted == {f"module.flowlogs_net.{NEW}": "fl-1"}


def test_a_call_passes_the_provider_that_the_flow_logs_are_under():
    west = 'provider["registry.terraform.io/hashicorp/aws"].west'
    of = made(AS_MODULE, MODULE, managed(OLD, "fl-1", provider=west))
    assert "  providers = {\n    aws = aws.west\n  }\n" in text(of, "infra/flowlogs_net.tf")
    in_folder = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1", provider=west))
    assert (in_folder.files, in_folder.whole) == ({}, False)
    (note,) = in_folder.notes
    assert ('"aws.west"' in note.text, "--module" in note.remedy) == (True, True)
    old = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1", provider="provider.aws"))
    assert old.whole


@pytest.mark.parametrize("provider", ['module.a.module.b.provider["x/y/aws"]', "module.a.module.b.provider.aws"])
def test_a_provider_that_a_module_configures_itself_is_no_root_s(provider: str):
    for of in (
        made(IN_FOLDER, FOLDER, managed(OLD, "fl-1", provider=provider)),
        made(AS_MODULE, MODULE, managed(OLD, "fl-1", provider=provider)),
    ):
        (note,) = of.notes
        assert ("module.a.module.b configures itself" in note.text, of.adopted) == (True, {})
        assert [(each.flow_log.id, each.note) for each in of.refused] == [("fl-1", note)]


def test_a_block_that_stays_leaves_by_its_instances():
    name = "aws_flow_log.x"
    logs = (log("fl-1", at=f"{name}[0]"), log("fl-2", at=f"{name}[1]", traffic="REJECT"))
    of = made(IN_FOLDER, FOLDER, managed(f"{name}[0]", "fl-1"), managed(f"{name}[1]", "fl-2"), logs=logs)
    assert (of.leave, list(of.stay)) == ((f"{name}[0]",), [f"{name}[1]"])
    whole = made(IN_FOLDER, FOLDER, managed(f"{name}[0]", "fl-1"))
    assert whole.leave == (name,)


def test_a_state_that_does_not_tell_its_providers_is_noted():
    old = managed(OLD, "fl-1", provider="registry.terraform.io/hashicorp/aws")
    (note,) = made(IN_FOLDER, FOLDER, old).notes
    assert ("terraform state pull" in note.remedy, note.partial) == (True, False)
    assert made(IN_FOLDER, FOLDER, replace(old, provider='provider["registry.terraform.io/hashicorp/aws"]')).notes == ()


def test_a_call_says_which_variables_it_lacks():
    of = made(AS_MODULE.replace(VPC, "{var: vpc_id}"), MODULE, values={"var.vpc_id": VPC}, logs=(log(),))
    (note,) = of.notes
    assert ("var.vpc_id" in note.text, "flowlogs_net.tf" in note.remedy, of.whole) == (True, True, False)


def test_another_root_imports_and_the_old_one_forgets():
    group = "aws_cloudwatch_log_group.g"
    old = 'module.vpc["a"].aws_flow_log.x[0]'
    text_of = f"{MAIN[:-1]}, two: {{vpc: vpc-00000000000000000, destinations: group}}}}"
    of = made(
        text_of,
        OtherRoot(),
        managed(OLD, "fl-1", group),
        managed(old, "fl-2"),
        managed('module.vpc["a"].aws_vpc.v'),
        managed(group),
        logs=(log("fl-1", at=OLD), log("fl-2", at=old, target="vpc-00000000000000000")),
    )
    assert list(of.files) == [Path("out/net/adopt.tf"), Path("specs/net.old-root.tf.txt")]
    assert steps(text(of, "out/net/adopt.tf")) == [f'"fl-1" -> {NEW}', '"fl-2" -> aws_flow_log.two__group']
    dummy = "aws_flow_log.gen_flowlogs_forgets"
    assert steps(text(of, "specs/net.old-root.tf.txt")) == [
        '">= 1.7"',
        f"- {OLD}",
        f"{old} -> {dummy}[0]",
        f"- {dummy}",
    ]
    assert (of.whole, of.terraform, of.forgotten, of.stay) == (True, "1.5", (), {group: OLD_ROOT})
    assert group not in of.leave


@pytest.mark.parametrize(("version", "way"), [("1.9.0", "`moved` block"), ("1.5.7", "line")])
def test_what_a_module_may_go_on_to_make_is_named_in_the_head(version: str, way: str):
    group = "module.m.aws_cloudwatch_log_group.g"
    resources = managed(f"module.m.{OLD}", "fl-1", group), managed(group)
    of = made(MAIN, OtherRoot(), *resources, version=version)
    old = text(of, "specs/net.old-root.tf.txt")
    assert f"goes on to make one of them without the flow log, leave out its {way} below." in old
    alone = made(MAIN, OtherRoot(), managed(f"module.m.{OLD}", "fl-1"), version=version)
    assert "goes on to make" not in text(alone, "specs/net.old-root.tf.txt")


def test_a_removed_block_never_has_a_key():
    for repeated in (f"{OLD}[0]", f'{OLD}["k"]'):
        of = made(MAIN, OtherRoot(), managed(repeated, "fl-1"))
        assert steps(text(of, "specs/net.old-root.tf.txt")) == ['">= 1.7"', f"- {OLD}"]
    both = made(
        MAIN,
        OtherRoot(),
        managed(f"{OLD}[0]", "fl-1"),
        managed(f"{OLD}[1]", "fl-2"),
        logs=(log("fl-1", at=f"{OLD}[0]"),),
    )
    dummy = "aws_flow_log.gen_flowlogs_forgets"
    assert steps(text(both, "specs/net.old-root.tf.txt")) == ['">= 1.7"', f"{OLD}[0] -> {dummy}[0]", f"- {dummy}"]
    assert both.stay == {f"{OLD}[1]": "it is not adopted"}


@pytest.mark.parametrize(
    ("version", "commands"), [("1.6.6", True), ("0.15.5", True), ("1.7.0", False), ("1.10.1", False), (None, False)]
)
def test_an_old_terraform_gets_commands(version: str | None, *, commands: bool):
    of = made(MAIN, OtherRoot(), managed('module.a["b"].aws_flow_log.x', "fl-1"), version=version)
    old = text(of, "specs/net.old-root.tf.txt")
    assert ("terraform state rm 'module.a[\"b\"].aws_flow_log.x'\n" in old) is commands
    assert ("removed {" in old) is not commands


def test_the_same_state_of_an_old_terraform_is_noted():
    group = "aws_cloudwatch_log_group.g"
    of = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1", group), managed(group), version="1.5.7")
    (note,) = of.notes
    assert ("1.5.7" in note.text, "1.7" in note.text, of.whole) == (True, True, True)
    assert made(IN_FOLDER, FOLDER, managed(OLD, "fl-1"), version="1.5.7").notes == ()


def test_each_old_root_and_each_stack_has_its_file():
    stacks = f"""stacks:
  east: {{account: "{ACCOUNT}", region: {REGION}}}
  west: {{account: "{ACCOUNT}", region: eu-west-1}}
capture_points:
  main: {{vpc: {VPC}, destinations: group, stack: east}}
  two: {{vpc: vpc-00000000000000000, destinations: group, stack: west}}
"""
    other = {"where": Where(account=ACCOUNT, region="eu-west-1"), "log_destination": GROUP.replace(REGION, "eu-west-1")}
    west = log("fl-2", at=OLD, file="b.json", target="vpc-00000000000000000", **other)
    of = made(
        stacks,
        OtherRoot(),
        logs=(log("fl-1", at=OLD, file="a.json"), west),
        states=(state(managed(OLD, "fl-1"), file="a.json"), state(managed(OLD, "fl-2"), file="b.json")),
    )
    assert [path.as_posix() for path in of.files] == [
        "out/net/east/adopt.tf", "out/net/west/adopt.tf", "specs/net.old-root.tf.txt", "specs/net.old-root-2.tf.txt",
    ]  # fmt: skip
    assert "a.json" in text(of, "specs/net.old-root.tf.txt")
    assert steps(text(of, "out/net/west/adopt.tf")) == ['"fl-2" -> aws_flow_log.two__group']


def test_made_by_hand_it_is_imported_alone():
    of = made(MAIN, Unmanaged(), logs=(log(),))
    assert [path.as_posix() for path in of.files] == ["out/net/adopt.tf"]
    assert steps(text(of, "out/net/adopt.tf")) == [f'"fl-1" -> {NEW}']
    assert (of.whole, of.stay, of.forgotten) == (True, {}, ())


def test_what_the_new_root_has_gets_no_block():
    there = (log("fl-1", at=OLD),)
    both = (state(managed(OLD, "fl-1")), state(managed(NEW, "fl-1"), file="new.json"))
    of = made(MAIN, OtherRoot(), logs=there, states=both)
    assert ([path.name for path in of.files], of.already, of.adopted) == (["net.old-root.tf.txt"], there, {})
    of = made(IN_FOLDER, FOLDER, managed(NEW, "fl-1"))
    assert (of.files, of.already[0].id, of.whole) == ({}, "fl-1", True)


def test_what_is_tainted_is_not_adopted():
    old = 'aws_flow_log.x["it\'s"]'
    of = made(IN_FOLDER, FOLDER, managed(old, "fl-1", tainted=True))
    (note,) = of.notes
    assert "terraform untaint 'aws_flow_log.x[\"it'\"'\"'s\"]'" in note.remedy
    assert (of.files, of.whole) == ({}, False)
    told = Note(Source("state.json", old), "tainted")
    assert made(IN_FOLDER, FOLDER, managed(old, "fl-1", tainted=True), notes=(told,)).notes == ()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"interval": 60}, "set max_aggregation_interval in the spec to the value that AWS has"),
        ({"log_destination": f"{GROUP}:*"}, "adopted: [destination]"),
    ],
)
def test_what_would_be_replaced_is_not_adopted(values: dict[str, Any], says: str):
    of = made(MAIN, Unmanaged(), logs=(log(**values),))
    (note,) = of.notes
    assert (says in f"{note.text} {note.remedy}", "would replace fl-1" in note.text, of.files) == (True, True, {})


def test_both_sides_of_what_is_left_are_noted():
    two = MAIN.replace("destinations: group", "destinations: [group, bucket]")
    of = made(two, Unmanaged(), logs=(log(), log("fl-2", target="vpc-00000000000000000")))
    assert of.created == ("aws_flow_log.main__bucket",)
    absent, unmatched = of.notes
    assert ("acme-records" in absent.text, "fl-2" in unmatched.text, of.whole) == (True, True, False)
    open_ = made(MAIN.replace(VPC, "{var: x}"), Unmanaged(), logs=(log(),))
    assert "only Terraform knows var.x" in open_.notes[0].text
    same = made(MAIN, Unmanaged(), logs=(log(), log("fl-2")))
    assert "main may be fl-1 or fl-2" in same.notes[0].text


def test_flow_logs_of_two_regions_need_stacks():
    others = f"other: {{vpc: vpc-00000000000000000, destinations: bucket}}, third: {{vpc: {VPC}, destinations: bucket}}"
    two = f"{MAIN[:-1]}, {others}}}"
    arn = "arn:aws:s3:::acme-records"
    west = Where(account=ACCOUNT, region="eu-west-1")
    logs = (
        log("fl-2", target="vpc-00000000000000000", log_destination=arn, role=None, where=west),
        log("fl-1"),
        log("fl-3", log_destination=arn, role=None),
    )
    of = made(two, Unmanaged(), logs=logs)
    (note,) = of.notes
    assert ("fl-2" in note.text, "eu-west-1" in note.text, "stacks" in note.remedy) == (True, True, True)
    assert set(of.adopted.values()) == {"fl-1", "fl-3"}


def test_without_a_state_an_address_is_enough_in_the_same_root():
    of = made(IN_FOLDER, FOLDER, logs=(replace(log(at=OLD), id=None),))
    assert (steps(text(of, "infra/adopt.tf")), of.whole) == ([f"{OLD} -> {NEW}"], True)
    (note,) = made(MAIN, OtherRoot(), logs=(replace(log(at=OLD), id=None),)).notes
    assert "id" in note.text


def test_code_that_has_changed_already_tells_what_it_would_delete():
    group = "aws_cloudwatch_log_group.g"
    declared = frozenset({"aws_vpc.main"})
    resources = (managed(OLD, "fl-1", group), managed(group), managed("aws_vpc.main"), managed("aws_vpc.gone"))
    of = made(IN_FOLDER, FOLDER, logs=(log(at=OLD),), states=(state(*resources, declared=declared),))
    assert (list(of.deleted), of.whole) == (["aws_vpc.gone"], False)
    still = made(IN_FOLDER, FOLDER, logs=(log(at=OLD),), states=(state(*resources, declared=declared | {OLD}),))
    assert (still.deleted, still.whole) == ({}, True)


OWN = HEAD.replace(f', existing: true, role: {{arn: "{ROLE}"}}', ", kms: create, role: {name: records}").replace(
    "bucket: {s3: {bucket: acme-records, existing: true}}", "bucket: {s3: {bucket: acme-own, kms: create}}"
)


def everything() -> dict[str, Any]:
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1111"
    other = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/2222"
    source = Source("state.json")
    encryption = {"rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": other}]}]}
    group, role = addresses.parse("aws_cloudwatch_log_group.g"), addresses.parse("aws_iam_role.r")
    return {
        "log_groups": (LogGroup(source=source, where=HERE, name="/records", key=key, address=group),),
        "roles": (Role(source=source, where=HERE, name="records", inline={"records": "{}"}, address=role),),
        "keys": (
            EncryptionKey(source=source, where=HERE, arn=key),
            EncryptionKey(source=source, where=HERE, arn=other, aliases=("alias/flow-logs-acme-own",)),
        ),
        "buckets": (
            Bucket(
                source=source,
                where=HERE,
                name="acme-own",
                settings={"aws_s3_bucket_server_side_encryption_configuration": encryption, "aws_s3_bucket_policy": {}},
            ),
        ),
    }  # fmt: skip


def test_what_the_spec_owns_gets_blocks_where_it_exists():
    both = f"capture_points: {{main: {{vpc: {VPC}, destinations: [group, bucket]}}}}"
    to_own = log("fl-2", log_destination="arn:aws:s3:::acme-own", role=None)
    of = made(spec(both, head=OWN), Unmanaged(), logs=(log(), to_own), **everything())
    assert steps(text(of, "out/net/adopt.tf")) == [
        '"/records" -> aws_cloudwatch_log_group.group',
        '"fl-2" -> aws_flow_log.main__bucket',
        '"fl-1" -> aws_flow_log.main__group',
        '"records" -> aws_iam_role.group',
        '"records:records" -> aws_iam_role_policy.group',
        '"alias/flow-logs-acme-own" -> aws_kms_alias.bucket',
        '"2222" -> aws_kms_key.bucket',
        '"1111" -> aws_kms_key.group',
        '"acme-own" -> aws_s3_bucket.bucket',
        '"acme-own" -> aws_s3_bucket_policy.bucket',
        '"acme-own" -> aws_s3_bucket_server_side_encryption_configuration.bucket',
    ]
    assert "aws_kms_alias.group" in of.created
    assert "aws_s3_bucket_public_access_block.bucket" in of.created


def test_what_the_spec_owns_moves_where_the_state_has_it():
    resources = (managed(OLD, "fl-1", "aws_cloudwatch_log_group.g"), managed("aws_cloudwatch_log_group.g", "/records"))
    owning = spec(IN_FOLDER, head=HEAD.replace(", existing: true", "", 1))
    of = made(owning, FOLDER, *resources, log_groups=everything()["log_groups"])
    assert steps(text(of, "infra/adopt.tf")) == [
        "aws_cloudwatch_log_group.g -> aws_cloudwatch_log_group.group",
        f"{OLD} -> {NEW}",
    ]
    assert (of.forgotten, of.created) == ((), ())
    other = made(
        spec(MAIN, head=HEAD.replace(", existing: true", "", 1)),
        OtherRoot(),
        *resources,
        log_groups=everything()["log_groups"],
    )
    assert steps(text(other, "specs/net.old-root.tf.txt")) == ['">= 1.7"', "- aws_cloudwatch_log_group.g", f"- {OLD}"]


HOSTILE = (
    'a"b',
    "a\\b",
    "${var.x}",
    "%{if true}",
    "line\nbreak",
    "# comment",
    "*/",
    "é\u202e",
    "$${x}",
    "tfsec:ignore:x",
    "'; rm -rf /",
)


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_keys_stay_keys(key: str):
    address = addresses.parse(str(addresses.Address(type="aws_flow_log", label="x", key=key)))
    for version in ("1.9.0", "1.4.0"):
        of = made(IN_FOLDER, FOLDER, managed(str(address), "fl-1"), version=version)
        assert kinds(text(of, "infra/adopt.tf")) == ["moved"]
        other = made(
            MAIN,
            OtherRoot(),
            managed(str(address), "fl-1"),
            managed('aws_flow_log.x["other"]'),
            logs=(log(at=str(address)),),
            version=version,
        )
        old = text(other, "specs/net.old-root.tf.txt")
        lines = [line for line in old.splitlines() if line and not line.startswith("#")]
        assert ("\u202e" in old, "\n\n\n" in old) == (False, False)
        if version == "1.4.0":
            assert len(lines) == 1
        else:
            assert kinds(old) == ["terraform", "moved", "removed"]


def test_hostile_ids_stay_texts():
    for id_ in HOSTILE:
        of = made(MAIN, Unmanaged(), logs=(log(id_),))
        assert kinds(text(of, "out/net/adopt.tf")) == ["import"]


def test_a_name_of_an_old_terraform_cannot_be_in_a_block():
    old = "aws_flow_log.2main"
    of = made(IN_FOLDER, FOLDER, managed(old, "fl-1"))
    (note,) = of.notes
    assert (f"terraform state mv {old} {NEW}" in note.remedy, of.files) == (True, {})
    other = made(MAIN, OtherRoot(), managed(old, "fl-1"))
    assert f"terraform state rm {old}\n" in text(other, "specs/net.old-root.tf.txt")
    group = "aws_cloudwatch_log_group.2g"
    of = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1", group), managed(group))
    assert (list(of.deleted), of.forgotten, of.whole) == ([group], (), False)


def test_the_bytes_do_not_depend_on_the_order_of_a_source():
    group = "aws_cloudwatch_log_group.g"
    resources = [managed(f'{OLD}["{number}"]', f"fl-{number}", group) for number in range(9)] + [managed(group)]
    ids = [f"vpc-0000000{number}" for number in range(9)]
    text_of = (
        f"terraform: {{folder: ../infra}}\ncapture_points: {{all: {{vpcs: [{', '.join(ids)}], destinations: group}}}}"
    )
    logs = [log(f"fl-{number}", at=f'{OLD}["{number}"]', target=id_) for number, id_ in enumerate(ids)]
    one = made(text_of, FOLDER, *resources, logs=tuple(logs))
    other = made(text_of, FOLDER, *resources[::-1], logs=tuple(logs[::-1]))
    assert one.files == other.files


def test_an_address_that_is_taken_is_an_obstacle():
    of = made(IN_FOLDER, FOLDER, managed(OLD, "fl-1"), managed(NEW, "fl-9"), logs=(log(at=OLD),))
    (note,) = of.notes
    assert ("fl-9 has the address that fl-1 would get" in note.text, of.files) == (True, {})
    states = (state(managed(OLD, "fl-1")), state(managed(NEW, "fl-9"), file="new.json"))
    (note,) = made(MAIN, OtherRoot(), logs=(log(at=OLD),), states=states).notes
    assert (note.source.file, "fl-9" in note.text) == ("new.json", True)
    in_old = state(managed(OLD, "fl-1"), managed(NEW, "fl-9"))
    assert made(MAIN, OtherRoot(), logs=(log(at=OLD),), states=(in_old,)).adopted == {NEW: "fl-1"}


def test_each_stack_has_addresses_of_its_own():
    stacks = f"""stacks:
  east: {{account: "{ACCOUNT}", region: {REGION}}}
  west: {{account: "{ACCOUNT}", region: eu-west-1}}
capture_points: {{main: {{vpc: {{value: vpc}}, destinations: bucket, stack: [east, west]}}}}
"""
    stacks = stacks.replace("east: {", f"east: {{values: {{vpc: {VPC}}}, ").replace(
        "west: {", "west: {values: {vpc: vpc-00000000000000000}, "
    )
    arn = "arn:aws:s3:::acme-records"
    west = Where(account=ACCOUNT, region="eu-west-1")
    logs = (
        log(log_destination=arn, role=None, at=OLD),
        log("fl-2", log_destination=arn, role=None, at=f"{OLD}_2", target="vpc-00000000000000000", where=west),
    )
    new = "aws_flow_log.main__bucket"
    states = (state(managed(OLD, "fl-1"), managed(f"{OLD}_2", "fl-2")), state(managed(new, "fl-1"), file="east.json"))
    of = made(stacks, OtherRoot(), logs=logs, states=states)
    assert (of.notes, next(iter(of.files)).as_posix(), of.adopted) == ((), "out/net/west/adopt.tf", {new: "fl-2"})


def test_one_root_has_one_state():
    others = f"other: {{vpc: vpc-00000000000000000, destinations: group}}, third: {{vpc: {VPC}, destinations: bucket}}"
    two = f"{IN_FOLDER[:-1]}, {others}}}"
    logs = (
        log(at=OLD),
        log("fl-3", at="aws_flow_log.third", log_destination="arn:aws:s3:::acme-records", role=None),
        log("fl-2", at="aws_flow_log.other", file="b.json", target="vpc-00000000000000000"),
    )
    states = (
        state(managed("aws_flow_log.other", "fl-2", "aws_iam_role.r"), managed("aws_iam_role.r"), file="b.json"),
        state(managed(OLD, "fl-1"), managed("aws_flow_log.third", "fl-3")),
    )
    of = made(two, FOLDER, logs=logs, states=states)
    (note,) = of.notes
    assert (note.source, set(of.adopted.values()), of.forgotten) == (
        Source("b.json", "aws_flow_log.other"),
        {"fl-1", "fl-3"},
        (),
    )
