"""The fields of records that are asked for, and those that their files have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.view.record_formats import record_formats

if TYPE_CHECKING:
    from gen_flowlogs.reading.bucket import Records


def asked_fields(records: Records) -> tuple[str, ...]:
    """The fields of the capture points that are asked for, in order; of several formats each field once."""
    return tuple(dict.fromkeys(name for each in record_formats(records.points) for name in each.fields))


def fields_of_all(records: Records) -> tuple[str, ...]:
    """The fields of all files."""
    return tuple(dict.fromkeys(name for each in record_formats(records.writers) for name in each.fields))
