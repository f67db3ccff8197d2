"""What the tests against the emulated AWS share, and the table of what they covered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unittest import mock

import emulator
import patches
import pytest
import table
from botocore.loaders import JSONFileLoader
from rig import Rig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulator import Emulator


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


@pytest.fixture(scope="module")
def models() -> Iterator[None]:
    """The models of AWS's services, read once and not by each client."""
    with mock.patch.object(JSONFileLoader, "load_file", staticmethod(lru_cache(JSONFileLoader().load_file))):
        yield


@pytest.fixture
def here(aws: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Emulator:
    """The emulator, empty, and an environment that leads to it and nowhere else."""
    return lead(aws, monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def here_throughout(aws: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """The same for a whole module."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield lead(aws, monkeypatch, tmp_path_factory.mktemp("here"))


def lead(aws: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Emulator:
    """Lead the environment to the emulator."""
    aws.forget()
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name, value in aws.credentials().items():
        monkeypatch.setenv(name, value)
    return aws


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
