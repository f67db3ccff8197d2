"""A build that is killed, or whose disk fails, at any call: nothing is mixed without a word, and the next one mends it.

`tests/support/faults.py` does the work, in a process of its own; here is how much of it. `make faults` takes every
fault, a run of the tests a fixed part of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from catalogue import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = os.environ.get("GEN_FLOWLOGS_FAULTS") == "1"
STEPS = {"error": 31, "dead": 11, "kill": 9, "strace": 37}
"""Of so many faults one is taken."""

FOUND = {"error": {"old", "new"}, "dead": {"old", "guarded"}, "kill": {"old", "guarded"}, "strace": {"old"}}
"""States that a way leaves at least, over all scenarios."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are not killed this way on Windows")
traced = pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here, so no system call is killed")


@pytest.mark.parametrize("way", ["error", "dead", "kill", pytest.param("strace", marks=traced)])
def test_faults(way: str, record_property: Callable[[str, object], None]):
    command = [sys.executable, str(ROOT / "tests/support/faults.py"), way, "1" if ALL else str(STEPS[way])]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    counts = json.loads(ran.stdout)
    faults, scenarios = counts.pop("faults"), counts.pop("scenarios")
    left = ", ".join(f"{number} {state}" for state, number in counts.items())
    record_property("faults", f"{way}: {faults} faults in {scenarios} scenarios: {left}")
    assert faults >= scenarios
    assert counts.keys() >= FOUND[way]
