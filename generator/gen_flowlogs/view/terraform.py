"""`terraform.tf`: the versions that the output needs, and the backend of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs import naming
from gen_flowlogs.aws.versions import at_least
from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.hcl import Comment, Label, Map, Name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.minimum_versions import MinimumVersions
    from gen_flowlogs.model import Spec, Stack

_STATE = {"s3": "key", "azurerm": "key", "gcs": "prefix", "local": "path"}
"""Backend → the argument that names the state. Source: Terraform's pages on its backends, 2026-10."""

_ADDRESSES = ("address", "lock_address", "unlock_address")
"""The settings of the http backend that a state's name is put into."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One argument of a block; `name` is written bare."""

    name: Name
    value: object


@dataclass(frozen=True, slots=True)
class Backend:
    """The `backend` block."""

    type: Label
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Cloud:
    """The `cloud` block, and the `workspaces` block in it, which names one."""

    settings: tuple[Setting, ...]
    workspaces: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class View:
    """`terraform.tf`."""

    comment: Comment | None
    required_version: str
    aws_provider: str | None
    backend: Backend | None
    cloud: Cloud | None


def view(spec: Spec, stack: Stack, versions: MinimumVersions) -> View:
    """The settings of one root module; of one in a folder of the author's, whose own files set the provider."""
    shared = spec.terraform.folder is not None
    provider = aws_provider(spec, versions)
    backend, cloud = _state(spec, stack)
    needs = f"This file needs the AWS provider {provider}: set that in the required_providers of this module."
    return View(
        comment=Comment(needs) if shared else None,
        required_version=spec.terraform.required_version or at_least(versions.terraform, "terraform"),
        aws_provider=None if shared else provider,
        backend=backend,
        cloud=cloud,
    )


def aws_provider(spec: Spec, versions: MinimumVersions) -> str:
    """The version constraint on the AWS provider; a module that others call leaves the upper bound to its caller."""
    if spec.terraform.aws_provider is not None:
        return spec.terraform.aws_provider
    return f">= {versions.aws_provider}" if spec.terraform.module else at_least(versions.aws_provider, "aws_provider")


def _state(spec: Spec, stack: Stack) -> tuple[Backend | None, Cloud | None]:
    """The block that says where the state of one root module is; at most one of the two."""
    backend = spec.terraform.backend_of(stack.name)
    if backend is None:
        return None, None
    kind, raw = backend
    workspace = naming.workspace(spec.name, stack)
    if kind == "cloud":
        rest = {name: value for name, value in raw.items() if name != "workspaces"}
        workspaces = raw.get("workspaces")
        beside = workspaces if isinstance(workspaces, dict) else {}
        return None, Cloud(_settings(rest), _settings({**beside, "name": workspace}))
    own = _addresses(raw, workspace) if kind == "http" else {_STATE[kind]: _key(spec, stack, file=kind != "gcs")}
    return Backend(Label(kind), _settings({**raw, **own})), None


def _key(spec: Spec, stack: Stack, *, file: bool) -> str:
    """The key of a state; without `file` a prefix, as gcs takes it, which names the file `default.tfstate` itself."""
    key = f"gen-flowlogs/{spec.name}" if stack.name is None else f"gen-flowlogs/{spec.name}/{stack.name}"
    return f"{key}.tfstate" if file else key


def _addresses(raw: Mapping[str, object], state: str) -> dict[str, str]:
    """The addresses of a state and its lock: what the author wrote of all states, with the name of this one.

    A lock's address that goes on from that of the states, as GitLab's does, has the name where the states have it.
    """
    base = str(raw["address"]).rstrip("/")
    found = {}
    for name in _ADDRESSES:
        if name in raw:
            written = str(raw[name])
            below = written.removeprefix(base) if written.startswith(f"{base}/") and not written.endswith("/") else ""
            found[name] = f"{base}/{state}{below}" if below else f"{written.rstrip('/')}/{state}"
    return found


def _settings(raw: Mapping[str, object]) -> tuple[Setting, ...]:
    return tuple(Setting(Name(name), _value(raw[name])) for name in sorted(raw))


def _value(raw: object) -> object:
    match raw:
        case dict():
            return Map(tuple((str(key), _value(value)) for key, value in sorted(raw.items())))
        case list():
            return tuple(_value(each) for each in raw)
        case float():  # of a spec it may also know how it is written there
            return float(raw)
        case _:
            return raw
