"""Specs that the schema accepts, which between them reach every property of it, and ways to spoil them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from catalogue import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.diagnostics import Path

_SAMPLES = """
version: 1
name: prod
requires: ">=0.1, <900"
terraform:
  required_version: ">= 1.9"
  aws_provider: ~> 6.25
  backend:
    s3:
      bucket: acme-tfstate
      region: us-east-1
      use_lockfile: true
      max_retries: 3
      allowed_account_ids: ["111122223333"]
      forbidden_account_ids: ["444455556666"]
      shared_config_files: [~/.aws/config]
      shared_credentials_files: [~/.aws/credentials]
      endpoints: {s3: "https://s3.example.com"}
      assume_role:
        role_arn: arn:aws:iam::111122223333:role/state
        policy_arns: [arn:aws:iam::111122223333:policy/state]
        tags: {Team: network}
        transitive_tag_keys: [Team]
      assume_role_with_web_identity:
        role_arn: arn:aws:iam::111122223333:role/state
        policy_arns: [arn:aws:iam::111122223333:policy/state]
        web_identity_token_file: /var/run/token
lint: {ignore: {retention: decided in 2025}}
audit:
  exempt:
    vpc-0a1b2c3d4e5f67890: {reason: a sandbox without data, expires: "2027-06-30"}
    fl-0a1b2c3d: {reason: another team has it}
values: {env: shared, days: 90, on: true, cidrs: [a, b]}
defaults: {filter: security, destinations: [archive], stack: east, tags: {Owner: network, Empty: ""}}
stacks:
  east: {account: "111122223333", region: us-east-1, assume_role: "arn:aws:iam::111122223333:role/terraform"}
  gov:
    account: "012345678901"
    region: us-gov-west-1
    assume_role:
      role_arn: arn:aws-us-gov:iam::012345678901:role/terraform
      external_id: acme
      session_name: flow-logs
      duration: 1h
    values: {env: gov}
filters:
  security:
    traffic: ALL
    max_aggregation_interval: 60
    fields: {preset: default, add: [vpc-id, instance-tag]}
    tag_fields: {instance: [Name, Team], network-interface: [Name], auto-scaling-group: [Name]}
  listed: {traffic: REJECT, fields: [version, srcaddr, srcaddr]}
  named: {traffic: ACCEPT, max_aggregation_interval: 600, fields: security}
  empty: {}
destinations:
  central:
    tags: {A: b}
    renamed_from: old-central
    lint: {ignore: {mixed-formats: two readers}}
    retired: true
    cloudwatch_logs:
      log_group: /vpc/flow-logs/prod
      existing: false
      retention_days: never
      kms: create
      class: INFREQUENT_ACCESS
      deletion_protection: true
      on_destroy: delete
      queries: true
      role:
        name: flow-logs
        path: /network/
        permissions_boundary: arn:aws:iam::111122223333:policy/team/boundary
        policy_name: write
        description: delivers flow logs
        tags: {Purpose: delivery}
        permissions: documented
  theirs: {cloudwatch_logs: {log_group: shared, existing: true, role: {arn: "arn:aws:iam::111122223333:role/a/b"}}}
  archive:
    s3:
      bucket: acme-flow-logs-prod
      prefix: network/prod/
      existing: false
      file_format: parquet
      hive_compatible_partitions: true
      per_hour_partition: true
      kms: arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef
      expire_days: 400
      transitions: [{after_days: 30, storage_class: STANDARD_IA}, {after_days: 90, storage_class: GLACIER}]
      transition_default_minimum_object_size: varies_by_storage_class
      versioning: false
      on_destroy: delete
      stack: east
      org_id: o-abcde12345
      readers: ["999988887777", "arn:aws-cn:iam::999988887777:role/a/b"]
      queries: true
      query_accounts: ["999988887777"]
  bucket: {s3: {bucket: abc, existing: true, file_format: plain-text}}
  by-name: {cloudwatch_logs: {log_group: {ref: local.group}, existing: true, role: {arn: {var: role}}}}
  by-arn: {cloudwatch_logs: {arn: {var: group_arn}, existing: true, role: {name: a, permissions_boundary: {var: b}}}}
  bucket-by-arn: {s3: {arn: "arn:aws:s3:::abc", existing: true}}
  bucket-with-key: {s3: {bucket: abcd, kms: {ref: aws_kms_key.main.arn}}}
  stream:
    firehose:
      delivery_stream: arn:aws:firehose:us-east-1:111122223333:deliverystream/flow-logs
      cross_account_role: arn:aws:iam::111122223333:role/AWSLogDeliveryFirehoseCrossAccountRole-1
      role:
        name: a
        path: /
        permissions_boundary: arn:aws:iam::aws:policy/ReadOnlyAccess
        policy_name: b
        description: "fünf; a note"
        tags: none
  stream-two:
    firehose:
      delivery_stream: {ref: 'aws_kinesis_firehose_delivery_stream.x["a b"].arn'}
      cross_account_role: arn:aws:iam::111122223333:role/AWSLogDeliveryFirehoseCrossAccountRole
      role: {arn: "arn:aws:iam::111122223333:role/a"}
  stream-three: {firehose: {delivery_stream: {var: stream}}}
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    filter: security
    destinations: [central, {archive: {adopted: [destination]}}]
    adopted: [destination, format]
    stack: [east, gov]
    tags: {Tier: core}
    description: |
      The middle of everything,
      and more.
    renamed_from: middle
    expires: 2028-02-29
    reason: incident
    lint: {ignore: {partial-capture: the firewall, covered-capture: both are wanted}}
  old: {vpc: vpc-0a1b2c3d, destinations: central, tags: none}
  inner: {subnet: {lookup: {tags: {Name: inner}}}, within: core}
  inside: {eni: {lookup: {name: inner}}, within: subnet-0a1b2c3d4e5f67890}
  gateway: {transit_gateway: {ref: module.network.tgw_id}}
  link: {transit_gateway_attachment: tgw-attach-0a1b2c3d4e5f67890}
  nat: {regional_nat_gateway: {var: nat_gateway_id}}
  vpcs: {vpcs: [vpc-0a1b2c3d4e5f67890, vpc-0a1b2c3d]}
  subnets: {subnets: {lookup: {tags: {}, within: core, allow_empty: true}}}
  enis: {enis: {ref: local.enis}}
  gateways: {transit_gateways: [tgw-0a1b2c3d4e5f67890]}
  links: {transit_gateway_attachments: {var: links, keyed: true}}
  nats: {regional_nat_gateways: [nat-0a1b2c3d4e5f67890]}
---
version: 1
name: a
terraform: {backend: {gcs: {bucket: b, impersonate_service_account_delegates: [c]}}}
include: [b.yaml]
capture_points: {c: {vpc: {var: v}}}
---
version: 1
name: b
terraform: {backend: {azurerm: {container_name: c, use_oidc: true}}}
destinations: {d: {s3: {bucket: abc}}}
capture_points: {c: {vpc: {ref: 'module.net["a"].vpcs[0].id'}}}
---
version: 1
name: e
terraform: {folder: ../infra/network, module: false}
destinations: {d: {s3: {bucket: abc}}}
capture_points: {c: {vpc: {ref: aws_vpc.main.id}}}
---
version: 1
name: c
terraform: {backend: {local: {}}}
destinations: {d: {cloudwatch_logs: {log_group: a}}}
capture_points: {c: {vpc: vpc-0a1b2c3d, destinations: d}}
---
version: 1
name: d
terraform:
  backend:
    http:
      address: https://states.example.com/state
      lock_address: https://states.example.com/state/lock
      unlock_address: https://states.example.com/state/lock
      client_certificate_pem: certificate
      client_ca_certificate_pem: certificate
destinations: {d: {cloudwatch_logs: {log_group: a}}}
capture_points: {c: {vpc: vpc-0a1b2c3d, destinations: d}}
---
version: 1
name: e
terraform: {backend: {cloud: {organization: acme, hostname: tfe.example.com, workspaces: {project: network}}}}
destinations: {d: {cloudwatch_logs: {log_group: a}}}
capture_points: {c: {vpc: vpc-0a1b2c3d, destinations: d}}
"""


def _scalars(value: Any) -> Any:
    match value:
        case dict():
            return {key: _scalars(item) for key, item in value.items()}
        case list():
            return [_scalars(item) for item in value]
        case "true" | "false":
            return value == "true"
        case str() if value.isdecimal() and len(value) < 12:  # longer ones are accounts
            return int(value)
        case _:
            return value


SAMPLES: tuple[dict[str, Any], ...] = tuple(map(_scalars, yaml.load_all(_SAMPLES, yaml.BaseLoader)))
"""Read with every scalar a text, for PyYAML is of YAML 1.1 and makes a date of a date."""

INCLUDED = {
    key: SAMPLES[0][key] for key in ("values", "defaults", "stacks", "filters", "destinations", "capture_points")
}
SHIPPED = tuple(
    path
    for folder in ("specs", "tests/cases/ok")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
    if path.name != "case.yaml"
)


@dataclass
class File:
    """What `schema.check` reads of a document."""

    data: dict[str, Any]
    file: str = "spec.yaml"
    broken: bool = False


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of everything in a value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def with_value(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy in which something else stands at a path; what leads there is made where it is missing."""
    changed = copy.deepcopy(data)
    holder = changed
    for step in path[:-1]:
        holder = holder.setdefault(step, {}) if isinstance(holder, dict) else holder[step]
    holder[path[-1]] = value
    return changed


def without_value(data: dict[str, Any], path: Path) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    del at(changed, path[:-1])[path[-1]]
    return changed
