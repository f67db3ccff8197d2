"""The metadata of a file: mode, owner, group, extended attributes and with them its ACL.

`of` reads it, `give` gives it to the file that takes the place of another one, as far as the platform and the rights
of the user allow. Where an ACL cannot be kept, nobody gets more rights than before.
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, Final

from gen_flowlogs.dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ACL: Final = "system.posix_acl_access"
"""The extended attribute of Linux that is a file's ACL. Source: https://man7.org/linux/man-pages/man5/acl.5.html"""

_REFUSED: Final = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENODATA})
"""Errors that say that an attribute is not for this file system or this user; others are those of a disk."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The mode, owner, group and extended attributes of a file."""

    mode: int
    owner: int
    group: int
    attributes: Mapping[str, bytes] = field(default_factory=dict)


def of(path: Path) -> Metadata | None:
    """Read it; None where there is no file. A link is not followed."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return Metadata(
        mode=stat.S_IMODE(found.st_mode), owner=found.st_uid, group=found.st_gid, attributes=_attributes(path)
    )


def _attributes(path: Path) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):  # macOS, Windows
        return {}
    found = {}
    try:
        for name in os.listxattr(path, follow_symlinks=False):
            try:
                found[name] = os.getxattr(path, name, follow_symlinks=False)
            except OSError as error:
                _raise_unless_refused(error)
    except OSError as error:
        _raise_unless_refused(error)
    return found


def give(path: Path, metadata: Metadata) -> None:
    """Give it to a file that was just made, and that nobody else knows of."""
    owned = _give_owner(path, metadata)
    lost = _give_attributes(path, metadata.attributes)
    mode = metadata.mode if owned else metadata.mode & 0o777
    path.chmod(mode & ~stat.S_IRWXG if ACL in lost else mode)  # the group's bits of a file with an ACL are its mask


def _give_owner(path: Path, metadata: Metadata) -> bool:
    found = path.lstat()
    if (found.st_uid, found.st_gid) == (metadata.owner, metadata.group) or not hasattr(os, "chown"):
        return True
    for owner in (metadata.owner, -1):
        try:
            os.chown(path, owner, metadata.group)
        except OSError as error:
            _raise_unless_refused(error)
        else:
            return owner != -1 or found.st_uid == metadata.owner
    return False


def _give_attributes(path: Path, attributes: Mapping[str, bytes]) -> set[str]:
    """The names of those that could not be given."""
    lost = set()
    for name, value in attributes.items():
        try:
            os.setxattr(path, name, value)
        except OSError as error:
            _raise_unless_refused(error)
            lost.add(name)
    if ACL not in attributes and hasattr(os, "removexattr"):
        try:
            os.removexattr(path, ACL)  # the folder's default
        except OSError as error:
            _raise_unless_refused(error)
    return lost


def _raise_unless_refused(error: OSError) -> None:
    if error.errno not in _REFUSED:
        raise error
