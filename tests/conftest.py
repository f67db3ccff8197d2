"""What pytest says at the end of a run: which cases ask for more than the provider of this machine has."""

from __future__ import annotations

import contextlib

import pytest
import terraform
from catalogue import compiled, ok_cases, provider


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    version = terraform.provider_version()
    above: list[str] = []
    with contextlib.suppress(Exception):  # a case that crashes the compiler has failed its tests already
        above += [str(case) for case in ok_cases() if compiled(case).files and provider(case) > version]
    if version and above:
        terminalreporter.section(f"above AWS provider {'.'.join(map(str, version))}, so not validated")
        terminalreporter.write_line(", ".join(above))
