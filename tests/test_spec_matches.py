"""The Terraform means what the spec says: read back by python-hcl2 and compared with the model, argument by argument.

Nothing here asks the views. What is expected is worked out anew from the Spec and from AWS's and the provider's
defaults, so that a mistake would have to be made twice, in two ways, to stay unseen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import parsed_terraform
from catalogue import Case
from gen_flowlogs.aws import fields
from gen_flowlogs.model import (
    ONLY,
    S3,
    CapturePoint,
    CloudWatchLogs,
    Destination,
    ExistingRole,
    Filter,
    Firehose,
    Given,
    GivenArn,
    Ids,
    Lookup,
    OwnRole,
    Reference,
    Spec,
    Variable,
)
from parsed_terraform import Block, Call, Expression, Template

if TYPE_CHECKING:
    from collections.abc import Mapping

each_ok = pytest.mark.parametrize("case", catalogue.ok_cases(), ids=str)

DEFAULT_FORMATS = {
    "vpc": "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
    "${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
    "transit_gateway": " ".join(f"${{{name}}}" for name in fields.DEFAULT["transit_gateway"]),
}
TARGETS = frozenset(
    f"{kind}_id"
    for kind in (
        "vpc", "subnet", "eni", "transit_gateway", "transit_gateway_attachment", "regional_nat_gateway",
    )
)  # fmt: skip
ARGUMENTS = {"destination": "log_destination", "format": "log_format"}
TYPES = {CloudWatchLogs: "cloud-watch-logs", S3: "s3", Firehose: "kinesis-data-firehose"}


class Module:
    """One folder of output, read back."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.blocks = parsed_terraform.module(files)
        self.resources = parsed_terraform.resources(self.blocks)
        self.locals = parsed_terraform.local_values(self.blocks)

    def logs(self) -> Mapping[str, Block]:
        return self.resources.get("aws_flow_log", {})

    def resource(self, expression: Expression, attribute: str = "arn") -> Block:
        kind, label, last = expression.text.split(".")
        assert last == attribute
        return self.resources[kind][label]

    def ids(self, log: Block) -> Any:
        """What a plural flow log iterates over: a list of ids, or an expression."""
        each = log.arguments["for_each"]
        assert isinstance(each, Expression)
        value = self.locals[each.text.removeprefix("local.")]
        return value.argument if isinstance(value, Call) and value.name == "toset" else value


def modules(case: Case) -> list[tuple[Module, str | None]]:
    """Every root module of a case, with the name of its stack."""
    return [(Module(files), folder or None) for folder, files in catalogue.root_modules(case).items()]


@each_ok
def test_names_in_a_folder_of_the_authors_are_its_own(case: Case):
    if spec(case).terraform.folder is None:
        return
    ((name, text),) = catalogue.files(case).items()
    assert name == f"{spec(case).name}.flowlogs.tf"
    blocks = parsed_terraform.blocks(text)
    named = [block.labels[-1] for block in blocks if block.type in ("data", "output", "variable")]
    named += parsed_terraform.local_values(blocks)
    assert [each for each in named if not each.startswith(catalogue.own_names(case))] == []
    types = {"data", "locals", "moved", "output", "removed", "resource", "terraform", "variable"}
    assert {block.type for block in blocks} <= types
    assert [set(block.arguments) for block in blocks if block.type == "terraform"] == [{"required_version"}]
    assert not any(block.blocks for block in blocks if block.type == "terraform")


def spec(case: Case) -> Spec:
    return catalogue.compiled(case).spec


def address(point: CapturePoint, destination: Destination) -> str:
    return f"{point.name}__{destination.name}".replace("-", "_")


@each_ok
def test_one_flow_log_for_each_pair(case: Case):
    for module, stack in modules(case):
        pairs = [
            address(point, destination)
            for point in spec(case).capture_points
            if any(one.name == stack for one in point.stacks)
            for destination in point.destinations
        ]
        assert len(set(pairs)) == len(pairs)
        assert list(module.logs()) == sorted(pairs, key=_by_name)


def _by_name(label: str) -> tuple[str, ...]:
    return tuple(part.replace("_", "-") for part in label.split("__"))


@each_ok
def test_every_argument_is_what_the_spec_says(case: Case):
    for module, stack in modules(case):
        for point in spec(case).capture_points:
            if all(one.name != stack for one in point.stacks):
                continue
            for destination in point.destinations:
                log = module.logs()[address(point, destination)]
                assert said(module, log, point.kind.family) == meant(point, destination), address(point, destination)
                assert set(log.arguments) <= KNOWN


KNOWN = {
    *TARGETS, "for_each", "traffic_type", "max_aggregation_interval", "log_format", "log_destination_type",
    "log_destination", "iam_role_arn", "deliver_cross_account_role", "tags", "depends_on",
}  # fmt: skip


def meant(point: CapturePoint, destination: Destination) -> dict[str, Any]:
    """A flow log as the spec has it, each default said."""
    transit = point.kind.family == "transit_gateway"
    chosen = point.filter
    return {
        "target": {f"{point.kind.argument}": _target(point)},
        "for_each": _several(point) if point.plural else None,
        "traffic_type": None if transit else chosen.traffic_type,
        "max_aggregation_interval": 60 if transit else (chosen.max_aggregation_interval or 600),
        "log_format": _format(chosen, point.kind.family),
        "log_destination_type": TYPES[type(destination)],
        "log_destination": _place(destination),
        "iam_role": _role(destination),
        "deliver_cross_account_role": _given(destination.cross_account_role)
        if isinstance(destination, Firehose)
        else None,
        "options": (
            (destination.file_format, destination.hive, destination.hourly)
            if isinstance(destination, S3)
            else ("plain-text", False, False)
        ),
        "tag_fields": {resource: list(keys) for resource, keys in chosen.tag_fields},
        "tags": dict(point.tags),
        "ignored": [ARGUMENTS[part] for part in sorted(point.adopted(destination.name))],
    }


def said(module: Module, log: Block, family: str) -> dict[str, Any]:
    """A flow log as Terraform has it, each default of the provider said."""
    given = log.arguments
    options = [block.arguments for block in log.blocks if block.type == "destination_options"]
    assert len(options) <= 1
    form = options[0] if options else {}
    assert not options or set(form.values()) - {"plain-text", False}, "a block of defaults: it would replace the log"
    return {
        "target": {name: value for name, value in given.items() if name in TARGETS},
        "for_each": _sorted(module.ids(log)) if "for_each" in given else None,
        "traffic_type": given.get("traffic_type"),
        "max_aggregation_interval": given.get("max_aggregation_interval", 600),
        "log_format": given.get("log_format", DEFAULT_FORMATS[family]),
        "log_destination_type": given.get("log_destination_type", "cloud-watch-logs"),
        "log_destination": _resolved(module, given["log_destination"]),
        "iam_role": _resolved_role(module, given.get("iam_role_arn")),
        "deliver_cross_account_role": given.get("deliver_cross_account_role"),
        "options": (
            form.get("file_format", "plain-text"),
            form.get("hive_compatible_partitions", False),
            form.get("per_hour_partition", False),
        ),
        "tag_fields": {
            block.arguments["resource_type"]: block.arguments["tag_keys"]
            for block in log.blocks
            if block.type == "tag_field_specification"
        },
        "tags": given.get("tags", {}),
        "ignored": [
            each.text for block in log.blocks if block.type == "lifecycle" for each in block.arguments["ignore_changes"]
        ],
    }


def _target(point: CapturePoint) -> str | Expression:
    if point.plural:
        return Expression("each.value")
    match point.target:
        case Ids((only,)):
            return only
        case Variable(name):
            return Expression(f"var.{name}")
        case Reference(traversal):
            return Expression(traversal)
        case Lookup():
            return Expression(f"data.{point.kind.data_source}.{point.name.replace('-', '_')}.id")
    raise TypeError(point.target)


def _several(point: CapturePoint) -> Any:
    match point.target:
        case Ids(ids):
            return sorted(ids)
        case Variable(name):
            return Expression(f"var.{name}")
        case Reference(traversal):
            return Expression(traversal)
        case Lookup():
            return Expression(f"data.{point.kind.plural_data_source}.{point.name.replace('-', '_')}.ids")
    raise TypeError(point.target)


def _sorted(ids: Any) -> Any:
    return sorted(ids) if isinstance(ids, list) else ids


def _format(chosen: Filter, family: Any) -> str:
    names = list(fields.PRESETS[chosen.preset][family]) if chosen.preset else []
    names += chosen.names
    return " ".join(f"${{{name}}}" for name in names) or DEFAULT_FORMATS[family]


def _place(destination: Destination) -> Any:
    match destination:
        case CloudWatchLogs(log_group=GivenArn(str(arn))):
            return arn[arn.index("log-group:") :]
        case CloudWatchLogs(log_group=GivenArn(arn)):
            return _given(arn)
        case CloudWatchLogs():
            return f"log-group:{_part(destination.log_group)}"
        case S3(bucket=GivenArn(str(arn)), prefix=prefix):
            return f"{arn[arn.index('s3:::') :]}/{prefix and f'{prefix}/'}"
        case S3(bucket=GivenArn(arn), prefix=""):
            return _given(arn)
        case S3(bucket=GivenArn(arn), prefix=prefix):
            return f"{_part(arn)}/{prefix}/"
        case S3():
            return f"s3:::{_part(destination.bucket)}/" + (f"{destination.prefix}/" if destination.prefix else "")
        case Firehose(stream=given):
            return _given(given)
    raise TypeError(destination)


def _given(given: Given | None) -> Any:
    """A literal as it is; a variable or a reference as the expression that Terraform has."""
    match given:
        case Reference(traversal):
            return Expression(traversal)
        case Variable(name):
            return Expression(f"var.{name}")
        case _:
            return given


def _part(given: Any) -> str:
    """A given text as it is in a template."""
    value = _given(given)
    return f"${{{value.text}}}" if isinstance(value, Expression) else value


def _is_ours(module: Module, traversal: str) -> bool:
    kind, label, _ = traversal.split(".", 2)
    return label in module.resources.get(kind, {})


def _resolved(module: Module, value: Any) -> Any:
    """Where records go, by its name in AWS: a reference is followed, an ARN made of data sources is read."""
    stores = ("aws_s3_bucket.", "aws_cloudwatch_log_group.")
    if isinstance(value, Expression) and value.text.startswith(stores) and _is_ours(module, value.text):
        block = module.resource(value)
        name = block.arguments["bucket" if block.labels[0] == "aws_s3_bucket" else "name"]
        return f"s3:::{name}/" if block.labels[0] == "aws_s3_bucket" else f"log-group:{name}"
    text = value.text if isinstance(value, Template) else value
    if isinstance(text, Expression):
        return text
    own = re.fullmatch(r"\$\{(aws_s3_bucket\.\w+\.arn)\}(/.*/)", text)
    if own and _is_ours(module, own[1]):
        return f"s3:::{module.resource(Expression(own[1])).arguments['bucket']}{own[2]}"
    existing = re.fullmatch(r"arn:[^:]+(?::[^:]*){3}:(log-group:.+)|arn:[^:]+:(s3:::.+)", text)
    if existing:
        return existing[1] or f"{existing[2].rstrip('/')}/"
    return text


def _role(destination: Destination) -> Any:
    match destination:
        case S3():
            return None
        case CloudWatchLogs(role=ExistingRole(arn)) | Firehose(role=ExistingRole(arn)):
            return _given(arn)
        case CloudWatchLogs(role=OwnRole(name)) | Firehose(role=OwnRole(name)):
            return f"role {name or 'flow-logs-…'}"
        case _:
            return None


def _resolved_role(module: Module, value: Any) -> Any:
    if not isinstance(value, Expression) or not (
        value.text.startswith("aws_iam_role.") and _is_ours(module, value.text)
    ):
        return value
    name = module.resource(value).arguments["name"]
    return "role flow-logs-…" if name.startswith("flow-logs-") else f"role {name}"


@each_ok
def test_destinations_are_created_once_and_as_the_spec_says(case: Case):
    for module, stack in modules(case):
        here = [one for one in spec(case).destinations if _has(spec(case), stack, one)]
        groups = {
            block.arguments["name"]: (
                block.arguments.get("retention_in_days"),
                block.arguments.get("skip_destroy", False),
                block.arguments.get("log_group_class", "STANDARD"),
                block.arguments.get("tags", {}),
            )
            for block in module.resources.get("aws_cloudwatch_log_group", {}).values()
        }
        assert groups == {
            one.log_group: (one.retention_days, one.on_destroy == "keep", one.log_class, dict(one.tags))
            for one in here
            if isinstance(one, CloudWatchLogs)
        }
        buckets = {
            block.arguments["bucket"]: (block.arguments.get("force_destroy", False), block.arguments.get("tags", {}))
            for block in module.resources.get("aws_s3_bucket", {}).values()
        }
        assert buckets == {
            one.bucket: (one.on_destroy == "delete", dict(one.tags)) for one in here if isinstance(one, S3)
        }


@each_ok
def test_roles_are_as_the_spec_says(case: Case):
    for module, stack in modules(case):
        for one in spec(case).destinations:
            if one.variant and stack not in one.variant:
                continue
            block = module.resources.get("aws_iam_role", {}).get(one.name.replace("-", "_"))
            if block is None or isinstance(one, S3):
                continue
            assert isinstance(one.role, OwnRole)
            policy = module.resources["aws_iam_role_policy"][block.labels[1]]
            assert policy.arguments["name"] == (one.role.policy_name or block.arguments["name"])
            assert block.arguments.get("description") == one.role.description
            assert block.arguments.get("path", "/") == (one.role.path or "/")
            assert block.arguments.get("permissions_boundary") == _given(one.role.permissions_boundary)
            tags = {} if one.role.tags is None else {**dict(one.tags), **dict(one.role.tags)}
            assert block.arguments.get("tags", {}) == tags


@each_ok
def test_the_provider_enters_a_stack_as_the_spec_says(case: Case):
    for module, stack in modules(case):
        (meant_,) = (each for each in spec(case).stacks if each.name == stack)
        found = [block for each in module.blocks if each.type == "provider" for block in each.blocks]
        if meant_.assume_role is None:
            assert found == []
            continue
        role = meant_.assume_role
        wanted = {
            "role_arn": role.arn, "duration": role.duration, "external_id": role.external_id,
            "session_name": role.session_name,
        }  # fmt: skip
        assert [each.type for each in found] == ["assume_role"]
        assert found[0].arguments == {key: value for key, value in wanted.items() if value is not None}


def _has(of: Spec, stack: str | None, destination: Destination) -> bool:
    """Whether a stack creates a destination: a log group where it is used, a bucket in one; without stacks, each."""
    if isinstance(destination, Firehose) or destination.existing or destination.retired:
        return False
    if of.stacks == (ONLY,) or (len(of.stacks) == 1 and isinstance(destination, S3)):
        return True
    if isinstance(destination, S3) and destination.stack is not None:
        return destination.stack == stack
    return any(
        destination in point.destinations and stack in {each.name for each in point.stacks}
        for point in of.capture_points
    )


@each_ok
def test_nothing_is_left_dangling(case: Case):
    """Every reference to a resource, data source, local or variable of the module finds one."""
    for module, _ in modules(case):
        there = {
            *(f"{kind}.{label}" for kind, labels in module.resources.items() for label in labels),
            *(".".join(("data", *block.labels)) for block in module.blocks if block.type == "data"),
            *(f"var.{block.labels[0]}" for block in module.blocks if block.type == "variable"),
            *(f"local.{name}" for name in module.locals),
        }
        blocks = [block for block in module.blocks if block.type not in {"moved", "removed"}]
        text = "\n".join(_expressions(blocks))
        stubs = "".join(case.stubs.values())
        for found in re.findall(r"(?<![\w.])(?:data\.aws_\w+\.\w+|aws_\w+\.\w+|var\.\w+|local\.\w+)", text):
            assert found in there or re.search(rf"\b{found.rpartition('.')[2]}\b", stubs), found


def _expressions(value: Any) -> list[str]:
    match value:
        case Expression(text) | Template(text):
            return [text]
        case Call(argument=inner):
            return _expressions(inner)
        case Block(arguments=arguments, blocks=blocks):
            return [*_expressions(arguments), *_expressions(list(blocks))]
        case dict():
            return [text for item in value.values() for text in _expressions(item)]
        case list():
            return [text for item in value for text in _expressions(item)]
        case _:
            return []
