"""New files: all or none, and never over what is there."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from gen_flowlogs.emit import creation
from gen_flowlogs.emit.creation import TakenError, create
from gen_flowlogs.emit.errors import UnwritableError

if TYPE_CHECKING:
    from pathlib import Path


def below(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else "/"
        for path in sorted(folder.rglob("*"))
    }


def test_files_and_their_folders_are_made(tmp_path: Path):
    create({tmp_path / "specs/a.yaml": "a\n", tmp_path / "out/a/b/adopt.tf": "b\n"})
    assert below(tmp_path) == {
        "out": "/", "out/a": "/", "out/a/b": "/", "out/a/b/adopt.tf": "b\n", "specs": "/", "specs/a.yaml": "a\n",
    }  # fmt: skip
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((tmp_path / "specs/a.yaml").stat().st_mode) == 0o666 & ~umask


@pytest.mark.parametrize("kind", ["file", "folder", "link", "link to nowhere"])
def test_what_is_there_stays(kind: str, tmp_path: Path):
    there = tmp_path / "there.tf"
    match kind:
        case "file":
            there.write_text("mine\n")
        case "folder":
            there.mkdir()
        case "link":
            (tmp_path / "other").write_text("mine\n")
            there.symlink_to("other")
        case _:
            there.symlink_to("nowhere")
    before = below(tmp_path)
    with pytest.raises(TakenError) as refused:
        create({tmp_path / "specs/a.yaml": "a\n", there: "b\n"})
    assert refused.value.paths == (there,)
    assert below(tmp_path) == before


@pytest.mark.parametrize("links", ["links", "no links"])
def test_a_file_that_another_process_makes_meanwhile_stays(links: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first, second = tmp_path / "new/a", tmp_path / "b"
    real = os.link

    def link(source: Path, target: Path, **options: bool) -> None:
        if target == first:
            second.write_text("theirs\n")
        if links == "no links":
            raise OSError(errno.EPERM, "no links here")
        real(source, target, **options)

    monkeypatch.setattr(creation.os, "link", link)
    with pytest.raises(TakenError):
        create({first: "a\n", second: "b\n"})
    assert below(tmp_path) == {"b": "theirs\n"}


def test_without_links_it_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(creation.os, "link", link)
    create({tmp_path / "a": "a\n", tmp_path / "c/b": "b\n"})
    assert below(tmp_path) == {"a": "a\n", "c": "/", "c/b": "b\n"}


@pytest.mark.parametrize("step", ["stage", "flush", "link"])
def test_a_disk_that_fails_leaves_nothing(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    count = 0

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def second(*arguments: object, **options: object) -> object:
        nonlocal count
        count += 1
        return fail() if count == 2 else real(*arguments, **options)

    owner = creation.os if step == "link" else creation
    real = getattr(owner, step)
    monkeypatch.setattr(owner, step, second)
    with pytest.raises(UnwritableError, match="no space left"):
        create({tmp_path / "specs/a.yaml": "a\n", tmp_path / "out/adopt.tf": "b\n"})
    assert below(tmp_path) == {}
