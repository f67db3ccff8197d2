"""What a compilation costs, as ratios that hold on any machine, against the limits that the project sets itself.

CPU is user and system time of the whole process, as the kernel counts it; memory is its peak. The yardstick for
`build` is a bare process that loads the same file with PyYAML's C loader; that for `--version` is Python doing nothing,
and that for `lint` and `check` of specs/prod.yaml is Python importing three libraries that a compiler like this uses.
The runs of what is compared alternate, so that a busy machine slows both. Exit code 1 where a limit is not kept.

    python bench/run.py            10,000 capture points, and 100,000 once
    python bench/run.py --quick    10,000 alone, three runs
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path

import spec
import stacks

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sysconfig.get_path("scripts"), "gen-flowlogs")
YARDSTICK = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"
LIBRARIES = "import yaml, jinja2, jsonschema"

MOST_BUILD = 0.75  # times the yardstick
MOST_GROWTH = 11.0  # 100,000 capture points over 10,000
MOST_START = 2.5  # `--version` over `python -c pass`
MOST_SHORT = 1.0  # `lint` and `check` of specs/prod.yaml over importing LIBRARIES
MOST_EQUAL = 1.3  # 1,000 stacks whose values are equal, over literals
MOST_DISTINCT = 3.0  # 1,000 stacks of which each has values of its own


@dataclass(frozen=True)
class Cost:
    """CPU seconds and peak memory in MiB."""

    cpu: float
    memory: float


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: float
    limit: float
    detail: str


def environment() -> dict[str, str]:
    """The environment without what keeps Python from storing its bytecode, which an installed program has stored."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(*command: str, folder: Path, at: Path | None = None) -> Cost:
    """Run a command once. `at`: its working directory, if that is not the folder of what is said."""
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, cwd=at or folder, stdout=said, stderr=said, env=environment()) as child,
    ):
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}: {(folder / 'said').read_text()[:2000]}")
    divisor = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / divisor)


def in_turn(runs: int, *commands: tuple[str, ...], folder: Path, at: Path | None = None) -> list[Cost]:
    """The medians of several commands, run one after the other, `runs` times."""
    found: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for number, command in enumerate(commands):
            found[number].append(measure(*command, folder=folder, at=at))
    return [
        Cost(statistics.median(one.cpu for one in costs), statistics.median(one.memory for one in costs))
        for costs in found
    ]


def rows(folder: Path, *, quick: bool) -> list[Row]:
    """Everything that has a limit."""
    small = _written(folder, 10_000)
    runs = 3 if quick else 5
    built, loaded = in_turn(runs, _build(small), (sys.executable, "-c", YARDSTICK, small), folder=folder)
    started, bare = in_turn(15, (str(COMMAND), "--version"), (sys.executable, "-c", "pass"), folder=folder)
    table = [
        Row("build of 10,000 / loading it", built.cpu / loaded.cpu, MOST_BUILD, _both(built, loaded)),
        Row("--version / python -c pass", started.cpu / bare.cpu, MOST_START, _both(started, bare)),
    ]
    table += _short(folder)
    literal, equal, distinct = in_turn(
        runs, *(_check(_with_stacks(folder, kind)) for kind in stacks.KINDS), folder=folder
    )
    table += [
        Row("1,000 stacks: equal values", equal.cpu / literal.cpu, MOST_EQUAL, _both(equal, literal)),
        Row("1,000 stacks: distinct values", distinct.cpu / literal.cpu, MOST_DISTINCT, _both(distinct, literal)),
    ]
    if not quick:
        large = measure(*_build(_written(folder, 100_000)), folder=folder)
        table.append(Row("build of 100,000 / of 10,000", large.cpu / built.cpu, MOST_GROWTH, _both(large, built)))
    return table


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        table = rows(Path(name), quick="--quick" in sys.argv[1:])
    print(f"{'':<30} {'ratio':>7} {'limit':>7}   CPU s and MiB, each")
    for row in table:
        verdict = "" if row.measured <= row.limit else "   TOO MUCH"
        print(f"{row.what:<30} {row.measured:>7.2f} {row.limit:>7.2f}   {row.detail}{verdict}")
    return int(any(row.measured > row.limit for row in table))


def _short(folder: Path) -> list[Row]:
    """The commands that one waits for: a spec of a usual size, whose output is up to date."""
    commands = {name: (str(COMMAND), name, "--as-of", "2026-01-15", "specs/prod.yaml") for name in ("lint", "check")}
    linted, checked, imported = in_turn(
        15, *commands.values(), (sys.executable, "-c", LIBRARIES), folder=folder, at=ROOT
    )
    return [
        Row("lint of specs/prod / imports", linted.cpu / imported.cpu, MOST_SHORT, _both(linted, imported)),
        Row("check of specs/prod / imports", checked.cpu / imported.cpu, MOST_SHORT, _both(checked, imported)),
    ]


def _build(path: str) -> tuple[str, ...]:
    return (str(COMMAND), "build", "--as-of", "2026-01-15", "--out", f"{path}.out", path)


def _check(path: str) -> tuple[str, ...]:
    return (str(COMMAND), "check", "--as-of", "2026-01-15", "--out", f"{path}.out", path)


def _with_stacks(folder: Path, kind: stacks.Kind) -> str:
    """A spec of 1,000 stacks, and its output, so that what is measured writes nothing."""
    path = folder / f"{kind}.yaml"
    path.write_text(stacks.text(1000, kind), encoding="utf-8")
    measure(str(COMMAND), "build", "--as-of", "2026-01-15", "--out", f"{path}.out", str(path), folder=folder)
    return str(path)


def _both(one: Cost, other: Cost) -> str:
    return f"{one.cpu:.3f} s {one.memory:.0f} MiB / {other.cpu:.3f} s {other.memory:.0f} MiB"


def _written(folder: Path, count: int) -> str:
    path = folder / f"{count}.yaml"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(spec.lines(count))
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
