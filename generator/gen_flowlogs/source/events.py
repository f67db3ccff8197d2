"""YAML text → libyaml's events, or those of PyYAML's own parser where there is no libyaml; the two agree.

The only module that knows which of the two reads, and that both read YAML 1.1. An event's marks count characters of the
text from 0 (`index`); their own `line` is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

import yaml
from yaml.events import Event, ScalarEvent
from yaml.scanner import ScannerError

from gen_flowlogs.lazy_pattern import pattern
from gen_flowlogs.source import stand_ins

_SURROGATE = pattern("[\ud800-\udfff]")

Next: TypeAlias = Callable[[], Event | None]
"""Gives the next event, and `None` after the last; raises `yaml.YAMLError` where the text is not YAML."""

Reader: TypeAlias = Callable[[str], Next]
"""Starts reading a text that has no byte order mark; may itself raise `yaml.YAMLError`."""


class _Pure(yaml.SafeLoader):
    """PyYAML's own reader, made as strict as libyaml about directives."""

    def scan_directive_name(self, start_mark: Any) -> str:
        name: str = super().scan_directive_name(start_mark)  # type: ignore[no-untyped-call]
        if name not in ("YAML", "TAG"):
            raise ScannerError("while scanning a directive", start_mark, "found unknown directive name", start_mark)
        return name


def read(text: str) -> Next:
    """The events, by whichever of the two there is."""
    return read_with_libyaml(text) if yaml.__with_libyaml__ else read_with_python(text)


def read_with_libyaml(text: str) -> Next:
    """The events, read by libyaml."""
    text, restore = stand_ins.replaced(text)
    get: Next = yaml.CSafeLoader(text).get_event
    return get if restore is None else _restored(get, restore)


def read_with_python(text: str) -> Next:
    """The events, read in Python: the same, some twenty times slower."""
    text, restore = stand_ins.replaced(text)
    get: Callable[[], Any] = _Pure(text).get_event

    def strict() -> Event | None:
        try:
            event = get()
        except (ValueError, OverflowError) as error:  # from chr() of an escape
            raise ScannerError(None, None, "found invalid escape code in a quoted scalar", None) from error
        if type(event) is ScalarEvent and _SURROGATE.search(event.value):
            start: Any = event.start_mark
            raise ScannerError(None, None, "found invalid escape code in a quoted scalar", start)
        return cast("Event | None", event)

    return strict if restore is None else _restored(strict, restore)


def _restored(get: Next, restore: stand_ins.Restore) -> Next:
    """The events with the values that the text means."""

    def restored() -> Event | None:
        event: Any = get()
        if type(event) is ScalarEvent:
            event.value = restore(event.value, event.style)
        return cast("Event | None", event)

    return restored
