"""The report of an adoption: what was written and adopted, what not and why by place, and the next commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from gen_flowlogs.adopt import dead_logging
from gen_flowlogs.adopt.situation import OtherRoot, SameFolder, SameModule, Situation, Unmanaged
from gen_flowlogs.cli.adoption.files import texts
from gen_flowlogs.cli.adoption.steps import steps
from gen_flowlogs.observe.flow_log_merging import ONE_ALONE
from gen_flowlogs.repository import ENDINGS
from gen_flowlogs.show.adoption import AdoptionReport, File, Item, Section
from gen_flowlogs.show.adoption.report import Gravity, item

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from gen_flowlogs.cli.adoption.outcome import Outcome
    from gen_flowlogs.observe.existing import Existing, Note

_Content: TypeAlias = tuple["Note", ...] | tuple[str, ...] | Mapping[str, str]

_BLOCKS: Final = ("import", "moved", "removed")


def nothing_report(existing: Existing) -> AdoptionReport:
    """The report of sources without a flow log."""
    files = f"{existing.files} {'file' if existing.files == 1 else 'files'} read"
    return AdoptionReport(
        head=f"no flow log found ({files})", whole=False, sections=tuple(_sections({"notes": existing.notes}))
    )


def incomplete_report(existing: Existing) -> AdoptionReport:
    """The report of a source that was cut off: what is missing in it may be a flow log."""
    notes = tuple(note for note in existing.notes if note.partial) or existing.notes
    return AdoptionReport(
        head="a source is not whole, so nothing was written", whole=False, sections=tuple(_sections({"notes": notes}))
    )


def adoption_report(
    existing: Existing, situation: Situation, outcome: Outcome, arguments: argparse.Namespace
) -> AdoptionReport:
    """The report of an adoption whose files are written."""
    notes = tuple(note for note in _notes(existing, outcome) if not _is_settled(note, situation, outcome))
    partial = tuple(note for note in notes if note.partial)
    blocks = outcome.blocks
    count = len(existing.flow_logs)
    adopted = blocks.count
    sections: dict[str, _Content] = {
        "not_adopted": partial,
        "deleted": blocks.deleted,
        "created": blocks.created,
        "stay": blocks.stay,
        "forgotten": blocks.forgotten,
        "dead_logging": dead_logging.notes(existing),
        "notes": tuple(note for note in notes if not note.partial),
    }
    whole = not partial and blocks.whole and adopted == count
    return AdoptionReport(
        head=f"{adopted} of {count} flow {'log' if count == 1 else 'logs'} adopted{_where(situation)}",
        whole=whole,
        files=tuple(File(path=path.as_posix(), holds=_holds(path, text)) for path, text in texts(outcome).items()),
        sections=tuple(_sections(sections)),
        steps=steps(situation, outcome, arguments) if outcome.spec is not None and adopted else (),
    )


def _notes(existing: Existing, outcome: Outcome) -> tuple[Note, ...]:
    """All notes, each once; of what is not adopted, the first reason for a place."""
    proposed = () if outcome.proposal is None else outcome.proposal.notes
    return tuple(dict.fromkeys((*existing.notes, *proposed, *outcome.blocks.notes)))


def _is_settled(note: Note, situation: Situation, outcome: Outcome) -> bool:
    """Whether a flow log has two addresses, and all but the one in the new root module forget it."""
    if not isinstance(situation, OtherRoot) or note.remedy != ONE_ALONE:
        return False
    return note.text.partition(" ")[0] in {
        *outcome.blocks.adopted.values(),
        *(log.id for log in outcome.blocks.already),
    }


def _where(situation: Situation) -> str:
    match situation:
        case SameFolder(root):
            return f"; they stay in the state of {root.as_posix()}"
        case SameModule(root):
            return f"; they stay in the state of {root.as_posix()}, which calls the output"
        case OtherRoot():
            return " into a root module of their own"
        case Unmanaged():
            return ""


def _holds(path: Path, text: str) -> str:
    if path.suffix in ENDINGS:
        return "the spec"
    lines = Counter(line for line in text.splitlines() if line.endswith(" {"))
    numbers = [(lines[f"{word} {{"], word) for word in _BLOCKS]
    counts = [f"{number} {word} block{'' if number == 1 else 's'}" for number, word in numbers if number]
    old = path.suffix == ".txt"
    if any(line.startswith("module ") for line in lines):
        counts.append("the call of the output")
    return ("for the old root: " if old else "") + (", ".join(counts) or "commands")


_HEADS: Final[Mapping[str, tuple[str, Gravity]]] = {
    "not_adopted": ("not adopted, or only in part", "bad"),
    "deleted": ("would be deleted by the next apply", "bad"),
    "created": ("does not exist yet: apply it as a second step, and read what it would overwrite", "doubtful"),
    "stay": ("must stay in the code, or Terraform deletes it", "doubtful"),
    "forgotten": ("forgotten: Terraform no longer manages it, and AWS keeps it", "doubtful"),
    "dead_logging": ("records that do not arrive", "bad"),
    "notes": ("notes", "doubtful"),
}


def _sections(found: Mapping[str, _Content]) -> Iterator[Section]:
    for key, content in found.items():
        if not content:
            continue
        head, gravity = _HEADS[key]
        if isinstance(content, tuple):
            items = tuple(Item(text=each) if isinstance(each, str) else item(each) for each in content)
        else:
            items = tuple(Item(at=at, text=why) for at, why in content.items())
        yield Section(key=key, head=head, items=items, gravity=gravity)
