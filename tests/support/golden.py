"""Renew what the cases, the committed specs and the pages in docs are expected to become.

Read the diff before you commit.

`make golden` runs it. Nothing else writes an expectation.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import catalogue
import code_cases
import decode_page
import reach_page
import rules_page

# A renewed golden of a broken compiler would hide the fault, so an ok case that does not compile stops the run.


def main() -> int:
    """Renew everything, and name what changed."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    changed = [path for case in catalogue.ok_cases() for path in _renew_ok(case)]
    changed += [path for case in catalogue.err_cases() for path in _renew_err(case)]
    changed += [path for case in catalogue.diff_cases() for path in _renew_diff(case)]
    changed += [path for each in code_cases.cases() for path in _renew_code(each)]
    for page in (rules_page, reach_page, decode_page):
        if page.PAGE.is_file():
            before = page.PAGE.read_text(encoding="utf-8")
            after = page.renewed(before)
            if after != before:
                page.PAGE.write_text(after, encoding="utf-8")
                changed.append(page.PAGE)
    changed += _renew_reports()
    for path in changed:
        print(path.relative_to(catalogue.ROOT))  # noqa: T201 - what a script is for
    return 0


def _renew_ok(case: catalogue.Case) -> list[Path]:
    files = catalogue.files(case)
    old = catalogue.folder_files(case.expected)
    if files == old:
        return []
    for name in set(old) - set(files):
        (case.expected / name).unlink()
    for name, text in files.items():
        path = case.expected / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return [case.expected / name for name in sorted({*files, *old}) if files.get(name) != old.get(name)]


def _renew_reports() -> list[Path]:
    changed = []
    for name in ("report-prod.html", "report-prod.md"):
        path = catalogue.ROOT / "docs" / name
        form = "markdown" if path.suffix == ".md" else "html"
        said = catalogue.command("report", "specs/prod.yaml", "--format", form, folder=catalogue.ROOT)
        if said.err or said.code:
            raise SystemExit(f"{path}: {said.err}")
        if not path.is_file() or path.read_bytes().decode() != said.out:
            path.write_bytes(said.out.encode())
            changed.append(path)
    return changed


def _renew_code(case: code_cases.CodeCase) -> list[Path]:
    with tempfile.TemporaryDirectory() as folder:
        text = code_cases.text(case.read(Path(folder)), Path(folder))
    if case.expected.is_file() and case.expected.read_bytes().decode() == text:
        return []
    case.expected.write_bytes(text.encode())
    return [case.expected]


def _renew_err(case: catalogue.Case) -> list[Path]:
    said = catalogue.linted(case)
    if said.beside:
        raise SystemExit(f"{case}: {said.err}")
    if case.expected.is_file() and case.expected.read_bytes().decode() == said.out:
        return []
    case.expected.write_bytes(said.out.encode())
    return [case.expected]


def _renew_diff(case: catalogue.DiffCase) -> list[Path]:
    changed = []
    for form, name in catalogue.FORMS.items():
        said = catalogue.diffed(case, form)
        if said.err or said.code:
            raise SystemExit(f"{case}: {said.err}")
        path = case.folder / name
        if not path.is_file() or path.read_bytes().decode() != said.out:
            path.write_bytes(said.out.encode())
            changed.append(path)
    return changed


if __name__ == "__main__":
    sys.exit(main())
