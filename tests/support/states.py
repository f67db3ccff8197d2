"""States and plans as Terraform writes them, made by hand: a flow log, a log group, whatever a test adds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'
ACCOUNT, REGION = "111122223333", "eu-west-1"
FLOW_LOG, VPC = "fl-0a1b2c3d4e5f67890", "vpc-0a1b2c3d4e5f67890"
GROUP_ARN = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/flow-logs"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/flow-logs"
FORMAT = "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr}"

Json = dict[str, Any]


def flow_log(number: int = 0, **changes: Any) -> Json:
    """The attributes of an `aws_flow_log`, as provider 5 has them. `number` makes others of the same shape."""
    id_ = FLOW_LOG if number == 0 else f"fl-{number:017x}"
    return {
        "arn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-flow-log/{id_}",
        "deliver_cross_account_role": "",
        "destination_options": [],
        "eni_id": None,
        "iam_role_arn": ROLE_ARN,
        "id": id_,
        "log_destination": GROUP_ARN,
        "log_destination_type": "cloud-watch-logs",
        "log_format": FORMAT,
        "log_group_name": "/flow-logs",
        "max_aggregation_interval": 600,
        "subnet_id": None,
        "tags": {"Team": "net"},
        "tags_all": {"Env": "prod", "Team": "net"},
        "traffic_type": "ALL",
        "transit_gateway_attachment_id": None,
        "transit_gateway_id": None,
        "vpc_id": VPC if number == 0 else f"vpc-{number:017x}",
    } | changes


def log_group(**changes: Any) -> Json:
    """The attributes of an `aws_cloudwatch_log_group`."""
    return {
        "arn": GROUP_ARN,
        "id": "/flow-logs",
        "kms_key_id": "",
        "log_group_class": "STANDARD",
        "name": "/flow-logs",
        "name_prefix": "",
        "retention_in_days": 0,
        "skip_destroy": False,
        "tags": {},
        "tags_all": {},
    } | changes


def instance(attributes: Json, **parts: Any) -> Json:
    """An instance of a raw state; `parts` are `index_key`, `status`, `deposed`, `dependencies` and the like."""
    return {"schema_version": 0, "attributes": attributes, "sensitive_attributes": []} | parts


def resource(type_: str, name: str, *instances: Json, **parts: Any) -> Json:
    """A resource of a raw state; `parts` are `module`, `mode`, `provider`."""
    return {"mode": "managed", "type": type_, "name": name, "provider": PROVIDER, "instances": list(instances)} | parts


def raw(*resources: Json, **parts: Any) -> Json:
    """A raw state."""
    return {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 3,
        "lineage": "3a7f",
        "outputs": {},
        "resources": list(resources),
        "check_results": None,
    } | parts


def one(**changes: Any) -> Json:
    """A raw state of one flow log, `aws_flow_log.main`."""
    return raw(resource("aws_flow_log", "main", instance(flow_log(**changes))))


def shown_resource(type_: str, name: str, values: Json, **parts: Any) -> Json:
    """A resource of a shown state; `parts` are `index`, `sensitive_values`, `depends_on`, `tainted` and the like."""
    return {
        "mode": "managed",
        "type": type_,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 0,
        "values": values,
        "sensitive_values": {},
    } | parts


def shown(*resources: Json, children: tuple[Json, ...] = (), **parts: Any) -> Json:
    """A shown state."""
    root: Json = {"resources": list(resources)} | ({"child_modules": list(children)} if children else {})
    return {"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": root}} | parts


def plan(prior: Json | None, root: Json, *changes: Json, **parts: Any) -> Json:
    """A plan: the state before it, the root module of its configuration, and its changes."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {}},
        "resource_changes": list(changes),
        **({"prior_state": prior} if prior is not None else {}),
        "configuration": {"root_module": root},
    } | parts


def code(type_: str, name: str, **references: list[str]) -> Json:
    """A resource of a configuration: argument → what its expression refers to."""
    expressions = {argument: {"references": found} for argument, found in references.items()}
    return {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name, "expressions": expressions}


def change(address: str, *actions: str, after: Json | None = None, unknown: Json | None = None) -> Json:
    """An entry of `resource_changes`."""
    return {
        "address": address,
        "mode": "managed",
        "type": address.split(".")[-2],
        "name": address.rsplit(".", maxsplit=1)[-1],
        "change": {"actions": list(actions), "after": after, "after_unknown": unknown or {}, "after_sensitive": {}},
    }


def write(folder: Path, name: str, *documents: Any) -> str:
    """Write documents behind each other into a file, and return its path."""
    path = folder / name
    path.write_text("\n".join(json.dumps(each) for each in documents), encoding="utf-8")
    return str(path)
