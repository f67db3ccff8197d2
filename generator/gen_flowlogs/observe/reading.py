"""Read sources: paths and standard input → texts. Bounded, and never from a place that might not end."""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass
from gen_flowlogs.observe.errors import SourceError
from gen_flowlogs.source.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

STDIN: Final = "<stdin>"
"""The name of standard input in messages."""

LONGEST: Final = 512 * 2**20
"""Bytes of one source, also of a compressed one as it is unpacked. The state of 10,000 flow logs has 20 MB."""

MOST_FILES: Final = 100_000
"""Upper bound of the files and folders that are looked at in a folder."""

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_ENDINGS: Final = (".tfstate", ".json", ".jsonl", ".json.gz", ".jsonl.gz", ".tfstate.gz")
_LEFT_OUT: Final = frozenset({"node_modules"})


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a source. `asked_for`: False for a file that was found in a folder, and may be anything."""

    file: str
    text: str
    asked_for: bool = True


def of_file(path: str) -> Text:
    """The text of a file. Raises SourceError."""
    try:
        check(path)
        with Path(path).open("rb") as stream:
            return _text(path, stream)
    except OSError as error:
        raise SourceError(path, error.strerror or str(error)) from error


def check(path: str) -> None:
    """Raise SourceError for a path that is no file; a pipe that a shell has opened, as `<(…)`, is one."""
    if not path or "\0" in path:
        raise SourceError(path, "it is not the name of a file")
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        raise SourceError(path, error.strerror or str(error)) from error
    opened = False
    if stat.S_ISFIFO(mode):
        try:
            os.lstat(os.path.realpath(path))
        except OSError:  # of an open pipe the true path is none
            opened = True
    if not (stat.S_ISREG(mode) or opened):
        raise SourceError(path, "it is neither a file nor a folder", "give a file, or `-` for standard input")


def of_stdin(stream: BinaryIO | None) -> Text:
    """The text of standard input. Raises SourceError."""
    if stream is None:
        raise SourceError(STDIN, "it is closed")
    try:
        return _text(STDIN, stream)
    except OSError as error:
        raise SourceError(STDIN, error.strerror or str(error)) from error


def is_folder(path: str) -> bool:
    """Whether a path leads to a folder."""
    return "\0" not in path and os.path.isdir(path)  # noqa: PTH112 - as text


def json_files(folder: str) -> tuple[str, ...]:
    """The files directly in a folder that may be states, plans or answers of AWS, by their names. Links are not read.

    Terraform's own backup of a state is none of them: it is out of date. Raises SourceError.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(
                os.path.join(folder, entry.name)  # noqa: PTH118 - as text
                for entry, _ in zip(entries, range(MOST_FILES), strict=False)
                if entry.name.endswith(_ENDINGS)
                and not entry.name.startswith(".")
                and not entry.name.endswith(".tf.json")
                and entry.is_file(follow_symlinks=False)
            )
    except OSError as error:
        raise SourceError(folder, error.strerror or str(error)) from error
    return tuple(found)


def has_code(folder: str) -> bool:
    """Whether a folder has a `.tf` file, at any depth that is not hidden."""
    return any(name.endswith((".tf", ".tofu")) for name in _names(folder))


def _names(folder: str) -> Iterator[str]:
    seen = 0
    for _, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _LEFT_OUT)
        for name in files:
            seen += 1
            if seen > MOST_FILES:
                return
            yield name


def _text(file: str, stream: BinaryIO) -> Text:
    data = stream.read(LONGEST + 1)
    if data.startswith(_ZIP):
        raise SourceError(
            file, "it is a saved plan, or another ZIP file", "give what `terraform show -json PLAN` prints"
        )
    if data.startswith(_GZIP):
        data = _unpacked(file, data)
    if len(data) > LONGEST:
        raise SourceError(file, f"it is larger than {LONGEST // 2**20} MiB")
    if data.startswith(_UTF_16):  # Windows PowerShell writes it behind `>`
        try:
            return Text(file, data.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise SourceError(file, "its UTF-16 text is damaged", "save it as UTF-8") from error
    text, why, at = decode(data)
    if why:
        line = text.count("\n", 0, at) + 1
        raise SourceError(file, f"{why} (line {line})" if text else why)
    return Text(file, text)


def _unpacked(file: str, data: bytes) -> bytes:
    """Compressed data, unpacked, of one or several members; at most one byte more than LONGEST."""
    parts: list[bytes] = []
    size = 0
    try:
        while data.startswith(_GZIP) and size <= LONGEST:
            unpacker = zlib.decompressobj(wbits=31)
            parts.append(unpacker.decompress(data, LONGEST + 1 - size))
            size += len(parts[-1])
            if not unpacker.eof and size <= LONGEST:
                raise SourceError(file, "its gzip data ends too early", "make the file again")
            data = unpacker.unused_data
        if data.strip(b"\0") and size <= LONGEST:
            raise SourceError(file, "its gzip data has something else behind it", "make the file again")
    except zlib.error as error:
        raise SourceError(file, "its gzip data is damaged", "make the file again") from error
    return b"".join(parts)
