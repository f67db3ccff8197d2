"""Any bytes end in diagnostics or in files: no traceback, and no time that is out of proportion.

Mutated cases and broken bytes, drawn from a fixed seed: some hundred here, by the hundred thousand in `make fuzz`.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import catalogue
from gen_flowlogs import pipeline, source
from test_hcl import PIECES

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.fuzz

MANY = "GEN_FLOWLOGS_FUZZ" in os.environ
LOADED, COMPILED = (400_000, 40_000) if MANY else (4_000, 300)
SLOW = 4.0
"""Seconds of CPU for one input; the largest has less than 100 kB."""

SOUND = tuple((case.folder / case.spec).read_bytes() for case in catalogue.ok_cases())
SEEDS = tuple((case.folder / case.spec).read_bytes() for case in (*catalogue.ok_cases(), *catalogue.err_cases()))
TOKENS = (
    *(
        b"\n",
        b" ",
        b"  ",
        b"\t",
        b":",
        b": ",
        b"- ",
        b"? ",
        b",",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!x ",
    ),
    *(
        b"---\n",
        b"...\n",
        b"#",
        b"|",
        b">",
        b"'",
        b'"',
        b"%",
        b"@",
        b"`",
        b"~",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\\",
    ),
    *(b"null", b"true", b"1", b"0777", b"1e9", b".inf", b"2026-01-01", b"<<: *a", b"{<<: ", b"[" * 70, b"&a [*a]"),
    *(b"include: [x.yaml]\n", b"name: con\n", b"stack: all", b"existing: true", b"renamed_from: a", b"within: a"),
    *(piece.encode() for piece in PIECES),
)


def mutated(chance: random.Random, seeds: tuple[bytes, ...] = SEEDS) -> bytes:
    """A case with some of it taken out, doubled, exchanged, or replaced by a token or by any bytes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 40, 200)))
        match chance.randrange(6):
            case 0:
                del data[start:end]
            case 1:
                data[start:start] = data[start:end] * chance.choice((1, 2, 30))
            case 2:
                data[start:end] = chance.choice(TOKENS)
            case 3:
                data[start:end] = chance.randbytes(end - start)
            case 4:
                other = chance.choice(SEEDS)
                there = chance.randrange(len(other))
                data[start:end] = other[there : there + chance.choice((8, 60, 400))]
            case _:
                lines = data.split(b"\n")
                one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[two] = lines[two], lines[one]
                data = bytearray(b"\n".join(lines))
    return bytes(data[:100_000])


def timed(work: Callable[[], object], what: str) -> None:
    started = time.process_time()
    work()
    assert time.process_time() - started < SLOW, what


def test_the_loader_reads_or_refuses_any_bytes(record_property: Callable[[str, object], None]):
    chance, outcomes = random.Random(11), Counter[str]()
    for number in range(LOADED):
        data = mutated(chance) if number % 2 else b"".join(chance.choices(TOKENS, k=chance.randint(1, 60)))

        def load(data: bytes = data) -> None:
            document = source.load(data, "s.yaml")
            outcomes["refused" if document.broken else "accepted"] += 1
            for finding in document.findings:
                assert finding.severity == "error"

        timed(load, f"input {number}: {data!r}")
    tell("loader", outcomes, LOADED, record_property)


def test_the_compiler_makes_files_or_errors_of_any_bytes(record_property: Callable[[str, object], None]):
    chance, outcomes = random.Random(12), Counter[str]()
    for number in range(COMPILED):
        data = mutated(chance, SOUND if number % 2 else SEEDS)

        def compiled(data: bytes = data) -> None:
            result = pipeline.compile(data, "s.yaml", read=absent, today=catalogue.TODAY)
            errors = [each for each in result.diagnostics if each.severity == "error"]
            assert (result.files is None) == bool(errors)
            assert all(each.message.isprintable() and each.position.line >= 1 for each in result.diagnostics)
            outcomes["accepted" if result.files is not None else "refused"] += 1

        timed(compiled, f"input {number}: {data!r}")
    tell("compiler", outcomes, COMPILED, record_property)


def absent(path: str) -> bytes:
    raise FileNotFoundError(path)


def tell(what: str, outcomes: Counter[str], inputs: int, record_property: Callable[[str, object], None]) -> None:
    """What is counted; an input that raises or is slow ends the test and is told by its number."""
    told = (
        f"{what}: {inputs} inputs, {outcomes['refused']} refused, {outcomes['accepted']} accepted, 0 tracebacks, 0 slow"
    )
    record_property("fuzz", told)
    print(told)  # noqa: T201 - `make fuzz` shows it
    assert outcomes["refused"] > inputs / 10
    assert outcomes["accepted"] > inputs / 50, "nothing that is accepted gets far"
