"""What the tests against the emulated AWS share, and the table of what they covered."""

from __future__ import annotations

import emulator
import patches
import pytest
import table
from rig import Rig


@pytest.fixture(scope="session")
def stock():
    """The emulator without patches."""
    with emulator.running() as started:
        yield started


@pytest.fixture(scope="module")
def aws(stock):
    """The emulator with every patch, empty at first."""
    with patches.applied():
        stock.forget()
        yield stock


@pytest.fixture(scope="session")
def provider_home(tmp_path_factory):
    """Where the provider has been initialised."""
    return Rig.prepare(tmp_path_factory.mktemp("provider"))


@pytest.fixture
def rig(aws, provider_home, tmp_path):
    """Terraform against the emulated AWS."""
    return Rig(tmp_path, provider_home, aws)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: waits for minutes inside the provider; `make test-slow` runs it")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        (key, value, report.outcome)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
        for key, value in report.user_properties
    ]
    cells = [(value, outcome) for key, value, outcome in told if key == "matrix"]
    if cells:
        terminalreporter.section("flow logs applied to the emulated AWS")
        for line in table.lines(cells):
            terminalreporter.write_line(line)
    for left_out in sorted(value for key, value, _ in told if key == "without"):
        terminalreporter.write_line(left_out)
