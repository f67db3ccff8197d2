"""The real Terraform and the real AWS provider on generated files, against the emulated AWS.

A rig is a folder where the provider has been initialised once; its roots share that by a link and a copy of the lock
file. A root is a folder of its own that holds the generated files as they are, what an author has beside them, and
one override file: the state is kept in the folder, whatever backend the files name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from emulator import ACCOUNT, Emulator

import terraform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_OVERRIDE = "zz_rig_override.tf"  # Terraform reads overrides last, in the order of their names
_STATE_HERE = 'terraform {\n  backend "local" {}\n}\n'
_RESOURCE = re.compile(r'^(resource "(\w+)" "[\w-]+")', re.MULTILINE)
_PROVIDER = 'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n'
_NOTHING, _SOMETHING = 0, 2  # exit codes of `plan -detailed-exitcode`
_ACTIONS = {"remove": "forget", "delete": "destroy"}  # words of Terraform's log → of `diff`


class TerraformError(Exception):
    """Terraform ended with an error; its words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What Terraform plans for one address, in the words of `diff`."""

    address: str
    action: str  # create, update, replace, destroy, move, forget
    previous: str | None  # the address it moves from


@dataclass(frozen=True)
class Plan:
    """What Terraform would do. `changes` has only what changes."""

    root: Root
    changes: tuple[Change, ...]
    is_empty: bool

    @property
    def actions(self) -> dict[str, str]:
        """Address → action."""
        return {each.address: each.action for each in self.changes}

    @cached_property
    def details(self) -> dict[str, Any]:
        """The plan in full, as `terraform show -json` gives it: two seconds, so only where it is asked for."""
        return json.loads(self.root.run("show", "-json", "plan.bin"))

    @property
    def replaced_by(self) -> dict[str, list[str]]:
        """Address → the arguments that force its replacement; nested ones by their outermost name."""
        return {
            each["address"]: sorted({str(path[0]) for path in each["change"].get("replace_paths", ())})
            for each in self.details["resource_changes"]
            if len(each["change"]["actions"]) == 2
        }


@dataclass(frozen=True)
class Root:
    """One root module in a folder of its own."""

    folder: Path
    environment: Mapping[str, str]
    without: tuple[str, ...] = ()  # types of resources that are not to be made
    _written: set[str] = field(default_factory=set)

    def put(self, files: Mapping[str, str]) -> None:
        """Take these generated files instead of those that were there."""
        for name in self._written - set(files):
            (self.folder / name).unlink()
        _write(self.folder, files)
        left_out = [
            f"{head} {{\n  count = 0\n}}\n"
            for head, type_ in _RESOURCE.findall("".join(files.values()))
            if type_ in self.without
        ]
        (self.folder / _OVERRIDE).write_text("".join((_STATE_HERE, *left_out)))
        self._written.clear()
        self._written.update(files)

    def run(self, *arguments: str, allowed: Iterable[int] = (0,)) -> str:
        """Run one command of Terraform; what it writes. Raises TerraformError."""
        return self._run(*arguments, allowed=allowed).out

    def _run(self, *arguments: str, allowed: Iterable[int] = (0,)) -> terraform.Ran:
        ran = terraform.run(*arguments, folder=self.folder, environment=self.environment)
        if ran.code not in allowed:
            raise TerraformError(_errors(ran.out) or ran.err or ran.out)
        return ran

    def plan(self, *options: str) -> Plan:
        """What Terraform would do to what is there."""
        command = ("plan", "-json", "-detailed-exitcode", "-out=plan.bin", *options)
        ran = self._run(*command, allowed=(_NOTHING, _SOMETHING))
        return Plan(self, _changes(ran.out), ran.code == _NOTHING)

    def plan_is_empty(self) -> bool:
        """Whether Terraform has nothing to do."""
        return self.plan().is_empty

    def apply(self) -> Plan:
        """Do it; what was planned right before."""
        changes = _changes(self.run("apply", "-json", "-auto-approve"))
        return Plan(self, changes, not changes)

    def destroy(self) -> None:
        """Take away what the state has."""
        self.run("destroy", "-json", "-auto-approve")

    def outputs(self) -> dict[str, Any]:
        """Output → value."""
        return {name: each["value"] for name, each in json.loads(self.run("output", "-json")).items()}

    def addresses(self) -> set[str]:
        """What the state has: resources, without data sources."""
        state = json.loads((self.folder / "terraform.tfstate").read_bytes())
        return {f"{each['type']}.{each['name']}" for each in state["resources"] if each["mode"] == "managed"}


@dataclass(frozen=True)
class Rig:
    """A folder for roots, the folder where the provider is, and the emulated AWS that every root talks to."""

    folder: Path
    home: Path
    aws: Emulator

    @staticmethod
    def prepare(home: Path) -> Path:
        """Initialise the provider, once for all rigs."""
        (home / "main.tf").write_text(_PROVIDER + _STATE_HERE)
        ran = terraform.run("init", folder=home)
        if ran.code:
            raise TerraformError(ran.err)
        return home

    def root(
        self,
        name: str,
        files: Mapping[str, str],
        *,
        region: str = "us-east-1",
        account: str = ACCOUNT,
        variables: Mapping[str, Any] | None = None,
        beside: Mapping[str, str] | None = None,
        modules: Mapping[str, Mapping[str, str]] | None = None,
        without: Iterable[str] = (),
    ) -> Root:
        """A new root.

        Args:
            name: Of its folder.
            files: The generated files: path → text.
            region: The ambient region.
            account: The ambient account.
            variables: Values of Terraform variables.
            beside: What the author has beside the generated files.
            modules: Modules of the author's, called by their names: name → files.
            without: Types of resources that are not to be made, because they cost minutes and are not the subject.
        """
        folder = self.folder / name
        data = folder / ".terraform"
        data.mkdir(parents=True)
        for shared in (self.home / ".terraform").iterdir():
            if shared.name != "providers":  # of the backend
                (data / shared.name).symlink_to(shared)
        terraform.lend_providers(self.home, folder)
        _write(folder, beside or {})
        _install(folder, modules or {})
        values = {f"TF_VAR_{key}": value if isinstance(value, str) else json.dumps(value)
                  for key, value in (variables or {}).items()}  # fmt: skip
        where = {"AWS_ENDPOINT_URL": self.aws.url, "AWS_REGION": region}
        made = Root(folder, {**self.aws.credentials(account), **where, **values}, tuple(without))
        made.put(files)
        return made


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def _install(folder: Path, modules: Mapping[str, Mapping[str, str]]) -> None:
    """Modules, as `terraform init` would put them in place."""
    known = [{"Key": "", "Source": "", "Dir": "."}]
    for name, files in modules.items():
        _write(folder / name, files)
        known.append({"Key": name, "Source": f"./{name}", "Dir": name})
    calls = "".join(f'module "{name}" {{\n  source = "./{name}"\n}}\n' for name in modules)
    if modules:
        _write(folder, {"modules.tf": calls, ".terraform/modules/modules.json": json.dumps({"Modules": known})})


def _messages(log: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


def _errors(log: str) -> str:
    told = [each["diagnostic"] for each in _messages(log) if each.get("@level") == "error" and "diagnostic" in each]
    return "\n".join(f"{each.get('address', '')}: {each['summary']}: {each['detail']}" for each in told)


def _changes(log: str) -> tuple[Change, ...]:
    found = []
    for message in _messages(log):
        if message["type"] == "planned_change":
            change = message["change"]
            previous = change.get("previous_resource", {}).get("addr")
            action = _ACTIONS.get(change["action"], change["action"])
            found.append(Change(change["resource"]["addr"], action, previous))
    return tuple(sorted(found, key=lambda each: each.address))
