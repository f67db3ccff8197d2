"""The summary of records, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gen_flowlogs.aws.labels import label, utc
from gen_flowlogs.aws.spellings import column
from gen_flowlogs.decode.formats import NULL
from gen_flowlogs.show.decoding.shown_text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gen_flowlogs.decode.summary import Summary

_MOST_SHOWN: Final = 8


def as_text(summary: Summary, misfits: int) -> str:
    """A line for each number, and for each field of few values."""
    lines = [("records", f"{summary.records:,}"), ("misfits", f"{misfits:,}")]
    if summary.first is not None and summary.last is not None:
        lines.append(("time", f"{utc(summary.first)} to {utc(summary.last)}"))
    lines += [(name, f"{total:,}") for name, total in summary.sums.items()]
    lines += [(name, _values(name, counts)) for name, counts in summary.counts.items()]
    width = max(len(name) for name, _ in lines)
    return "".join(f"{column(name):<{width}}  {text}\n" for name, text in lines)


def as_json(summary: Summary, misfits: int) -> str:
    """One object; `-` is a value like others in `values`."""
    data = {
        "records": summary.records,
        "misfits": misfits,
        "first": summary.first,
        "last": summary.last,
        **{column(name): total for name, total in summary.sums.items()},
        "values": {
            column(name): {printable(value): count for value, count in _sorted(counts)}
            for name, counts in summary.counts.items()
        },
    }
    return json.dumps(data, indent=2) + "\n"


def as_csv(summary: Summary, misfits: int) -> str:
    """Name, value and count on a line."""
    lines = [f"records,,{summary.records}", f"misfits,,{misfits}"]
    lines += [f"{column(name)},,{total}" for name, total in summary.sums.items()]
    for name, counts in summary.counts.items():
        lines += [f'{column(name)},"{_quoted(value)}",{count}' for value, count in _sorted(counts)]
    return "\n".join(("name,value,count", *lines, ""))


def _quoted(value: bytes) -> str:
    return printable(value).replace('"', '""')


def _sorted(counts: Mapping[bytes, int]) -> list[tuple[bytes, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _values(name: str, counts: Mapping[bytes, int]) -> str:
    several = _sorted(counts)
    shown = []
    for value, count in several[:_MOST_SHOWN]:
        words = None if value == NULL else label(name, value.decode("utf-8", "replace"))
        shown.append(f"{printable(value)}{f' ({words})' if words else ''} {count:,}")
    more = len(several) - _MOST_SHOWN
    return ", ".join(shown) + (f", and {more} more values" if more > 0 else "")
