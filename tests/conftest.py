"""What pytest says at the end of a run: what a scanner counted, which records arrive, what no provider here has."""

from __future__ import annotations

import contextlib
import gc
import os

import hypothesis
import pytest

import terraform
from catalogue import compiled, ok_cases, provider

gc.set_threshold(100_000, 50, 100)  # a process of tests has room; collecting took an eighth of its time

hypothesis.settings.register_profile("ci", derandomize=True)  # the same examples for everybody; at home new ones
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

SECTIONS = {
    "scanner": "scanned",
    "delivery": "delivered",
    "hostile": "hostile texts",
    "generated": "specs drawn by chance, before every judge",
    "faults": "faults: what a build left that was killed, or whose disk failed",
    "compared with terraform plan": "diff compared with terraform plan",
}
"""The name of a property that a test records → the head under which its lines are told."""


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = terminalreporter.stats.get("passed", [])
    for key, title in SECTIONS.items():
        told = [value for report in passed for name, value in report.user_properties if name == key]
        if told:
            terminalreporter.section(title)
            for line in told:
                terminalreporter.write_line(str(line))
    version = terraform.provider_version()
    above: list[str] = []
    with contextlib.suppress(Exception):  # a case that crashes the compiler has failed its tests already
        above += [str(case) for case in ok_cases() if compiled(case).files and provider(case) > version]
    if version and above:
        terminalreporter.section(f"above AWS provider {'.'.join(map(str, version))}, so not validated")
        terminalreporter.write_line(", ".join(above))
