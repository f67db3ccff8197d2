"""A small spec, one that is doubtful and one that is wrong, and command lines in this process or one of their own."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import catalogue
from catalogue import Said

GEN_FLOWLOGS = Path(sysconfig.get_path("scripts"), "gen-flowlogs")

SPEC = """\
version: 1
name: small
destinations:
  central:
    cloudwatch_logs:
      log_group: /vpc/flow-logs/small
capture_points:
  core:
    vpc: vpc-0a1b2c3d4e5f67890
    destinations: central
"""

WARNED = SPEC.replace("destinations:\n", "filters:\n  idle: {traffic: ALL}\ndestinations:\n", 1)
BROKEN = SPEC.replace("vpc: vpc-0a1b2c3d4e5f67890", "vpc: vpc-nonsense")


def write_specs(folder: Path) -> Path:
    """Put the three specs into a folder."""
    (folder / "small.yaml").write_text(SPEC)
    (folder / "warned.yaml").write_text(WARNED.replace("name: small", "name: warned"))
    (folder / "broken.yaml").write_text(BROKEN.replace("name: small", "name: broken"))
    return folder


def say(*arguments: str, folder: Path, stdin: bytes | None = None) -> Said:
    return catalogue.command(*arguments, folder=folder, stdin=stdin)


def process(*arguments: str, folder: Path, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(GEN_FLOWLOGS), *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, **options}, timeout=60,
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
