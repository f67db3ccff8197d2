"""`terraform.tf`: the versions that the output needs, and the backend of its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gen_flowlogs.aws.versions import at_least
from gen_flowlogs.hcl import Comment, Label, Map, Name

if TYPE_CHECKING:
    from gen_flowlogs.minimum_versions import MinimumVersions
    from gen_flowlogs.model import Spec, Stack

_STATE = {"s3": "key", "azurerm": "key", "gcs": "prefix", "local": "path"}
"""Backend → the argument that names the state. Source: Terraform's pages on its backends, 2026-10."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One argument of a backend; `name` is written bare."""

    name: Name
    value: object


@dataclass(frozen=True, slots=True)
class Backend:
    """The `backend` block."""

    type: Label
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class View:
    """`terraform.tf`."""

    comment: Comment | None
    required_version: str
    aws_provider: str | None
    backend: Backend | None


def view(spec: Spec, stack: Stack, versions: MinimumVersions) -> View:
    """The settings of one root module; of one in a folder of the author's, whose own files set the provider."""
    shared = spec.terraform.folder is not None
    provider = aws_provider(spec, versions)
    needs = f"This file needs the AWS provider {provider}: set that in the required_providers of this module."
    return View(
        comment=Comment(needs) if shared else None,
        required_version=spec.terraform.required_version or at_least(versions.terraform, "terraform"),
        aws_provider=None if shared else provider,
        backend=None if spec.terraform.backend is None else _backend(spec, stack),
    )


def aws_provider(spec: Spec, versions: MinimumVersions) -> str:
    """The version constraint on the AWS provider."""
    return spec.terraform.aws_provider or at_least(versions.aws_provider, "aws_provider")


def _backend(spec: Spec, stack: Stack) -> Backend:
    """The backend with one state per root module; gcs takes a prefix, and names the file `default.tfstate` itself."""
    assert spec.terraform.backend is not None  # noqa: S101 - `view` asked
    kind, raw = spec.terraform.backend
    key = f"gen-flowlogs/{spec.name}" if stack.name is None else f"gen-flowlogs/{spec.name}/{stack.name}"
    settings = {**raw, _STATE[kind]: key if kind == "gcs" else f"{key}.tfstate"}
    return Backend(Label(kind), tuple(Setting(Name(name), _value(settings[name])) for name in sorted(settings)))


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
