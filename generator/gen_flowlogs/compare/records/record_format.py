"""The record format after a change: fields, aggregation interval, and the form of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.captures import sinks
from gen_flowlogs.compare.comparison import HERE, Effect
from gen_flowlogs.compare.records import caveats
from gen_flowlogs.compare.records.grouping import Fact
from gen_flowlogs.model import S3, Destination
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.records.versions import Versions

_FORMAT = "log_format"


def facts(versions: Versions) -> Iterator[Fact]:
    """Compare the record format of each old flow log with that of the new one that succeeds it."""
    for before, after in versions.successions():
        old, new, same = before.recording, after.recording, caveats.as_far_as(versions, before, after)
        if after.planned is None or _FORMAT not in after.planned.kept:
            says = _fields(old.fields, new.fields, text=_is_text(new.destination))
            if says:
                older = old.sink == new.sink and not versions.dependencies.is_emptied(new.destination, new.stack)
                misread = _misread(old.fields, new.fields, new.destination) if older else ""
                yield Fact(of=new, effect="fields", what="the records", says=f"in {HERE} {says}{same}{misread}")
        if old.interval != new.interval:
            says = f"in {HERE} are made every {new.interval} seconds instead of every {old.interval}{same}"
            yield Fact(of=new, effect="interval", what="the records", says=says)


def files(versions: Versions) -> Iterator[Effect]:
    """Destinations whose files get another layout, beside older ones."""
    before = {log.recording.sink: log.recording.destination for log in versions.old}
    after = {(log.recording.destination.name, log.recording.sink): log.recording for log in versions.new}
    reported: set[tuple[str, str]] = set()
    for recording in after.values():
        each, former = recording.destination, before.get(recording.sink)
        says = _layout(former, each) if isinstance(former, S3) and isinstance(each, S3) else ""
        emptied = versions.dependencies.is_emptied(each, recording.stack)
        sentence = f"new files in {sinks.name(each)} {says}"
        if says and not emptied and (each.name, sentence) not in reported:
            reported.add((each.name, sentence))
            yield Effect(
                capture_point=None,
                destination=each.name,
                effect="fields",
                template=sentence,
            )


def _fields(before: tuple[str, ...], after: tuple[str, ...], *, text: bool) -> str:
    drops, adds = [n for n in before if n not in after], [n for n in after if n not in before]
    if drops or adds:
        return " and ".join(f"{verb} {listing(names)}" for verb, names in (("lose", drops), ("get", adds)) if names)
    return "have the same fields in another order" if text and before != after else ""


def _misread(before: tuple[str, ...], after: tuple[str, ...], destination: Destination) -> str:
    """A table of text reads by position."""
    if not (isinstance(destination, S3) and destination.queries and _is_text(destination)):
        return ""
    short = min(len(before), len(after))
    return "" if before[:short] == after[:short] else f"; the table of {HERE} then misreads older ones"


def _is_text(destination: Destination) -> bool:
    return not isinstance(destination, S3) or destination.file_format != "parquet"


def _layout(old: S3, new: S3) -> str:
    changes: list[str] = []
    unread = False
    if old.file_format != new.file_format:
        changes.append(f"are {new.file_format} instead of {old.file_format}")
        unread = True
    if old.hive != new.hive:
        changes.append(f"have {'Hive-compatible' if new.hive else 'no Hive-compatible'} paths")
        unread = True
    if old.hourly != new.hourly:
        changes.append(f"are in a folder for each {'hour' if new.hourly else 'day'}")
        unread = unread or new.hourly
    if not changes:
        return ""
    table = f", and the table of {new.name} no longer reads them" if unread and new.queries else ""
    return f"{listing(changes)}; older files stay as they are{table}"
