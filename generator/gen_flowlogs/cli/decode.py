"""`decode`: records of flow logs, from files or as they come, as named values. Writes nothing but its output.

Records go to standard output as bytes: every form escapes what a terminal or a runner could take for a command. A
record that does not fit is noted, and the rest goes on.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gen_flowlogs.cli import exits, terminal
from gen_flowlogs.cli.decode_asked import Asked, asked
from gen_flowlogs.cli.progress import meter
from gen_flowlogs.cli.record_files import blocks, is_parquet, opened, shown_name, total_size
from gen_flowlogs.cli.record_notes import Notes
from gen_flowlogs.decode import chosen, conditions
from gen_flowlogs.decode.containers import parquet, pieces
from gen_flowlogs.decode.lines import Formats, batches
from gen_flowlogs.decode.pieces import Batch, Misfit, UnreadableError
from gen_flowlogs.decode.summary import Summary
from gen_flowlogs.show.decoding import counts, form

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator


def run(arguments: argparse.Namespace) -> int:
    """Decode; 1 where records do not fit or the spec has errors, 3 where a file cannot be read to its end."""
    wanted = asked(arguments)
    if isinstance(wanted, int):
        return wanted
    run_of = _Run(wanted, arguments)
    interrupted = False
    try:
        run_of.all()
    except KeyboardInterrupt:  # the way out of a live log: what has been read counts
        interrupted = True
    run_of.end()
    return exits.INTERRUPTED if interrupted else run_of.notes.code(strict=arguments.strict)


class _Run:
    """One run: what has been read, shown and noted so far."""

    def __init__(self, wanted: Asked, arguments: argparse.Namespace) -> None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        self.notes = Notes(wanted.formats, wanted.named)
        self._wanted = wanted
        self._arguments = arguments
        self._form = form(
            arguments.format,
            labels=arguments.labels,
            encoding=encoding,
            columns=wanted.columns_known(),
            width=terminal.width(sys.stdout),
        )
        self._summary = Summary()
        self._shown = 0
        self._first_columns = wanted.columns_known()

    def all(self) -> None:
        """Read all files, or as many as the limit asks for."""
        beside = sys.stdout is not None and sys.stdout.isatty()
        with meter(total_size(self._wanted.files), beside_output=beside) as seen:
            for name in self._wanted.files:
                try:
                    for each in self._records(name, seen):
                        self._take(each, name)
                        if self._shown == self._arguments.limit:
                            return
                except UnreadableError as error:
                    self.notes.unreadable(shown_name(name), str(error))
                except exits.FileError as error:
                    self.notes.lost(str(error))

    def end(self) -> None:
        """Show what is left to be shown, and note the misfits."""
        if self._arguments.summary:
            made = {"table": counts.as_text, "json": counts.as_json, "csv": counts.as_csv}[self._arguments.format]
            terminal.say_bytes(made(self._summary, self.notes.misfits).encode("utf-8"))
        else:
            terminal.say_bytes(self._form.rest())
        terminal.flush()
        self.notes.end(self._shown)

    def _records(self, name: str, seen: Callable[[int], None]) -> Iterator[Batch | Misfit]:
        with opened(name) as file:
            if is_parquet(file):
                yield from parquet.batches(file, lambda fields: self.notes.header(name, fields, order=False))
                return
            formats = Formats(self._wanted.formats, lambda fields: self.notes.header(name, fields))
            yield from batches(pieces(blocks(file, seen, self._waiting)), formats)

    def _take(self, record: Batch | Misfit, name: str) -> None:
        if isinstance(record, Misfit):
            self.notes.misfit(shown_name(name), record)
            return
        wanted = self._wanted
        if wanted.asked_fields:
            have = {column.name for column in record.columns}
            missing = [each for each in wanted.asked_fields if each not in have]
            if missing:
                self.notes.missing(shown_name(name), missing)
        batch = conditions.meeting(record, wanted.conditions) if wanted.conditions else record
        if batch is None:
            return
        if self._arguments.limit is not None:
            batch = chosen.first(batch, self._arguments.limit - self._shown)
        self._shown += batch.rows
        if self._arguments.summary:
            self._summary.add(batch)
            return
        if wanted.columns is not None:
            batch = chosen.only(batch, wanted.columns)
        elif self._arguments.format == "csv":
            self._note_dropped(batch, name)
        terminal.say_bytes(self._form.write(batch))

    def _note_dropped(self, batch: Batch, name: str) -> None:
        if self._first_columns is None:
            self._first_columns = batch.columns
        elif batch.columns != self._first_columns:
            dropped = [column.name for column in batch.columns if column not in self._first_columns]
            if dropped:
                of = "the first records" if self._wanted.columns_known() is None else self._wanted.named
                self.notes.dropped(shown_name(name), dropped, of)

    def _waiting(self, long: bool) -> None:  # noqa: FBT001 - called with one argument
        if long:
            terminal.say_bytes(self._form.waiting())
        terminal.flush()
