"""What `terraform plan` does to what an old spec made, many pairs of specs in one plan, and without any AWS.

Each root module is a child module of one root, so that Terraform and the provider start once. The state of the old
ones is made without applying them: what a plan knows is taken as it is, what only AWS would know (ids, ARNs) is made up
in AWS's shape, and Terraform plans again to see where references lead. Nothing is refreshed, so nobody is asked.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import terraform
from gen_flowlogs.aws.fields import DEFAULT, log_format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Files = dict[str, str]

_ACTIONS = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "destroy",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("forget",): "forget",
}
_PROVIDER = {
    "region": "us-east-1", "access_key": "none", "secret_key": "none", "skip_credentials_validation": True,
    "skip_requesting_account_id": True, "skip_metadata_api_check": True, "skip_region_validation": True,
}  # fmt: skip
_REQUIRED = {"required_providers": {"aws": {"source": "hashicorp/aws"}}}
BESIDE = """
resource "aws_kms_key" "beside" {}

resource "aws_iam_role" "beside" {
  name               = "beside"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_cloudwatch_log_group" "beside" {
  name = "/flow/beside"
}

resource "aws_s3_bucket" "beside" {
  bucket = "acme-beside-logs"
}

locals {
  subnets_beside = { "a" = "subnet-00000000000000bbb" }
}
"""
"""An author's own file, for the pairs that refer to something in it."""

_REFERS = re.compile(r"\.beside\b|_beside\b")
_SMALLEST = "all_storage_classes_128K"
_LEFT_OUT = {"providers.tf", "terraform.tf"}  # the root has a provider and a state for all


@dataclass(frozen=True)
class Planned:
    """What Terraform does to one address."""

    action: str  # create, update, replace, destroy, move, forget
    forced_by: frozenset[str]
    moved_from: str | None
    after: Mapping[str, Any] = field(default_factory=dict, compare=False)  # the arguments that it then has


@dataclass(frozen=True)
class Module:
    """A module: its files, in folders below it the modules that it calls by the folder's name, and its variables."""

    files: Files
    values: Mapping[str, Any]


Modules = Mapping[str, Module]


class PlanError(Exception):
    """Terraform refuses; its words."""


def actions(
    pairs: Mapping[str, tuple[Files, Files]], folder: Path, *, account: str, region: str, variables: Mapping[str, Any]
) -> dict[str, dict[str, Planned]]:
    """Pair → address → what Terraform does there; what does not change has no entry.

    Each pair is the files of one root module as they were applied, and as they are now. Raises PlanError.
    """
    pairs = {name: _beside(*pair) for name, pair in pairs.items()}
    names = {f"m{number}": name for number, name in enumerate(pairs)}
    olds: dict[str, str] = {}  # text of all files → the module that stands for it
    stands = {key: olds.setdefault(json.dumps(pairs[name][0]), key) for key, name in names.items()}
    started = _started(folder / "started")
    home = folder / "old"
    _write({key: pairs[names[key]][0] for key in olds.values()}, home, variables, started)
    made = _applied(home, account, region)
    after = folder / "new"
    _write({key: pairs[name][1] for key, name in names.items()}, after, variables, started)
    state = [{**each, "module": f"module.{key}"} for key in names for each in made.get(stands[key], ())]
    found: dict[str, dict[str, Planned]] = {name: {} for name in pairs}
    for change in _plan(after, state)["resource_changes"]:
        key = change["module_address"].removeprefix("module.")
        planned = _planned(change)
        if planned is not None:
            found[names[key]][_local(change["address"])] = planned
    return found


def applied(modules: Modules, folder: Path, *, account: str, region: str, sts: str) -> dict[str, list[dict[str, Any]]]:
    """Name → the resources of the state that each module would have, made as in `actions`. Raises PlanError."""
    home, names = _home(modules, folder, "made", sts)
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in modules}
    for path, resources in _applied(home, account, region).items():
        key = path.partition(".")[0]
        made[names[key]] += [{**each, "within": path.removeprefix(key)} for each in resources]
    return made


def actions_on(
    modules: Modules, states: Mapping[str, list[dict[str, Any]]], folder: Path, *, sts: str
) -> dict[str, dict[str, Planned]]:
    """Name → address → what Terraform does there, if the state of each module is this one. Raises PlanError."""
    home, names = _home(modules, folder, "again", sts)
    state = [
        {**{name: value for name, value in each.items() if name != "within"}, "module": f"module.{key}{each['within']}"}
        for key, name in names.items()
        for each in states[name]
    ]
    found: dict[str, dict[str, Planned]] = {name: {} for name in modules}
    for change in _plan(home, state)["resource_changes"]:
        planned = _planned(change) if change["mode"] == "managed" else None
        if planned is not None:
            found[names[change["module_address"].split(".")[1]]][_local(change["address"])] = planned
    return found


def _home(modules: Modules, folder: Path, name: str, sts: str) -> tuple[Path, dict[str, str]]:
    """The folder of a root that calls all modules, and label → name of each."""
    names = {f"m{number}": name for number, name in enumerate(modules)}
    started = folder / "started"
    _write(
        {key: modules[each].files for key, each in names.items()}, folder / name, {},
        started if started.is_dir() else _started(started),
        own={key: modules[each].values for key, each in names.items()}, settings={"endpoints": {"sts": sts}},
    )  # fmt: skip
    return folder / name, names


def _beside(old: Files, new: Files) -> tuple[Files, Files]:
    """Both versions, with the author's own file where one of them refers to it."""
    if not any(_REFERS.search(text) for text in (*old.values(), *new.values())):
        return old, new
    return {**old, "beside.tf": BESIDE}, {**new, "beside.tf": BESIDE}


def _planned(change: Mapping[str, Any]) -> Planned | None:
    before = change.get("previous_address")
    did = tuple(change["change"]["actions"])
    if did == ("no-op",) and before is None:
        return None
    forced = frozenset(str(path[0]) for path in change["change"].get("replace_paths", ()))
    after = change["change"]["after"] or {}
    return Planned(_ACTIONS.get(did, "move"), forced, _local(before) if before else None, after)


def _local(address: str) -> str:
    return re.sub(r"^module\.m\d+\.", "", address)


def _write(
    modules: Mapping[str, Files],
    folder: Path,
    variables: Mapping[str, Any],
    started: Path,
    *,
    own: Mapping[str, Mapping[str, Any]] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> None:
    folder.mkdir(parents=True)
    calls: dict[str, Any] = {}
    entries = [{"Key": "", "Source": "", "Dir": "."}]
    for key, files in modules.items():
        (folder / key).mkdir()
        for name, text in files.items():
            if name not in _LEFT_OUT:
                (folder / key / name).parent.mkdir(exist_ok=True)
                (folder / key / name).write_text(text)
        top = "".join(text for name, text in files.items() if "/" not in name)
        needed = re.findall(r'^variable "(\w+)"', top, re.MULTILINE)
        given = {name: variables[name] for name in needed} if own is None else own[key]
        calls[key] = {"source": f"./{key}", **{name: given[name] for name in needed if name in given}}
        entries.append({"Key": key, "Source": f"./{key}", "Dir": key})
        entries += [
            {"Key": f"{key}.{called}", "Source": f"./{called}", "Dir": f"{key}/{called}"}
            for called in sorted({name.partition("/")[0] for name in files if "/" in name})
        ]
    root = {"terraform": _REQUIRED, "provider": {"aws": {**_PROVIDER, **(settings or {})}}, "module": calls}
    (folder / "main.tf.json").write_text(json.dumps(root))
    (folder / ".terraform" / "modules").mkdir(parents=True)
    (folder / ".terraform" / "modules" / "modules.json").write_text(json.dumps({"Modules": entries}))
    terraform.lend_providers(started, folder)


def _started(folder: Path) -> Path:
    """A folder where the provider is, for all others."""
    folder.mkdir(parents=True)
    (folder / "main.tf.json").write_text(json.dumps({"terraform": _REQUIRED}))
    ran = terraform.run("init", "-no-color", folder=folder)
    if ran.code:
        raise PlanError(ran.err)
    return folder


def _plan(folder: Path, state: list[dict[str, Any]]) -> dict[str, Any]:
    whole = {"version": 4, "terraform_version": "1.5.0", "serial": 1, "lineage": "x", "outputs": {}, "resources": state}
    (folder / "terraform.tfstate").write_text(json.dumps(whole))
    ran = terraform.run("plan", "-refresh=false", "-no-color", "-out=plan", folder=folder)
    if ran.code:
        raise PlanError(ran.err)
    shown: dict[str, Any] = json.loads(terraform.run("show", "-json", "plan", folder=folder).out)
    return shown


def _applied(folder: Path, account: str, region: str) -> dict[str, list[dict[str, Any]]]:
    """Module → the resources of its state.

    The second plan knows what references lead to. That it is the whole state shows where two versions are the same.
    """
    state: list[dict[str, Any]] = []
    for _ in range(2):
        plan = _plan(folder, state)
        versions = {
            resource["address"]: resource["schema_version"]
            for module in _modules(plan["planned_values"]["root_module"])
            for resource in module.get("resources", ())
        }
        state = _state(plan["resource_changes"], versions, account, region)
    made: dict[str, list[dict[str, Any]]] = {}
    for resource in state:
        made.setdefault(resource.pop("module").removeprefix("module."), []).append(resource)
    return made


def _modules(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The modules below one."""
    for each in module.get("child_modules", ()):
        yield each
        yield from _modules(each)


def _state(
    changes: list[dict[str, Any]], versions: Mapping[str, int], account: str, region: str
) -> list[dict[str, Any]]:
    resources: dict[tuple[str, str, str], dict[str, Any]] = {}
    for change in changes:
        if change["mode"] != "managed":
            continue
        known = change["change"]["after"] or {}
        unknown = change["change"].get("after_unknown") or {}
        if unknown.get("name") is True and known.get("name_prefix"):
            known = {**known, "name": f"{known['name_prefix']}20260101"}
        made_up = {
            name: _made_up(change["type"], name, known, _local(change["address"]), account, region)
            for name, what in unknown.items()
            if what is True
        }
        instance: dict[str, Any] = {
            "schema_version": versions.get(change["address"], 0),
            "attributes": {**known, **{name: value for name, value in made_up.items() if value is not None}},
        }
        if "index" in change:
            instance["index_key"] = change["index"]
        place = (change["module_address"], change["type"], change["name"])
        resource = resources.setdefault(place, {
            "module": place[0], "mode": "managed", "type": place[1], "name": place[2],
            "provider": 'provider["registry.terraform.io/hashicorp/aws"]', "instances": [],
        })  # fmt: skip
        if "index" in change:
            resource["each"] = "map" if isinstance(change["index"], str) else "list"
        resource["instances"].append(instance)
    return list(resources.values())


def _made_up(type_: str, name: str, known: Mapping[str, Any], address: str, account: str, region: str) -> Any:
    """What AWS would have given an attribute. None: nothing that matters."""
    unique = str(uuid.UUID(hashlib.sha256(address.encode()).hexdigest()[:32]))
    transit = known.get("transit_gateway_id") or known.get("transit_gateway_attachment_id")
    of_type = {
        ("aws_flow_log", "log_format"): log_format(DEFAULT["transit_gateway" if transit else "vpc"]),
        ("aws_flow_log", "id"): f"fl-{unique[:8]}",
        ("aws_cloudwatch_log_group", "arn"): f"arn:aws:logs:{region}:{account}:log-group:{known.get('name')}",
        ("aws_cloudwatch_log_group", "log_group_class"): "STANDARD",
        ("aws_iam_role", "arn"): f"arn:aws:iam::{account}:role{known.get('path') or '/'}{known.get('name')}",
        ("aws_iam_role", "managed_policy_arns"): [],
        ("aws_s3_bucket", "arn"): f"arn:aws:s3:::{known.get('bucket')}",
        ("aws_s3_bucket_lifecycle_configuration", "expected_bucket_owner"): "",
        ("aws_s3_bucket_lifecycle_configuration", "transition_default_minimum_object_size"): _SMALLEST,
        ("aws_kms_key", "arn"): f"arn:aws:kms:{region}:{account}:key/{unique}",
        ("aws_kms_key", "key_id"): unique,
        ("aws_kms_key", "id"): unique,
    }
    of_any = {
        "id": known.get("bucket") or known.get("name") or unique,
        "arn": f"arn:aws:x:{region}:{account}:{unique}",
        "catalog_id": account,
        "tags_all": known.get("tags") or {},
    }
    return of_type.get((type_, name), of_any.get(name))
