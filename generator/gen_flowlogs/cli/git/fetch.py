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
from gen_flowlogs.cli.git.process import reason, run
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.cli.git.process import Repository

_TRANSPORTS: Final = "https:ssh:file"
_ADVICE: Final = "(actions/checkout: `fetch-depth: 0`)"

_HARMLESS: Final = pattern(
    r"(user|author|committer|alias|color|column|commit|diff|merge|push|pull|branch|init|advice|help|format|log|rebase|tag"
    r"|status|filter|include|includeif|safe|core\.(?!sshcommand|gitproxy|askpass|worktree|repositoryformat)\w+)\..*"
    r"|core\.(?!sshcommand|gitproxy|askpass|worktree|repositoryformat)\w+",
    re.IGNORECASE,
)
"""Settings that a fetch does not use, or that are switched off for it. Source: https://git-scm.com/docs/git-config."""

_PROGRAMS: Final = pattern(
    r"core\.(sshcommand|gitproxy|askpass)|(credential|http|https)\..*|remote\..*\.proxy",
    re.IGNORECASE,
)
"""Settings that name a program or a file that a fetch uses. Source: as above."""


_ANY_PROGRAM: Final = pattern(r"remote\..*\.(uploadpack|vcs)", re.IGNORECASE)


def fetch(repository: Repository, revision: str) -> None:
    """Fetch one commit from `origin`, without its history, hooks, submodules or tags. Raises FileError.

    git starts in the root of the file system, so that no relative path of a setting leads into the checkout.
    """
    _refuse_settings_of_the_checkout(repository)
    ran = run(
        Path(repository.git_dir).anchor,
        f"--git-dir={repository.git_dir}",
        "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=", "--depth=1",
        "--end-of-options", "origin", revision,
        outside=repository.root,
        environment={"GIT_ALLOW_PROTOCOL": _TRANSPORTS},
    )  # fmt: skip
    if ran.returncode:
        raise FileError(
            f"the base {shown(revision)} is not in this clone and cannot be fetched: {reason(ran)} {_ADVICE}"
        )


def _refuse_settings_of_the_checkout(repository: Repository) -> None:
    own, checkouts = _own_files(repository), _checkouts(repository)
    for file, key, value in _settings(repository):
        why = ""
        if not _HARMLESS.fullmatch(key) and file not in own and _is_in(file, checkouts):
            why = "is in a file of the checkout"
        elif _ANY_PROGRAM.fullmatch(key):
            why = "starts a program in place of git's own"
        elif _PROGRAMS.fullmatch(key) and _names_a_file_of(value, checkouts):
            why = "names a file of the checkout"
        if why:
            raise FileError(
                f"the base is not in this clone and is not fetched: Git's setting {shown(key)} {why}, which could "
                f"start any program; fetch the base in a step before {_ADVICE}"
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
            yield os.path.normpath(Path(repository.git_dir, file)), key, value


def _common(repository: Repository) -> Path:
    """The folder that all worktrees of a repository share."""
    asked = repository.ask("rev-parse", "--git-common-dir")
    return Path(os.path.normpath(Path(repository.git_dir, os.fsdecode(asked.stdout.rstrip(b"\n")))))


def _own_files(repository: Repository) -> frozenset[str]:
    """The files of configuration that git itself writes, and no checkout; not what they include."""
    files = (
        Path(repository.git_dir, "config"),
        Path(repository.git_dir, "config.worktree"),
        _common(repository) / "config",
    )
    return frozenset(str(each) for each in files if not each.is_symlink())


def _checkouts(repository: Repository) -> tuple[str, ...]:
    """The folders with files that anybody may have written: the working tree, and the main one of a linked worktree."""
    common = _common(repository)
    main = [str(common.parent)] if common.name == ".git" else []
    return tuple(dict.fromkeys([repository.root, *(os.path.realpath(each) for each in main)]))


def _is_in(file: str, checkouts: tuple[str, ...]) -> bool:
    """Whether a file, or what it is a link to, is in a checkout or in a folder that git keeps in one."""
    both = (Path(file), Path(os.path.realpath(file)))
    return any(path.is_relative_to(each) for path in both for each in checkouts)


def _names_a_file_of(value: str, checkouts: tuple[str, ...]) -> bool:
    """Whether a word of a setting is a path in a checkout, with `~` and variables put in. A shell could hide others."""
    words = (os.path.expanduser(os.path.expandvars(word)) for word in re.split(r"[\s\"';=]+", value))  # noqa: PTH111 - as text
    return any(_is_in(os.path.normpath(word), checkouts) for word in words if word.startswith(os.sep))
