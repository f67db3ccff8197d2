"""Folders of `.tf` files: what is read of them, and the blocks in them, each parsed when it is asked for."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass, field, replace
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.observe.existing import Note, Source
from gen_flowlogs.observe.hcl import parsing
from gen_flowlogs.observe.hcl.scanning import clean, scan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.observe.hcl.pieces import Piece
    from gen_flowlogs.observe.hcl.syntax import Block

FLOW_LOG: Final = "aws_flow_log"
LARGEST: Final = 2_000_000  # bytes of a file
MOST: Final = 2_000  # files of a folder
_LOCAL_SOURCE = pattern(r"""source"?\s*=\s*"(\.{1,2}/[^"\n$%\\]*)""")
_OTHER_SOURCE = pattern(r"""source"?\s*=\s*"[^".]""")
_SKIPPED: Final = frozenset(("node_modules", "__pycache__"))


@dataclass(slots=True)
class Reading:
    """A reading on its way: how many files it has read, and what it has to report."""

    files: int = 0
    notes: list[Note] = field(default_factory=list)
    folders: dict[str, Folder] = field(default_factory=dict)

    def note(self, source: Source, text: str, remedy: str = "", *, partial: bool = True) -> None:
        """Report something, once."""
        note = Note(source, text, remedy, partial)
        if note not in self.notes:
            self.notes.append(note)

    def folder(self, path: Path) -> Folder:
        """The folder of a path, read once."""
        key = os.path.normpath(path)
        if key not in self.folders:
            self.folders[key] = _read(Path(key), self)
        return self.folders[key]


@dataclass(frozen=True, slots=True)
class Entry:
    """A top-level block in a file."""

    file: str
    piece: Piece


@dataclass(eq=False)
class Folder:
    """The `.tf` files of a folder. `texts`: path → text, as messages have the path."""

    path: Path
    texts: dict[str, str]
    reading: Reading
    _parsed: dict[int, Block | None] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[tuple[str, ...], list[Entry]]:
        """Type and labels of a block → the blocks that have them."""
        found: dict[tuple[str, ...], list[Entry]] = {}
        for file, text in self.texts.items():
            scanned = scan(text)
            for fault in scanned.faults:
                self.reading.note(
                    Source(file, line=fault.line),
                    f"the block is left out, with what follows it: {fault.why}",
                    partial=FLOW_LOG in text,
                )
            for piece in scanned.pieces:
                found.setdefault((piece.type, *piece.labels), []).append(Entry(file, piece))
        return found

    def add(self, file: Path) -> None:
        """Take a file in that was given by its name, whatever that ends in."""
        if os.path.normpath(file) not in self.texts:
            text = _text(file, self.reading)
            if text is not None:
                self.texts[os.path.normpath(file)] = text

    def mentions_flow_logs(self) -> bool:
        """Whether a file has the type of flow logs in its text."""
        return any(FLOW_LOG in text for text in self.texts.values())

    def has_other_sources(self) -> bool:
        """Whether its texts may call a module from elsewhere."""
        return any(_OTHER_SOURCE.search(text) for text in self.texts.values())

    def local_sources(self) -> list[Path]:
        """The folders that its texts call as modules, by search alone."""
        found = {source for text in self.texts.values() for source in _LOCAL_SOURCE.findall(text)}
        return [Path(os.path.normpath(self.path / source)) for source in sorted(found)]

    def of(self, *head: str) -> list[Entry]:
        """The blocks whose head begins with these words, in the order of the files."""
        return [each for key, entries in self.entries.items() if key[: len(head)] == head for each in entries]

    def labelled(self, *head: str) -> list[Entry]:
        """The blocks of a head and one label more, each label once."""
        found = [self.only(*key) for key in self.entries if len(key) == len(head) + 1 and key[:-1] == head]
        return [each for each in found if each is not None]

    def only(self, *head: str) -> Entry | None:
        """The block with this head; of several, which Terraform refuses, the first that is no override."""
        return next(iter(sorted(self.entries.get(head, ()), key=lambda each: _overrides(each.file))), None)

    def block(self, entry: Entry) -> Block | None:
        """A block, parsed once; None where its syntax is not valid, which is reported."""
        key = id(entry.piece)
        if key not in self._parsed:
            self._parsed[key] = self._parse(entry)
        return self._parsed[key]

    def _overridden(self, entry: Entry, block: Block) -> Block:
        """A block with what the files of overrides say of it."""
        for other in self.entries[entry.piece.type, *entry.piece.labels]:
            own = self.block(other) if _overrides(other.file) else None
            if own is not None:
                types = {each.type for each in own.blocks}
                kept = tuple(each for each in block.blocks if each.type not in types)
                arguments = {**block.arguments, **own.arguments}
                block = replace(block, arguments=arguments, blocks=(*kept, *own.blocks))
        return block

    def _parse(self, entry: Entry) -> Block | None:
        try:
            block = parsing.block(entry.piece)
            return block if _overrides(entry.file) else self._overridden(entry, block)
        except parsing.SyntaxProblemError as error:
            self.reading.note(
                Source(entry.file, at=".".join((entry.piece.type, *entry.piece.labels)), line=error.line),
                f"the block is left out: {error}",
                "run terraform validate there",
                partial=FLOW_LOG in entry.piece.text,
            )
            return None


def _overrides(file: str) -> bool:
    """Whether a file overrides the others of its folder."""
    stem = Path(file).name.partition(".")[0]
    return stem == "override" or stem.endswith("_override")


def reaches_flow_logs(reading: Reading, path: Path, *, fetched: bool = False) -> bool:
    """Whether a folder, or a local module that it calls, has the type of flow logs in its text.

    `fetched`: modules from elsewhere are at hand too, so that a call of one may lead to a flow log.
    """
    seen: set[str] = set()
    waiting = [path]
    while waiting and len(seen) < MOST:
        folder = waiting.pop()
        if str(folder) not in seen and folder.is_dir():
            seen.add(str(folder))
            read = reading.folder(folder)
            if read.mentions_flow_logs() or (fetched and read.has_other_sources()):
                return True
            waiting += read.local_sources()
    return False


def below(path: Path) -> Iterator[Path]:
    """The folders with `.tf` files in a folder and below it, without hidden ones and links."""
    for count, (folder, names, files) in enumerate(os.walk(path)):
        names[:] = sorted(each for each in names if not each.startswith(".") and each not in _SKIPPED)
        if count > MOST * 10:
            return
        if any(each.endswith((".tf", ".tofu")) for each in files):
            yield Path(folder)


def _read(path: Path, reading: Reading) -> Folder:
    try:
        names = sorted(each.name for each in path.iterdir())
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error
    texts: dict[str, str] = {}
    wanted = [each for each in names if each.endswith((".tf", ".tofu", ".tf.json")) and not each.startswith(".")]
    wanted = [each for each in wanted if f"{each.removesuffix('.tf')}.tofu" not in wanted]  # which OpenTofu prefers
    for name in wanted[:MOST]:
        file = path / name
        text = _text(file, reading)
        if text is not None and name.endswith(".json"):
            _note_json(str(file), text, reading)
        elif text is not None:
            texts[str(file)] = text
    if len(wanted) > MOST:
        text = f"the folder has more than {MOST} files of Terraform, and the rest is not read"
        reading.note(Source(str(path)), text, "give the state of the root module instead")
    return Folder(path, texts, reading)


def _text(file: Path, reading: Reading) -> str | None:
    """The clean text of a file; None where it has none, which is reported."""
    source = Source(str(file))
    try:
        if not file.is_file():
            why = "the link leads nowhere" if file.is_symlink() else "it is no regular file"
            reading.note(source, f"the file is not read: {why}", partial=False)
            return None
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        reading.note(source, f"the file is not read: {error.strerror}")
        return None
    reading.files += 1
    if len(data) > LARGEST:
        reading.note(source, f"the file is not read: it has more than {LARGEST} bytes")
        return None
    try:
        return clean(data.decode())
    except UnicodeDecodeError:
        mentions = FLOW_LOG.encode() in data.replace(b"\0", b"")
        reading.note(source, "the file is not read: it is not UTF-8", "save it as UTF-8", partial=mentions)
        return None


def _note_json(file: str, text: str, reading: Reading) -> None:
    if FLOW_LOG in text:
        reading.note(Source(file), "Terraform's JSON syntax is not read", "run adopt on the state instead")
