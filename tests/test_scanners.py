"""Checkov finds nothing in what is generated, and what it is told to pass over is what it would have found.

Checkov runs once over three trees: `written`, everything that compiles, the committed output among it; `bare`, the
same without the comments that tell Checkov what to skip; `planted`, a bucket with a fault. It lives in a venv of its
own, .venv/checkov, which `make test` makes: it needs packages that are older than ours, or have the same name.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import catalogue
import parsed_terraform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CHECKOV = catalogue.ROOT / ".venv" / "checkov" / "bin" / "checkov"
SKIP = re.compile(r"^ *# checkov:skip=(\w+):(.+)\n", re.MULTILINE)
_LONGEST = 600  # seconds

Finding = tuple[str, str, str]  # file, address, check

BY_SPEC = frozenset({
    "CKV_AWS_66", "CKV_AWS_338",  # retention_days
    "CKV_AWS_158", "CKV_AWS_145",  # kms: aws
    "CKV_AWS_21",  # versioning: false
    "CKV_AWS_290", "CKV_AWS_355",  # permissions: documented
})  # fmt: skip
"""Checks that are passed over where the spec says so."""

ALWAYS = frozenset({"CKV_AWS_18", "CKV_AWS_144", "CKV2_AWS_62"})
"""Checks of a bucket that are passed over everywhere: access logs, a copy in another region, notifications."""


@dataclass(frozen=True)
class Report:
    """What Checkov says."""

    version: str
    resources: int
    unread: list[str]
    passed: frozenset[Finding]
    failed: frozenset[Finding]
    skipped: frozenset[Finding]

    def of(self, tree: str, verdict: str) -> frozenset[Finding]:
        """The findings of one tree, their files by the path in it."""
        found: frozenset[Finding] = getattr(self, verdict)
        start = f"/{tree}/"
        return frozenset((file.removeprefix(start), *rest) for file, *rest in found if file.startswith(start))  # type: ignore[misc]


@pytest.mark.skipif(not CHECKOV.is_file(), reason="Checkov is not there; `make test` installs it")
def test_checkov_finds_nothing_but_what_the_spec_chooses(tmp_path: Path, record_property: Any):
    written = outputs()
    bare = {path: SKIP.sub("", text) for path, text in written.items()}
    faulty = without_public_access_block(next(case for case in catalogue.ok_cases() if case.name == "ok/buckets"))
    report = scan({"written": written, "bare": bare, "planted": faulty}, tmp_path)

    assert report.unread == []
    count = resources(written)
    assert report.resources == 2 * count + resources(faulty)

    assert report.of("written", "failed") == frozenset()
    skipped = report.of("written", "skipped")
    assert report.of("bare", "failed") == skipped, "a skip that nothing needs, or a fault that a comment hides"
    assert report.of("bare", "skipped") == frozenset()
    assert {check for *_, check in skipped} == ALWAYS | BY_SPEC, "a skip that no case shows"

    # A scanner that mixed up modules of the same names, or had stopped to look, would not see this.
    buckets = re.findall(r'^resource "aws_s3_bucket" "(\w+)"', "".join(faulty.values()), re.MULTILINE)
    assert buckets
    assert {(address, check) for _, address, check in report.of("planted", "failed")} == {
        (f"aws_s3_bucket.{bucket}", "CKV2_AWS_6") for bucket in buckets
    }

    by_check = Counter(check for *_, check in skipped)
    record_property(
        "scanner",
        f"Checkov {report.version}: {count} resources, {len(report.of('written', 'passed'))} checks passed, 0 failed, "
        f"{len(skipped)} skipped as the spec or its author decides ({told(by_check)}), 0 files not parsed",
    )


def test_each_skip_stands_in_its_resource_with_a_reason():
    for path, text in outputs().items():
        for block in re.split(r"^(?=\w)", text, flags=re.MULTILINE):
            skips = SKIP.findall(block)
            assert block.count("checkov:skip") == len(skips), path
            assert all(len(reason.split()) > 4 for _, reason in skips), path
            assert len({check for check, _ in skips}) == len(skips), path
            for check, _ in skips:
                assert _may_skip(check, block), (path, check, block)


def _may_skip(check: str, block: str) -> bool:
    """Whether a block is one that the skip is meant for; worked out from its text alone."""
    kept = re.search(r"^  retention_in_days += (\d+)$", block, re.MULTILINE)
    kind = block.split('"')[1]
    match check:
        case "CKV_AWS_66":
            return kind == "aws_cloudwatch_log_group" and kept is None
        case "CKV_AWS_338":
            return kind == "aws_cloudwatch_log_group" and (kept is None or int(kept[1]) < 365)
        case "CKV_AWS_158":
            return kind == "aws_cloudwatch_log_group" and "kms_key_id" not in block
        case "CKV_AWS_290" | "CKV_AWS_355":
            return kind == "aws_iam_role_policy" and re.search(r'"Resource" += "\*"', block) is not None
        case _:
            return kind == "aws_s3_bucket" and check in ALWAYS | BY_SPEC


def outputs() -> dict[str, str]:
    """Each file of everything that compiles, by case and path: ok cases, committed specs, and what only warns."""
    return {
        f"{case}/{name}": text
        for case in (*catalogue.ok_cases(), *catalogue.err_cases())
        for name, text in (catalogue.compiled(case).files or {}).items()
    }


def without_public_access_block(case: catalogue.Case) -> dict[str, str]:
    """A case whose buckets may be made public."""
    block = re.compile(r'^resource "aws_s3_bucket_public_access_block".*?^}\n', re.MULTILINE | re.DOTALL)
    return {name: block.sub("", text) for name, text in catalogue.files(case).items()}


def resources(files: Mapping[str, str]) -> int:
    """How many resources Checkov should see: of a `for_each` whose keys are written out, one for each key."""
    folders: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        folders.setdefault(path.rpartition("/")[0], {})[path] = text
    return sum(_resources(parsed_terraform.module(module)) for module in folders.values())


def _resources(blocks: Iterable[parsed_terraform.Block]) -> int:
    blocks = tuple(blocks)
    local = parsed_terraform.local_values(blocks)
    return sum(_instances(block, local) for block in blocks if block.type == "resource")


def _instances(block: parsed_terraform.Block, local: Mapping[str, Any]) -> int:
    each = block.arguments.get("for_each")
    if isinstance(each, parsed_terraform.Expression):
        each = local.get(each.text.removeprefix("local."))
    if isinstance(each, parsed_terraform.Call):
        each = each.argument
    return len(each) if isinstance(each, list | dict) else 1


def scan(trees: Mapping[str, Mapping[str, str]], folder: Path) -> Report:
    """Run Checkov once over all trees. It ends with 0 also when it could not read a file: ask the report."""
    for tree, files in trees.items():
        for name, text in files.items():
            path = folder / "trees" / tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    ran = subprocess.run(
        [str(CHECKOV), "-d", "trees", "--framework", "terraform", "--skip-download", "--compact", "-o", "json"],
        cwd=folder,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},  # no settings of whoever runs this
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    assert ran.returncode == 1, ran.stderr  # there are faults in `bare` and `planted`
    said = json.loads(ran.stdout)
    results, summary = said["results"], said["summary"]
    assert summary["parsing_errors"] == len(results["parsing_errors"])
    return Report(
        summary["checkov_version"],
        summary["resource_count"],
        results["parsing_errors"],
        *(
            frozenset((one["file_path"], one["resource"], one["check_id"]) for one in results[f"{verdict}_checks"])
            for verdict in ("passed", "failed", "skipped")
        ),
    )


def told(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {check}" for check, count in counts.most_common())
