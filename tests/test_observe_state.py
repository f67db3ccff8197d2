"""Raw states → what exists."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING, Any

import pytest

import states
from gen_flowlogs import observe
from gen_flowlogs.aws import kinds
from gen_flowlogs.observe import addresses
from gen_flowlogs.observe.existing import Options, Unknown, Where
from states import FLOW_LOG, GROUP_ARN, ROLE_ARN, flow_log, instance, log_group, raw, resource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gen_flowlogs.observe.existing import Existing, FlowLog

HERE = Where(account=states.ACCOUNT, region=states.REGION, partition="aws")


def read(document: Any, tmp_path: Path) -> Existing:
    return observe.read([states.write(tmp_path, "state.json", document)])


def only(document: Any, tmp_path: Path) -> FlowLog:
    existing = read(document, tmp_path)
    assert existing.notes == ()
    assert existing.complete
    (found,) = existing.flow_logs
    return found


def noted(existing: Existing) -> list[tuple[str | None, str]]:
    return [(note.source.at, note.text) for note in existing.notes]


def test_a_flow_log(tmp_path: Path):
    found = only(states.one(), tmp_path)
    assert (found.source.file, found.source.at) == (f"{tmp_path}/state.json", "aws_flow_log.main")
    assert (found.where, found.id, str(found.address)) == (HERE, FLOW_LOG, "aws_flow_log.main")
    assert (found.kind, found.target, found.traffic) == (kinds.VPC, states.VPC, "ALL")
    assert (found.destination_type, found.log_destination) == ("cloud-watch-logs", GROUP_ARN)
    assert (found.log_group_name, found.role, found.cross_account_role) == ("/flow-logs", ROLE_ARN, None)
    assert (found.log_format, found.interval, found.options) == (states.FORMAT, 600, Options())
    assert (found.tags, found.own_tags) == ({"Env": "prod", "Team": "net"}, {"Team": "net"})
    assert (found.tainted, found.givens, found.error) == (False, {}, None)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.singular)
def test_every_kind_of_target(kind: kinds.Kind, tmp_path: Path):
    found = only(states.one(**{"vpc_id": None, kind.argument: kind.example}), tmp_path)
    assert (found.kind, found.target) == (kind, kind.example)


def test_a_flow_log_by_the_name_of_its_group(tmp_path: Path):
    found = only(states.one(log_destination=""), tmp_path)
    assert (found.log_destination, found.log_group_name) == (None, "/flow-logs")


def test_a_flow_log_to_a_bucket(tmp_path: Path):
    options = {"file_format": "parquet", "hive_compatible_partitions": True, "per_hour_partition": False}
    document = states.one(
        log_destination="arn:aws:s3:::logs/vpc/",
        log_destination_type="s3",
        log_group_name="",
        iam_role_arn="",
        destination_options=[options],
    )
    found = only(document, tmp_path)
    assert (found.log_destination, found.log_group_name, found.role) == ("arn:aws:s3:::logs/vpc/", None, None)
    assert found.options == Options(file_format="parquet", hive=True)


def test_a_transit_gateway_keeps_the_traffic_that_its_code_has(tmp_path: Path):
    for traffic in ("ALL", "", None):
        tgw = kinds.TRANSIT_GATEWAY.example
        found = only(states.one(vpc_id="", transit_gateway_id=tgw, traffic_type=traffic), tmp_path)
        assert found.traffic == (traffic or None)


def test_provider_6(tmp_path: Path):
    tag_fields = [{"resource_type": "vpc", "tag_keys": ["Env", "Team"]}]
    own = flow_log(region="eu-west-1", regional_nat_gateway_id=None, tag_field_specification=tag_fields)
    del own["log_group_name"]
    found = only(raw(resource("aws_flow_log", "main", instance(own, schema_version=1))), tmp_path)
    assert (found.where, found.log_group_name) == (HERE, None)
    assert found.tag_fields == (("vpc", ("Env", "Team")),)


def test_the_location_without_an_arn_is_that_of_the_role_and_the_group(tmp_path: Path):
    own = flow_log()
    del own["arn"]
    assert only(raw(resource("aws_flow_log", "main", instance(own))), tmp_path).where == HERE
    own["iam_role_arn"] = own["log_destination"] = ""
    assert only(raw(resource("aws_flow_log", "main", instance(own))), tmp_path).where == Where()


def test_addresses_in_modules_with_keys(tmp_path: Path):
    inside = 'module.net["eu"].module.logs[0]'
    document = raw(
        resource("aws_flow_log", "this", instance(flow_log(1), index_key=0), module=inside),
        resource("aws_flow_log", "each", instance(flow_log(2), index_key='a"${b}\n'), module="module.x"),
    )
    existing = read(document, tmp_path)
    assert [str(each.address) for each in existing.flow_logs] == [
        'module.net["eu"].module.logs[0].aws_flow_log.this[0]',
        'module.x.aws_flow_log.each["a\\"$${b}\\n"]',
    ]
    assert existing.flow_logs[0].address is not None
    assert existing.flow_logs[0].address.base == "module.net.module.logs.aws_flow_log.this"


def test_what_the_state_manages(tmp_path: Path):
    needs = [
        "aws_vpc.main",
        "data.aws_region.x",
        "module.a.data.aws_region.x",
        "module.data.aws_vpc.x",
        "module.b.aws_vpc.x",
    ]
    document = raw(
        resource("aws_flow_log", "main", instance(flow_log(), dependencies=needs)),
        resource("aws_vpc", "main", instance({"id": states.VPC}, status="tainted")),
        resource("null_resource", "x", instance({"id": None})),
        resource("aws_region", "x", instance({"id": "eu-west-1"}), mode="data"),
        resource("aws_ephemeral", "x", mode="ephemeral"),
    )
    (state,) = read(document, tmp_path).states
    assert (state.terraform_version, state.lineage, state.serial, state.declared) == ("1.11.4", "3a7f", 3, None)
    assert [(str(each.address), each.id, each.tainted) for each in state.resources] == [
        ("aws_flow_log.main", FLOW_LOG, False),
        ("aws_vpc.main", states.VPC, True),
        ("null_resource.x", None, False),
    ]
    assert state.resources[0].needs == ("aws_vpc.main", "module.data.aws_vpc.x", "module.b.aws_vpc.x")
    assert state.resources[0].provider == states.PROVIDER


def test_the_dependencies_of_terraform_0_12(tmp_path: Path):
    own = resource("aws_flow_log", "main", instance(flow_log(), depends_on=["aws_vpc.main"]), each="list")
    (state,) = read(raw(own, terraform_version="0.12.31"), tmp_path).states
    assert (state.terraform_version, state.resources[0].needs) == ("0.12.31", ("aws_vpc.main",))


def test_a_tainted_flow_log(tmp_path: Path):
    document = raw(resource("aws_flow_log", "main", instance(flow_log(), status="tainted", index_key="a")))
    assert only(document, tmp_path).tainted


def test_deposed_objects_are_no_flow_logs(tmp_path: Path):
    document = raw(
        resource("aws_flow_log", "main", instance(flow_log()), instance(flow_log(1), deposed="a1b2c3d4")),
        resource("aws_flow_log", "gone", instance(flow_log(2), deposed="1"), instance(flow_log(3), deposed="2")),
        resource("aws_vpc", "x", instance({"id": "vpc-1"}, deposed="1")),
    )
    existing = read(document, tmp_path)
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]
    assert [(str(each.address), each.id, each.deposed) for each in existing.states[0].resources] == [
        ("aws_flow_log.main", FLOW_LOG, 1),
        ("aws_flow_log.gone", None, 2),
        ("aws_vpc.x", None, 1),
    ]
    assert noted(existing) == [
        ("aws_flow_log.main", "an older object of it waits to be destroyed (deposed)"),
        ("aws_flow_log.gone", "2 older objects of it wait to be destroyed (deposed)"),
    ]


def path(*steps: str) -> list[dict[str, Any]]:
    """A path of `sensitive_attributes`, as Terraform writes it."""
    index = [{"type": "index", "value": {"value": step, "type": "string"}} for step in steps[1:]]
    return [{"type": "get_attr", "value": steps[0]}, *index]


@pytest.mark.parametrize("marks", [[path("tags"), path("tags_all", "Team")], [[]], [[{"type": "index"}]], "damaged"])
def test_sensitive_values_are_unknown(marks: Any, tmp_path: Path):
    own = flow_log(tags={"Team": "hunter2"}, tags_all={"Team": "hunter2"})
    existing = read(raw(resource("aws_flow_log", "main", instance(own, sensitive_attributes=marks))), tmp_path)
    assert "hunter2" not in repr(existing)
    for found in existing.flow_logs:
        assert found.tags == Unknown("the state marks this value as sensitive")


def test_what_repeats_a_sensitive_text_is_sensitive(tmp_path: Path):
    own = flow_log(
        tags={"Name": "x", "Owner": "hunter2"},
        tags_all={"Env": "prod", "Name": "x", "Owner": "hunter2"},
        log_group_name="/logs/hunter2/x",
        log_destination=f"{GROUP_ARN}/hunter2",
    )
    document = raw(resource("aws_flow_log", "main", instance(own, sensitive_attributes=[path("tags", "Owner")])))
    existing = read(document, tmp_path)
    assert "hunter2" not in repr(existing)
    assert (existing.flow_logs[0].role, existing.flow_logs[0].traffic) == (ROLE_ARN, "ALL")


def test_a_short_sensitive_text_hides_nothing_else(tmp_path: Path):
    own = flow_log(tags={"Team": "vpc"}, tags_all={"Team": "vpc"})
    document = raw(resource("aws_flow_log", "main", instance(own, sensitive_attributes=[path("tags", "Team")])))
    (found,) = read(document, tmp_path).flow_logs
    assert (found.target, found.tags) == (states.VPC, Unknown("the state marks this value as sensitive"))


def test_a_thing_whose_name_is_sensitive_is_noted(tmp_path: Path):
    own = instance(log_group(name="hunter2"), sensitive_attributes=[path("name"), path("id"), path("arn")])
    existing = read(raw(resource("aws_cloudwatch_log_group", "x", own)), tmp_path)
    assert existing.log_groups == ()
    assert noted(existing) == [
        ("aws_cloudwatch_log_group.x", "it is left out: the state marks this value as sensitive"),
    ]
    assert "hunter2" not in repr(existing)


def test_log_groups(tmp_path: Path):
    key = f"arn:aws:kms:eu-west-1:{states.ACCOUNT}:key/k"
    document = raw(
        resource("aws_cloudwatch_log_group", "plain", instance(log_group())),
        resource(
            "aws_cloudwatch_log_group",
            "rich",
            instance(
                log_group(
                    name="rich",
                    arn=f"{GROUP_ARN}:*",
                    kms_key_id=key,
                    retention_in_days=90,
                    log_group_class="INFREQUENT_ACCESS",
                    deletion_protection_enabled=True,
                    tags_all={"a": "b"},
                )
            ),
        ),
        resource("aws_cloudwatch_log_group", "old", instance({"id": "old", "name": "old", "retention_in_days": "7"})),
    )
    plain, rich, old = read(document, tmp_path).log_groups
    assert (plain.where, plain.name, str(plain.address)) == (HERE, "/flow-logs", "aws_cloudwatch_log_group.plain")
    assert (plain.retention_days, plain.key, plain.log_class, plain.tags) == (None, None, "STANDARD", {})
    assert (rich.where, rich.retention_days, rich.key, rich.log_class) == (HERE, 90, key, "INFREQUENT_ACCESS")
    assert (rich.deletion_protection, rich.tags) == (True, {"a": "b"})
    assert (old.where, old.retention_days, old.log_class) == (Where(), 7, "STANDARD")


def role(**changes: Any) -> dict[str, Any]:
    return {
        "arn": ROLE_ARN, "assume_role_policy": "{}", "description": "", "id": "flow-logs", "inline_policy": [],
        "managed_policy_arns": [], "name": "flow-logs", "path": "/", "permissions_boundary": "", "tags_all": {},
    } | changes  # fmt: skip


def test_a_role_with_its_policies(tmp_path: Path):
    attached = f"arn:aws:iam::{states.ACCOUNT}:policy/p"
    document = raw(
        resource("aws_iam_role_policy", "own", instance({"role": "flow-logs", "name": "own", "policy": "[1]"})),
        resource("aws_iam_role", "r", instance(role(inline_policy=[{"name": "in", "policy": "[2]"}, {"name": ""}]))),
        resource("aws_iam_policy", "p", instance({"arn": attached, "policy": "[3]"})),
        resource("aws_iam_role_policy_attachment", "a", instance({"role": "flow-logs", "policy_arn": attached})),
        resource("aws_iam_role_policy", "other", instance({"role": "another", "name": "x", "policy": "[4]"})),
    )
    (found,) = read(document, tmp_path).roles
    assert (found.name, found.arn, found.path, found.trust) == ("flow-logs", ROLE_ARN, "/", "{}")
    assert (found.description, found.boundary) == (None, None)
    assert found.inline == {"in": "[2]", "own": "[1]"}
    assert {name: str(address) for name, address in found.inline_addresses.items()} == {
        "own": "aws_iam_role_policy.own"
    }
    assert (found.attached, found.attached_documents, found.complete) == ((attached,), {attached: "[3]"}, True)


def test_a_role_whose_policies_are_not_all_in_the_state(tmp_path: Path):
    aws = "arn:aws:iam::aws:policy/X"
    for own in (role(), role(managed_policy_arns=[aws], inline_policy=[{"name": "in", "policy": "{}"}])):
        (found,) = read(raw(resource("aws_iam_role", "r", instance(own))), tmp_path).roles
        assert not found.complete


def test_roles_of_one_name_in_two_accounts(tmp_path: Path):
    other = 'provider["registry.terraform.io/hashicorp/aws"].other'
    document = raw(
        resource("aws_iam_role", "one", instance(role())),
        resource("aws_iam_role", "two", instance(role(arn=ROLE_ARN.replace("1111", "4444"))), provider=other),
        resource("aws_iam_role_policy", "p", instance({"role": "flow-logs", "name": "p", "policy": "1"})),
        resource(
            "aws_iam_role_policy", "q", instance({"role": "flow-logs", "name": "q", "policy": "2"}), provider=other
        ),
    )
    assert [dict(each.inline) for each in read(document, tmp_path).roles] == [{"p": "1"}, {"q": "2"}]


def test_a_bucket_with_its_sub_resources(tmp_path: Path):
    versioning = {"bucket": "logs", "id": "logs", "versioning_configuration": [{"status": "Enabled"}]}
    document = raw(
        resource("aws_s3_bucket_versioning", "v", instance(versioning), module="module.a"),
        resource("aws_s3_bucket", "b", instance({"arn": "arn:aws:s3:::logs", "bucket": "logs", "region": "eu-west-1"})),
        resource("aws_s3_bucket_object", "o", instance({"bucket": "logs", "key": "x"})),
        resource("aws_s3_bucket_policy", "p", instance({"bucket": "another", "policy": "{}"})),
    )
    (found,) = read(document, tmp_path).buckets
    assert (found.name, found.where) == ("logs", Where(region="eu-west-1", partition="aws"))
    assert found.settings == {"aws_s3_bucket_versioning": versioning}
    assert {type_: str(address) for type_, address in found.addresses.items()} == {
        "aws_s3_bucket": "aws_s3_bucket.b",
        "aws_s3_bucket_versioning": "module.a.aws_s3_bucket_versioning.v",
    }


def test_a_key_with_its_aliases_and_policy(tmp_path: Path):
    arn = f"arn:aws:kms:eu-west-1:{states.ACCOUNT}:key/0a1b"
    document = raw(
        resource(
            "aws_kms_key", "k", instance({"arn": arn, "key_id": "0a1b", "policy": "{}", "enable_key_rotation": True})
        ),
        resource("aws_kms_alias", "one", instance({"name": "alias/one", "target_key_arn": arn})),
        resource("aws_kms_alias", "two", instance({"name": "alias/two", "target_key_id": "0a1b"})),
        resource("aws_kms_key_policy", "p", instance({"key_id": "0a1b", "policy": "[]"})),
    )
    (found,) = read(document, tmp_path).keys
    assert (found.arn, found.where, found.policy, found.rotation) == (arn, HERE, "[]", True)
    assert found.aliases == ("alias/one", "alias/two")
    assert str(found.alias_addresses["alias/two"]) == "aws_kms_alias.two"


def test_a_stream(tmp_path: Path):
    arn = f"arn:aws:firehose:eu-west-1:{states.ACCOUNT}:deliverystream/s"
    document = raw(resource("aws_kinesis_firehose_delivery_stream", "s", instance({"arn": arn, "name": "s"})))
    (found,) = read(document, tmp_path).streams
    assert (found.arn, found.name, found.where) == (arn, "s", HERE)


def test_the_values_that_references_lead_to(tmp_path: Path):
    document = raw(
        resource("aws_vpc", "main", instance({"id": "vpc-1", "arn": "x"}, index_key="a")),
        resource("aws_vpc", "hidden", instance({"id": "vpc-2"}, sensitive_attributes=[path("id")])),
        resource("aws_vpc", "inner", instance({"id": "vpc-3"}), module="module.m"),
        resource("aws_subnet", "found", instance({"id": "subnet-1"}), mode="data"),
        resource("aws_db_instance", "x", instance({"id": "x", "password": "hunter2"})),
        resource("aws_s3_bucket", "b", instance({"bucket": "logs", "id": "logs", "arn": "arn:aws:s3:::logs"})),
    )
    assert read(document, tmp_path).values == {
        'aws_vpc.main["a"].id': "vpc-1",
        "data.aws_subnet.found.id": "subnet-1",
        "aws_s3_bucket.b.arn": "arn:aws:s3:::logs",
        "aws_s3_bucket.b.bucket": "logs",
        "aws_s3_bucket.b.id": "logs",
    }


def test_a_state_without_anything(tmp_path: Path):
    for document in (raw(), raw(resources=None)):
        existing = read(document, tmp_path)
        assert (existing.flow_logs, existing.notes, existing.files, existing.complete) == ((), (), 1, True)
        assert existing.states[0].resources == ()


def test_an_address_that_is_there_twice(tmp_path: Path):
    own = [resource("aws_flow_log", "main", instance(flow_log(number))) for number in (0, 1)]
    existing = read(raw(*own), tmp_path)
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]
    assert noted(existing) == [("aws_flow_log.main", "the address is there twice, and the first one is read")]


def test_a_flow_log_at_two_addresses(tmp_path: Path):
    own = [resource("aws_flow_log", name, instance(flow_log())) for name in ("one", "two")]
    existing = read(raw(*own), tmp_path)
    assert [str(each.address) for each in existing.flow_logs] == ["aws_flow_log.one"]
    assert [at for at, _ in noted(existing)] == ["aws_flow_log.two"]


@pytest.mark.parametrize(
    "damage",
    [
        {"type": 1}, {"type": "module"}, {"type": "aws_flow_log.x"}, {"name": ""}, {"name": 'x" {'}, {"name": ["x"]},
        {"module": "aws_vpc.x"}, {"module": "module"}, {"module": 7}, {"module": "module.a[b]"}, {"mode": "x"},
        {"instances": None}, {"instances": [1]}, {"instances": [{"index_key": 1.5, "attributes": {}}]},
        {"instances": [{"index_key": True, "attributes": {}}]}, {"instances": [{"index_key": -1, "attributes": {}}]},
        {"instances": [{"attributes": {"id": 7}}]}, {"instances": [{"attributes": None}]},
        {"instances": [{"attributes_flat": {"id": FLOW_LOG}}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_damaged_resource_is_noted_and_the_others_are_read(damage: dict[str, Any], tmp_path: Path):
    document = raw(
        resource("aws_flow_log", "main", instance(flow_log())),
        resource("aws_flow_log", "x", instance(flow_log(1))) | damage,
    )
    existing = read(document, tmp_path)
    assert [each.id for each in existing.flow_logs] == [FLOW_LOG]
    assert existing.notes
    assert not existing.complete


def test_a_value_of_another_type_is_unknown(tmp_path: Path):
    wrong: dict[str, Any] = {
        "vpc_id": ["vpc-1"], "traffic_type": 7, "log_destination": {}, "log_group_name": True, "iam_role_arn": [1],
        "log_format": 1.5, "max_aggregation_interval": "soon", "destination_options": {"file_format": "parquet"},
        "tags_all": ["a"], "log_destination_type": 3, "deliver_cross_account_role": [],
    }  # fmt: skip
    found = only(states.one(**wrong), tmp_path)
    assert all(
        isinstance(value, Unknown)
        for value in (
            found.target, found.traffic, found.log_destination, found.log_group_name, found.role, found.log_format,
            found.interval, found.options, found.tags, found.destination_type, found.cross_account_role,
        )
    )  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(each, (*at, key))


def with_value(document: Any, at: tuple[Any, ...], value: Any) -> Any:
    if not at:
        return value
    changed = copy.deepcopy(document)
    place = changed
    for step in at[:-1]:
        place = place[step]
    place[at[-1]] = value
    return changed


HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", "x", "a\0b\n\u2028", "${x}", [], {}, [None], [[]], [{}], {"": None}, ["x"],
    {"x": {"x": []}}, [[[{}]]],
)  # fmt: skip


def outcome(document: Any, tmp_path: Path) -> Existing | str:
    try:
        return read(document, tmp_path)
    except observe.SourceError as error:
        return str(error)


def survive(document: Any, tmp_path: Path) -> None:
    """Put hostile values at every place of a document: it is read, or refused in one line."""
    drawn = random.Random(14)
    for at in places(document):
        for value in drawn.sample(HOSTILE, 6):
            found = outcome(with_value(document, at, value), tmp_path)
            if isinstance(found, str):
                assert "\n" not in found
            else:
                shown = [str(each.address) for state in found.states for each in state.resources]
                assert [str(addresses.parse(each)) for each in shown] == shown


def test_hostile_values_at_every_place(tmp_path: Path):
    attached = f"arn:aws:iam::{states.ACCOUNT}:policy/p"
    options = [{"file_format": "parquet", "hive_compatible_partitions": True, "per_hour_partition": False}]
    tag_fields = [{"resource_type": "vpc", "tag_keys": ["Env"]}]
    full = instance(
        flow_log(destination_options=options, tag_field_specification=tag_fields),
        sensitive_attributes=[path("tags", "Team")],
        dependencies=["aws_vpc.main"],
        index_key="k",
    )
    document = raw(
        resource("aws_flow_log", "main", full, module="module.m"),
        resource("aws_cloudwatch_log_group", "g", instance(log_group())),
        resource("aws_iam_role", "r", instance(role(inline_policy=[{"name": "in", "policy": "{}"}]))),
        resource("aws_iam_role_policy", "p", instance({"role": "flow-logs", "name": "own", "policy": "{}"})),
        resource("aws_iam_policy", "p", instance({"arn": attached, "policy": "{}"})),
        resource("aws_iam_policy_attachment", "a", instance({"roles": ["flow-logs"], "policy_arn": attached})),
        resource("aws_s3_bucket", "b", instance({"bucket": "logs", "arn": "arn:aws:s3:::logs", "region": "x"})),
        resource("aws_s3_bucket_policy", "b", instance({"bucket": "logs", "policy": "{}"})),
        resource("aws_kms_key", "k", instance({"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "policy": "{}"})),
        resource("aws_kms_alias", "k", instance({"name": "alias/k", "target_key_id": "k"})),
        resource("aws_vpc", "v", instance({"id": "vpc-1"}), mode="data"),
    )
    survive(document, tmp_path)
