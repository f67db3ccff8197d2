"""The cases of reach: Terraform as people write it, and a spec that says the same.

original/*.tf       what somebody wrote, with the modules that it calls in folders below
beside/*.tf         what stays theirs: both sides have it, and it is not compared
spec.yaml           says the same
case.yaml           part: of the page; row: the words of the table that it stands for; files: of how many it is true
                    whole: whether the spec says all of it; reason: of a case that is not whole, why
                    deployments: stack (or `only`) → the variables of the original; of ours too, where there are
                    beside: `type` or `type.argument` → why ours has more or another there, and it does no harm
                    differs: the same for what a spec cannot say
"""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

import catalogue
from catalogue import Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Files = dict[str, str]
Made = dict[str, Any]
"""A resource as a state has it."""

ONLY = "only"
_COMPUTED = {
    "id", "arn", "tags_all", "unique_id", "create_date", "key_id", "policy_id", "attachment_count",
    "bucket_domain_name", "bucket_regional_domain_name", "hosted_zone_id", "region", "managed_policy_arns",
    "inline_policy", "request_payer", "object_lock_enabled", "acceleration_status", "rotation_period_in_days",
    "multi_region",
}  # fmt: skip
_DOCUMENTS = {"policy", "assume_role_policy"}
_NOTHING = (None, "", [], {}, False)


@dataclass(frozen=True)
class ReachCase:
    """An original and a spec."""

    name: str
    folder: Path

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load((self.folder / "case.yaml").read_text())
        return loaded

    @property
    def beside(self) -> dict[str, str]:
        """What ours has more, and why it does no harm."""
        return dict(self.settings.get("beside", {}))

    @property
    def differs(self) -> dict[str, str]:
        """What a spec cannot say, and why."""
        return dict(self.settings.get("differs", {}))

    @property
    def updated(self) -> dict[str, str]:
        """Types of which an update changes nothing that is compared, and why."""
        return dict(self.settings.get("updated", {}))

    @property
    def whole(self) -> bool:
        """Whether the spec says all of the original."""
        return bool(self.settings["whole"])

    @property
    def deployments(self) -> dict[str, dict[str, Any]]:
        """Stack, or `only` → the values of the variables."""
        return {name: given or {} for name, given in self.settings["deployments"].items()}


@dataclass(frozen=True)
class Resource:
    """One instance of a resource, and its arguments that say something."""

    type: str
    instance: dict[str, Any]
    plain: dict[str, Any]


def cases() -> tuple[ReachCase, ...]:
    """All of them."""
    folders = sorted((catalogue.CASES / "reach").glob("*/case.yaml"))
    return tuple(ReachCase(path.parent.name, path.parent) for path in folders)


def original(case: ReachCase) -> Files:
    """The files of somebody's module, and what is beside them."""
    return {**_files(case.folder / "beside"), **_files(case.folder / "original")}


def ours(case: ReachCase) -> dict[str, Files]:
    """Deployment → the files of its root module, and what is beside them. None for a stack without any."""
    spec = Case(f"reach/{case.name}", case.folder, "spec.yaml", case.folder)
    roots = {folder.rpartition("/")[2]: files for folder, files in _by_folder(catalogue.files(spec)).items()}
    beside = _files(case.folder / "beside")
    if all(stack.name is None for stack in catalogue.compiled(spec).spec.stacks):
        (files,) = roots.values()
        return {deployment: {**beside, **files} for deployment in case.deployments}
    return {deployment: {**beside, **roots.get(deployment, {})} for deployment in case.deployments}


def compared(case: ReachCase, theirs: list[Made], our: list[Made]) -> set[str]:
    """What differs: `type` where one side has a resource more, `type.argument` where both have one."""
    left, right = _resources(case, theirs), _resources(case, our)
    found = {each.type for each in (*left, *right) if _count(left, each.type) != _count(right, each.type)}
    for one, other in _pairs(left, right):
        found |= {f"{one.type}.{name}" for name in _differences(one.plain, other.plain)}
    return found


def taken_over(case: ReachCase, theirs: list[Made], our: list[Made]) -> list[Made]:
    """The state of ours in which each resource is the one of theirs that is most like it, as after `moved` blocks."""
    taken = copy.deepcopy(our)
    pairs = _pairs(_resources(case, theirs), _resources(case, taken))
    for one, other in pairs:
        other.instance["attributes"] = one.instance["attributes"]
    kept = {id(other.instance) for _, other in pairs}
    beside = _left_out(case)
    for each in taken:
        if (each["type"], each["name"]) not in beside:
            each["instances"] = [instance for instance in each["instances"] if id(instance) in kept]
    return [each for each in taken if each["instances"]]


def _pairs(left: Iterable[Resource], right: Iterable[Resource]) -> list[tuple[Resource, Resource]]:
    """Each of one side beside the one of the other of its type that is most like it."""
    found = []
    rest = list(right)
    for one in left:
        alike = [each for each in rest if each.type == one.type]
        if alike:
            nearest = min(alike, key=lambda each: len(_differences(one.plain, each.plain)))
            rest = [each for each in rest if each is not nearest]
            found.append((one, nearest))
    return found


def _count(resources: Iterable[Resource], type_: str) -> int:
    return sum(each.type == type_ for each in resources)


def _differences(left: Mapping[str, Any], right: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*left, *right} if left.get(name) != right.get(name))


def _left_out(case: ReachCase) -> set[tuple[str, str]]:
    beside = "".join(_files(case.folder / "beside").values())
    return set(re.findall(r'^resource "(\w+)" "(\w+)"', beside, re.MULTILINE))


def _resources(case: ReachCase, made: Iterable[Made]) -> list[Resource]:
    beside = _left_out(case)
    found = [
        (each["type"], instance)
        for each in made
        if (each["type"], each["name"]) not in beside
        for instance in each["instances"]
    ]
    keys = [instance["attributes"]["key_id"] for type_, instance in found if type_ == "aws_kms_key"]
    return [Resource(type_, instance, _plain(instance["attributes"], keys)) for type_, instance in found]


def _plain(attributes: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
    """The arguments that say something, policies as data, and the id of a key that is made as `KEY`."""
    text = json.dumps({name: value for name, value in attributes.items() if name not in _COMPUTED})
    for key in keys:
        text = text.replace(key, "KEY")
    plain: dict[str, Any] = json.loads(text)
    for name in _DOCUMENTS & set(plain):
        plain[name] = _document(json.loads(plain[name])) if plain[name] else None
    return {name: _said(value) for name, value in plain.items() if _said(value) not in _NOTHING}


def _said(value: Any) -> Any:
    """A value without what is empty in it."""
    match value:
        case dict():
            return {name: _said(each) for name, each in value.items() if _said(each) not in _NOTHING}
        case list():
            return [_said(each) for each in value if _said(each) not in _NOTHING]
    return value


def _document(policy: Mapping[str, Any]) -> Any:
    """A policy whose lists are sorted, with one item as a list and without the names of its statements."""
    statements = _listed(policy.get("Statement", []))
    plain = [_sorted({name: value for name, value in each.items() if name != "Sid"}) for each in statements]
    return sorted(plain, key=json.dumps)


def _sorted(value: Any) -> Any:
    match value:
        case dict():
            return {name: _sorted(each) for name, each in sorted(value.items())}
        case _:
            return sorted(_listed(value), key=str)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _files(folder: Path) -> Files:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def _by_folder(files: Mapping[str, str]) -> dict[str, Files]:
    found: dict[str, Files] = {}
    for path, text in files.items():
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, {})[name] = text
    return found
