"""Fetching the base of a comparison, where a shallow clone lacks it: the only time that git may reach a network.

A fetch must use the configuration of the clone, which says how to log in. So it is refused where that configuration is
partly a file of the checkout, which anybody may have written.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import FileError
from gen_flowlogs.cli.git_process import reason, run
from gen_flowlogs.diagnostics import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.cli.git_process import Repository

_TRANSPORTS: Final = "https:ssh:file"

_PROGRAMS: Final = re.compile(
    r"core\.(sshcommand|gitproxy|askpass)|(credential|http|https|remote|url|ssh)\..*", re.IGNORECASE
)
"""The settings that name a program, a file or a place that a fetch uses.

Source: https://git-scm.com/docs/git-config, each section that `git fetch` reads.
"""


def fetch(repository: Repository, revision: str) -> None:
    """Fetch one commit from `origin`, without its history, hooks, submodules or tags. Raises FileError."""
    _refuse_settings_of_the_checkout(repository)
    ran = run(
        repository.git_dir,
        f"--git-dir={repository.git_dir}",
        "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=", "--depth=1",
        "--end-of-options", "origin", revision,
        outside=repository.root,
        environment={"GIT_ALLOW_PROTOCOL": _TRANSPORTS},
    )  # fmt: skip
    if ran.returncode:
        raise FileError(
            f"the base {shown(revision)} is not in this clone and cannot be fetched: {reason(ran)} "
            "(actions/checkout: `fetch-depth: 0`)"
        )


def _refuse_settings_of_the_checkout(repository: Repository) -> None:
    for file, key, value in _settings(repository):
        if _is_inside(file, repository) or (_PROGRAMS.fullmatch(key) and _names_the_checkout(value, repository)):
            raise FileError(
                f"the base is not in this clone, and it is not fetched: Git's setting {shown(key)} comes from a file "
                "of the checkout, which could name any program; fetch it in a step before this one "
                "(actions/checkout: `fetch-depth: 0`)"
            )


def _settings(repository: Repository) -> Iterator[tuple[str, str, str]]:
    """Each setting of git with the file that it is in: file, key, value. Settings of the command line have no file."""
    listed = repository.ask("config", "--list", "--show-origin", "-z")
    if listed.returncode:
        raise FileError(f"Git's configuration cannot be read: {reason(listed)}")
    parts = os.fsdecode(listed.stdout).split("\0")
    for origin, setting in zip(parts[::2], parts[1::2], strict=False):
        key, _, value = setting.partition("\n")
        kind, _, file = origin.partition(":")
        if kind == "file":
            yield os.path.join(repository.git_dir, file), key, value  # noqa: PTH118 - an absolute one stays


def _is_inside(file: str, repository: Repository) -> bool:
    """Whether a file is in the working tree, and not in the folder in which git keeps the repository."""
    real = Path(os.path.realpath(file))
    common = Path(os.path.realpath(Path(repository.root, ".git")))
    return real.is_relative_to(repository.root) and not real.is_relative_to(common)


def _names_the_checkout(value: str, repository: Repository) -> bool:
    kept = value.replace(os.path.join(repository.root, ".git"), "")  # noqa: PTH118 - as text
    return repository.root in kept
