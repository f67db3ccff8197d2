"""Other specs' flow logs: those of a root module that the output of a spec in it, or called by it, declares already."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.adopt.binding.adoptee import FLOW_LOG
from gen_flowlogs.adopt.binding.blocks import Refused
from gen_flowlogs.adopt.situation import SameFolder, SameModule
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.existing import Note
from gen_flowlogs.output import END

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gen_flowlogs.adopt.situation import Situation
    from gen_flowlogs.observe.existing import Existing

_DECLARED: Final = pattern(rf'^resource "{FLOW_LOG}" "([\w-]+)" {{$', re.MULTILINE)
_CALLED: Final = pattern(r'^module "(flowlogs_[\w-]+)" {$', re.MULTILINE)


def of_other_specs(existing: Existing, situation: Situation) -> tuple[Refused, ...]:
    """The flow logs of other specs, which a new spec would take away from them."""
    if not isinstance(situation, SameFolder | SameModule):
        return ()
    labels = _found(situation.root, f"*{END}", _DECLARED)
    calls = _found(situation.root, "flowlogs_*.tf", _CALLED)
    refused = []
    for log in existing.flow_logs:
        address = log.address
        if address is None:
            continue
        file = calls.get(address.calls[0].name) if address.calls else labels.get(address.label)
        if file is not None:
            why = f"another spec has it already, by {file}"
            refused.append(Refused(log, Note(log.source, why, "nothing is to be done")))
    return tuple(refused)


def _found(root: Path, names: str, pattern: re.Pattern[str]) -> Mapping[str, str]:
    """The labels in the files of a root module, each with the name of its file."""
    return {label: name for name, text in _texts(root, names) for label in pattern.findall(text)}


def _texts(root: Path, names: str) -> Iterator[tuple[str, str]]:
    for path in sorted(root.glob(names)):
        with contextlib.suppress(OSError):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")
