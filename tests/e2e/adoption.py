"""A folder like a repository, in which `gen-flowlogs adopt` is tried on what Terraform really made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rig import Plan, Rig, Root

    from catalogue import Said


@dataclass(frozen=True, slots=True)
class Site:
    """One repository: root modules of others, the specs, and the output."""

    rig: Rig
    name: str

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.rig.folder / self.name

    def root(self, place: str, files: Mapping[str, str] | None = None, **options: Any) -> Root:
        """A root module in it; without `files`, of those that are there."""
        found = catalogue.folder_files(self.folder / place) if files is None else files
        return self.rig.root(f"{self.name}/{place}", found, **options)

    def write(self, path: str, data: Any) -> str:
        """A file of JSON, or of text; its path."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(data if isinstance(data, str) else json.dumps(data, default=str))
        return path

    def command(self, *arguments: str) -> Said:
        """A command of gen-flowlogs at its top."""
        return catalogue.command(*arguments, folder=self.folder)

    def adopt(self, *arguments: str, name: str = "network") -> Said:
        """Adopt, and build the spec that comes of it, under `--strict`."""
        said = self.command("adopt", *arguments, "--name", name)
        assert said.code == 0, said
        built = self.command("build", "--strict", f"specs/{name}.yaml")
        assert built.code == 0, (built, said, (self.folder / f"specs/{name}.yaml").read_text())
        return said

    def prove(self, source: str, *plans: Plan) -> Said:
        """Judge plans."""
        files = [self.write(f"plan-{number}.json", plan.details) for number, plan in enumerate(plans)]
        return self.command("adopt", source, "--prove", *files)
