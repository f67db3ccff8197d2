"""Regular expressions that are compiled when they are first asked: a command has 150, and asks a third of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import RegexFlag


class _Pattern:
    """A pattern that has each method of a compiled one from its first use on."""

    def __init__(self, text: Any, flags: int | RegexFlag) -> None:
        self._arguments = (text, flags)

    def __reduce__(self) -> Any:
        return _Pattern, self._arguments

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # of a pattern that is not made yet, such as a copy
            raise AttributeError(name)
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)
        return value


def _pattern(text: Any, flags: int | RegexFlag = 0) -> Any:
    return _Pattern(text, flags)


if TYPE_CHECKING:
    from re import compile as pattern
else:
    pattern = _pattern

__all__ = ["pattern"]
