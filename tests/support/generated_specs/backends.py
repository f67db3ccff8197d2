"""The `terraform` mapping: versions, and a backend with settings that it has."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from gen_flowlogs.schema.language import schema
from generated_specs import words

if TYPE_CHECKING:
    from random import Random

    from generated_specs.plan import Plan

_TERRAFORM = (">= 1.11", "~> 1.12", ">= 1.11, < 3.0", "1.12.0", "~> 1.11, != 1.11.1")
_PROVIDER = (">= 6.66", "~> 6.66", ">= 6.62, < 8.0", "= 6.66.0", ">= 6.62, != 6.63.0")
_ROLE = "arn:aws:iam::111122223333:role/state"
_POLICY = "arn:aws:iam::111122223333:policy/state"
_SHAPED: dict[str, Any] = {
    "allowed_account_ids": ["111122223333", "012345678901"],
    "forbidden_account_ids": ["444455556666"],
    "shared_config_files": ["~/.aws/config"],
    "shared_credentials_files": ["~/.aws/credentials", "/etc/aws"],
    "endpoints": {name: f"https://{name}.example.com" for name in ("dynamodb", "iam", "s3", "sso", "sts")},
    "assume_role": {
        "role_arn": _ROLE, "policy_arns": [_POLICY], "tags": {"Team": "network", "012": "x"},
        "transitive_tag_keys": ["Team"], "duration": "1h", "external_id": "0123", "policy": '{"Version": "2012-10-17"}',
        "session_name": "ci", "source_identity": "me",
    },
    "assume_role_with_web_identity": {
        "role_arn": _ROLE, "policy_arns": [_POLICY], "web_identity_token_file": "/var/run/token", "duration": "15m",
        "policy": "{}", "session_name": "ci",
    },
    "impersonate_service_account_delegates": ["ci@acme.iam.gserviceaccount.com"],
    "address": "https://states.example.com/state",
    "lock_address": "https://states.example.com/state/lock",
    "unlock_address": "https://states.example.com/unlock/",
    "client_certificate_pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "client_ca_certificate_pem": "-----BEGIN CERTIFICATE-----\r\n${aws}\r\n-----END CERTIFICATE-----",
    "retry_max": 3,
    "workspaces": {"project": "Network ${team}"},
    "hostname": "tfe.example.com",
    "max_retries": 5,
    "profile": "${aws}",
    "region": "us-east-1",
}  # fmt: skip
_FLAGS = ("skip_", "use_", "force_", "encrypt", "insecure", "snapshot", "lookup_blob_endpoint")
_NEEDED = ("role_arn",)
_LONGEST_WORKSPACE = 90


def terraform(random: Random) -> dict[str, Any]:
    """The `terraform` mapping of a spec. Its constraints admit only versions that have every feature."""
    made: dict[str, Any] = {}
    if words.chance(random, 0.5):
        made["required_version"] = random.choice(_TERRAFORM)
    if words.chance(random, 0.5):
        made["aws_provider"] = random.choice(_PROVIDER)
    if words.chance(random, 0.6):
        kind = random.choice(sorted(settings()))
        names = words.some(random, settings()[kind], 6)
        made["backend"] = {kind: {name: _value(name, random) for name in _together(kind, names)}}
    return made


def _together(kind: str, names: list[str]) -> list[str]:
    """The settings, with those that they need."""
    if kind != "http":
        return names
    locks = ["lock_address", "unlock_address"]
    rest = [name for name in names if name not in ("address", *locks)]
    return ["address", *rest, *(locks if len(rest) < len(names) else [])]


def place(plan: Plan, random: Random) -> None:
    """Put the output of a plan without stacks into another place, or say that it stays."""
    if "" not in plan.stacks:
        return
    if words.chance(random, 0.15):
        plan.terraform["module"] = words.chance(random, 0.7)
    elif words.chance(random, 0.15):
        plan.terraform["folder"] = random.choice(("network", "infra/network"))
    if plan.terraform.get("module") or "folder" in plan.terraform:
        plan.terraform.pop("backend", None)


def has_names(plan: Plan) -> bool:
    """Whether the backend of a plan takes the name of each workspace."""
    longest = max(len(f"gen-flowlogs_{plan.name}_{stack}") for stack in plan.stacks)
    return longest <= _LONGEST_WORKSPACE or "cloud" not in plan.terraform.get("backend", {})


def elsewhere(plan: Plan) -> dict[str, Any]:
    """The settings of a plan that say where its output is."""
    return {key: plan.terraform[key] for key in ("folder", "module") if key in plan.terraform}


@cache
def settings() -> dict[str, list[str]]:
    """Backend → the settings that a spec may have for it."""
    kinds = json.loads(json.dumps(schema(include=False)))["properties"]["terraform"]["properties"]["backend"]
    return {
        kind: [name for name in below["propertyNames"]["enum"] if below["properties"].get(name) != {"not": {}}]
        for kind, below in kinds["properties"].items()
    }


def _value(name: str, random: Random) -> Any:
    match _SHAPED.get(name):
        case dict(value):
            return {key: value[key] for key in value if key in _NEEDED or words.chance(random, 0.8)} or dict(value)
        case None:
            return words.chance(random, 0.5) if name.startswith(_FLAGS) else f"{name}-of ours"
        case value:
            return value
