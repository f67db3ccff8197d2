"""The examples of docs/decode.md: commands that run in a folder with a spec and some files of records."""

from __future__ import annotations

import gzip
import re
import shlex
import tempfile
from pathlib import Path

import catalogue
import sample_records

PAGE = catalogue.ROOT / "docs" / "decode.md"

_BLOCK = re.compile(r"^```console\n\$ ([^\n]+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"<!-- exit (\d) -->\n$")

SEED = "2 123456789010 eni-abc123de 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"

SPEC = """\
version: 1
name: small
destinations:
  central: {cloudwatch_logs: {log_group: /flow-logs, retention_days: 30}}
  archive: {s3: {bucket: acme-flow-logs, expire_days: 400}}
capture_points:
  core: {vpc: vpc-0a1b2c3d4e5f67890, destinations: [central, archive]}
"""

S3_FILE = "111122223333_vpcflowlogs_us-east-1_fl-0a1b2c3d4e5f67890_20261001T0000Z_6aff0c0a.log.gz"


def _files() -> dict[str, bytes]:
    names = (
        "version",
        "account-id",
        "interface-id",
        "srcaddr",
        "dstaddr",
        "srcport",
        "dstport",
        "protocol",
        "packets",
        "bytes",
        "start",
        "end",
        "action",
        "log-status",
    )
    records = [
        sample_records.flow(version="2"),
        sample_records.flow(version="2", srcaddr="203.0.113.7", srcport="52001", dstport="22", action="REJECT"),
        sample_records.flow(version="2", srcaddr="10.0.3.9", dstport="53", protocol="17", bytes="210"),
        {**sample_records.empty("NODATA"), "version": "2"},
    ]
    text = [sample_records.line(names, record) for record in records]
    longer = (*names, "flow-direction")
    return {
        "spec.yaml": SPEC.encode(),
        "seed.log": f"{SEED}\n".encode(),
        "flows.log": "".join(f"{line}\n" for line in text).encode(),
        "mixed.log": f"{text[0]}\n2 111122223333 eni-0a1b\n{text[1].replace('52001', 'ssh')}\n{text[2]}\n".encode(),
        S3_FILE: gzip.compress(sample_records.file(longer, records[:2]).encode(), mtime=0),
    }


def blocks(page: str) -> list[tuple[str, str, int]]:
    """Command, what the page says that it prints, and its exit code (in a comment before it; else 0)."""
    found = []
    for block in _BLOCK.finditer(page):
        code = _CODE.search(page[: block.start()])
        found.append((block[1], block[2], int(code[1]) if code else 0))
    return found


def said(command: str) -> catalogue.Said:
    """Run a command of the page in a folder of its own; `< FILE` at its end is standard input."""
    words = shlex.split(command)
    with tempfile.TemporaryDirectory() as name:
        for path, data in _files().items():
            Path(name, path).write_bytes(data)
        stdin = None
        if "<" in words:
            stdin = Path(name, words.pop()).read_bytes()
            words.remove("<")
        return catalogue.command(*words[1:], folder=Path(name), stdin=stdin)


def renewed(page: str) -> str:
    """The page with what its commands print today."""

    def renew(block: re.Match[str]) -> str:
        one = said(block[1])
        return f"```console\n$ {block[1]}\n{one.err}{one.out}```"

    return _BLOCK.sub(renew, page)
