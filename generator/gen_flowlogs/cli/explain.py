"""`explain`: which flow logs of a spec record a thing, how certain that is, and what would where none does."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gen_flowlogs import source
from gen_flowlogs.aws.kinds import KINDS
from gen_flowlogs.captures.inventory import FLOW_LOG
from gen_flowlogs.cli import exits, inputs, inventories, terminal
from gen_flowlogs.cli.asked_specs import positions, understood
from gen_flowlogs.cli.specs import takes_colour
from gen_flowlogs.diagnostics import shown
from gen_flowlogs.explain import Ground, NotUnderstoodError, explain
from gen_flowlogs.output import output
from gen_flowlogs.show.explain import as_json, as_text, origins
from gen_flowlogs.view import written

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from gen_flowlogs.captures.inventory import Inventory
    from gen_flowlogs.diagnostics import Origin
    from gen_flowlogs.explain import Answer
    from gen_flowlogs.model import Spec
    from gen_flowlogs.source import Document

    Documents = Callable[[str], Document | None]


def run(arguments: argparse.Namespace) -> int:
    """Answer; 1 where an id, an ARN or an address is not certainly recorded, 2 where a WHAT is not understood."""
    if len(arguments.specs) > 1:
        raise exits.UsageError("`explain` asks one spec: explain SPEC WHAT…")
    specs = understood(arguments.specs, arguments.root, "nothing can be explained")
    if isinstance(specs, int):
        return specs
    asked = specs[0]
    known = inventories.given(arguments)
    ground = Ground(
        spec=asked.spec,
        inventory=known.inventory,
        existing=known.existing,
        documents=_documents(asked.spec, asked.data),
        output=lambda file: _of_output(file, asked.spec, arguments.out),
    )
    code = _answer(arguments, ground)
    return code if _tells(known.inventory) else known.verdict(code)


def _answer(arguments: argparse.Namespace, ground: Ground) -> int:
    answers: list[Answer] = []
    refused = False
    for what in dict.fromkeys(arguments.what):
        try:
            answers.append(explain(what, ground))
        except NotUnderstoodError as error:
            refused = True
            terminal.note(f"gen-flowlogs: {shown(str(error), 1000)}")
    if answers:
        _say(answers, arguments, ground.documents)
    if refused:
        return exits.USAGE
    return exits.FINDINGS if any(each.judged and not each.recorded for each in answers) else exits.CLEAN


def _tells(inventory: Inventory | None) -> bool:
    """Whether an inventory has all that is asked of it, be it also cut off or denied elsewhere, as of roles."""
    asked = (*(kind.singular for kind in KINDS), FLOW_LOG)
    return inventory is None or (
        bool(inventory.scopes)
        and all(inventory.is_whole(each, scope.location) for scope in inventory.scopes for each in asked)
    )


def _say(answers: list[Answer], arguments: argparse.Namespace, documents: Documents) -> None:
    places = positions(origins(answers), documents)
    if arguments.format == "json":
        terminal.say(as_json(answers, places), "json")
    else:
        terminal.say(as_text(answers, places, colour=takes_colour(sys.stdout)).rstrip("\n"))


def _documents(spec: Spec, data: bytes) -> Documents:
    """The files of a spec, by their names in messages and by any other path that leads to them."""
    names = {spec.file, *(each.origin.file for each in (*spec.capture_points, *spec.destinations))}
    names |= {each.origin.file for each in spec.filters if each.origin is not None}
    names |= {each.origin.file for each in spec.stacks if each.origin is not None}
    names |= {each.file for each in (spec.defaults_origin, *_value_origins(spec)) if each is not None}
    real = {os.path.realpath(each): each for each in names if each != inputs.STDIN}

    @cache
    def document(name: str) -> Document:
        return source.load(data if name == spec.file else inputs.content(name), name)

    def of(file: str) -> Document | None:
        name = file if file in names else real.get(os.path.realpath(file))
        return None if name is None else document(name)

    return of


def _value_origins(spec: Spec) -> Iterable[Origin]:
    return (value.origin for named in spec.values.stacks.values() for value in named.values())


def _of_output(file: str, spec: Spec, out: str) -> tuple[str | None, str] | None:
    """The stack and the text of a file of the output; None for any other. It is read as it is on disk."""
    place = output(spec, out)
    path = Path(os.path.realpath(file))
    folder = Path(os.path.realpath(place.folder))
    if not path.is_relative_to(folder) or (place.file is not None and path.name != place.file):
        return None
    stem = path.relative_to(folder).with_suffix("").as_posix()
    if place.file is None and stem not in written(spec):
        return None
    try:
        text = inputs.content(file).decode()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise exits.FileError(f"cannot read {shown(file, 200)}: {why}; `gen-flowlogs build` writes it") from error
    stack = stem.rpartition("/")[0] or None if place.file is None else None
    return stack, text
