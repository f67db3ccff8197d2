"""What a command line names: files, pipes and standard input, and what is none of them."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalogue import Said
from commands import BROKEN, SPEC, say, snapshot, write_specs
from gen_flowlogs.cli import inputs

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_specs(tmp_path)


def test_a_spec_that_is_not_there(folder: Path):
    said = say("lint", "nowhere.yaml", folder=folder)
    assert said == Said(3, "", "gen-flowlogs: cannot read nowhere.yaml: No such file or directory\n")


def test_a_folder_without_specs_is_no_spec(folder: Path):
    (folder / "empty").mkdir()
    said = say("build", "empty", folder=folder)
    assert said.code == 3
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("build",), ("lint",), ("stacks",), ("diff", "small.yaml"), ()])
def test_what_is_no_name(arguments: tuple[str, ...], folder: Path):
    assert say(*arguments, "", folder=folder) == Said(
        2, "", 'gen-flowlogs: "" is not the name of a file; is a variable of the shell empty?\n'
    )
    assert say(*arguments, "a\0b", folder=folder).code == 2


def test_an_out_without_a_name(folder: Path):
    assert say("build", "small.yaml", "--out", "", folder=folder).code == 2
    assert not (folder / "small").exists()


@pytest.mark.parametrize("command", [("build",), ("check",), ("lint",), ("stacks",), ("diff", "--base", "HEAD")])
def test_a_spec_that_is_given_twice(command: tuple[str, ...], folder: Path):
    (folder / "link.yaml").symlink_to("small.yaml")
    assert say(*command, "small.yaml", "warned.yaml", "small.yaml", folder=folder) == Said(
        2, "", "gen-flowlogs: small.yaml is given twice: name each spec once\n"
    )
    for again in ("./small.yaml", "link.yaml"):
        assert say(*command, "small.yaml", again, folder=folder) == Said(
            2, "", f"gen-flowlogs: {again} is given twice, as small.yaml too: name each spec once\n"
        )
    assert not (folder / "out").exists()


def test_a_missing_include_is_the_spec_s_fault(folder: Path):
    (folder / "small.yaml").write_text(SPEC.replace("name: small\n", "name: small\ninclude: [nowhere.yaml]\n"))
    said = say("lint", "small.yaml", folder=folder)
    assert said.code == 1
    assert said.out.startswith("small.yaml:3:")
    assert "[include-not-found]" in said.out


def test_a_name_with_control_characters_is_shown_safely(folder: Path):
    said = say("lint", "no\x1b[31mwhere.yaml", folder=folder)
    assert said.code == 3
    assert "\x1b" not in said.err


# how much is read


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no test writes 64 MiB: a file may have as much as a small spec, and not a byte more."""
    monkeypatch.setattr("gen_flowlogs.cli.inputs.LONGEST", len(SPEC))
    monkeypatch.setattr("gen_flowlogs.cli.git.revision.LONGEST", len(SPEC))


def test_what_a_limit_allows():
    assert inputs.LONGEST > 2 * 25_000_000, "twice what 100,000 capture points take (bench/spec.py)"
    assert str(inputs.LONGEST // 2**20) in inputs.TOO_LONG


@pytest.mark.usefixtures("little")
def test_a_spec_that_is_too_large(folder: Path):
    assert say("lint", "small.yaml", folder=folder).code == 0
    (folder / "small.yaml").write_text(SPEC + "#")
    message = "gen-flowlogs: cannot read small.yaml: it is larger than 64 MiB\n"
    assert say("lint", "small.yaml", folder=folder) == Said(3, "", message)
    assert say("diff", "small.yaml", "small.yaml", folder=folder) == Said(3, "", message)
    said = say("lint", "-", folder=folder, stdin=(SPEC + "#").encode())
    assert said == Said(3, "", "gen-flowlogs: cannot read <stdin>: it is larger than 64 MiB\n")


@pytest.mark.usefixtures("little")
def test_an_include_that_is_too_large(folder: Path):
    (folder / "small.yaml").write_text("version: 1\nname: small\ninclude: [large.yaml]\ncapture_points: {}\n")
    (folder / "large.yaml").write_text("#" * (len(SPEC) + 1))
    said = say("lint", "small.yaml", folder=folder)
    assert said.code == 1
    assert '"large.yaml" cannot be read: it is larger than 64 MiB [include-not-found]' in said.out


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_device_without_an_end(folder: Path):
    said = say("lint", "/dev/zero", folder=folder)
    assert said == Said(3, "", "gen-flowlogs: cannot read /dev/zero: it is larger than 64 MiB\n")


@contextlib.contextmanager
def pipe(text: str) -> Iterator[str]:
    """The name of a pipe that holds a text once, as the shell's `<(…)` makes it."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    try:
        yield f"/dev/fd/{reading}"
    finally:
        os.close(reading)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there is no /dev/fd")
def test_a_named_pipe_that_nobody_writes_to_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inputs, "PATIENCE", 0.1)
    os.mkfifo(folder / "pipe.yaml")
    for arguments in (("lint",), ("build",), ("diff", "small.yaml")):
        said = say(*arguments, "pipe.yaml", folder=folder)
        assert (said.code, said.out) == (3, "")
        assert said.err == (
            "gen-flowlogs: cannot read pipe.yaml: it is a named pipe, and no data arrived in 0.1 seconds\n"
        )
    said = say("lint", "*.yaml", folder=folder)
    assert said.code == 3


def test_a_named_pipe_with_a_writer_is_read_to_its_end(folder: Path):
    path = folder / "pipe.yaml"
    os.mkfifo(path)
    writing = threading.Thread(target=lambda: path.write_text(SPEC + "#" * 200_000, encoding="utf-8"))
    writing.start()
    assert say("lint", "pipe.yaml", folder=folder).code == 0
    writing.join()


def test_an_open_pipe_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(inputs, "PATIENCE", 0)
    reading, writing = os.pipe()
    late = threading.Timer(0.3, lambda: (os.write(writing, SPEC.encode()), os.close(writing)))
    late.start()
    assert say("lint", f"/dev/fd/{reading}", folder=folder).code == 0
    late.join()
    os.close(reading)


def test_a_pipe_is_read_once(folder: Path):
    with pipe(SPEC) as name:
        assert say("build", name, folder=folder).code == 0
    for form in ("text", "github"):
        with pipe(SPEC) as name:
            assert say("check", name, "--format", form, folder=folder).code == 0
        with pipe(SPEC.replace("vpc-0", "vpc-1")) as name:
            said = say("check", name, "--format", form, folder=folder)
            assert (said.code, said.out.count("flow_logs.tf:1:1") + said.out.count(",line=1,")) == (1, 0)
    with pipe(SPEC) as old, pipe(SPEC.replace("core:", "edge:")) as new:
        said = say("diff", old, new, folder=folder)
    assert f"  {old}:8 (before)\n" in said.out
    assert f"  {new}:8\n" in said.out


# standard input


def test_standard_input(folder: Path):
    said = say("build", "-", folder=folder, stdin=SPEC.encode())
    assert said.code == 0
    assert (folder / "out/small/flow_logs.tf").read_text().startswith("# Code generated by gen-flowlogs from ")
    wrong = say("lint", "-", folder=folder, stdin=BROKEN.encode())
    assert wrong.out.startswith("<stdin>:9:10: error: ")
    assert "file=<stdin>,line=9" in say("lint", "-", "--format", "github", folder=folder, stdin=BROKEN.encode()).out
    assert say("lint", "-", "-", folder=folder, stdin=SPEC.encode()).code == 2


def test_standard_input_leaves_the_headers_of_files(folder: Path):
    say("build", "small.yaml", folder=folder)
    before = snapshot(folder)
    assert say("check", "-", folder=folder, stdin=SPEC.encode()).code == 0
    assert say("build", "-q", "-", folder=folder, stdin=SPEC.encode()) == Said(0, "", "")
    assert snapshot(folder) == before
    other = SPEC.replace("vpc-0", "vpc-1").encode()
    assert say("build", "-", folder=folder, stdin=other).out.splitlines()[1:] == ["  changed flow_logs.tf"]
    assert (
        (folder / "out/small/flow_logs.tf").read_text().startswith("# Code generated by gen-flowlogs from small.yaml;")
    )
    edited = folder / "out/small/flow_logs.tf"
    edited.write_bytes(b"\xef\xbb\xbf" + edited.read_bytes())
    assert say("check", "-", folder=folder, stdin=other).code == 1
