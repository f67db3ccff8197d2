"""Raw states of version 4, as `terraform state pull` prints them → instances."""

from __future__ import annotations

from typing import Final

from gen_flowlogs.observe import sensitivity
from gen_flowlogs.observe.attributes import known, mapping
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.instances import Collection, Instance, address_of, data_at, needs

VERSION: Final = 4
"""The version of states that Terraform has written since 0.12, and OpenTofu always."""


def read(document: dict[str, object], file: str) -> Collection:
    """The instances of a raw state. Raises SourceError for a state of another version."""
    version = document["version"]
    if isinstance(version, bool) or version != VERSION:
        raise SourceError(file, *_other_version(version))
    found = Collection(
        file=file,
        terraform_version=known(document, "terraform_version"),
        lineage=known(document, "lineage"),
        serial=_serial(document),
    )
    resources = document.get("resources")
    if not isinstance(resources, list):
        if resources is not None:
            found.damage("resources", "it is not a list")
        return found
    for number, resource in enumerate(resources):
        if isinstance(resource, dict):
            _resource(resource, f"resources[{number}]", found)
        else:
            found.damage(f"resources[{number}]", "it is not a mapping")
    return found


def _serial(document: dict[str, object]) -> int | None:
    serial = document.get("serial")
    return serial if isinstance(serial, int) else None


def _other_version(version: object) -> tuple[str, str]:
    match version:
        case bool():
            return "the version of the state is not a number", "give what `terraform state pull` prints"
        case int() if version > VERSION:
            return f"it is a state of version {min(version, 10**6)}, and version {VERSION} is read", (
                "give what `terraform show -json` prints"
            )
        case int():
            return f"it is a state of version {max(version, -1)}, from Terraform 0.11 or before", (
                "give what `terraform state pull` of Terraform 0.12 or later prints"
            )
        case _:
            return "the version of the state is not a number", "give what `terraform state pull` prints"


def _resource(resource: dict[str, object], path: str, found: Collection) -> None:
    instances = resource.get("instances")
    if resource.get("mode") not in ("managed", "data"):
        if resource.get("mode") != "ephemeral":
            found.damage(path, "its `mode` is neither managed nor data")
        return
    if not isinstance(instances, list):
        found.damage(path, "its `instances` are not a list")
        return
    for number, instance in enumerate(instances):
        at = f"{path}.instances[{number}]"
        if not isinstance(instance, dict):
            found.damage(at, "it is not a mapping")
            continue
        try:
            _instance(resource, instance, found)
        except ValueError:
            found.damage(at, "its module, type, name and key make no address")


def _instance(resource: dict[str, object], instance: dict[str, object], found: Collection) -> None:
    address = address_of(
        module=resource.get("module"),
        type_=resource.get("type"),
        name=resource.get("name"),
        key=instance.get("index_key"),
    )
    if "deposed" in instance:
        found.add_deposed(address)
        return
    at = str(address)
    values = sensitivity.by_paths(mapping(instance.get("attributes")), instance.get("sensitive_attributes"))
    if resource["mode"] == "data":
        found.data[data_at(address)] = values
        return
    if "attributes_flat" in instance:
        found.damage(at, "Terraform 0.11 wrote it, and nothing has refreshed it since")
    elif not isinstance(instance.get("attributes"), dict):
        found.damage(at, "it has no attributes")
    found.add(
        Instance(
            address=address,
            at=at,
            values=values,
            needs=needs(instance.get("dependencies", instance.get("depends_on"))),
            tainted=instance.get("status") == "tainted",
            provider=known(resource, "provider") or "",
        )
    )
