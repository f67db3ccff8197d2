"""What decoding records costs, against what nobody can do without: `json.dumps` of dictionaries that are ready.

python bench/decode.py          the limits, over ten million records; exit code 1 where one is not kept
python bench/decode.py --quick  the ratios over two million records, without the memory over ten
python bench/decode.py --dumps FIELDS FILE   the yardstick: CPU seconds of a million records

Time is compared between runs that follow each other, since a machine has more and less to do at times.
"""

from __future__ import annotations

import gzip
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import run

MOST_TIME = 0.6  # times json.dumps of the same records
MOST_TIME_PACKED = 0.7  # with unpacking, which json.dumps has not to do: zlib alone takes 0.1
MILLIONS = 2
MOST_MEMORY = 38.0  # MiB, which are 40 MB, however many records there are

BLOCK = 20_000
SECURITY = "vpc-0a1b2c3d4e5f60002 subnet-0a1b2c3d4e5f60003 {instance} {flags} IPv4 {source} {target} us-east-1 use1-az1"


def lines(count: int, *, wide: bool) -> str:
    """Records of flows, with one in twenty of an interval without any: the default format, or the preset security."""
    chance = random.Random(1)
    made = []
    for number in range(count):
        head = f"2 111122223333 eni-{chance.getrandbits(68):017x}"
        times = f"{1791000000 + number} {1791000060 + number}"
        if number % 20 == 0:
            tail = " vpc-0a1b2c3d4e5f60002 subnet-0a1b2c3d4e5f60003 - - - - - us-east-1 use1-az1 - - - - -"
            made.append(f"{head} - - - - - - - {times} - NODATA{tail if wide else ''}")
            continue
        source, target = (f"10.{chance.randrange(256)}.{chance.randrange(256)}.7" for _ in range(2))
        ports = f"{chance.randrange(1024, 65536)} {chance.choice((22, 80, 443))}"
        sums = f"{chance.randrange(1, 200)} {chance.randrange(40, 200_000)}"
        record = f"{head} {source} {target} {ports} 6 {sums} {times} {chance.choice(('ACCEPT', 'REJECT'))} OK"
        if wide:
            way = chance.choice(("ingress -", "egress 1", "egress 8"))
            record += " " + SECURITY.format(
                instance=f"i-{chance.getrandbits(68):017x}",
                flags=chance.choice((0, 2, 18)),
                source=source,
                target=target,
            )
            record += f" {way} {chance.choice(('-', '-', 'S3'))} - -"
        made.append(record)
    return "".join(f"{record}\n" for record in made)


def dumps(fields: str, file: str) -> float:
    """CPU seconds in which json.dumps writes a million of the records of a file, which are dictionaries already."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "generator"))
    from gen_flowlogs.aws.fields import BY_NAME, PRESETS  # noqa: PLC0415 - this is a process of its own

    names = PRESETS[fields]["vpc"]
    ready = [
        {
            name.replace("-", "_"): None if cell == "-" else cell if BY_NAME[name].type == "string" else int(cell)
            for name, cell in zip(names, line.split(), strict=True)
        }
        for line in Path(file).read_text(encoding="utf-8").splitlines()
    ]
    with Path("/dev/null").open("w", encoding="utf-8") as out:
        began = time.process_time()
        for _ in range(10):
            out.writelines(json.dumps(record) + "\n" for record in ready)
        return (time.process_time() - began) * 1_000_000 / (10 * len(ready))


def yardstick(folder: Path, fields: str) -> float:
    """The same of a process of its own, so that nothing of it counts for the next one."""
    run.measure(sys.executable, str(Path(__file__).resolve()), "--dumps", fields, "block", folder=folder)
    return float((folder / "said").read_text(encoding="utf-8"))


def ratio(folder: Path, name: str, fields: str) -> tuple[float, run.Cost, float]:
    """Decoding against json.dumps before and after it; the median of three times, and its costs for a million."""
    found = []
    for _ in range(3):
        before = yardstick(folder, fields)
        cost = decode(folder, name, fields)
        dumped = statistics.mean((before, yardstick(folder, fields)))
        found.append((cost.cpu / MILLIONS / dumped, cost, dumped))
    return sorted(found, key=lambda each: each[0])[1]


def decode(folder: Path, name: str, fields: str) -> run.Cost:
    """The cost of the whole command."""
    command = f"{run.COMMAND} decode --fields {fields} --format json {name} > /dev/null"
    return run.measure("/bin/sh", "-c", f"exec {command}", folder=folder)


def main() -> int:
    """Measure and print."""
    if "--dumps" in sys.argv[1:]:
        print(dumps(*sys.argv[2:]))
        return 0
    failed = False
    print(f"{'records as JSON lines':<31} {'ratio':>7} {'limit':>7}   CPU s of a million, MiB / CPU s of json.dumps")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for fields in ("default", "security"):
            write(folder, fields)
            for file, limit in (("flows.log", MOST_TIME), ("flows.log.gz", MOST_TIME_PACKED)):
                found, cost, dumped = ratio(folder, file, fields)
                failed |= found > limit or cost.memory > MOST_MEMORY
                what = f"{fields}, {file}"
                costs = f"{cost.cpu / MILLIONS:.2f} s {cost.memory:.0f} MiB / {dumped:.2f} s"
                print(f"{what:<31} {found:>7.2f} {limit:>7.2f}   {costs}{'   TOO MUCH' if found > limit else ''}")
        if "--quick" not in sys.argv[1:]:
            failed |= ten_millions(folder) > MOST_MEMORY
    return int(failed)


def write(folder: Path, fields: str) -> None:
    """Write the files that are decoded, piece by piece: the memory of this process counts for those that it starts."""
    block = lines(BLOCK, wide=fields == "security").encode()
    (folder / "block").write_bytes(block)
    with (folder / "flows.log").open("wb") as text, gzip.open(folder / "flows.log.gz", "wb", compresslevel=6) as packed:
        for _ in range(MILLIONS * 1_000_000 // BLOCK):
            text.write(block)
            packed.write(block)


def ten_millions(folder: Path) -> float:
    """The memory in MiB that ten million records need."""
    block = lines(BLOCK, wide=False).encode()
    with (folder / "ten.log").open("wb") as large:
        for _ in range(10_000_000 // BLOCK):
            large.write(block)
    cost = decode(folder, "ten.log", "default")
    verdict = "" if cost.memory <= MOST_MEMORY else "   TOO MUCH"
    print(f"{'MiB for ten million records':<31} {cost.memory:>7.0f} {MOST_MEMORY:>7.0f}   {cost.cpu:.1f} s{verdict}")
    return cost.memory


if __name__ == "__main__":
    sys.exit(main())
