"""One spec that a command asks about: its value, or the exit code that its errors make."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits
from gen_flowlogs.cli.findings import note_as_text
from gen_flowlogs.cli.specs import compiled, verdict

if TYPE_CHECKING:
    from gen_flowlogs.model import Spec


def understood(spec: str, root: str | None) -> Spec | int:
    """The Spec of a file, or the exit code of one with errors, which are noted. Raises FileError and UsageError."""
    results, diagnostics = compiled(argparse.Namespace(specs=[spec], root=root, as_of=None), files=False)
    code = verdict(diagnostics, strict=False)
    if code != exits.CLEAN:
        note_as_text(diagnostics)
        return code
    return results[0].spec
