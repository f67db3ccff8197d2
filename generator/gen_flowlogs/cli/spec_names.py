"""Names of specs that a command is to make: legal in the language, and short enough for what is made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.kinds import of_id
from gen_flowlogs.cli.exits import UsageError
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.schema.language import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 40  # of a name here: a bucket's name, at most 63 characters, is made of it


def refuse_name(name: str) -> None:
    """Raise UsageError for what cannot be the name of a spec."""
    if name in _devices():
        raise UsageError(
            f'"{name}" cannot be the name of a spec: it is that of a device on Windows, where no folder can have it; '
            "choose another one"
        )
    if not _is_name(name):
        plain = name_like([name], "")
        instead = (
            f'; write "{plain}"' if plain else "; an id of AWS is the target of a capture point" if of_id(name) else ""
        )
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
    """Whether a name is legal, short, and none that the language keeps."""
    is_kept = of_id(name) is not None or name in _devices()
    return _NAME.fullmatch(name) is not None and len(name) <= _LONGEST and not is_kept


def _devices() -> list[str]:
    found: list[str] = schema(include=False)["definitions"]["device"]["enum"]
    return found
