"""A shell at a terminal of its own: what it makes of a line and a TAB."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import signal
import time
from typing import TYPE_CHECKING

from commands import GEN_FLOWLOGS

if TYPE_CHECKING:
    from pathlib import Path

STARTS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "bind 'set bell-style none'; bind 'set show-all-if-ambiguous off'",
    ),
    "zsh": (["zsh", "-f", "-i"], "unsetopt beep; bindkey -e"),
}
"""Shell → its command, and a line that makes it quiet."""

_PATIENCE = 20  # seconds


class Shell:
    """An interactive shell. `before`: lines that are typed first."""

    def __init__(self, name: str, folder: Path, before: list[str]) -> None:
        command, quiet = STARTS[name]
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            path = f"{GEN_FLOWLOGS.parent}:{os.environ['PATH']}"
            env = {**os.environ, "PATH": path, "HOME": str(folder), "TERM": "dumb", "PS1": "> ", "HISTFILE": ""}
            os.execvpe(command[0], command, env)
        self._number = 0
        for line in (quiet, "stty -echo cols 300", *before):
            self._wait(f"{line}\n")

    def completed(self, line: str) -> list[str]:
        """The words of a line after a TAB at its end, as the shell would run it."""
        self._number += 1
        end = f"END{self._number}"
        os.write(self._terminal, f"{line}\t".encode())
        time.sleep(0.3)  # an Enter that comes while the completion runs would be taken in it
        os.write(self._terminal, f"\x01printf 'GOT<%s>\\n' \x05; printf '{end}%s\\n' .\n".encode())
        return re.findall(r"GOT<([^%>]*)>", self._read(f"{end}."))

    def close(self) -> None:
        """End the shell."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _wait(self, line: str) -> None:
        self._number += 1
        os.write(self._terminal, line.encode() + f"printf 'END{self._number}%s\\n' .\n".encode())
        self._read(f"END{self._number}.")

    def _read(self, until: str) -> str:
        text, deadline = "", time.monotonic() + _PATIENCE
        while until not in text:
            ready, _, _ = select.select([self._terminal], [], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise TimeoutError(f"{until!r} did not come out of the shell, but {text!r}")
            text += os.read(self._terminal, 65536).decode(errors="replace")
        return text
