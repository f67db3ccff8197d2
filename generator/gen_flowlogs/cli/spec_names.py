"""Names of specs that a command is to make: legal in the language, and short enough for what is made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 40  # of a name here: a bucket's name, at most 63 characters, is made of it


def refuse_name(name: str) -> None:
    """Raise UsageError for what cannot be the name of a spec."""
    if not _is_name(name):
        plain = name_like([name], "")
        instead = f'; write "{plain}"' if plain else ""
        raise UsageError(
            f'"{shown(name, 80)}" cannot be the name of a spec: use lower-case letters, digits and single hyphens, '
            f"a letter first, at most {_LONGEST} characters{instead}"
        )


def name_like(texts: Iterable[str], default: str) -> str:
    """The first of some texts that can be made a name of letters, digits and hyphens; else the default."""
    for text in texts:
        name = re.sub(r"[^a-z0-9]+", "-", text[:200].lower()).strip("-")[:_LONGEST].strip("-")
        if _is_name(name):
            return name
    return default


def _is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and len(name) <= _LONGEST
