"""Files change together or not at all, are on the disk before they count, and keep what they have beside their text."""

from __future__ import annotations

import errno
import os
import stat
import struct
from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import emit, header
from gen_flowlogs.emit import disk, metadata, staging
from small_specs import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from catalogue import Said

HEADER = header.line("web.yaml")
NAMES = ("a.tf", "b.tf", "c.tf")


def say(*arguments: str, folder: Path) -> Said:
    return catalogue.command(*arguments, folder=folder)


def files(text: str) -> dict[str, str]:
    return dict.fromkeys(NAMES, f"{HEADER}\n{text}\n")


def build(text: str, folder: Path) -> None:
    emit.apply(emit.plan(files(text), folder, others=lambda *_: ()))


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build("old", tmp_path / "web")
    return tmp_path / "web"


# the metadata of a file that is replaced


def acl(*entries: tuple[int, int, int]) -> bytes:
    """An ACL as Linux keeps it: tag, permissions and id of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 2**32 - 1
ONLY_ONE_USER = acl((1, 6, NOBODY), (2, 6, 12345), (4, 0, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY))


def set_attribute(path: Path, name: str, value: bytes) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("this system has no extended attributes in Python")
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"this file system takes no {name}: {error.strerror}")


def test_extended_attributes_stay(folder: Path):
    set_attribute(folder / "a.tf", "user.note", b"mine")
    build("new", folder)
    assert os.getxattr(folder / "a.tf", "user.note") == b"mine"
    assert "user.note" not in os.listxattr(folder / "b.tf")


def test_an_acl_stays(folder: Path):
    (folder / "a.tf").chmod(0o600)
    set_attribute(folder / "a.tf", metadata.ACL, ONLY_ONE_USER)
    mode = stat.S_IMODE((folder / "a.tf").stat().st_mode)
    build("new", folder)
    assert os.getxattr(folder / "a.tf", metadata.ACL) == ONLY_ONE_USER
    assert stat.S_IMODE((folder / "a.tf").stat().st_mode) == mode == 0o660  # the group's bits are the mask


def test_an_acl_that_cannot_stay_gives_the_group_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "a.tf").chmod(0o600)
    set_attribute(folder / "a.tf", metadata.ACL, ONLY_ONE_USER)

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(os, "setxattr", refused)
    build("new", folder)
    assert stat.S_IMODE((folder / "a.tf").stat().st_mode) == 0o600


def test_the_default_acl_of_a_folder_is_not_given_to_an_old_file(folder: Path):
    (folder / "a.tf").chmod(0o600)
    set_attribute(folder, "system.posix_acl_default", ONLY_ONE_USER)
    build("new", folder)
    assert metadata.ACL not in os.listxattr(folder / "a.tf")
    assert stat.S_IMODE((folder / "a.tf").stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("ids", [(12345, 23456), (12345, 0), (0, 23456)])
def test_owner_and_group_stay(folder: Path, ids: tuple[int, int]):
    os.chown(folder / "a.tf", *ids)
    (folder / "a.tf").chmod(0o640)
    build("new", folder)
    found = (folder / "a.tf").stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (*ids, 0o640)


def test_an_owner_that_cannot_stay_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch):
    asked = []

    def refused(path: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))

    monkeypatch.setattr(os, "chown", refused)
    found = metadata.of(folder / "a.tf")
    assert found is not None
    metadata.give(folder / "a.tf", metadata.Metadata(mode=0o4755, owner=found.owner + 1, group=found.group))
    assert asked == [(found.owner + 1, found.group), (-1, found.group)]
    assert stat.S_IMODE((folder / "a.tf").stat().st_mode) == 0o755


def test_metadata_comes_back_with_a_file_that_was_deleted(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "c.tf").chmod(0o640)
    real = os.unlink

    def fails(path: Path, **options: int) -> None:
        if os.fspath(path).endswith(emit.GUARD) and os.path.lexists(folder / "a.tf"):
            monkeypatch.setattr(os, "unlink", real)
            raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(path))
        real(path, **options)

    monkeypatch.setattr(os, "unlink", fails)
    fewer = {name: text for name, text in files("new").items() if name != "c.tf"}
    with pytest.raises(emit.UnwritableError):
        emit.apply(emit.plan(fewer, folder, others=lambda *_: ()))
    assert texts(folder) == files("old")
    assert stat.S_IMODE((folder / "c.tf").stat().st_mode) == 0o640


# on the disk before it counts


def test_files_are_flushed_before_they_are_renamed_and_guards_before_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    did: list[tuple[str, str]] = []
    flush, replace, unlink = staging._flush, os.replace, os.unlink
    monkeypatch.setattr(staging, "_flush", lambda path: did.append(("flush", path.name)) or flush(path))
    monkeypatch.setattr(os, "replace", lambda a, b: did.append(("rename", b.name)) or replace(a, b))
    monkeypatch.setattr(os, "unlink", lambda path, **_: did.append(("delete", path.name)) or unlink(path))
    fewer = {name: text for name, text in files("new").items() if name != "c.tf"}
    emit.apply(emit.plan(fewer, folder, others=lambda *_: ()))
    staged = [name.split(".")[1] for kind, name in did[:3] if kind == "flush"]
    assert sorted(staged) == ["a", "b", "gen_flowlogs_unfinished"]
    assert did[3:] == [
        ("rename", emit.GUARD),
        ("flush", "web"),
        ("rename", "a.tf"),
        ("rename", "b.tf"),
        ("delete", "c.tf"),
        ("flush", "web"),
        ("delete", emit.GUARD),
    ]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_without_flush_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch, number: int):
    def refused(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refused)
    build("new", folder)
    assert texts(folder) == files("new")


@pytest.mark.parametrize("count", [3, 40])
def test_a_disk_that_fails_to_flush_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int):
    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    many = {f"f{number}.tf": f"{HEADER}\n" for number in range(count)}
    with pytest.raises(emit.UnwritableError, match="input/output error"):
        emit.apply(emit.plan(many, tmp_path / "web"))
    assert not (tmp_path / "web").exists()


def test_many_files_are_flushed_where_no_thread_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", fails)
    many = {f"f{number}.tf": f"{HEADER}\n" for number in range(40)}
    emit.apply(emit.plan(many, tmp_path / "web"))
    assert len(texts(tmp_path / "web")) == 40


# what cannot be put back


def broken_from(path: Path, monkeypatch: pytest.MonkeyPatch, *, at: str, heals: Callable[[str], bool]) -> None:
    """Let renames fail from that of the file `at` on, but for those that `heals`."""
    replace, failing = os.replace, []

    def replaced(source: Path, target: Path) -> None:
        if target == path / at:
            failing.append(at)
        if failing and not heals(target.name):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(source))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replaced)


def test_the_first_file_that_cannot_be_put_back_does_not_stop_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch):
    broken_from(folder, monkeypatch, at="c.tf", heals=lambda name: name == "a.tf")
    with pytest.raises(emit.HalfWrittenError) as caught:
        build("new", folder)
    monkeypatch.undo()
    left = texts(folder)
    assert header.is_ours(left.pop(emit.GUARD).encode())
    assert left == {**files("old"), "b.tf": files("new")["b.tf"]}
    assert str(caught.value) == (
        f'"{folder}" cannot be written: read-only file system; it could not all be put back: "b.tf" is new or missing, '
        f'"{emit.GUARD}" keeps Terraform from its folder; build again, which completes it'
    )
    build("new", folder)
    assert texts(folder) == files("new")


def test_the_command_says_what_is_left_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "web.yaml", "web")
    assert say("web.yaml", folder=tmp_path).code == 0
    (tmp_path / "web.yaml").rename(tmp_path / "front.yaml")
    replace = os.replace
    count = []

    def replaced(source: Path, target: Path) -> None:
        count.append(target)
        if len(count) > 3:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(source))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replaced)
    said = say("front.yaml", folder=tmp_path)
    assert said.code == 3
    assert said.err.startswith('gen-flowlogs: "out/web" cannot be written: input/output error; it could not all be put')
    assert "nothing was written" not in said.err
    assert said.err.endswith("build again, which completes it\n")
    monkeypatch.undo()
    assert say("front.yaml", folder=tmp_path).code == 0
    assert say("check", "front.yaml", folder=tmp_path).code == 0


# several specs of one call


def test_one_folder_that_cannot_be_written_stops_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "a.yaml", "a")
    write(tmp_path / "b.yaml", "b")
    real = disk.stage

    def full(path: Path, *rest: object) -> Path:
        if path.parent.name == "b" and path.name == "terraform.tf":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(disk, "stage", full)
    for specs in (("a.yaml", "b.yaml"), ("b.yaml", "a.yaml")):
        said = say("build", *specs, folder=tmp_path)
        expected = 'gen-flowlogs: "out/b" cannot be written: no space left on device; nothing was written\n'
        assert (said.code, said.out, said.err) == (3, "", expected)
        assert not (tmp_path / "out").exists()


# a stack that was dropped half


@pytest.mark.parametrize("left", ["guard", "nothing", "litter", "providers.tf"])
def test_a_drop_that_was_killed_late_is_finished(tmp_path: Path, left: str):
    write(tmp_path / "org.yaml", "org", "audit", "network")
    assert say("org.yaml", folder=tmp_path).code == 0
    write(tmp_path / "org.yaml", "org", "audit")
    drop = ("build", "org.yaml", "--drop-stack", "network")
    gone = tmp_path / "out/org/network"
    kept = {
        "guard": {emit.GUARD: f"{header.line('org.yaml')}\n"},
        "nothing": {},
        "litter": {".gen_flowlogs_unfinished.tf.0123abcd.gen-flowlogs": ""},
        "providers.tf": {"providers.tf": f"{header.line('org.yaml')}\n"},
    }[left]
    for path in gone.iterdir():
        path.unlink()
    for name, text in kept.items():
        (gone / name).write_text(text)
    said = say(*drop, folder=tmp_path)
    assert (said.code, said.err) == (0, "")
    assert not gone.exists()
    assert say("check", "org.yaml", folder=tmp_path).code == 0
    assert say(*drop, folder=tmp_path).code == 2


def test_a_folder_of_the_author_is_not_dropped(tmp_path: Path):
    write(tmp_path / "org.yaml", "org", "audit")
    assert say("org.yaml", folder=tmp_path).code == 0
    own = tmp_path / "out/org/network"
    own.mkdir()
    (own / "main.tf").write_text("# mine\n")
    (own / "terraform.tf").write_text("# mine\n")
    assert say("build", "org.yaml", "--drop-stack", "network", folder=tmp_path).code == 2
    assert say("build", "org.yaml", folder=tmp_path).code == 0
    assert set(texts(own)) == {"main.tf", "terraform.tf"}
