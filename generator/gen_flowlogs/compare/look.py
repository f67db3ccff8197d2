"""What the records look like after a change: their fields, how often they are made, and the form of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_flowlogs.compare.changes import Effect
from gen_flowlogs.compare.facts import Fact
from gen_flowlogs.compare.recordings import place_words
from gen_flowlogs.model import S3, Destination
from gen_flowlogs.phrasing import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gen_flowlogs.compare.sides import Sides
    from gen_flowlogs.model import Spec

_FORMAT = "log_format"


def facts(sides: Sides) -> Iterator[Fact]:
    """Each flow log that goes on as another one, or in whose place another one comes."""
    for old, new in sides.successions():
        was, is_ = old.recording, new.recording
        if new.decision is None or _FORMAT not in new.decision.kept:
            said = _fields(was.names, is_.names, text=_is_text(is_.destination))
            if said:
                yield Fact(is_, "fields", "the records", said + _misread(was.names, is_.names, is_.destination))
        if was.interval != is_.interval:
            said = f"are made every {is_.interval} seconds instead of every {was.interval}"
            yield Fact(is_, "interval", "the records", said)


def files(old: Spec | None, new: Spec | None) -> Iterator[Effect]:
    """Destinations whose files get another form, where there are older ones beside them."""
    before = {(each.bucket, each.prefix): each for each in old.destinations if isinstance(each, S3)} if old else {}
    used = {each.name for point in new.capture_points for each in point.destinations} if new else set()
    for each in new.destinations if new else ():
        was = before.get((each.bucket, each.prefix)) if isinstance(each, S3) and each.name in used else None
        if was is not None and isinstance(each, S3):
            said = _form(was, each)
            if said:
                where = place_words(each)
                yield Effect(None, each.name, "fields", f"new files in {where} {said}")


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
    return "" if before[:short] == after[:short] else f"; the table of {destination.name} then misreads older ones"


def _is_text(destination: Destination) -> bool:
    return not isinstance(destination, S3) or destination.file_format != "parquet"


def _form(was: S3, is_: S3) -> str:
    said: list[str] = []
    unread = False
    if was.file_format != is_.file_format:
        said.append(f"are {is_.file_format} instead of {was.file_format}")
        unread = True
    if was.hive != is_.hive:
        said.append(f"have {'Hive-compatible' if is_.hive else 'no Hive-compatible'} paths")
        unread = True
    if was.hourly != is_.hourly:
        said.append(f"lie in a folder for each {'hour' if is_.hourly else 'day'}")
        unread = unread or is_.hourly
    if not said:
        return ""
    table = f", and the table of {is_.name} no longer reads them" if unread and is_.queries else ""
    return f"{listing(said)}; older ones stay as they are{table}"
