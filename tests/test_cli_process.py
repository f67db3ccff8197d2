"""The command as a process: its streams, its signals, its working directory, and what it says of a bug of ours."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import catalogue
from catalogue import Said
from commands import BROKEN, GEN_FLOWLOGS, process, say, write_specs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_specs(tmp_path)


def test_the_installed_command_works(folder: Path):
    ran = process("small.yaml", folder=folder)
    assert (ran.returncode, Said(0, "", ran.stderr).beside) == (0, "")
    assert process("check", "small.yaml", folder=folder).returncode == 0


def test_python_m_gen_flowlogs(folder: Path):
    ran = subprocess.run(
        [sys.executable, "-m", "gen_flowlogs", "lint", "small.yaml"],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(catalogue.ROOT)},
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "count"),
    [
        (("lint", "broken.yaml"), 1, "gen-flowlogs: 1 error in 1 spec\n"),
        (("lint", "--format", "json", "broken.yaml"), 1, ""),
        (("--help",), 0, ""),
        (("--version",), 0, ""),
        (("schema",), 0, ""),
    ],
)
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[str, ...], code: int, count: str, folder: Path):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        ran = subprocess.run(
            [str(GEN_FLOWLOGS), *arguments],
            cwd=folder, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (code, count)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("rules",),
        ("schema",),
        ("--help",),
        ("lint", "--help"),
        ("--version",),
        ("-V",),
        ("lint", "broken.yaml"),
        ("completion", "bash"),
    ],
)
def test_a_full_disk_under_standard_output(arguments: tuple[str, ...], buffered: str, folder: Path):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [str(GEN_FLOWLOGS), *arguments], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONUNBUFFERED": buffered},
        )  # fmt: skip
    count = "gen-flowlogs: 1 error in 1 spec\n" if "broken.yaml" in arguments and not buffered else ""
    assert (ran.returncode, ran.stderr) == (3, f"{count}gen-flowlogs: standard output: No space left on device\n")


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use cannot be deleted there")
@pytest.mark.parametrize(
    "arguments", [("build", "../small.yaml"), ("lint", "small.yaml"), ("diff", "--base", "HEAD", "x.yaml"), ("init",)]
)
def test_a_working_directory_that_is_gone(arguments: tuple[str, ...], folder: Path):
    (folder / "gone").mkdir()
    script = 'cd gone && rmdir ../gone && exec "$@"'
    ran = subprocess.run(
        ["sh", "-c", script, "sh", str(GEN_FLOWLOGS), *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == (
        "gen-flowlogs: the working directory cannot be found, it may have been deleted: No such file or directory\n"
    )


CONSOLES = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    "utf-16": {"PYTHONIOENCODING": "utf-16-le"},
    "strict": {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "unbuffered": {"PYTHONIOENCODING": "cp1252", "PYTHONUNBUFFERED": "1"},
}


def raw(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    return subprocess.run(
        [str(GEN_FLOWLOGS), *arguments], cwd=folder, capture_output=True, check=False, env={**clean, **environment}
    )


@pytest.fixture
def foreign(folder: Path) -> Path:
    """A folder with a broken spec whose name and text are outside of every code page."""
    (folder / "é日😀.yaml").write_text(BROKEN.replace("vpc-nonsense", "vpc-né😀"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("console", CONSOLES)
def test_documents_are_utf_8_on_any_console(console: str, foreign: Path):
    for arguments in (
        ("schema",), ("schema", "--include"), ("completion", "fish"), ("fields", "--format", "json"),
        ("rules", "--format", "json"), ("lint", "--format", "json", "é日😀.yaml"),
        ("lint", "--format", "github", "é日😀.yaml"), ("lint", "--format", "junit", "é日😀.yaml"),
        ("diff", "--format", "markdown", "small.yaml", "warned.yaml"),
    ):  # fmt: skip
        ran = raw(*arguments, folder=foreign, **CONSOLES[console])
        usual = raw(*arguments, folder=foreign, PYTHONUTF8="1")
        assert ran.stdout.decode("utf-8") == usual.stdout.decode("utf-8"), arguments
        assert ran.returncode == usual.returncode
        if "github" in arguments:
            assert "file=é日😀.yaml" in ran.stdout.decode("utf-8")
        if "markdown" in arguments:
            assert "\N{INFORMATION SOURCE}" in ran.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("console", "encoding", "name"),
    [
        ("cp1252", "cp1252", r"é\u65e5\U0001f600.yaml:"),
        ("ascii", "ascii", r"\xe9\u65e5\U0001f600.yaml:"),
        ("strict", "ascii", r"\xe9\u65e5\U0001f600.yaml:"),
        ("utf-16", "utf-16-le", "é日😀.yaml:"),
    ],
)
def test_text_is_what_the_console_can_show(console: str, encoding: str, name: str, foreign: Path):
    ran = raw("lint", "é日😀.yaml", folder=foreign, **CONSOLES[console])
    assert ran.returncode == 1
    assert ran.stdout.decode(encoding).startswith(name)
    assert ran.stderr.decode(encoding) == "gen-flowlogs: 1 error in 1 spec\n"


def test_text_and_documents_share_a_stream(foreign: Path):
    """`build --format github` writes annotations to standard error, and then text."""
    ran = raw("build", "--format", "github", "é日😀.yaml", "none.yaml", folder=foreign, PYTHONIOENCODING="cp1252")
    assert ran.stderr.decode("cp1252") == "gen-flowlogs: cannot read none.yaml: No such file or directory\n"
    ran = raw("check", "--format", "github", "é日😀.yaml", "warned.yaml", folder=foreign, PYTHONIOENCODING="cp1252")
    assert "file=é日😀.yaml" in ran.stdout.decode("utf-8")
    assert b"gen-flowlogs build warned.yaml" in ran.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_interrupted(folder: Path):
    os.mkfifo(folder / "pipe.yaml")
    child = subprocess.Popen(
        [str(GEN_FLOWLOGS), "lint", "pipe.yaml"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_hearing,  # noqa: PLW1509 - no threads here
    )  # fmt: skip
    with child, (folder / "pipe.yaml").open("wb"):  # opens when the command does
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert (child.returncode, out, err) == (130, "", "")


def test_a_bug_of_ours_is_one_short_apology(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr("gen_flowlogs.pipeline.compile", broken)
    said = say("build", "small.yaml", folder=folder)
    assert said.code == 3
    assert said.err.startswith("gen-flowlogs: internal error: KeyError in ")
    assert "Traceback" not in said.err
    assert "secret" not in said.err
    monkeypatch.setenv("GEN_FLOWLOGS_DEBUG", "1")
    assert "Traceback" in say("build", "small.yaml", folder=folder).err


@pytest.mark.parametrize("name", ["_cffi.thing", "yaml"])
def test_a_dependency_that_is_missing_is_no_bug(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("gen_flowlogs.pipeline.compile", missing)
    said = say("build", "small.yaml", folder=folder)
    assert (said.code, said.err.count("\n")) == (3, 1)
    assert said.err.startswith(
        f'gen-flowlogs: the Python package "{name.partition(".")[0]}" cannot be imported by {sys.executable}'
    )
    assert "install gen-flowlogs again, with its dependencies" in said.err


def test_too_little_memory_is_no_bug(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("gen_flowlogs.pipeline.compile", greedy)
    said = say("build", "small.yaml", folder=folder)
    assert said == Said(3, "", "gen-flowlogs: there is not enough memory for specs of this size\n")


def test_an_unwritable_folder(folder: Path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (folder / "out").mkdir(mode=0o555)
    with contextlib.ExitStack() as stack:
        stack.callback((folder / "out").chmod, 0o755)
        assert say("build", "small.yaml", folder=folder).code == 3


INTERRUPTED_IMPORT = """\
import os, signal, sys
left = int(sys.argv.pop(1))
def hook(event, args):
    global left
    if event == "import" and "gen_flowlogs.cli" in sys.modules:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
from gen_flowlogs.cli import main
sys.addaudithook(hook)
code = main()
print("LEFT", left, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144])
def test_an_interrupt_while_modules_are_imported_is_silent(number: int, folder: Path):
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT, str(number), "lint", "small.yaml"],
        cwd=folder, capture_output=True, text=True, check=False, preexec_fn=_hearing,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) in ((-signal.SIGINT, ""), (130, "LEFT 0\n"))


def _hearing() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it


def test_an_interrupt_that_the_parent_ignores_stays_ignored(folder: Path):
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT, "8", "lint", "small.yaml"],
        cwd=folder, capture_output=True, text=True, check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    assert ran.returncode == 0
    assert ran.stderr.startswith("LEFT -")
