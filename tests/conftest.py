"""What pytest says at the end of a run: which cases ask for more than the provider of this machine has."""

from __future__ import annotations

import pytest
import terraform
from catalogue import ok_cases


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    unusual = [case for case in ok_cases() if case.settings]
    if unusual:
        version = ".".join(map(str, terraform.provider_version())) or "none"
        terminalreporter.section(f"cases that are not usual (AWS provider: {version})")
        for case in unusual:
            what = ", ".join(f"{key}: {value}" for key, value in case.settings.items())
            terminalreporter.write_line(f"{case}: {what}")
