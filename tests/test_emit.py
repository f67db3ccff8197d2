"""An output folder becomes what the spec says, or stays as it was; what we did not sign is the author's alone."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import terraform
from catalogue import ROOT
from gen_flowlogs import emit, header
from gen_flowlogs.emit import disk, signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.emit.metadata import Metadata

HEADER = header.line("prod.yaml")


def signed(text: str) -> str:
    return f"{HEADER}\n\n{text}\n"


WEST = {"west/a.tf": signed("old west"), "west/providers.tf": signed("old west")}
OLD = {"a.tf": signed("old a"), "b.tf": signed("same"), "c.tf": signed("old c"), **WEST}
EAST = {"east/a.tf": signed("new east"), "east/providers.tf": signed("new east")}
NEW = {"a.tf": signed("new a"), "b.tf": signed("same"), "d.tf": signed("new d"), **EAST}
AUTHORS = {"main.tf": "# mine\n", ".terraform.lock.hcl": "# mine\n", ".terraform/x.tf": OLD["a.tf"], "west/own.tf": ""}


def build(files: dict[str, str], folder: Path) -> emit.Plan:
    plan = planned(files, folder)
    emit.apply(plan)
    return plan


def planned(files: dict[str, str], folder: Path, *others: str) -> emit.Plan:
    """The plan that drops the stacks which the spec does not have, among other specs of these files."""
    drop = frozenset({"east", "west"} - {name.partition("/")[0] for name in files})
    return emit.plan(files, folder, drop=drop, others=lambda name, _folder: tuple({name} & {*others}))


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*") if path.is_file()
    }


def put(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out" / "prod"


def test_a_first_build_makes_the_folder(folder):
    plan = build(OLD, folder)
    assert plan.created == ("a.tf", "b.tf", "c.tf", *WEST)
    assert (plan.changed, plan.deleted, plan.unchanged, plan.foreign) == ((), (), (), ())
    assert plan.stale
    assert content(folder) == OLD


def test_a_plan_writes_nothing(folder):
    planned(OLD, folder)
    assert not folder.parent.exists()


def test_a_second_build_touches_only_what_differs(folder):
    build(OLD, folder)
    before = {path: path.stat().st_ino for path in folder.rglob("*")}
    plan = build(NEW, folder)
    assert plan.created == ("d.tf", *EAST)
    assert plan.changed == ("a.tf",)
    assert plan.deleted == ("c.tf", *WEST)
    assert plan.unchanged == ("b.tf",)
    assert dict(plan.old) == {name: OLD[name] for name in ("a.tf", "c.tf", *WEST)}
    assert dict(plan.new) == {name: NEW[name] for name in ("a.tf", "d.tf", *EAST)}
    assert content(folder) == NEW
    assert (folder / "b.tf").stat().st_ino == before[folder / "b.tf"]
    assert not (folder / "west").exists()


def test_a_third_build_changes_nothing(folder):
    build(NEW, folder)
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
    plan = build(NEW, folder)
    assert not plan.stale
    assert plan.unchanged == tuple(sorted(NEW))
    assert {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))} == before


def test_what_the_author_put_there_stays(folder):
    put(AUTHORS, folder)
    build(OLD, folder)
    assert content(folder) == OLD | AUTHORS
    build(NEW, folder)
    assert content(folder) == NEW | AUTHORS


@pytest.mark.parametrize("edit", ["x", "\n", "\r\n", "\ufeff"])
def test_a_file_that_was_edited_by_hand_is_changed(folder, edit):
    build(OLD, folder)
    text = {"\r\n": OLD["a.tf"].replace("\n", "\r\n"), "\ufeff": f"\ufeff{OLD['a.tf']}"}.get(edit, OLD["a.tf"] + edit)
    (folder / "a.tf").write_bytes(text.encode())
    plan = planned(OLD, folder)
    assert plan.changed == ("a.tf",)
    assert plan.old == {"a.tf": text}
    emit.apply(plan)
    assert content(folder) == OLD


def test_bytes_that_are_no_text_are_shown_as_such(folder):
    build(OLD, folder)
    (folder / "a.tf").write_bytes(OLD["a.tf"].encode() + b"\xff")
    assert planned(OLD, folder).old == {"a.tf": f"{OLD['a.tf']}\ufffd"}


@pytest.mark.parametrize("path", ["x.tf", "a.tf", emit.GUARD])
def test_a_file_of_another_spec_is_ours_where_that_spec_is_gone(folder, path):
    text = f"{header.line('other.yaml')}\n"
    put({path: text}, folder)
    found = planned(OLD, folder)
    assert (found.changed, found.deleted) == (("a.tf",), ()) if path == "a.tf" else ((), (path,))
    assert not found.rivals
    living = planned(OLD, folder, "other.yaml")
    assert (living.changed, living.deleted, living.foreign) == ((), (), ())
    assert living.rivals == {path: emit.Rival("other.yaml", ("other.yaml",))}
    assert living.stale
    for plan in (living, emit.plan(OLD, folder)):  # where nobody can search, the other spec is there
        with pytest.raises(emit.ForeignError):
            emit.apply(plan)
    assert content(folder) == {path: text}


def test_foreign_files_stop_everything(folder):
    put({"a.tf": "mine", "west": "mine", "x.tf": signed("orphan"), emit.GUARD: "mine"}, folder)
    (folder / "b.tf").mkdir()
    (folder / "c.tf").symlink_to("x.tf")
    before = content(folder)
    plan = planned(OLD, folder)
    assert plan.foreign == ("a.tf", "b.tf", "c.tf", emit.GUARD, "west")
    assert plan.stale
    with pytest.raises(emit.ForeignError, match=r"a\.tf, b\.tf, c\.tf, gen_flowlogs_unfinished\.tf, west") as caught:
        emit.apply(plan)
    assert caught.value.paths == plan.foreign
    assert content(folder) == before
    assert (folder / "c.tf").is_symlink()


def test_a_file_that_is_no_file_is_foreign_and_not_opened(folder):
    folder.mkdir(parents=True)
    os.mkfifo(folder / "a.tf")
    os.mkfifo(folder / "other.tf")
    assert planned(OLD, folder).foreign == ("a.tf",)


def test_links_are_not_followed(folder, tmp_path):
    put({"x.tf": signed("elsewhere")}, tmp_path / "elsewhere")
    folder.mkdir(parents=True)
    (folder / "west").symlink_to(tmp_path / "elsewhere")
    (folder / "deep").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    (folder / "y.tf").symlink_to(tmp_path / "elsewhere" / "x.tf")
    plan = planned(OLD, folder)
    assert plan.foreign == ("west",)
    assert plan.deleted == ()


def test_the_folder_itself_may_be_a_link(folder, tmp_path):
    (tmp_path / "real").mkdir()
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "real")
    build(OLD, folder)
    assert folder.is_symlink()
    assert content(tmp_path / "real") == OLD


def test_a_foreign_file_that_comes_after_the_plan(folder):
    plan = planned(OLD, folder)
    put({"a.tf": "mine"}, folder)
    with pytest.raises(emit.ForeignError):
        emit.apply(plan)
    assert content(folder) == {"a.tf": "mine"}


def test_a_plan_may_be_old(folder):
    plan = planned(NEW, folder)
    build(OLD, folder)
    emit.apply(plan)
    assert content(folder) == NEW


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "../x.tf", "a/../../x.tf", "/x.tf", "//x.tf", "a//x.tf", "a/", "./x.tf", "C:/x.tf", "a\\x.tf"),
        *(
            ".x.tf",
            ".git/x.tf",
            "a/.x.tf",
            "x\n.tf",
            "x.tf\n",
            "x\0.tf",
            "~/x.tf",
            "-x.tf",
            "a b.tf",
            "é.tf",
            emit.GUARD,
        ),
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(folder, path):
    with pytest.raises(ValueError, match="path"):
        emit.plan({path: signed("x")}, folder)


def test_a_text_without_signature_is_refused(folder):
    with pytest.raises(ValueError, match="signature"):
        emit.plan({"a.tf": "x"}, folder)


def test_modes(folder):
    build({"a.tf": OLD["a.tf"]}, folder)
    (folder / "a.tf").chmod(0o640)
    before = os.umask(0o027)
    try:
        build(NEW, folder)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "a.tf").stat().st_mode) == 0o640
    assert stat.S_IMODE((folder / "d.tf").stat().st_mode) == 0o640
    assert stat.S_IMODE((folder / "east").stat().st_mode) == 0o750


def test_empty_folders_of_the_author_stay(folder):
    build(OLD, folder)
    (folder / "empty").mkdir()
    (folder / "west" / "empty").mkdir()
    build(NEW, folder)
    assert (folder / "empty").is_dir()
    assert (folder / "west" / "empty").is_dir()


@pytest.mark.parametrize("place", ["out", "out/prod"])
def test_a_file_in_place_of_the_folder(tmp_path, place):
    put({place: "x"}, tmp_path)
    with pytest.raises(emit.UnwritableError, match="not a directory") as caught:
        build(OLD, tmp_path / "out" / "prod")
    assert caught.value.filename == str(tmp_path / "out" / "prod")
    assert str(caught.value).endswith(f': move "{tmp_path / place}" away, which is in the place of a folder')
    assert content(tmp_path) == {place: "x"}


def test_a_link_to_nowhere_in_place_of_the_folder(folder):
    folder.parent.mkdir()
    folder.symlink_to("nowhere")
    with pytest.raises(emit.UnwritableError):
        build(OLD, folder)
    assert folder.is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder_without_permission(folder, mode):
    build(OLD, folder)
    folder.chmod(mode)
    try:
        with pytest.raises(emit.UnwritableError, match="permission denied"):
            build(NEW, folder)
    finally:
        folder.chmod(0o700)
    assert content(folder) == OLD


@pytest.mark.parametrize("name", ["a.tf", ""])
def test_a_place_that_may_not_be_read_is_named(folder, name, monkeypatch):
    build(OLD, folder)
    place = str(folder / name)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    monkeypatch.setattr(emit, "_surveyed", refuse)
    with pytest.raises(emit.UnwritableError) as caught:
        planned(NEW, folder)
    assert str(caught.value) == f'"{place}" cannot be read: permission denied'


def test_a_disk_that_is_full(folder, monkeypatch):
    build(OLD, folder)
    written = []

    def full(path: Path, data: bytes, like: Metadata | None) -> Path:
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        written.append(path)
        return staged(path, data, like)

    staged = disk.stage
    monkeypatch.setattr(disk, "stage", full)
    with pytest.raises(emit.UnwritableError, match="no space left on device"):
        build(NEW, folder)
    assert content(folder) == OLD
    assert not (folder / "east").exists()


# What comes at any moment: a child replaces OLD by NEW, and before its n-th step on the disk something happens to it.
# A fork for each n, in a process that holds nothing else: starting Python each time would take most of the time.

CHILDREN = """
import json, os, signal, sys
from pathlib import Path
root, top, what, old, new = sys.argv[1:6]
sys.path.insert(0, root)
from gen_flowlogs import emit
OLD, NEW = json.loads(old), json.loads(new)
STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.scandir"})

def build(folder, number):
    count = 0
    def step(event, arguments):
        nonlocal count
        if event not in STEPS or not str(arguments[0]).startswith(str(folder)):
            return
        count += 1
        if count == number and what == "EIO":
            raise OSError(5, "Input/output error", str(arguments[0]))
        if count == number:
            os.kill(os.getpid(), getattr(signal, what))
    sys.addaudithook(step)
    try:
        emit.apply(emit.plan(NEW, folder, drop=frozenset({"west"}), others=lambda *_: ()))
    except emit.UnwritableError:
        os._exit(3)
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(4 if count < number else 0)

for number in range(1, 100):
    folder = Path(top, f"{what}{number}")
    emit.apply(emit.plan(OLD, folder))
    (folder / "main.tf").write_bytes(b"# mine")
    child = os.fork()
    if child == 0:
        build(folder, number)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
FAILED, DONE, PAST_THE_END = 3, 0, 4


def moments(what: str, top: Path) -> Iterator[tuple[Path, int]]:
    """Each step of a build: the folder after something happened to it, and how the build ended."""
    arguments = [str(ROOT), str(top), what, json.dumps(OLD), json.dumps(NEW)]
    ran = subprocess.run([sys.executable, "-c", CHILDREN, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    codes = [int(line) for line in ran.stdout.split()]
    assert 20 < codes.index(PAST_THE_END) < 99
    for number, code in enumerate(codes[: codes.index(PAST_THE_END)], 1):
        yield top / f"{what}{number}", code


def in_folder(files: dict[str, str], folder: str) -> dict[str, str]:
    return {name.rpartition("/")[2]: text for name, text in files.items() if name.rpartition("/")[0] == folder}


WHOLE = ({**OLD, "main.tf": "# mine"}, {**NEW, "main.tf": "# mine"})


@pytest.mark.parametrize("what", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_at_any_moment_leaves_old_or_new(what, tmp_path):
    seen = set()
    for folder, code in moments(what, tmp_path):
        assert code == (130 if what == "SIGINT" else -getattr(signal, what))
        state = content(folder)
        assert state in WHOLE
        assert (folder / "east").exists() is (state == WHOLE[1])
        seen.add(WHOLE.index(state))
    assert seen == {0, 1}


def test_a_kill_at_any_moment_leaves_old_or_new_or_what_terraform_refuses(tmp_path):
    kinds = set()
    for folder, code in moments("SIGKILL", tmp_path):
        assert code == -signal.SIGKILL
        state = content(folder)
        seen = {name: text for name, text in state.items() if not Path(name).name.startswith(".")}
        for part in {"", *(name.rpartition("/")[0] for name in seen)}:  # Terraform runs in one folder
            here = in_folder(seen, part)
            if emit.GUARD in here:
                kinds.add("refused")
            else:
                assert here in [in_folder(whole, part) for whole in WHOLE]
                kinds.add("whole")
        build(NEW, folder)
        assert content(folder) == WHOLE[1]  # no staged file, no guard
    assert kinds == {"whole", "refused"}


def test_a_failing_disk_at_any_moment_leaves_all_as_it_was(tmp_path):
    seen = set()
    for folder, code in moments("EIO", tmp_path):
        assert code in {FAILED, DONE}
        assert content(folder) == WHOLE[code == DONE]
        seen.add(code)
    assert FAILED in seen


@terraform.needs_terraform
def test_terraform_refuses_a_folder_with_the_guard(tmp_path):
    put({"main.tf": 'output "x" {\n  value = 1\n}\n'}, tmp_path)
    assert terraform.run("validate", folder=tmp_path).code == 0
    (guard,) = emit._guards(OLD, [disk.Change(tmp_path / name, None, b"") for name in ("a.tf", "b.tf")])
    assert guard.new is not None
    put({guard.path.name: guard.new.decode()}, tmp_path)
    for command in (["validate"], ["plan"], ["init"], ["apply", "-auto-approve"]):
        ran = terraform.run(*command, folder=tmp_path)
        assert ran.code == 1
        assert "Unsupported Terraform Core version" in ran.err
    assert header.is_ours(guard.new)
    assert terraform.run("fmt", "-check", folder=tmp_path).code == 0


def test_a_change_of_one_file_needs_no_guard(folder, monkeypatch):
    build(OLD, folder)
    staged = []
    monkeypatch.setattr(disk, "stage", lambda *said, stage=disk.stage: staged.append(said[0].name) or stage(*said))
    build({**OLD, "a.tf": NEW["a.tf"]}, folder)
    assert staged == ["a.tf"]


def test_litter_of_a_killed_run_goes_with_the_next_build(folder):
    build(OLD, folder)
    put({".a.tf.0123abcd.gen-flowlogs": "x", "west/.x.tf.01234567.gen-flowlogs": "x", ".a.tf.swp": "mine"}, folder)
    assert not build(OLD, folder).stale
    assert content(folder) == {**OLD, ".a.tf.swp": "mine"}


def test_builds_at_once_do_not_mix(tmp_path):
    code = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(ROOT / "tests")!r}, {str(ROOT / "tests" / "support")!r}]
from test_emit import NEW, OLD, build
for number in range(60):
    build((OLD, NEW)[number % 2 ^ int(sys.argv[2])], Path(sys.argv[1]))
"""
    folder = tmp_path / "prod"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), str(number % 2)], stderr=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    said = [child.communicate(timeout=60)[1] for child in running]
    assert [child.returncode for child in running] == [0, 0, 0], said
    assert content(folder) in (OLD, NEW)


def test_an_ignored_signal_stays_ignored(folder):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals.signals_deferred() as came:
            signal.raise_signal(signal.SIGHUP)
        assert came == []
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    build(OLD, folder)
