"""Sources of modules: a call → the folder of the module, where it is at hand."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.hcl.syntax import Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gen_flowlogs.observe.addresses import Call
    from gen_flowlogs.observe.hcl.folders import Folder, Reading
    from gen_flowlogs.observe.hcl.syntax import Block

_LOCAL: Final = ("./", "../")
_DEEPEST: Final = 12  # calls in one another
_LARGEST: Final = 2_000_000


@dataclass(eq=False)
class Sources:
    """The modules of a root module's folder."""

    root: Path
    reading: Reading

    def folder(self, caller: Folder, calls: Sequence[Call], block: Block) -> Folder | None:
        """The folder of a call: by its path, or as `terraform init` has it; None where it is not at hand."""
        source = text(block)
        if len(calls) > _DEEPEST or source is None:
            return None
        if source.startswith(_LOCAL) or source in {".", ".."}:
            path = caller.path / source
        else:
            installed = self._installed.get(".".join(each.name for each in calls))
            if installed is None:
                return None
            path = self.root / installed
        path = Path(os.path.normpath(path))
        return self.reading.folder(path) if path.is_dir() else None

    @property
    def fetched(self) -> bool:
        """Whether `terraform init` has fetched modules."""
        return bool(self._installed)

    @cached_property
    def _installed(self) -> Mapping[str, str]:
        """The modules that `terraform init` has fetched: names of calls, joined by dots → folder."""
        try:
            with (self.root / ".terraform" / "modules" / "modules.json").open("rb") as stream:
                manifest = json.loads(stream.read(_LARGEST))
            listed = manifest["Modules"]
            return {str(each["Key"]): str(each["Dir"]) for each in listed}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}


def text(block: Block) -> str | None:
    """The source of a call; None where it is no literal."""
    argument = block.arguments.get("source")
    match argument.expression if argument else None:
        case Literal(str(source)):
            return source
    return None
