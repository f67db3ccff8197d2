"""Builds that are killed, or whose disk fails, at each call in turn; what is left, and whether the next build mends it.

    python tests/support/faults.py WAY STEP

There are SCENARIOS: an output folder, and a command that changes it. A WAY is what happens: `error` (one call of `emit`
to the system fails), `dead` (from one call on, all that would change a file fail), `kill` (SIGKILL at a call), `strace`
(SIGKILL at a system call of the whole command, by strace). STEP takes each so many-th fault alone. Prints, as JSON,
the counts of faults and of the states that they left; ends with a traceback where a state is none of these:

    old, new     the whole output
    whole        each folder, or file in one of the author's, is old or new: only after a kill
    guarded      a guard of gen-flowlogs is in each folder that is neither, and `check` says so
"""

from __future__ import annotations

import builtins
import collections
import contextlib
import datetime as dt
import errno
import fcntl
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import catalogue
from gen_flowlogs import emit, pipeline
from gen_flowlogs.cli import drift, exits, inputs, leftovers
from gen_flowlogs.cli.spec_files import SpecFiles
from gen_flowlogs.output import END
from small_specs import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUT = Path("out")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EPERM)
DEAD = (errno.EIO, errno.EROFS)
CALLS = ("open", "replace", "unlink", "mkdir", "rmdir", "chmod", "chown", "fsync", "stat", "lstat", "scandir",
         "listxattr", "getxattr", "setxattr", "removexattr")  # fmt: skip
READING = frozenset({"stat", "lstat", "scandir", "listxattr", "getxattr", "read"})
CHANGING = (
    *(
        "write",
        "pwrite64",
        "rename",
        "renameat",
        "renameat2",
        "unlink",
        "unlinkat",
        "mkdir",
        "mkdirat",
        "rmdir",
        "chmod",
    ),
    *("fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "setxattr", "removexattr", "link", "linkat"),
    *("symlink", "symlinkat", "truncate", "ftruncate", "fsync", "fdatasync"),
)
"""System calls; one that makes a file is followed by one that writes it. `?` lets strace pass over those of others."""


@dataclass(frozen=True)
class Scenario:
    """The specs and the output before, and the command that is disturbed."""

    before: Callable[[], None]
    change: Callable[[], None]
    specs: tuple[str, ...]
    drop: tuple[str, ...] = ()

    @property
    def arguments(self) -> list[str]:
        return ["build", *self.specs, *(part for name in self.drop for part in ("--drop-stack", name))]


def _two(*stacks: str, web: str = "web", bucket: bool = True) -> Callable[[], None]:
    def make() -> None:
        write(Path("specs/web.yaml"), web, bucket=bucket)
        write(Path("specs/org.yaml"), "org", *stacks)

    return make


def _renamed() -> None:
    Path("specs/web.yaml").rename("specs/front.yaml")


def _inside(*, bucket: bool) -> Callable[[], None]:
    def make() -> None:
        place = OUT / "theirs"
        place.mkdir(parents=True, exist_ok=True)
        (place / "main.tf").write_text("# theirs\n")
        write(Path("specs/web.yaml"), "web", bucket=bucket, folder="../out/theirs")
        write(Path("specs/api.yaml"), "api", bucket=bucket, folder="../out/theirs")

    return make


INSIDE = ("specs/web.yaml", "specs/api.yaml")
BOTH = ("specs/web.yaml", "specs/org.yaml")
SCENARIOS = {
    "first build": Scenario(lambda: None, _two("audit", "network"), BOTH),
    "rebuild": Scenario(_two("audit"), _two("audit", "network", bucket=False), BOTH),
    "stack gone": Scenario(_two("audit", "network"), _two("audit"), BOTH),
    "drop-stack": Scenario(_two("audit", "network"), _two("audit"), ("specs/org.yaml",), ("network",)),
    "file renamed": Scenario(_two("audit"), _renamed, ("specs/front.yaml",)),
    "in a folder": Scenario(_inside(bucket=False), _inside(bucket=True), INSIDE),
    "spec renamed": Scenario(_two("audit"), _two("audit", web="web2"), BOTH),
}


# what is on the disk


def tree() -> dict[str, bytes | None]:
    """Every file and folder of the output, hidden ones too."""
    return {path.as_posix(): None if path.is_dir() else path.read_bytes() for path in sorted(OUT.rglob("*"))}


def state(old: dict[str, bytes | None], new: dict[str, bytes | None]) -> str:
    """The state of the output. AssertionError where Terraform would apply a mixture."""
    now = tree()
    seen = {name: data for name, data in now.items() if data is not None and not Path(name).name.startswith(".")}
    guarded = {str(Path(name).parent) for name in seen if Path(name).name == emit.GUARD}
    for folder in set(map(_unit, (*seen, *old, *new))) - guarded:
        assert _in(folder, seen) in (_in(folder, old), _in(folder, new)), f"a mixture in {folder}: {sorted(seen)}"
    if guarded:
        said = catalogue.command("check", *_there(), folder=Path())
        assert said.code == exits.FINDINGS, said
        return "guarded"
    if _files(seen) == _files(old):
        return "old"
    return "new" if _files(seen) == _files(new) else "whole"


def _there() -> list[str]:
    return [str(path) for path in sorted(Path("specs").iterdir())]


def _files(files: dict[str, Any]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if data is not None}


def _in(folder: str, files: dict[str, Any]) -> dict[str, bytes]:
    return {name: data for name, data in _files(files).items() if _unit(name) == folder}


def _unit(name: str) -> str:
    """What is old or new as a whole: the folder of a file, but in a folder of the author's the file itself."""
    return name if name.endswith(END) else str(Path(name).parent)


# what happens to a call


class Disturbed(contextlib.AbstractContextManager["Disturbed"]):
    """The calls of this process to the system about the output, of which those from `first` to `last` are disturbed."""

    def __init__(self, first: int, last: float, happens: Callable[[], None], *, changing: bool = False) -> None:
        self.calls = 0
        self.hit = ""
        self._disturbed = (first, last)
        self._happens = happens
        self._changing = changing
        self._real: list[tuple[Any, str, Any]] = []

    def count(self, name: str) -> None:
        if self._changing and name in READING:
            return
        self.calls += 1
        if self._disturbed[0] <= self.calls <= self._disturbed[1]:
            self.hit = name
            self._happens()

    def __enter__(self) -> Self:
        for module, name in (*((os, each) for each in CALLS), (io, "open"), (builtins, "open"), (fcntl, "flock")):
            real = getattr(module, name)
            self._real.append((module, name, real))
            setattr(module, name, self._counted(name, real, wraps=module in (io, builtins)))
        return self

    def __exit__(self, *_: object) -> None:
        for module, name, real in self._real:
            setattr(module, name, real)

    def _counted(self, name: str, real: Callable[..., Any], *, wraps: bool) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if not _is_about_output(arguments[0] if arguments else "."):
                return real(*arguments, **options)
            flags = arguments[1] if len(arguments) > 1 else options.get("mode", "r")
            opens = name == "open" and flags in ("rb", "r", os.O_RDONLY)
            self.count("read" if opens else name)
            made = real(*arguments, **options)
            return _Stream(made, self) if wraps else made

        return call


class _Stream:
    """A file whose reads, writes and end are counted."""

    def __init__(self, stream: Any, disturbed: Disturbed) -> None:
        self._stream = stream
        self._disturbed = disturbed

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        if "w" in self._stream.mode:
            self._disturbed.count("close")

    def read(self, *size: int) -> bytes:
        self._disturbed.count("read")
        return self._stream.read(*size)

    def write(self, data: bytes) -> None:
        self._disturbed.count("write")
        self._stream.write(data)


def _is_about_output(argument: object) -> bool:
    if isinstance(argument, int):
        return True
    path = os.path.relpath(os.fspath(argument)) if isinstance(argument, str | os.PathLike) else ""
    return path == "out" or path.startswith(f"out{os.sep}")


def _fails(number: int) -> Callable[[], None]:
    def happens() -> None:
        raise OSError(number, os.strerror(number), "out/somewhere")

    return happens


def _dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# a command with what happens to it


@dataclass
class Run:
    """One scenario in one way."""

    name: str
    way: str
    step: int
    counts: collections.Counter[str] = field(default_factory=collections.Counter)

    def __post_init__(self) -> None:
        self.scenario = SCENARIOS[self.name]
        self.scenario.before()
        if _there_are_specs():
            assert catalogue.command("build", *_there(), folder=Path()).code == 0
        self.scenario.change()
        self.old = tree()
        self.results = self._compiled()
        self._known = SpecFiles()
        self._known.others(self.scenario.specs[0])("", None)  # has searched before anything happens
        self._saved = Path("saved")
        if OUT.exists():
            shutil.copytree(OUT, self._saved)
        self.build()
        self.new = tree()
        assert self.new != self.old

    def _compiled(self) -> tuple[pipeline.Compiled, ...]:
        today = dt.datetime(2026, 1, 15, tzinfo=dt.UTC).date()
        return tuple(
            pipeline.compile(Path(file).read_bytes(), file, read=inputs.content, today=today)
            for file in self.scenario.specs
        )

    def build(self) -> None:
        """What `build` does once the specs are compiled."""
        planned = drift.plans(self.results, OUT, self._known, drop=frozenset(self.scenario.drop))
        leftovers.refuse_drops(planned, self.scenario.drop)
        emit.apply(*planned)

    def again(self) -> None:
        """The output as it was before."""
        shutil.rmtree(OUT, ignore_errors=True)
        if self._saved.exists():
            shutil.copytree(self._saved, OUT)

    def mended(self) -> None:
        """Repeat the command: it finishes its work, if any was left."""
        if self.scenario.drop and tree() == self.new:
            return
        self.build()
        now = tree()
        assert now == self.new, f"not mended: {sorted(now.keys() ^ self.new.keys())}"

    def judge(self, code: int, what: str = "SIGKILL") -> None:
        """Count the state after a command that ended with this code, and repeat it."""
        found = state(self.old, self.new)
        self.counts["faults"] += 1
        self.counts[found] += 1
        litter = [name for name in tree() if Path(name).name.startswith(".")]
        match self.way:
            case "error":
                assert found == ("old" if code else "new"), f"{found} after {what}"
                assert not litter, what
            case "dead":
                assert found == "new" or code, f"{found} after {what}"
            case _:
                self.counts["with litter"] += bool(litter)
        self.mended()

    def errors(self) -> None:
        """One error, or errors without an end."""
        dead = self.way == "dead"
        for number in range(1, self._most() + 1):
            for error in DEAD if dead else ERRORS:
                if (number + error) % self.step:
                    continue
                self.again()
                disturbed = Disturbed(number, float("inf") if dead else number, _fails(error), changing=dead)
                failure = None
                try:
                    with disturbed:
                        self.build()
                except (OSError, exits.FileError) as raised:
                    failure = raised
                if isinstance(failure, emit.HalfWrittenError):
                    assert "build again" in str(failure)
                    self.counts["half written"] += 1
                elif failure:
                    assert state(self.old, self.new) == "old", failure
                self.judge(3 if failure else 0, f"{errno.errorcode[error]} at call {number}, {disturbed.hit}")

    def _most(self) -> int:
        if not hasattr(self, "_calls"):
            self.again()
            with Disturbed(0, 0, lambda: None, changing=self.way == "dead") as disturbed:
                self.build()
            self._calls = disturbed.calls
        return self._calls

    def kills(self) -> None:
        """SIGKILL at a call, in a child that holds nothing else."""
        for number in range(1, self._most() + 1, self.step):
            self.again()
            child = os.fork()
            if child == 0:
                with Disturbed(number, number, _dies):
                    self.build()
                os._exit(0)
            assert os.waitpid(child, 0)[1] == signal.SIGKILL
            self.judge(-signal.SIGKILL)

    def straces(self) -> None:
        """SIGKILL at a system call that changes a file: the n-th of its kind in a thread."""
        points = [(call, number) for call, most in self._system_calls().items() for number in range(1, most + 1)]
        for call, number in points[:: self.step]:
            self.again()
            ran = self._traced(f"--inject={call}:signal=KILL:when={number}")
            assert ran.returncode in {-signal.SIGKILL, 128 + signal.SIGKILL}, (call, number, ran)
            self.judge(-signal.SIGKILL)

    def _system_calls(self) -> dict[str, int]:
        """Each of them that the command makes → how often, in the thread that makes most of them."""
        self.again()
        with tempfile.NamedTemporaryFile() as log:
            ran = self._traced("--trace=" + ",".join(f"?{call}" for call in CHANGING), log.name)
            assert ran.returncode == 0, ran
            made = collections.Counter(tuple(line.partition(b"(")[0].split()) for line in log if b"(" in line)
        return {
            call.decode(): max(count for (_, other), count in made.items() if other == call) for _, call in sorted(made)
        }

    def _traced(self, *options: str) -> subprocess.CompletedProcess[bytes]:
        option, log = (*options, os.devnull)[:2]
        command = [sys.executable, "-B", "-m", "gen_flowlogs", *self.scenario.arguments]
        return subprocess.run(["strace", "-f", "-qq", "-o", log, option, *command], check=False, capture_output=True)


def _there_are_specs() -> bool:
    return Path("specs").is_dir()


def main(way: str, step: str) -> Iterator[str]:
    counts: collections.Counter[str] = collections.Counter()
    for name in SCENARIOS:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            run = Run(name, way, int(step))
            try:
                {"kill": run.kills, "strace": run.straces}.get(way, run.errors)()
            except AssertionError as error:
                error.add_note(f"in {name}")
                raise
            counts += run.counts
    yield json.dumps(counts | {"scenarios": len(SCENARIOS)})


if __name__ == "__main__":
    sys.stdout.writelines(main(*sys.argv[1:]))
