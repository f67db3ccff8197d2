"""Shown states and plans, as `terraform show -json` prints them → instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws import kinds
from gen_flowlogs.captures.givens import traversal
from gen_flowlogs.dataclass import replace
from gen_flowlogs.observe import addresses, configuration, sensitivity
from gen_flowlogs.observe.attributes import LATER, holds_true, known, mapping
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.observe.instances import Collection, Instance, address_of, data_at, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.attributes import Attributes

_VERSIONS: Final = ("0.", "1.")
_DEEPEST: Final = 100  # modules in modules

_ARGUMENTS: Final = (
    *(kind.argument for kind in kinds.KINDS),
    "log_destination",
    "log_group_name",
    "iam_role_arn",
    "deliver_cross_account_role",
)
"""The arguments of `aws_flow_log` that may refer to something."""

_NAMED: Final = {"aws_cloudwatch_log_group": "name", "aws_s3_bucket": "bucket", "aws_flow_log": "log_group_name"}

_PENDING: Final = {
    ("delete",): "the plan destroys it",
    ("delete", "create"): "the plan replaces it",
    ("create", "delete"): "the plan replaces it",
    ("forget",): "the plan forgets it",
    ("create", "forget"): "the plan replaces it",
    ("update",): "the plan changes it, and what AWS has before that is read",
}


def read_state(document: dict[str, object], file: str) -> Collection:
    """The instances of a shown state. Raises SourceError for a form of a later version."""
    _check(document, file)
    found = Collection(file=file, terraform_version=known(document, "terraform_version"))
    _values(document.get("values"), found)
    return found


def read_plan(document: dict[str, object], file: str) -> Collection:
    """The instances of the state before a plan, those that it creates, and the addresses that the code declares."""
    _check(document, file)
    found = Collection(file=file, terraform_version=known(document, "terraform_version"))
    _values(mapping(document.get("prior_state")).get("values"), found)
    changes = document.get("resource_changes")
    if not isinstance(changes, list | None):
        found.damage("resource_changes", "it is not a list")
    for number, change in enumerate(changes if isinstance(changes, list) else ()):
        _change(change, f"resource_changes[{number}]", found)
    if document.get("errored") is True:
        found.damaged = True
        remedy = "fix what Terraform reports, and plan again"
        found.notes.append(Note(Source(file), "the plan ended with an error, so it is not whole", remedy))
    if isinstance(document.get("configuration"), dict):
        code = configuration.read(document, frozenset(_names(found)))
        found.declared = frozenset(code.resources)
        _givens(code, found)
        _providers(code, found)
    return found


def _names(found: Collection) -> Iterator[str]:
    """The names of log groups and buckets that are known."""
    for instance in (*found.managed.values(), *found.planned.values()):
        attribute = _NAMED.get(instance.address.type)
        if attribute and (name := known(instance.values, attribute)):
            yield name


def _givens(code: configuration.Code, found: Collection) -> None:
    """Put in what the code of flow logs refers to, and the values of that."""
    found.values |= {f"var.{name}": value for name, value in code.variables.items()}
    for at, instance in (found.planned | found.managed).items():
        if instance.address.type != "aws_flow_log":
            continue
        for argument in _ARGUMENTS:
            value = instance.values.get(argument)
            given = configuration.given(code, found, instance.address, argument, value) if value else None
            if given is not None:
                found.givens.setdefault(at, {})[argument] = given
                if isinstance(value, str):
                    found.values[traversal(given)] = value


def _providers(code: configuration.Code, found: Collection) -> None:
    """Put in under which configuration of its provider each instance is, in the words of a raw state."""
    for at, instance in found.managed.items():
        key = code.providers.get(instance.address.base)
        if key:
            module, _, name = key.rpartition(":")
            alias = "".join(name.partition(".")[1:])
            provider = f'{module}{"." if module else ""}provider["{instance.provider}"]{alias}'
            found.managed[at] = replace(instance, provider=provider)


def _check(document: dict[str, object], file: str) -> None:
    version = document.get("format_version")
    if not (isinstance(version, str) and version.startswith(_VERSIONS)):
        raise SourceError(
            file,
            "its `format_version` is not one of 0.x and 1.x, which are read",
            "give what `terraform state pull` prints",
        )


def _values(values: object, found: Collection) -> None:
    waiting = [(mapping(values).get("root_module"), 0, "values.root_module")]
    for module, depth, path in waiting:
        if module is None:
            continue
        if not isinstance(module, dict) or depth > _DEEPEST:
            found.damage(path, "it is not a mapping, or modules are nested too deeply")
            continue
        for key in ("resources", "child_modules"):
            if not isinstance(module.get(key), list | None):
                found.damage(f"{path}.{key}", "it is not a list")
        for number, resource in enumerate(_list(module.get("resources"))):
            _resource(resource, f"{path}.resources[{number}]", known(module, "address"), found)
        waiting += [
            (child, depth + 1, f"{path}.child_modules[{number}]")
            for number, child in enumerate(_list(module.get("child_modules")))
        ]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _resource(resource: object, path: str, module: str | None, found: Collection) -> None:
    if not isinstance(resource, dict):
        found.damage(path, "it is not a mapping")
        return
    mode = resource.get("mode")
    if mode not in ("managed", "data"):
        if mode != "ephemeral":
            found.damage(path, "its `mode` is neither managed nor data")
        return
    try:
        address = address_of(
            module=module, type_=resource.get("type"), name=resource.get("name"), key=resource.get("index")
        )
    except ValueError:
        found.damage(path, "its module, type, name and index make no address")
        return
    if resource.get("deposed_key") is not None or resource.get("deposed") is not None:
        found.add_deposed(address)
        return
    at = str(address)
    if not isinstance(resource.get("values"), dict):
        found.damage(at, "it has no values")
    values = sensitivity.by_marks(mapping(resource.get("values")), resource.get("sensitive_values"))
    if mode == "data":
        found.data[data_at(address)] = values
        return
    found.add(
        Instance(
            address=address,
            at=at,
            values=values,
            needs=needs(resource.get("depends_on")),
            tainted=resource.get("tainted") is True,
            provider=known(resource, "provider_name") or "",
        )
    )


def _known(values: Attributes, unknown: object) -> Attributes:
    """Values with those that are known only later."""
    return values | {name: LATER for name, mark in mapping(unknown).items() if holds_true(mark)}


def _change(change: object, path: str, found: Collection) -> None:
    if not isinstance(change, dict) or not isinstance(change.get("change"), dict):
        found.damage(path, "it is not a mapping with a change")
        return
    own = change["change"]
    actions = own.get("actions")
    if not isinstance(actions, list) or not all(isinstance(each, str) for each in actions):
        found.damage(path, "its actions are not a list of texts")
        return
    if change.get("mode") != "managed" or change.get("deposed") is not None:
        return
    if actions != ["create"] and (change.get("type") != "aws_flow_log" or tuple(actions) not in _PENDING):
        return
    try:
        address = addresses.parse(str(change.get("address")))
    except ValueError:
        found.damage(path, "its address is none")
        return
    at = str(address)
    if actions != ["create"]:
        whole = tuple(actions) == ("update",)
        remedy = "apply the plan first, then adopt what is there"
        found.notes.append(Note(Source(found.file, at), _PENDING[tuple(actions)], remedy, partial=not whole))
        return
    values = sensitivity.by_marks(
        _known(mapping(own.get("after")), own.get("after_unknown")), own.get("after_sensitive")
    )
    found.planned[at] = Instance(address=address, at=at, values=values)
